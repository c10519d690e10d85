"""Reads the sheets of XLSX, XLSB, ODS and XLS workbooks as text cells at their true rows."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from app.importers.watch import IDLE, Watch


class UnreadableWorkbook(ValueError):
    """The workbook cannot be read; ``code`` is a message id (``problem.<code>``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sheets(data: bytes, watch: Watch = IDLE) -> list[tuple[str, list[list[str]]]]:
    """Every sheet's name and rows, from row 1 and column A on. Raises UnreadableWorkbook."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [(name, _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False), watch))
                for name in book.sheet_names]
    except PasswordError:
        raise UnreadableWorkbook("workbook-needs-password") from None
    except CalamineError:
        raise UnreadableWorkbook("damaged-workbook") from None


def _rows(grid: Iterable[Iterable[object]], watch: Watch) -> list[list[str]]:
    rows = []
    for cells in grid:
        rows.append([cell_text(cell) for cell in cells])
        watch.check()
    return rows


def cell_text(value: object) -> str:
    """A cell's value as text: dates ISO, whole numbers without a point, fractions by 15 significant digits."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M:%S}"
        case timedelta():
            return str(value)
    return ""


def _number(value: float) -> str:
    # A workbook stores binary fractions but shows 15 digits: 15732.600000000001 was typed as 15732.6.
    shortest = f"{value:.15g}"
    if "e" not in shortest:
        return "0" if shortest == "-0" else shortest
    exact = Decimal(shortest)
    # Beyond 2**53 the last digits of an order number are lost already; the exponent shows it.
    return shortest.upper() if abs(exact) >= 10**16 else f"{exact:f}"


def _moment(value: datetime) -> str:
    # Fractions of a day are binary too: 09:59:59.999999 was ten o'clock.
    whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return whole.isoformat(sep=" ")

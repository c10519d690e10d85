"""Finds the very cell of a file that an input was read from, so that a link leads to the figure itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.amount_text import UnreadableAmount, parse_daily_rate, parse_fen, parse_yuan
from app.core.discrepancy import Input, Unit
from app.core.facts import Source
from app.core.money import Fen
from app.export.workbook.grid import runs

_FEN_DIGITS = 3
"""An amount in whole fen shorter than this is rather a count or a period."""


_PLAIN = re.compile(r"-?[\d,]+(?:\.\d+)?")
_LEAST_SUM = 100
"""Fen below which a column of counts may add up to an amount by chance."""


@dataclass(frozen=True, slots=True)
class Written:
    """A cell of a row of evidence, by index from 0, with what stands in it."""

    source: Source
    index: int
    text: str


def where_written(given: Input, cells: Mapping[Source, Sequence[str]]) -> Written | None:
    """The cell that says the input's value: as yuan with decimals, else as fen, else as whole yuan, or as a rate."""
    for means in _READINGS.get(given.unit, ()):
        for source in given.evidence:
            for index, text in enumerate(cells.get(source, ())):
                if means(text, given.value):
                    return Written(source, index, text)
    return None


def where_summed(amount: Fen, evidence: Sequence[Source], cells: Mapping[Source, Sequence[str]]) -> list[Written]:
    """The cells of one column that add up to an amount: of all rows of a sheet, else of those that follow one another.

    Empty where no column does, or where one row says it alone. Amounts are in yuan with decimals, or all in fen.
    """
    sheets: dict[tuple[str, str], list[Source]] = {}
    for source in sorted(s for s in evidence if s in cells):
        sheets.setdefault((source.digest, source.sheet), []).append(source)
    for rows in sheets.values() if amount >= _LEAST_SUM else ():
        found = {s.row: s for s in rows}
        parts = [[found[n] for n in range(first, last + 1)] for first, last in runs(found)]
        for part in (rows, *parts) if len(parts) > 1 else (rows,):
            for index in range(min(len(cells[s]) for s in part)) if len(part) > 1 else ():
                column = [Written(s, index, cells[s][index]) for s in part]
                if _sum(column) == amount:
                    return column
    return []


def _sum(column: Sequence[Written]) -> int | None:
    """What the cells of a column add up to in fen; None where one of them is no amount that a formula can read."""
    if not all(_PLAIN.fullmatch(w.text) for w in column):
        return None
    reader = parse_yuan if all("." in w.text for w in column) else parse_fen
    amounts = [_read(reader, w.text) for w in column]
    return sum(x for x in amounts if isinstance(x, int)) if all(isinstance(x, int) for x in amounts) else None


def _says_yuan(text: str, value: int | Decimal) -> bool:
    return "." in text and _yuan(text) == value


def _says_fen(text: str, value: int | Decimal) -> bool:
    return len(text.strip("+- ")) >= _FEN_DIGITS and _read(parse_fen, text) == value


def _says_whole_yuan(text: str, value: int | Decimal) -> bool:
    return _yuan(text) == value


def _says_rate(text: str, value: int | Decimal) -> bool:
    return any(mark in text for mark in ".%") and value in _rates(text)


def _rates(text: str) -> Iterator[object]:
    yield _read(parse_daily_rate, text)
    yield _read(lambda t: parse_daily_rate(t, percent=True), text)


def _yuan(text: str) -> int | None:
    found = _read(parse_yuan, text)
    return abs(found) if isinstance(found, int) else None


def _read(reader: Callable[[str], object], text: str) -> object:
    try:
        return reader(text)
    except UnreadableAmount:  # another kind of cell
        return None


_READINGS = {
    Unit.MONEY: (_says_yuan, _says_fen, _says_whole_yuan),
    Unit.RATE: (_says_rate,),
}


_NUMBER = re.compile(r"\d+(?:\.(\d+))?")
_SCALES = {Unit.MONEY: (Decimal("0.01"), Decimal(1)), Unit.RATE: (Decimal(1), Decimal(100), Decimal(1000))}
"""By what a value is multiplied to be written as a file does: yuan or fen, a fraction, percent or per mille."""


def as_written(cell: str, text: str, value: int | Decimal, unit: Unit) -> str:
    """A formula that writes the input in ``cell`` as its file writes it; empty where the file writes it otherwise.

    ``text`` is what the file says. The cell holds yuan, or the rate as a fraction.
    """
    plain = text.replace(",", "")
    found = _NUMBER.search(plain)
    if found is None or '"' in plain:
        return ""
    decimals = len(found[1] or "")
    for scale in _SCALES.get(unit, ()):
        if f"{Decimal(value) * scale:.{decimals}f}" == found[0]:
            times = {Decimal("0.01"): "", Decimal(1): "*100" if unit is Unit.MONEY else ""}.get(scale, f"*{scale}")
            shape = "0." + "0" * decimals if decimals else "0"
            before, after = plain[: found.start()], plain[found.end() :]
            joined = [f'"{before}"'] if before else []
            joined += [f'TEXT({cell}{times},"{shape}")']
            joined += [f'"{after}"'] if after else []
            return "&".join(joined)
    return ""


_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<first>[-/.年]?)(?P<month>\d\d?)(?P<second>[-/.月]?)(?P<day>\d\d?)(?!\d)"
)


def day_written(day: date, sources: Sequence[Source], cells: Mapping[Source, Sequence[str]]) -> Written | None:
    """The cell that begins with a day, with or without a time after it; None where no row says it.

    Of several in a row the last: papers write the day of the page and the first day of a period before its due day.
    """
    for source in sources:
        for index, text in reversed([*enumerate(cells.get(source, ()))]):
            found = _DAY.match(text.strip())
            if found and tuple(int(found[n]) for n in ("year", "month", "day")) == (day.year, day.month, day.day):
                return Written(source, index, text)
    return None


def day_as_written(cell: str, text: str) -> str:
    """A formula that writes the day in ``cell`` as its file writes it, with whatever stands around it there."""
    found = _DAY.search(text)
    if found is None or '"' in text:
        return ""
    parts = [f'"{text[: found.start()]}"', f"YEAR({cell})", f'"{found["first"]}"']
    parts += [_padded(f"MONTH({cell})", found["month"]), f'"{found["second"]}"']
    parts += [_padded(f"DAY({cell})", found["day"]), f'"{text[found.end() :]}"']
    return "&".join(part for part in parts if part != '""')


def _padded(number: str, written: str) -> str:
    """A month or a day with two digits where the file writes it so."""
    return f'TEXT({number},"00")' if len(written) > 1 else number

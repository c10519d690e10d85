"""What a reader sees in a workbook: whether a text fits its cell or runs on, and a figure is no row of ``#``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from openpyxl.utils import range_boundaries

from app.core.money import grouped
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, height, wide
from app.export.workbook.styles import _STYLES, Kind, Look
from app.export.workbook.workbook import all_sheets

_LINE = 13.5
"""Points of a line at the least."""
_ROW = 18.0
_UNWIDE = 0.92
"""The widths that the program reckons with are rather too wide."""


def cut_texts(context: WorkbookContext) -> Iterator[str]:
    """Each text of which a part is not seen: its sheet, row, column and beginning."""
    for sheet in all_sheets(context)[0]:
        merged = {bounds[:2]: bounds[2] for bounds in map(range_boundaries, sheet.merged)}
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row.cells, start=1):
                if cell is None or cell.look is Look.SUBTITLE:
                    continue
                value = cell.value.value if isinstance(cell.value, Formula) else cell.value
                last = merged.get((column, number), column)
                if isinstance(value, str) and value and not _is_seen(sheet, row, (column, last), value):
                    yield f"{sheet.name} {number}:{column} {value[:60]}"


def hashed_figures(context: WorkbookContext) -> Iterator[str]:
    """Each amount or day whose column is too narrow for it: spreadsheet programs show such a cell as ``####``."""
    for sheet in all_sheets(context)[0]:
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row.cells, start=1):
                shown = _figures(cell) if cell else ""
                if shown and cell and _needed(shown, cell.look) > sheet.widths[column - 1]:
                    yield f"{sheet.name} {number}:{column} {shown} in {sheet.widths[column - 1]}"


def _figures(cell: Cell) -> str:
    value = cell.value.value if isinstance(cell.value, Formula) else cell.value
    if isinstance(value, date):
        return re.sub("[a-z]", "0", _STYLES[cell.look].format)
    if isinstance(value, int) and cell.look.kind is Kind.MONEY:
        return ("+" if _STYLES[cell.look].format.startswith("+") else "") + grouped(value)
    return f"{value:,}" if isinstance(value, int) else ""


def _needed(shown: str, look: Look) -> float:
    """Characters of a column that figures need: a digit of YaHei is a twentieth wider than that of the first font."""
    figures = sum(1.05 if sign.isdigit() else 0.6 for sign in shown)
    return figures * (1.05 if _STYLES[look].bold else 1) + (1.8 if _STYLES[look].align == "right" else 0.7)


def _is_seen(sheet: Sheet, row: Row, columns: tuple[int, int], text: str) -> bool:
    cell = row.cells[columns[0] - 1]
    assert cell is not None
    room = sum(sheet.widths[columns[0] - 1 : columns[1]])
    if _STYLES[cell.look].wrap and not cell.link:  # LibreOffice keeps the text of a link in one line
        return height([(text, room)], line=_LINE) <= (row.height or _ROW) + 1
    for index in range(columns[1], len(sheet.widths)):
        beside = row.cells[index] if index < len(row.cells) else None
        if beside is not None and beside.value not in ("", None):
            break
        room += sheet.widths[index]
    return wide(text) * _UNWIDE <= room

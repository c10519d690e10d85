"""What a reader sees of each text in a workbook: whether it fits its cell or runs on over empty ones."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.utils import range_boundaries

from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Formula, Row, Sheet, height, wide
from app.export.workbook.styles import _STYLES, Look
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

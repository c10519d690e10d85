"""Reads the shared cases' files into tables without the program's own readers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from app.importers.reading.table import Table


def tables_in(path: Path) -> Iterator[Table]:
    """Every table of a CSV file or a workbook; whole numbers of a sheet are written without decimals."""
    if path.suffix in {".xlsx", ".xls"}:
        yield from _sheets(path)
        return
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    yield Table(path.name, "", "0" * 16, list(csv.reader(io.StringIO(text))))


def _sheets(path: Path) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError:  # text under an .xls name: the program's own readers take care of those
        return
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        yield Table(path.name, name, "0" * 16, [[_text(cell) for cell in row] for row in rows])


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)

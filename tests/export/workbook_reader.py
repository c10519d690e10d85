"""Reads a workbook back as a spreadsheet program would, and knows what every formula should come to."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache

import openpyxl
from python_calamine import CalamineWorkbook

from app.core.explanation import Explanation
from app.core.facts import Source
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula
from app.export.workbook.openpyxl_frame import Words, packed
from app.export.workbook.styles import Kind
from app.export.workbook.workbook import all_sheets, workbook
from app.texts import Language, Phrasebook
from tests.languages import CHINESE

_PLACE = re.compile(r"'(.+)'!([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Book:
    """A workbook as bytes, and the same as data before it was written."""

    content: bytes
    context: WorkbookContext

    def values(self, name: str) -> list[list[object]]:
        """The stored values of a sheet, by the name it has in the catalogue."""
        book = CalamineWorkbook.from_filelike(io.BytesIO(self.content))
        return book.get_sheet_by_name(self.context.sheet(name)).to_python(skip_empty_area=False)

    @cached_property
    def sheet_names(self) -> list[str]:
        """The sheets in their order."""
        return list(CalamineWorkbook.from_filelike(io.BytesIO(self.content)).sheet_names)

    @cached_property
    def looks(self) -> openpyxl.Workbook:
        """The workbook with its formulas and looks, to be looked at and left as it is."""
        return self.opened()

    def opened(self) -> openpyxl.Workbook:
        """The same to be changed; it costs as much as writing two."""
        return openpyxl.load_workbook(io.BytesIO(self.content))


def written(
    e: Explanation,
    language: Language = CHINESE,
    *,
    masked: bool = False,
    cells: Mapping[Source, Sequence[str]] | None = None,
    only: str = "",
) -> Book:
    """Write a workbook and keep what went into it; the same one is written once.

    With the one sheet that is named by ``only`` it takes a third of the time; its links lead nowhere.
    """
    return _written(e, language, masked, tuple((source, tuple(row)) for source, row in (cells or {}).items()), only)


@lru_cache(maxsize=32)
def _written(
    e: Explanation, language: Language, masked: bool, rows: tuple[tuple[Source, tuple[str, ...]], ...], only: str
) -> Book:
    context = WorkbookContext(e, Phrasebook(language), masked, dict(rows))
    if not only:
        return Book(workbook(e, language, masked=masked, cells=dict(rows)), context)
    sheets, names = all_sheets(replace(context, blocks={}))
    own = [sheet for sheet in sheets if sheet.name == context.sheet(only)]
    places = {name: where for name, where in names.items() if where.startswith(f"'{context.sheet(only)}'!")}
    return Book(packed(own, places, Words(language, "")), context)


def formulas(book: Book) -> Iterator[tuple[str, Cell, object]]:
    """Every formula: where it stands, the cell as data, and what a spreadsheet program computes for it."""
    stored = CalamineWorkbook.from_filelike(io.BytesIO(recalculated(book.content)))
    context = WorkbookContext(book.context.explanation, book.context.book, book.context.masked, book.context.cells)
    for sheet in all_sheets(context)[0]:
        if sheet.name not in book.sheet_names:
            continue
        values = stored.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for number, row in enumerate(sheet.rows):
            for index, cell in enumerate(row.cells):
                if cell is not None and isinstance(cell.value, Formula):
                    yield f"{sheet.name} {number + 1}:{index + 1}", cell, values[number][index]


def recalculated(workbook: bytes) -> bytes:
    """The workbook with every value computed anew by another program. Raises AssertionError where one fails."""
    import formualizer

    result = formualizer.recalculate_xlsx_bytes(workbook)
    assert result["summary"]["status"] == "success"
    assert not result["summary"]["total_errors"]
    computed: bytes = result["bytes"]
    return computed


def is_right(cell: Cell, stored: object) -> bool:
    """Whether the stored value of a formula is the program's own: money to the fen, rates to a millionth."""
    assert isinstance(cell.value, Formula)
    own = cell.value.value
    if isinstance(own, str):
        return stored == own
    assert own is not None
    if not isinstance(stored, int | float):
        return False
    if cell.look.kind is Kind.MONEY:
        return round(Decimal(stored) * 100, 6) == own
    return abs(Decimal(stored) - own) < Decimal("1e-6")


def broken_links(book: openpyxl.Workbook) -> list[str]:
    """Links that lead to no cell of the workbook."""
    broken = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and not _resolves(book, cell.hyperlink.location or ""):
                    broken.append(f"{sheet.title}!{cell.coordinate} → {cell.hyperlink.location}")
    return broken


def _resolves(book: openpyxl.Workbook, location: str) -> bool:
    match = _PLACE.fullmatch(location)
    return bool(match) and match[1] in book.sheetnames and int(match[3]) <= book[match[1]].max_row

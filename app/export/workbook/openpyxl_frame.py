"""The workbook around the rows: sheets, widths, print set-up, names and properties, written by openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from app import __version__
from app.export.workbook.charts import charts
from app.export.workbook.grid import Sheet, column
from app.export.workbook.paper import (
    ABOVE,
    BELOW,
    PAGE_SCALE,
    ROW_POINTS,
    SIDE,
    TIGHT_POINTS,
    allotted,
    room_of,
    side_by_side,
)
from app.export.workbook.sheet_xml import Written, written
from app.export.workbook.styles import COLOURS, add_styles
from app.export.workbook.zip_parts import filled
from app.own_files import NAME
from app.palette import Ink
from app.texts import Language

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_PAPER_A4 = "9"


@dataclass(frozen=True)
class Words:
    """What the frame says in the reader's language."""

    language: Language
    title: str
    keywords: str = ""
    more: Callable[[int], str] = str
    """How many rows a sheet had no room for."""
    printed: Callable[[int, int], str] = lambda last, rows: f"{last} / {rows}"
    """That the paper ends with a row, of so many."""
    drawn: Callable[[str, str], str] = lambda title, where: f"{title} {where}"
    """What a chart shows, for whoever does not see it: its title, and the cells of its figures."""


def packed(sheets: Sequence[Sheet], names: Mapping[str, str], words: Words) -> bytes:
    """Return the workbook as bytes. ``names`` are defined names with what they refer to."""
    book = _book(sheets, words)
    ids = add_styles(book, words.language)
    parts = [
        written(s.rows, ids, words.more, room=room_of(s), breaks=s.page_breaks, may_tighten=s.finish is None)
        for s in sheets
    ]
    ends = _page_ends(sheets, parts)
    for sheet, worksheet, rows, end in zip(sheets, book.worksheets, parts, ends, strict=True):
        _frame(worksheet, sheet, rows)
        _print_setup(worksheet, sheet, end, words.printed(end, rows.count) if end < rows.count else "")
        _redden(worksheet, rows.checks)
        worksheet.sheet_format.outlineLevelRow = rows.depth
    _define(book, names)
    told = [[words.drawn(title, where) for title, where in charts(worksheet)] for worksheet in book.worksheets]
    stream = io.BytesIO()
    book.save(stream)
    drawings = {number: sheet.drawing for number, sheet in enumerate(sheets, start=1) if sheet.drawing}
    named = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(parts, start=1)}
    return filled(stream.getvalue(), named, drawings, [x for x in told if x])


def _page_ends(sheets: Sequence[Sheet], parts: Sequence[Written]) -> list[int]:
    """The last printed row of each sheet."""
    needed = [[1] if s.one_page else _sheets_of_paper(s, w.page_ends) for s, w in zip(sheets, parts, strict=True)]
    given = allotted([sum(own) for own in needed], [sheet.pages for sheet in sheets])
    ends = []
    for sheet, rows, own, most in zip(sheets, parts, needed, given, strict=True):
        whole = sum(1 for used in accumulate(own) if used <= most)
        ends.append(rows.count if sheet.one_page else rows.page_ends[max(whole, 1) - 1])
    return ends


def _sheets_of_paper(sheet: Sheet, page_ends: Sequence[int]) -> list[int]:
    """How many sheets of paper each page of rows takes, with what stands side by side."""
    beside, all_columns = side_by_side(sheet), sheet.printed or len(sheet.widths)
    narrow = [(first, end) for first, end, last in sheet.areas if last < all_columns]
    return [1 if any(first <= row <= end for first, end in narrow) else beside for row in page_ends]


def _book(sheets: Sequence[Sheet], words: Words) -> Workbook:
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book = Workbook()
    first = book.worksheets[0]
    first.title = sheets[0].name
    for sheet in sheets[1:]:
        book.create_sheet(sheet.name)
    properties = book.properties
    properties.title, properties.creator = words.title, f"{NAME} {__version__}"
    properties.subject, properties.language = words.title, words.language.tag
    properties.keywords, properties.lastModifiedBy = words.keywords, properties.creator
    own: Any = book  # the stubs of openpyxl do not know its custom properties
    own.custom_doc_props.append(StringProperty(name=NAME, value=__version__))
    book.calculation.fullCalcOnLoad = False
    return book


def _define(book: Workbook, names: Mapping[str, str]) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    for name, where in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=where)


def _redden(worksheet: Worksheet, checks: Sequence[str]) -> None:
    """Cells that must be nothing turn red where they are not."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    if checks:
        red, white = COLOURS[Ink.SERIOUS], "FFFFFF"
        fill = PatternFill("solid", start_color=red, end_color=red)
        style = DifferentialStyle(font=Font(color=white, bold=True), fill=fill)
        rule = Rule(type="cellIs", operator="notEqual", formula=["0"], dxf=style)
        worksheet.conditional_formatting.add(" ".join(checks), rule)


def _frame(worksheet: Worksheet, sheet: Sheet, rows: Written) -> None:
    from openpyxl.worksheet.properties import Outline

    for index, width in enumerate(sheet.widths, start=1):
        worksheet.column_dimensions[column(index)].width = width
    for index in sheet.folded:
        worksheet.column_dimensions.group(column(index), hidden=True)
        worksheet.column_dimensions.max_outline = 1  # openpyxl counts it too late, and no mark to open it is shown
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = 100
    worksheet.sheet_format.defaultRowHeight = TIGHT_POINTS if rows.is_tight else ROW_POINTS
    worksheet.sheet_format.customHeight = True
    worksheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
    worksheet.sheet_properties.tabColor = sheet.tab or COLOURS[Ink.LINE]
    if sheet.heading:
        worksheet.freeze_panes = f"{column(sheet.frozen_columns + 1)}{sheet.heading + 1}"
        worksheet.print_title_rows = f"{sheet.heading}:{sheet.heading}"
    _break_pages(worksheet, sheet.page_breaks)
    if sheet.filtered and rows.count > sheet.heading:
        worksheet.auto_filter.ref = f"A{sheet.heading}:{column(len(sheet.widths))}{rows.count}"
    for merged in sheet.merged:
        worksheet.merge_cells(merged)
    if sheet.finish:
        sheet.finish(worksheet, rows.count)


def _break_pages(worksheet: Worksheet, rows: Sequence[int]) -> None:
    from openpyxl.worksheet.pagebreak import Break

    for row in rows:
        worksheet.row_breaks.append(Break(id=row - 1))


def _print_setup(worksheet: Worksheet, sheet: Sheet, last: int, told: str) -> None:
    """A4 landscape; as many pages side by side as keep the letters readable, each with the first columns again.

    ``told`` stands at the head of each page: that rows after ``last`` are not printed.
    """
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    worksheet.page_setup.paperSize = _PAPER_A4
    worksheet.page_setup.orientation = "landscape"
    printed, pages = sheet.printed or len(sheet.widths), side_by_side(sheet)
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = pages, int(sheet.one_page)
    if pages > 1 and sheet.frozen_columns:
        worksheet.print_title_cols = f"A:{column(sheet.frozen_columns)}"
    if not sheet.one_page:
        areas = [(first, min(end, last), wide) for first, end, wide in sheet.areas if first <= last]
        areas = areas or [(1, max(last, 1), printed)]
        worksheet.print_area = ",".join(f"A{first}:{column(wide)}{end}" for first, end, wide in areas)
    if sheet.areas:  # fitted, each of them would be spread on as many pages as the widest takes
        worksheet.page_setup.scale = PAGE_SCALE
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=not sheet.areas)
    margins = worksheet.page_margins
    margins.left = margins.right = SIDE
    margins.top, margins.bottom, margins.header, margins.footer = ABOVE, BELOW, 0.3, 0.3
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    if told:
        header.right.text = told
        worksheet.HeaderFooter.oddHeader = header
    footer.left.text, footer.right.text = "&A", "&P / &N"
    worksheet.HeaderFooter.oddFooter = footer

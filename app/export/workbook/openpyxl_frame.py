"""The workbook around the rows: sheets, widths, print set-up, names and properties, written by openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from app import __version__
from app.export.workbook.grid import Sheet, column
from app.export.workbook.sheet_xml import written
from app.export.workbook.styles import COLOURS, add_styles
from app.export.workbook.zip_parts import filled
from app.own_files import NAME
from app.palette import Ink
from app.texts import Language

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_PAPER_A4 = "9"
_PAGE_WIDTH = 240
"""Characters on a page; more would be smaller than six points."""


def packed(
    sheets: Sequence[Sheet],
    language: Language,
    title: str,
    names: Mapping[str, str],
    more: Callable[[int], str] = str,
) -> bytes:
    """Return the workbook as bytes. ``names`` are defined names with what they refer to.

    ``more`` says how many rows a sheet had no room for.
    """
    book = _book(sheets, title, language)
    ids = add_styles(book, language)
    parts, drawings = {}, {}
    for number, (sheet, worksheet) in enumerate(zip(sheets, book.worksheets, strict=True), start=1):
        rows = written(sheet.rows, ids, more)
        parts[f"xl/worksheets/sheet{number}.xml"] = rows
        if sheet.drawing:
            drawings[number] = sheet.drawing
        _frame(worksheet, sheet, rows.count)
        _redden(worksheet, rows.checks)
        worksheet.sheet_format.outlineLevelRow = rows.depth
    _define(book, names)
    stream = io.BytesIO()
    book.save(stream)
    return filled(stream.getvalue(), parts, drawings)


def _book(sheets: Sequence[Sheet], title: str, language: Language) -> Workbook:
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book = Workbook()
    first = book.worksheets[0]
    first.title = sheets[0].name
    for sheet in sheets[1:]:
        book.create_sheet(sheet.name)
    properties = book.properties
    properties.title, properties.creator = title, f"{NAME} {__version__}"
    properties.subject, properties.language = title, language.tag
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


def _frame(worksheet: Worksheet, sheet: Sheet, rows: int) -> None:
    from openpyxl.worksheet.properties import Outline

    for index, width in enumerate(sheet.widths, start=1):
        worksheet.column_dimensions[column(index)].width = width
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = 100
    worksheet.sheet_format.defaultRowHeight = 18
    worksheet.sheet_format.customHeight = True
    worksheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
    worksheet.sheet_properties.tabColor = sheet.tab or COLOURS[Ink.LINE]
    if sheet.heading:
        worksheet.freeze_panes = f"{column(sheet.frozen_columns + 1)}{sheet.heading + 1}"
        worksheet.print_title_rows = f"{sheet.heading}:{sheet.heading}"
    _break_pages(worksheet, sheet.page_breaks)
    if sheet.filtered and rows > sheet.heading:
        worksheet.auto_filter.ref = f"A{sheet.heading}:{column(len(sheet.widths))}{rows}"
    for merged in sheet.merged:
        worksheet.merge_cells(merged)
    _print_setup(worksheet, sheet, rows)
    if sheet.finish:
        sheet.finish(worksheet, rows)


def _break_pages(worksheet: Worksheet, rows: Sequence[int]) -> None:
    from openpyxl.worksheet.pagebreak import Break

    for row in rows:
        worksheet.row_breaks.append(Break(id=row - 1))


def _print_setup(worksheet: Worksheet, sheet: Sheet, rows: int) -> None:
    """A4 landscape; as many pages side by side as keep the letters readable, each with the first columns again."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    worksheet.page_setup.paperSize = _PAPER_A4
    worksheet.page_setup.orientation = "landscape"
    printed = sheet.printed or len(sheet.widths)
    pages = max(ceil(sum(sheet.widths[:printed]) / _PAGE_WIDTH), 1)
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = pages, int(sheet.one_page)
    if pages > 1 and sheet.frozen_columns:
        worksheet.print_title_cols = f"A:{column(sheet.frozen_columns)}"
    if sheet.printed:
        worksheet.print_area = f"A1:{column(printed)}{max(rows, 1)}"
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = worksheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.55, 0.65, 0.3, 0.3
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = "&A", "&P / &N"
    worksheet.HeaderFooter.oddFooter = footer

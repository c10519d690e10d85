"""The timeline as a picture on a page of its own."""

from __future__ import annotations

from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Sheet
from app.export.workbook.sheets.top import top
from app.export.workbook.styles import COLOURS
from app.export.workbook.timeline_drawing import timeline_drawing
from app.palette import Ink


def sheet(context: WorkbookContext) -> Sheet:
    """The sheet that holds nothing but the picture."""
    rows = top(context, "picture")
    return Sheet(
        name=context.sheet("picture"),
        widths=(12,) * 12,
        rows=rows,
        tab=COLOURS[Ink.DEBIT],
        one_page=True,
        drawing=timeline_drawing(context.explanation, context.book, len(rows)),
    )

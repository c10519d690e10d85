"""Native charts in the colours of the window: columns by month, balances over time, the waterfall of a difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.export.workbook.styles import COLOURS
from app.palette import Ink

if TYPE_CHECKING:
    from openpyxl.chart import BarChart, ScatterChart
    from openpyxl.chart.series import Series
    from openpyxl.drawing.line import LineProperties
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTH_CM, _HEIGHT_CM = 19, 8
CHART_ROWS = 15
"""Rows that a chart covers; they are printed with it, or it is cut."""
_INKS = (Ink.DEBIT, Ink.DRAWDOWN, Ink.PLAN, Ink.BILL, Ink.POSTED, Ink.BANK, Ink.WARNING, Ink.DUE)


@dataclass(frozen=True, slots=True)
class Lines:
    """A line of a chart: its name and the rows of its points."""

    name: str
    first: int
    last: int


def add_columns(worksheet: Worksheet, title: str, first: int, last: int, at: str, left: int = 2) -> None:
    """Two columns for each month: ``left`` and the one beside it, by the months in A; the row above names them."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "clustered", 0, 60
    chart.add_data(
        Reference(worksheet, min_col=left, max_col=left + 1, min_row=first - 1, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(worksheet, min_col=1, min_row=first, max_row=last))
    for series, ink in zip(chart.series, (Ink.DUE, Ink.DEBIT), strict=True):
        _fill(series, COLOURS[ink])
    chart.x_axis.number_format = "yyyy-mm"
    _dress(chart, title)
    worksheet.add_chart(chart, at)


def add_lines(worksheet: Worksheet, title: str, lines: Sequence[Lines], at: str) -> None:
    """A line for each loan: dates in B, amounts in C."""
    from openpyxl.chart import Reference, ScatterChart, Series

    chart = ScatterChart()
    chart.style, chart.scatterStyle = 2, "lineMarker"
    for line, ink in zip(lines, _INKS, strict=False):
        days = Reference(worksheet, min_col=2, min_row=line.first, max_row=line.last)
        owed = Reference(worksheet, min_col=3, min_row=line.first, max_row=line.last)
        series = Series(owed, days, title=line.name)
        series.graphicalProperties.line.solidFill = COLOURS[ink]
        series.graphicalProperties.line.width = 19_050
        series.marker.symbol, series.marker.size = "circle", 4
        series.marker.graphicalProperties.solidFill = COLOURS[ink]
        series.marker.graphicalProperties.line.solidFill = COLOURS[ink]
        series.smooth = False
        chart.series.append(series)
    chart.x_axis.number_format = "yyyy-mm"
    chart.x_axis.majorGridlines = None
    _dress(chart, title)
    worksheet.add_chart(chart, at)


def add_waterfall(worksheet: Worksheet, title: str, first: int, last: int, at: str) -> None:
    """A waterfall: names in A, an unseen base in D, more in E, less in F, the whole in G, from row ``first``."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 40
    chart.add_data(Reference(worksheet, min_col=4, max_col=7, min_row=first - 1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(worksheet, min_col=1, min_row=first, max_row=last))
    chart.x_axis.tickLblPos = "low"
    base, *seen = chart.series
    base.graphicalProperties.noFill = True
    base.graphicalProperties.line.noFill = True
    for series, ink in zip(seen, (Ink.PAID_MORE, Ink.PAID_LESS, Ink.DUE), strict=True):
        _fill(series, COLOURS[ink])
    _dress(chart, title)
    chart.legend = None
    worksheet.add_chart(chart, at)


def charts(worksheet: Worksheet) -> list[tuple[str, str]]:
    """Every chart of a sheet: its title, and the cells of its first series."""
    own: Any = worksheet  # the stubs of openpyxl do not know its charts
    return [(x.title.tx.rich.p[0].r[0].t, _figures(x.series[0])) for x in own._charts]


def _figures(series: Any) -> str:
    values = series.val or series.yVal
    return str(values.numRef.f)


def _fill(series: Series, colour: str) -> None:
    series.graphicalProperties.solidFill = colour
    series.graphicalProperties.line.solidFill = colour
    series.invertIfNegative = False  # unsaid, a program may draw what is below nothing white on white


def _dress(chart: BarChart | ScatterChart, title: str) -> None:
    from openpyxl.chart.axis import ChartLines
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import CharacterProperties, Paragraph, RegularTextRun

    look = CharacterProperties(sz=1_100, b=True, solidFill=COLOURS[Ink.TEXT])
    words = RichText(p=[Paragraph(r=[RegularTextRun(rPr=look, t=title)])])
    heading = Title(tx=Text(rich=words), overlay=False)
    chart.title = heading
    chart.width, chart.height = _WIDTH_CM, _HEIGHT_CM
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=_line(COLOURS[Ink.GRID])))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.graphical_properties = GraphicalProperties(ln=_line(COLOURS[Ink.LINE]))
    if chart.legend is not None:
        chart.legend.position = "b"


def _line(colour: str) -> LineProperties:
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill=colour, w=9_525)

"""What each lane of the timeline adds up to in each month, live, with what was due beside what was paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from app.core.explanation import EventKind
from app.core.money import Fen
from app.export.workbook.charts import CHART_ROWS, add_columns
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, blank, column, total
from app.export.workbook.months import by_month
from app.export.workbook.paper import kept_whole
from app.export.workbook.sheets.timeline import HEADING, LANES, TimelineRows, lane_column, lane_of
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FIRST = HEADING + 1
_DUE, _PAID = 3 + len(LANES), 4 + len(LANES)
"""The columns of what was due and what was paid, after those of the lanes."""
_MOST_DRAWN = 600
"""Months that a chart draws; fifty years of columns are no picture."""


def sheet(context: WorkbookContext) -> Sheet:
    """A row for each month in which something happened, the sums of all, and a chart of due and paid."""
    names = ("month", "count", *(f"lane.{x}" for x in LANES), "due", "paid-in")
    titles = [context.say(f"timeline.{n[5:]}" if n.startswith("lane.") else f"months.{n}") for n in names]
    rows = [*top(context, "months"), heads(titles, range(1, len(titles))), *_rows(context)]
    months = len(rows) - _FIRST
    drawn = bool(by_month(context.explanation)) and months <= _MOST_DRAWN
    widths = (12, 9, *(12.5,) * len(LANES), 14, 14)
    chart = len(rows) + 1  # with the empty row above it, or its edge would stand on the page before as well
    rows += blank(CHART_ROWS) if drawn else []
    return Sheet(
        name=context.sheet("months"),
        widths=widths,
        rows=rows,
        page_breaks=kept_whole(rows, [1, chart], widths) if drawn else (),
        heading=HEADING,
        frozen_columns=1,
        pages=3,
        tab=COLOURS[Ink.DEBIT],
        finish=(lambda worksheet, _: _draw(context, worksheet, months)) if drawn else None,
    )


def _draw(context: WorkbookContext, worksheet: Worksheet, months: int) -> None:
    last = _FIRST + months - 1
    add_columns(worksheet, context.say("months.chart"), _FIRST, last, at=f"A{last + 3}", left=_DUE)


def _rows(context: WorkbookContext) -> Iterator[Row]:
    counts: Counter[date] = Counter()
    sums: dict[date, dict[str, Fen]] = defaultdict(lambda: dict.fromkeys(LANES, 0))
    for event in context.explanation.events:
        month = event.at.date().replace(day=1)
        counts[month] += 1
        lane = lane_of(context, event)
        if lane:
            sums[month][lane] += event.amount or 0
    owed = by_month(context.explanation)
    for row, month in enumerate(sorted(counts), start=_FIRST):
        due, paid = owed.get(month, (0, 0))
        yield Row([
            Cell(month, Look.MONTH),
            Cell(Formula(f"COUNTIFS({_within(context, row)})", counts[month]), Look.COUNT),
            *(Cell(Formula(f"ROUND({_sum(context, lane, row)},2)", sums[month][lane]), Look.MONEY) for lane in LANES),
            Cell(Formula(_due(context, row), due), Look.MONEY),
            Cell(Formula(f"ROUND({_at('debit', row)}-{_at('refund', row)},2)", paid), Look.MONEY),
        ])  # fmt: skip
    if counts:
        whole = [sum(s[lane] for s in sums.values()) for lane in LANES]
        whole += [sum(x[0] for x in owed.values()), sum(x[1] for x in owed.values())]
        yield _totals(context, _FIRST + len(counts) - 1, sum(counts.values()), whole)


def _totals(context: WorkbookContext, last: int, count: int, amounts: list[Fen]) -> Row:
    events = Cell(Formula(f"SUM(B{_FIRST}:B{last})", count), Look.TOTAL_COUNT)
    cells = [
        Cell(Formula(total(f"{column(i)}{_FIRST}:{column(i)}{last}"), amount), Look.TOTAL)
        for i, amount in enumerate(amounts, start=3)
    ]
    return Row([Cell(context.say("summary.total"), Look.TOTAL_TEXT), events, *cells])


def _at(lane: str, row: int) -> str:
    return f"{column(3 + LANES.index(lane))}{row}"


def _due(context: WorkbookContext, row: int) -> str:
    """Instalments that fell due and bills; the lane of bills holds their lines and reserve advances as well."""
    kind = context.book.say(f"timeline.kind.{EventKind.BILL.value}")
    bills = _sum(context, "bill", row, f',{_whole(context, "B")},"{kind}"')
    return f"ROUND({_at('due', row)}+{bills},2)"


def _sum(context: WorkbookContext, lane: str, row: int, more: str = "") -> str:
    return f"SUMIFS({_whole(context, lane_column(lane))},{_within(context, row)}{more})"


def _within(context: WorkbookContext, row: int) -> str:
    """The rows of the timeline in the month of a row."""
    days = _whole(context, "A")
    return f'{days},">="&$A{row},{days},"<"&EDATE($A{row},1)'


def _whole(context: WorkbookContext, letters: str) -> str:
    """A column of the timeline."""
    return f"'{context.sheet('timeline')}'!${letters}${_FIRST}:${letters}${TimelineRows(context).last}"

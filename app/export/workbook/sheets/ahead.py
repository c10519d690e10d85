"""What lies ahead: every due with what it rests on, its months as live sums, what may go wrong, what is too old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.core.ahead import NextDue
from app.core.facts import Source
from app.export.workbook.charts import CHART_ROWS, add_columns
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, blank, height, total
from app.export.workbook.sheets.top import evidence_link, heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.ahead_texts import AheadTexts, Month, months_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_COLUMNS = ("on", "due", "amount", "basis", "account", "together", "day-off", "why", "row")
_WIDTHS = (11.5, 34, 13, 13, 24, 13, 28, 36.5, 13)
_TOLD_WIDTH = sum(_WIDTHS[1:4])
"""What a sentence has, beside the chart."""
_HEADING = 4
_ABOVE_MONTHS = 3
"""Rows between the last due and the first month: a gap, the section and its heads."""
_MOST_MONTHS = 36
"""Months that the chart draws."""


def is_wanted(context: WorkbookContext) -> bool:
    """Whether there is anything to tell."""
    ahead = context.explanation.ahead
    return bool(ahead.dues or ahead.stale or ahead.risks)


def sheet(context: WorkbookContext) -> Sheet:
    """A row for each due in order of day, then the months, the risks and the papers that are too old."""
    texts, dues = AheadTexts(context.explanation, context.book), context.explanation.ahead.dues
    titles = [context.say(f"ahead.{name}") for name in _COLUMNS]
    rows = [
        *top(context, "ahead"),
        heads(titles, (2, 5), _WIDTHS),
        *(_due(context, texts, due) for due in dues),
        *_months(context, dues),
    ]
    merged: list[str] = []
    risks = [(texts.risk(r), r.evidence) for r in context.explanation.ahead.risks]
    stale = [(texts.stale(p), p.evidence) for p in context.explanation.ahead.stale]
    for name, told in (("risks", risks), ("stale", stale)):
        if told:
            rows += _heading(context, name)
        for text, sources in told:
            rows.append(_sentence(context, text, sources))
            merged.append(f"B{len(rows)}:D{len(rows)}")
    missing = _HEADING + len(dues) + 1 + CHART_ROWS - len(rows) if _is_drawn(dues) else 0
    return Sheet(
        name=context.sheet("ahead"),
        widths=_WIDTHS,
        rows=[*rows, *blank(missing)],
        heading=_HEADING,
        merged=merged,
        frozen_columns=1,
        tab=COLOURS[Ink.DUE],
        finish=lambda worksheet, _: _chart(context, dues, worksheet),
    )


def _chart(context: WorkbookContext, dues: Sequence[NextDue], worksheet: Worksheet) -> None:
    """Columns of what falls due in each month and of the part that is certain, beside the months' table."""
    months = months_of(dues)[:_MOST_MONTHS]
    if _is_drawn(dues):
        first = _HEADING + len(dues) + _ABOVE_MONTHS + 1
        title = context.say("ahead.chart")
        add_columns(worksheet, title, first, first + len(months) - 1, at=f"E{first - _ABOVE_MONTHS}", left=3)


def _is_drawn(dues: Sequence[NextDue]) -> bool:
    """Whether there are months to compare."""
    return len(months_of(dues)) > 1


def _due(context: WorkbookContext, texts: AheadTexts, due: NextDue) -> Row:
    told, why, off = texts.due(due), texts.why(due), texts.day_off(due)
    account = texts.account(due)
    cells = [
        Cell(due.on, Look.DATE),
        Cell(told, Look.WRAP),
        Cell(due.amount, Look.MONEY),
        Cell(texts.basis(due.basis), Look.TEXT),
        Cell(account, Look.WRAP),
        Cell(due.together, Look.MONEY),
        Cell(off, Look.WRAP),
        Cell(why, Look.WRAP),
        evidence_link(context, due.evidence),
    ]
    return Row(cells, height=height([(told, _WIDTHS[1]), (account, _WIDTHS[4]), (off, _WIDTHS[6]), (why, _WIDTHS[7])]))


def _months(context: WorkbookContext, dues: Sequence[NextDue]) -> Iterator[Row]:
    """Each month's sum over the rows above, and the part of it that is certain, both live."""
    months = months_of(dues)
    if not months:
        return
    first = _HEADING + 1
    last = _HEADING + len(dues)
    yield from blank()
    yield Row([Cell(context.say("ahead.months"), Look.SECTION)], height=24)
    yield heads(
        [context.say(f"ahead.month-{name}") for name in ("of", "unknown", "amount", "certain")], (1, 2, 3), _WIDTHS
    )
    row = last + _ABOVE_MONTHS + 1
    sure = context.book.say("ahead.basis.certain")
    for at, month in enumerate(months, start=row):
        within = f'A${first}:A${last},">="&$A{at},A${first}:A${last},"<"&EDATE($A{at},1)'
        yield _month(month, f"SUMIFS(C${first}:C${last},{within})", f',D${first}:D${last},"{sure}")')
    end = row + len(months) - 1
    yield Row([
        Cell(context.say("summary.total"), Look.TOTAL_TEXT),
        Cell(Formula(f"SUM(B{row}:B{end})", sum(m.unknown for m in months)), Look.TOTAL_COUNT),
        Cell(Formula(total(f"C{row}:C{end}"), sum(m.amount for m in months)), Look.TOTAL),
        Cell(Formula(total(f"D{row}:D{end}"), sum(m.certain for m in months)), Look.TOTAL),
    ])  # fmt: skip


def _month(month: Month, summed: str, and_certain: str) -> Row:
    return Row([
        Cell(date.fromisoformat(f"{month.month}-01"), Look.MONTH),
        Cell(month.unknown, Look.COUNT),
        Cell(Formula(f"ROUND({summed},2)", month.amount), Look.MONEY),
        Cell(Formula(f"ROUND({summed.removesuffix(')')}{and_certain},2)", month.certain), Look.MONEY),
    ])  # fmt: skip


def _heading(context: WorkbookContext, name: str) -> Iterator[Row]:
    """What stands above a section of sentences."""
    yield from blank()
    yield Row([Cell(context.say(f"ahead.{name}"), Look.SECTION)], height=24)
    yield heads([context.say("ahead.row"), context.say(f"ahead.{name}-text")])


def _sentence(context: WorkbookContext, text: str, sources: Sequence[Source]) -> Row:
    """A sentence with the rows that show it."""
    return Row([evidence_link(context, sources), Cell(text, Look.WRAP)], height=height([(text, _TOLD_WIDTH)]))

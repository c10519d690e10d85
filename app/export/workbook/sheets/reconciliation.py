"""For each loan the lender's balance, what stands on one side only, and the balance by what was paid: equal."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from app.core.explanation import EventKind, Explanation
from app.core.money import Fen, yuan
from app.export.reconciliation import PAID, Item, Statement, statements
from app.export.workbook.charts import Lines, add_columns, add_lines
from app.export.workbook.context import Desk
from app.export.workbook.grid import Cell, Formula, Row, Sheet, height, total
from app.export.workbook.sheets.timeline import HEADING, LOAN_COLUMN, TimelineRows, lane_column
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WILD = re.compile(r"[*?~]")
_WIDTHS = (34, 16, 16, 56, 13, 13)
_MOST_POINTS = 2_000
"""Points a chart of balances draws; a case with more months than that has no chart worth reading."""


@dataclass
class _Page:
    """The rows so far, with where the tables of the charts stand."""

    rows: list[Row]
    months: tuple[int, int] | None = None
    balances: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, *cells: Cell | None, high: float | None = None, level: int = 0) -> int:
        self.rows.append(Row(cells, high, level))
        return len(self.rows)


def sheet(desk: Desk) -> Sheet:
    """Statements, then what was due and paid by month, then the balances over time."""
    page = _Page(top(desk, "reconciliation"))
    found = statements(desk.explanation)
    for statement in found:
        _statement(desk, statement, page)
    if not found:
        page.add(Cell(desk.say("reconciliation.none"), Look.PLAIN))
        page.add()
    _months(desk, page)
    _balances(desk, page)
    return Sheet(
        name=desk.sheet("reconciliation"),
        widths=_WIDTHS,
        rows=page.rows,
        tab=COLOURS[Ink.POSTED],
        finish=lambda worksheet, _: _charts(desk, page, worksheet),
    )


def _statement(desk: Desk, s: Statement, page: _Page) -> None:
    say = desk.say
    page.add(Cell(desk.facility(s.facility.id), Look.SECTION), high=24)
    titles = [say(f"reconciliation.{n}") for n in ("item", "lender", "borrower", "why", "on", "rows")]
    page.rows.append(heads(titles, (1, 2)))
    first = page.add(
        Cell(say("reconciliation.principal")), Cell(s.principal, Look.INPUT_MONEY), Cell(s.principal, Look.INPUT_MONEY)
    )
    page.add(
        Cell(say("reconciliation.recorded")),
        Cell(Formula(_sum_of(desk, s, "posted", sign="-", plus=s.pending), -s.recorded), Look.SIGNED),
        Cell(""),
        Cell(say("reconciliation.recorded-why"), Look.WRAP),
    )
    paid = f"{_sum_of(desk, s, 'debit', sign='-')}+{_sum_of(desk, s, 'refund')}"
    page.add(
        Cell(say("reconciliation.paid")),
        Cell(""),
        Cell(Formula(paid, s.returned - s.paid), Look.SIGNED),
        Cell(say("reconciliation.paid-why"), Look.WRAP),
    )
    last = page.add(
        Cell(say("reconciliation.charges")), Cell(s.charges, Look.INPUT_MONEY), Cell(s.charges, Look.INPUT_MONEY),
        Cell(say("reconciliation.charges-why"), Look.WRAP),
    )  # fmt: skip
    lenders = page.add(
        Cell(say("reconciliation.lenders"), Look.TOTAL_TEXT),
        Cell(Formula(total(f"B{first}:B{last}"), s.lenders), Look.TOTAL),
        Cell("", Look.TOTAL_TEXT),
    )
    for item in s.items:
        page.add(*_item(desk, item), high=height([(_why(desk, item), _WIDTHS[3])]))
    adjusted = page.add(
        Cell(say("reconciliation.adjusted"), Look.TOTAL_TEXT),
        Cell(Formula(total(f"B{lenders}:B{lenders + len(s.items)}"), s.adjusted), Look.TOTAL),
        Cell(Formula(total(f"C{first}:C{last}"), s.borrowers), Look.TOTAL),
    )
    check = Formula(f"ROUND(B{adjusted}-C{adjusted},2)", 0)
    page.add(
        Cell(say("reconciliation.check"), Look.CHECK_TEXT), Cell(""), Cell(check, Look.CHECK),
        Cell(say("block.zero"), Look.NOTE),
    )  # fmt: skip
    page.add()


def _sum_of(desk: Desk, s: Statement, lane: str, sign: str = "", plus: Fen = 0) -> str:
    """The sum of a lane of the timeline for a loan, live."""
    name, last = desk.sheet("timeline"), TimelineRows(desk).last
    letters = lane_column(lane)
    amounts = f"'{name}'!${letters}${HEADING + 1}:${letters}${last}"
    loans = f"'{name}'!${LOAN_COLUMN}${HEADING + 1}:${LOAN_COLUMN}${last}"
    label = _WILD.sub(r"~\g<0>", desk.facility(s.facility.id)).replace('"', '""')
    rest = f"+{yuan(plus)}" if plus else ""
    return f'{sign}ROUND(SUMIFS({amounts},{loans},"{label}"),2){rest}'


def _item(desk: Desk, item: Item) -> list[Cell | None]:
    source = next((s for event in item.events for s in event.sources), None)
    link = desk.block_place(item.discrepancy) if item.discrepancy else ""
    return [
        Cell(desk.say(f"reconciliation.kind.{item.kind}")),
        Cell(-item.amount, Look.SIGNED),
        Cell(""),
        Cell(_why(desk, item), Look.LINK_WRAP if link else Look.WRAP, link),
        Cell(item.on, Look.DATE),
        Cell(desk.evidence_label(source), Look.LINK, desk.evidence_place(source)) if source else Cell(""),
    ]


def _why(desk: Desk, item: Item) -> str:
    if item.discrepancy:
        return f"#{desk.numbers[item.discrepancy.id]} {desk.texts.title(item.discrepancy)}"
    return desk.say(f"reconciliation.why-{item.kind}")


# -- by month and over time ------------------------------------------------------------------------------------------


def by_month(e: Explanation) -> dict[date, tuple[Fen, Fen]]:
    """What fell due and what was paid, less what came back, by month; due are instalments and bills."""
    found: dict[date, list[Fen]] = defaultdict(lambda: [0, 0])
    for event in e.events:
        month = event.at.date().replace(day=1)
        if event.kind in (EventKind.DUE, EventKind.BILL):
            found[month][0] += event.amount or 0
        elif event.kind in PAID:
            found[month][1] += event.amount or 0
        elif event.kind is EventKind.REFUND:
            found[month][1] -= event.amount or 0
    return {month: (due, paid) for month, (due, paid) in sorted(found.items())}


def _months(desk: Desk, page: _Page) -> None:
    months = by_month(desk.explanation)
    if not months:
        return
    page.add(Cell(desk.say("reconciliation.months"), Look.SECTION), high=24)
    titles = [desk.say(f"reconciliation.{n}") for n in ("month", "due", "paid-in")]
    page.rows.append(heads(titles, (1, 2)))
    first = len(page.rows) + 1
    for month, (due, paid) in months.items():
        page.add(Cell(month, Look.MONTH), Cell(due, Look.MONEY), Cell(paid, Look.MONEY))
    page.months = (first, len(page.rows))
    page.add()


def _balances(desk: Desk, page: _Page) -> None:
    loans = [f for f in desk.explanation.facilities if len(f.balance) > 1]
    if not loans:
        return
    page.add(Cell(desk.say("reconciliation.balances"), Look.SECTION), high=24)
    titles = [desk.say(f"reconciliation.{n}") for n in ("loan", "after", "balance")]
    page.rows.append(heads(titles, (2,)))
    for loan in loans:
        first = len(page.rows) + 1
        for day, owed in loan.balance:
            page.add(Cell(desk.facility(loan.id)), Cell(day, Look.DATE), Cell(owed, Look.MONEY))
        page.balances.append((desk.facility(loan.id), first, len(page.rows)))


def _charts(desk: Desk, page: _Page, worksheet: Worksheet) -> None:
    if page.months:
        first, last = page.months
        add_columns(worksheet, desk.say("reconciliation.months"), first, last, at=f"D{first - 1}")
    if page.balances and page.balances[-1][2] - page.balances[0][1] < _MOST_POINTS:
        at = max(page.balances[0][1] - 1, (page.months[0] + 17) if page.months else 0)
        lines = [Lines(name, first, last) for name, first, last in page.balances[:8]]
        add_lines(worksheet, desk.say("reconciliation.balances"), lines, at=f"D{at}")

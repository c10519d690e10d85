"""What may go wrong at the next dues, each by named rows; a pattern is raised or it is not, and nothing is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, takewhile
from math import comb

from app.core.ahead import DueKind, NextDue, Risk, RiskKind
from app.core.discrepancy import distinct
from app.core.facts import PlanRow
from app.core.linking.loan_books import LoanBook
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.papers import Notice
from app.core.rules.context import Context
from app.core.views.debit_risks import DebitRisks
from app.core.views.usual_accounts import PaidDue, UsualAccounts

NEAR = timedelta(days=2)
"""How near the last day of a reserve advance is called near."""

CHANCE = 50
"""Of so many equally likely orders of what happened, one alone would look like the pattern."""

LEAST_WAIVED = 3
"""Periods in a row from which on a waiver is taken for a promotion."""

RISE = (115, 100)
"""By how much a plan's rate must rise to be called another one: months of 28 to 31 days alone make a tenth."""


def risks_of(
    context: Context,
    dues: Sequence[NextDue],
    accounts: UsualAccounts,
    past: Mapping[str, tuple[PaidDue, ...]],
    notices: Iterable[Notice],
) -> tuple[Risk, ...]:
    """By day: what earlier rows show that may go wrong at the next due of each loan and bill, and of each day."""
    found: list[Risk] = []
    told = tuple(notices)
    for due in _firsts(dues):
        found += DebitRisks(past.get(due.facility, ()), accounts, told).risks(due)
        found += _waived(context, due, past.get(due.facility, ()))
    found += _days_off(context, dues, past)
    found += _rates(context, dues)
    found += _reserves(context, dues)
    found += _two_debits(dues)
    return tuple(sorted(found, key=lambda r: (r.on, r.kind.value, r.product, r.facility)))


def _firsts(dues: Sequence[NextDue]) -> Iterator[NextDue]:
    """The next due of each loan and bill."""
    seen = set()
    for due in dues:
        if due.facility not in seen and due.kind is not DueKind.RESERVE:
            seen.add(due.facility)
            yield due


def _days_off(context: Context, dues: Sequence[NextDue], past: Mapping[str, tuple[PaidDue, ...]]) -> Iterator[Risk]:
    """Dues on a day off where all earlier ones on days off were taken late, and no other was.

    That must be more than chance: of as many late ones among as many dues, at most one order in `CHANCE` is this one.
    """
    told = set()
    for due in dues:
        if due.day_off is None or due.facility in told:
            continue
        paid = [p for p in past.get(due.facility, ()) if p.debits]
        late = [p for p in paid if p.debits[0].on > p.due]
        if late != [p for p in paid if context.day_off(p.due)] or comb(len(paid), len(late)) < CHANCE:
            continue
        told.add(due.facility)
        rows = distinct(s for p in late for s in p.debits[0].sources)
        facts = (("holiday", f"holiday.{due.day_off.name}"), ("next", due.day_off.next_working))
        yield Risk(RiskKind.DAY_OFF, due.on, due.facility, due.product, rows, len(late), len(late), facts)


def _rates(context: Context, dues: Sequence[NextDue]) -> Iterator[Risk]:
    """The first period to come that the plan itself charges at a clearly higher rate than the one before."""
    coming = {(due.facility, due.period): due for due in dues}
    for book in context.loans:
        page = book.page_before(context.as_of)
        whole = page is not None and not context.is_cut(book, page)
        rows = [row for row in page.rows if row.amounts_kept] if page and whole else []
        for before, row in pairwise(rows):
            due = coming.get((book.contract, row.period))
            earlier = [r for r in rows if r.period < row.period]
            if due and all(_rises(rows, r, row) for r in earlier) and not _cut_short(context, book, before):
                facts = (("before", before.interest), ("after", row.interest), ("period", row.period))
                yield Risk(
                    RiskKind.RATE_ENDS, row.due, book.contract, due.product,
                    distinct((*before.sources, *row.sources)), 0, 0, (("told", "plan"), *facts),
                )  # fmt: skip
                break


def _cut_short(context: Context, book: LoanBook, row: PlanRow) -> bool:
    """Whether a prepayment within a period took interest with it, so that the period's own is of fewer days."""
    prepaid = (e.made_on for e in context.activity.early_of(book) if e.kind is RepaymentKind.PREPAYMENT)
    return row.starts is not None and any(row.starts < on < row.due for on in prepaid)


def _rises(rows: Sequence[PlanRow], before: PlanRow, row: PlanRow) -> bool:
    """Whether interest per yuan and day is clearly higher than in the period before, rounding allowed for."""
    if row.interest <= 0:
        return False
    owed = [_weight(rows, r) for r in (before, row)]
    if None in owed:
        return False
    first, second = (weight or 0 for weight in owed)
    most, least = before.interest + 1, row.interest - 1
    return first > 0 and second > 0 and RISE[1] * least * first > RISE[0] * most * second


def _weight(rows: Sequence[PlanRow], row: PlanRow) -> int | None:
    """Balance times days of a period, in fen and days; None where it is not known when the period starts."""
    if row.starts is None:
        return None
    return sum(r.principal for r in rows if r.period >= row.period) * (row.due - row.starts).days


def _waived(context: Context, due: NextDue, past: Sequence[PaidDue]) -> Iterator[Risk]:
    """What was given up in each of the last periods, or in all of them, where nothing says that this goes on."""
    book: LoanBook | None = context.loan.get(due.facility)
    if book is None or any(w.period == due.period for w in book.waivers):
        return
    waived = {w.period: w for w in book.waivers if w.amount}
    periods = [p.period for p in past if p.period is not None]
    last = list(takewhile(lambda period: period in waived, reversed(periods)))
    others = sum(1 for period in periods if period in waived) - len(last)
    always = len(last) == len(periods)
    if len(last) >= LEAST_WAIVED and not others and (always or comb(len(periods), len(last)) >= CHANCE):
        rows = distinct(s for period in last for s in waived[period].sources)
        facts = (("told", "waived"), ("amount", waived[last[0]].amount), ("period", due.period or 0))
        yield Risk(RiskKind.RATE_ENDS, due.on, due.facility, due.product, rows, len(last), len(periods), facts)


def _reserves(context: Context, dues: Sequence[NextDue]) -> Iterator[Risk]:
    for due in dues:
        if due.kind is DueKind.RESERVE and due.on - context.as_of <= NEAR:
            facts = (("amount", due.amount or 0), ("days", (due.on - context.as_of).days))
            yield Risk(RiskKind.RESERVE_LIMIT, due.on, due.facility, due.product, due.evidence, 0, 0, facts)


def _two_debits(dues: Sequence[NextDue]) -> Iterator[Risk]:
    """Dues of different loans or bills on one day from one account; each set of loans once, at its first day."""
    days: dict[tuple[date, str], list[NextDue]] = defaultdict(list)
    for due in dues:
        if due.account:
            days[due.on, due.account.name].append(due)
    told = set()
    for (on, account), same in sorted(days.items()):
        names = tuple(sorted({due.facility for due in same}))
        if len(names) > 1 and (names, account) not in told:
            told.add((names, account))
            first = same[0]
            rows = distinct(
                (*(s for due in same for s in due.evidence), *(first.account.evidence if first.account else ()))
            )
            facts = (("account", account), ("amount", first.together or 0), ("count", len(same)))
            yield Risk(RiskKind.TWO_DEBITS, on, first.facility, first.product, rows, 0, 0, facts)

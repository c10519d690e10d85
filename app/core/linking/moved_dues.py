"""A due day that moved once and stayed, as every debit since shows, where no page at hand is of the time between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.calendar import due_dates_from
from app.core.facts import PlanRow, Trigger
from app.core.linking.loan_books import LoanBook, stated_accruals
from app.core.linking.overrides import NONE, LinkOverrides
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.periods import PeriodActivity, RepaymentActivity, repayment_activity
from app.core.linking.plan_pages import Snapshot
from app.core.loans.changes import redate
from app.core.loans.conventions import Terms
from app.core.loans.plan_changes import as_plan, method_of
from app.core.loans.plan_rate import accrual_of
from app.core.loans.standing import OpenPeriod
from app.core.money import Fen

LEAST_COMPUTED, LEAST_ALIKE = 2, 3
"""So many periods must have been debited on the new day: where interest for its days gives each amount, and where the
amounts are those of the old plan.
"""

MOST_MOVED = 28
"""A due day moves by fewer days than this; by more, a period was put off."""


def told_with_moved_dues(
    books: Sequence[LoanBook], moved: Sequence[Movement], overrides: LinkOverrides = NONE
) -> tuple[tuple[LoanBook, ...], RepaymentActivity]:
    """The loans and what happened to their periods, with the plan that holds since a due day moved unseen as a page."""
    told = repayment_activity(books, moved, overrides)
    pages = {book.contract: page for book in books if (page := _moved_page(book, told))}
    if not pages:
        return tuple(books), told
    found = tuple(_with(book, pages[book.contract]) if book.contract in pages else book for book in books)
    return found, repayment_activity(found, moved, overrides)


def _with(book: LoanBook, page: Snapshot) -> LoanBook:
    return replace(book, snapshots=tuple(sorted((*book.snapshots, page), key=lambda p: p.as_of)))


@dataclass(frozen=True, slots=True)
class _Debited:
    """A period that the lender debited whole and at once, without a penalty. ``parts`` are as a record splits it."""

    activity: PeriodActivity
    on: date
    total: Fen
    parts: tuple[Fen, Fen] | None

    def is_of(self, row: PlanRow) -> bool:
        """Whether it was debited on a row's due date, with its very amounts."""
        amounts = self.parts == (row.principal, row.interest) if self.parts else self.total == row.instalment
        return amounts and self.on == row.due


def _moved_page(book: LoanBook, told: RepaymentActivity) -> Snapshot | None:
    """The plan from the first debit on the new day on, where it alone gives all debits since; else None."""
    kept, moved = _run(book, told)
    page = book.page_before(moved[0].on) if moved else None
    if page is None or kept is None or any(early.made_on <= moved[-1].on for early in told.early_of(book)):
        return None
    before = tuple(row for row in page.rows if row.period >= moved[0].activity.period)
    planned = [(row.period, row.due) for row in before[: len(moved)]]
    if planned != [(found.activity.period, found.activity.due) for found in moved]:
        return None
    dues = due_dates_from(moved[0].on, len(before), max(found.on.day for found in moved))
    since = max(kept, page.as_of) + timedelta(days=1)
    if since > moved[0].on or abs((moved[0].on - before[0].due).days) >= MOST_MOVED:
        return None
    rows = next((rows for rows in _plans(book, before, dues, moved) if _gives(rows, moved)), None)
    if rows is None or not _agree(book, page, rows):
        return None
    return Snapshot(since, tuple(replace(row, as_of=since) for row in rows), concluded=True)


def _run(book: LoanBook, told: RepaymentActivity) -> tuple[date | None, Sequence[_Debited]]:
    """The last due date that a debit kept, and the periods debited on another day than theirs since; else none."""
    paid = [a for _, a in sorted(told.periods_of(book).items()) if a.paid or a.claims or a.pending]
    since = max((n for n, a in enumerate(paid, 1) if a.last_paid == a.due), default=0)
    if not book.is_split or not since:
        return None, ()
    moved = [found for activity in paid[since:] if (found := _debited(activity))]
    enough = len(moved) == len(paid) - since >= LEAST_COMPUTED
    return (paid[since - 1].due, moved) if enough else (None, ())


def _debited(activity: PeriodActivity) -> _Debited | None:
    """The one debit by the lender that paid a period; None where it failed first, was charged for, or was in parts."""
    if activity.tries or activity.pending or activity.charges or activity.waivers:
        return None
    if activity.book.repayments:
        if len(activity.paid) != 1 or activity.claims:
            return None
        (paid,) = activity.paid
        part, debit = paid.part, paid.link.debit if paid.link else None
        automatic = Trigger.AUTO in (paid.repayment.trigger, debit.trigger if debit else None)
        if not automatic or part.penalty or part.fee or (debit and debit.recollects):
            return None
        return _Debited(activity, paid.made_on, part.principal + part.interest, (part.principal, part.interest))
    if len(activity.claims) != 1 or activity.paid:
        return None
    debit = activity.claims[0].debit
    if debit.trigger is not Trigger.AUTO or debit.recollects or debit.returned:
        return None
    return _Debited(activity, debit.on, debit.amount, None)


def _agree(book: LoanBook, page: Snapshot, rows: Sequence[PlanRow]) -> bool:
    """Whether every later page, if there is any, has the new due dates."""
    wanted = {row.period: row.due for row in rows}
    later = (row for p in book.snapshots if p.as_of > page.as_of for row in p.rows if row.period in wanted)
    return all(row.due == wanted[row.period] for row in later)


def _plans(
    book: LoanBook, before: Sequence[PlanRow], dues: Sequence[date], moved: Sequence[_Debited]
) -> Iterator[tuple[PlanRow, ...]]:
    """The plan on the new dates: its rest divided anew by days, or else, where enough tells it, with its old amounts.

    Amounts that the days do not change tell no more than the old ones; and a day that lies within the grace, or within
    what a bank takes to book, is not moved for sure.
    """
    starts = (before[0].starts, *dues[:-1])
    alike = tuple(replace(r, due=due, starts=since) for r, due, since in zip(before, dues, starts, strict=True))
    accrual, plan = accrual_of(before, stated_accruals(book)), as_plan([OpenPeriod.of(row) for row in before])
    method = method_of(plan)
    if accrual and method and not any(row.fee for row in before):
        anew = redate(plan, Terms(accrual.rate, method, accrual.convention), dues)
        rows = tuple(replace(r, principal=p.principal, interest=p.interest) for r, p in zip(alike, anew, strict=True))
        if any((r.principal, r.interest) != (a.principal, a.interest) for r, a in zip(rows, alike, strict=True)):
            yield rows
    if len(moved) >= LEAST_ALIKE and (moved[0].on - before[0].due).days > max(book.grace_days, BOOKING_DAYS):
        yield alike


def _gives(rows: Sequence[PlanRow], moved: Sequence[_Debited]) -> bool:
    return all(found.is_of(row) for found, row in zip(moved, rows, strict=False))

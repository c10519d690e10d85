"""Periods that fell due and were not paid, wholly or in part, although these files would show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, FactValue, Severity
from app.core.facts import Outcome, PeriodState, PlanRow, WalletKind
from app.core.linking.dues import POSTING_DAYS
from app.core.linking.payments import Movement
from app.core.linking.periods import PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.guarantors import guaranteed
from app.core.rules.residuals import open_remainders
from app.core.rules.settled_loans import settlement_of
from app.core.rules.undecided import unclear_payments
from app.core.rules.undone_settlements import came_back
from app.core.rules.unseen_periods import LEAST_SEEN, unseen
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """All periods that lack their payment, but those whose money went elsewhere or may have."""
    over = context.taken_over
    told_otherwise = wrong_loans(context).keys() | {
        (activity.book.contract, activity.period) for activity, _ in unclear_payments(context)
    }
    told_otherwise |= guaranteed(context).keys()
    told_otherwise |= {(early.book.contract, row.period) for early, _, row in open_remainders(context)}
    for activity in context.activity.periods:
        found = over.get(activity.book.contract)
        if found and activity.due > found.last_due(activity.book):
            continue
        if (activity.book.contract, activity.period) not in told_otherwise:
            yield from missed(context, activity)
            yield from unseen(context, activity)
            yield from rest_unpaid(context, activity)


def missed(context: Context, activity: PeriodActivity) -> Iterator[Discrepancy]:
    """Due before the day of the last plan page, on covered days, and nothing was debited.

    A page without a day that shows the period as overdue was seen after it fell due.
    """
    pages = [(page, row) for page, row in activity.pages() if page.as_of > activity.due or _undated_overdue(row)]
    if activity.paid or activity.pending or activity.claims or not pages:
        return
    page, row = pages[-1]
    if row.state not in (PeriodState.OVERDUE, PeriodState.OPEN) or _settled_since(context, activity, page):
        return
    shown: dict[str, Any] = {} if row.as_of is None else {"shown_on": row.as_of}
    if not _would_show(context, activity):
        told = row.state is PeriodState.OVERDUE or _keeps_states(page)
        if told and not context.lost_in_gap(activity.due):
            yield _shown_unpaid(context, activity, row, shown)
        return
    if parts := _parts_debited(context, activity):
        yield _rest_not_debited(context, activity, row, parts, shown)
        return
    until, overdue = context.settles_by(activity.due), row.state is PeriodState.OVERDUE
    soon = context.as_of <= until
    if soon:
        shown |= {"shown": f"state.{'overdue' if overdue else 'open'}", "wait_until": until}
    yield discrepancy(
        of_period(
            activity,
            activity.due,
            (*row.sources, *activity.row.sources, *(s for t in activity.tries for s in t.sources)),
        ),
        "DEBIT-MISSED",
        "just-due" if soon else "not-debited",
        Severity.WARNING if soon and not overdue else Severity.SERIOUS,
        Certainty.PATTERN if soon else Certainty.STRONG,
        Bridge(activity.expected, 0, parts=(given("not-debited", -activity.expected, activity.row.sources),)),
        amount=activity.expected,
        days=(context.as_of - activity.due).days,
        tries=sum(not m.bounced for m in activity.tries),
        joint=activity.joint_try,
        **_given_back(activity),
        **context.reason_of(activity.tries),
        **shown,
    )


def _settled_since(context: Context, activity: PeriodActivity, page: Snapshot) -> bool:
    """Whether a settlement of the day of the page or later, which did not come back, paid the period with the rest."""
    if activity.book.contract in came_back(context):
        return False
    for early in context.activity.early_of(activity.book):
        if early.ends and early.made_on >= page.as_of and early.repayment.outcome is Outcome.DONE:
            named = {part.period for part in early.repayment.parts}
            if activity.period in named | {row.period for row in settlement_of(context, early).open_rows}:
                return True
    return False


def _parts_debited(context: Context, activity: PeriodActivity) -> tuple[Movement, ...]:
    """Debits about the due date that are for nothing else and come to less than the period: parts of it, it seems.

    Where the files know another loan of the product, they may be that one's.
    """
    if sum(1 for book in context.loans if book.product is activity.book.product) > 1:
        return ()
    given_to = {id(claim.debit) for claim in context.activity.claims}
    given_to |= {id(link.debit) for link in context.activity.linked if link.repayments}
    found = tuple(
        m for m in context.moved_as(WalletKind.REPAYMENT)
        if m.done and not m.returned and m.product is activity.book.product and id(m) not in given_to
        and abs((m.on - activity.due).days) <= POSTING_DAYS
    )  # fmt: skip
    return found if sum(m.amount for m in found) < activity.expected else ()


def _rest_not_debited(
    context: Context, activity: PeriodActivity, row: PlanRow, parts: tuple[Movement, ...], shown: Mapping[str, Any]
) -> Discrepancy:
    paid = sum(m.amount for m in parts)
    rows = tuple(s for m in parts for s in m.sources)
    return discrepancy(
        of_period(activity, activity.due, (*row.sources, *activity.row.sources, *rows)),
        "DEBIT-MISSED",
        "rest-not-debited",
        Severity.SERIOUS if row.state is PeriodState.OVERDUE else Severity.WARNING,
        Certainty.PATTERN,
        Bridge(activity.expected, paid, parts=(given("rest-unpaid", paid - activity.expected, (*row.sources, *rows)),)),
        missing=("plan-page",),
        amount=activity.expected,
        paid=paid,
        rest=activity.expected - paid,
        days=(context.as_of - activity.due).days,
        tries=sum(not m.bounced for m in activity.tries),
        **shown,
    )


def _given_back(activity: PeriodActivity) -> dict[str, Any]:
    """The fact ``returned_on``: the day on which a debit of it that had gone through came back."""
    back = [r.at.date() for m in activity.tries if m.bounced for r in m.returns]
    return {"returned_on": max(back)} if back else {}


def _keeps_states(page: Snapshot) -> bool:
    """Whether a page shows what was paid: one on which every period is open may be the plan at drawdown, dated anew."""
    return any(row.state is PeriodState.SETTLED for row in page.rows)


def _shown_unpaid(
    context: Context, activity: PeriodActivity, row: PlanRow, shown: Mapping[str, FactValue]
) -> Discrepancy:
    """The lender's page shows it as unpaid, and no file speaks of the account that pays: it may have been taken.

    Where the lender itself calls it overdue, whoever holds the page must act today; one still to be paid is to be seen.
    """
    overdue = row.state is PeriodState.OVERDUE
    rows = (*row.sources, *activity.row.sources)
    return discrepancy(
        of_period(activity, activity.due, (*rows, *(s for t in activity.tries for s in t.sources))),
        "DEBIT-MISSED",
        "shown-unpaid",
        Severity.SERIOUS if overdue else Severity.WARNING,
        Certainty.OPEN,
        Bridge(activity.expected, 0, parts=(given("shown-unpaid", -activity.expected, rows),)),
        missing=("bank-statement",),
        amount=activity.expected,
        shown=f"state.{'overdue' if overdue else 'open'}",
        days=max((context.as_of - activity.due).days, 0),
        tries=len(activity.tries),
        joint=activity.joint_try,
        **shown,
    )


def _undated_overdue(row: PlanRow) -> bool:
    return row.as_of is None and row.state is PeriodState.OVERDUE


def rest_unpaid(context: Context, activity: PeriodActivity) -> Iterator[Discrepancy]:
    """A part was paid in time, and record and last page agree that the rest was not; a late part is told as such."""
    rest = activity.expected - activity.waived - activity.cleared
    later = [(page, row) for page, row in activity.pages() if page.as_of > activity.due]
    if not activity.paid or rest <= 0 or activity.pending or activity.claims or not later:
        return
    page, row = later[-1]
    if row.state is not PeriodState.OVERDUE or any(p.made_on > activity.due for p in activity.paid):
        return
    if any(p.link and p.link.rest > 0 for p in activity.paid) or _may_be_paid(context, activity, rest):
        return
    paid = tuple(s for p in activity.paid for s in p.sources)
    yield discrepancy(
        of_period(activity, activity.due, (*row.sources, *activity.row.sources, *paid)),
        "DEBIT-MISSED",
        "rest",
        Severity.SERIOUS,
        Certainty.STRONG,
        Bridge(
            activity.expected - activity.waived,
            activity.cleared,
            parts=(given("rest-unpaid", -rest, (*activity.row.sources, *paid)),),
        ),
        amount=activity.expected,
        paid=activity.cleared,
        rest=rest,
        shown_on=page.as_of,
        days=(context.as_of - activity.due).days,
        tries=len(activity.tries),
        joint=activity.joint_try,
    )


def _may_be_paid(context: Context, activity: PeriodActivity, rest: Fen) -> bool:
    """Whether a debit of the very rest that belongs to nothing else was made near the due date."""
    claimed = {id(claim.debit) for claim in context.activity.claims}
    return any(
        not link.repayments and id(link.debit) not in claimed and link.debit.amount == rest
        and link.debit.product is activity.book.product
        and abs((link.debit.on - activity.due).days) <= POSTING_DAYS
        for link in context.activity.linked
    )  # fmt: skip


def _would_show(context: Context, activity: PeriodActivity) -> bool:
    """Whether a debit would stand in the files: in a wallet's, or in a bank's that shows all others of the loan."""
    if context.covered_by_wallet(activity.due):
        return True
    if not context.covered(activity.due):
        return False
    recorded = [r for r in activity.book.repayments if r.outcome is Outcome.DONE]
    if not recorded:
        return _all_others_seen(context, activity)
    seen = {r for link in context.activity.linked for r in link.repayments}
    return all(r in seen for r in recorded)


def _all_others_seen(context: Context, activity: PeriodActivity) -> bool:
    """Whether every other period that is shown as settled, two or more, was debited in the days these files cover."""
    page = max((page for page, _ in activity.pages()), key=lambda p: p.as_of)
    settled = {r.period for r in page.rows if r.state is PeriodState.SETTLED and context.covered(r.due)}
    claimed = {n for n, s in context.activity.periods_of(activity.book).items() if s.claims}
    return len(settled) >= LEAST_SEEN and settled <= claimed

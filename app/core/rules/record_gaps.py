"""Debits that a lender's record leaves out, between periods that it has."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.periods import PeriodActivity
from app.core.loans.formulas import given
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.postings import first_claim
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of loans that run on; what is recorded on another loan is told as that."""
    elsewhere = {(found.book.contract, found.period) for _, found in wrong_loans(context).values()}
    ended = {h.book.contract for h in context.activity.early if h.ends}
    for activity in context.activity.periods:
        if activity.book.contract not in ended and (activity.book.contract, activity.period) not in elsewhere:
            yield from left_out(activity)


def left_out(activity: PeriodActivity) -> Iterator[Discrepancy]:
    """Debited, and the lender's record has earlier and later periods and not this one; no later page tells of it.

    A record may have been exported in part, so only a page can tell whether it was posted.
    """
    claim = first_claim(activity)
    if claim is None or any(page.as_of > claim.debit.on for page, _ in activity.pages()):
        return
    recorded = [(r.at.date(), p.period) for r in activity.book.repayments for p in r.parts if r.sources and p.period]
    later = [on for on, period in recorded if period > activity.period and on > claim.debit.on]
    if not later or not any(period < activity.period and on < claim.debit.on for on, period in recorded):
        return
    yield discrepancy(
        of_period(activity, claim.debit.at, (*claim.debit.sources, *activity.row.sources)),
        "POST-MISSING",
        "not-in-record",
        Severity.WARNING,
        Certainty.PATTERN,
        Bridge(claim.amount, 0, parts=(given("debited-not-posted", -claim.amount, claim.debit.sources),)),
        missing=("plan-page",),
        paid_at=claim.debit.at,
        amount=claim.amount,
        later_on=min(later),
    )

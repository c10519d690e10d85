"""A period that was paid in time and of which more was recorded or taken than its plan had."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.periods import PeriodActivity
from app.core.money import Fen
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """What was recorded of a period beyond its plan, where no later page and no prepayment shows another plan."""
    elsewhere = {(found.book.contract, found.period) for _, found in wrong_loans(context).values()}
    changed = {h.book.contract for h in context.activity.early}
    for activity in context.activity.periods:
        yield from _penalty_in_time(activity)
        contract = activity.book.contract
        beyond = _beyond(activity)
        if beyond <= 0 or contract in changed or (contract, activity.period) in elsewhere or not _is_plain(activity):
            continue
        fee = 0 if activity.row.fee else sum(p.part.fee for p in activity.paid)
        paid = max(activity.paid, key=lambda p: p.made_on)
        yield discrepancy(
            of_period(
                activity,
                paid.at,
                (*activity.row.sources, *(s for p in activity.paid for s in p.sources)),
            ),
            "UNEXPLAINED",
            "beyond-plan",
            Severity.SERIOUS,
            Certainty.OPEN,
            Bridge(activity.expected, activity.expected + beyond, unexplained=beyond),
            missing=("lender-breakdown",),
            amount=activity.expected + beyond,
            planned=activity.expected,
            beyond=beyond,
            fee=min(beyond, fee),
        )


def _penalty_in_time(activity: PeriodActivity) -> Iterator[Discrepancy]:
    """A debit of the due date or before it that took a penalty beside the instalment, as the plan's page shows it."""
    claim = next(iter(activity.claims), None)
    if activity.book.repayments or claim is None or len(activity.claims) > 1 or claim.debit.row is None:
        return
    beyond = claim.debit.amount - claim.amount
    shown = [row for _, row in activity.pages() if row.penalty == beyond]
    if beyond <= 0 or not shown or claim.debit.on > activity.due:
        return
    yield discrepancy(
        of_period(activity, claim.debit.at, (*shown[-1].sources, *claim.debit.sources)),
        "UNEXPLAINED",
        "penalty-in-time",
        Severity.SERIOUS,
        Certainty.OPEN,
        Bridge(claim.amount, claim.debit.amount, unexplained=beyond),
        missing=("lender-breakdown",),
        amount=claim.debit.amount,
        planned=claim.amount,
        beyond=beyond,
    )


def _beyond(activity: PeriodActivity) -> Fen:
    """Principal, interest and fee recorded of a period beyond what its plan has, in fen; penalty is no part of it."""
    recorded = sum(p.cleared + p.part.fee for p in activity.paid)
    return recorded + activity.waived - activity.expected


def _is_plain(activity: PeriodActivity) -> bool:
    """Whether it was paid in time, once, and every page that shows its amounts shows the same ones."""
    if activity.pending or activity.charged or activity.claims or any(p.made_on > activity.due for p in activity.paid):
        return False
    shown = {row.instalment for _, row in activity.pages() if row.amounts_kept}
    return len({p.repayment.batch for p in activity.paid}) == 1 and shown == {activity.expected}

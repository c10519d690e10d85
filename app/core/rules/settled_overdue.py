"""Periods that were overdue when a settlement paid what was left of them: they were late, and the rest was settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core.discrepancy import Discrepancy
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.settled_loans import Settlement, settlement_of
from app.core.rules.unrecorded import settled_late


def paid_late(context: Context, settled: Settlement) -> tuple[PeriodActivity, ...]:
    """The periods past due that the lender's record of a settlement has as paid by it, each with its own amounts."""
    early = settled.early
    own = context.activity.periods_of(early.book)
    parts = [(own[p.period], p) for p in early.repayment.parts if p.period is not None and p.period in own]
    return tuple(
        replace(activity, paid=(*activity.paid, PaidPart(early.repayment, part, early.link)))
        for activity, part in parts
        if part.sources and activity.due < settled.on and (part.principal, part.interest) == _left(activity)
    )


def paid_with_rest(context: Context, settled: Settlement) -> tuple[Settlement, tuple[Discrepancy, ...]]:
    """The settlement without what was left of a period past due and the penalty for it, with how that was late.

    Where a debit that no record splits took both: with the interest to the day they make it up to the fen. Else the
    settlement as it is.
    """
    early, charged = settled.early, settled.charged
    if early.repayment.sources or early.link is None or early.beside or charged.counted is not None:
        return settled, ()
    settling = settled.principal + charged.exact
    past = [a for a in context.activity.periods_of(early.book).values() if a.due < settled.on and not a.paid]
    found = [one for a in past if (one := settled_late(context, a, early.link.debit, settling))]
    if settled.accrual is None or len(found) != 1:
        return settled, ()
    (taken, late), (first, *others) = found[0], early.repayment.parts
    own = replace(first, interest=charged.exact, total=first.total - taken)
    repayment = replace(early.repayment, parts=(own, *others))
    return settlement_of(context, replace(early, repayment=repayment)), late


def _left(activity: PeriodActivity) -> tuple[Fen, Fen]:
    """Principal and interest of a period that no repayment of its own paid."""
    principal = activity.row.principal - sum(p.part.principal for p in activity.paid)
    return principal, activity.row.interest - sum(p.part.interest for p in activity.paid)


def without(context: Context, settled: Settlement, late: Sequence[PeriodActivity]) -> Settlement:
    """The settlement of what was still to fall due: without the periods that were late, and their penalties."""
    early = settled.early
    gone = {p.part for activity in late for p in activity.paid if p.repayment is early.repayment}
    rest = replace(early.repayment, parts=tuple(p for p in early.repayment.parts if p not in gone))
    own = settlement_of(context, replace(early, repayment=rest))
    return replace(own, paid=settled.paid - sum(part.total for part in gone))

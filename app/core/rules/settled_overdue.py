"""Periods that were overdue when a settlement paid what was left of them: they were late, and the rest was settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.settled_loans import Settlement, settlement_of


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

"""Debits that the wallet shows as failed while the bank shows the money gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, PeriodState, PlanRow, WalletKind
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.rules.context import Context
from app.core.rules.paid_by_another import paid_by_another
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of them; what came back, and what the lender's page counts all the same, is no loss."""
    for debit in context.moved_as(WalletKind.REPAYMENT):
        if debit.outcome is not Outcome.FAILED or not debit.bank:
            continue
        parts = [given("charged-though-failed", debit.amount, debit.bank_sources)]
        if debit.returned:
            parts.append(given("returned", -debit.returned, (s for r in debit.returns for s in r.sources)))
        kept = debit.amount - debit.returned
        counted = _counted(context, debit) if kept else None
        paid_on, paid_rows = (None, ()) if counted else paid_by_another(context, debit)
        shown = counted.sources if counted else paid_rows
        told: dict[str, Any] = {"shown_on": counted.as_of} if counted else context.waited(kept, debit.bank[0].on)
        if paid_on:
            told["paid_on"] = paid_on
        yield discrepancy(
            Occurrence(debit.at, (*debit.sources, *shown), product=debit.product),
            "DEBIT-FAIL-CHARGED",
            "counted" if counted else "kept" if kept else "returned",
            Severity.SERIOUS if kept and not counted else Severity.WARNING,
            Certainty.PROVED,
            Bridge(0, kept, parts=tuple(parts)),
            amount=debit.amount,
            account=debit.account or debit.bank[0].bank,
            returned=debit.returned,
            kept=kept,
            booked_on=debit.bank[0].on,
            **told,
        )


def _counted(context: Context, debit: Movement) -> PlanRow | None:
    """The row of a page that shows as settled the period a failed debit was for, where nothing else paid it."""
    for activity in context.activity.periods:
        own = debit in activity.tries and debit.amount == activity.expected
        if own and not (activity.paid or activity.pending or activity.claims):
            return activity.shown(PeriodState.SETTLED, debit.bank[0].on)
    return None

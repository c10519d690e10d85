"""Debits that the wallet shows as failed while the bank shows the money gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, PeriodState, PlanRow, Source, WalletKind
from app.core.linking.bill_payments import may_be_for
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of them; what came back, and what the lender's page counts all the same, is no loss."""
    for debit in context.moved:
        failed = debit.outcome is Outcome.FAILED and debit.kind is WalletKind.REPAYMENT
        if not failed or not debit.bank:
            continue
        parts = [given("charged-though-failed", debit.amount, debit.bank_sources)]
        if debit.returned:
            parts.append(given("returned", -debit.returned, (s for r in debit.returns for s in r.sources)))
        kept = debit.amount - debit.returned
        counted = _counted(context, debit) if kept else None
        paid_on, paid_rows = (None, ()) if counted else _paid_by_another(context, debit)
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


def _paid_by_another(context: Context, debit: Movement) -> tuple[date | None, tuple[Source, ...]]:
    """The day on which another payment paid all of the one period or bill that a failed debit was for, and its rows.

    A period counts as paid by the lender's record, a bill by what left the accounts; None where no file shows it, or
    where the debit may have been for several.
    """
    found: list[tuple[date | None, tuple[Source, ...]]] = []
    for activity in context.activity.periods:
        if debit in activity.tries and debit.amount == activity.expected:
            whole = activity.paid and activity.cleared + activity.waived >= activity.expected
            rows = tuple(s for part in activity.paid for s in part.sources)
            found.append((max(part.made_on for part in activity.paid), rows) if whole else (None, ()))
    for bill in context.books.bills:
        if bill.product is debit.product and bill.declared == debit.amount and may_be_for(bill, debit):
            rows = tuple(s for m in context.bill_payments[id(bill)] for s in m.sources)
            found.append((context.paid_off_on(bill), rows))
    return found[0] if len(found) == 1 and found[0][0] else (None, ())

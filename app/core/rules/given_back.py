"""A part of a payment that came back although the record has the payment whole: interest that was given up later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Debits that were recorded, or are due, to the fen, and of which no more than their interest came back."""
    for link in context.activity.linked:
        debit, records = link.debit, link.repayments
        if not 0 < debit.returned < debit.amount or not records or link.rest:
            continue
        penalty = sum(r.charge for r in records)
        interest = sum(part.interest for r in records for part in r.parts)
        periods = {part.period for r in records for part in r.parts}
        if not penalty and debit.returned <= interest:
            period: dict[str, Any] = {"period": periods.pop()} if len(periods) == 1 and None not in periods else {}
            yield _interest(debit, records[0].contract, interest, period)
    rows = {(a.book.contract, a.period): a.row for a in context.activity.periods if not a.book.repayments}
    for claim in context.activity.claims:
        debit, row = claim.debit, rows.get((claim.contract, claim.period))
        whole = row is not None and claim.amount == debit.amount == row.instalment
        if row and whole and 0 < debit.returned <= row.interest:
            yield _interest(debit, claim.contract, row.interest, {"period": claim.period})


def _interest(debit: Movement, contract: str, interest: Fen, period: dict[str, Any]) -> Discrepancy:
    rows = [s for r in debit.returns for s in r.sources]
    return discrepancy(
        Occurrence(debit.at, debit.sources, facility=contract, product=debit.product, **period),
        "AMOUNT-WAIVED",
        "interest-returned",
        Severity.INFO,
        Certainty.STRONG,
        Bridge(debit.amount, debit.amount - debit.returned, parts=(given("interest-returned", -debit.returned, rows),)),
        amount=debit.amount,
        paid_on=debit.on,
        interest=interest,
        returned=debit.returned,
        refunded_on=debit.returns[-1].at.date(),
    )

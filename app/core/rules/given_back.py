"""A part of a payment that came back although the record has the payment whole: interest that was given up later."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.payments import Movement
from app.core.linking.periods import PeriodActivity
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.later_pages import told_as_paid
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Debits that were recorded, or are due, to the fen, and of which no more than their interest came back."""
    known: dict[tuple[str, int | None], PeriodActivity] = {}
    known |= {(activity.book.contract, activity.period): activity for activity in context.activity.periods}
    for link in context.activity.linked:
        debit, records = link.debit, link.repayments
        if not 0 < debit.returned < debit.amount or not records or link.rest:
            continue
        penalty = sum(r.charge for r in records)
        interest = sum(part.interest for r in records for part in r.parts)
        periods = {part.period for r in records for part in r.parts}
        if not penalty and debit.returned <= interest:
            period = periods.pop() if len(periods) == 1 else None
            yield _interest(debit, records[0].contract, interest, period, known.get((records[0].contract, period)))
    for claim in context.activity.claims:
        debit, activity = claim.debit, known.get((claim.contract, claim.period))
        if activity is None or activity.book.repayments or not claim.amount == debit.amount == activity.row.instalment:
            continue
        if 0 < debit.returned <= activity.row.interest:
            yield _interest(debit, claim.contract, activity.row.interest, claim.period, activity)


def _interest(
    debit: Movement, contract: str, interest: Fen, period: int | None, activity: PeriodActivity | None
) -> Discrepancy:
    """A debit of which no more than its interest came back, with the later page that shows its period as paid."""
    rows = [s for r in debit.returns for s in r.sources]
    shown, page = told_as_paid(activity, debit.returns[-1].at.date())
    return discrepancy(
        Occurrence(debit.at, debit.sources, contract, period, debit.product, beside=page),
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
        **shown,
    )

"""What settling an instalment purchase early cost: its flat fees run by the period, and no interest by the day."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit
from app.core.facts import PlanRow
from app.core.loans.fee_settlement import fees_counted
from app.core.rules.context import Context
from app.core.rules.settlements import Settlement, report, settlements


def explain(context: Context) -> Iterator[Discrepancy]:
    """All early settlements of plans with flat fees."""
    for settled in settlements(context):
        if settled.in_fees:
            yield _explained(settled)


def _explained(settled: Settlement) -> Discrepancy:
    """Principal and the fees of the first periods that were open, as many as the amount holds; none may fit."""
    own = settled.happening.repayment
    charged = own.total - settled.principal
    fees = [row.fee for row in settled.open_rows]
    counted = fees_counted(charged, fees)
    spared = settled.open_rows[counted or 0 :]
    return report(
        settled,
        "SETTLE-FEE-REMAINING",
        _variant(counted, len(fees)),
        Severity.INFO if counted in (0, 1) else Severity.WARNING,
        Certainty.OPEN if counted is None else Certainty.PROVED,
        expected=settled.planned,
        actual=own.total,
        parts=[_not_charged(spared)] if spared else [],
        unexplained=charged if counted is None else 0,
        missing=("lender-breakdown",) if counted is None else (),
        left=len(fees),
        charged=charged,
        fees=counted or 0,
        rest=sum(row.fee for row in spared),
    )


def _variant(counted: int | None, left: int) -> str:
    if counted is None:
        return "other-charge"
    if counted == left:
        return "all-fees"
    return "several-fees" if counted > 1 else "saved"


def _not_charged(rows: tuple[PlanRow, ...]) -> BridgePart:
    terms = (Term((Input("fee-in-plan", row.fee, Unit.MONEY, row.sources),), negative=True) for row in rows if row.fee)
    return BridgePart("fees-not-charged", tuple(terms))

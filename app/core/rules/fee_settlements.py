"""What settling an instalment purchase early cost: its flat fees run by the period, and no interest by the day."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.loans.flat_fees import OpenFee, fees_charged
from app.core.rules.context import Context
from app.core.rules.settled_loans import Settlement, of_settlement, settlements
from app.core.rules.writing import Bridge, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """All early settlements of plans with flat fees."""
    for settled in settlements(context):
        if settled.in_fees:
            yield _explained(settled)


def _explained(settled: Settlement) -> Discrepancy:
    """Principal and the fees of the first periods that were open, as many as the amount holds; none may fit."""
    own = settled.early.repayment
    charged = own.total - settled.principal
    fees = fees_charged(charged, [OpenFee(row.fee, row.sources) for row in settled.open_rows])
    return discrepancy(
        of_settlement(settled),
        "SETTLE-FEE-REMAINING",
        _variant(fees.count, len(settled.open_rows)),
        Severity.INFO if fees.count in (0, 1) else Severity.WARNING,
        Certainty.OPEN if fees.count is None else Certainty.PROVED,
        Bridge(settled.planned, own.total, parts=fees.parts, unexplained=fees.rest),
        missing=("lender-breakdown",) if fees.count is None else (),
        left=len(settled.open_rows),
        charged=charged,
        fees=fees.count or 0,
        rest=fees.spared,
    )


def _variant(counted: int | None, left: int) -> str:
    if counted is None:
        return "other-charge"
    if counted == left:
        return "all-fees"
    return "several-fees" if counted > 1 else "saved"

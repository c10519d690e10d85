"""What of a debit that should not have been made was kept, and what came back."""

from __future__ import annotations

from typing import Any

from app.core.discrepancy import BridgePart
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.money import Fen


def kept_or_returned(debit: Movement, amount: Fen) -> tuple[str, Fen, list[BridgePart], dict[str, Any]]:
    """Which variant a debit after a settlement is, what of it was kept, its parts, and both amounts where not 0.00."""
    kept = amount - min(debit.returned, amount)
    parts = [given("second-debit", amount, debit.wallet_sources or debit.bank_sources)]
    if debit.returned:
        parts.append(given("refund", -debit.returned, (s for r in debit.returns for s in r.sources)))
    variant = "kept" if not debit.returned else "partly-returned" if kept else "returned"
    told = {"kept": kept, "returned": debit.returned}
    return variant, kept, parts, {name: value for name, value in told.items() if value}

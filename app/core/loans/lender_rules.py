"""The dated rules of lenders that an explanation tries: on lateness, on settling early, on what counts as in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.loans.due_rules import DueRule
from app.core.loans.penalty_rules import STANDARD_RULES, PenaltyRule
from app.core.loans.settlement_fees import SettlementFee


@dataclass(frozen=True, slots=True)
class LenderRules:
    """Each rule is a hypothesis, tried against the rows and never applied without them.

    ``penalties`` are the ways of charging lateness, ``fees`` those of settling early; ``dues`` say until when a late
    payment may count as in time.
    """

    penalties: tuple[PenaltyRule, ...] = STANDARD_RULES
    fees: tuple[SettlementFee, ...] = ()
    dues: tuple[DueRule, ...] = ()

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> LenderRules:
        """The rules of a table. Raises KeyError or ValueError for an entry that is none."""
        return cls(
            penalties=tuple(PenaltyRule.read(entry) for entry in table["penalty"]),
            fees=tuple(SettlementFee.read(entry) for entry in table["settlement"]),
            dues=tuple(DueRule.read(entry) for entry in table["due"]),
        )


STANDARD = LenderRules()
"""What is tried where no table of rules is handed in."""

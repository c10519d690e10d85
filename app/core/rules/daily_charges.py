"""Explains what was charged by the day on a bill that was left unpaid: which of the known daily rates give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.discrepancy import BridgePart, Certainty
from app.core.loans.daily_charges import daily_charges
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import PenaltyRule
from app.core.money import Fen
from app.core.rules.penalties import LEAST_CHANCE, Late, chance


@dataclass(frozen=True, slots=True)
class Charge:
    """The parts that make a charge up, what they leave over, how sure that is, and what sentences tell of the rule."""

    parts: tuple[BridgePart, ...]
    rest: Fen
    certainty: Certainty
    told: tuple[tuple[str, Any], ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """What sentences can tell of it: the rule that fits, what else fits, how many ways were tried."""
        return dict(self.told)


def explain_charge(
    component: str, charged: Fen, left: Sequence[Overdue], late: Late, rules: Sequence[PenaltyRule]
) -> Charge:
    """Try every rule with a daily rate of its own that may hold for the product and the day, published ones first.

    The first that gives the charge is its explanation, a pattern only where no public page states it; it is not proved
    where another rate gives the same, or where the charge is so small that chance does. Without one, all of it stays
    unexplained.
    """
    if not charged:
        return Charge((), 0, Certainty.PROVED)
    tried = [(way.rule, way.formula(component, left)) for way in daily_charges(rules, late.product, late.due)]
    fitting = [(rule, part) for rule, part in tried if part.amount == charged]
    count = ("tried", len(tried))
    if not fitting:
        return Charge((), charged, Certainty.OPEN, (count,))
    (rule, part), *others = fitting
    also = dict.fromkeys(f"penalty-rule.{other.id}" for other, _ in others if other.rate != rule.rate)
    told = (count, ("rule", f"penalty-rule.{rule.id}"), ("also", tuple(also)))
    doubted = bool(also) or chance(part.amount for tried_rule, part in tried if tried_rule.published) > LEAST_CHANCE
    sure = Certainty.STRONG if doubted else Certainty.PROVED
    return Charge((part,), 0, sure if rule.published else Certainty.PATTERN, told)

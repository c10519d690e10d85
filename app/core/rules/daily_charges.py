"""Explains what was charged by the day on a bill that was left unpaid: which of the known daily rates give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Input, Term, Unit
from app.core.facts import Product, Source
from app.core.loans.conventions import RoundingStep
from app.core.loans.daily_charges import DailyCharge, Left, daily_charges
from app.core.loans.penalty_rules import PenaltyRule
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Owed:
    """What a bill left unpaid: the product, the due date, the amounts with their days, and the rows."""

    product: Product
    due: date
    left: tuple[Left, ...]
    rows: tuple[Source, ...]


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


def explain_charge(component: str, charged: Fen, owed: Owed, rules: Sequence[PenaltyRule]) -> Charge:
    """Try every rule with a daily rate of its own that may hold for the product and the day, published ones first.

    The first that gives the charge is its explanation, a pattern only where no public page states it; without one, all
    of it stays unexplained.
    """
    if not charged:
        return Charge((), 0, Certainty.PROVED)
    tried = list(_ways(owed, rules))
    fitting = [(rule, way) for rule, way in tried if way.of(owed.left) == charged]
    count = ("tried", len(tried))
    if not fitting:
        return Charge((), charged, Certainty.OPEN, (count,))
    (rule, way), *others = fitting
    also = dict.fromkeys(
        f"penalty-rule.{other.id}"
        for other, _ in others
        if other.rate != rule.rate and other.published is rule.published
    )
    told = (count, ("rule", f"penalty-rule.{rule.id}"), ("also", tuple(also)))
    certainty = Certainty.PROVED if rule.published else Certainty.PATTERN
    return Charge((BridgePart(component, tuple(_terms(way, owed))),), 0, certainty, told)


def _ways(owed: Owed, rules: Sequence[PenaltyRule]) -> Iterator[tuple[PenaltyRule, DailyCharge]]:
    holding = [rule for rule in rules if rule.rate is not None and rule.holds(owed.product, owed.due)]
    for rule in sorted(holding, key=lambda r: not r.published):
        for way in daily_charges([rule.rate] if rule.rate is not None else ()):
            yield rule, way


def _terms(way: DailyCharge, owed: Owed) -> Iterator[Term]:
    rate = Input("daily-rate", way.rate, Unit.RATE)
    for part in owed.left:
        balance = Input("balance", part.amount, Unit.MONEY, owed.rows)
        if way.step is RoundingStep.PER_DAY:
            yield from (Term((balance, rate)),) * part.days
        else:
            yield Term((balance, rate, Input("days", part.days, Unit.DAYS)))

"""Charges that count by the day on what a bill left unpaid: each published rate, rounded each day or once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.discrepancy import BridgePart, Input, Unit
from app.core.loans.conventions import RoundingStep
from app.core.loans.formulas import by_days
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import PenaltyRule
from app.core.sources import Product


@dataclass(frozen=True, slots=True)
class DailyCharge:
    """A rule with a rate a day of its own, rounded for each day or once for each amount left."""

    rule: PenaltyRule
    step: RoundingStep

    def formula(self, component: str, left: Sequence[Overdue]) -> BridgePart:
        """The sum of what was left × rate × days, rounded half-up (F7, F8). Raises ValueError without a rate."""
        if self.rule.rate is None:
            raise ValueError(f"penalty rule {self.rule.id} has no rate of its own")
        rate = Input("daily-rate", self.rule.rate, Unit.RATE)
        spans = ((span.principal + span.interest, span.days, span.evidence) for span in left)
        return BridgePart(component, tuple(by_days(spans, (rate,), self.step is RoundingStep.PER_DAY)))


def daily_charges(rules: Iterable[PenaltyRule], product: Product, due: date) -> Iterator[DailyCharge]:
    """Every rule with a rate of its own that may hold for the product and the day, published ones first.

    The way that rounds each day comes before the one that rounds once.
    """
    holding = [rule for rule in rules if rule.rate is not None and rule.holds(product, due)]
    for rule in sorted(holding, key=lambda r: not r.published):
        for step in (RoundingStep.PER_DAY, RoundingStep.PER_PERIOD):
            yield DailyCharge(rule, step)

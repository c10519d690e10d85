"""The ways in which lenders charge lateness: dated rules, each a hypothesis that is tried against what was charged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from app.core.discrepancy import BridgePart, Input, Unit
from app.core.loans.conventions import RoundingStep
from app.core.loans.formulas import by_days
from app.core.loans.late_charge import CONTRACT_MULTIPLE, Grace
from app.core.loans.overdue import Overdue, after_grace
from app.core.loans.plan_rate import Accrual
from app.core.loans.validity import DatedRule, validity_in
from app.core.money import Fen
from app.core.sources import BILLED, Product


class Base(Enum):
    """What bears the penalty."""

    EACH = "each"  # overdue principal and overdue interest, each rounded by itself
    PRINCIPAL = "principal"
    JOINED = "joined"  # principal and interest as one sum


@dataclass(frozen=True, slots=True)
class PenaltyRule(DatedRule):
    """How a lender charges lateness, as a source states it.

    Either ``multiple`` of the loan's daily rate or a ``rate`` a day of its own. Its days are due dates.
    """

    id: str
    multiple: Decimal | None = None
    rate: Decimal | None = None
    bases: tuple[Base, ...] = tuple(Base)
    grace: Grace = Grace.LOST
    published: bool = field(default=True, kw_only=True)

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> PenaltyRule:
        """A rule from its entry in the table. Raises KeyError or ValueError for an entry that is none."""
        if ("multiple" in entry) == ("rate" in entry):
            raise ValueError(f"penalty rule {entry['id']}: either a multiple or a rate")
        return cls(
            id=entry["id"],
            multiple=Decimal(entry["multiple"]) if "multiple" in entry else None,
            rate=Decimal(entry["rate"]) if "rate" in entry else None,
            bases=tuple(Base(name) for name in entry["bases"]),
            grace=Grace(entry["grace"]),
            **validity_in(entry),
        )


CONTRACT_RULE = PenaltyRule("multiple", multiple=CONTRACT_MULTIPLE, source="A13, F8")
"""One and a half times the loan's daily rate."""

BILL_RULE = PenaltyRule(
    "own-rate", rate=Decimal("0.0005"), bases=(Base.JOINED,), products=BILLED - {Product.CARD}, source="B13, D05, D09"
)
"""0.05 % a day of what a bill left unpaid."""

STANDARD_RULES = (CONTRACT_RULE, BILL_RULE)
"""What is tried where no table of rules is handed in."""


@dataclass(frozen=True, slots=True)
class PenaltyWay:
    """A rule with what it leaves open decided: what bears the penalty, and whether it is rounded once or each day."""

    rule: PenaltyRule
    base: Base
    step: RoundingStep

    def formula(self, overdue: Sequence[Overdue], accrual: Accrual, grace_days: int = 0) -> tuple[BridgePart, ...]:
        """The parts of the penalty, each the sum of balance × rate (× multiple) × days rounded half-up (F8)."""
        spans = after_grace(overdue, grace_days) if self.rule.grace is Grace.KEPT else overdue
        match self.base:
            case Base.EACH:
                parts = [
                    self._part("penalty-on-principal", [(o.principal, o) for o in spans], accrual),
                    self._part("penalty-on-interest", [(o.interest, o) for o in spans], accrual),
                ]
            case Base.PRINCIPAL:
                parts = [self._part("penalty-on-principal", [(o.principal, o) for o in spans], accrual)]
            case Base.JOINED:
                parts = [self._part("penalty-on-instalment", [(o.principal + o.interest, o) for o in spans], accrual)]
        return tuple(part for part in parts if part.amount)

    def _part(self, component: str, spans: Iterable[tuple[Fen, Overdue]], accrual: Accrual) -> BridgePart:
        borne = ((amount, span.days, span.evidence) for amount, span in spans)
        terms = by_days(borne, self._factors(accrual), self.step is RoundingStep.PER_DAY)
        return BridgePart(component, tuple(term for term in terms if term.amount))

    def _factors(self, accrual: Accrual) -> tuple[Input, ...]:
        if self.rule.rate is not None:
            return (Input("penalty-rate", self.rule.rate, Unit.RATE),)
        if self.rule.multiple is not None:
            return (accrual.input, Input("penalty-factor", self.rule.multiple, Unit.FACTOR))
        return ()


def ways(rules: Iterable[PenaltyRule], product: Product, due: date, grace_days: int) -> Iterator[PenaltyWay]:
    """Every way that may hold, published rules first; rounding once comes before rounding each day.

    A rule that keeps the grace days is another way only where the loan has some.
    """
    holding = [r for r in rules if r.holds(product, due) and (grace_days or r.grace is Grace.LOST)]
    for rule in sorted(holding, key=lambda r: not r.published):
        for step in (RoundingStep.PER_PERIOD, RoundingStep.PER_DAY):
            for base in rule.bases:
                yield PenaltyWay(rule, base, step)

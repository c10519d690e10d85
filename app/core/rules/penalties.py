"""Explains a penalty: which of the known ways of charging lateness give the amount that was charged, to the fen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Unit
from app.core.facts import Product
from app.core.linking.loan_books import LoanBook
from app.core.linking.periods import PeriodActivity
from app.core.loans.conventions import RoundingStep
from app.core.loans.late_charge import Grace
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import PenaltyRule, PenaltyWay, ways
from app.core.loans.plan_rate import Accrual
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Penalty:
    """The parts that make a penalty up, what they leave over, and how sure that is.

    ``way`` is the way that gives it, ``also`` are others that give the same amount; ``tried`` counts all. ``beyond`` is
    what was charged above the dearest reading of the loan's own contract; the parts make up that reading alone.
    """

    parts: tuple[BridgePart, ...]
    rest: Fen
    certainty: Certainty
    way: PenaltyWay | None = None
    also: tuple[PenaltyWay, ...] = ()
    tried: int = 0
    beyond: Fen = 0

    @property
    def keeps_grace(self) -> bool:
        """Whether by the way that fits the days of grace are not charged."""
        return self.way is not None and self.way.rule.grace is Grace.KEPT

    @property
    def facts(self) -> dict[str, Any]:
        """What sentences can tell of it: the rule and what bears it, what else fits, how many ways were tried."""
        told: dict[str, Any] = {"tried": self.tried} if self.tried else {}
        if self.way:
            told |= {"rule": f"penalty-rule.{self.way.rule.id}", "base": f"penalty-base.{self.way.base.value}"}
            told["also"] = tuple(dict.fromkeys(_otherwise(self.way, other) for other in self.also))
        return told


@dataclass(frozen=True, slots=True)
class Late:
    """What was late: the product, the day it fell due, the days of grace and the penalty that its papers state."""

    product: Product
    due: date
    grace_days: int = 0
    stated: PenaltyRule | None = None

    @classmethod
    def of(cls, activity: PeriodActivity) -> Late:
        """A period of a loan."""
        return cls(activity.book.product, activity.due, activity.book.grace_days)


def explain_penalty(
    charged: Fen, overdue: Sequence[Overdue], accruals: Sequence[Accrual], late: Late, rules: Sequence[PenaltyRule]
) -> Penalty:
    """Try every way of charging lateness that may hold for the product and the day, by each rate that may bear it.

    The first published way that closes to 0.00 is the explanation; a supposed one that does is a pattern only. It is
    not proved where a rule of another rate gives the same amount, or where the amount is so small that chance does.
    Where none closes the charge stays unexplained in full: a way that leaves something over explains nothing.
    """
    if charged == 0:
        return Penalty((), 0, Certainty.PROVED)
    if not accruals:
        return Penalty((), charged, Certainty.OPEN)
    if late.stated and (found := _by_contract(charged, overdue, accruals, late, late.stated)):
        return found
    tried = [
        (way, way.formula(overdue, accrual, late.grace_days))
        for way in ways(rules, late.product, late.due, late.grace_days)
        for accrual in (accruals if way.rule.rate is None else accruals[:1])
    ]
    fitting = [(way, parts) for way, parts in tried if sum(part.amount for part in parts) == charged]
    count = 0 if late.stated else len(tried)  # which are said to be of no contract of the loan
    if not fitting:
        return Penalty((), charged, Certainty.OPEN, tried=count)
    (way, parts), *others = fitting
    other_rules = [o for o, formula in others if o.rule is not way.rule and _per_day(formula) != _per_day(parts)]
    own = [o for o, formula in others if o.rule is way.rule and formula != parts]
    published = [sum(part.amount for part in formula) for tried_way, formula in tried if tried_way.rule.published]
    doubted = bool(other_rules) or chance(published) > LEAST_CHANCE
    sure = Certainty.STRONG if doubted else Certainty.PROVED
    return Penalty(parts, 0, sure if way.rule.published else Certainty.PATTERN, way, (*own, *other_rules), count)


def _by_contract(
    charged: Fen, overdue: Sequence[Overdue], accruals: Sequence[Accrual], late: Late, stated: PenaltyRule
) -> Penalty | None:
    """The penalty by the loan's own contract, with what was charged above its dearest reading; None for less."""
    read = [
        (way, way.formula(overdue, accrual, late.grace_days))
        for way in ways((stated,), late.product, late.due, late.grace_days)
        for accrual in accruals
    ]
    amounts = [sum(part.amount for part in parts) for _, parts in read]
    if charged in amounts:
        way, parts = read[amounts.index(charged)]
        return Penalty(parts, 0, Certainty.PROVED, way)
    most = max(amounts)
    way, parts = read[amounts.index(most)]
    return Penalty(parts, 0, Certainty.STRONG, way, beyond=charged - most) if 0 < most < charged else None


def stated_penalty(book: LoanBook) -> PenaltyRule | None:
    """How the loan's own contract says that lateness is charged; None where no paper says it."""
    record = book.record
    if record is None or (record.penalty_multiple is None and record.penalty_rate is None):
        return None
    return PenaltyRule("stated", multiple=record.penalty_multiple, rate=record.penalty_rate)


LEAST_CHANCE = Fraction(1, 20)
"""More often than this, an amount that somebody made up would be given by one of the ways too."""


def chance(amounts: Iterable[Fen]) -> Fraction:
    """How often one of these amounts is hit by one picked at random up to twice the largest of them, as a fraction."""
    distinct = {amount for amount in amounts if amount > 0}
    return Fraction(len(distinct), 2 * max(distinct)) if distinct else Fraction(0)


def _per_day(parts: Sequence[BridgePart]) -> frozenset[Decimal]:
    """The rates a day that a formula charges; two rules of equal rates are one and the same."""
    factors = (
        prod(i.value for i in term.inputs if i.unit in (Unit.RATE, Unit.FACTOR))
        for part in parts for term in part.terms
    )  # fmt: skip
    return frozenset(Decimal(factor) for factor in factors)


def _otherwise(way: PenaltyWay, other: PenaltyWay) -> str:
    """The name of what sets another way apart: its rule, what bears it, or how it is rounded."""
    if other.rule is not way.rule:
        return f"penalty-rule.{other.rule.id}"
    if other.base is not way.base:
        return f"penalty-base.{other.base.value}"
    return "penalty-step.by-day" if other.step is RoundingStep.PER_DAY else "penalty-step.once"

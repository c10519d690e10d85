"""One hypothesis about a loan's terms: its plan, how usual it is, and what its first periods are worth."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TypeAlias

from app.core.calendar import due_dates_from
from app.core.facts import Method
from app.core.inference import plausibility as p
from app.core.inference.debits import Pool
from app.core.inference.model import Drawn, Terms
from app.core.inference.remembered import remembered
from app.core.loans import (
    STANDARD,
    Convention,
    DayCount,
    PaymentFactor,
    Period,
    Residual,
    RoundingStep,
    charges,
    schedule,
    shares,
)
from app.core.loans import (
    Terms as PlanTerms,
)
from app.core.money import Fen, Rounding

MOST_TERMS = 36

Order: TypeAlias = tuple[int, str, int, str, tuple[str, ...], date, int]


@lru_cache(maxsize=64)
def _order_of(convention: Convention) -> tuple[str, ...]:
    return tuple(str(getattr(convention, each.name).value) for each in fields(convention))


@dataclass(frozen=True)
class Hypothesis:
    """Terms to be tested on a drawdown, with their unlikeliness in decibel."""

    drawn: Drawn
    terms: Terms
    cost: int
    payment: Fen | None = field(default=None, compare=False)
    """The equal instalment where the hypothesis was derived from one, so that it need not be computed again."""

    @cached_property
    def plan(self) -> tuple[Period, ...]:
        """The plan these terms imply at drawdown."""
        return _plan(self.drawn.principal, self.drawn.on, self.terms)

    @property
    def opening(self) -> tuple[Fen, ...]:
        """The instalments of the first periods, as ``plan`` has them, without computing all of it."""
        terms = self.terms
        if terms.terms <= _FIRST or terms.method is Method.BULLET or terms.convention.residual is not Residual.LAST:
            return tuple(period.total for period in self.plan[:_FIRST])
        if terms.method is Method.EQUAL_INSTALMENT:
            payment = self.plan[0].total if self.payment is None else self.payment
            return (payment,) * _FIRST
        dues = _dates(terms.first_due, terms.due_day, MOST_TERMS)[:_FIRST]
        charge = charges(terms.rate, self.drawn.on, dues, terms.convention)
        is_level = terms.method is Method.INTEREST_ONLY
        share = 0 if is_level else shares(self.drawn.principal, terms.terms, terms.convention)[0]
        return tuple(share + charge(k, self.drawn.principal - share * k) for k in range(_FIRST))

    @cached_property
    def order(self) -> Order:
        """By what hypotheses are ordered, the most usual first; it depends on nothing but the terms."""
        terms = self.terms
        rounding = _order_of(terms.convention)
        return self.cost, terms.method.value, terms.terms, str(terms.rate), rounding, terms.first_due, terms.due_day

    def under(self, convention: Convention) -> Hypothesis:
        """Return the same terms under another convention."""
        more = p.cost_of_convention(convention) - p.cost_of_convention(self.terms.convention)
        return Hypothesis(self.drawn, replace(self.terms, convention=convention), self.cost + more)


@remembered(4096)
def _plan(principal: Fen, drawn_on: date, terms: Terms) -> tuple[Period, ...]:
    dues = due_dates_from(terms.first_due, terms.terms, terms.due_day)
    return schedule(principal, PlanTerms(terms.rate, terms.method, terms.convention), drawn_on, dues)


@dataclass(frozen=True, slots=True)
class Dues:
    """A hypothesis about when the loan is due: the first due date, the day of the month, and its unlikeliness."""

    first: date
    day: int
    cost: int

    def dates(self, terms: int) -> tuple[date, ...]:
        """Return the due dates of ``terms`` periods."""
        return _dates(self.first, self.day, max(terms, MOST_TERMS))[:terms]


@remembered(4096)
def _dates(first: date, day: int, terms: int) -> tuple[date, ...]:
    return due_dates_from(first, terms, day)


ALTERNATIVES = (
    STANDARD,
    replace(STANDARD, step=RoundingStep.PER_DAY),
    replace(STANDARD, rounding=Rounding.DOWN),
    replace(STANDARD, rounding=Rounding.HALF_EVEN),
    replace(STANDARD, residual=Residual.FIRST),
    replace(STANDARD, share_rounding=Rounding.HALF_UP),
    replace(STANDARD, day_count=DayCount.BOTH_ENDS),
    replace(STANDARD, day_count=DayCount.THIRTY),
    replace(STANDARD, day_count=DayCount.MONTH_365_12),
    replace(STANDARD, payment_factor=PaymentFactor.RATE_X_30),
    replace(STANDARD, payment_factor=PaymentFactor.RATE_X_365_12),
)
"""The grid of F22, one departure from the standard at a time."""


_FIRST = 3
MOST_BY_FIRST = _FIRST * (p.ROW // 2)
"""What the first periods can be worth at most."""

SUPPORTED = 2 * (p.ROW // 2)
"""What two of them are worth."""


def quick_score(hypothesis: Hypothesis, pool: Pool) -> int:
    """Return what the hypothesis is worth by the first periods alone: lower is better."""
    terms = hypothesis.terms
    if terms.method is Method.BULLET:
        dues = tuple(period.due for period in hypothesis.plan)
    else:
        dues = _dates(terms.first_due, terms.due_day, max(terms.terms, MOST_TERMS))
    hits = sum(
        bool(pool.exactly(total, due - timedelta(p.DAYS_EARLY), due))
        for total, due in zip(hypothesis.opening, dues, strict=False)
    )
    return hypothesis.cost - hits * p.ROW // 2

"""How usual each assumption is, in tenths of a power of ten (decibel): the weights by which hypotheses are compared.

A hypothesis that is ten times less usual costs 10 more; a row that a hypothesis closes to the fen is worth ``ROW``,
about the odds against an amount of money fitting by chance. Weights only rank what the rows leave open: no weight makes
a row close. Lenders' pages give the usual terms, methods and rates (facts A02, A04, A05).
"""

from __future__ import annotations

from fractions import Fraction

from app.core.facts import Method
from app.core.loans import STANDARD, Convention, DayCount, PaymentFactor, Rate, Residual, RoundingStep
from app.core.money import Rounding

ROW = 50
"""What a row closed to 0.00 is worth: one amount in 100,000."""

DECISIVE = 20
"""A hypothesis a hundred times less usual than the best one no longer stands beside it."""

_TERMS = {3: 5, 6: 5, 12: 5, 9: 10, 24: 12, 18: 15, 36: 15, 10: 18, 1: 18}
_METHODS = {
    Method.EQUAL_INSTALMENT: 2,
    Method.EQUAL_PRINCIPAL: 6,
    Method.INTEREST_ONLY: 6,
    Method.BULLET: 12,
}

STEPS_OF_RATE = ((Fraction(5, 100_000), 13), (Fraction(1, 100_000), 28), (Fraction(1, 1_000_000), 45))
"""Daily rates in steps of 0.005 %, 0.001 % and 0.0001 %: the finer the step, the more rates share the same odds."""

ANNUAL_RATE = 48
"""A daily rate that only makes sense as a tenth of a percent a year over 360 or 365 days."""

EARLY = 6
LATE_WITH_PENALTY = 6
OTHER_PENALTY_BASE = 8
WITHIN_GRACE = 10
LATE_WITHOUT_PENALTY = 50
PARTS = 10
EXTRA_PART = 45
SHARED = 50
SETTLED = 3
ONE_DAY_MORE = 6
WITH_RESERVE = 8
PREPAID = 4
ODD_PREPAYMENT = 40
INTEREST_ON_ALL = 8
PAYMENT_KEPT = 8
CUT_FROM_END = 12
UNLABELLED_SETTLEMENT = 10
UNLABELLED_ON_DUE_DATE = 15
UNLABELLED_PREPAYMENT = 18
DEFERRED = 20
DEFERRED_UNSEEN = 15
DUE_DAY_MOVED = 20
RATE_CHANGED = 20
HALF_WAIVED = 15
WAIVED = 51
MISSED = 30
MISSED_AGAIN = 2
UNEXPLAINED = 52

USUAL_DEFERRALS = frozenset({3, 6, 12})
GRACE_DAYS = 5
DAYS_EARLY = 3


def cost_of_terms(terms: int) -> int:
    """Return how unusual a number of periods is (fact A05)."""
    return _TERMS.get(terms, 27)


def cost_of_method(method: Method) -> int:
    """Return how unusual a method is (fact A04)."""
    return _METHODS.get(method, 30)


def cost_of_rate(rate: Rate) -> int:
    """Return how unusual a daily rate is (fact A02)."""
    exact = Fraction(rate)
    for step, cost in STEPS_OF_RATE:
        if (exact / step).denominator == 1:
            return cost
    return ANNUAL_RATE


def cost_of_new_rate(rate: Rate, before: Rate) -> int:
    """Return how unusual it is that a rate becomes ``rate``: a round one, or the old one changed by a round part."""
    by_part = Fraction(rate) / Fraction(before)
    return min(cost_of_rate(rate), 16 if (by_part * 20).denominator == 1 else ANNUAL_RATE)


def cost_of_convention(convention: Convention) -> int:
    """Return how unusual a convention is: nothing for the standard one, more with every departure from it (F22)."""
    cost = 0
    if convention.day_count is not DayCount.ACTUAL:
        cost += 14
    if convention.payment_factor is not PaymentFactor.AS_ACCRUED:
        cost += 14
    if convention.step is RoundingStep.PER_DAY:
        cost += 8
    if convention.rounding is not Rounding.HALF_UP:
        cost += 14
    if convention.residual is not Residual.LAST:
        cost += 14
    if convention.share_rounding is not STANDARD.share_rounding:
        cost += 8
    return cost

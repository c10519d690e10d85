"""Yearly rates as laws define them: the unit-period method (US), effective years and intervals (EU), the UK rebate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from app.core.calendar import add_months
from app.core.loans.yearly_cost import DIGITS, Amount
from app.core.money import Fen, rounded


class UnitFlow(NamedTuple):
    """An advance or payment, ``whole`` unit periods and a ``part`` of one after the first advance."""

    amount: Amount
    whole: int
    part: Fraction = Fraction(0)


def actuarial_apr(advances: Sequence[UnitFlow], payments: Sequence[UnitFlow], periods_per_year: int) -> Decimal:
    """Return the annual percentage rate by the actuarial method, as a fraction (US Regulation Z, Appendix J).

    i solves Σ advance = Σ payment / ((1 + part × i)(1 + i)^whole), each flow discounted in that way; the result is
    i × ``periods_per_year``. Raises ValueError if payments do not exceed advances.
    """

    def excess(i: Decimal) -> Decimal:
        return _present(payments, i) - _present(advances, i)

    with localcontext(DIGITS):
        if excess(Decimal(0)) < 0:
            raise ValueError("payments are less than advances")
        high = Decimal(1)
        while excess(high) > 0:
            high *= 2
        return root_between(excess, Decimal(0), high) * periods_per_year


def _present(flows: Sequence[UnitFlow], i: Decimal) -> Decimal:
    total = Decimal(0)
    for flow in flows:
        part = Decimal(flow.part.numerator) / flow.part.denominator
        total += flow.amount / ((1 + part * i) * (1 + i) ** flow.whole)
    return total


def root_between(function: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal:
    """Return where ``function`` changes its sign between ``low`` and ``high``, to thirty digits, by halving."""
    falls = function(low) > 0
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if (function(middle) > 0) == falls else (low, middle)
    return (low + high) / 2


class Interval(NamedTuple):
    """Time between two dates: whole years, months or weeks, and days over the length of a year."""

    whole: int
    per_year: int
    days: int
    year_days: int

    @property
    def years(self) -> Fraction:
        """The time in years, exact."""
        return Fraction(self.whole, self.per_year) + Fraction(self.days, self.year_days)


def eu_interval(start: date, end: date, unit: str) -> Interval:
    """Return the interval by which an EU annual percentage rate counts (2008/48/EC, annex I; SWD(2012)128).

    Whole periods (``unit`` is year, month or week) are counted back from ``end``; the days left before them are taken
    over the length of the year that ends where they stop.
    """
    if unit == "week":
        weeks, days = divmod((end - start).days, 7)
        return _interval(weeks, 52, days, date.fromordinal(start.toordinal() + days))
    step = 12 if unit == "year" else 1
    whole = ((end.year - start.year) * 12 + end.month - start.month) // step
    if add_months(end, -whole * step) < start:
        whole -= 1
    reached = add_months(end, -whole * step)
    return _interval(whole, 12 // step, (reached - start).days, reached)


def _interval(whole: int, per_year: int, days: int, reached: date) -> Interval:
    return Interval(whole, per_year, days, (reached - add_months(reached, -12)).days)


def settlement_rebate(
    principal: Fen, instalments: int, instalment: Fen, apr: Decimal, settled_after: int, part: Fraction
) -> Fen:
    """Return the rebate on early settlement under the UK regulations of 2004 (SI 2004/1483), half-up.

    ``apr`` is a fraction a year; its monthly equivalent is rounded to six decimals. The loan is settled ``part`` of a
    month after ``settled_after`` monthly instalments; the rebate is what is still to come, less the credit with its
    charges less what was paid, both rolled up to that point.
    """
    with localcontext(DIGITS):
        monthly = ((1 + apr) ** (Decimal(1) / 12) - 1).quantize(Decimal("0.000001"))
        point = settled_after + Decimal(part.numerator) / part.denominator
        owed = principal * (1 + monthly) ** point
        paid = sum((instalment * (1 + monthly) ** (point - k) for k in range(1, settled_after + 1)), Decimal(0))
        return rounded(instalment * (instalments - settled_after) - (owed - paid))

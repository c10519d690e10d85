"""Values and yields of flows at given times, and the rule of thumb for a flat fee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from math import lcm

from app.core.loans.yearly_cost import DIGITS, Amount, YearlyCost, Yield, collected, nominal_year, yield_of


def rate_of_times(flows: Iterable[tuple[Fraction, Amount]]) -> Yield:
    """Return the effective rate per year of amounts at times in years, given exactly (EU 2008/48/EC, annex I)."""
    timed = list(flows)
    steps = lcm(*(time.denominator for time, _ in timed))
    return yield_of(collected((int(time * steps), amount) for time, amount in timed), steps)


def npv(rate: Decimal, amounts: Sequence[Amount], first_period: int = 0) -> Decimal:
    """Return the present value of amounts one period apart at a rate per period; the first at ``first_period``."""
    with localcontext(DIGITS):
        return sum((amount / (1 + rate) ** n for n, amount in enumerate(amounts, first_period)), Decimal(0))


def xnpv(rate: Decimal, flows: Sequence[tuple[date, Amount]]) -> Decimal:
    """Return the value of dated amounts on the first date listed, at an effective rate a year of 365 days."""
    start = flows[0][0]
    with localcontext(DIGITS):
        return sum((amount * (1 + rate) ** (Decimal((start - day).days) / 365) for day, amount in flows), Decimal(0))


def shortcut_rate(fee_rate: Fraction, terms: int) -> Fraction:
    """Return 24 f / (n + 1), the rule of thumb for the nominal cost of a flat fee ``f`` over ``n`` months (F6)."""
    return 24 * fee_rate / (terms + 1)


def irr(amounts: Sequence[Amount]) -> Yield:
    """Return the rate per period of amounts one period apart, the first at once (F6)."""
    return yield_of(collected(enumerate(amounts)), 1)


def effective_year(period_rate: Decimal, periods: int = 12) -> Decimal:
    """Return a rate per period compounded over a year (复利, IRR, E01)."""
    with localcontext(DIGITS):
        return (1 + period_rate) ** periods - 1


def monthly_cost(received: Amount, payments: Sequence[Amount]) -> YearlyCost:
    """Return the cost of ``received`` now against ``payments`` at the end of each month (F6, F15).

    Payments hold all that is paid to anyone: instalments, guarantee, membership. A charge taken up front lowers
    ``received``.
    """
    rate = irr([received, *(-payment for payment in payments)]).rate
    if rate is None:
        return YearlyCost(None, None)
    return YearlyCost(nominal_year(rate), effective_year(rate))

"""Plans whose interest is counted by the month, whatever its days, and what a settlement within a month then takes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.core.loans.plan_rate import MOST_DIGITS, Charged
from app.core.loans.standing import OpenPeriod
from app.core.money import Fen, product

LEAST_PERIODS = 3
"""Periods from which on one rate a month is no chance."""

DAYS_OF_A_MONTH = 30
"""By how many days banks part a month's interest, whatever month it is (F1)."""


def is_monthly(periods: Sequence[OpenPeriod]) -> bool:
    """Whether one rate a month gives every period's interest to the fen although the periods differ in days.

    ``periods`` are the open ones in order; their principal is all that is owed.
    """
    days = {(p.due - p.starts).days for p in periods if p.starts}
    bearing = [p for p in periods if p.interest]
    if len(bearing) < LEAST_PERIODS or len(days) < 2:
        return False
    charged, owed = [], sum(p.principal for p in periods)
    for period in periods:
        charged.append((owed, period.interest))
        owed -= period.principal
    low, high = _rates(charged)
    return low < high


def yearly_rate(charged: Sequence[Charged]) -> Decimal | None:
    """The yearly rate with the fewest decimals of which a twelfth gives every month's interest to the fen, if any does.

    None for fewer than `LEAST_PERIODS` periods, and where they are all of as many days: then days tell as much.
    """
    bearing = [c for c in charged if c.balance > 0 and c.interest]
    if len(bearing) < LEAST_PERIODS or len({c.days for c in charged}) < 2:
        return None
    low, high = (12 * rate for rate in _rates([(c.balance, c.interest) for c in charged]))
    for digits in range(2, MOST_DIGITS + 1):
        rate = Fraction(math.ceil(low * 10**digits), 10**digits)
        if rate < high:
            return Decimal(rate.numerator) / Decimal(rate.denominator)
    return None


def _rates(charged: Iterable[tuple[Fen, Fen]]) -> tuple[Fraction, Fraction]:
    """From which rate a month on, and below which, every balance gives its interest, rounded half-up; both in fen."""
    low, high = Fraction(0), Fraction(1)
    for owed, interest in charged:
        if owed > 0:
            low = max(low, Fraction(2 * interest - 1, 2 * owed))
            high = min(high, Fraction(2 * interest + 1, 2 * owed))
    return low, high


def parts_of_a_month(running: OpenPeriod, on: date) -> Iterator[tuple[str, Fen]]:
    """The ways to part the running period's interest at a day, the usual first: by thirtieths, by its own days.

    Each is the name of the way and its interest in fen, rounded half-up once; no more than the period's.
    """
    if running.starts is None or on <= running.starts:
        return
    passed = (on - running.starts).days
    for way, whole in (("by-thirtieths", DAYS_OF_A_MONTH), ("by-days-of-month", (running.due - running.starts).days)):
        yield way, min(product(running.interest, Fraction(passed, whole)), running.interest)

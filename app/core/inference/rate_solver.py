"""Rates found backwards: which daily rates give exactly the amount that was paid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from app.core.loans import Factors, Rate, level_payment
from app.core.money import Fen

MILLIONTHS = 1_000_000
LOWEST, HIGHEST = 50, 1000
"""The range that is searched: 0.005 % to 0.1 % a day, in millionths (fact A02 has 0.01 % to 0.06 %)."""


class Spans(NamedTuple):
    """How long each period counts, as whole numbers over ``denominator``: days, 30, or 365/12."""

    numerators: tuple[int, ...]
    denominator: int = 1


Amount = Callable[[int, int], Fen]
"""What would be paid at the rate of a numerator over a denominator; grows with the rate."""


@lru_cache(maxsize=4096)
def rates_of_level_payment(principal: Fen, payment: Fen, spans: Spans) -> tuple[Rate, ...]:
    """Return the conventional daily rates whose equal instalment over ``spans`` is ``payment`` fen (F2 backwards)."""
    terms = len(spans.numerators)
    if payment * terms < principal:
        return ()

    def amount(numerator: int, denominator: int) -> Fen:
        parts = Factors(tuple(numerator * span for span in spans.numerators), denominator * spans.denominator)
        return level_payment(principal, parts)

    return tuple(_rates(amount, payment))


@lru_cache(maxsize=4096)
def rates_of_interest(base: Fen, interest: Fen, span: Fraction, by_day: bool = False) -> tuple[Rate, ...]:
    """Return the conventional daily rates at which ``base`` fen bears exactly ``interest`` fen in ``span`` days.

    ``by_day`` rounds each day's interest instead of the period's.
    """
    if interest <= 0 or base <= 0 or span <= 0 or (by_day and span.denominator != 1):
        return ()

    def amount(numerator: int, denominator: int) -> Fen:
        if by_day:
            return span.numerator * _half_up(base * numerator, denominator)
        return _half_up(base * numerator * span.numerator, denominator * span.denominator)

    return tuple(_rates(amount, interest))


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _rates(amount: Amount, paid: Fen) -> Iterator[Rate]:
    if amount(LOWEST, MILLIONTHS) > paid or amount(HIGHEST, MILLIONTHS) < paid:
        return
    first = bisect_left(range(HIGHEST + 1), paid, lo=LOWEST, key=lambda k: amount(k, MILLIONTHS))
    numerator = first
    while numerator <= HIGHEST and amount(numerator, MILLIONTHS) == paid:
        yield Decimal(numerator).scaleb(-6)
        numerator += 1
    yield from _annual_rates(amount, paid, first, max(first, numerator - 1))


def _annual_rates(amount: Amount, paid: Fen, low: int, high: int) -> Iterator[Rate]:
    """Yield the rates a year in tenths of a percent, over 360 or 365 days, that are no round daily rates."""
    for year in (360, 365):
        denominator = year * 1000
        for tenths in range((low - 1) * year // 1000, high * year // 1000 + 2):
            if tenths * MILLIONTHS % denominator and tenths > 0 and amount(tenths, denominator) == paid:
                yield Fraction(tenths, denominator)

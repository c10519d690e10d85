"""Rates found backwards: which daily rates give exactly the amount that was paid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import NamedTuple

from app.core.inference.remembered import remembered
from app.core.loans import Rate
from app.core.loans.schedules import level_payment_at
from app.core.money import Fen

MILLIONTHS = 1_000_000
_GUESSES = 6
LOWEST, HIGHEST = 50, 1000
"""The range that is searched: 0.005 % to 0.1 % a day, in millionths (fact A02 has 0.01 % to 0.06 %)."""


class Spans(NamedTuple):
    """How long each period counts, as whole numbers over ``denominator``: days, 30, or 365/12."""

    numerators: tuple[int, ...]
    denominator: int = 1

    def of(self, terms: int) -> Spans:
        """The first ``terms`` of them."""
        return Spans(self.numerators[:terms], self.denominator)


Amount = Callable[[int, int], Fen]
"""What would be paid at the rate of a numerator over a denominator; grows with the rate."""


@remembered(4096)
def rates_of_level_payment(principal: Fen, payment: Fen, spans: Spans) -> tuple[Rate, ...]:
    """Return the conventional daily rates whose equal instalment over ``spans`` is ``payment`` fen (F2 backwards)."""
    terms = len(spans.numerators)
    if payment * terms < principal:
        return ()

    def amount(numerator: int, denominator: int) -> Fen:
        return level_payment_at(principal, numerator, spans.numerators, denominator * spans.denominator)

    # Of every period the balance falls by about a part of the principal; so much is borne at a rate of one.
    borne = _borne(spans) * principal
    a_rate = terms * spans.denominator * MILLIONTHS
    guess = (payment * terms - principal) * a_rate // max(borne, 1)
    return tuple(_rates(amount, payment, guess, (terms * a_rate, max(borne, 1))))


def level_payments(principal: Fen, spans: Spans) -> tuple[Fen, Fen]:
    """Return bounds of an equal instalment at a rate of the range, a quarter beyond it allowed for the day count.

    The balance never falls below what equal shares would leave, and bears at most 1.4 times as much interest as those
    at the highest rate and 36 periods. The spans of one plan under different day counts lie so near to one another that
    what is outside for the days that passed is outside for all: at least 11 days for 12, at most 14 and a part.
    """
    terms = len(spans.numerators)
    borne = _borne(spans) * principal
    base = terms * spans.denominator * MILLIONTHS
    low, high = borne * LOWEST * 3 // (4 * base), borne * HIGHEST * 5 * 14 // (4 * 10 * base)
    return (principal + low) // terms - 1, (principal + high) // terms + 1


def _borne(spans: Spans) -> int:
    """Return the spans weighted by the equal shares that are still owed in each, in shares."""
    terms = len(spans.numerators)
    return sum(map(mul, spans.numerators, range(terms, 0, -1)))


def may_be_interest(base: Fen, interest: Fen, days: int) -> bool:
    """Whether ``base`` may bear ``interest`` fen in about so many days, at a rate of the range under any day count.

    Half of the lowest rate and twice the highest are allowed for, and a fen a day for rounding each of them.
    """
    low, high = base * days * LOWEST, base * days * HIGHEST
    return low <= 2 * (interest + days) * MILLIONTHS and (interest - days) * MILLIONTHS <= 2 * high


@remembered(4096)
def rates_of_interest(base: Fen, interest: Fen, span: int | Fraction, by_day: bool = False) -> tuple[Rate, ...]:
    """Return the conventional daily rates at which ``base`` fen bears exactly ``interest`` fen in ``span`` days.

    ``by_day`` rounds each day's interest instead of the period's.
    """
    if interest <= 0 or base <= 0 or span <= 0 or (by_day and span.denominator != 1):
        return ()
    days, parts = span.as_integer_ratio()
    if by_day and interest % days:
        return ()

    # Interest of each day, or of all of them: that of a rate n / d is half_up(bears × n, d × parts).
    paid, bears, parts = (interest // days, base, 1) if by_day else (interest, base * days, parts)

    def amount(numerator: int, denominator: int) -> Fen:
        return _half_up(bears * numerator, denominator * parts)

    first = -(-(2 * paid - 1) * MILLIONTHS * parts // (2 * bears))
    beyond = -(-(2 * paid + 1) * MILLIONTHS * parts // (2 * bears))
    if beyond <= LOWEST or first > HIGHEST:
        return ()
    return tuple(_rates_between(max(first, LOWEST), min(beyond, HIGHEST + 1), amount, paid))


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _rates(amount: Amount, paid: Fen, guess: int, slope: tuple[int, int]) -> Iterator[Rate]:
    first = beyond = _first_reaching(amount, paid, guess, slope)
    if first > HIGHEST or (first == LOWEST and amount(LOWEST, MILLIONTHS) > paid):
        return
    while beyond <= HIGHEST and amount(beyond, MILLIONTHS) == paid:
        beyond += 1
    yield from _rates_between(first, beyond, amount, paid)


def _first_reaching(amount: Amount, paid: Fen, guess: int, slope: tuple[int, int]) -> int:
    """Return the first rate of the range, in millionths, at which ``paid`` is reached; one beyond it where none does.

    ``guess`` is where to look first, ``slope`` about how many millionths, as a fraction, add a fen; the answer depends
    on neither.
    """
    millionths, fen = slope
    below, above = LOWEST - 1, HIGHEST + 1
    for _ in range(_GUESSES):
        guess = min(max(guess, below + 1), above - 1)
        found = amount(guess, MILLIONTHS)
        if found >= paid:
            above = guess
            step = min(-1, (paid - found) * millionths // fen)
        else:
            below = guess
            step = max(1, (paid - found) * millionths // fen)
        if above - below <= 1:
            return above
        guess += step
    return bisect_left(range(above + 1), paid, lo=below + 1, hi=above, key=lambda k: amount(k, MILLIONTHS))


def _rates_between(first: int, beyond: int, amount: Amount, paid: Fen) -> Iterator[Rate]:
    """Yield the rates that give ``paid``: those in millionths from ``first`` to before ``beyond``, then yearly ones."""
    yield from (Decimal(numerator).scaleb(-6) for numerator in range(first, beyond))
    yield from _annual_rates(amount, paid, first, beyond)


def _annual_rates(amount: Amount, paid: Fen, first: int, beyond: int) -> Iterator[Rate]:
    """Yield the rates a year in tenths of a percent, over 360 or 365 days, that are no round daily rates.

    ``first`` is the first rate in millionths at which ``paid`` is reached, ``beyond`` the first at which more is paid:
    only between the one before and that one can another rate give it.
    """
    for year in (360, 365):
        denominator = year * 1000
        high = max(first, beyond - 1)
        for tenths in range((first - 1) * year // 1000, high * year // 1000 + 2):
            millionths = tenths * MILLIONTHS
            if (first > LOWEST and millionths <= (first - 1) * denominator) or (
                beyond <= HIGHEST and millionths >= beyond * denominator
            ):
                continue
            if millionths % denominator and tenths > 0 and amount(tenths, denominator) == paid:
                yield Fraction(tenths, denominator)

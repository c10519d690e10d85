"""All positive roots of a polynomial with few terms and high powers, by Descartes' rule and Rolle's, without floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from typing import TypeAlias

Terms: TypeAlias = Mapping[int, Decimal]
"""Coefficient by power; powers are whole numbers from 0 up."""

_Sum: TypeAlias = Sequence[tuple[int, Decimal]]
_CONTEXT = Context(prec=60, Emax=999_999_999, Emin=-999_999_999)
_NARROW = Decimal("1e-36")
_NOTHING = Decimal("1e-30")


def positive_roots(terms: Terms, lowest: Decimal, highest: Decimal) -> tuple[Decimal, ...]:
    """Return every x from ``lowest`` to ``highest`` (both above 0) at which Σ coefficient × x^power is zero.

    In increasing order and to about thirty digits; a root at which the sum only touches zero counts once. None is
    missed: where the coefficients change their sign once there is one root at most, and where they change it more
    often, the sum divided by a power of x turns only at the roots of a sum with one change less.
    """
    with localcontext(_CONTEXT):
        kept = sorted((power, value) for power, value in terms.items() if value)
        return tuple(_roots(kept, lowest, highest))


def _roots(terms: _Sum, low: Decimal, high: Decimal) -> list[Decimal]:
    change = _first_change(terms)
    if change is None:
        return []
    turns = _roots(_turning(terms, change), low, high)
    found: list[Decimal] = []
    for a, b in pairwise([low, *turns, high]):
        value_a, value_b = _value(terms, a), _value(terms, b)
        if value_a and value_b:
            found += [_between(terms, a, b, rising=value_b > 0)] if (value_a > 0) != (value_b > 0) else []
        else:
            found += [x for x, value in ((a, value_a), (b, value_b)) if not value and x not in found]
    return found


def _first_change(terms: _Sum) -> int | None:
    """The place of the first term whose sign differs from the one before it."""
    for place, ((_, before), (_, after)) in enumerate(pairwise(terms), 1):
        if (before > 0) != (after > 0):
            return place
    return None


def _turning(terms: _Sum, change: int) -> list[tuple[int, Decimal]]:
    """The slope of the sum divided by x^s, times a power of x, with s midway across a change of sign.

    The terms below s turn their sign and the others keep it, so that very change is gone.
    """
    twice_s = terms[change - 1][0] + terms[change][0]
    return [(power, value * (2 * power - twice_s)) for power, value in terms]


def _value(terms: _Sum, x: Decimal) -> Decimal:
    """The sum at x; zero where it is nothing against its own terms."""
    parts = [value * x**power for power, value in terms]
    total = sum(parts, Decimal(0))
    return total if abs(total) > _NOTHING * max(abs(part) for part in parts) else Decimal(0)


def _between(terms: _Sum, a: Decimal, b: Decimal, *, rising: bool) -> Decimal:
    """The one root between ``a`` and ``b``, by Newton's steps kept inside the bracket."""
    degree = terms[-1][0]
    x = (a + b) / 2
    while True:
        parts = [(power, value * x**power) for power, value in terms]
        value = sum((part for _, part in parts), Decimal(0))
        slope = sum((power * part for power, part in parts), Decimal(0)) / x
        a, b = (a, x) if (value > 0) == rising else (x, b)
        # Newton's steps crawl where a high power dominates, so they begin once the bracket is narrow against it.
        following = x - value / slope if slope and (b - a) * degree < a else a
        if not a < following < b:
            following = (a + b) / 2
        if abs(following - x) <= x * _NARROW or not value:
            return following if value else x
        x = following

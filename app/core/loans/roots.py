"""All positive roots of a polynomial with few terms and high powers, isolated by bounds and refined, without floats."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal, localcontext

Terms = Mapping[int, Decimal]
"""Coefficient by power; powers are whole numbers from 0 up."""

_CONTEXT = Context(prec=50, Emax=999_999_999, Emin=-999_999_999)
_NARROW = Decimal("1e-30")


def positive_roots(
    terms: Terms, lowest: Decimal = Decimal(0), highest: Decimal = Decimal("Infinity")
) -> tuple[Decimal, ...]:
    """Return every x between ``lowest`` and ``highest`` at which Σ coefficient × x^power is zero, in increasing order.

    Roots are positive and good to about thirty digits. An interval is given up only if bounds on the sum, or on its
    slope, prove that it holds no root; a root at which the sum only touches zero is found too, to about fifteen digits.
    Fewer than two terms have no root.
    """
    kept = {power: value for power, value in terms.items() if value}
    if len(kept) < 2:
        return ()
    first = min(kept)
    with localcontext(_CONTEXT):
        polynomial = _Polynomial({power - first: value for power, value in kept.items()})
        low, high = polynomial.range_of_roots()
        return tuple(sorted(_isolate(polynomial, max(low, lowest), min(high, highest))))


class _Polynomial:
    """A sum of powers with bounds on an interval: the positive terms and the negative ones each only grow with x."""

    def __init__(self, terms: Terms) -> None:
        self.terms = sorted(terms.items())
        self.degree = self.terms[-1][0]

    def range_of_roots(self) -> tuple[Decimal, Decimal]:
        """Fujiwara's bound, |x| ≤ 2 max |c_k / c_n|^(1/(n-k)), on the roots and on their inverses."""
        mirrored = [(self.degree - power, value) for power, value in self.terms]
        return 1 / _largest_root(mirrored[::-1]), _largest_root(self.terms)

    def at(self, x: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """The positive and the negative part of the sum, and of x times its slope."""
        plus = minus = plus_slope = minus_slope = Decimal(0)
        for power, value in self.terms:
            part = value * x**power
            if part > 0:
                plus += part
                plus_slope += power * part
            else:
                minus -= part
                minus_slope -= power * part
        return plus, minus, plus_slope, minus_slope


def _largest_root(terms: list[tuple[int, Decimal]]) -> Decimal:
    degree, lead = terms[-1]
    return 2 * max((abs(value / lead).ln() / (degree - power)).exp() for power, value in terms[:-1])


def _isolate(polynomial: _Polynomial, low: Decimal, high: Decimal) -> set[Decimal]:
    found: set[Decimal] = set()
    waiting = [(low, polynomial.at(low), high, polynomial.at(high))] if low < high else []
    while waiting:
        a, at_a, b, at_b = waiting.pop()
        if at_a[0] > at_b[1] or at_b[0] < at_a[1]:
            continue  # the positive part outweighs the negative one all along, or the reverse
        slope_known = at_a[2] > at_b[3] or at_b[2] < at_a[3]
        if slope_known:
            found |= _one_root(polynomial, a, at_a[0] - at_a[1], b, at_b[0] - at_b[1])
        elif b - a < b * Decimal("1e-15"):
            found.add((a + b) / 2)
        else:
            middle = (a * b).sqrt()
            at_middle = polynomial.at(middle)
            waiting += [(a, at_a, middle, at_middle), (middle, at_middle, b, at_b)]
    return _apart(found)


def _one_root(polynomial: _Polynomial, a: Decimal, value_a: Decimal, b: Decimal, value_b: Decimal) -> set[Decimal]:
    """The root between ``a`` and ``b``, between which the sum only rises or only falls; none if it keeps its sign."""
    if value_a == 0 or value_b == 0:
        return {x for x, value in ((a, value_a), (b, value_b)) if value == 0}
    if (value_a > 0) == (value_b > 0):
        return set()
    degree, rising = polynomial.degree, value_b > 0
    x = (a + b) / 2
    while True:
        plus, minus, plus_slope, minus_slope = polynomial.at(x)
        value, slope = plus - minus, (plus_slope - minus_slope) / x
        if value == 0:
            return {x}
        a, b = (a, x) if (value > 0) == rising else (x, b)
        # Newton's steps crawl where a high power dominates, so they begin only once the bracket is narrow against it.
        following = x - value / slope if slope and (b - a) * degree < a else a
        if not a < following < b:
            following = (a + b) / 2
        if abs(following - x) <= x * _NARROW:
            return {following}
        x = following


def _apart(roots: set[Decimal]) -> set[Decimal]:
    """Neighbouring intervals may each report a root that only touches zero: keep one of those."""
    kept: list[Decimal] = []
    for root in sorted(roots):
        if not kept or root - kept[-1] > root * Decimal("1e-14"):
            kept.append(root)
    return set(kept)

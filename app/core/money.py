"""Money as whole fen and rates as decimals, with the one place that rounds."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

Fen: TypeAlias = int
"""An amount in fen, a hundredth of a yuan: 12.34 yuan is 1234. Never a float."""


class Rounding(Enum):
    """How a fraction of a fen becomes a whole fen."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    DOWN = "down"
    UP = "up"


def rounded(value: Fraction | Decimal | int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Return the whole number that ``value`` rounds to; halves go away from zero unless told otherwise.

    All rounding of money in the program ends in ``quotient``. ``DOWN`` cuts towards zero, ``UP`` moves away from it.
    """
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return quotient(exact.numerator, exact.denominator, rounding)


def quotient(numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Return ``numerator / denominator`` rounded as ``rounded`` does, without building a fraction.

    ``denominator`` is positive. Plans are computed by the thousand in a search, and this is most of their time.
    """
    whole, rest = divmod(abs(numerator), denominator)
    if rest:
        if rounding is Rounding.HALF_UP:
            whole += 2 * rest >= denominator
        elif rounding is Rounding.HALF_EVEN:
            whole += 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
        else:
            whole += rounding is Rounding.UP
    return whole if numerator >= 0 else -whole


def product(amount: Fen, *factors: Fraction | Decimal | int, rounding: Rounding = Rounding.HALF_UP) -> Fen:
    """Return ``amount`` times all ``factors``, rounded once at the end."""
    above, below = amount, 1
    for factor in factors:
        numerator, denominator = factor.as_integer_ratio()
        above, below = above * numerator, below * denominator
    return quotient(above, below, rounding)


def yuan(amount: Fen) -> str:
    """Write an amount for programs: ``-12.34``, no thousands mark, ASCII minus."""
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}.{cents:02d}"


def grouped(amount: Fen, *, signed: bool = False) -> str:
    """Write an amount for people: ``1,234.56``, minus U+2212; with ``signed`` a plus where it is positive."""
    whole, cents = divmod(abs(amount), 100)
    sign = "\N{MINUS SIGN}" if amount < 0 else "+" if signed and amount > 0 else ""
    return f"{sign}{whole:,}.{cents:02d}"


def plain_rate(rate: Decimal) -> str:
    """Write a rate for programs as a plain decimal, ``0.0004``, never ``4E-4``."""
    return format(rate.normalize(), "f") if rate else "0"

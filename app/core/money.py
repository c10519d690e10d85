"""Money as whole fen and rates as decimals, with the one place that rounds."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation, Overflow
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


class UnreadableAmount(ValueError):
    """A text that is no amount; ``text`` is what stood in the cell."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not an amount: {text!r}")
        self.text = text


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


_SIGNS = str.maketrans({"−": "-", "﹣": "-", "－": "-", "＋": "+", "，": ",", "．": ".", "（": "(", "）": ")"})
_USUAL = re.compile(r"[0-9]{1,16}\.[0-9]{2}")  # what nearly all files write; the other forms are tried where it is not
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?")


def parse_yuan(text: str) -> Fen:
    """Read an amount in yuan as people and programs write it.

    ``1,020.00`` ``¥12`` ``￥-3`` ``-¥3`` ``27元`` ``(12.00)`` (an accountant's minus) ``1.2E+05`` and full-width digits
    are understood. Raises UnreadableAmount for anything else, for an empty text and for more than two decimals that are
    not zero, because half a fen cannot be held.
    """
    if _USUAL.fullmatch(text):
        return int(text.replace(".", ""))
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1]
    plain = plain.replace("¥", "").replace("CNY", "").replace("RMB", "").removesuffix("元").replace(" ", "")
    if not plain or not any(c.isdigit() for c in plain) or not _NUMBER.fullmatch(plain):
        raise UnreadableAmount(text)
    try:
        fen = Decimal(plain.replace(",", "")) * 100
    except (InvalidOperation, Overflow):
        raise UnreadableAmount(text) from None
    if fen.adjusted() > 18 or fen != fen.to_integral_value():
        raise UnreadableAmount(text)
    return -int(fen) if negative else int(fen)


def parse_fen(text: str) -> Fen:
    """Read an integer number of fen, as the interface files hold it. Raises UnreadableAmount."""
    plain = text.strip()
    if not re.fullmatch(r"[+-]?\d{1,18}(\.0+)?", plain):
        raise UnreadableAmount(text)
    return int(plain.partition(".")[0])


def yuan(amount: Fen) -> str:
    """Write an amount for programs: ``-12.34``, no thousands mark, ASCII minus."""
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}.{cents:02d}"


def grouped(amount: Fen, *, signed: bool = False) -> str:
    """Write an amount for people: ``1,234.56``, minus U+2212; with ``signed`` a plus where it is positive."""
    whole, cents = divmod(abs(amount), 100)
    sign = "\N{MINUS SIGN}" if amount < 0 else "+" if signed and amount > 0 else ""
    return f"{sign}{whole:,}.{cents:02d}"


def parse_daily_rate(text: str, *, percent: bool = False) -> Decimal:
    """Read a daily rate as a fraction: ``0.0400%`` and ``0.0004`` are the same; ``percent`` if the column says so.

    Raises UnreadableAmount for what is no number or lies outside 0 to 1 percent a day.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    is_percent = percent or plain.endswith("%")
    try:
        rate = Decimal(plain.rstrip("% "))
    except InvalidOperation:
        raise UnreadableAmount(text) from None
    rate = rate.scaleb(-2) if is_percent else rate
    if not rate.is_finite() or not 0 <= rate <= Decimal("0.01"):
        raise UnreadableAmount(text)
    return rate.normalize() if rate else Decimal(0)


def plain_rate(rate: Decimal) -> str:
    """Write a rate for programs as a plain decimal, ``0.0004``, never ``4E-4``."""
    return format(rate.normalize(), "f") if rate else "0"

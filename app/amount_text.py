"""Amounts and rates as people and programs write them, read as whole fen and as decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation, Overflow

from app.amount_words import amount_in_words
from app.core.money import Fen


class UnreadableAmount(ValueError):
    """A text that is no amount; ``text`` is what stood in the cell."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not an amount: {text!r}")
        self.text = text


_SIGNS = str.maketrans({"−": "-", "﹣": "-", "－": "-", "＋": "+", "，": ",", "．": ".", "（": "(", "）": ")"})
_USUAL = re.compile(r"-?[0-9]{1,16}\.[0-9]{2}")  # what nearly all files write; other forms are tried where it is not
_TORN = re.compile(r"(?<=[.,])\s*\n\s*(?=\d)|(?<=\d)\s*\n\s*(?=[.,])")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?")


def parse_yuan(text: str, *, in_ten_thousands: bool = False) -> Fen:
    """Read an amount in yuan as people and programs write it.

    ``1,020.00`` ``¥12`` ``￥-3`` ``-¥3`` ``27元`` ``(12.00)`` (an accountant's minus) ``1.2E+05`` and full-width digits
    are understood, ``壹仟贰佰元整`` and ``12元3角4分`` too, also where a narrow cell broke the line at a point or
    a comma. Raises UnreadableAmount for anything else, for an empty text and for more than two decimals that are not
    zero, because half a fen cannot be held; ``in_ten_thousands`` reads 万元, of which six decimals are whole fen.
    """
    if not in_ten_thousands and _USUAL.fullmatch(text):
        return int(text.replace(".", ""))
    plain = _TORN.sub("", unicodedata.normalize("NFKC", text).translate(_SIGNS)).strip()
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1]
    worded = None if in_ten_thousands or plain[:-1].isascii() else amount_in_words(plain)
    if worded is not None:
        return -worded if negative else worded
    plain = plain.replace("¥", "").replace("CNY", "").replace("RMB", "").removesuffix("元").replace(" ", "")
    if not plain or not any(c.isdigit() for c in plain) or not _NUMBER.fullmatch(plain):
        raise UnreadableAmount(text)
    try:
        fen = Decimal(plain.replace(",", "")) * (1_000_000 if in_ten_thousands else 100)
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

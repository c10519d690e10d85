"""Rewrites the amounts of a statement as plain numbers: a sign behind, CR and DR, blanks between the digits."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2}0*)?|\.\d{1,2}"
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<lead>[+-])?(?:[A-Z]{{3}}|¥|\$)?(?P<sign>[+-])?(?P<number>{_NUMBER})元?"
    rf"(?(open)\))(?P<behind>\+|-|CR|DR|C|D|贷|借|\(贷\)|\(借\)|存入|支出|\(存入\)|\(支出\))?",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])|[$€£]")
_MINUS = str.maketrans({"−": "-", "﹣": "-", "－": "-", "–": "-", "＋": "+"})
_MINUS_WORDS = {"-", "DR", "D", "借", "(借)", "支出", "(支出)"}


def plain_amount(cell: str) -> str | None:
    """The amount as ``-3500.00``; empty for an empty cell or a dash, None for what is no amount.

    Words behind (``CR``, ``贷``, ``存入``) count as plus, ``DR``, ``借``, ``支出`` as minus.
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell).translate(_MINUS)).removeprefix("人民币")
    if not text or set(text) <= {"-", "—", "/"}:
        return ""
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    negative = "-" in (found["lead"], found["sign"]) or bool(found["open"])
    if (found["behind"] or "").upper() in _MINUS_WORDS:
        negative = not negative
    number = found["number"].replace(",", "")
    return f"-{number}" if negative else number


def is_foreign(cell: str) -> bool:
    """Whether an amount names a currency that is not the yuan: ``USD 20.00``, ``$20``, ``20.00 HKD``."""
    found = _CURRENCY.search(unicodedata.normalize("NFKC", cell))
    return found is not None and found[0].upper() not in ("CNY", "RMB")


def is_amount(cell: str) -> bool:
    """Whether a cell holds an amount."""
    return bool(plain_amount(cell))


def has_sign(cell: str) -> bool:
    """Whether a cell says which way its amount goes."""
    return bool(plain_amount(cell)) and bool(re.search(r"[-+−﹣－–＋(（]|[A-Za-z]{1,2}$|[贷借存支]", cell.strip()))

"""Rewrites the amounts of a statement as plain numbers: a sign behind, CR and DR, blanks between the digits."""

from __future__ import annotations

import re
import unicodedata

from app.importers.reading.remembered import remembered

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2}0*)?|\.\d{1,2}"
_IN, _OUT = "CR|贷方?|存入|收入|转入", "DR|借方?|支出|支取|转出"
_AMOUNT = re.compile(
    rf"(?:(?P<front>{_IN}|{_OUT})[::]?)?(?P<open>\()?(?P<lead>[+-])?(?:[A-Z]{{3}}/?|¥|\$)?(?P<sign>[+-])?(?P<number>{_NUMBER})"
    rf"元?(?:/?(?:RMB|CNY|人民币))?(?(open)\))(?P<behind>\+|-|C|D|\(?(?:{_IN}|{_OUT})\)?)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,2})?")  # what most files write; words are looked for elsewhere
_CURRENCY = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])|[$€£]")
_MINUS = str.maketrans({"−": "-", "﹣": "-", "－": "-", "–": "-", "＋": "+"})
_OUT_WORDS = re.compile(rf"\(?(?:{_OUT}|D)\)?|-", re.IGNORECASE)


def plain_amount(cell: str) -> str | None:
    """The amount as ``-3500.00``; empty for an empty cell or a dash, None for what is no amount.

    Words beside it (``CR``, ``贷``, ``存入``) count as plus, ``DR``, ``借``, ``支出`` as minus.
    """
    return cell if _PLAIN.fullmatch(cell) else _made_plain(cell)


@remembered
def _made_plain(cell: str) -> str | None:
    text = _one_width(cell)
    if not text or set(text) <= {"-", "—", "/"}:
        return ""
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    negative = "-" in (found["lead"], found["sign"]) or bool(found["open"])
    word = found["behind"] or found["front"]
    if word and _OUT_WORDS.fullmatch(word):
        negative = found["front"] is not None or not negative
    number = found["number"].replace(",", "")
    return f"-{number}" if negative else number


@remembered
def side(cell: str) -> int:
    """1 where a word beside an amount says that money came in, -1 where it left, 0 where no word says anything."""
    found = _AMOUNT.fullmatch(_one_width(cell))
    word = (found["behind"] or found["front"] or "").strip("()") if found else ""
    if not word or word in "+-":
        return 0
    return -1 if _OUT_WORDS.fullmatch(word) else 1


def _one_width(cell: str) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell).translate(_MINUS))
    return text.removeprefix("'").removeprefix("人民币")  # an apostrophe keeps a number as text where it was typed


def is_foreign(cell: str) -> bool:
    """Whether an amount names a currency that is not the yuan: ``USD 20.00``, ``$20``, ``20.00 HKD``."""
    return not _PLAIN.fullmatch(cell) and _names_foreign(cell)


@remembered
def _names_foreign(cell: str) -> bool:
    found = _CURRENCY.search(unicodedata.normalize("NFKC", cell))
    return found is not None and found[0].upper() not in ("CNY", "RMB")


def is_amount(cell: str) -> bool:
    """Whether a cell holds an amount."""
    return bool(plain_amount(cell))


@remembered
def has_sign(cell: str) -> bool:
    """Whether a cell says which way its amount goes."""
    return bool(plain_amount(cell)) and bool(re.search(r"[-+−﹣－–＋(（]|[A-Za-z]{1,2}$|[贷借存支收转]", cell.strip()))

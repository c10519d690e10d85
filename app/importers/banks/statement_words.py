"""Knows what the headings, marks and titles of a statement mean whose bank is not known, from one table of words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from app.importers.banks.labels import label
from app.importers.reading.table import clean
from app.resource_files import resource

_UNIT = re.compile(r"\(?(?:单位[::]?)?(?:人民币元|人民币|元|RMB|CNY|¥)\)?$", re.IGNORECASE)
_SIGN_AND_UNIT = re.compile(r"\(([+-])元\)$")
_LONGEST = 24


@lru_cache(maxsize=8192)
def role_of(cell: str) -> str:
    """The part a column plays by its heading; empty where the heading is none that a statement has.

    Roles are ``booked`` and ``traded`` (dates), ``in`` and ``out``, ``amount`` and ``booked-amount``, ``mark``,
    ``balance``, ``currency`` and ``booked-currency``, ``account``, ``summary``, ``counterparty``, ``note``,
    ``reference``, ``status``, and ``none`` for a column that says nothing of the money.
    """
    text = (label(cell) or plain(cell)).casefold()
    if not text or len(text) > _LONGEST or text[0].isdigit():
        return ""
    text = _SIGN_AND_UNIT.sub(r"(\1)", text)  # 收入金额(+元) is 收入金额(+)
    core = _UNIT.sub("", text.replace("_", "") if text.isascii() else text) or text
    return next((role for role, pattern in _columns() if pattern.search(core)), "")


def plain(text: str) -> str:
    """A text in one width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def is_foreign(header: Iterable[str]) -> bool:
    """Whether a header has a column that no statement of an account has."""
    pattern = re.compile(_table()["foreign"]["pattern"])
    return any(pattern.search(cell) for cell in header)


def sorts(cell: str) -> bool:
    """Whether a heading says no more than that its column sorts the rows (类型, Type)."""
    return re.search(_table()["sorting"]["pattern"], (label(cell) or plain(cell)).casefold()) is not None


def mark(cell: str) -> int:
    """1 where a cell is a word for money in, -1 where it is one for money out, 0 where it is neither."""
    text = plain(cell).casefold()
    return next((sign for sign, words in _marks() if text in words), 0)


@lru_cache(maxsize=1024)
def direction(cell: str) -> int | None:
    """1 for money in, -1 for money out, 0 for neither, None for a word that says none of these."""
    text = plain(cell).casefold()
    if told := mark(cell):
        return told
    if any(text in words for sign, words in _marks() if not sign):
        return 0
    said = {sign for sign, words in _marks() if sign for word in words if len(word) > 1 and word in text}
    return said.pop() if len(said) == 1 else None


def part_in(line: str) -> bool | None:
    """Whether a line begins a part in a foreign currency (True) or in yuan (False); None where it says neither."""
    if re.search(_table()["currency"]["yuan"], line, re.IGNORECASE):
        return False
    return True if re.search(_table()["currency"]["foreign"], line, re.IGNORECASE) else None


def is_undone(state: str) -> bool:
    """Whether a row's state says that no money moved."""
    text = plain(state).casefold() if state else ""
    return bool(text) and any(word in text for word in _table()["states"]["undone"])


def of_card(texts: Iterable[str], header: Iterable[str]) -> bool:
    """Whether the words above a table and its heading are those of a credit card."""
    words, table = " ".join(texts), _table()["card"]
    if re.search(table["not_title"], words):
        return False
    return bool(re.search(table["title"], words, re.IGNORECASE)) or any(re.search(table["column"], h) for h in header)


def has_two_currencies(header: Iterable[str]) -> bool:
    """Whether rows have the currency of the trade and of the booking and no balance, as those of cards do."""
    labels = list(header)
    has_balance = any(role_of(text) == "balance" for text in labels)
    return not has_balance and re.search(_table()["card"]["currencies"], " ".join(labels)) is not None


def of_loan(texts: Iterable[str]) -> bool:
    """Whether the words above a table are those of a loan's account: what is owed, and no money that is held."""
    return any(re.search(_table()["account"]["loan"], text, re.IGNORECASE) for text in texts if len(text) <= _LONGEST)


def of_books(texts: Iterable[str], header: Iterable[str]) -> bool:
    """Whether the words above a table are those of an accountant's books, and its sides are debit and credit."""
    table = _table()["books"]
    sides = any(re.search(table["sides"], label, re.IGNORECASE) for label in header)
    return sides and any(re.search(table["title"], text) for text in texts if len(text) <= _LONGEST)


def gives_back(text: str) -> bool:
    """Whether a card row's text speaks of money paid to the card."""
    return re.search(_table()["card"]["repaid"], text, re.IGNORECASE) is not None


def comes_back(text: str) -> bool:
    """Whether a row's text says that money once paid came back."""
    return re.search(_table()["account"]["back"], text, re.IGNORECASE) is not None


def earns(text: str) -> bool:
    """Whether a row's text says that money was earned or came in."""
    return re.search(_table()["account"]["earned"], text, re.IGNORECASE) is not None


def pays(text: str) -> bool:
    """Whether a row's text says that something was repaid or bought, whichever way its money is signed."""
    return re.search(_table()["account"]["paid"], text, re.IGNORECASE) is not None


def spends(text: str) -> bool:
    """Whether a card row's text speaks of money spent with the card."""
    return re.search(_table()["card"]["spent"], text, re.IGNORECASE) is not None


def bank_in(texts: Iterable[str]) -> str:
    """The short name of the bank that some texts name, empty where they name none or several."""
    words = " ".join(texts)
    named = {bank for bank, names in _table()["banks"].items() if any(name in words for name in names)}
    return named.pop() if len(named) == 1 else ""


@cache
def _columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["role"], re.compile(entry["pattern"])) for entry in _table()["column"])


@cache
def _marks() -> tuple[tuple[int, frozenset[str]], ...]:
    signs = {"in": 1, "out": -1, "neutral": 0}
    return tuple((sign, frozenset(plain(w).casefold() for w in _table()["marks"][n])) for n, sign in signs.items())


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resource("tables", "statement_words.toml").read_text(encoding="utf-8"))

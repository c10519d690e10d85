"""Reads the amount of a statement's row: negative is money that left the account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.discrepancy import FactValue
from app.core.money import Fen
from app.importers.banks.columns import Columns
from app.importers.banks.labels import label, number
from app.importers.banks.layout import Layout, Marked, Signed, TwoSided

_SCIENTIFIC = re.compile(r"[+-]?[\d.,]+[eE][+-]?\d+")
_BRACKETED = re.compile(r"[(（].*[)）]")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a cell or row could not be read as it stands: a message id and its facts."""

    code: str
    facts: tuple[tuple[str, FactValue], ...] = ()


class BadRow(Exception):
    """A row that gives no fact, with the trouble that a person should know."""

    def __init__(self, code: str, **facts: FactValue) -> None:
        super().__init__(code)
        self.trouble = Trouble(code, tuple(facts.items()))


def row_amount(layout: Layout, columns: Columns, cells: list[str]) -> tuple[Fen, Trouble | None]:
    """The signed amount in fen, and a trouble to report although the amount was read. Raises BadRow."""
    match layout.money:
        case Signed(amount, charges):
            text = number(columns.cell(cells, amount))
            value = _read(text)
            return -value if charges else value, _bracket_trouble(text, value)
        case TwoSided(pairs):
            return _two_sided(columns, cells, pairs), None
        case Marked() as marked:
            return _marked(columns, cells, marked), None


def read_balance(text: str) -> Fen | None:
    """A balance in fen; None where the cell is empty, masked or no amount."""
    try:
        return parse_yuan(number(text))
    except UnreadableAmount:
        return None


def _two_sided(columns: Columns, cells: list[str], pairs: tuple[tuple[str, str], ...]) -> Fen:
    for into, out in pairs:
        texts = [number(columns.cell(cells, (name,))) for name in (into, out)]
        if any(texts):
            gained, spent = (_read(text, signed=False) if text else 0 for text in texts)
            if gained and spent:
                raise BadRow("bank-amount-on-both-sides", income=texts[0], outgo=texts[1])
            return gained - spent
    raise BadRow("bank-amount-missing")


def _marked(columns: Columns, cells: list[str], money: Marked) -> Fen:
    value = _read(number(columns.cell(cells, money.amount)), signed=False)
    mark = label(columns.cell(cells, money.mark))
    into, out = (any(word in mark for word in side) for side in (money.into, money.out))
    if into == out:
        raise BadRow("bank-direction-unknown", text=mark)
    return value if into else -value


def _read(text: str, *, signed: bool = True) -> Fen:
    if not text:
        raise BadRow("bank-amount-missing")
    if _SCIENTIFIC.fullmatch(text):
        # A spreadsheet shows 123456.78 as 1.2E+05: the digits behind are gone, so the value is not known.
        raise BadRow("bank-amount-shortened", text=text)
    if not signed and _BRACKETED.fullmatch(text):
        raise BadRow("bank-amount-unreadable", text=text)
    try:
        return parse_yuan(text)
    except UnreadableAmount:
        raise BadRow("bank-amount-unreadable", text=text) from None


def _bracket_trouble(text: str, value: Fen) -> Trouble | None:
    if not _BRACKETED.fullmatch(text):
        return None
    return Trouble("bank-amount-in-brackets", (("text", text), ("amount", value)))

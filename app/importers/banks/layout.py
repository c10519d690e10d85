"""Declares what a bank's statement looks like: which columns play which part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Names: TypeAlias = tuple[str, ...]
"""Labels of one column, as `labels.label` writes them; the first that stands in the header is taken."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One column with a sign. On a card's statement (``charges``) plus is what was charged to the card."""

    amount: Names
    charges: bool = False


@dataclass(frozen=True, slots=True)
class TwoSided:
    """A column for money in and one for money out, as pairs; the first pair with a value counts."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """An amount without sign and a column that says the direction, by a word it holds."""

    amount: Names
    mark: Names
    into: Names = ("贷", "转入", "收入", "存入")
    out: Names = ("借", "转出", "支出", "取出")


Money: TypeAlias = Signed | TwoSided | Marked


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of a bank's statement.

    ``header`` are labels that must all stand in one row; where they are too common to prove the bank, one of
    ``titles`` must stand above them. ``booked`` is the booking date, ``traded`` the date of the transaction, ``time``
    its time. ``note`` columns are joined. ``payer`` is the counterparty of money that came in, where a layout names
    both parties. ``short_rows`` says that the bank leaves trailing cells away. ``proved_by_balance`` is set where no
    real file with rows was seen: the rows count only if their balances follow from one another.
    """

    id: str
    provider: str
    header: Names
    money: Money
    booked: Names
    titles: Names = ()
    traded: Names = ()
    time: Names = ()
    balance: Names = ()
    currency: Names = ()
    account: Names = ()
    summary: Names = ()
    counterparty: Names = ()
    note: Names = ()
    reference: Names = ()
    payer: Names = ()
    short_rows: bool = False
    proved_by_balance: bool = False

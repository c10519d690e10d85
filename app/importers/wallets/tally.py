"""Counts all rows of a wallet's export, everyday ones too: how many, from when to when, and sums by direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from app.core.money import Fen, UnreadableAmount, parse_yuan
from app.importers.dates import UnreadableDate, parse_moment
from app.importers.wallets.layout import Marks, Wallet

Cell = TypeVar("Cell")
Columns = Mapping[str, Sequence[str]]
"""The cells of some rows by meaning, without padding; every meaning has a cell in every row."""


class Tally:
    """Sums over every data row seen; rows whose amount or date cannot be read are named, not summed."""

    def __init__(self, wallet: Wallet) -> None:
        self._wallet = wallet
        self._counts: dict[str, int] = {}
        self._sums: dict[str, Fen] = {}
        self.rows = 0
        self.untimed = 0
        self.oldest: tuple[datetime, int] | None = None
        self.newest: tuple[datetime, int] | None = None
        self.bad_dates: list[tuple[int, str]] = []
        self.bad_amounts: list[tuple[int, str]] = []

    @property
    def sums(self) -> tuple[tuple[str, int, Fen], ...]:
        """Direction word, rows, amount, in the order of the words."""
        return tuple((word, self._counts[word], self._sums[word]) for word in sorted(self._counts))

    def add(self, numbers: Sequence[int], columns: Columns) -> None:
        """Take in the rows of these physical numbers."""
        self.rows += len(numbers)
        self._add_moments(numbers, columns["at"])
        self._add_amounts(numbers, columns)

    def _add_moments(self, numbers: Sequence[int], texts: Sequence[str]) -> None:
        from pandas import Series, to_datetime

        moments = Series(to_datetime(list(texts), format="%Y-%m-%d %H:%M:%S", errors="coerce"), index=list(numbers))
        plain = moments.dropna()
        if len(plain):
            # Wallets write the newest row first: of rows at one moment the last is the oldest, the first the newest.
            oldest, newest = plain.min(), plain.max()
            self._stretch(oldest.to_pydatetime(), int(plain.index[plain == oldest].max()))
            self._stretch(newest.to_pydatetime(), int(plain.index[plain == newest].min()))
        for at in moments.isna().to_numpy().nonzero()[0].tolist():
            self._add_moment(numbers[at], texts[at])

    def _add_moment(self, row: int, text: str) -> None:
        try:
            moment, timed = parse_moment(text)
        except UnreadableDate:
            self.bad_dates.append((row, text))
            return
        self.untimed += not timed
        self._stretch(moment, row)

    def _stretch(self, moment: datetime, row: int) -> None:
        if self.oldest is None or (moment, -row) < (self.oldest[0], -self.oldest[1]):
            self.oldest = (moment, row)
        if self.newest is None or (moment, -row) > (self.newest[0], -self.newest[1]):
            self.newest = (moment, row)

    def _add_amounts(self, numbers: Sequence[int], columns: Columns) -> None:
        counts, sums = self._counts, self._sums
        words = self._words(columns["counted_as"])
        for row, text, word, amount in zip(numbers, columns["amount"], words, self._amounts(columns), strict=True):
            counts[word] = counts.get(word, 0) + 1
            if amount is None:
                self.bad_amounts.append((row, text))
            else:
                sums[word] = sums.get(word, 0) + amount
        for word in counts.keys() - sums.keys():
            sums[word] = 0

    def _words(self, directions: Sequence[str]) -> Iterable[str]:
        neutral = dict.fromkeys(self._wallet.neutral_words, self._wallet.neutral)
        return (neutral.get(word, word) for word in directions)

    def _amounts(self, columns: Columns) -> Iterable[Fen | None]:
        counted = self._wallet.counted
        if counted is None:
            return (_or_none(plain_yuan, text) for text in columns["amount"])
        marks = zip(*(columns[name] for name in Marks._fields), strict=True)
        return (_or_none(counted, mark) for mark in map(Marks._make, marks))


def _or_none(read: Callable[[Cell], Fen], cell: Cell) -> Fen | None:
    try:
        return read(cell)
    except UnreadableAmount:
        return None


def plain_yuan(text: str) -> Fen:
    """What `parse_yuan` gives, sooner for the form that nearly every row has, ``1234.56``."""
    whole, _, cents = text.partition(".")
    if len(cents) == 2 and text.isascii() and whole.isdigit() and cents.isdigit():
        return int(whole + cents)
    return parse_yuan(text)

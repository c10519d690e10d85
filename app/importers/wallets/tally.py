"""Counts all rows of a wallet's export, everyday ones too: how many, from when to when, and sums by direction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.money import Fen
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.wallets.batches import Batch
from app.importers.wallets.layout import Marks, Wallet

Cell = TypeVar("Cell")


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

    def add(self, rows: Batch) -> None:
        """Take in some rows."""
        self.rows += len(rows.numbers)
        self._add_moments(rows)
        self._add_amounts(rows)

    def _add_moments(self, rows: Batch) -> None:
        numbers, moments = rows.numbers, rows.moments
        if not moments:
            for row, text in zip(numbers, rows.cells("at"), strict=True):
                self._add_moment(row, text)
            return
        # Wallets write the newest row first: of rows at one moment the last is the oldest, the first the newest.
        oldest, newest = min(moments), max(moments)
        self._stretch(oldest, numbers[len(moments) - 1 - moments[::-1].index(oldest)])
        self._stretch(newest, numbers[moments.index(newest)])

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

    def _add_amounts(self, rows: Batch) -> None:
        words = rows.cells("counted_as")
        counts = Counter(words)
        sums: dict[str, Fen] = dict.fromkeys(counts, 0)
        for word, amount in zip(words, self._amounts(rows), strict=True):
            sums[word] += amount
        for written, count in counts.items():
            word = self._wallet.neutral if written in self._wallet.neutral_words else written
            self._counts[word] = self._counts.get(word, 0) + count
            self._sums[word] = self._sums.get(word, 0) + sums[written]

    def _amounts(self, rows: Batch) -> Sequence[Fen]:
        """What each row counts, nothing where its amount cannot be read."""
        counted = self._wallet.counted
        if counted is not None:
            return self._read_each(rows, counted, map(Marks._make, zip(*map(rows.cells, Marks._fields), strict=True)))
        if rows.amounts is not None:
            return rows.amounts
        return self._read_each(rows, parse_yuan, rows.cells("amount"))

    def _read_each(self, rows: Batch, read: Callable[[Cell], Fen], cells: Iterable[Cell]) -> list[Fen]:
        amounts = []
        for at, cell in enumerate(cells):
            try:
                amounts.append(read(cell))
            except UnreadableAmount:
                amounts.append(0)
                self.bad_amounts.append((rows.numbers[at], rows.cells("amount")[at]))
        return amounts

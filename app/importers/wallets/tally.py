"""Counts all rows of a wallet's export, everyday ones too: how many, from when to when, and sums by direction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from app.core.money import Fen, UnreadableAmount, parse_yuan
from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.wallets.layout import Marks, Wallet

Cell = TypeVar("Cell")
Columns = Mapping[str, Sequence[str]]
"""The cells of some rows by meaning, without padding; every meaning has a cell in every row."""

_MOMENT = re.compile(
    r"(?:19[89][0-9]|2[01][0-9]{2})-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
)
"""A day that every calendar of 1980 to 2199 has, and a time, as nearly all files write them."""
_MOMENTS = re.compile(rf"(?:{_MOMENT.pattern}\n)*")


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
        plain: Sequence[int] = range(len(texts))
        if not _MOMENTS.fullmatch("\n".join((*texts, ""))):
            usual = _MOMENT.fullmatch
            plain = [at for at, text in enumerate(texts) if usual(text)]
            known = set(plain)
            for at in range(len(texts)):
                if at not in known:
                    self._add_moment(numbers[at], texts[at])
        if plain:
            # So written, the earlier moment is the lesser text. Wallets write the newest row first: of rows at one
            # moment the last is the oldest, the first the newest.
            oldest = min(plain, key=lambda at: (texts[at], -numbers[at]))
            newest = max(plain, key=lambda at: (texts[at], -numbers[at]))
            for at in (oldest, newest):
                self._stretch(datetime.fromisoformat(texts[at]), numbers[at])

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
        neutral = dict.fromkeys(self._wallet.neutral_words, self._wallet.neutral)
        words = [neutral.get(word, word) for word in columns["counted_as"]]
        for word, count in Counter(words).items():
            self._counts[word] = self._counts.get(word, 0) + count
            self._sums.setdefault(word, 0)
        sums = self._sums
        for at, (word, amount) in enumerate(zip(words, self._amounts(columns), strict=True)):
            if amount is None:
                self.bad_amounts.append((numbers[at], columns["amount"][at]))
            else:
                sums[word] += amount

    def _amounts(self, columns: Columns) -> Sequence[Fen | None]:
        counted = self._wallet.counted
        if counted is None:
            return plain_amounts(columns["amount"]) or [_or_none(parse_yuan, text) for text in columns["amount"]]
        marks = zip(*(columns[name] for name in Marks._fields), strict=True)
        return [_or_none(counted, mark) for mark in map(Marks._make, marks)]


def _or_none(read: Callable[[Cell], Fen], cell: Cell) -> Fen | None:
    try:
        return read(cell)
    except UnreadableAmount:
        return None


_PLAIN = re.compile(r"(?:[¥￥]?[0-9]+\.[0-9]{2}\n)*")


def plain_amounts(texts: Sequence[str]) -> list[Fen] | None:
    """What `parse_yuan` gives for every text, where all have the form ``1234.56`` or ``¥1234.56``; None otherwise.

    One pass over all texts at once: nearly all files write amounts so, and trying each for every other form is slow.
    """
    lines = "\n".join((*texts, ""))
    if not _PLAIN.fullmatch(lines):
        return None
    digits = lines.replace(".", "").replace("¥", "").replace("￥", "")
    return [int(line) for line in digits.split()]

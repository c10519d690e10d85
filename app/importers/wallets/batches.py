"""Hands out the rows under a wallet's header in batches: cells by meaning, each column a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from app.core.money import Fen
from app.importers.reading.dates import usual_moments
from app.importers.reading.table import Table, clean
from app.importers.wallets.layout import MEANINGS, Found, Layout

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Columns = Mapping[str, Sequence[str]]
"""The cells of some rows by meaning."""


class Memo(dict[Key, Value], Generic[Key, Value]):
    """Remembers what a function gave for each cell or cells: most columns of a wallet hold few different ones."""

    def __init__(self, work: Callable[[Key], Value]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._work(key)
        return value


class Batch:
    """Some rows: their physical numbers and their cells by meaning; every meaning has a cell in every row.

    ``written`` are the cells as they stand. A column is cleaned when it is first asked for: of many columns only the
    cells of the few rows that concern credit are looked at. ``moments`` and ``amounts`` are what every row has in the
    columns of these names, where all are written as most files do and without padding; None where some are not.
    """

    def __init__(
        self,
        numbers: Sequence[int],
        written: Columns,
        flat: Mapping[str, Callable[[str], str]],
        moments: Sequence[datetime] | None,
        amounts: Sequence[Fen] | None,
    ) -> None:
        self.numbers = numbers
        self.written = written
        self.moments = moments
        self.amounts = amounts
        self._flat = flat
        self._clean: dict[str, list[str]] = {}

    def cells(self, meaning: str) -> list[str]:
        """A column without padding."""
        if meaning not in self._clean:
            self._clean[meaning] = list(map(self._flat[meaning], self.written[meaning]))
        return self._clean[meaning]

    def only(self, places: Sequence[int]) -> Batch:
        """The rows at these places, counted from 0."""
        if len(places) == len(self.numbers):
            return self
        columns = {meaning: [cells[at] for at in places] for meaning, cells in self.written.items()}
        moments = self.moments and [self.moments[at] for at in places]
        amounts = self.amounts and [self.amounts[at] for at in places]
        return Batch([self.numbers[at] for at in places], columns, self._flat, moments, amounts)


def batches(table: Table, found: Found) -> Iterator[Batch]:
    """The rows below the header in order, up to the last row of data; blank rows and other lines between are there."""
    names = {position: name for name, position in table.columns(found.header).items()}
    wanted = {position for positions in found.positions.values() for position in positions}
    flat = flats(found.layout)
    last = last_row(table, found)
    for block in table.blocks(found.header, last=last, only=[names[position] for position in wanted]):
        written = {}
        for meaning in MEANINGS:
            columns = [block.columns[names[position]] for position in found.positions[meaning]]
            written[meaning] = _first_filled(columns, flat[meaning]) if columns else [""] * len(block.numbers)
        yield Batch(block.numbers, written, flat, usual_moments(written["at"]), plain_amounts(written["amount"]))
        del block, written, columns


def last_row(table: Table, found: Found) -> int:
    """The last physical row with a time or an amount; what stands below it is the file's own closing lines."""
    places = (*found.positions["at"], *found.positions["amount"])
    for number in range(len(table), found.header, -1):
        cells = table.row(number)
        if any(at < len(cells) and clean(cells[at]) for at in places):
            return number
    return found.header


_PLAIN = re.compile(r"(?:[¥￥]?[0-9]{1,16}\.[0-9]{2}\n)*")


def plain_amounts(texts: Sequence[str]) -> list[Fen] | None:
    """What `parse_yuan` gives for every text, where all have the form ``1234.56`` or ``¥1234.56``; None otherwise.

    One pass over all texts at once: nearly all files write amounts so, and trying each for every other form is slow.
    """
    lines = "\n".join((*texts, ""))
    if not _PLAIN.fullmatch(lines):
        return None
    digits = lines.replace(".", "").replace("¥", "").replace("￥", "")
    amounts = list(map(int, digits.split()))
    return amounts if len(amounts) == len(texts) else None  # a cell may hold two lines


def flats(layout: Layout) -> Mapping[str, Callable[[str], str]]:
    """For each meaning what takes the padding, and line breaks where the layout has them, off a cell."""
    if not layout.wrapped:
        return dict.fromkeys(MEANINGS, str.strip)
    return {**dict.fromkeys(MEANINGS, _unwrapped), "at": _joined}


def _first_filled(columns: Sequence[list[str]], flat: Callable[[str], str]) -> list[str]:
    first, *others = columns
    for other in others:
        first = [flat(one) or another for one, another in zip(first, other, strict=True)]
    return first


def _unwrapped(cell: str) -> str:
    return re.sub(r"\s*\n\s*", "", clean(cell))


def _joined(cell: str) -> str:
    return clean(cell).replace("\n", " ")

"""Hands out the rows under a wallet's header in batches: cells by meaning, clean, each column a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.importers.reading.table import Table, clean
from app.importers.wallets.layout import MEANINGS, Found
from app.importers.wallets.tally import Columns

Value = TypeVar("Value")


class Memo(dict[str, Value], Generic[Value]):
    """Remembers what a function gave for each text: most columns of a wallet hold few different ones."""

    def __init__(self, work: Callable[[str], Value]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, text: str) -> Value:
        value = self[text] = self._work(text)
        return value


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows: their physical numbers and their cells by meaning; every meaning has a cell in every row."""

    numbers: Sequence[int]
    columns: Columns

    def only(self, places: Sequence[int]) -> Batch:
        """The rows at these places, counted from 0."""
        if len(places) == len(self.numbers):
            return self
        return Batch(
            [self.numbers[at] for at in places],
            {meaning: [cells[at] for at in places] for meaning, cells in self.columns.items()},
        )


_FEW = {"direction", "status", "method", "category", "counterparty", "counted_as"}


def batches(table: Table, found: Found) -> Iterator[Batch]:
    """The rows below the header in order, up to the last row of data; blank rows and other lines between are there."""
    names = {position: name for name, position in table.columns(found.header).items()}
    wanted = {position for positions in found.positions.values() for position in positions}
    wrapped = found.layout.wrapped
    flat = _unwrapped if wrapped else str.strip
    known = {meaning: Memo(flat) for meaning in _FEW}
    last = last_row(table, found)
    for block in table.blocks(found.header, last=last, only=[names[position] for position in wanted]):
        raw = {position: block.columns[names[position]] for position in wanted}
        columns: dict[str, list[str]] = {}
        for meaning in MEANINGS:
            filled = [
                _clean_column(raw[position], known.get(meaning), _joined if meaning == "at" and wrapped else flat)
                for position in found.positions[meaning]
            ]
            columns[meaning] = _first_filled(filled, len(block.numbers))
        yield Batch(block.numbers, columns)


def last_row(table: Table, found: Found) -> int:
    """The last physical row with a time or an amount; what stands below it is the file's own closing lines."""
    places = (*found.positions["at"], *found.positions["amount"])
    for number in range(len(table), found.header, -1):
        cells = table.row(number)
        if any(at < len(cells) and clean(cells[at]) for at in places):
            return number
    return found.header


def _clean_column(cells: list[str], known: Memo[str] | None, flat: Callable[[str], str]) -> list[str]:
    return list(map(flat, cells)) if known is None else [known[cell] for cell in cells]


def _first_filled(filled: list[list[str]], rows: int) -> list[str]:
    if not filled:
        return [""] * rows
    first, *others = filled
    for other in others:
        first = [one or another for one, another in zip(first, other, strict=True)]
    return first


def _unwrapped(cell: str) -> str:
    return re.sub(r"\s*\n\s*", "", clean(cell))


def _joined(cell: str) -> str:
    return clean(cell).replace("\n", " ")

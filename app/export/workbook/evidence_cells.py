"""Finds the very cell of a file that an input was read from, so that a link leads to the figure itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.discrepancy import Input, Unit
from app.core.facts import Source
from app.core.money import UnreadableAmount, parse_daily_rate, parse_fen, parse_yuan

_FEN_DIGITS = 3
"""An amount in whole fen shorter than this is rather a count or a period."""


@dataclass(frozen=True, slots=True)
class Written:
    """A cell of a row of evidence, by index from 0, with what stands in it."""

    source: Source
    index: int
    text: str


def where_written(given: Input, cells: Mapping[Source, Sequence[str]]) -> Written | None:
    """The cell that says the input's value: as yuan with decimals, else as fen, else as whole yuan, or as a rate."""
    for means in _READINGS.get(given.unit, ()):
        for source in given.evidence:
            for index, text in enumerate(cells.get(source, ())):
                if means(text, given.value):
                    return Written(source, index, text)
    return None


def _says_yuan(text: str, value: int | Decimal) -> bool:
    return "." in text and _yuan(text) == value


def _says_fen(text: str, value: int | Decimal) -> bool:
    return len(text.strip("+- ")) >= _FEN_DIGITS and _read(parse_fen, text) == value


def _says_whole_yuan(text: str, value: int | Decimal) -> bool:
    return _yuan(text) == value


def _says_rate(text: str, value: int | Decimal) -> bool:
    return any(mark in text for mark in ".%") and value in _rates(text)


def _rates(text: str) -> Iterator[object]:
    yield _read(parse_daily_rate, text)
    yield _read(lambda t: parse_daily_rate(t, percent=True), text)


def _yuan(text: str) -> int | None:
    found = _read(parse_yuan, text)
    return abs(found) if isinstance(found, int) else None


def _read(reader: Callable[[str], object], text: str) -> object:
    try:
        return reader(text)
    except UnreadableAmount:  # another kind of cell
        return None


_READINGS = {
    Unit.MONEY: (_says_yuan, _says_fen, _says_whole_yuan),
    Unit.RATE: (_says_rate,),
}

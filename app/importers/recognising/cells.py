"""Reads the named cells of one row as amounts, days, whole numbers and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from app.amount_text import UnreadableAmount
from app.core.money import Fen
from app.importers.reading.dates import UnreadableDate, parse_day, parse_moment
from app.importers.recognising.cell_shapes import parse_amount

Value = TypeVar("Value")


class Unreadable(Exception):
    """A cell that is not what its column holds; ``wanted`` is what that is: amount, date, number, rate, word, split."""

    def __init__(self, column: str, text: str, wanted: str) -> None:
        super().__init__(f"{column}: no {wanted}: {text!r}")
        self.column = column
        self.text = text
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of physical row ``row`` by name, each without padding; ``headings`` gives a name as the file has it.

    ``units`` names the unit of a column where its heading does; ``amount`` turns a text and its unit into fen. A cell
    that cannot be read raises Unreadable; an empty one gives None from the methods that say so, the default where one
    is passed, and raises Unreadable otherwise. ``further`` are texts that hold more of an amount.
    """

    row: int
    values: Mapping[str, str]
    headings: Mapping[str, str]
    units: Mapping[str, str]
    amount: Callable[[str, str], Fen] = parse_amount
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The cell's text, empty where the column is missing."""
        return self.values.get(name, "")

    def fen(self, name: str, default: Fen | None = None) -> Fen:
        """The cell as an amount in fen, with all that other cells hold more of it."""
        unit = self.units.get(name, "")
        own = self._read(name, lambda text: self.amount(text, unit), "amount", default)
        try:
            return own + sum(self.amount(text, unit) for text in self.further.get(name, ()) if text)
        except UnreadableAmount:
            raise self.unreadable(name, "amount") from None

    def fen_or_none(self, name: str) -> Fen | None:
        """The cell as an amount in fen, None where it is empty."""
        return self.fen(name) if self.text(name) else None

    def day(self, name: str) -> date:
        """The cell as a date; a time behind it is dropped."""
        return self._read(name, parse_day, "date", None)

    def day_or_none(self, name: str) -> date | None:
        """The cell as a date, None where it is empty."""
        return self.day(name) if self.text(name) else None

    def moment(self, name: str) -> datetime:
        """The cell as a moment; midnight where it has no time."""
        return self._read(name, lambda text: parse_moment(text)[0], "date", None)

    def whole(self, name: str, default: int | None = None) -> int:
        """The cell as a whole number; ``12.0`` is one."""
        return self._read(name, _whole, "number", default)

    def parsed(self, name: str, parse: Callable[[str], Value | None], wanted: str) -> Value | None:
        """The cell by a parser that answers None for what it cannot read; None where the cell is empty."""
        value = parse(self.text(name)) if self.text(name) else None
        if value is None and self.text(name):
            raise self.unreadable(name, wanted)
        return value

    def unreadable(self, name: str, wanted: str) -> Unreadable:
        """The trouble with this cell, to be raised."""
        return Unreadable(self.headings.get(name, name), self.text(name), wanted)

    def _read(self, name: str, parse: Callable[[str], Value], wanted: str, default: Value | None) -> Value:
        text = self.text(name)
        if not text and default is not None:
            return default
        try:
            return parse(text)
        except (UnreadableAmount, UnreadableDate, ValueError):
            raise self.unreadable(name, wanted) from None


def _whole(text: str) -> int:
    digits, _, rest = text.partition(".")
    if rest.strip("0"):
        raise ValueError(text)
    return int(digits)

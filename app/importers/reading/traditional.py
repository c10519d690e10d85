"""Brings texts in traditional letters to simplified ones, by which every word of money is known."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from app.resource_files import resource

_HEAD, _ROWS = 1 << 16, 200


@dataclass(frozen=True, slots=True)
class _Letters:
    """Simplified letters by the code point of traditional ones, and words by which a text is known."""

    simplified: dict[int, str]
    words: tuple[str, ...]


def is_traditional(text: str) -> bool:
    """Whether the head of a text writes words of money in traditional letters: several, as headings do above what a
    simplified program booked, or one where more letters are so than simplified.
    """
    head = text[:_HEAD]
    known = sum(1 for word in _letters().words if word in head)
    if known != 1:
        return known > 1
    table = _letters().simplified
    simple = {ord(letter) for letter in table.values()}
    written = sum(1 for letter in head if ord(letter) in table)
    return written > sum(1 for letter in head if ord(letter) in simple)


def simplified(text: str) -> str:
    """The text with simplified letters; it is as long as before."""
    return text.translate(_letters().simplified)


def simplified_rows(rows: list[list[str]]) -> list[list[str]]:
    """Rows with simplified letters where their head is in traditional ones; else as they are."""
    if not is_traditional(" ".join(cell for row in rows[:_ROWS] for cell in row)):
        return rows
    return [[simplified(cell) for cell in row] for row in rows]


@cache
def _letters() -> _Letters:
    table = tomllib.loads(resource("tables", "traditional_letters.toml").read_text(encoding="utf-8"))
    letters = {ord(pair[0]): pair[1] for pair in table["pairs"].split()}
    return _Letters(letters, tuple(table["words"]))

"""Describes the layouts of a wallet's exports by the names of their columns, and finds which one a table has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from app.amount_text import parse_yuan
from app.core.money import Fen
from app.importers.reading.table import Table, clean

HEADER_WITHIN = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """A generation of an export.

    ``columns`` gives for each meaning the names of its columns; where several stand in a header, a row's first one
    that is not empty counts. A header must hold every name of ``needed``. ``states`` is False where the layout never
    says how a row ended; ``only_done`` is True where it holds nothing but what succeeded. ``wrapped`` cells hold line
    breaks where the page was too narrow.
    """

    id: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    states: bool = True
    only_done: bool = False
    wrapped: bool = False


class Marks(NamedTuple):
    """The cells by which a file's own totals count a row."""

    amount: str
    direction: str
    method: str
    category: str


@dataclass(frozen=True, slots=True)
class Wallet:
    """A wallet's exports and their habits.

    ``amount`` reads an amount cell: what moved, gross of later refunds; a plain one (``12.34``) as `parse_yuan` does.
    ``counted`` gives the amount by which the
    file's totals count a row (raises UnreadableAmount). ``neutral`` is the word of the totals for rows that are
    neither income nor spending, ``neutral_words`` how the rows write it. ``refund_keeps_order`` says whether a refund's
    order number begins with that of its purchase. ``generation`` refines a layout's id by the lines around the rows.
    """

    name: str
    layouts: tuple[Layout, ...]
    neutral: str
    neutral_words: frozenset[str] = frozenset()
    refund_keeps_order: bool = True
    amount: Callable[[str], Fen] = parse_yuan
    counted: Callable[[Marks], Fen] | None = None
    generation: Callable[[Layout, Table, Iterable[str]], str] = field(default=lambda layout, table, lines: layout.id)


MEANINGS = (
    "at", "amount", "direction", "status", "method", "category", "counterparty", "text", "order_no", "merchant_no",
    "gross", "note", "counted_as",
)  # fmt: skip


@lru_cache(maxsize=4096)
def tidy(name: str) -> str:
    """A column's name without spaces, line breaks and differences of width and case: ``金额（元）`` is ``金额(元)``."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean(name))).casefold()


@dataclass(frozen=True, slots=True)
class Found:
    """A layout met in a table: the header's row and, for each meaning, the positions of its columns."""

    layout: Layout
    header: int
    positions: Mapping[str, tuple[int, ...]]


def find(table: Table, layouts: Iterable[Layout]) -> Found | None:
    """The first header near the top that one of the layouts explains."""
    wanted = [(layout, {tidy(name) for name in layout.needed}) for layout in layouts]
    fewest = min(len(names) for _, names in wanted)
    for number in range(1, min(len(table), HEADER_WITHIN) + 1):
        cells = table.row(number)
        if len(cells) < fewest:
            continue
        names: dict[str, int] = {}
        for position, cell in enumerate(cells):
            names.setdefault(tidy(cell), position)
        for layout, needed in wanted:
            if needed <= names.keys():
                return Found(layout, number, _positions(layout, names))
    return None


def _positions(layout: Layout, names: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    return {
        meaning: tuple(names[name] for column in layout.columns.get(meaning, ()) if (name := tidy(column)) in names)
        for meaning in MEANINGS
    }

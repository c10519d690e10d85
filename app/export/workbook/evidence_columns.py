"""How wide the columns of the evidence are, and which tables have more of them than one printed page can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from app.core.facts import Source
from app.export.workbook.grid import Sheet, figures_width, height, wide
from app.export.workbook.paper import PAGE_WIDTH, ROW_POINTS, room_of

MOST_CELLS = 40
ONE_LINE, PART_POINTS = 20.0, 28.0
"""Points of the name of a file or of its headings, and of what names a part."""
HEAD_POINTS, ABOVE_EVIDENCE = 22.0, 30.0 + 18.0 + ROW_POINTS + 22.0
"""Points of the sheet's own header, which each page bears, and of all that the first page bears above the rows."""
_DIGIT, _WIDEST_CHARACTER = 0.92, 1.92
NUMBER, USED, ROW = 8.0, 11.0, 6.0
"""The columns before the cells of a file: its number, where it is used, and its row there."""
_BEFORE = NUMBER + USED + ROW
_WIDEST, _NARROWEST = 30.0, 8.0
_MEASURED = 500
"""Rows by which columns are measured."""
_READABLE, _MOST_BESIDE = 11.0, 3
"""Columns are narrowed to so much at the least before a row goes on the next page beside it."""

_OWN_PAGE = PAGE_WIDTH * 0.88
"""What a page surely holds that is printed at a scale of its own, whichever program measures its letters."""

Cells = Mapping[Source, Sequence[str]]


@dataclass(frozen=True, slots=True)
class EvidenceColumns:
    """The ``widths`` of the cells' columns. The first ``on_a_page`` stand on one page; 0 where all tables do.

    ``wide_tables`` are those of more columns, by digest and sheet, with how many they have.
    """

    widths: Sequence[float]
    on_a_page: int = 0
    wide_tables: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def room(self) -> float:
        """Points of rows that a printed page holds."""
        return room_of(Sheet("", [NUMBER, USED, ROW, *self.widths], (), frozen_columns=1))


def columns_of(cells: Cells) -> EvidenceColumns:
    """As wide as the texts need, on as few pages side by side as leave room to read them.

    Where a table needs several, the tables that one page can show are given one.
    """
    used = _used(cells)
    count = max(used.values(), default=1)
    rows = list(cells.values())[:_MEASURED]
    columns = [Counter(ceil(_needed(r[i])) for r in rows if i < len(r)) for i in range(count)]
    widths = [min(max(max(texts, default=0) * 1.05 + 2, _NARROWEST), _WIDEST) for texts in columns]
    first = max((n for n in used.values() if _fits(widths[:n])), default=0)
    if first in (0, count):
        return EvidenceColumns(_beside(widths, columns, _BEFORE))
    rest = _beside(widths[first:], columns[first:], NUMBER, _OWN_PAGE)
    wide_tables = {table: n for table, n in used.items() if n > first}
    return EvidenceColumns([*_narrowed(widths[:first], columns, _OWN_PAGE - _BEFORE), *rest], first, wide_tables)


def lines_high(texts: Sequence[str], widths: Sequence[float]) -> float | None:
    """The height of a row whose texts need more than one line; none for most rows."""
    for text, width in zip(texts, widths, strict=False):
        long = len(text) * _WIDEST_CHARACTER >= width - 1  # a cheap no for most cells, and for most of the others
        if long and (len(text) * _DIGIT >= width - 1 or not text.isascii()) and wide(text) >= width - 1:
            break
    else:
        return None
    return height(zip(texts, widths, strict=False))


def _used(cells: Cells) -> dict[tuple[str, str], int]:
    """How many columns of each table hold a text."""
    found: dict[tuple[str, str], int] = {}
    for source, texts in cells.items():
        table = source.digest, source.sheet
        last = next((n for n in range(len(texts), 0, -1) if texts[n - 1]), 1)
        found[table] = max(found.get(table, 1), min(last, MOST_CELLS))
    return found


def _fits(widths: Iterable[float]) -> bool:
    return _BEFORE + sum(min(width, _READABLE) for width in widths) <= _OWN_PAGE


def _beside(
    widths: list[float], columns: Sequence[Mapping[int, int]], before: float, page: float = PAGE_WIDTH
) -> list[float]:
    """Columns narrowed to as few pages as they can be read on, the first of which begins with columns of ``before``."""
    own = page - NUMBER  # which each page begins with
    pages = ceil((before - NUMBER + sum(min(width, _READABLE) for width in widths)) / own)
    return _narrowed(widths, columns, own * min(pages, _MOST_BESIDE) - before + NUMBER)


def _needed(text: str) -> float:
    """The width in which a text stands in one line; a number is one word, of which no digit may fall off."""
    return figures_width(text) + 1 if text.isalnum() and text.isascii() else wide(text)


def _narrowed(widths: list[float], columns: Sequence[Mapping[int, int]], room: float) -> list[float]:
    """Columns within some room; each time the one is narrowed of which the fewest texts then take a line more.

    ``columns`` are the widths of the texts of each column with how many are as wide.
    """
    costs = [_more_lines(texts, width) for texts, width in zip(columns, widths, strict=False)]
    while sum(widths) > room and max(widths) > _NARROWEST:
        free = [i for i, width in enumerate(widths) if width > _READABLE] or range(len(widths))
        at = min(free, key=lambda i: (costs[i], -widths[i]))
        widths[at] -= 0.5
        costs[at] = _more_lines(columns[at], widths[at])
    return widths


def _more_lines(texts: Mapping[int, int], width: float) -> int:
    """How many lines more the texts of a column take once it is narrower."""
    if width <= _NARROWEST:
        return sum(texts.values()) * MOST_CELLS
    return sum(count * (ceil(text / (width - 1.5)) - ceil(text / (width - 1))) for text, count in texts.items())

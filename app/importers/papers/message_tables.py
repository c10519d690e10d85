"""Messages as a table holds them, one on each row: a column of texts, of moments, and of which way each went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.importers.papers.message_days import Told, days_in
from app.importers.papers.message_words import column_words
from app.importers.reading.lines import spaced
from app.importers.reading.table import Table, clean

_WITHIN = 12  # rows; what stands above the heading of such a table is short
_WIDEST = 100
_LONG = 12  # letters of a text that is a message; names and words of a column are shorter
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class _Columns:
    header: int
    text: int
    sent: int
    direction: int | None


def tabled(table: Table) -> Iterator[tuple[int, str, Told | None]]:
    """The physical row, text and moment of every message that came in; nothing where the table holds no messages.

    A table that has a column of sums is of something else, whatever its texts.
    """
    columns = next((found for row in range(1, min(len(table), _WITHIN) + 1) if (found := _columns(table, row))), None)
    if columns is None:
        return
    outgoing = column_words("went_out")
    for number in range(columns.header + 1, len(table) + 1):
        cells = [spaced(clean(cell)) for cell in table.row(number)[:_WIDEST]]
        text, sent = _cell(cells, columns.text), _cell(cells, columns.sent)
        if text and _cell(cells, columns.direction).casefold() not in outgoing:
            named = days_in(sent)
            yield number, text, named[0] if named else None


def _columns(table: Table, number: int) -> _Columns | None:
    """The columns that physical row ``number`` heads, where it heads those of messages."""
    names = [clean(cell).casefold() for cell in table.row(number)[:_WIDEST]]
    if any(name in column_words("money") for name in names):
        return None
    text, sent = _place(names, "text"), _place(names, "sent")
    if text is None or sent is None:
        return None
    below = [_cell(table.row(row), text) for row in range(number + 1, min(len(table), number + _SAMPLE) + 1)]
    filled = [cell for cell in below if cell]
    if not filled or sum(len(cell) for cell in filled) < _LONG * len(filled):
        return None
    return _Columns(number, text, sent, _place(names, "direction"))


def _place(names: Sequence[str], part: str) -> int | None:
    words = column_words(part)
    return next((at for at, name in enumerate(names) if name in words), None)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return clean(cells[at]) if at is not None and at < len(cells) else ""

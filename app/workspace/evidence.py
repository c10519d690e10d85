"""The rows that prove a discrepancy as small tables: under their file's own headings, with the cells that decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from app.core.discrepancy import Discrepancy, Input, Unit
from app.core.facts import Source

if TYPE_CHECKING:
    from app.export.personal import Heading
    from app.workspace.case import Workspace

Place = tuple[str, str]
"""A sheet of a file: digest and sheet."""

LEAST_RUN = 4
"""Rows that follow one another are told as one line from this many on."""

_HEAD_ROWS = 60
_REACH = 2
_WIDEST_COLUMN = 16
_MOST_LOOKED_AT = 20_000
"""Inputs times rows of evidence up to which every row is looked at for the cell that says an input."""
_EMPTY = frozenset({"", "/", "-", "--", "—"})
_DAY = re.compile(r"(\d{4})\D?(\d{2})\D?(\d{2})(?!\d)")
_DECIMAL = re.compile(r"[-+¥￥]?[\d,]+\.\d{2}")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row as it stands in its file; ``deciding`` are the indexes of the cells that the explanation rests on.

    ``around`` are the row and its neighbours, by number.
    """

    source: Source
    cells: tuple[str, ...]
    deciding: frozenset[int]
    around: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """The rows of one sheet of a file.

    ``heading`` is empty where the file has none, ``heading_row`` the row in which it stands. ``lost`` are rows that
    cannot be read any more.
    """

    first: Source
    heading: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    lost: tuple[Source, ...] = ()
    heading_row: int = 0

    @property
    def runs(self) -> list[tuple[EvidenceRow, ...]]:
        """The rows in order; those that follow one another without a gap are one run where they are many."""
        parts: list[list[EvidenceRow]] = [[row] for row in self.rows[:1]]
        for before, row in pairwise(self.rows):
            if row.source.row == before.source.row + 1:
                parts[-1].append(row)
            else:
                parts.append([row])
        return [run for part in parts for run in ([tuple(part)] if len(part) >= LEAST_RUN else [(r,) for r in part])]

    def columns(self, room: int) -> tuple[int, ...]:
        """The columns worth showing in so many half-width characters, in the file's order; one at least.

        Those that decide come first, then the first day, amounts, and what differs between the rows.
        """
        return informative_columns(self.heading, self.rows, room)

    def title(self, column: int) -> str:
        """The file's own heading of a column; empty where it has none."""
        return self.heading[column] if column < len(self.heading) else ""


class EvidenceReader:
    """Reads evidence as tables and remembers the headings of sheets, which stay as they are."""

    def __init__(self) -> None:
        self._headings: dict[Place, tuple[str, ...]] = {}

    def read(
        self, case: Workspace, found: Discrepancy, cancelled: Callable[[], bool] | None = None
    ) -> tuple[EvidenceSheet, ...]:
        """The sheets that a discrepancy rests on, in order of file and sheet. Raises Cancelled."""
        around = case.rows_around(found.evidence, _REACH, cancelled)
        own = {s: cells for s, rows in around.items() if (cells := _own(s, rows)) is not None}
        by_place: dict[Place, list[Source]] = {}
        for source in sorted(found.evidence):
            by_place.setdefault((source.digest, source.sheet), []).append(source)
        self._learn(case, {place: rows[0] for place, rows in by_place.items()}, cancelled)
        deciding = _deciding(found, own)
        return tuple(self._sheet(sources, own, around, deciding) for sources in by_place.values())

    def _sheet(
        self,
        sources: Sequence[Source],
        own: Mapping[Source, tuple[str, ...]],
        around: Mapping[Source, Sequence[tuple[int, list[str]]]],
        deciding: Mapping[Source, set[int]],
    ) -> EvidenceSheet:
        rows = tuple(
            EvidenceRow(s, own[s], frozenset(deciding.get(s, ())), tuple((n, tuple(cells)) for n, cells in around[s]))
            for s in sources
            if s in own
        )
        heading = self._headings.get((sources[0].digest, sources[0].sheet), ())
        lost = tuple(s for s in sources if s not in own)
        return EvidenceSheet(sources[0], heading, rows, lost)

    def _learn(self, case: Workspace, firsts: Mapping[Place, Source], cancelled: Callable[[], bool] | None) -> None:
        from app.export.personal import heading_of

        new = {place: source for place, source in firsts.items() if place not in self._headings}
        wanted = {place: Source(s.file, s.sheet, _HEAD_ROWS // 2, s.digest) for place, s in new.items()}
        tops = case.rows_around(tuple(wanted.values()), _HEAD_ROWS // 2, cancelled) if wanted else {}
        for place, source in new.items():
            heading = heading_of(tops.get(wanted[place], ()), [source.row])
            self._headings[place] = tuple(heading.cells) if heading else ()


def sheets_of(
    found: Discrepancy, cells: Mapping[Source, Sequence[str]], headings: Mapping[Place, Heading]
) -> tuple[EvidenceSheet, ...]:
    """The sheets that a discrepancy rests on, of rows that were read already; without the rows around them."""
    own = {source: tuple(cells[source]) for source in found.evidence if source in cells}
    by_place: dict[Place, list[Source]] = {}
    for source in sorted(found.evidence):
        by_place.setdefault((source.digest, source.sheet), []).append(source)
    deciding = _deciding(found, own)
    return tuple(
        EvidenceSheet(
            sources[0],
            tuple(headings[place].cells) if place in headings else (),
            tuple(EvidenceRow(s, own[s], frozenset(deciding.get(s, ())), ()) for s in sources if s in own),
            tuple(s for s in sources if s not in own),
            headings[place].row if place in headings else 0,
        )
        for place, sources in by_place.items()
    )


def informative_columns(heading: Sequence[str], rows: Sequence[EvidenceRow], room: int) -> tuple[int, ...]:
    """The columns that tell the most in so much room, in their order."""
    count = max((len(row.cells) for row in rows), default=0)
    filled = [n for n in range(count) if any(_cell(row, n) not in _EMPTY for row in rows)]
    days = [n for n in filled if any(_DAY.match(_cell(row, n)) for row in rows)]

    def rank(n: int) -> tuple[int, int]:
        if any(n in row.deciding for row in rows):
            return 0, n
        if n in days[:1]:
            return 1, n
        if any(_DECIMAL.fullmatch(_cell(row, n)) for row in rows):
            return 2, n
        return (3 if len({_cell(row, n) for row in rows}) > 1 else 4), n

    chosen: list[int] = []
    for n in sorted(filled, key=rank):
        width = column_width(heading, rows, n)
        if not chosen or width <= room:
            chosen.append(n)
            room -= width
    return tuple(sorted(chosen))


def column_width(heading: Sequence[str], rows: Sequence[EvidenceRow], column: int) -> int:
    """How much room a column takes, in half-width characters with the gap beside it; longer cells wrap."""
    title = heading[column] if column < len(heading) else ""
    texts = (title, *(_cell(row, column) for row in rows))
    longest = max((_wide(text) for text in texts), default=0)
    word = max((_wide(part) for text in texts for part in text.split() if part.isascii()), default=0)
    return max(min(longest, _WIDEST_COLUMN), word) + 2


def _own(source: Source, rows: Iterable[tuple[int, list[str]]]) -> tuple[str, ...] | None:
    return next((tuple(cells) for number, cells in rows if number == source.row), None)


def _deciding(found: Discrepancy, cells: Mapping[Source, tuple[str, ...]]) -> dict[Source, set[int]]:
    """The cells that say an input of the arithmetic, what was expected and what happened, or a day told."""
    from app.export.workbook.evidence_cells import where_written

    inputs = [i for cause in found.bridge for term in cause.terms for i in term.inputs]
    for name, value in (("expected", found.expected), ("actual", found.actual)):
        if value:
            inputs.append(Input(name, value, Unit.MONEY, found.evidence))
    marked: dict[Source, set[int]] = {}
    everywhere = len(inputs) * len(found.evidence) <= _MOST_LOOKED_AT
    for given in inputs:
        for part in [replace(given, evidence=(s,)) for s in given.evidence] if everywhere else [given]:
            if (written := where_written(part, cells)) is not None:
                marked.setdefault(written.source, set()).add(written.index)
    days = {f"{value:%Y%m%d}" for _, value in found.facts if isinstance(value, date)}
    for source, row in cells.items():
        for index, text in enumerate(row):
            if (day := _DAY.match(text)) and "".join(day.groups()) in days:
                marked.setdefault(source, set()).add(index)
    return marked


def _cell(row: EvidenceRow, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _wide(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)

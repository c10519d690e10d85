"""One grid of text cells, whatever it was read from: a delimited file, a sheet of a workbook, a table of a PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from app.core.facts import Source
from app.importers.reading.progress import IDLE, Watch

if TYPE_CHECKING:
    from app.importers.reading.delimited import DelimitedBody

CHUNK = 500
"""Rows in one block: a millisecond of work, on cells that stay in the processor's cache; with four times as many the
reading of a wallet takes a quarter longer."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row under a header: the physical row and its cells by header name, without padding."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows for work on whole columns: their physical numbers, and by header name the cells of each column.

    Cells are text as it stands, padding included and never missing; each column is as long as ``numbers``.
    """

    numbers: list[int]
    columns: dict[str, list[str]]


class Body(Protocol):
    """Where a table's rows are held."""

    def __len__(self) -> int: ...

    def row(self, number: int) -> list[str]:
        """The cells of row ``number`` from 1; an empty list beyond the end."""
        ...


class Grid:
    """Rows held as lists of cells."""

    def __init__(self, rows: list[list[str]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, number: int) -> list[str]:
        """The cells of row ``number`` from 1; an empty list beyond the end."""
        return self._rows[number - 1] if 0 < number <= len(self._rows) else []


class Table:
    """Text cells by physical row, counted from 1.

    ``file`` is the base name (of a zip member: the member's), ``sheet`` is empty where there is none, ``digest`` names
    the content of the file. Cells are the text as it stands, padding included; `clean` takes the padding off.
    ``is_parted`` says that no mark parts the cells: where one ends was told by how the lines look.
    """

    def __init__(
        self,
        file: str,
        sheet: str,
        digest: str,
        rows: list[list[str]] | DelimitedBody,
        watch: Watch = IDLE,
        *,
        is_parted: bool = False,
    ) -> None:
        self.file = file
        self.sheet = sheet
        self.digest = digest
        self.is_parted = is_parted
        self._body: Body = Grid(rows) if isinstance(rows, list) else rows
        self._delimited = None if isinstance(rows, list) else rows
        self._watch = watch
        self._read: dict[int, int] = {}  # the headers rows were read under, and the last of those rows

    def __len__(self) -> int:
        return len(self._body)

    def with_rows(self, rows: list[list[str]], *, is_parted: bool = False) -> Table:
        """A table of other rows from the same place, as long to be waited for as this one."""
        return Table(self.file, self.sheet, self.digest, rows, self._watch, is_parted=is_parted)

    def row(self, number: int) -> list[str]:
        """The cells of physical row ``number``, from 1; an empty list beyond the end."""
        if self._delimited is None:  # which asks by itself
            self._watch.check()
        return self._body.row(number)

    @property
    def is_text(self) -> bool:
        """Whether the rows are lines of a delimited text, in which a missing cell is damage."""
        return self._delimited is not None

    def joined(self, number: int) -> str:
        """Physical row ``number`` as one text: the line of a delimited file as it stands, else the cells and blanks."""
        if self._delimited is not None:
            self._watch.check()
            return self._delimited.line(number)
        return "  ".join(filter(None, (clean(cell) for cell in self.row(number))))

    def source(self, row: int) -> Source:
        """The source of physical row ``row``; whoever makes facts of what was read before names each one's row."""
        self._watch.check()
        return Source(self.file, self.sheet, row, self.digest)

    def records(self, header: int, last: int | None = None) -> Iterator[Record]:
        """The rows below physical row ``header``, up to and with ``last``; blank rows are left out.

        A name that stands twice in the header keeps its first column. Cells beyond the header are dropped.
        """
        names = self.columns(header)
        end = self._reading(header, last)
        for number in range(header + 1, end + 1):
            self._watch.within(number, end)
            cells = self.row(number)
            values = {name: clean(cells[column]) for name, column in names.items() if column < len(cells)}
            if any(values.values()):
                yield Record(number, values)

    def columns(self, header: int) -> dict[str, int]:
        """The names in physical row ``header`` and their columns, from 0; the first where a name stands twice."""
        names: dict[str, int] = {}
        for column, cell in enumerate(self.row(header)):
            if name := clean(cell):
                names.setdefault(name, column)
        return names

    def blocks(
        self,
        header: int,
        chunk: int = CHUNK,
        last: int | None = None,
        only: Iterable[str] | None = None,
    ) -> Iterator[Block]:
        """The rows below physical row ``header`` in blocks of up to ``chunk`` rows.

        Columns are the header's names, of them those in ``only``. Blank rows are there; cells beyond the header are
        dropped.
        """
        wanted = None if only is None else set(only)
        columns = {n: c for n, c in self.columns(header).items() if wanted is None or n in wanted}
        end = self._reading(header, last)
        if not columns:
            return
        places = sorted(columns.values())
        for first in range(header + 1, end + 1, chunk):
            self._watch.within(first, end)
            until = min(first + chunk - 1, end)
            numbers, cells = self._columns(first, until, places)
            of_place = dict(zip(places, cells, strict=True))
            yield Block(numbers, {name: of_place[place] for name, place in columns.items()})
            del cells, of_place  # so that the next cells take their memory, which is still in the cache

    def ragged(self) -> list[tuple[str, int, int]]:
        """The rows with too many or too few cells, of those read so far: message id, row, cells found."""
        if self._delimited is None:
            return []
        found: list[tuple[str, int, int]] = []
        for header, following in pairwise([*sorted(self._read), len(self) + 1]):
            cells = self.row(header)
            named = max((i for i, cell in enumerate(cells, 1) if clean(cell)), default=0)
            found += self._delimited.ragged(len(cells), named, header, min(self._read[header], following - 1))
        return found

    def _reading(self, header: int, last: int | None) -> int:
        end = len(self) if last is None else min(last, len(self))
        self._read[header] = max(end, self._read.get(header, 0))
        return end

    def _columns(self, first: int, last: int, places: list[int]) -> tuple[list[int], list[list[str]]]:
        self._watch.check()
        numbers = list(range(first, last + 1))
        if self._delimited is not None:
            even = self._delimited.even_columns(first, last, places)
            return self._delimited.columns(first, last, places) if even is None else (numbers, even)
        rows = [self.row(number) for number in numbers]
        return numbers, [[row[at] if at < len(row) else "" for row in rows] for at in places]


def clean(cell: str) -> str:
    """A cell without padding: blanks, tabs, ideographic spaces and a byte-order mark at its ends."""
    return cell.strip(" \t\r\n\u3000\u00a0\ufeff")


def in_one_width(cell: str) -> str:
    """A cell without padding, its letters and digits in one width."""
    return unicodedata.normalize("NFKC", clean(cell))

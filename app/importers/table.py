"""One grid of text cells, whatever it was read from: a delimited file, a sheet of a workbook, a table of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.events import Source


@dataclass(frozen=True, slots=True)
class Record:
    """One row under a header: the physical row and its cells by header name, without padding."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


class Table:
    """Text cells by physical row, counted from 1.

    ``file`` is the base name (of a zip member: the member's), ``sheet`` is empty where there is none, ``digest`` names
    the content of the file. Cells are the text as it stands, padding included; `clean` takes the padding off.
    """

    def __init__(self, file: str, sheet: str, digest: str, rows: list[list[str]]) -> None:
        self.file = file
        self.sheet = sheet
        self.digest = digest
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, number: int) -> list[str]:
        """The cells of physical row ``number``, from 1; an empty list beyond the end."""
        return self._rows[number - 1] if 0 < number <= len(self._rows) else []

    def source(self, row: int) -> Source:
        """The source of physical row ``row``."""
        return Source(self.file, self.sheet, row, self.digest)

    def find_header(self, *names: str, within: int = 200) -> int | None:
        """The first physical row that holds all ``names`` as cells (padding and case aside), or None."""
        wanted = {clean(name).casefold() for name in names}
        for number in range(1, min(len(self), within) + 1):
            if wanted <= {clean(cell).casefold() for cell in self.row(number)}:
                return number
        return None

    def records(self, header: int, last: int | None = None) -> Iterator[Record]:
        """The rows below physical row ``header``, up to and with ``last``; blank rows are left out.

        A name that stands twice in the header keeps its first column. Cells beyond the header are dropped.
        """
        names: dict[str, int] = {}
        for column, cell in enumerate(self.row(header)):
            if name := clean(cell):
                names.setdefault(name, column)
        for number in range(header + 1, (last or len(self)) + 1):
            cells = self.row(number)
            values = {name: clean(cells[column]) for name, column in names.items() if column < len(cells)}
            if any(values.values()):
                yield Record(number, values)


def clean(cell: str) -> str:
    """A cell without padding: blanks, tabs, ideographic spaces and a byte-order mark at its ends."""
    return cell.strip(" \t\r\n\u3000\u00a0\ufeff")

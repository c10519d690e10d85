"""Gives the cells of a section's rows by the part that their columns play."""

from __future__ import annotations

from dataclasses import dataclass

from app.importers.banks.sections import Section
from app.importers.reading.table import clean


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of the rows of ``section``."""

    section: Section

    def at(self, row: list[str], column: int) -> str:
        """The cell of a column as it stands; empty beyond the end of the row."""
        cells = self.section.cells(row)
        return cells[column] if column < len(cells) else ""

    def all_of(self, row: list[str], name: str) -> list[str]:
        """The filled cells of the columns that play a part."""
        columns = self.section.roles.get(name)
        if not columns:
            return []
        cells = self.section.cells(row)
        return [text for column in columns if column < len(cells) and (text := clean(cells[column]))]

    def cell(self, row: list[str], *names: str) -> str:
        """The first filled cell of the first part that has one; empty where none has."""
        for name in names:
            if found := self.all_of(row, name):
                return found[0]
        return ""

    def text(self, row: list[str], name: str) -> str:
        """What the columns of a part say, each text once."""
        return " ".join(dict.fromkeys(self.all_of(row, name)))

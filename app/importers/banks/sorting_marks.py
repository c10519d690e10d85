"""Finds the column of a person's own list whose heading only sorts (类型) and whose cells say which way money went."""

from __future__ import annotations

from dataclasses import replace

from app.importers.banks import statement_words as words
from app.importers.banks.sections import Section
from app.importers.reading.table import Table, clean

_MOST_UNTOLD = 4  # one row in so many may be sorted as something else: a transfer, a correction


def with_marks(table: Table, section: Section) -> Section:
    """The section with that column as its marks; as it stands where it has marks or two sides, or no such column.

    借 alone may be what was borrowed: it is a mark only where 贷 stands in the column too.
    """
    if {"mark", "in", "out"} & section.roles.keys():
        return section
    sorting = [column for column, label in enumerate(section.labels) if words.sorts(label)]
    rows = [section.cells(table.row(n)) for n in range(section.header + 1, section.last + 1)] if sorting else []
    rows = [row for row in rows if section.is_row(row)]
    for column in sorting:
        if _tells([clean(row[column]) if column < len(row) else "" for row in rows]):
            roles = {name: tuple(c for c in columns if c != column) for name, columns in section.roles.items()}
            kept = {name: columns for name, columns in roles.items() if columns}
            if "balance" not in kept:
                kept.pop("account", None)  # what a person wrote of an account is not all that moved on it
            return replace(section, roles={**kept, "mark": (column,)})
    return section


def _tells(cells: list[str]) -> bool:
    told = [cell for cell in cells if words.mark(cell)]
    sides = {cell[0] for cell in told if cell[0] in "借贷"}
    return len(sides) != 1 and bool(told) and _MOST_UNTOLD * (len(cells) - len(told)) <= len(cells)

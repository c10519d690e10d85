"""Columns that hold more of a part that another column names already: a second fee, 复利 beside 罚息."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.money import Fen
from app.importers.recognising.cell_shapes import amount_in
from app.importers.recognising.role_assignment import Column

FURTHER = ("penalty", "fee")
"""The parts of which a table may have several columns."""

_OTHERS = frozenset({
    "waived", "cumulative", "rate", "daily_rate", "annual_rate", "days", "date", "state", "principal", "interest",
    "total", "method", "channel", "reason",
})  # fmt: skip
_SIDES = frozenset({"due", "paid", "remaining"})
_LARGEST = ("principal", "interest")


def further_parts(roles: Mapping[str, Column], unused: Iterable[Column]) -> Mapping[str, tuple[Column, ...]]:
    """For each part the columns that hold more of it, beside the one that was taken for it.

    Where the table has totals, one of them is that of all parts together, in every row that shows it.
    """
    unused = tuple(unused)
    found = {
        part: tuple(column for column in unused if part in roles and _is_more_of(part, roles[part], column))
        for part in FURTHER
    }
    more = [column for columns in found.values() for column in columns]
    if not more or not roles.keys() >= set(_LARGEST):
        return {}
    totals = [roles[role] for role in ("total",) if role in roles]
    totals += [column for column in unused if "total" in column.heading.concepts]
    if totals and not any(_adds_up(total, roles, more) for total in totals):
        return {}
    return {part: columns for part, columns in found.items() if columns}


def _is_more_of(part: str, own: Column, column: Column) -> bool:
    concepts = column.heading.concepts
    alike = concepts & _SIDES == own.heading.concepts & _SIDES and column.heading.unit == own.heading.unit
    is_sum = column.profile.share("amount") == 1 and any(map(amount_in, column.cells))
    return part in concepts and not concepts & _OTHERS and alike and is_sum and column.cells != own.cells


def _adds_up(total: Column, roles: Mapping[str, Column], more: list[Column]) -> bool:
    """Whether the total of each row is that of all its parts."""
    named = [roles[role] for role in (*_LARGEST, *FURTHER) if role in roles]
    rows = zip(total.cells, *(column.cells for column in (*named, *more)), strict=True)
    return all(_sum(parts) == amount_in(cell) for cell, *parts in rows if cell)


def _sum(cells: Iterable[str]) -> Fen:
    return sum(amount_in(cell) or 0 for cell in cells)

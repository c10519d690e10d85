"""The column that says of each row which part of a period its amount is: 本金 in one row, 利息 in the next."""

from __future__ import annotations

from collections.abc import Iterable

from app.importers.recognising.role_assignment import Column
from app.importers.recognising.vocabulary import heading

PARTS = frozenset({"principal", "interest", "penalty", "fee"})


def part_in(text: str) -> str:
    """The one part of a period that a cell names; empty where it names none, or more."""
    told = heading(text).concepts & PARTS if text else PARTS
    return next(iter(told)) if len(told) == 1 else ""


def part_column(columns: Iterable[Column]) -> Column | None:
    """The column of which each cell names one part, and not all the same; None where none is such."""
    for column in columns:
        told = [part_in(cell) for cell in column.cells]
        if len(set(told)) > 1 and all(told):
            return column
    return None

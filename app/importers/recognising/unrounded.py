"""Columns of money whose cells a formula left with parts of a fen, though the sheet may show them with two decimals."""

from __future__ import annotations

import re

from app.importers.reading.table import Table
from app.importers.recognising.cell_shapes import amount_in
from app.importers.recognising.understanding import columns_at

_LONG = re.compile(r"[+-]?\d{1,12}\.\d{3,15}")
_OF_LENDERS = frozenset({"principal", "interest", "total"})
_NO_MONEY = frozenset({"rate", "daily_rate", "annual_rate", "days", "date", "terms"})
_LEAST_COLUMNS, _LEAST_CELLS = 2, 2


def unrounded_amounts(table: Table, header: int) -> tuple[str, ...]:
    """The names of such columns of a lender's table; none where its sums are whole fen, or it is of something else."""
    money = [
        column for column in columns_at(table, header)
        if column.heading.concepts & _OF_LENDERS and not column.heading.concepts & _NO_MONEY
    ]  # fmt: skip
    found = [column.name for column in money if sum(map(_has_parts_of_a_fen, column.cells)) >= _LEAST_CELLS]
    return tuple(found) if len(money) >= _LEAST_COLUMNS else ()


def _has_parts_of_a_fen(cell: str) -> bool:
    return _LONG.fullmatch(cell) is not None and amount_in(cell) is None

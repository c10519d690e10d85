"""Brings statements whose headings say that amounts are in fen, or in ten thousand yuan, to yuan."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from app.importers.banks.loose_amounts import plain_amount
from app.importers.reading.table import Table

_UNIT = re.compile(r"[(（]\s{0,9}(?:单位\s{0,9}[:：]?\s{0,9})?(分|万元)\s{0,9}[)）]\s*$")
_YUAN = {"分": Decimal("0.01"), "万元": Decimal(10_000)}
_HEADER_WITHIN = 60
_MOST = 100_000


def in_yuan(table: Table) -> Table:
    """The table with its amounts in yuan; the table as it stands where no heading names another unit."""
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        row = table.row(number)
        units = {at: _YUAN[unit[1]] for at, cell in enumerate(row) if (unit := _UNIT.search(cell))}
        if len(units) > 1 and len(table) <= _MOST:
            rows = [table.row(n) for n in range(1, len(table) + 1)]
            header = [_UNIT.sub("(元)", cell) for cell in row]
            below = [[_yuan(cell, units.get(at)) for at, cell in enumerate(line)] for line in rows[number:]]
            return table.with_rows([*rows[: number - 1], header, *below])
    return table


def _yuan(cell: str, unit: Decimal | None) -> str:
    """A cell's amount in yuan with its sign; what is no amount as it stands."""
    amount = plain_amount(cell) if unit else None
    if not amount or unit is None:
        return cell
    try:
        return f"{Decimal(amount) * unit:.2f}"
    except InvalidOperation:
        return cell

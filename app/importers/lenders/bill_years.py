"""Gives the days of a month bill their year where its lines leave it out and its head names the month."""

from __future__ import annotations

import re

from app.importers.reading.months import Month, month_within
from app.importers.reading.table import Table, clean

_BARE = re.compile(r"(?:(\d{2})[-/](\d{2})|(\d{1,2})月(\d{1,2})日)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_HEADED = re.compile(r"(?:日期|时间|日)$")
_MOST, _ABOVE = 2_000, 30


def with_bill_years(table: Table) -> Table:
    """The table with whole days; the table as it stands where its head names no month or no column has bare days.

    A bill's lines lie in its month or before it, at most a year back.
    """
    if len(table) > _MOST:
        return table
    rows = [list(table.row(number)) for number in range(1, len(table) + 1)]
    header = next((at for at, row in enumerate(rows) if len(row) > 2 and any(_HEADED.search(clean(c)) for c in row)), 0)
    month = next((m for row in rows[: min(header, _ABOVE)] for cell in row if (m := month_within(cell))), None)
    if month is None:
        return table
    columns = [at for at, cell in enumerate(rows[header]) if _HEADED.search(clean(cell))]
    changed = False
    for row in rows[header + 1 :]:
        for at in columns:
            if at < len(row) and (bare := _BARE.fullmatch(clean(row[at]))):
                row[at] = _whole(bare, month)
                changed = True
    return table.with_rows(rows) if changed else table


def _whole(bare: re.Match[str], of: Month) -> str:
    (year, month), own, day = of, int(bare[1] or bare[3]), int(bare[2] or bare[4])
    return f"{year if own <= month else year - 1}-{own:02d}-{day:02d}"

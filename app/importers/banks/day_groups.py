"""Gives the rows of a statement their day where it stands alone in a row above those of that day."""

from __future__ import annotations

import re

from app.importers.reading.dates import UnreadableDate, parse_moment
from app.importers.reading.table import Table, clean

_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
_LONGEST = 30
_LEAST_CELLS = 3
_LOOKED_AT = 400  # rows; whoever writes days above rows writes one near the top


def with_group_days(table: Table) -> Table | None:
    """The table with ``2026-02-10 08:01:33`` where only the time stood; None where no day stands above such rows."""
    if not any(_day_alone(table.row(number)) for number in range(1, min(len(table), _LOOKED_AT) + 1)):
        return None
    rows: list[list[str]] = []
    day, changed = "", 0
    for number in range(1, len(table) + 1):
        row = table.row(number)
        filled = [clean(cell) for cell in row if clean(cell)]
        if len(filled) == 1:
            day = _day_alone(row) or day
        elif day and len(filled) >= _LEAST_CELLS and sum(1 for cell in filled if _TIME.fullmatch(cell)) == 1:
            row = [f"{day} {clean(cell)}" if _TIME.fullmatch(clean(cell)) else cell for cell in row]
            changed += 1
        rows.append(row)
    return table.with_rows(rows, is_parted=table.is_parted) if changed else None


def _day_alone(row: list[str]) -> str:
    """The day of a row that holds nothing else, as ``2026-02-10``; empty for any other."""
    filled = [clean(cell) for cell in row if clean(cell)]
    text = filled[0] if len(filled) == 1 else ""
    if len(text) > _LONGEST or not text[:1].isdigit():
        return ""
    try:
        moment, timed = parse_moment(text)
    except UnreadableDate:
        return ""
    return "" if timed or (text.isdigit() and len(text) != len("20260210")) else f"{moment:%Y-%m-%d}"

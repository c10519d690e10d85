"""Plans whose first column holds the period and its day together, 第1期（2025-05-10）: set apart into two columns."""

from __future__ import annotations

import re

from app.importers.reading.table import Table, clean, in_one_width

_BOTH = re.compile(
    r"(第?\s{0,9}\d{1,3}\s{0,9}期?(?:\s{0,9}/\s{0,9}\d{1,3}\s{0,9}期?)?)[\s(,、:|-]+"
    r"(20\d{2}\s{0,9}[-/.年]\s{0,9}\d{1,2}\s{0,9}[-/.月]\s{0,9}\d{1,2}\s{0,9}日?|20\d{6})[\s)]*"
)
_HEADING = re.compile(r"期.*(?:日|时间)|(?:period|instalment|installment|no).*date", re.IGNORECASE | re.DOTALL)
PERIOD, _DUE = "期数", "还款日期"
"""How columns are headed that were none in the file."""

_HEADER_WITHIN, _MOST_ROWS, _LEAST_ROWS = 60, 5_000, 2


def with_days_apart(table: Table) -> Table | None:
    """The table with such a column as two; None where no heading names both, or not every cell below it has both.

    Row numbers stay; columns behind it move by one.
    """
    if len(table) > _MOST_ROWS:
        return None
    for number in range(1, min(len(table), _HEADER_WITHIN) + 1):
        for place, cell in enumerate(table.row(number)):
            if len(cell) <= 30 and _HEADING.search(in_one_width(cell)) and _holds_both(table, number, place):
                return _apart(table, number, place)
    return None


def _holds_both(table: Table, header: int, place: int) -> bool:
    below = [table.row(n) for n in range(header + 1, len(table) + 1)]
    cells = [in_one_width(row[place]) for row in below if place < len(row) and sum(1 for c in row if clean(c)) > 1]
    told = [cell for cell in cells if _BOTH.fullmatch(cell)]
    return len(told) >= _LEAST_ROWS and all(not any(map(str.isdigit, cell)) for cell in cells if cell not in told)


def _apart(table: Table, header: int, place: int) -> Table:
    rows = []
    for number in range(1, len(table) + 1):
        row = list(table.row(number))
        found = _BOTH.fullmatch(in_one_width(row[place])) if number > header and place < len(row) else None
        if number == header:
            row[place : place + 1] = [PERIOD, _DUE]
        elif found:
            row[place : place + 1] = [found[1], found[2]]
        elif place < len(row):
            row.insert(place + 1, "")
        rows.append(row)
    return table.with_rows(rows, is_parted=table.is_parted)

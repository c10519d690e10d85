"""Writes the rows of any wallet as the known ones write theirs: day and time in one cell, directions in Chinese."""

from __future__ import annotations

import re

from app.importers.reading.table import Table, clean
from app.importers.wallets.layout import tidy

_DAYS = frozenset({"交易日期", "日期", "支付日期", "付款日期", "账单日期", "date", "transactiondate"})
_TIMES = frozenset({"交易时刻", "时刻", "交易时间", "时间", "支付时间", "付款时间", "time", "transactiontime"})
_DIRECTIONS = frozenset({"income/expense", "in/out", "direction"})
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{6}")
_WORDS = {
    **dict.fromkeys(("income", "in", "incoming", "received"), "收入"),
    **dict.fromkeys(("expense", "expenses", "out", "outgoing", "spent"), "支出"),
    **dict.fromkeys(("/", "neutral", "other", "n/a"), "不计收支"),
}
_SAMPLE = 20


def plainly(table: Table, header: int) -> Table:
    """The table with the time of day behind its day where they stand in two columns, and English directions in the
    words of wallets; the same table where neither is so. Row numbers and places of columns stay.
    """
    names = [tidy(cell) for cell in table.row(header)]
    day = next((at for at, name in enumerate(names) if name in _DAYS), None)
    time = next((at for at, name in enumerate(names) if name in _TIMES), None)
    way = next((at for at, name in enumerate(names) if name in _DIRECTIONS), None)
    if day is None or time is None or not _holds_times(table, header, time):
        time = None
    if time is None and way is None:
        return table
    rows = [list(table.row(number)) for number in range(1, len(table) + 1)]
    if time is not None:
        rows[header - 1][time] = ""
    for row in rows[header:]:
        if time is not None and day is not None and max(day, time) < len(row) and _TIME.fullmatch(clean(row[time])):
            row[day], row[time] = f"{clean(row[day])} {clean(row[time])}", ""
        if way is not None and way < len(row) and clean(row[way]):
            row[way] = _WORDS.get(tidy(row[way]), row[way])
    return table.with_rows(rows)


def _holds_times(table: Table, header: int, place: int) -> bool:
    """Whether a column holds times of day alone, by its first rows."""
    rows = (table.row(number) for number in range(header + 1, min(len(table), header + _SAMPLE) + 1))
    cells = [text for row in rows if place < len(row) and (text := clean(row[place]))]
    return bool(cells) and all(map(_TIME.fullmatch, cells))

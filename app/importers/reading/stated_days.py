"""Lenders' tables whose rows leave out what their head states: the year of 03-15, the day of the month of 2025-03."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from app.importers.reading.months import month_in
from app.importers.reading.table import Table, in_one_width

_BARE = re.compile(r"(\d{1,2})\s?(?:[-/]|月)\s?(\d{1,2})\s?[日号]?((?:\s+\d{1,2}:\d{2}(?::\d{2})?)?)")
_OF_YEAR = re.compile(
    r"(?<!\d)(20\d{2})\s{0,3}(?:年?\s{0,3}[-—–~至到]\s{0,3}(20\d{2})\s{0,3})?年(?:度|份)?"
    r"(?P<of>[^\d年]{0,12}?)(?:还款|扣款|应还|实还)"
)
_YEAR_ALONE = re.compile(r"(20\d{2})\s{0,3}年(?:度|份)?")
_OF_LOAN = re.compile("借款|贷款|放款|发放")
_DAY_OF_MONTH = re.compile(
    r"每月(?:的|应还|固定)?(?:还款日|应还日|扣款日|还款|扣款)?期?[为是:\s]{0,4}(\d{1,2})\s?[日号]"
    r"|(?:还款日|应还日|扣款日)期?[为是:\s]{0,4}每月\s?(\d{1,2})\s?[日号]"
)
_ASKED = re.compile(
    r"(?:导出|查询|打印|生成|截图|申请|下载|出具|制表)(?:时间|日期|日)?\s{0,3}[:：为]?\s{0,3}"
    r"(20\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})"
)
_HAPPENED = re.compile(r"(?:还款|扣款|交易|归还)(?:记录|流水|历史)|已还(?:记录|明细)|实还|实际还款")
_HEADED_DAY = re.compile(r"(?:日期?|时间|date)$", re.IGNORECASE)
_HEADED_MONTH = re.compile(r"月份?$|month$", re.IGNORECASE)
_ABOVE, _MOST_ROWS, _WIDEST, _LEAST, _IN_EVERY_MONTH = 30, 2_000, 60, 3, 28

Cells = Mapping[int, str]
"""The cells of a column that hold a number, by the place of their rows."""


def with_stated_days(table: Table) -> Table | None:
    """The table with whole days; None where no column leaves a part out, or the head does not tell that part for sure.

    Row numbers stay. The year is that of a title (2025年还款明细), of two that follow each other (2024-2025年), or of
    a row above (2025年), or follows from the day on which a record was asked for. Days of one year must stand in order,
    for others may run into the next one.
    """
    if len(table) > _MOST_ROWS:
        return None
    rows = [[in_one_width(cell) for cell in table.row(number)[:_WIDEST]] for number in range(1, len(table) + 1)]
    header = next((at for at, row in enumerate(rows[:_ABOVE]) if sum(map(bool, row)) >= _LEAST), len(rows) - 1)
    made = [list(table.row(number)) for number in range(1, len(table) + 1)]
    whole = [
        (at, number, day)
        for at, name in enumerate(rows[header] if rows else ())
        for number, day in _whole(name, _column(rows, header, at), rows, header)
    ]
    for at, number, day in whole:
        made[number][at] = day
    return table.with_rows(made, is_parted=table.is_parted) if whole else None


def _column(rows: Sequence[Sequence[str]], header: int, at: int) -> Cells:
    below = ((number, rows[number]) for number in range(header + 1, len(rows)))
    return {
        number: row[at]
        for number, row in below
        if at < len(row) and sum(map(bool, row)) > 1 and any(map(str.isdigit, row[at]))
    }


def _whole(name: str, cells: Cells, rows: Sequence[Sequence[str]], header: int) -> Iterator[tuple[int, str]]:
    """The whole days of a column by the places of their rows; nothing where they are not told."""
    head = [cell for row in rows[:header] for cell in row if cell]
    if _HEADED_DAY.search(name) and cells and all(map(_BARE.fullmatch, cells.values())):
        years = _by_rows(cells, rows) or _by_title(cells, head) or _by_asking(cells, [*head, *rows[header]])
        for number, year in (years or {}).items():
            month, day, time = _BARE.fullmatch(cells[number]).groups()  # type: ignore[union-attr]  # all were tried
            yield number, f"{year}-{int(month):02d}-{int(day):02d}{time}"
    elif _HEADED_MONTH.search(name) and cells and all(map(month_in, cells.values())):
        days = {int(found[1] or found[2]) for text in head for found in _DAY_OF_MONTH.finditer(text)}
        if len(days) == 1 and (day_of_month := days.pop()) in range(1, _IN_EVERY_MONTH + 1):
            for number, cell in cells.items():
                year, of = month_in(cell) or (0, 0)
                yield number, f"{year}-{of:02d}-{day_of_month:02d}"


def _by_rows(cells: Cells, rows: Sequence[Sequence[str]]) -> dict[int, int] | None:
    """The year of each row by the nearest row above it that holds a year and nothing else."""
    alone = {number: filled[0] for number, row in enumerate(rows) if len(filled := [c for c in row if c]) == 1}
    years = {number: int(found[1]) for number, text in alone.items() if (found := _YEAR_ALONE.fullmatch(text))}
    above = {number: [year for at, year in years.items() if at < number] for number in cells}
    return {number: told[-1] for number, told in above.items()} if all(above.values()) else None


def _by_asking(cells: Cells, head: Sequence[str]) -> dict[int, int] | None:
    """The year of each row of what happened, from the day on which the table was asked for: none lies behind it.

    The rows stand in order of time; from one to the next no year passes unseen.
    """
    asked = {tuple(map(int, found.groups())) for text in head for found in _ASKED.finditer(text)}
    if len(asked) != 1 or not any(map(_HAPPENED.search, head)):
        return None
    days = [tuple(map(int, _BARE.fullmatch(cell).groups()[:2])) for cell in cells.values()]  # type: ignore[union-attr]  # all were tried
    ways = [_before(asked.copy().pop(), days), _before(asked.pop(), days[::-1])[::-1]]
    times = [[372 * year + 31 * m + d for year, (m, d) in zip(way, days, strict=True)] for way in ways]
    spans = [max(way) - min(way) for way in times]
    shortest = [way for way, span in zip(ways, spans, strict=True) if span == min(spans)]
    return dict(zip(cells, shortest[0], strict=True)) if len({tuple(way) for way in shortest}) == 1 else None


def _before(asked: tuple[int, ...], newest_first: Sequence[tuple[int, ...]]) -> list[int]:
    """The year of each day of a month, the newest first, of which none lies behind the day of asking."""
    year, last, years = asked[0], asked[1:], []
    for day in newest_first:
        year -= day > last
        years.append(year)
        last = day
    return years


def _by_title(cells: Cells, head: Sequence[str]) -> dict[int, int] | None:
    """The year of each row by the one title that names a year, or two, of repayments; not of the loan."""
    found = [match for text in head for match in _OF_YEAR.finditer(text) if not _OF_LOAN.search(match["of"])]
    told = {(int(match[1]), int(match[2] or match[1])) for match in found}
    if len(told) != 1:
        return None
    first, last = told.pop()
    months = [int(_BARE.fullmatch(cell)[1]) for cell in cells.values()]  # type: ignore[index]  # all were tried
    days = [(month, int(_BARE.fullmatch(cell)[2])) for month, cell in zip(months, cells.values(), strict=True)]  # type: ignore[index]
    if first == last:
        return dict.fromkeys(cells, first) if sorted(days) in (days, days[::-1]) else None
    turn = next((at for at, (a, b) in enumerate(pairwise(months), 1) if abs(a - b) > 1), 0)
    for before, behind in ((first, last), (last, first)):
        years = [before if at < turn else behind for at in range(len(months))]
        steps = {(y2 - y1) * 12 + m2 - m1 for (y1, m1), (y2, m2) in pairwise(zip(years, months, strict=True))}
        if last == first + 1 and turn and steps in ({1}, {-1}):
            return dict(zip(cells, years, strict=True))
    return None

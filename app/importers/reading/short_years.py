"""Days with two digits for the year, 24-03-05, written whole where a whole column reads so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from app.importers.reading.slashed_days import short_year_behind
from app.importers.reading.table import Table

_SHORT = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[\sT]{1,3}(\d{1,2}:\d{2}(?::\d{2})?))?")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{2})(?:[\sT]{1,3}(\d{1,2}:\d{2}(?::\d{2})?))?")
_HEADS_DAYS = re.compile(r"(?:日期?|date)$", re.IGNORECASE)  # 时间 heads 153012 as well, a time of day
_LONGEST_DAY, _WIDEST, _MOST_ROWS = 24, 100, 20_000
_LEAST_DAYS = 2
_YEARS = range(2014, 2070)
"""Years that papers of such loans tell of. None is a month, so month, day and year (03/05/24) never read as these."""


def with_whole_years(table: Table) -> Table | None:
    """The table with its days such as 24-03-05 written 2024-03-05; None where it has none, or where they may not be so.

    Each column that has such days must read by year, month and day throughout, and where its days would as well be
    in order with the year behind (24-04-15 as the 24th of April 2015), a word of Chinese must stand in the table:
    papers in Chinese write the year first. Below a heading of days 240305 is one too. Row numbers stay.
    """
    if len(table) > _MOST_ROWS:
        return None
    rows = [table.row(number) for number in range(1, len(table) + 1)]
    columns: dict[int, list[str]] = {}
    of_days: set[int] = set()
    for row in rows:
        for place, cell in enumerate(row[:_WIDEST]):
            if _HEADS_DAYS.search(cell.strip()[-8:]):
                of_days.add(place)
            pattern = _PACKED if place in of_days and cell.strip()[:6].isdecimal() else _SHORT
            if len(cell) <= _LONGEST_DAY and pattern.fullmatch(_plain(cell)):
                columns.setdefault(place, []).append(cell)
    whole = {place: [_whole(cell) for cell in cells] for place, cells in columns.items()}
    if not whole or max(map(len, whole.values())) < _LEAST_DAYS or not all(map(all, whole.values())):
        return None
    is_chinese = any(
        "\u4e00" <= letter <= "\u9fff" for row in rows[:_WIDEST] for cell in row[:_WIDEST] for letter in cell
    )
    if any(_is_told_behind(cells, is_chinese=is_chinese) for cells in columns.values()):
        return None
    made = [[(n in columns and _whole(cell)) or cell for n, cell in enumerate(row)] for row in rows]
    return table.with_rows(made, is_parted=table.is_parted)


def _is_told_behind(cells: list[str], *, is_chinese: bool) -> bool:
    """Whether days may have their year behind: as their order says or, without a word of Chinese, as they read."""
    if short_year_behind(cells) is not None:
        return True
    return not is_chinese and all(_read(_parts(cell)[::-1]) for cell in cells)


def _whole(cell: str) -> str:
    """Such a day as ``2024-03-05``, with its time where it has one; empty for any other cell."""
    match = _match(cell) if len(cell) <= _LONGEST_DAY else None
    day = _read(match.groups()[:3]) if match else None
    return f"{day:%Y-%m-%d} {match[4] or ''}".strip() if match and day else ""


def _parts(cell: str) -> tuple[str, ...]:
    match = _match(cell)
    return match.groups()[:3] if match else ()


def _match(cell: str) -> re.Match[str] | None:
    text = _plain(cell)
    return _SHORT.fullmatch(text) or _PACKED.fullmatch(text)


def _read(parts: Iterable[str]) -> date | None:
    year, month, day = map(int, parts)
    try:
        found = date(2000 + year, month, day)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()

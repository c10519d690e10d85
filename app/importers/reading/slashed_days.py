"""Days of numbers alone with the year behind, 02/03/2026: which of them is the month, as a whole column tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from app.importers.reading.dates import in_24_hours
from app.importers.reading.remembered import remembered
from app.importers.reading.table import Table

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?))?")
_SHORT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?))?")
_FEWEST_IN_ORDER = 4
_MOST_ROWS, _WIDEST = 20_000, 100
_LEAST_DAYS, _LONGEST_DAY, _YEAR = 2, 30, "20"


def is_slashed(cell: str) -> bool:
    """Whether a cell is a day of which numbers alone do not say whether its month stands first."""
    return _SLASHED.fullmatch(_plain(cell)) is not None


@remembered
def is_numbers_alone(cell: str) -> bool:
    """Whether a cell is a day whose numbers alone do not say which of them is the year or the month."""
    text = _plain(cell)
    return _SLASHED.fullmatch(text) is not None or _SHORT.fullmatch(text) is not None


def day_first(cells: Iterable[str]) -> bool | None:
    """Whether days such as 02/03/2026 begin with the day: as one above 12 shows, else as rows in order of time do."""
    found = [match for cell in cells if (match := _SLASHED.fullmatch(_plain(cell)))]
    possible = {order: [_day(match, day_first=order) for match in found] for order in (True, False)}
    whole = {order: [day for day in days if day] for order, days in possible.items()}
    fitting = [order for order, days in whole.items() if found and len(days) == len(found)]
    if len(fitting) > 1 and len(found) >= _FEWEST_IN_ORDER:
        fitting = [order for order in fitting if sorted(whole[order]) in (whole[order], whole[order][::-1])]
    return fitting[0] if len(fitting) == 1 else None


def whole_day(cell: str, *, day_first: bool) -> str:
    """Such a day as ``2026-03-02``, with its time where it has one; empty for any other cell."""
    match = _SLASHED.fullmatch(_plain(cell))
    day = _day(match, day_first=day_first) if match else None
    return f"{day:%Y-%m-%d} {match[4] or ''}".strip() if match and day else ""


def short_year_behind(cells: Iterable[str]) -> bool | None:
    """How days such as 28/11/25 are read: True with the day first and the year behind, False with the month first.

    None where they go by year, month and day, as most such days of Chinese papers do: only rows that are in order of
    time when read in one other way, and are not when read so, tell that way.
    """
    found = [match for cell in cells if (match := _SHORT.fullmatch(_plain(cell)))]
    if len(found) < _FEWEST_IN_ORDER or _in_order([_short(match, "ymd") for match in found]):
        return None
    fitting = [order for order in ("dmy", "mdy") if _in_order([_short(match, order) for match in found])]
    return fitting == ["dmy"] if len(fitting) == 1 else None


def with_year_behind(cell: str, *, day_first: bool) -> str:
    """28/11/25 as ``2025-11-28``, with its time where it has one; empty for any other cell."""
    match = _SHORT.fullmatch(_plain(cell))
    day = _short(match, "dmy" if day_first else "mdy") if match else None
    return f"{day:%Y-%m-%d} {match[4] or ''}".strip() if match and day else ""


def _short(match: re.Match[str], order: str) -> date | None:
    held = dict(zip(order, match.groups()[:3], strict=True))
    try:
        return date(2000 + int(held["y"]), int(held["m"]), int(held["d"]))
    except ValueError:
        return None


def _in_order(days: list[date | None]) -> bool:
    whole = [day for day in days if day]
    return len(whole) == len(days) and sorted(whole) in (whole, whole[::-1])


def _month_by_month(cells: Iterable[str]) -> bool | None:
    """Which way such days are those of a plan: on one day of months that follow each other; None for neither way."""
    found = [match for cell in cells if (match := _SLASHED.fullmatch(_plain(cell)))]
    for order in (True, False):
        days = [day for match in found if (day := _day(match, day_first=order))]
        months = [day.year * 12 + day.month for day in days]
        follow = months == list(range(months[0], months[0] + len(days))) if months else False
        if len(days) == len(found) >= _FEWEST_IN_ORDER and follow and len({day.day for day in days}) == 1:
            return order
    return None


def with_whole_days(table: Table, *, of_plan: bool = False) -> Table | None:
    """The table with its slashed days written 2026-03-02; None where it has none, or its columns do not agree.

    Row numbers stay. A column that does not tell by itself goes by those that do. ``of_plan`` says that the days may be
    taken for those that fall due month by month, which the days of what happened need not be.
    """
    if len(table) > _MOST_ROWS:
        return None
    rows = [table.row(number) for number in range(1, len(table) + 1)]
    columns: dict[int, list[str]] = {}
    for row in rows:
        for place, cell in enumerate(row[:_WIDEST]):
            if len(cell) <= _LONGEST_DAY and _YEAR in cell and is_slashed(cell):
                columns.setdefault(place, []).append(cell)
    tells = _month_by_month if of_plan else day_first
    told = {order for cells in columns.values() if (order := tells(cells)) is not None}
    if len(told) != 1 or max(map(len, columns.values())) < _LEAST_DAYS:
        return None
    order = told.pop()
    made = [[whole_day(c, day_first=order) or c if n in columns else c for n, c in enumerate(row)] for row in rows]
    return table.with_rows(made, is_parted=table.is_parted)


def _plain(cell: str) -> str:
    return in_24_hours(unicodedata.normalize("NFKC", cell)).strip()


def _day(match: re.Match[str], *, day_first: bool) -> date | None:
    day, month = (match[1], match[2]) if day_first else (match[2], match[1])
    try:
        return date(int(match[3]), int(month), int(day))
    except ValueError:
        return None

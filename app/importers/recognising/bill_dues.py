"""Due dates of monthly bills that leave the year out: it is that of the bill's month, or the one behind it."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTH_DAY = re.compile(r"(\d{1,2})[月/.-](\d{1,2})[日号]?")
_WITHIN = timedelta(days=62)


def is_without_year(text: str) -> bool:
    """Whether a text is a day of a month and nothing more: ``5月10日``, ``05-10``."""
    return _MONTH_DAY.fullmatch(text) is not None


def due_behind(month: tuple[int, int], text: str) -> date | None:
    """The first day of that name behind the beginning of the bill's month; None where it lies too far behind it.

    Raises ValueError for a day that no calendar has.
    """
    told = _MONTH_DAY.fullmatch(text)
    if told is None:
        return None
    begin = date(*month, 1)
    days = [date(begin.year + step, int(told[1]), int(told[2])) for step in (0, 1)]
    return next((day for day in days if begin <= day <= begin + _WITHIN), None)

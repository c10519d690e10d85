"""How many days, or what part of a year, lies between two dates under each day count."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from app.core.loans.conventions import DayCount


def units(day_count: DayCount, starts: date, ends: date) -> int | Fraction:
    """Return the days (for a rate per day) or years (for a rate per year) from ``starts`` to ``ends``, exact.

    ``ends`` itself is not counted except by BOTH_ENDS, which counts it in every period. Source: F1, and the reference
    tables' list of day counts.
    """
    days = (ends - starts).days
    match day_count:
        case DayCount.ACTUAL:
            return days
        case DayCount.BOTH_ENDS:
            return days + 1
        case DayCount.THIRTY:
            return thirty_days(starts, ends)
        case DayCount.MONTH_365_12:
            return Fraction(thirty_days(starts, ends) * 365, 360)
        case DayCount.THIRTY_360:
            return Fraction(thirty_days(starts, ends), 360)
        case DayCount.ACT_ACT:
            return _by_calendar_year(starts, ends)
        case DayCount.ACT_ACT_DEC31:
            return _by_calendar_year(starts + timedelta(days=1), ends + timedelta(days=1))
        case DayCount.ACT_ACT_FEB29:
            return Fraction(days, 366 if holds_leap_day(starts, ends) else 365)
        case _:
            return Fraction(days, _YEAR[day_count])


_YEAR = {DayCount.ACT_365: 365, DayCount.ACT_364: 364, DayCount.ACT_360: 360}


def thirty_days(starts: date, ends: date) -> int:
    """Return the days between two dates as if every month had 30.

    A due day that had to give way to a short month is taken as the day it stands for: from 29 January to 28 February,
    and from there to 29 March, are 30 days each.
    """
    first, last = starts.day, ends.day
    if first > last and _is_month_end(ends):
        last = first
    elif last > first and _is_month_end(starts):
        first = last
    return 360 * (ends.year - starts.year) + 30 * (ends.month - starts.month) + min(last, 30) - min(first, 30)


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def year_length(year: int) -> int:
    """Return the days of a calendar year, 365 or 366."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _by_calendar_year(starts: date, ends: date) -> Fraction:
    if starts.year == ends.year:
        return Fraction((ends - starts).days, year_length(starts.year))
    head = Fraction((date(starts.year + 1, 1, 1) - starts).days, year_length(starts.year))
    tail = Fraction((ends - date(ends.year, 1, 1)).days, year_length(ends.year))
    return head + (ends.year - starts.year - 1) + tail


def holds_leap_day(starts: date, ends: date) -> bool:
    """Say whether a 29 February lies after ``starts`` and not after ``ends``."""
    return any(
        starts < date(year, 2, 29) <= ends for year in range(starts.year, ends.year + 1) if year_length(year) == 366
    )

"""Days and months as loans count them, and the working days of mainland China from a table that is handed in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import Enum


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int, due_day: int | None = None) -> date:
    """Return ``day`` moved by whole months, on ``due_day`` (1–31; by default its own day) or the month's last day.

    The 31st of January plus one month is the 28th (or 29th) of February; plus two, it is the 31st of March again,
    because each month is counted from the start and not from the shortened one.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    wanted = due_day or day.day
    return date(year, month, wanted if wanted <= 28 else min(wanted, monthrange(year, month)[1]))


class FirstPeriod(Enum):
    """Where the first due date falls if the due day is not the day of the drawdown."""

    NEXT_MONTH = "next-month"  # in the month after the drawdown, however many days that is
    SHORT = "short"  # the first due day after the drawdown
    LONG = "long"  # the first due day that is at least a month after it


def first_due(drawn: date, due_day: int | None = None, first: FirstPeriod = FirstPeriod.NEXT_MONTH) -> date:
    """Return the first due date of a loan drawn on ``drawn``; ``due_day`` 29–31 means the month's end where shorter."""
    candidate = add_months(drawn, 0 if first is FirstPeriod.SHORT else 1, due_day)
    earliest = drawn + timedelta(days=1) if first is FirstPeriod.SHORT else add_months(drawn, 1)
    if first is not FirstPeriod.NEXT_MONTH and candidate < earliest:
        return add_months(candidate, 1, due_day)
    return candidate


def due_dates(
    drawn: date, terms: int, due_day: int | None = None, first: FirstPeriod = FirstPeriod.NEXT_MONTH
) -> tuple[date, ...]:
    """Return the due dates of ``terms`` monthly periods.

    ``due_day`` (1–31) defaults to the day of the drawdown; in a shorter month it is the last day. ``first`` says where
    the first one falls when the two differ.
    """
    return due_dates_from(first_due(drawn, due_day, first), terms, due_day or drawn.day)


def due_dates_from(first: date, terms: int, due_day: int | None = None) -> tuple[date, ...]:
    """Return ``terms`` monthly due dates from ``first`` on; give ``due_day`` where a short month cut ``first``."""
    return (first, *(add_months(first, n, due_day or first.day) for n in range(1, terms)))

"""The due dates that lenders give a loan by the day of its drawdown, for made-up loans."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from app.core.calendar import add_months, due_dates_from


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

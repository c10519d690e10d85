"""Days and months as loans count them, and the working days of mainland China from a table that is handed in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

LONGEST_MONTH = timedelta(days=31)
"""How far two equal days of neighbouring months lie apart at most: two due dates, or two bills."""


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


def due_dates_from(first: date, terms: int, due_day: int | None = None) -> tuple[date, ...]:
    """Return ``terms`` monthly due dates from ``first`` on; give ``due_day`` where a short month cut ``first``."""
    return (first, *(add_months(first, n, due_day or first.day) for n in range(1, terms)))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of mainland China, read from a table of notices that is handed in as data.

    ``off`` are days off by name, ``working`` the Saturdays and Sundays worked in exchange, ``announced`` the years
    whose notice the table holds. Any other year is estimated: its exchanged days cannot be known yet.
    """

    off: Mapping[date, str]
    working: frozenset[date]
    announced: frozenset[int]

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> WorkCalendar:
        """Read a table of years, each with ``off`` ranges (``name``, ``from``, ``to``) and ``working`` days.

        Raises KeyError or TypeError for a table of another form.
        """
        spans = [span for notice in table.values() for span in notice["off"]]
        off = {day: span["name"] for span in spans for day in _days(span["from"], span["to"])}
        working = frozenset(day for notice in table.values() for day in notice["working"])
        announced = frozenset(int(year) for year, notice in table.items() if not notice.get("estimated", False))
        return cls(MappingProxyType(off), working, announced)

    def is_working(self, day: date) -> bool:
        """Say whether banks and offices work that day, by the notice of its year or, failing one, by the week."""
        return day in self.working or (day.weekday() < 5 and day not in self.off)

    def is_estimated(self, day: date) -> bool:
        """Say whether the notice for that day's year is missing, so that exchanged days are unknown."""
        return day.year not in self.announced

    def holiday(self, day: date) -> str:
        """Return the Chinese name of the holiday a day belongs to, empty for any other day."""
        return self.off.get(day, "")

    def on_or_after(self, day: date) -> date:
        """Return the first working day that is not before ``day``."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)

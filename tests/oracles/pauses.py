"""A plan through a pause of interest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from app.core.facts import Method
from app.core.loans.changes import remaining
from app.core.loans.conventions import Terms
from app.core.loans.day_counts import units
from app.core.loans.schedules import Period, charges_of, common, periods


def pause_interest(plan: Sequence[Period], terms: Terms, since: date, until: date) -> tuple[Period, ...]:
    """Return ``plan`` when no interest runs from ``since`` on; ``until`` is the first day that bears interest again.

    Equal instalments stay, so more principal is repaid and the last one takes the difference; other methods keep the
    principal of each period.
    """
    parts = common([_with_pause(terms, period, since, until) for period in plan])
    charge = charges_of(parts, terms.convention.rounding)
    balance, rows = remaining(plan), []
    for place, period in enumerate(plan):
        due = charge(place, balance)
        part = min(balance, period.total - due) if terms.method is Method.EQUAL_INSTALMENT else period.principal
        part = balance if place == len(plan) - 1 else part
        rows.append((part, due))
        balance -= part
    return periods(remaining(plan), rows, plan[0].starts, [p.due for p in plan], plan[0].number)


def _with_pause(terms: Terms, period: Period, since: date, until: date) -> Fraction:
    whole = Fraction(terms.rate) * units(terms.convention.day_count, period.starts, period.due)
    free = max((min(period.due, until) - max(period.starts, since)).days, 0)
    return whole * Fraction(period.days - free, period.days)

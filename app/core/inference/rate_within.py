"""A rate that changed within a period: less interest in it, and another rate from the next one on, are one change.

A bank prices its loans anew on a day of its own, the first of January say, and not on a due date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from app.core.inference.model import Change, ChangeKind, Role
from app.core.loans import Convention, Period, interest

_OFF = 1
"""Fen by which interest rounded once may differ from that of two parts."""


def as_one_change(
    roles: tuple[Role, ...], changes: tuple[Change, ...], plan: Sequence[Period], convention: Convention
) -> tuple[tuple[Role, ...], tuple[Change, ...]]:
    """Roles and changes where the first two changes were a waiver and a lower rate and make up one of whole days."""
    for waived, rate in pairwise(changes[:2]):
        day = _day_within(waived, rate, plan, convention)
        if day is not None:
            paid = tuple(
                replace(role, interest=role.interest - role.waived, waived=0) if role.key == waived.shown_by else role
                for role in roles
            )
            return paid, (replace(rate, on=day, period=waived.period, shown_by=waived.shown_by), *changes[2:])
    return roles, changes


def _day_within(waived: Change, rate: Change, plan: Sequence[Period], convention: Convention) -> date | None:
    """The day from which the later rate, within the period that bore less interest, gives just that interest."""
    before, after = rate.rate_before, rate.rate_after
    kinds = (waived.kind, rate.kind) == (ChangeKind.WAIVED, ChangeKind.RATE)
    if not kinds or before is None or after is None or after >= before or rate.period != waived.period + 1:
        return None
    period = next(p for p in plan if p.number == waived.period)
    owed, borne = period.balance + period.principal, period.interest - waived.amount
    for days in range(1, (period.due - period.starts).days):
        day = period.starts + timedelta(days=days)
        parts = interest(owed, before, period.starts, day, convention) + interest(
            owed, after, day, period.due, convention
        )
        if abs(parts - borne) <= _OFF:
            return day
    return None

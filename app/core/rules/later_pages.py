"""What a later page of the lender shows of a period, where a person would else be sent to look."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.facts import PeriodState, Source
from app.core.linking.periods import PeriodActivity


def told_as_paid(activity: PeriodActivity | None, after: date) -> tuple[dict[str, Any], tuple[Source, ...]]:
    """The fact ``shown_on`` and the rows of the first page later than ``after`` that shows a period as paid.

    Both are empty where no page does.
    """
    row = activity.shown(PeriodState.SETTLED, after) if activity else None
    return ({"shown_on": row.as_of}, row.sources) if row else ({}, ())

"""Periods paid before their due date: as planned, or on the day that held before the due day was moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import PlanRow, Product, Trigger
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, discrepancy, of_period

DAY_BEFORE = {Product.BAITIAO: 1}
"""Products that debit so many days before the due day as a published habit (domain fact D06)."""


def early(context: Context, activity: PeriodActivity) -> Iterator[Discrepancy]:
    """The whole period was paid before its due date."""
    if len(activity.paid) != 1 or activity.cleared + activity.waived < activity.expected or activity.claims:
        return  # where it was taken again, that is what matters
    paid = activity.paid[0]
    lead = (activity.due - paid.made_on).days
    if lead <= DAY_BEFORE.get(activity.book.product, 0):
        return
    interest = _of_the_days_ahead(context, activity, lead) if _is_old_day(activity, paid) else 0
    facts: dict[str, Any] = {"interest": interest} if interest else {}
    yield discrepancy(
        of_period(activity, paid.at, distinct((*activity.row.sources, *paid.sources))),
        "DEBIT-EARLY",
        "old-day" if interest else "whole",
        Severity.WARNING if interest else Severity.INFO,
        Certainty.PROVED,
        Bridge(activity.expected, activity.expected),
        paid_on=paid.made_on,
        days=lead,
        amount=activity.expected,
        **facts,
    )


def _is_old_day(activity: PeriodActivity, paid: PaidPart) -> bool:
    """Whether it was taken on the day that an earlier page had for the period, and not by hand."""
    debit = paid.link.debit.trigger if paid.link else Trigger.UNKNOWN
    by_hand = Trigger.MANUAL in (debit, paid.repayment.trigger)
    return not by_hand and any(row.due == paid.made_on != activity.due for row in _earlier(activity))


def _earlier(activity: PeriodActivity) -> Iterator[PlanRow]:
    since: date = activity.row.as_of or date.max
    return (row for page, row in activity.pages() if page.as_of < since)


def _of_the_days_ahead(context: Context, activity: PeriodActivity, lead: int) -> Fen:
    """The interest to the due day that was collected with it for days after it was paid; 0 where less was taken."""
    page = activity.book.page_before(activity.due)
    accrual = next(iter(context.accruals(activity)), None)
    if page is None or accrual is None or sum(p.part.interest for p in activity.paid) < activity.row.interest:
        return 0
    return accrual.interest(activity.row.principal, lead) if activity.row.interest else 0

"""A due day that moved, as every debit since tells, though no page at hand is of the time of the change."""

from __future__ import annotations

from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.linking.periods import PeriodActivity
from app.core.loans.plan_changes import interest_change
from app.core.rules.announced import Announcement, announcement
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def concluded(context: Context, change: PlanChange) -> Discrepancy:
    """The change of a due day that debits tell: by amounts that hold the interest of the new days, or by their days."""
    before, after = change.before, change.after
    debited = [a for a in context.activity.periods_of(change.book).values() if _is_after(a, change)]
    parts = tuple(interest_change(before, after))
    shown = [page.as_of for page in change.book.snapshots if page.as_of > change.second.as_of]
    told: dict[str, Any] = {"shown_on": shown[0]} if shown else {}
    by_days = any(row.instalment != after[n].instalment for n, row in enumerate(before))
    debits = [s for a in debited for p in a.paid for s in p.sources]
    debits += [s for a in debited for claim in a.claims for s in claim.debit.sources]
    heard = announcement(context, change)
    return discrepancy(
        Occurrence(
            after[0].due, (*(s for row in before for s in row.sources), *debits, *heard.sources),
            facility=change.book.contract, period=after[0].period, product=change.book.product,
        ),
        change.code,
        _variant(heard, by_days),
        Severity.INFO if heard.kept else Severity.WARNING,
        Certainty.STRONG if by_days or shown or heard.kept else Certainty.PATTERN,
        Bridge(sum(row.interest for row in before), sum(row.interest for row in after), parts),
        missing=() if shown else ("plan-page",),
        seen_before=change.first.as_of,
        instalment_before=before[0].instalment,
        instalment_after=after[0].instalment,
        due_before=before[0].due,
        due_after=after[0].due,
        times=len(debited),
        **heard.facts,
        **told,
    )  # fmt: skip


def _variant(heard: Announcement, by_days: bool) -> str:
    """By what the change is known: a message that announces it or another one, else the debits alone."""
    if heard.sources:
        return "as-announced" if heard.kept else "not-as-announced"
    return "by-amounts" if by_days else "by-days"


def _is_after(activity: PeriodActivity, change: PlanChange) -> bool:
    return activity.period >= change.after[0].period and bool(activity.paid or activity.claims)

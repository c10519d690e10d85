"""A period paid by hand and collected as well, where the lender recorded the second money for the next period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Trigger
from app.core.linking.payments import Movement
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.loans.formulas import given
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, discrepancy, of_period


@dataclass(frozen=True, slots=True)
class PostedAhead:
    """A period with the payment by hand that paid it, and the next one with the automatic debit recorded for it."""

    activity: PeriodActivity
    by_hand: Movement
    later: PeriodActivity
    again: Movement
    posted: PaidPart


def posted_ahead(context: Context) -> Mapping[tuple[str, int], PostedAhead]:
    """All of them, by the loan and the later period.

    The automatic debit was of the very amount due that day and came after the payment by hand: nobody means a month
    ahead by that.
    """
    found = {}
    for activity in context.activity.periods:
        later = context.activity.periods_of(activity.book).get(activity.period + 1)
        first, second = _alone(activity), _alone(later) if later else None
        if later is None or first is None or second is None or first.link is None or second.link is None:
            continue
        by_hand, again = first.link.debit, second.link.debit
        triggers = (_trigger(first), _trigger(second))
        if (
            triggers == (Trigger.MANUAL, Trigger.AUTO)
            and by_hand.at < again.at
            and by_hand.on <= activity.due == again.on < later.due
            and again.amount == activity.expected
            and not (by_hand.returned or again.returned)
        ):
            found[later.book.contract, later.period] = PostedAhead(activity, by_hand, later, again, second)
    return found


def _alone(activity: PeriodActivity) -> PaidPart | None:
    """The one repayment that paid all of a period."""
    whole = len(activity.paid) == 1 and activity.cleared + activity.waived >= activity.expected
    return activity.paid[0] if whole and not activity.claims else None


def _trigger(paid: PaidPart) -> Trigger:
    """By hand or automatic: as the wallet's row says, else as the lender recorded it."""
    own = paid.link.debit.trigger if paid.link else Trigger.UNKNOWN
    return own if own is not Trigger.UNKNOWN else paid.repayment.trigger


def told(found: PostedAhead) -> Discrepancy:
    """Nothing is lost, and the next period is not to be paid again."""
    own, rows = found.activity, found.again.wallet_sources or found.again.bank_sources
    parts = (
        given("second-debit", found.again.amount, rows),
        given("set-off", -found.again.amount, found.posted.part.sources),
    )
    recorded = (*found.posted.sources, *found.later.row.sources)
    return discrepancy(
        of_period(own, found.again.at, (*found.by_hand.sources, *found.again.sources, *own.row.sources, *recorded)),
        "DEBIT-MANUAL-AUTO-OVERLAP",
        "posted-ahead",
        Severity.INFO,
        Certainty.PROVED,
        Bridge(own.expected, own.expected, parts=parts),
        amount=found.again.amount,
        first_at=found.by_hand.at,
        second_at=found.again.at,
        later_due=found.later.due,
    )

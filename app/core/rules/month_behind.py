"""Periods that were each debited a month behind the plan with one sum more: late again and again, or put off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Source
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.periods import PeriodActivity
from app.core.money import Fen
from app.core.rules.writing import Bridge, discrepancy, of_period

LEAST_IN_A_ROW = 2
"""One late debit may be just that; so many that follow each other are what a plan put off by a month looks like."""

_A_MONTH = range(28, 32 + BOOKING_DAYS)
"""Days from a due date to the next one, and for the bank to book the debit of that day."""

Behind = tuple[PeriodActivity, Movement, Fen]
"""A period with the one debit that paid it and what that took beyond what was due, in fen."""


def month_behind(late: Sequence[Behind], paid: set[tuple[str, int]]) -> Iterator[tuple[Behind, ...]]:
    """The runs of periods of one loan that follow each other, each paid a month behind with the same sum beyond.

    ``late`` are those that no rule of penalties gives, in order of loan and period; ``paid`` all that anything paid.
    A run goes on to where the plan or its payments end: whoever paid a later period in time had caught up. A failed
    debit or a page after the due date tells which of the two it was, and such a period is in no run.
    """
    run: list[Behind] = []
    for one in (*late, None):
        if run and not (one and _follows(run[-1], one)):
            last = run[-1][0]
            if len(run) >= LEAST_IN_A_ROW and (last.book.contract, last.period + 1) not in paid:
                yield tuple(run)
            run = []
        if one and _is_behind(one):
            run.append(one)


def _is_behind(one: Behind) -> bool:
    activity, debit, beyond = one
    told = activity.tries or any(page.as_of > activity.due for page, _ in activity.pages())
    return beyond > 0 and not told and (debit.on - activity.due).days in _A_MONTH


def _follows(before: Behind, after: Behind) -> bool:
    first, then = before[0], after[0]
    next_one = (first.book.contract, first.period + 1) == (then.book.contract, then.period)
    on_its_day = timedelta() <= before[1].on - then.due <= timedelta(days=BOOKING_DAYS)
    return next_one and on_its_day and before[2] == after[2] and _is_behind(after)


def told(run: Sequence[Behind]) -> Discrepancy:
    """A run, told once: which of the two it was only the lender's page can say."""
    (first, debit, beyond), times = run[0], len(run)
    expected = sum(activity.expected for activity, _, _ in run)
    rows: tuple[Source, ...] = distinct(s for a, m, _ in run for s in (*a.row.sources, *m.sources))
    facts: dict[str, Any] = {"charged": beyond, "total": beyond * times, "times": times}
    return discrepancy(
        of_period(first, debit.at, rows),
        "DEBIT-LATE",
        "late-or-put-off",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(expected, expected + beyond * times, unexplained=beyond * times),
        missing=("plan-page",),
        amount=first.expected,
        paid_on=debit.on,
        days=(debit.on - first.due).days,
        **facts,
    )

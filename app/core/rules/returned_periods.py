"""Periods that the lender's page or record has as paid although the only debit of them came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BankSays, PeriodState
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.periods import PeriodActivity
from app.core.rules.context import Context
from app.core.rules.settled_debits import settled_before, settled_over
from app.core.rules.writing import Bridge, Occurrence, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """All of loans that were not settled."""
    ended = {h.book.contract for h in context.activity.early if h.ends}
    for activity in context.activity.periods:
        settled = settled_before(context, activity) or settled_over(context, activity)
        if activity.book.contract not in ended and not settled and not _taken_without_a_name(context, activity):
            yield from settled_and_returned(activity)
    yield from _one_of_two(context)


def _one_of_two(context: Context) -> Iterator[Discrepancy]:
    """A refund of one of two equal repayments, each of a period of its own; which of them, only its order tells.

    A later page that shows one of the two as unpaid tells it; then nothing is left open here.
    """
    alone = [(a, debits[0]) for a in context.activity.periods if len(debits := _debits_of(a)) == 1]
    for activity, debit in alone:
        if debit.returned != debit.amount or debit.bounced:
            continue
        back = debit.returns[-1]
        others = [
            (a, m) for a, m in alone
            if a is not activity and m is not debit and m.product is debit.product and m.amount == debit.amount
            and not m.returned and m.at <= back.at and abs(m.at - debit.at) <= timedelta(days=RETURN_DAYS)
        ]  # fmt: skip
        if others and debit.row and debit.row.order_no in context.refunds_of:
            yield from _told(activity, debit)
        elif len(others) == 1 and not any(_shown_open(a, back.at.date()) for a in (activity, others[0][0])):
            yield _of_two(activity, debit, *others[0])


def _debits_of(activity: PeriodActivity) -> list[Movement]:
    """Every debit of a period, by record or by plan."""
    return [p.link.debit for p in (*activity.paid, *activity.pending) if p.link] + [c.debit for c in activity.claims]


def _shown_open(activity: PeriodActivity, since: date) -> bool:
    return any(activity.shown(state, since) for state in (PeriodState.OPEN, PeriodState.OVERDUE))


def _of_two(activity: PeriodActivity, debit: Movement, other: PeriodActivity, twin: Movement) -> Discrepancy:
    first, second = sorted((debit, twin), key=lambda m: (m.at, m.sources))
    rows = (*first.sources, *second.sources, *activity.row.sources, *other.row.sources)
    return discrepancy(
        Occurrence(debit.returns[-1].at, rows, product=debit.product),
        "STATUS-SETTLED-PREMATURE",
        "one-of-two",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(activity.expected, activity.expected),
        missing=("plan-page",),
        amount=debit.amount,
        paid_at=first.at,
        second_at=second.at,
        returned_on=debit.returns[-1].at.date(),
    )


def _taken_without_a_name(context: Context, activity: PeriodActivity) -> bool:
    """Whether the bank has another repayment of a bounced debit's amount about it that names no product.

    It may be the one that paid the period; then nobody can say that none did.
    """
    bounced = [m for m in activity.tries if m.bounced]
    if not bounced:
        return False
    used = {s for m in context.booked for s in m.bank_sources}
    free = [
        row.on for row in context.books.bank
        if row.amount == -bounced[0].amount and row.product is None and BankSays.REPAYMENT in row.says
        and used.isdisjoint(row.sources)
    ]  # fmt: skip
    return any(abs((on - m.on).days) <= BOOKING_DAYS for on in free for m in bounced)


def settled_and_returned(activity: PeriodActivity) -> Iterator[Discrepancy]:
    """Shown as settled, although the bank gave the only debit back and no other was made for the period."""
    back = [m for m in activity.tries if m.bounced]
    if not back or activity.pending or activity.claims or activity.waived:
        return
    debit = max(back, key=lambda m: (m.at, m.sources))
    if any(p.link or p.repayment.by_another or p.repayment.total != debit.amount for p in activity.paid):
        return  # what the record has is other money
    yield from _told(activity, debit)


def _told(activity: PeriodActivity, debit: Movement) -> Iterator[Discrepancy]:
    """The last page since, or else the record, that has a period as paid by a debit that came back."""
    shown = [(page, row) for page, row in activity.pages() if page.as_of >= debit.on]
    if shown[-1][1].state is not PeriodState.SETTLED if shown else not activity.paid:
        return
    recorded = tuple(s for p in activity.paid for s in p.sources)
    rows = (*(s for _, row in shown[-1:] for s in row.sources), *recorded)
    facts: dict[str, Any] = {"shown_on": shown[-1][0].as_of} if shown else {}
    yield discrepancy(
        of_period(activity, debit.at, (*debit.sources, *rows, *activity.row.sources)),
        "STATUS-SETTLED-PREMATURE",
        "returned" if shown else "returned-recorded",
        Severity.SERIOUS,
        Certainty.STRONG,
        Bridge(activity.expected, activity.expected),
        missing=("settlement-certificate",),
        paid_on=debit.on,
        returned_on=debit.returns[-1].at.date(),
        amount=activity.expected,
        **facts,
    )

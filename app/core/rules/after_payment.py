"""A reminder that calls something overdue and was sent after it had been paid: the two only crossed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import WalletKind
from app.core.linking.payments import Movement
from app.core.papers import Notice, NoticeKind
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

CROSSED = timedelta(hours=24)
"""How long after a payment a reminder may still come of a list that was made before it."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Each reminder of lateness and the payment that it crossed, where nothing else of the product was unpaid then."""
    reminders = [(n, n.sent) for n in context.notices if n.kind is NoticeKind.OVERDUE and n.sent]
    for notice, sent in reminders:
        paid = _paid_before(context, notice, sent)
        if paid and not _was_behind(context, notice, sent.date()):
            yield _told(notice, *paid, sent)


def _paid_before(context: Context, notice: Notice, sent: datetime) -> tuple[Movement, datetime] | None:
    """The payment of what a reminder asks for, made in the day before it, and when it is known to have been made.

    The last where there are several.
    """
    near = [
        (m, at) for m in context.moved_as(WalletKind.REPAYMENT)
        if m.done and not m.returned and m.row and m.product is notice.product and notice.amount in (None, m.amount)
        and (at := _known_at(context, m)) and timedelta() <= sent - at <= CROSSED
    ]  # fmt: skip
    return max(near, key=lambda one: (one[1], one[0].sources), default=None)


def _known_at(context: Context, debit: Movement) -> datetime | None:
    """When a payment was made; where only a message tells of it and its day alone, when the message came."""
    if debit.at.time() != time():
        return debit.at
    told = (n.sent for n in context.notices if n.kind is NoticeKind.REPAID and set(n.sources) & set(debit.sources))
    return min(filter(None, told), default=None)


def _was_behind(context: Context, notice: Notice, on: date) -> bool:
    """Whether something else of the product had fallen due by then of which no payment made before is seen."""
    for activity in context.activity.periods:
        debits = [p.made_on for p in activity.paid] + [c.debit.on for c in activity.claims]
        if activity.book.product is notice.product and activity.due < on and not any(day <= on for day in debits):
            return True
    bills = [b for b in context.books.bills if b.product is notice.product and b.due and b.due < on]
    return any((paid := context.paid_off_on(bill)) is None or paid > on for bill in bills)


def _told(notice: Notice, paid: Movement, at: datetime, sent: datetime) -> Discrepancy:
    return discrepancy(
        Occurrence(sent, notice.sources, product=notice.product, beside=paid.sources),
        "STATUS-STALE",
        "reminder",
        Severity.INFO,
        Certainty.STRONG,
        Bridge(paid.amount, paid.amount),
        amount=paid.amount,
        paid_at=at,
        second_at=sent,
    )

"""What a message or a page said that settling a loan takes, where the settlement that was paid bears it out."""

from __future__ import annotations

from datetime import timedelta

from app.core.papers import Notice, NoticeKind
from app.core.rules.context import Context
from app.core.rules.settled_loans import Settlement


def quote_of_day(context: Context, settled: Settlement) -> Notice | None:
    """The last quote of the running period that is, to the fen, the principal with its interest to the quote's day.

    A quote names no loan, so one that is another amount may be of another and tells nothing.
    """
    accrual, began, owed = settled.accrual, settled.on - timedelta(days=settled.days), settled.principal
    if accrual is None:
        return None
    quotes = [(n, (n.on - began).days) for n in _quotes(context, settled) if n.on]
    fits = (n for n, days in quotes if n.amount == owed + accrual.interest(owed, days))
    return max(fits, key=_order, default=None)


def quote_that_was_paid(context: Context, settled: Settlement) -> Notice | None:
    """The last quote of a day before the settlement of which the very amount was paid."""
    fits = (n for n in _quotes(context, settled) if n.on and n.on < settled.on and n.amount == settled.paid)
    return max(fits, key=_order, default=None)


def _quotes(context: Context, settled: Settlement) -> list[Notice]:
    """The balances of the product that were told while the period ran in which the loan was settled."""
    began = settled.on - timedelta(days=settled.days)
    said = (n for n in context.notices if n.kind is NoticeKind.BALANCE and n.product is settled.early.book.product)
    return [n for n in said if n.amount and n.on and began <= n.on <= settled.on]


def _order(notice: Notice) -> tuple[object, ...]:
    return (notice.on, notice.amount, notice.sources)

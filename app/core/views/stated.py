"""Marks of what papers state and no money moved for: a certificate of settlement, a reminder, a word of lateness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from app.core.explanation import Event, EventKind
from app.core.facts import Ledger, Product
from app.core.notices import with_years
from app.core.papers import Notice, NoticeKind
from app.core.rules.context import Context

_STATE = {NoticeKind.DUE, NoticeKind.OVERDUE}
_WITHOUT_AMOUNT = {NoticeKind.REPAID, NoticeKind.SETTLED, NoticeKind.FAILED}


def stated(context: Context, ledger: Ledger) -> Iterator[Event]:
    """A mark for each certificate, and for each reminder of which no plan or bill tells.

    A certificate stands on the day of the settlement, on its own where it names none.
    """
    contracts = {book.contract for book in context.loans}
    for paper in ledger.certificates:
        if day := paper.settled_on or paper.issued_on:
            at, facility = datetime.combine(day, time()), paper.contract or None
            text = paper.lender or paper.contract
            known = facility if facility in contracts else _only_loan(context, paper.product)
            yield Event("", EventKind.STATUS, at, False, None, paper.sources, known, text=text)
    dues = {(row.due, row.instalment) for row in ledger.planned} | {(b.due, b.declared) for b in ledger.bills}
    for notice in with_years(ledger):
        if notice.on is None or not _states(notice) or (notice.on, notice.amount) in dues:
            continue
        at = datetime.combine(notice.on, time())
        facility = _only_loan(context, notice.product)
        text, period = notice.text, notice.period if facility else None
        yield Event("", EventKind.STATUS, at, False, notice.amount, notice.sources, facility, period, text=text)


def _states(notice: Notice) -> bool:
    return notice.kind in _STATE or (notice.kind in _WITHOUT_AMOUNT and notice.amount is None)


def _only_loan(context: Context, product: Product) -> str | None:
    """The loan that a paper without a number must speak of: the only one of its product."""
    loans = [book.contract for book in context.loans if book.product is product and product is not Product.OTHER]
    return loans[0] if len(loans) == 1 else None

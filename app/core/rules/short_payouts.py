"""Loans of which less arrived than was lent: what was kept back, and no row says for what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.linking.loan_books import LoanBook
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

_NEAR = timedelta(days=2)
"""About a drawdown another loan may have been settled out of it."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every loan whose one drawdown was less than its record says was lent."""
    for book in context.loans:
        if book.record and book.drawdown and book.principal and not _renews(context, book):
            short = book.principal - book.drawdown.amount
            if short > 0:
                yield discrepancy(
                    Occurrence(
                        book.drawdown.at,
                        distinct((*book.drawdown.sources, *book.record.sources)),
                        facility=book.contract,
                        product=book.product,
                    ),
                    "UNEXPLAINED",
                    "paid-out-less",
                    Severity.SERIOUS,
                    Certainty.OPEN,
                    Bridge(book.principal, book.drawdown.amount, unexplained=-short),
                    missing=("lender-breakdown",),
                    amount=book.drawdown.amount,
                    recorded=book.principal,
                    rest=short,
                )


def _renews(context: Context, book: LoanBook) -> bool:
    """Whether another loan ended about the day of this drawdown, so that the rest may have repaid it."""
    assert book.drawdown is not None
    at = book.drawdown.at
    settled = (e for e in context.activity.early if e.kind is RepaymentKind.SETTLEMENT and e.book is not book)
    return book.contract in context.taken_over or any(abs(e.repayment.at - at) <= _NEAR for e in settled)

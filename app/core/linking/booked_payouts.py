"""Loans that a bank's statement alone shows to have been paid out: a credit that names a product and says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.facts import BankRow, BankSays
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement, in_order
from app.core.linking.short_drawdowns import as_booked

NEAR_DAYS = 2
"""How far apart a bank's and a lender's day of one drawdown may lie."""


def with_booked_payouts(
    moved: Sequence[Movement], bank: Iterable[BankRow], loans: Sequence[LoanBook]
) -> tuple[Movement, ...]:
    """The movements with the bank's credits that pay a loan out and of which no wallet and no lender's paper tells.

    Nothing is added of a product of which some loan's amount or drawdown is not known: the credit may be of that one.
    """
    used = {source for m in moved for row in m.bank for source in row.sources}
    open_ones = {book.product for book in loans if book.principal is None}
    found = [
        as_booked(row) for row in bank
        if _pays_out(row) and used.isdisjoint(row.sources) and row.product not in open_ones
        and not any(_is_of(row, book) for book in loans)
    ]  # fmt: skip
    return in_order((*moved, *found)) if found else tuple(moved)


def _pays_out(row: BankRow) -> bool:
    back = {BankSays.REPAYMENT, BankSays.RETURNED} & set(row.says)
    return row.amount > 0 and row.product is not None and BankSays.PAID_OUT in row.says and not back


def _is_of(row: BankRow, book: LoanBook) -> bool:
    """Whether a credit may be what a known loan was paid out with."""
    drawn, same = book.drawn_on, book.principal == row.amount
    return book.product is row.product and (drawn is None or abs((row.on - drawn).days) <= NEAR_DAYS or same)

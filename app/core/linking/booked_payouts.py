"""Loans that a bank's statement alone shows to have been paid out: a credit that says so, or a lender's round sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.facts import BILLED, BankRow, BankSays, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement, in_order
from app.core.linking.short_drawdowns import as_booked
from app.core.numbered_plans import FIRST_DUE_WITHIN

_ROUND = 100_00

NEAR_DAYS = 2
"""How far apart a bank's and a lender's day of one drawdown may lie."""


def with_booked_payouts(
    moved: Sequence[Movement], bank: Iterable[BankRow], loans: Sequence[LoanBook]
) -> tuple[Movement, ...]:
    """The movements with the bank's credits that pay a loan out and of which no wallet and no lender's paper tells.

    Nothing is added of a product of which some loan's amount or drawdown is not known: the credit may be of that one.
    """
    bank = [_of_what_it_lends(row, moved) for row in bank]
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


def _of_what_it_lends(row: BankRow, moved: Iterable[Movement]) -> BankRow:
    """The row as a payout of the one loan product of a company that lends under several names, where it is one.

    The company is named alone, the sum is one of whole hundreds, and what follows are repayments of that product.
    """
    loans = [product for product in row.lends if product not in BILLED]
    if row.amount <= 0 or row.amount % _ROUND or len(loans) != 1 or BankSays.RETURNED in row.says:
        return row
    repaid = any(
        m.kind is WalletKind.REPAYMENT and m.product is loans[0] and row.on < m.on <= row.on + FIRST_DUE_WITHIN
        for m in moved
    )
    return replace(row, product=loans[0], says=(*row.says, BankSays.PAID_OUT)) if repaid else row


def _is_of(row: BankRow, book: LoanBook) -> bool:
    """Whether a credit may be what a known loan was paid out with."""
    drawn, same = book.drawn_on, book.principal == row.amount
    return book.product is row.product and (drawn is None or abs((row.on - drawn).days) <= NEAR_DAYS or same)

"""Which debits of a bank statement belong to a loan whose lender no table of words knows: told by the loan's plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.core.facts import BankRow, BankSays, Product
from app.core.linking.bank_wording import wording
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import BOOKING_DAYS, Movement

LEAST_PERIODS = 2
"""So many periods must have been debited to the fen about their due dates; one alone may be chance."""

_Payee = tuple[str, str, str]


def debits_of_unnamed_lenders(
    moved: Sequence[Movement], loans: Sequence[LoanBook], bank: Sequence[BankRow]
) -> tuple[BankRow, ...]:
    """The rows of each payee that debited a loan of no known product, by two or more periods' exact amounts.

    A row that belongs to a payment already, or names a product or a charge, is none of them. Where two payees fit a
    loan as well, the one that is said to be repaid is taken, else none. The order of rows plays no part.
    """
    unnamed = [book for book in loans if book.product is Product.OTHER and book.snapshots]
    if not unnamed:
        return ()
    used = {source for m in moved for source in m.bank_sources}
    rows: dict[_Payee, list[BankRow]] = defaultdict(list)
    for row in bank:
        if row.amount < 0 and row.product is None and _may_repay(row) and used.isdisjoint(row.sources):
            rows[row.bank, row.account, row.payee or wording(row)].append(row)
    payees = {payee for book in unnamed if (payee := _payee_of(book, rows))}
    return tuple(row for payee in sorted(payees) for row in rows[payee])


def _may_repay(row: BankRow) -> bool:
    return BankSays.MONEY_MOVED in row.says and BankSays.THIRD_PARTY_CHARGE not in row.says


def _payee_of(book: LoanBook, rows: dict[_Payee, list[BankRow]]) -> _Payee | None:
    """The payee that took most of a loan's periods; None where none took two, or two payees took as many."""
    fits = {payee: len(set(_periods(book, own))) for payee, own in rows.items()}
    said = {payee: any(BankSays.REPAYMENT in row.says for row in own) for payee, own in rows.items()}
    ranked = sorted(((said[p], fits[p], p) for p in rows if fits[p] >= LEAST_PERIODS), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    return ranked[0][2]


def _periods(book: LoanBook, rows: Sequence[BankRow]) -> Iterator[int]:
    """The periods whose exact amount one of the rows took about the due date."""
    for period in book.periods:
        for row in rows:
            due = (shown.due for shown in book.due_rows(period, row.on) if shown.instalment == -row.amount)
            if any(-1 <= (row.on - day).days <= BOOKING_DAYS for day in due):
                yield period
                break

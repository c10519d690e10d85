"""What a certificate of settlement shows of its loan's plan: on the day that it names nothing was open any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.facts import PeriodState, Product, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.plan_pages import Snapshot
from app.core.numbered_plans import FIRST_DUE_WITHIN
from app.core.papers import SettlementCertificate


def with_certified(
    loans: Sequence[LoanBook], certificates: Iterable[SettlementCertificate], moved: Iterable[Movement]
) -> tuple[LoanBook, ...]:
    """The loans, those that a certificate calls settled with a last page that shows every period as settled.

    Not where a page of a later day is given, nor where an instalment was debited after that day: what contradicts the
    certificate is told beside it and decides nothing.
    """
    on: dict[str, SettlementCertificate] = {}
    for paper in certificates:
        book = certified_loan(paper, loans)
        if book is not None and book.snapshots and paper.settled_on is not None:
            on[book.contract] = max(paper, on.get(book.contract, paper), key=_settled_first)
    debits = [m for m in moved if m.kind is WalletKind.REPAYMENT and m.done and m.returned < m.amount]
    return tuple(_certified(book, on[book.contract], debits) if book.contract in on else book for book in loans)


def certified_loan(paper: SettlementCertificate, loans: Iterable[LoanBook]) -> LoanBook | None:
    """The loan that a certificate names by its number, else the only one of its amount and day of drawing.

    Of a loan of which only the plan is known that is all principal of its first page, the first period of which fell
    due within `FIRST_DUE_WITHIN` after the day.
    """
    if paper.contract:
        return next((book for book in loans if book.contract == paper.contract), None)
    same = [book for book in loans if _is_of(paper, book)]
    return same[0] if len(same) == 1 else None


def _is_of(paper: SettlementCertificate, book: LoanBook) -> bool:
    if paper.principal is None or paper.drawn_on is None:
        return False
    if book.principal is not None and book.drawn_on is not None:
        return (paper.principal, paper.drawn_on) == (book.principal, book.drawn_on)
    if Product.OTHER not in (paper.product, book.product) and paper.product is not book.product:
        return False
    first = book.snapshots[0].rows if book.snapshots else ()
    whole = sum(row.principal for row in first) == paper.principal and first[0].period == 1
    return whole and paper.drawn_on < first[0].due <= paper.drawn_on + FIRST_DUE_WITHIN


def _settled_first(paper: SettlementCertificate) -> tuple[object, ...]:
    return (paper.settled_on, paper.sources)


def _certified(book: LoanBook, paper: SettlementCertificate, debits: Iterable[Movement]) -> LoanBook:
    on, last = paper.settled_on, book.snapshots[-1]
    if on is None or last.as_of > on or not last.open_rows:
        return book
    dues = {row.instalment for row in last.open_rows}
    if any(m.on > on and m.product is book.product and m.amount in dues for m in debits):
        return book
    rows = tuple(
        row if row.state is PeriodState.SETTLED
        else replace(row, as_of=on, state=PeriodState.SETTLED, penalty=0, sources=paper.sources)
        for row in last.rows
    )  # fmt: skip
    return replace(book, snapshots=(*book.snapshots, Snapshot(on, rows)))

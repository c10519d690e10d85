"""Which product a loan is where neither a record nor the money that moved says so: by the titles of its papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.facts import Product, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement


def with_titled_products(loans: Iterable[LoanBook], moved: Sequence[Movement]) -> tuple[LoanBook, ...]:
    """The loans, those of no known product with the one that all titles of their papers name.

    Where repayments of no known product were made they may be those of such a loan: then none is named, because a
    debit pays loans of its own product only.
    """
    if any(m.kind is WalletKind.REPAYMENT and m.product is Product.OTHER for m in moved):
        return tuple(loans)
    return tuple(replace(b, product=_titled(b)) if b.product is Product.OTHER else b for b in loans)


def _titled(book: LoanBook) -> Product:
    rows = {row.product for page in book.snapshots for row in page.rows}
    named = {product for product in (*rows, *(r.product for r in book.repayments)) if product}
    return named.pop() if len(named) == 1 else Product.OTHER

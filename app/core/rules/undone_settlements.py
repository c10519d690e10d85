"""Settlements that are not final: still pending by the lender's record, or given back by the bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Purpose, Source, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment, RepaymentKind
from app.core.linking.plan_pages import Snapshot
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

CODE = "STATUS-SETTLED-PREMATURE"


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every settlement that is pending or came back."""
    for early in context.activity.early:
        if early.kind is RepaymentKind.SETTLEMENT and is_pending(early):
            yield _pending(context, early)
    again = {id(m) for one in context.moved for m in one.recollects}
    for m in context.moved_as(WalletKind.REPAYMENT):
        if m.bounced and m.purpose is Purpose.SETTLEMENT and id(m) not in again:
            books = [book for book in context.loans if would_settle(book, m)]
            if len(books) == 1 and not _settled_since(context, books[0], m):
                yield _returned(books[0], m)


def is_pending(early: EarlyRepayment) -> bool:
    """Whether the lender's record says that a settlement is not final."""
    return early.repayment.outcome is Outcome.PENDING


def _pending(context: Context, early: EarlyRepayment) -> Discrepancy:
    page = _shown_settled(early.book, early)
    shown: dict[str, Any] = {"shown_on": page.as_of} if page else {}
    paid = sum(debit.amount for debit in early.debits) or early.repayment.total
    return discrepancy(
        Occurrence(
            early.link.debit.at if early.link else early.repayment.at,
            (*early.sources, *_rows(page)),
            facility=early.book.contract,
            product=early.book.product,
        ),
        CODE,
        "settlement-pending",
        Severity.SERIOUS if page else Severity.WARNING,
        Certainty.PATTERN,
        Bridge(paid, paid),
        missing=("settlement-certificate",),
        paid_on=early.made_on,
        amount=paid,
        **shown,
    )


def _shown_settled(book: LoanBook, early: EarlyRepayment) -> Snapshot | None:
    """The last page from the settlement on, where it shows nothing open."""
    pages = [page for page in book.snapshots if page.as_of >= early.made_on]
    return pages[-1] if pages and not pages[-1].open_rows else None


def would_settle(book: LoanBook, debit: Movement) -> bool:
    """Whether a debit was all principal that a loan had ahead, and no more than its periods come to."""
    page = next((page for page in reversed(book.snapshots) if page.as_of < debit.on), None)
    if book.product is not debit.product or page is None or not book.is_split:
        return False
    before = (r for r in book.repayments if r.outcome is Outcome.DONE and r.at < debit.at)
    done = {part.period for r in before for part in r.parts}
    ahead = [row for row in page.open_rows if row.due > debit.on and row.period not in done]
    principal, planned = sum(row.principal for row in ahead), sum(row.instalment for row in ahead)
    return bool(ahead) and principal <= debit.amount <= planned


def shown_since(context: Context, debit: Movement) -> dict[str, Any]:
    """What the pages show since a debit that would settle a loan: ``shown_on`` all of it settled, then what is open.

    Empty where it would settle none, or where no later page shows the loan as running.
    """
    books = [book for book in context.loans if would_settle(book, debit)]
    pages = [page for page in books[0].snapshots if page.as_of >= debit.on] if len(books) == 1 else []
    if not pages or not pages[-1].open_rows or pages[-1].as_of == debit.on:
        return {}
    settled = [page.as_of for page in pages if not page.open_rows]
    return {"seen_after": pages[-1].as_of, **({"shown_on": settled[-1]} if settled else {})}


def _settled_since(context: Context, book: LoanBook, debit: Movement) -> bool:
    """Whether the loan was settled by another payment after it."""
    settled = (h for h in context.activity.early_of(book) if h.kind is RepaymentKind.SETTLEMENT)
    return any(h.repayment.at > debit.at for h in settled)


def _returned(book: LoanBook, debit: Movement) -> Discrepancy:
    """The money that settled it came back: the loan is not settled, whatever a page of these days shows."""
    pages = [page for page in book.snapshots if page.as_of >= debit.on]
    settled = next((page for page in reversed(pages) if not page.open_rows), None)
    last = pages[-1] if pages else None
    shown: dict[str, Any] = {"shown_on": settled.as_of} if settled else {}
    shown |= {"seen_after": last.as_of} if last and last.open_rows else {}
    return discrepancy(
        Occurrence(
            debit.at,
            (*debit.sources, *_rows(settled), *_rows(last)),
            facility=book.contract,
            product=book.product,
        ),
        CODE,
        "settlement-returned",
        Severity.WARNING if last and last.open_rows else Severity.SERIOUS,
        Certainty.STRONG,
        Bridge(debit.amount, debit.amount),
        paid_on=debit.on,
        returned_on=debit.returns[-1].at.date(),
        amount=debit.amount,
        **shown,
    )


def _rows(page: Snapshot | None) -> tuple[Source, ...]:
    return tuple(s for row in page.rows for s in row.sources) if page else ()

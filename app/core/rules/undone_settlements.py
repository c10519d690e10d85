"""Settlements that are not final: still pending by the lender's record, or given back by the bank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Purpose, Source, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

CODE = "STATUS-SETTLED-PREMATURE"


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every settlement that is pending or came back."""
    for early in context.activity.early:
        if early.kind is RepaymentKind.SETTLEMENT and is_pending(early):
            page, rows = _shown_settled(early.book, early.made_on), early.sources
            paid = sum(debit.amount for debit in early.debits) or early.repayment.total
            yield _pending(early.book, early.link.debit.at if early.link else early.repayment.at, paid, page, rows)
    for book, debit in pending_settlements(context):
        yield _pending(book, debit.at, debit.amount, _shown_settled(book, debit.on), debit.sources)
    for book, debit in returned_settlements(context):
        yield _returned(context, book, debit)


def returned_settlements(context: Context) -> Iterator[tuple[LoanBook, Movement]]:
    """The debits that would have settled a loan and came back whole, each with its loan; nothing settled it since."""
    again = context.recollected
    for m in context.moved_as(WalletKind.REPAYMENT):
        if m.bounced and m.purpose is Purpose.SETTLEMENT and id(m) not in again:
            books = [book for book in context.loans if would_settle(book, m)]
            if len(books) == 1 and not _settled_since(context, books[0], m):
                yield books[0], m


def came_back(context: Context) -> frozenset[str]:
    """The contracts of loans whose settlement came back: what their records say of it is not final."""
    return frozenset(book.contract for book, _ in returned_settlements(context))


def is_pending(early: EarlyRepayment) -> bool:
    """Whether the lender's record says that a settlement is not final."""
    return early.repayment.outcome is Outcome.PENDING


def pending_settlements(context: Context) -> Iterator[tuple[LoanBook, Movement]]:
    """The debits without a result that would settle a loan which no record shows as settled, but a later page does."""
    for m in context.moved_as(WalletKind.REPAYMENT):
        if m.outcome is Outcome.PENDING and m.purpose is Purpose.SETTLEMENT:
            books = [book for book in context.loans if would_settle(book, m)]
            if len(books) == 1 and _shown_settled(books[0], m.on) and not any(
                early.ends for early in context.activity.early_of(books[0])
            ):  # fmt: skip
                yield books[0], m


def _pending(book: LoanBook, at: datetime, paid: Fen, page: Snapshot | None, rows: Sequence[Source]) -> Discrepancy:
    shown: dict[str, Any] = {"shown_on": page.as_of} if page else {}
    return discrepancy(
        Occurrence(at, (*rows, *_rows(page)), facility=book.contract, product=book.product),
        CODE,
        "settlement-pending",
        Severity.SERIOUS if page else Severity.WARNING,
        Certainty.PATTERN,
        Bridge(paid, paid),
        missing=("settlement-certificate",),
        paid_on=at.date(),
        amount=paid,
        **shown,
    )


def _shown_settled(book: LoanBook, on: date) -> Snapshot | None:
    """The last page from the day of a settlement on, where it shows nothing open."""
    pages = [page for page in book.snapshots if page.as_of >= on]
    return pages[-1] if pages and not pages[-1].open_rows else None


def would_settle(book: LoanBook, debit: Movement) -> bool:
    """Whether a debit was all principal that a loan had ahead, or had open, and no more than its periods come to."""
    page = next((page for page in reversed(book.snapshots) if page.as_of < debit.on), None)
    if book.product is not debit.product or page is None or not book.is_split:
        return False
    before = (r for r in book.repayments if r.outcome is Outcome.DONE and r.at < debit.at and r.total != debit.amount)
    done = {part.period for r in before for part in r.parts}
    unpaid = [row for row in page.open_rows if row.period not in done]
    ahead = [row for row in unpaid if row.due > debit.on]
    return bool(ahead) and any(
        sum(row.principal for row in rows) <= debit.amount <= sum(row.instalment for row in rows)
        for rows in (ahead, [row for row in unpaid if row.due >= debit.on], unpaid)
    )


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
    """Whether the loan was settled by another payment after it; a record of the money that came back is none."""
    settled = (h for h in context.activity.early_of(book) if h.kind is RepaymentKind.SETTLEMENT)
    back = debit.returns[-1].at
    return any(h.link.debit.at > debit.at if h.link else h.repayment.at > back for h in settled)


def _returned(context: Context, book: LoanBook, debit: Movement) -> Discrepancy:
    """The money that settled it came back: the loan is not settled, whatever a page or record of these days shows.

    A period that fell due since, and that nothing else paid, is to be paid today.
    """
    unpaid = _unpaid_since(context, book, debit)
    recorded = (h for h in context.activity.early_of(book) if not h.link and h.repayment.total == debit.amount)
    own = (*(s for h in recorded for s in h.repayment.sources), *(unpaid.row.sources if unpaid else ()))
    pages = [page for page in book.snapshots if page.as_of >= debit.on]
    settled = next((page for page in reversed(pages) if not page.open_rows), None)
    last = pages[-1] if pages else None
    shown: dict[str, Any] = {"shown_on": settled.as_of} if settled else {}
    shown |= {"seen_after": last.as_of} if last and last.open_rows else {}
    shown |= {"later_due": unpaid.due} if unpaid else {}
    return discrepancy(
        Occurrence(
            debit.at,
            (*debit.sources, *own, *_rows(settled), *_rows(last)),
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


def _unpaid_since(context: Context, book: LoanBook, debit: Movement) -> PeriodActivity | None:
    """The first period that fell due from the day of the settlement on, and that no other money is known to have paid.

    Only files that speak of that day can tell.
    """
    due = (a for a in context.activity.periods_of(book).values() if debit.on <= a.due <= context.as_of)
    unpaid = (a for a in due if not (a.paid or a.pending or a.claims) and context.covered_by_wallet(a.due))
    return min(unpaid, key=lambda a: (a.due, a.period), default=None)


def _rows(page: Snapshot | None) -> tuple[Source, ...]:
    return tuple(s for row in page.rows for s in row.sources) if page else ()

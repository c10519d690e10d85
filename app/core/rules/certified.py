"""A certificate says that a loan is settled, and money that moved or a later page of its plan says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.linking.certified_pages import certified_loan
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.loans.formulas import given
from app.core.papers import SettlementCertificate
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every certificate of a loan of the case that other papers contradict."""
    told: set[str] = set()
    for certificate in sorted(context.certificates, key=lambda c: (c.contract, c.settled_on or date.max, c.sources)):
        book, on = certified_loan(certificate, context.loans), certificate.settled_on
        if book is None or on is None or book.contract in told:
            continue
        found = _contradicted(context, certificate, book, on)
        if found:
            told.add(book.contract)
            yield found


def _contradicted(context: Context, certificate: SettlementCertificate, book: LoanBook, on: date) -> Discrepancy | None:
    """Debits after the day it names, a settlement after it, or a page that shows something open after it."""
    settled = next((h for h in context.activity.early_of(book) if h.kind is RepaymentKind.SETTLEMENT), None)
    after = [m for m in _debits_of(context, book) if m.on > on]
    if settled and settled.made_on > on and settled.debits and not certificate_covers(certificate, settled):
        return _settled_later(certificate, settled, on)
    if after and not settled:
        return _debited_after(certificate, book, on, after)
    page = next((page for page in reversed(book.snapshots) if page.as_of > on and page.open_rows), None)
    return _open_after(certificate, book, on, page) if page and not settled else None


def certificate_covers(certificate: SettlementCertificate, settled: EarlyRepayment) -> bool:
    """Whether a certificate was issued before the settlement: then it speaks of an earlier one that was undone."""
    return certificate.issued_on is not None and certificate.issued_on < settled.made_on


def _debits_of(context: Context, book: LoanBook) -> list[Movement]:
    """The debits that a record or the plan gives to a loan, in order of time."""
    own = [link.debit for link in context.activity.linked if any(r.contract == book.contract for r in link.repayments)]
    own += [claim.debit for claim in context.activity.claims if claim.contract == book.contract]
    return sorted({id(m): m for m in own if m.done and m.returned < m.amount}.values(), key=lambda m: m.at)


def _settled_later(certificate: SettlementCertificate, settled: EarlyRepayment, on: date) -> Discrepancy:
    paid = sum(debit.amount for debit in settled.debits)
    return _told(
        "settled-after-certificate",
        Severity.WARNING,
        Occurrence(
            settled.repayment.at,
            (*certificate.sources, *settled.sources),
            facility=settled.book.contract,
            product=settled.book.product,
        ),
        Bridge(paid, paid),
        certified_on=on,
        paid_on=settled.made_on,
        amount=paid,
    )


def _debited_after(certificate: SettlementCertificate, book: LoanBook, on: date, after: list[Movement]) -> Discrepancy:
    total = sum(m.amount - m.returned for m in after)
    rows = distinct(s for m in after for s in m.sources)
    return _told(
        "debited-after-certificate",
        Severity.SERIOUS,
        Occurrence(after[0].at, (*certificate.sources, *rows), facility=book.contract, product=book.product),
        Bridge(0, total, parts=(given("debited-after-certificate", total, rows),)),
        certified_on=on,
        later_on=after[0].on,
        times=len(after),
        total=total,
    )


def _open_after(certificate: SettlementCertificate, book: LoanBook, on: date, page: Snapshot) -> Discrepancy:
    total = sum(row.instalment for row in page.open_rows)
    rows = (s for row in page.open_rows for s in row.sources)
    return _told(
        "open-after-certificate",
        Severity.WARNING,
        Occurrence(
            datetime.combine(page.as_of, time()),
            (*certificate.sources, *rows),
            facility=book.contract,
            product=book.product,
        ),
        Bridge(total, total),
        certified_on=on,
        shown_on=page.as_of,
        total=total,
    )


def _told(variant: str, severity: Severity, occurred: Occurrence, bridge: Bridge, **facts: Any) -> Discrepancy:
    return discrepancy(occurred, "SOURCE-CONTRADICTION", variant, severity, Certainty.STRONG, bridge, **facts)

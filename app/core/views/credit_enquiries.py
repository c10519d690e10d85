"""Lays the enquiries of a credit report beside the rows: who looked, and whether a loan with them ran then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.core.ahead import MarkCheck, MarkStanding
from app.core.discrepancy import distinct
from app.core.facts import Source
from app.core.papers import CreditEnquiry, CreditReport, EnquiryReason
from app.core.views.credit_accounts import LAG, Month, lender_of, month_of, same_lender
from app.core.views.overdue_spans import Borrowed

DRAWN_WITHIN = timedelta(days=30)
"""An enquiry for an approval belongs to a loan that was drawn so soon after it."""


def enquiry_checks(report: CreditReport, loans: Sequence[Borrowed]) -> Iterator[MarkCheck]:
    """Every enquiry by an institution that rows can say something of; the person's own and those for cards are not."""
    for enquiry in sorted(report.enquiries, key=lambda e: (e.on, e.by, e.words, e.sources)):
        own = [loan for loan in loans if loan.lender and same_lender(loan.lender, _looker(enquiry))]
        if enquiry.reason is EnquiryReason.AFTER_LENDING:
            yield _care(enquiry, report, own)
        elif enquiry.reason is EnquiryReason.APPROVAL:
            yield _approval(enquiry, report, own)


def _approval(enquiry: CreditEnquiry, report: CreditReport, own: Sequence[Borrowed]) -> MarkCheck:
    """An application is in no row; a loan that followed shows that there was one."""
    followed = [x for x in own if x.drawn_on and enquiry.on <= x.drawn_on <= enquiry.on + DRAWN_WITHIN]
    if followed:
        return _check(enquiry, report, MarkStanding.AGREES, "loan-followed", followed[0])
    return _check(enquiry, report, MarkStanding.NOT_CHECKED, "application-untold")


def _care(enquiry: CreditEnquiry, report: CreditReport, own: Sequence[Borrowed]) -> MarkCheck:
    """A lender looks after a loan that runs; once all are settled, by rows and report, none is left."""
    ran = [x for x in own if x.drawn_on and x.drawn_on <= enquiry.on and not _ended(x, enquiry)]
    if ran:
        return _check(enquiry, report, MarkStanding.AGREES, "loan-ran", ran[0])
    accounts = [a for a in report.accounts if same_lender(lender_of(a), _looker(enquiry))]
    over = all(a.settled is not None and _later(enquiry, a.settled) for a in accounts)
    before = [x for x in own if x.drawn_on and x.drawn_on <= enquiry.on and x.settled_on]
    if before and accounts and over:
        last = max(before, key=lambda x: (x.settled_on or enquiry.on, x.facility))
        return _check(enquiry, report, MarkStanding.CONTRADICTS, "loans-settled", last)
    return _check(enquiry, report, MarkStanding.NOT_CHECKED, "loan-untold")


def _looker(enquiry: CreditEnquiry) -> str:
    """The name by which who looked is compared."""
    return enquiry.by_stem or enquiry.by


def _ended(loan: Borrowed, enquiry: CreditEnquiry) -> bool:
    return loan.settled_on is not None and _later(enquiry, month_of(loan.settled_on))


def _later(enquiry: CreditEnquiry, end: Month) -> bool:
    """Whether an enquiry came after an end, and after the time that it may take to be shown."""
    return enquiry.on.year * 12 + enquiry.on.month > end[0] * 12 + end[1] + LAG


def _check(
    enquiry: CreditEnquiry, report: CreditReport, standing: MarkStanding, why: str, loan: Borrowed | None = None
) -> MarkCheck:
    rows: tuple[Source, ...] = ()
    if loan is not None:
        last = max((span.due for span in loan.spans), default=None)
        ending = [span for span in loan.spans if span.due == last] if why == "loans-settled" else []
        rows = distinct((*loan.evidence, *(s for span in ending for s in span.evidence)))
    told = (loan.settled_on if why == "loans-settled" else loan.drawn_on) if loan else None
    return MarkCheck(
        "enquiry", standing, why, enquiry.by, enquiry.sources, loan.facility if loan else "", None, enquiry.words,
        told or "", rows, enquiry.on, None, report.reported_at.date() if report.reported_at else None,
    )  # fmt: skip

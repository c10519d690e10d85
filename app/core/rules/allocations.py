"""A payment that the lender posted to another loan than the one it was due for, or to a later period of the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PeriodState, Product, Source
from app.core.linking.dues import POSTING_DAYS
from app.core.linking.loan_books import LoanBook
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """One discrepancy for each period that lacks exactly what was posted elsewhere and was not due there."""
    for lacking, found in wrong_loans(context).values():
        yield _posted_elsewhere(lacking, found)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A posting of a loan that was not due there: what it paid in fen, for which period, and the rows.

    ``is_whole``: it paid a period whole ahead of its due date, as people do who want to; only an earlier period of the
    same loan that lacks it shows that it was meant for that.
    """

    book: LoanBook
    period: int | None
    amount: Fen
    made_on: date
    at: datetime
    own: tuple[Source, ...]
    rows: tuple[Source, ...]
    is_whole: bool = False


def wrong_loans(context: Context) -> dict[tuple[str, int], tuple[PeriodActivity, Elsewhere]]:
    """By loan and period: the period that lacks its payment, and the posting elsewhere that was not due there.

    A posting serves one period; the nearest in time is taken.
    """
    lacking = [activity for activity in context.activity.periods if _lacks_all(activity)]
    not_due = [*_not_due(context)] if lacking else []
    pairs = sorted(
        (abs((found.made_on - activity.due).days), activity.due, activity.book.contract, activity.period, number)
        for activity in lacking
        for number, found in enumerate(not_due)
        if _may_be_meant_for(context, found, activity) and found.amount == activity.expected
        and abs((found.made_on - activity.due).days) <= POSTING_DAYS
    )  # fmt: skip
    activities = {(activity.book.contract, activity.period): activity for activity in lacking}
    found: dict[tuple[str, int], tuple[PeriodActivity, Elsewhere]] = {}
    used: set[int] = set()
    for _, _, contract, period, number in pairs:
        if (contract, period) not in found and number not in used:
            found[contract, period] = (activities[contract, period], not_due[number])
            used.add(number)
    return found


def _may_be_meant_for(context: Context, found: Elsewhere, lacking: PeriodActivity) -> bool:
    """Whether a posting is of another loan of the product, or of a later period of this one."""
    if found.book is lacking.book:
        return found.period is not None and found.period > lacking.period
    return not found.is_whole and _may_be_one_lender(context, found.book, lacking.book)


def _may_be_one_lender(context: Context, one: LoanBook, other: LoanBook) -> bool:
    """Whether one house can have posted the money of one loan to the other.

    By who took their payments, else by the lenders that their tables state, else by the product as far as it is known:
    a bank may name a platform alone.
    """
    if one.product is not other.product and Product.OTHER not in (one.product, other.product):
        return False
    for names in (_payees(context, one), _payees(context, other)), (_lender(one), _lender(other)):
        if all(names):
            return not names[0].isdisjoint(names[1])
    return True


def _payees(context: Context, book: LoanBook) -> frozenset[str]:
    """Who took a loan's payments, by the wallet's own words."""
    debits = [
        link.debit for link in context.activity.linked if any(r.contract == book.contract for r in link.repayments)
    ]
    debits += [claim.debit for claim in context.activity.claims if claim.contract == book.contract]
    return frozenset(m.row.counterparty for m in debits if m.row and len(m.row.counterparty) > 1)


def _lender(book: LoanBook) -> frozenset[str]:
    """The lender that a loan's table states, without the form of its company."""
    named = (book.record.lender_stem or book.record.lender) if book.record else ""
    return frozenset([named] if named else [])


def _not_due(context: Context) -> Iterator[Elsewhere]:
    """The postings beyond what a period asked for, those of a part ahead of its due date, and prepayments."""
    for activity in context.activity.periods:
        whole = (*activity.row.sources, *(s for p in activity.paid for s in p.sources))
        ahead = (p for p in activity.paid if p.made_on < activity.due)
        for part in dict.fromkeys((*_surplus(activity), *ahead)):
            is_whole = part.cleared == activity.expected and part.made_on < activity.due
            yield Elsewhere(
                activity.book, activity.period, part.cleared, part.made_on, part.at, part.sources, whole, is_whole
            )
    for early in context.activity.early:
        if early.kind is RepaymentKind.PREPAYMENT:
            own, paid = early.repayment, early.sources
            at = early.link.debit.at if early.link else own.at
            yield Elsewhere(early.book, own.parts[0].period, own.total, early.made_on, at, paid, paid)


def _lacks_all(activity: PeriodActivity) -> bool:
    """Whether nothing was recorded or claimed for a period, and the last page after its due date shows it unpaid."""
    later = [row for page, row in activity.pages() if page.as_of > activity.due]
    unpaid = bool(later) and later[-1].state in (PeriodState.OPEN, PeriodState.OVERDUE)
    return unpaid and not (activity.paid or activity.pending or activity.claims)


def _surplus(activity: PeriodActivity) -> Iterator[PaidPart]:
    """The postings by which a period received more than was due, the latest first."""
    beyond = activity.cleared + activity.waived - activity.expected
    for part in sorted(activity.paid, key=lambda p: (p.repayment.at, p.sources), reverse=True):
        if 0 < part.cleared <= beyond:
            beyond -= part.cleared
            yield part


def _posted_elsewhere(lacking: PeriodActivity, found: Elsewhere) -> Discrepancy:
    page, row = lacking.pages()[-1]
    period: dict[str, Any] = {} if found.period is None else {"other_period": found.period}
    ahead = found.book is lacking.book
    if not ahead:
        period["other_loan"] = found.book.contract
    return discrepancy(
        of_period(lacking, found.at, (*lacking.row.sources, *row.sources, *found.rows)),
        "ALLOC-OTHER-LOAN",
        "recorded-ahead" if ahead else "recorded-there",
        Severity.SERIOUS,
        Certainty.STRONG,
        Bridge(
            lacking.expected,
            lacking.expected,
            parts=(
                given("posted-ahead" if ahead else "posted-to-other-loan", found.amount, found.own),
                given(
                    "lacking-on-this-period" if ahead else "lacking-on-this-loan",
                    -found.amount,
                    (*lacking.row.sources, *row.sources),
                ),
            ),
        ),
        amount=found.amount,
        paid_on=found.made_on,
        shown_on=page.as_of,
        **period,
    )

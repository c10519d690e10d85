"""Since when a page of a plan is no longer what holds, by prepayments and by debits that nothing accounts for."""

from __future__ import annotations

from datetime import date

from app.core.facts import Purpose
from app.core.linking.loan_books import LoanBook
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.rules.context import Context


def plan_changed_since(context: Context, book: LoanBook, day: date) -> date | None:
    """The first day from ``day`` on that changed a plan: a prepayment, or a debit that nothing accounts for."""
    elsewhere = {id(m) for listed in context.unplaced_lists.values() for m in listed}
    own = (m for m in context.unaccounted if m.product is book.product and id(m) not in elsewhere)
    loose = [m.on for m in own if m.on >= day]
    return min(filter(None, (*loose, prepaid_since(context, book, day))), default=None)


def prepaid_since(context: Context, book: LoanBook, day: date) -> date | None:
    """The first prepayment from ``day`` on: one that a record shows, or a debit that calls itself one."""
    prepaid = (h for h in context.activity.early_of(book) if h.kind is RepaymentKind.PREPAYMENT)
    named = (m for m in context.unaccounted if m.product is book.product and m.purpose is Purpose.PREPAYMENT)
    return min((on for on in (*(h.made_on for h in prepaid), *(m.on for m in named)) if on >= day), default=None)

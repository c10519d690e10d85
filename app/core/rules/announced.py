"""What messages announce of a loan's terms, where its later page, or the debits since, show a change of just these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.core.calendar import add_months
from app.core.discrepancy import FactValue
from app.core.facts import PlanRow, Product, Source
from app.core.linking.loan_books import LoanBook
from app.core.linking.plan_pages import Snapshot
from app.core.loan_names import stated_number
from app.core.loans.plan_rate import Charged, charges, follows
from app.core.money import product
from app.core.papers import ChangedTerms, Notice, NoticeKind
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange

_TOLD_OF = {
    "PLAN-RATE-CHANGED": {NoticeKind.RATE_CHANGED},
    "PLAN-DUE-DAY-CHANGED": {NoticeKind.DUE_DAY_CHANGED, NoticeKind.DEFERRED},
    "PLAN-DEFERRED": {NoticeKind.DEFERRED},
}
"""The messages that can announce a change of a plan, by its kind."""

_OF_MANY_LENDERS = frozenset({Product.BANK_LOAN, Product.CARD})
"""Products that many lenders have: without the lender a message of them may be of another one."""
_YEARS = (360, 365)
"""The days of a year by which a yearly rate becomes a daily one (F1)."""
_DAILY_PLACES = (6, 7, 8)
"""Decimals to which lenders round a daily rate that they compute from a yearly one."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a message says of a change: ``kept`` where the change is just that. ``facts`` are told of the change.

    ``answers``: nothing beside it changed either, so that nobody needs to be asked for the cause.
    """

    kept: bool = False
    answers: bool = False
    facts: dict[str, FactValue] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


def announcement(context: Context, change: PlanChange) -> Announcement:
    """The message of the change's loan that announces just this change, else the last that announces another one.

    What another loan's message may be about is told of none: without the loan's own number a message that differs is
    only of the one loan that its product has. Empty where no message speaks of such a change.
    """
    heard = [
        n
        for n in context.notices
        if n.kind in _TOLD_OF.get(change.code, ()) and _is_between(change, n) and _may_be_of(context, change.book, n)
    ]
    kept = [n for n in heard if n.terms and _is_kept(change, n, n.terms)]
    if kept:
        last = max(kept, key=_order)
        return replace(_told(last, kept=True), answers=_answers(context, change, last.terms or ChangedTerms()))
    others = [(n, facts) for n in heard if n.terms and (facts := _otherwise(context, change, n, n.terms)) is not None]
    alone = [(n, facts) for n, facts in others if _is_surely_of(context, change.book, n)]
    if not alone:
        return Announcement()
    last, facts = max(alone, key=lambda found: _order(found[0]))
    return _told(last, kept=False, **facts)


def announced_since(context: Context, book: LoanBook, page: Snapshot, row: PlanRow) -> tuple[Source, ...]:
    """The rows of messages by which a period to come will not be due as its loan's last page says; empty if none.

    They came, or hold, since the page was made, and are surely of the loan.
    """
    told = (n for n in context.notices if n.terms and _may_be_of(context, book, n) and _is_surely_of(context, book, n))
    return tuple(s for n in sorted(told, key=_order) if n.terms and _alters(n, n.terms, page, row) for s in n.sources)


def _alters(notice: Notice, terms: ChangedTerms, page: Snapshot, row: PlanRow) -> bool:
    """Whether a message is younger than a page and says of a period what the page does not."""
    sent = notice.sent.date() if notice.sent else None
    if terms.due:
        is_next = page.open_rows[:1] == (row,) and terms.due > row.due
        is_it = _is_named(row, notice, terms) if notice.period or terms.was_due else is_next
        return is_it and row.due != terms.due and (sent is None or sent >= page.as_of)
    if notice.on is None or notice.on > row.due or max(notice.on, sent or notice.on) < page.as_of:
        return False
    if terms.due_day:
        return add_months(row.due, 0, terms.due_day) != row.due
    return not _bears(page.open_rows, terms)


def _told(notice: Notice, *, kept: bool, **more: FactValue) -> Announcement:
    """``announced_`` facts say what holds, ``said_`` facts what was announced and does not; ``told_on``: since when."""
    terms, said = notice.terms or ChangedTerms(), "announced" if kept else "said"
    figures = {"due": terms.due, "day": terms.due_day, "daily" if terms.is_daily else "yearly": terms.rate}
    facts: dict[str, FactValue] = {f"{said}_{name}": value for name, value in figures.items() if value}
    since: dict[str, FactValue] = {"told_on": notice.on} if notice.on and not terms.due else {}
    return Announcement(kept, facts={**facts, **since, **more}, sources=notice.sources)


def _answers(context: Context, change: PlanChange, terms: ChangedTerms) -> bool:
    """Whether all interest to come is what the announced rate or days make it, and no fee changed.

    The first period may bear two rates, each for some of its days.
    """
    old, new = context.accrual(change.book, change.first), context.accrual(change.book, change.second)
    charged = charges(change.after)
    if change.fee_change or (terms.rate is not None and _gives(charged, terms)):
        return not change.fee_change
    if not old or not new or (terms.rate is None and old.rate != new.rate):
        return [r.interest for r in change.before] == [r.interest for r in change.after]
    first, *later = charged
    least, most = sorted(accrual.interest(first.balance, first.days) for accrual in (old, new))
    return least <= first.interest <= most and all(new.interest(c.balance, c.days) == c.interest for c in later)


def _order(notice: Notice) -> tuple[object, ...]:
    return (notice.on or date.min, notice.sources)


def _may_be_of(context: Context, book: LoanBook, notice: Notice) -> bool:
    """Whether product, lender and loan of a message are these, as far as it names them."""
    tail = notice.account
    lender = book.record.lender if book.record else ""
    if notice.product is Product.OTHER or notice.product is not book.product:
        return False
    if notice.product in _OF_MANY_LENDERS and lender and notice.sender and notice.sender not in lender:
        return False
    accounts = (m.account for m in context.moved if m.product is book.product)
    named = not tail.isdigit() or _is_numbered(book, tail) or any(tail in account for account in accounts)
    return named and notice.lent in (None, book.principal)


def _is_surely_of(context: Context, book: LoanBook, notice: Notice) -> bool:
    """Whether a message is of this loan and can be of no other."""
    if _is_numbered(book, notice.account):
        return True
    lender = book.record.lender if book.record else ""
    known = book.product not in _OF_MANY_LENDERS or bool(notice.sender and notice.sender in lender)
    return known and [b.product for b in context.loans].count(book.product) == 1


def _is_numbered(book: LoanBook, tail: str) -> bool:
    return tail.isdigit() and stated_number(book.contract).endswith(tail)


def _is_between(change: PlanChange, notice: Notice) -> bool:
    """Whether a message came, or its terms began, when the earlier page held and before the later one, or the debits.

    A deferral names the day it is about, which the earlier page shows otherwise.
    """
    first, last = change.first.as_of, change.after[0].due if change.second.concluded else change.second.as_of
    sent = notice.sent.date() if notice.sent else None
    if notice.kind is NoticeKind.DEFERRED:
        return sent is None or sent <= last
    return any(first <= day <= last for day in (notice.on, sent) if day)


def _is_kept(change: PlanChange, notice: Notice, terms: ChangedTerms) -> bool:
    """Whether a change is as announced: the rate to the fen, every due date that moved, or the first of them."""
    if terms.rate is not None:
        return _bears(change.after, terms) and not _bears(change.before, terms)
    moved = _moved(change)
    if terms.due_day:
        return bool(moved) and all(add_months(row.due, 0, terms.due_day) == row.due for _, row in moved)
    return any(row.due == terms.due and _is_named(old, notice, terms) for old, row in moved[:1])


def _is_named(old: PlanRow, notice: Notice, terms: ChangedTerms) -> bool:
    """Whether a deferral is of a period, as far as it names one."""
    return notice.period in (None, old.period) and terms.was_due in (None, old.due)


def _moved(change: PlanChange) -> list[tuple[PlanRow, PlanRow]]:
    """The periods that fall due on another day since, those settled on it too: as they were, and as they are."""
    old = {row.period: row for row in change.first.rows}
    rows = sorted((*change.after, *(activity.row for activity in change.since)), key=lambda row: row.period)
    return [(old[row.period], row) for row in rows if row.period in old and old[row.period].due != row.due]


def _otherwise(
    context: Context, change: PlanChange, notice: Notice, terms: ChangedTerms
) -> dict[str, FactValue] | None:
    """What more is told of a change that surely is not what a message announces; None where that cannot be told."""
    if terms.rate is not None:
        new = context.accrual(change.book, change.second)
        in_force = notice.on is not None and notice.on <= change.second.as_of
        if new is None or not in_force or _is_near(new.rate, terms) or _bears(change.after, terms):
            return None
        return {} if terms.is_daily else {"yearly_after": new.rate * _YEARS[0]}
    old, row = next(iter(_moved(change)), (None, None))
    if old is None or row is not change.after[0]:
        return None
    is_named = bool(terms.due_day or notice.period or terms.was_due)
    return {} if is_named and _is_named(old, notice, terms) else None


def _is_near(rate: Decimal, terms: ChangedTerms) -> bool:
    """Whether a daily rate may still be the announced one, rounded or cut by the lender."""
    said = terms.rate or Decimal(0)
    exact = [said] if terms.is_daily else [said / days for days in _YEARS]
    return any(abs(rate - one) < Decimal(1).scaleb(-_DAILY_PLACES[0]) for one in exact)


def _bears(rows: Sequence[PlanRow], terms: ChangedTerms) -> bool:
    """Whether a rate gives the interest of all periods to the fen, or of all after one in which two rates meet."""
    charged = charges(rows)
    return any(some and _gives(some, terms) for some in (charged, charged[1:]))


def _gives(charged: Sequence[Charged], terms: ChangedTerms) -> bool:
    said = terms.rate or Decimal(0)
    if any(follows(charged, rate, by_day) for rate in _daily(terms) for by_day in (False, True)):
        return True
    return not terms.is_daily and all(product(c.balance, said, Fraction(1, 12)) == c.interest for c in charged)


def _daily(terms: ChangedTerms) -> Iterator[Decimal]:
    """The daily rates that an announced one can be."""
    said = terms.rate or Decimal(0)
    if terms.is_daily:
        yield said
        return
    for exact in (said / days for days in _YEARS):
        yield exact
        yield from (exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) for places in _DAILY_PLACES)

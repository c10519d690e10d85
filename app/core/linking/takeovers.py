"""Loans whose rest went into another plan of the same lender without any money moving: restructured, or merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from app.core.facts import PlanRow
from app.core.linking.loan_books import LoanBook
from app.core.linking.plan_pages import Snapshot
from app.core.money import Fen

MOST_MERGED = 3
"""So many loans at most are taken to be merged into one."""

NEAR = timedelta(days=62)
"""How far the first due date of the new plan may lie from the first one that is asked no more."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What was left of a loan by the last page that shows any of it as open, and which nothing paid."""

    book: LoanBook
    page: Snapshot
    rows: tuple[PlanRow, ...]
    principal: Fen


@dataclass(frozen=True, slots=True)
class Takeover:
    """A plan whose principal is, to the fen, what was left of one or more loans that nothing paid any more."""

    new: LoanBook
    old: tuple[LoanBook, ...]
    seen_before: date
    before: tuple[PlanRow, ...]

    @property
    def after(self) -> tuple[PlanRow, ...]:
        """The periods of the new plan, as it was shown first."""
        return self.new.snapshots[0].rows

    def last_due(self, book: LoanBook) -> date:
        """The day before the first period of an old loan that is asked no more."""
        return min(row.due for row in self.before if row.contract == book.contract) - timedelta(days=1)


def takeovers(books: Sequence[LoanBook], paid: Set[tuple[str, int]]) -> Iterator[Takeover]:
    """Every takeover that one reading alone bears; ``paid`` are the periods that records or debits paid.

    The new plan has no drawdown, and each old loan has paid periods: else two loans that are alike would be taken for
    one that took over the other.
    """
    left = [found for book in books if (found := _left(book, paid))]
    for new in books:
        if not new.snapshots or not new.is_split or new.drawdown or new.purchase:
            continue
        rows = new.snapshots[0].rows
        if rows[0].period != 1:
            continue
        principal, first = sum(row.principal for row in rows), min(row.due for row in rows)
        near = [
            one for one in left
            if one.book is not new and one.book.product is new.product and abs(one.rows[0].due - first) <= NEAR
        ]  # fmt: skip
        fits = [
            olds
            for size in range(1, MOST_MERGED + 1)
            for olds in combinations(near, size)
            if sum(one.principal for one in olds) == principal
        ]
        if len(fits) == 1:
            olds = fits[0]
            before = tuple(row for one in olds for row in one.rows)
            yield Takeover(new, tuple(one.book for one in olds), max(one.page.as_of for one in olds), before)


def _left(book: LoanBook, paid: Set[tuple[str, int]]) -> _Left | None:
    page = next((p for p in reversed(book.snapshots) if p.open_rows), None)
    if page is None or not book.is_split:
        return None
    rows = tuple(r for r in page.open_rows if r.amounts_kept and (book.contract, r.period) not in paid)
    last_paid = max((r.due for r in page.rows if (book.contract, r.period) in paid), default=None)
    whole = rows and last_paid is not None and all(r.due > last_paid for r in rows)
    return _Left(book, page, rows, sum(r.principal for r in rows)) if whole else None

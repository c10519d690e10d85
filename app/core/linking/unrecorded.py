"""What debits did to a loan of which no record of repayments was given: late with a charge, and in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, timedelta
from itertools import combinations

from app.core.facts import PlanRow, Purpose
from app.core.linking.claims import Claim
from app.core.linking.dues import ARREARS, settled_later, unpaid_later
from app.core.linking.lists import listed_in, loans_of_lists
from app.core.linking.loan_books import LoanBook
from app.core.linking.payers import may_pay, payers_of
from app.core.linking.payments import Movement
from app.core.linking.records import MOST_REDUCED, LinkedDebit
from app.core.money import Fen

LATE_DAYS = 45
"""How long after its due date a debit may still pay a period; a month, and half of one for overdue plans."""

_MOST_MORE = 20
"""A late debit may hold a charge of up to one part in so many of what was due."""

_NEAR = timedelta(days=3)
"""How far from its due date a debit may have taken a period with the penalty that a page shows."""

_EARLY = timedelta(days=14)
"""How long before its due date a part of a period may be paid."""

_MOST_PARTS = 4

_MOST_IN_A_ROW = 12
"""A period may be taken in many small debits; more than a few count only where they follow each other without a gap."""


def unrecorded(books: Sequence[LoanBook]) -> tuple[LoanBook, ...]:
    """The loans that have a plan and of which no repayment is recorded anywhere."""
    return tuple(book for book in books if book.snapshots and not book.repayments)


class _Open:
    """Which periods no debit is meant for yet, and which debits are meant for none."""

    def __init__(
        self, books: Sequence[LoanBook], linked: Iterable[LinkedDebit], claims: Sequence[Claim], settling: Set[int]
    ) -> None:
        used = {id(claim.debit) for claim in claims} | settling
        linked = tuple(linked)
        links = [link for link in linked if not link.repayments]
        self.books = unrecorded(books)
        self.claimed = {(claim.contract, claim.period) for claim in claims}
        self.loose = [link for link in links if id(link.debit) not in used]
        self.payers = payers_of(self.books, (link.debit for link in links))
        self.listed = loans_of_lists(linked, claims)
        self.prepaid = [link.debit for link in links if link.debit.purpose is Purpose.PREPAYMENT]

    def books_of(self, debit: Movement) -> Iterator[LoanBook]:
        """The loans that a debit may be for; one of a list that names none, those of which the list shows a due."""
        own = set[str]().union(*(self.listed.get(d, set()) for d in digests)) if (digests := listed_in(debit)) else None
        return (
            book
            for book in self.books
            if book.product is debit.product and may_pay(debit, self.payers.get(book.contract, ""))
            and (own is None or book.contract in own)
        )  # fmt: skip

    def rows_of(self, book: LoanBook, on: date) -> list[PlanRow]:
        """The periods of a loan that no debit is meant for, as they stood on a day; the last that was shown of each."""
        rows = (book.due_rows(period, on) for period in book.periods if (book.contract, period) not in self.claimed)
        return [shown[-1] for shown in rows if shown and not self.is_outdated(book, shown[-1])]

    def is_outdated(self, book: LoanBook, row: PlanRow) -> bool:
        """Whether a prepayment came between a row's page and its due date: nobody knows what fell due then."""
        return any(
            (row.as_of or debit.on) <= debit.on < row.due and book in self.books_of(debit) for debit in self.prepaid
        )

    def take(self, found: Sequence[Claim]) -> None:
        """Remember what debits are meant for."""
        used = {id(claim.debit) for claim in found}
        self.claimed |= {(claim.contract, claim.period) for claim in found}
        self.loose = [link for link in self.loose if id(link.debit) not in used]


def claims_by_plan(
    linked: Iterable[LinkedDebit], books: Sequence[LoanBook], claims: Sequence[Claim], settling: Set[int]
) -> tuple[Claim, ...]:
    """Claims of debits that are no period's exact amount: late with a charge on top, and parts that make a period up.

    Only of loans without a record, only of periods that nothing else pays, and only where one reading fits.
    ``settling`` are the identities of debits that settled a loan.
    """
    still = _Open(books, linked, claims, settling)
    found: list[Claim] = []
    for link in sorted(still.loose, key=_order):
        claim = (
            _reduced(still, link.debit)
            or _with_shown_penalty(still, link.debit)
            or _as_before(still, link.debit)
            or _above_in_time(still, link.debit)
            or _late_with_charge(still, link.debit)
        )
        found += claim
        still.take(claim)
    again = True
    while again:  # what one period took is no longer in the way of an earlier one
        again = False
        for book in still.books:
            for period in book.periods:
                parts = _in_parts(still, book, period)
                found += parts
                still.take(parts)
                again = again or bool(parts)
    for link in sorted(still.loose, key=_order):
        below = _below_in_time(still, link.debit)
        found += below
        still.take(below)
    return tuple(found)


def _order(link: LinkedDebit) -> tuple[object, ...]:
    return (link.debit.at, link.debit.amount, link.debit.text, link.debit.sources)


def _due(row: PlanRow) -> Fen:
    return row.instalment


def _reduced(still: _Open, debit: Movement) -> list[Claim]:
    """The one period for which a debit was made in time that a reduction its wallet names makes up to the due.

    It is claimed with the whole due: the reduction paid the rest.
    """
    if not (debit.row and debit.row.reduction):
        return []
    fits = [
        row
        for book in still.books_of(debit)
        for row in still.rows_of(book, debit.on)
        if timedelta() <= row.due - debit.on <= _NEAR and 0 < _due(row) - debit.amount <= _due(row) // MOST_REDUCED
        and debit.row.is_reduced_by(_due(row) - debit.amount)
    ]  # fmt: skip
    return [Claim(debit, row.contract, row.period, _due(row)) for row in fits] if len(fits) == 1 else []


def _with_shown_penalty(still: _Open, debit: Movement) -> list[Claim]:
    """The one period near whose due date a debit took what a page shows of it: the instalment and a penalty."""
    if debit.purpose in (Purpose.SETTLEMENT, Purpose.PREPAYMENT, Purpose.OVERDUE_CHARGE):
        return []
    fits = {
        (row.contract, row.period): row
        for book in still.books_of(debit)
        for page in book.snapshots
        for row in page.rows
        if row.penalty > 0 and debit.amount == _due(row) + row.penalty and abs(debit.on - row.due) <= _NEAR
        and (row.contract, row.period) not in still.claimed
    }  # fmt: skip
    return [Claim(debit, row.contract, row.period, _due(row)) for row in fits.values()] if len(fits) == 1 else []


def _in_time(still: _Open, debit: Movement) -> list[tuple[LoanBook, PlanRow]]:
    """The periods that nothing else pays and that fall due on the day of a debit or just after it."""
    if debit.purpose in (Purpose.SETTLEMENT, Purpose.PREPAYMENT, Purpose.OVERDUE_CHARGE):
        return []
    return [
        (book, row)
        for book in still.books_of(debit)
        for row in still.rows_of(book, debit.on)
        if timedelta() <= row.due - debit.on <= _NEAR
    ]


def _as_before(still: _Open, debit: Movement) -> list[Claim]:
    """The one period for which a debit in time took what an earlier page had, where a later one has less."""
    fits = [
        row
        for book, row in _in_time(still, debit)
        if row.as_of and debit.amount > _due(row)
        and any(
            older.instalment == debit.amount for page in book.snapshots
            if page.as_of < row.as_of and (older := page.row(row.period)) and older.due == row.due
        )
    ]  # fmt: skip
    return [Claim(debit, row.contract, row.period, _due(row)) for row in fits] if len(fits) == 1 else []


def _above_in_time(still: _Open, debit: Movement) -> list[Claim]:
    """The one period for which a debit was made in time that took a little more than its plan has.

    Not where an earlier period is open too, which the debit may have paid late: but for one that is shown as unpaid
    later, while this one is shown as settled.
    """
    fits = [(book, row) for book, row in _in_time(still, debit) if 0 < debit.amount - _due(row) <= _most(row)]
    if len(fits) != 1 or unpaid_later(fits[0][0], fits[0][1].period, debit):
        return []
    book, row = fits[0]
    settled = settled_later(book, row.period, debit)
    late = [
        r for r in still.rows_of(book, debit.on)
        if r.due < row.due and debit.on <= r.due + _longest(book, r, debit)
        and not (settled and unpaid_later(book, r.period, debit))
    ]  # fmt: skip
    return [] if late else [Claim(debit, row.contract, row.period, _due(row))]


def _below_in_time(still: _Open, debit: Movement) -> list[Claim]:
    """The one period that a wallet's debit in time paid but for a little, and that is shown as settled later."""
    fits = [
        row
        for book, row in _in_time(still, debit)
        if debit.row and 0 < _due(row) - debit.amount <= _most(row) and settled_later(book, row.period, debit)
    ]
    return [Claim(debit, row.contract, row.period, debit.amount) for row in fits] if len(fits) == 1 else []


def _late_with_charge(still: _Open, debit: Movement) -> list[Claim]:
    if debit.purpose in (Purpose.SETTLEMENT, Purpose.PREPAYMENT, Purpose.OVERDUE_CHARGE):
        return []
    rows = [
        row
        for book in still.books_of(debit)
        for row in still.rows_of(book, debit.on)
        if row.due < debit.on <= row.due + _longest(book, row, debit) and 0 < debit.amount - _due(row) <= _most(row)
    ]
    latest = max((row.due for row in rows), default=None)
    fits = [row for row in rows if row.due == latest]
    if len(fits) > 1:
        return []
    return [Claim(debit, row.contract, row.period, _due(row)) for row in fits or _late_together(still, debit)]


def _longest(book: LoanBook, row: PlanRow, debit: Movement) -> timedelta:
    """How late a debit may be for a period: longer where a later page shows the period as settled."""
    return ARREARS if settled_later(book, row.period, debit) else timedelta(days=LATE_DAYS)


def _late_together(still: _Open, debit: Movement) -> list[PlanRow]:
    """The periods of two loans that fell due on one day and that one late debit paid, with a charge on top."""
    behind = [
        row
        for book in still.books_of(debit)
        for row in still.rows_of(book, debit.on)
        if row.due < debit.on <= row.due + timedelta(days=LATE_DAYS)
    ]
    fits = [
        pair
        for pair in combinations(behind, 2)
        if pair[0].contract != pair[1].contract and pair[0].due == pair[1].due
        and 0 < debit.amount - sum(map(_due, pair)) <= sum(map(_most, pair))
    ]  # fmt: skip
    latest = max((pair[0].due for pair in fits), default=None)
    nearest = [pair for pair in fits if pair[0].due == latest]
    return [*nearest[0]] if len(nearest) == 1 else []


def _most(row: PlanRow) -> Fen:
    return _due(row) // _MOST_MORE


def _in_parts(still: _Open, book: LoanBook, period: int) -> list[Claim]:
    """The one set of debits that makes a period up, with a charge on top if the last of them was late."""
    if (book.contract, period) in still.claimed:
        return []
    latest = book.in_force(period, date.max)
    first = book.in_force(period, latest.due) if latest else None
    if first is None or still.is_outdated(book, first):
        return []
    near = [
        link.debit
        for link in sorted(still.loose, key=_order)
        if book in still.books_of(link.debit)
        and link.debit.purpose not in (Purpose.SETTLEMENT, Purpose.PREPAYMENT)
        and -_EARLY <= link.debit.on - first.due <= timedelta(days=LATE_DAYS)
        and link.debit.amount < _due(first) + _most(first)
    ][:_MOST_IN_A_ROW]
    for size in range(2, _MOST_PARTS + 1):
        fits = [debits for debits in combinations(near[:8], size) if _make_up(debits, first)]
        if fits:
            return _parts(fits[0], first) if len(fits) == 1 else []
    row = next((near[:n] for n in range(_MOST_PARTS + 1, len(near) + 1) if _make_up(near[:n], first)), [])
    return _parts(row, first)


def _make_up(debits: Sequence[Movement], row: PlanRow) -> bool:
    total, late = sum(m.amount for m in debits), debits[-1].on > row.due
    before = total - debits[-1].amount
    return before < _due(row) and (total == _due(row) or (late and _due(row) < total <= _due(row) + _most(row)))


def _parts(debits: Sequence[Movement], row: PlanRow) -> list[Claim]:
    """Each debit for what was left of the period; what the last one took beyond it is a charge."""
    left, found = _due(row), []
    for m in debits:
        found.append(Claim(m, row.contract, row.period, min(m.amount, left)))
        left -= found[-1].amount
    return found

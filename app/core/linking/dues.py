"""Which periods fall due about the day of a debit, and which of them its amount makes up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from app.core.facts import PeriodState, PlanRow, Product
from app.core.linking.loan_books import LoanBook
from app.core.linking.payers import may_pay
from app.core.linking.payments import Movement
from app.core.made_quickly import made_quickly
from app.core.money import Fen

POSTING_DAYS = 10
"""How long after a debit its posting is looked for; seconds are usual, some days were seen in outages (E23, E24)."""

ARREARS = timedelta(days=70)
"""How long after its due date a period is taken as the one that a debit of its very amount paid: two months."""

MOST_JOINED = 4
"""How many rows may make up one amount: one debit for several loans, or one due collected from several sources."""

MOST_TRIED = 24
"""Of so many rows, the nearest, it is tried which make up an amount."""


@made_quickly
@dataclass(frozen=True, slots=True)
class _Due:
    """A period of the loan ``book`` that some page of it shows due on a day; of all loans, in order of that day."""

    on: date
    book: int
    period: int


class DueDays:
    """What falls due of all loans, by day and by amount, so that what a debit may be for is found without the rest."""

    def __init__(self, books: Sequence[LoanBook]) -> None:
        self._books = books
        self._on: dict[tuple[Product, date], set[_Due]] = defaultdict(set)
        self._of: dict[tuple[Product, Fen], set[_Due]] = defaultdict(set)
        for number, book in enumerate(books):
            for row in (row for page in book.snapshots for row in page.rows):
                due = _Due(row.due, number, row.period)
                self._on[book.product, row.due].add(due)
                self._of[book.product, row.instalment].add(due)

    def about(self, debit: Movement) -> Iterator[list[tuple[LoanBook, int]]]:
        """The loans of a debit's product and their periods by how far from it some page shows them due, nearest first.

        A period that pages show due on two days comes twice.
        """
        for gap in range(POSTING_DAYS + 1):
            days = {debit.on - timedelta(days=gap), debit.on + timedelta(days=gap)}
            yield self._told(due for day in days for due in self._on.get((debit.product, day), ()))

    def of(self, debit: Movement, amount: Fen) -> list[tuple[LoanBook, int]]:
        """The loans of a debit's product and their periods that some page shows due about its day with an amount."""
        known = self._of.get((debit.product, amount), ())
        return self._told(due for due in known if abs((due.on - debit.on).days) <= POSTING_DAYS)

    def _told(self, dues: Iterable[_Due]) -> list[tuple[LoanBook, int]]:
        return [(self._books[number], period) for number, period in sorted({(due.book, due.period) for due in dues})]


@dataclass(frozen=True, slots=True)
class DuesOf:
    """The periods that a debit may be for.

    ``taken`` are the loans, with their periods, that it is known to pay already; ``payers`` are those of loans, and
    ``met`` the periods that something else pays.
    """

    debit: Movement
    known: DueDays
    payers: Mapping[str, str]
    taken: Set[tuple[str, int | None]] = frozenset()
    met: Set[tuple[str, int | None]] = frozenset()

    def chosen(self, amount: Fen) -> list[PlanRow]:
        """The nearest plan row of this amount, else the one smallest set of rows that make it up; maybe none."""
        single = [row for row in self._rows(self.known.of(self.debit, amount)) if row.instalment == amount]
        if single:
            return [min(single, key=self._gap)]
        rows = list(islice((row for row in self.nearest() if 0 < row.instalment < amount), MOST_TRIED))
        chosen = [rows[i] for i in exact_sum(range(len(rows)), lambda i: rows[i].instalment, amount) or ()]
        return chosen if len({(row.contract, row.period) for row in chosen}) == len(chosen) else []

    def nearest(self) -> Iterator[PlanRow]:
        """The rows in force that are due about the debit's day, the nearest due date first.

        Of equal loans that fall due on one day, one that nothing else pays comes first, then one that is shown as
        settled later.
        """
        for gap, told in enumerate(self.known.about(self.debit)):
            yield from (row for row in self._rows(told) if self._gap(row) == gap)

    def _rows(self, told: Iterable[tuple[LoanBook, int]]) -> list[PlanRow]:
        """The rows in force of some periods, in order but for their due dates."""
        loans = {contract for contract, _ in self.taken}
        rows = [
            ((row.contract, row.period) in self.met, not settled_later(book, period, self.debit), row)
            for book, period in told
            if book.contract not in loans and may_pay(self.debit, self.payers.get(book.contract, ""))
            for row in book.due_rows(period, self.debit.on)[: 1 if book.repayments else None]
            if self._gap(row) <= POSTING_DAYS
        ]
        return [row for *_, row in sorted(rows, key=lambda r: (*r[:2], r[2].contract, r[2].period))]

    def _gap(self, row: PlanRow) -> int:
        return abs((row.due - self.debit.on).days)


def arrears_instead(debit: Movement, row: PlanRow, book: LoanBook, met: Set[tuple[str, int | None]]) -> PlanRow:
    """The earlier period of the same amount that a debit paid, by the pages about it; else ``row`` itself.

    Either a late debit, after which a page shows ``row`` as unpaid all the same, and settled one that no other debit
    paid. Or one of two debits, where another one pays ``row``, and a page before them shows an earlier period as unpaid
    that none shows so since.
    """
    again = (row.contract, row.period) in met
    if not again and (debit.on <= row.due or not unpaid_later(book, row.period, debit)):
        return row
    earlier = (
        older
        for period in book.periods
        if period < row.period and (book.contract, period) not in met
        and (_in_arrears(book, period, debit) if again else settled_later(book, period, debit))
        for older in book.due_rows(period, debit.on)
        if older.instalment == row.instalment and debit.on - older.due <= ARREARS
    )  # fmt: skip
    return min(earlier, key=lambda older: older.due, default=row)


def _in_arrears(book: LoanBook, period: int, debit: Movement) -> bool:
    """Whether the last page before a debit shows a period as unpaid that had fallen due, and none after it does."""
    before = [row for page in book.snapshots if page.as_of <= debit.on and (row := page.row(period))]
    unpaid = bool(before) and before[-1].due < (before[-1].as_of or before[-1].due)
    states = (PeriodState.OPEN, PeriodState.OVERDUE)
    return unpaid and before[-1].state in states and not unpaid_later(book, period, debit)


def unpaid_later(book: LoanBook, period: int, debit: Movement) -> bool:
    """Whether the last page after a debit shows the period as unpaid."""
    later = [row for page in book.snapshots if page.as_of > debit.on and (row := page.row(period))]
    return bool(later) and later[-1].state in (PeriodState.OPEN, PeriodState.OVERDUE)


def settled_later(book: LoanBook, period: int, debit: Movement) -> bool:
    """Whether the last page after a debit shows the period as settled."""
    later = [row for page in book.snapshots if page.as_of > debit.on and (row := page.row(period))]
    return bool(later) and later[-1].state is PeriodState.SETTLED


def exact_sum(items: Sequence[int], amount: Callable[[int], Fen], wanted: Fen) -> tuple[int, ...] | None:
    """The one smallest set of two to four ``items`` whose amounts make up ``wanted``; None if none or a tie."""
    known = ((item, amount(item)) for item in items)
    usable = list(islice(((item, own) for item, own in known if 0 < own < wanted), MOST_TRIED))
    order = sorted(range(len(usable)), key=lambda place: usable[place][1])
    amounts = [usable[place][1] for place in order]
    for size in range(2, MOST_JOINED + 1):
        fits = list(islice(_making_up(wanted, amounts, size), 2))
        if fits:
            places = sorted(order[at] for at in fits[0])
            return tuple(usable[place][0] for place in places) if len(fits) == 1 else None
    return None


def _making_up(wanted: Fen, amounts: Sequence[Fen], size: int, first: int = 0) -> Iterator[tuple[int, ...]]:
    """The places from ``first`` on of ``size`` amounts, of which the smallest come first, that make up ``wanted``."""
    if size == 1:
        equal = range(bisect_left(amounts, wanted, first), bisect_right(amounts, wanted, first))
        yield from ((place,) for place in equal)
        return
    for place in range(first, len(amounts)):
        if size * amounts[place] > wanted:
            return
        if amounts[place] + (size - 1) * amounts[-1] >= wanted:
            yield from ((place, *rest) for rest in _making_up(wanted - amounts[place], amounts, size - 1, place + 1))

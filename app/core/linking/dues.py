"""Which periods fall due about the day of a debit, and which of them its amount makes up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import timedelta
from itertools import combinations

from app.core.facts import PeriodState, PlanRow
from app.core.linking.loan_books import LoanBook
from app.core.linking.payers import may_pay
from app.core.linking.payments import Movement
from app.core.money import Fen

POSTING_DAYS = 10
"""How long after a debit its posting is looked for; seconds are usual, some days were seen in outages (E23, E24)."""

ARREARS = timedelta(days=70)
"""How long after its due date a period is taken as the one that a debit of its very amount paid: two months."""

MOST_JOINED = 4
"""How many rows may make up one amount: one debit for several loans, or one due collected from several sources."""


def dues_of(
    debit: Movement,
    books: Sequence[LoanBook],
    taken: Set[tuple[str, int | None]],
    payers: Mapping[str, str],
    met: Set[tuple[str, int | None]] = frozenset(),
) -> list[PlanRow]:
    """The periods that a debit may be for, the nearest due date first.

    Of equal loans that fall due on one day, one that nothing else pays (``met``) comes first, then one that is shown as
    settled later.
    """
    rows = [
        (
            abs((row.due - debit.on).days),
            (row.contract, row.period) in met,
            not settled_later(book, period, debit),
            row,
        )
        for book in books
        if book.product is debit.product
        and book.contract not in {contract for contract, _ in taken}
        and may_pay(debit, payers.get(book.contract, ""))
        for period in book.periods
        for row in book.due_rows(period, debit.on)[: 1 if book.repayments else None]
        if abs((row.due - debit.on).days) <= POSTING_DAYS
    ]
    return [row for *_, row in sorted(rows, key=lambda r: (*r[:3], r[3].contract, r[3].period))]


def arrears_instead(debit: Movement, row: PlanRow, book: LoanBook, met: Set[tuple[str, int | None]]) -> PlanRow:
    """The earlier period of the same amount that a late debit paid, by the page after it; else ``row`` itself.

    The page shows ``row`` as unpaid all the same, and settled one that no other debit paid.
    """
    if debit.on <= row.due or not unpaid_later(book, row.period, debit):
        return row
    earlier = (
        older
        for period in book.periods
        if period < row.period and (book.contract, period) not in met and settled_later(book, period, debit)
        for older in book.due_rows(period, debit.on)
        if older.instalment == row.instalment and debit.on - older.due <= ARREARS
    )
    return min(earlier, key=lambda older: older.due, default=row)


def unpaid_later(book: LoanBook, period: int, debit: Movement) -> bool:
    """Whether the last page after a debit shows the period as unpaid."""
    later = [row for page in book.snapshots if page.as_of > debit.on and (row := page.row(period))]
    return bool(later) and later[-1].state in (PeriodState.OPEN, PeriodState.OVERDUE)


def settled_later(book: LoanBook, period: int, debit: Movement) -> bool:
    """Whether the last page after a debit shows the period as settled."""
    later = [row for page in book.snapshots if page.as_of > debit.on and (row := page.row(period))]
    return bool(later) and later[-1].state is PeriodState.SETTLED


def chosen_dues(amount: Fen, rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The plan row of this amount, the first given, else the one smallest set of rows that make it up; maybe none."""

    def due(index: int) -> Fen:
        return rows[index].instalment

    single = [i for i in range(len(rows)) if due(i) == amount]
    chosen = [rows[i] for i in (single[:1] if single else exact_sum(range(len(rows)), due, amount) or ())]
    return chosen if len({(row.contract, row.period) for row in chosen}) == len(chosen) else []


def exact_sum(items: Sequence[int], amount: Callable[[int], Fen], wanted: Fen) -> tuple[int, ...] | None:
    """The one smallest set of two to four ``items`` whose amounts make up ``wanted``; None if none or a tie."""
    usable = [i for i in items if 0 < amount(i) < wanted][:24]
    for size in range(2, MOST_JOINED + 1):
        fits = [c for c in combinations(usable, size) if sum(map(amount, c)) == wanted]
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None

"""The hypotheses that a loan's early rows allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from app.core.calendar import add_months
from app.core.inference import derivation, support
from app.core.inference import plausibility as p
from app.core.inference.debits import Pool, Row
from app.core.inference.derivation import Counts
from app.core.inference.hypothesis import MOST_TERMS, Dues, Hypothesis
from app.core.inference.model import Drawn, Terms

SEED_DAYS = 110
SEED_ROWS = 16
_COUNTS = tuple(range(1, MOST_TERMS + 1))


def due_hypotheses(drawn: Drawn, pool: Pool, days: Iterable[int] = ()) -> tuple[Dues, ...]:
    """Return when the loan may fall due: by its drawdown day, on ``days`` of other loans, or as rows show."""
    found: dict[tuple[date, int], int] = {}
    day = drawn.on.day
    found[add_months(drawn.on, 1), day] = 0 if day <= 28 else 3
    if day > 28:
        found[add_months(drawn.on, 1, 28), 28] = 2
    common = {min(other, 28) for other in days}
    seen = [row.on for row in _early_rows(drawn, pool)]
    for paid_on in seen:
        cost = 8 if paid_on.day in common else 20
        if timedelta(12) <= paid_on - drawn.on <= timedelta(62):
            found.setdefault((paid_on, paid_on.day), cost)
    return tuple(Dues(first, day, cost) for (first, day), cost in sorted(found.items()))


def _early_rows(drawn: Drawn, pool: Pool) -> list[Row]:
    last = drawn.on + timedelta(SEED_DAYS)
    return list(pool.instalments(drawn.on + timedelta(1), last))[:SEED_ROWS]


def hypotheses(
    drawn: Drawn, pool: Pool, days: Iterable[int] = (), terms: int | None = None, *, supported: bool = False
) -> list[Hypothesis]:
    """Return every hypothesis that closes at least one early row, without order.

    ``days`` are due days of other loans; ``terms`` restricts the number of periods where it is known. ``supported``
    leaves out the rows that no other row of the first periods goes with.
    """
    made: dict[int, Hypothesis] = {}  # by identity first: the same row under other due dates gives the same ones
    counts = (terms,) if terms else _COUNTS
    for dues in due_hypotheses(drawn, pool, days):
        if pool.work.is_spent:
            break
        for row, index in _rows_near_dues(drawn, pool, dues):
            pool.work.spend()
            within = _supported(drawn, row, index, dues, pool, counts) if supported else (counts, counts, counts)
            made.update((id(each), each) for each in _from_row(drawn, row, index, dues, within))
        made.update((id(each), each) for each in derivation.in_one_sum(drawn, pool, dues, counts))
    found: dict[Terms, Hypothesis] = {}
    for each in made.values():
        found.setdefault(each.terms, each)
    return list(found.values())


def _rows_near_dues(drawn: Drawn, pool: Pool, dues: Dues) -> Iterator[tuple[Row, int]]:
    """Yield each early row within three days before a due date or on it, with the index of that period."""
    for index, due in enumerate(dues.dates(3)):
        for row in pool.around(due, p.DAYS_EARLY, 0):
            if row.on > drawn.on:
                yield row, index


def _from_row(
    drawn: Drawn, row: Row, index: int, dues: Dues, counts: tuple[Counts, Counts, Counts]
) -> Iterator[Hypothesis]:
    """Yield what the row implies by each method, for the numbers of periods given for it."""
    instalments, shared, interest_only = counts
    if instalments:
        yield from derivation.equal_instalments(drawn, row.amount, dues, instalments)
    if shared:
        yield from derivation.equal_principal(drawn, row.amount, index, dues, shared)
    if interest_only:
        yield from derivation.interest_only(drawn, row.amount, index, dues, interest_only)


def _supported(
    drawn: Drawn, row: Row, index: int, dues: Dues, pool: Pool, counts: Counts
) -> tuple[Counts, Counts, Counts]:
    """Return by method the numbers of periods for which another row goes with this one."""
    seen = support.Seen(drawn.principal, row.amount, index, (drawn.on, *dues.dates(support.FIRST)))
    shared = tuple(
        terms
        for terms in counts
        if terms > index + 1
        and 0 < row.amount - drawn.principal // terms <= drawn.principal // 20
        and support.declines(seen, terms, pool)
    )
    return (
        counts if support.repeats(seen, pool) else (),
        shared,
        counts if row.amount * 20 <= drawn.principal and support.bears(seen, pool) else (),
    )

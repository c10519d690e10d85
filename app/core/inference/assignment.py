"""Which debit belongs to which loan, where several loans are repaid from one wallet in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, permutations
from typing import NamedTuple

from app.core.inference.debits import Pool
from app.core.inference.hypothesis import Hypothesis
from app.core.inference.model import Drawn, Paid, Role
from app.core.inference.paths import NO_LIMIT
from app.core.inference.search import Found, follow_all, promising, search
from app.core.inference.work import Work
from app.core.money import Fen

PASSES = 2
MOST_ORDERS = 6
ROWS_A_STEP = 50
"""Rows that are laid out for a search in the time of a step."""
DUPLICATE_WITHIN = timedelta(7)
SURE = -60
"""A loan this well explained without any change takes its rows before others are looked at."""


class Assigned(NamedTuple):
    """A loan with the answers its own rows allow, the best first, none if no row fits it.

    ``pool`` is what was left for it, ``tested`` the hypotheses that were followed through it, without any change if
    ``strict``. ``is_cut`` says that the search was cut off: what was found so far proves nothing and is left out.
    """

    drawn: Drawn
    found: tuple[Found, ...]
    pool: Pool
    tested: tuple[Hypothesis, ...]
    strict: bool = False
    is_cut: bool = False

    @property
    def score(self) -> int:
        """What the best answer is worth; 0 without one."""
        return self.found[0].score if self.found else 0


def assign(drawn: Iterable[Drawn], paid: Sequence[Paid], as_of: date, work: Work | None = None) -> tuple[Assigned, ...]:
    """Give every debit to the loan it closes, surest loans first, then look at each loan again with what is left.

    A debit of a day on which two loans fall due may serve both: what the surer loan leaves of it goes to the other.
    Nothing depends on the order of the arguments. Where ``work`` is spent, the loans not searched to the end are cut.
    """
    work = work or Work()
    loans = sorted(drawn, key=lambda loan: (loan.on, loan.key))
    settled = _best_order(loans, _surest_first(loans, paid, as_of, work), paid, as_of, work)
    for _ in range(PASSES):
        again = _looked_at_again(loans, settled, paid, as_of, work)
        if all(again[key].score == settled[key].score for key in settled):
            break
        settled = again
    if work.is_spent:  # what was only looked at without changes has rivals that were never tried
        settled = {key: each._replace(found=(), is_cut=True) if each.strict else each for key, each in settled.items()}
    return tuple(settled[loan.key] for loan in loans)


def _surest_first(loans: Sequence[Drawn], paid: Sequence[Paid], as_of: date, work: Work) -> dict[str, Assigned]:
    """Take the loans that close without any change first, then the others among the rows that are left."""
    settled, waiting = _without_changes(loans, paid, as_of, work)
    for enough in (SURE, NO_LIMIT):
        for loan in [each for each in waiting if each.key not in settled]:
            found = _search(loan, loans, settled, paid, as_of, work)
            if found.score <= enough:
                settled[loan.key] = found
    return settled


def _without_changes(
    loans: Sequence[Drawn], paid: Sequence[Paid], as_of: date, work: Work
) -> tuple[dict[str, Assigned], list[Drawn]]:
    """Return the loans that are sure as planned, and the others, those that get furthest as planned first."""
    settled: dict[str, Assigned] = {}
    waiting: list[Drawn] = []
    claimed: frozenset[str] = frozenset()
    tried = {loan.key: _search(loan, loans, settled, paid, as_of, work, strict=True) for loan in loans}
    while tried:
        best = tried.pop(min(tried.values(), key=_surest).drawn.key)
        if best.is_cut or not _is_plain(best.found) or rows_of(best) & claimed:
            claimed |= rows_of(best)
            waiting.append(best.drawn)
            continue
        settled[best.drawn.key] = best
        for key, each in tried.items():
            if not each.found or rows_of(each) & rows_of(best):
                tried[key] = _search(each.drawn, loans, settled, paid, as_of, work, strict=True)
    return settled, waiting


def _best_order(
    loans: Sequence[Drawn], settled: dict[str, Assigned], paid: Sequence[Paid], as_of: date, work: Work
) -> dict[str, Assigned]:
    """Return the loans as found, or in whatever order explains more, where rows were left that explain nothing."""
    best, total = settled, _total(settled)
    if len(loans) < 2 or not _left_over(settled, paid):
        return best
    for order in islice(permutations(loans), MOST_ORDERS):
        if work.is_spent:
            break
        tried: dict[str, Assigned] = {}
        for loan in order:
            tried[loan.key] = _search(loan, loans, tried, paid, as_of, work)
        if _total(tried) < total and not work.is_spent:
            best, total = tried, _total(tried)
    return best


def _total(settled: Mapping[str, Assigned]) -> int:
    return sum(each.score for each in settled.values())


def _left_over(settled: Mapping[str, Assigned], paid: Sequence[Paid]) -> bool:
    """Say whether a row is left that is no instalment paid twice."""
    left = left_by(settled.values(), paid)
    used = [each for each in paid if each.key in left]
    return any(
        left.get(row.key, row.amount) > 0
        and not any(row.amount == other.amount and abs(row.on - other.on) <= DUPLICATE_WITHIN for other in used)
        for row in paid
    )


def _is_plain(found: Sequence[Found]) -> bool:
    """Say whether the best answer is sure and needs no change."""
    return bool(found) and found[0].score <= SURE and not found[0].end.stuck


def _surest(loan: Assigned) -> tuple[int, date, str]:
    return loan.score, loan.drawn.on, loan.drawn.key


def rows_of(loan: Assigned) -> frozenset[str]:
    """Return the keys of the rows that the best answer uses."""
    entries = loan.found[0].end.entries() if loan.found else []
    return frozenset(entry.key for entry in entries if isinstance(entry, Role))


def _looked_at_again(
    loans: Sequence[Drawn], settled: Mapping[str, Assigned], paid: Sequence[Paid], as_of: date, work: Work
) -> dict[str, Assigned]:
    result = dict(settled)
    for loan in loans:
        if work.is_spent:
            break
        before = result[loan.key]
        others = {key: each for key, each in result.items() if key != loan.key}
        pool = _pool_for(loans, others, paid, work)
        if before.strict or pool.rows != before.pool.rows:
            again = _search(loan, loans, others, paid, as_of, work)
            if again.score <= before.score and not again.is_cut:
                result[loan.key] = again
    return result


def _search(
    loan: Drawn,
    loans: Sequence[Drawn],
    settled: Mapping[str, Assigned],
    paid: Sequence[Paid],
    as_of: date,
    work: Work,
    strict: bool = False,
) -> Assigned:
    pool = _pool_for(loans, settled, paid, work)
    work.spend(1 + len(paid) // ROWS_A_STEP)
    days = sorted({other.on.day for other in loans if other.key != loan.key})
    if strict:
        tested = promising(loan, pool, days, supported=True)
        found = follow_all(tested, pool, as_of, strict=True)
        if not found or found[0].score > SURE:
            tested = promising(loan, pool, days)
            found = follow_all(tested, pool, as_of, strict=True)
    else:
        tested = promising(loan, pool, days)
        found = search(tested, pool, as_of)
    if work.is_spent:
        return Assigned(loan, (), pool, (), strict, is_cut=True)
    return Assigned(loan, tuple(found), pool, tuple(tested), strict)


def _pool_for(loans: Sequence[Drawn], settled: Mapping[str, Assigned], paid: Sequence[Paid], work: Work) -> Pool:
    return Pool(paid, left_by(settled.values(), paid), shared=len(loans) > 1, work=work)


def left_by(settled: Iterable[Assigned], paid: Sequence[Paid]) -> dict[str, Fen]:
    """Return what these loans leave of the rows they use."""
    left: dict[str, Fen] = {}
    amounts = {each.key: each.amount for each in paid}
    for loan in settled:
        for entry in loan.found[0].end.entries() if loan.found else ():
            if isinstance(entry, Role):
                left[entry.key] = left.get(entry.key, amounts[entry.key]) - entry.amount
    return left

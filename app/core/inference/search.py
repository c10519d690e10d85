"""The search for one loan: hypotheses from its rows, each followed to the end, the best ones kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from app.core.facts import Method
from app.core.inference.changes import changed
from app.core.inference.debits import Pool
from app.core.inference.early_repayment import prepayments, settlements
from app.core.inference.hypotheses import hypotheses
from app.core.inference.hypothesis import ALTERNATIVES, MOST_BY_FIRST, SUPPORTED, Hypothesis, Order, quick_score
from app.core.inference.model import Drawn
from app.core.inference.paths import NO_LIMIT, Node, Run, follow
from app.core.inference.payments import regular, shared
from app.core.inference.plausibility import MISSED, MISSED_AGAIN

SCORED = 100
FOLLOWED = 8
"""How many hypotheses of each method are followed, those that do best in the first periods."""


class Found(NamedTuple):
    """A hypothesis and where following it ended; ``score`` is its unlikeliness less the worth of its rows."""

    score: int
    hypothesis: Hypothesis
    end: Node


def expand(node: Node, run: Run) -> Iterator[Node]:
    """Yield the ways on from a node: what rows name, what closes as planned, and changes only where nothing does."""
    named = [*settlements(node, run), *prepayments(node, run)]
    paid = regular(node, run)
    yield from named
    yield from paid
    if paid:
        return
    if node.plan[0].due >= run.as_of and not named:
        yield node._replace(running=True)
        return
    yield from shared(node, run)
    if run.strict:
        yield node._replace(stuck=True)
    else:
        yield from changed(node, run)


def follow_all(
    tested: Iterable[Hypothesis], pool: Pool, as_of: date, *, strict: bool = False, limit: int = NO_LIMIT
) -> list[Found]:
    """Follow each hypothesis and return where each ended best, the best first; what cannot beat ``limit`` is left."""
    found: list[Found] = []
    for hypothesis in tested:
        least = min(period.total for period in hypothesis.plan)
        fitting = pool.fitting(least, hypothesis.drawn.principal + least)
        ends = follow(Run(hypothesis, pool, as_of, strict, limit, fitting), expand)
        if ends:
            found.append(Found(ends[0].score, hypothesis, ends[0]))
            limit = min(limit, ends[0].score)
    return sorted(found, key=_rank)


def promising(
    drawn: Drawn, pool: Pool, days: Iterable[int] = (), terms: int | None = None, *, supported: bool = False
) -> list[Hypothesis]:
    """Return the hypotheses worth following, the best by their first periods first.

    ``days`` are the due days of other loans; ``terms`` is the number of periods where it is known; ``supported`` takes
    only those that more than one row speaks for.
    """
    made = sorted(hypotheses(drawn, pool, days, terms, supported=supported), key=attrgetter("order"))
    tested = [each for method in Method for each in _promising(made, method, pool)]
    if supported:
        tested = [(score, each) for score, each in tested if each.cost - score >= SUPPORTED]
    return [each for _, each in sorted(tested, key=_quick_rank)]


def search(tested: list[Hypothesis], pool: Pool, as_of: date) -> list[Found]:
    """Return the answers that the rows allow, the best first: without changes, then with them."""
    plain = follow_all(tested, pool, as_of, strict=True)
    limit = min((_reachable(each.end) for each in plain), default=NO_LIMIT)
    found = follow_all(tested, pool, as_of, limit=limit)
    if found and found[0].end.faults:
        found = sorted([*found, *follow_all(_variants(found[:3]), pool, as_of, limit=found[0].score)], key=_rank)
    return found


def _reachable(end: Node) -> int:
    """Return a score that the path surely reaches: where it is stuck, all that is left may have been missed."""
    return end.score + (MISSED + MISSED_AGAIN * len(end.plan) if end.stuck else 0)


def _promising(made: list[Hypothesis], method: Method, pool: Pool) -> list[tuple[int, Hypothesis]]:
    """Return the best by their first periods; ``made`` are in order, so that none behind can reach the last of them."""
    best: list[tuple[int, Hypothesis]] = []
    for each in [each for each in made if each.terms.method is method][:SCORED]:
        if len(best) == FOLLOWED and each.cost - MOST_BY_FIRST >= best[-1][0]:
            break
        best = sorted([*best, (quick_score(each, pool), each)], key=_quick_rank)[:FOLLOWED]
    return best


def _variants(found: list[Found]) -> list[Hypothesis]:
    """Return the same terms with cents rounded otherwise: the first instalments cannot tell those apart."""
    known = {each.hypothesis.terms for each in found}
    made = [
        each.hypothesis.under(convention)
        for each in found
        if each.hypothesis.terms.convention == ALTERNATIVES[0]
        for convention in ALTERNATIVES[1:5]
    ]
    return [each for each in made if each.terms not in known]


def _quick_rank(scored: tuple[int, Hypothesis]) -> tuple[int, Order]:
    return scored[0], scored[1].order


def _rank(found: Found) -> tuple[int, int, Order]:
    return found.score, found.end.faults, found.hypothesis.order

"""A hypothesis followed through the debits, along every path that its rows allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from app.core.inference.debits import Pool, Row
from app.core.inference.hypothesis import Hypothesis
from app.core.inference.model import Change, Role
from app.core.inference.plausibility import ROW
from app.core.loans import Period, Rate
from app.core.money import Fen

Entry: TypeAlias = Role | Change
Trail: TypeAlias = "tuple[Entry, Trail] | None"

WIDTH = 8
NO_LIMIT = 10**6
MOST_FAULTS = 5
MARGIN = 25
"""How far behind the best end a path may lie to be followed on: more than what makes a difference decisive."""


class Node(NamedTuple):
    """How far a hypothesis has been followed; ``plan`` are the periods still to come.

    ``starts`` is the day interest runs from, ``last`` the day of the last row used, ``used`` the bits of all of them,
    ``faults`` what did not go as planned, ``clean`` the instalments closed to 0.00. ``running`` ends a path at the day
    of the export, ``settled`` at an early settlement, ``stuck`` where a change would be needed and none is allowed.
    """

    score: int
    plan: tuple[Period, ...]
    starts: date
    balance: Fen
    rate: Rate
    due_day: int
    last: date
    used: int = 0
    trail: Trail = None
    faults: int = 0
    clean: int = 0
    running: bool = False
    settled: bool = False
    stuck: bool = False

    def plus(self, cost: int, rows: Iterable[Row], *entries: Entry, faults: int = 0, worth: int = ROW) -> Node:
        """Return the node with entries added, rows used and the score moved."""
        used, score, last, trail = self.used, self.score + cost, self.last, self.trail
        for row in rows:
            used, score, last = used | row.bit, score - worth, max(last, row.on)
        for entry in entries:
            trail = (entry, trail)
        return self._replace(score=score, used=used, last=last, trail=trail, faults=self.faults + faults)

    def after(self, period: Period) -> Node:
        """Return the node once the coming period is done with."""
        return self._replace(plan=self.plan[1:], starts=period.due, balance=self.balance - period.principal)

    def entries(self) -> list[Entry]:
        """Return all entries, the first one first."""
        result: list[Entry] = []
        trail = self.trail
        while trail is not None:
            entry, trail = trail
            result.append(entry)
        return result[::-1]

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to follow."""
        return self.running or self.settled or self.stuck or not self.plan


@dataclass(frozen=True, slots=True)
class Run:
    """What a path is followed against. ``strict`` allows no change that a row does not name."""

    hypothesis: Hypothesis
    pool: Pool
    as_of: date
    strict: bool = False
    limit: int = NO_LIMIT
    fitting: int = -1

    def within_reach(self, node: Node) -> int:
        """Return the best score that a path through the node can still have."""
        if node.ended:
            return node.score
        periods = sum(period.due <= self.as_of for period in node.plan) + 1
        return node.score - ROW * self.pool.most_after(node.last, self.fitting & ~node.used, periods)


Expand: TypeAlias = Callable[[Node, Run], Iterator[Node]]


def start(run: Run) -> Node:
    """Return the node before the first period."""
    tested = run.hypothesis
    drawn, terms = tested.drawn, tested.terms
    return Node(tested.cost, tested.plan, drawn.on, drawn.principal, terms.rate, terms.due_day, drawn.on)


def follow(run: Run, expand: Expand) -> list[Node]:
    """Return the best ends of all paths, the best first; ``expand`` gives the ways on from a node."""
    ends: list[Node] = []
    level, limit = [start(run)], run.limit
    if run.within_reach(level[0]) > limit + MARGIN:
        return []
    for _ in range(3 * len(run.hypothesis.plan) + 40):
        following: list[Node] = []
        run.pool.work.spend(len(level))
        if run.pool.work.is_spent:
            return []
        for node in level:
            for child in expand(node, run):
                if run.within_reach(child) <= limit + MARGIN:
                    (ends if child.ended else following).append(child)
                    limit = min(limit, child.score) if child.ended else limit
        level = _best(following)
        if not level:
            break
    return _best(ends)


def _best(nodes: list[Node]) -> list[Node]:
    """Return the most promising nodes, one for each state, in an order that depends on nothing else."""
    kept: dict[tuple[int, tuple[Period, ...], date, Rate], Node] = {}
    for node in sorted(nodes, key=_rank):
        if node.faults <= min(MOST_FAULTS, 2 + node.clean):
            kept.setdefault((node.used, node.plan, node.starts, node.rate), node)
    return list(kept.values())[:WIDTH]


def _rank(node: Node) -> tuple[int, int, int]:
    return node.score, node.faults, node.used

"""What two explanations of one person's papers have in common and where they differ: rows, and discrepancies.

Nothing is guessed: a row that only one side has is said to stand only there. It tells something only between the first
and the last day of both sides, so rows outside of these days are counted and not listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.core.discrepancy import Discrepancy
from app.core.explanation import Event, EventKind, Explanation

T = TypeVar("T")
Span = tuple[date, date]

_NOT_OF_FILES = frozenset({EventKind.PLAN_CHANGE, EventKind.STATUS})
"""Kinds that the program concludes, or that speak of a state rather than of a payment."""
_TRIES = frozenset({EventKind.DEBIT, EventKind.FAILED_DEBIT, EventKind.REFUND})


@dataclass(frozen=True, slots=True)
class Pair:
    """A row on both sides that differs, or one that only one side has."""

    before: Event | None
    after: Event | None

    @property
    def shown(self) -> Event:
        """The row as it is now, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Changes:
    """How ``after`` differs from ``before``.

    ``same`` counts the rows that both have alike. ``changed`` are rows of both that differ, ``only_before`` and
    ``only_after`` those of one side between the first and last days of both; ``outside_before`` and ``outside_after``
    count the rest.
    ``kinds_before`` and ``kinds_after`` are the kinds of which only one side has any row: they were not compared.
    ``found`` are the discrepancies that differ, None where a side does not have one.
    """

    same: int
    changed: tuple[Pair, ...]
    only_before: tuple[Event, ...]
    only_after: tuple[Event, ...]
    outside_before: int
    outside_after: int
    kinds_before: tuple[EventKind, ...]
    kinds_after: tuple[EventKind, ...]
    found: tuple[tuple[Discrepancy | None, Discrepancy | None], ...]
    found_same: int


def changes(before: Explanation, after: Explanation) -> Changes:
    """Compare two explanations, each of its own files."""
    had, has = _kinds(before), _kinds(after)
    both = had.keys() & has.keys()
    old, new = ([e for kind in sorted(both, key=_order) for e in side[kind]] for side in (had, has))
    exact, old, new = _paired(old, new, lambda e: (e.kind, e.at, e.amount))
    changed: list[Pair] = []
    for key in (_period_of, _try_of, _moment_of):
        found, old, new = _paired(old, new, key)
        changed += [Pair(one, other) for one, other in found]
    covered = {kind: _common(_span(before, had[kind]), _span(after, has[kind])) for kind in both}
    only_before, only_after = ([e for e in side if _is_within(e, covered[e.kind])] for side in (old, new))
    differing, alike = _discrepancies(before, after)
    return Changes(
        same=len(exact),
        changed=tuple(sorted(changed, key=lambda pair: (pair.shown.at, _order(pair.shown.kind)))),
        only_before=tuple(sorted(only_before, key=_moment)),
        only_after=tuple(sorted(only_after, key=_moment)),
        outside_before=len(old) - len(only_before),
        outside_after=len(new) - len(only_after),
        kinds_before=tuple(sorted(had.keys() - both, key=_order)),
        kinds_after=tuple(sorted(has.keys() - both, key=_order)),
        found=differing,
        found_same=alike,
    )


def _kinds(explanation: Explanation) -> dict[EventKind, list[Event]]:
    by_kind: dict[EventKind, list[Event]] = defaultdict(list)
    for event in sorted(explanation.events, key=lambda e: (e.at, e.amount or 0, e.sources, e.id)):
        if event.kind not in _NOT_OF_FILES:
            by_kind[event.kind].append(event)
    return by_kind


def _paired(old: list[T], new: list[T], key: Callable[[T], Hashable]) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pair what has the same key, each once in its order; what has the key None, or no partner, is left over."""
    waiting: dict[Hashable, list[T]] = defaultdict(list)
    for one in reversed(old):
        waiting[key(one)].append(one)
    pairs: list[tuple[T, T]] = []
    rest = []
    for other in new:
        partner = waiting[key(other)] if key(other) is not None else []
        if partner:
            pairs.append((partner.pop(), other))
        else:
            rest.append(other)
    left = {id(one) for ones in waiting.values() for one in ones}
    return pairs, [one for one in old if id(one) in left], rest


def _period_of(event: Event) -> Hashable:
    """What a page says again of a period with another sum or day is the same period."""
    if event.kind not in (EventKind.DUE, EventKind.BILL) or event.period is None:
        return None
    return event.kind, event.facility, event.period


def _try_of(event: Event) -> Hashable:
    """What was tried at a moment may be told with another outcome later: failed, then taken, then given back."""
    return (event.at, event.amount) if event.kind in _TRIES and event.timed else None


def _moment_of(event: Event) -> Hashable:
    """A row of the same second with another sum is the same row; of the same day it need not be."""
    return (event.kind, event.at) if event.timed else None


def _span(explanation: Explanation, events: Iterable[Event]) -> Span:
    """From which to which day the files speak that tell of these events."""
    events = list(events)
    names = {source.file for event in events for source in event.sources}
    days = [event.at.date() for event in events]
    days += [day for report in explanation.sources if report.period and report.file in names for day in report.period]
    return min(days), max(days)


def _common(one: Span, other: Span) -> Span:
    return max(one[0], other[0]), min(one[1], other[1])


def _is_within(event: Event, span: Span) -> bool:
    return span[0] <= event.at.date() <= span[1]


def _discrepancies(
    before: Explanation, after: Explanation
) -> tuple[tuple[tuple[Discrepancy | None, Discrepancy | None], ...], int]:
    known = [(before.keys[d.id], d) for d in before.discrepancies]
    now = [(after.keys[d.id], d) for d in after.discrepancies]
    exact, known, now = _paired(known, now, lambda keyed: keyed[0])
    old, new = [d for _, d in known], [d for _, d in now]
    changed, old, new = _paired(old, new, lambda d: (d.code, d.facility, d.period, d.at.date()))
    moved, old, new = _paired(old, new, lambda d: (d.code, d.period, d.at.date(), d.difference))
    differing: list[tuple[Discrepancy | None, Discrepancy | None]] = [
        *changed,
        *((None, d) for d in new),
        *((d, None) for d in old),
    ]
    return tuple(differing), len(exact) + len(moved)


def _moment(event: Event) -> tuple[object, ...]:
    return event.at, _order(event.kind), event.amount or 0, event.id


def _order(kind: EventKind) -> int:
    return list(EventKind).index(kind)

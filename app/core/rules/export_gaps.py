"""Which days an export speaks of, and where in them it may lack rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from operator import itemgetter

from app.core.facts import Coverage, Source

LEAST_SHARE = 4
"""The head of an export may lack rows up to so many times denser than the rest; if more, they lie elsewhere."""


def range_of(coverage: Coverage) -> tuple[date, date] | None:
    """The days an export claims to speak of: as declared, else from its oldest to its newest row."""
    first = coverage.declared_first or coverage.first
    last = coverage.declared_last or coverage.last
    return (first.date(), last.date()) if first and last else None


@dataclass(frozen=True, slots=True)
class Hole:
    """Days between two rows of a statement, first and last included, of which rows are missing."""

    first: date
    last: date
    before: Source | None
    after: Source


class Holes:
    """The holes of one statement, and whether a day lies in one of them."""

    def __init__(self, found: Iterable[Hole]) -> None:
        self.all = tuple(found)
        ordered = sorted((hole.first, hole.last) for hole in self.all)
        self._firsts = [first for first, _ in ordered]
        self._reach = list(accumulate((last for _, last in ordered), max))

    def holds(self, day: date) -> bool:
        """Whether ``day`` is in a hole; takes the logarithm of their number."""
        begun = bisect_right(self._firsts, day)
        return begun > 0 and self._reach[begun - 1] >= day


def found_holes(coverage: Coverage, rows: Sequence[tuple[date, Source]], days: Mapping[Source, date]) -> Iterator[Hole]:
    """The holes of a statement; ``rows`` are its file's rows in order of time, ``days`` the day of each."""
    for after in coverage.breaks:
        if (day := days.get(after)) is not None:
            begun = bisect_left(rows, day, key=itemgetter(0))
            earlier = rows[begun - 1] if begun else None
            yield Hole(earlier[0] if earlier else day, day, earlier[1] if earlier else None, after)


def gap_of(coverage: Coverage) -> tuple[date, date] | None:
    """The days of which an export that holds fewer rows than it declares may lack rows.

    They are the days before its oldest row, if those are many enough for the rows missing; else it cannot be told
    where they are, and the whole range is in doubt.
    """
    declared, first = coverage.declared_rows, coverage.declared_first
    if declared is None or coverage.rows >= declared or first is None:
        return None
    oldest, last = coverage.first or coverage.declared_last, coverage.declared_last or coverage.last
    if oldest is None or last is None:
        return None
    at_head = (oldest.date() - first.date()).days
    usual = (last.date() - oldest.date()).days * (declared - coverage.rows)
    enough = LEAST_SHARE * at_head * coverage.rows >= usual
    return (first.date(), oldest.date() if enough else last.date())

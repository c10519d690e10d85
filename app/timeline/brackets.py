"""Brackets: the frames that discrepancies put around their chains, at every zoom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.core.discrepancies import Discrepancy, Severity
from app.core.explanation import Explanation
from app.timeline.lanes import Lane, Rows
from app.timeline.scale import Scale, day_number

Floats = npt.NDArray[np.float64]
WORST_FIRST = tuple(Severity)
_ALONE, _NUMBERED = 0.6, 1.5
"""Half the room that a sign takes, alone or with a number, in widths of a sign."""


@dataclass(frozen=True)
class Brackets:
    """Per discrepancy, in order of time: first and last day, upper and lower row, how bad (0 is worst), its events.

    ``first_due`` and ``last_due`` are the days of its dues, not a number where it has none.
    """

    discrepancies: tuple[Discrepancy, ...]
    index: Mapping[str, int]
    first: Floats
    last: Floats
    upper: npt.NDArray[np.int64]
    lower: npt.NDArray[np.int64]
    badness: npt.NDArray[np.int64]
    first_due: Floats
    last_due: Floats
    members: tuple[tuple[int, ...], ...]

    @cached_property
    def of_event(self) -> Mapping[int, int]:
        """The worst discrepancy that an event belongs to; of equals the earliest."""
        worst_last = np.lexsort((-np.arange(len(self.badness)), -self.badness)).tolist()
        return {event: i for i in worst_last for event in self.members[i]}


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn for one discrepancy, or for several whose signs would cover one another."""

    members: tuple[int, ...]
    left: float
    right: float
    upper: int
    lower: int
    severity: Severity


def brackets_of(
    explanation: Explanation,
    index: Mapping[str, int],
    days: Floats,
    row: npt.NDArray[np.int64],
    rows: Rows,
) -> Brackets:
    """Return the brackets; a discrepancy without events stands at its moment, over the rows of its loan."""
    ordered = tuple(sorted(explanation.discrepancies, key=lambda d: (d.at, WORST_FIRST.index(d.severity), d.id)))
    by_chain = _events_by_chain(explanation)
    members = tuple(_members(d, by_chain, index) for d in ordered)
    spans = [_span(d, found, days, row, rows) for d, found in zip(ordered, members, strict=True)]
    table = np.array(spans, dtype=np.float64).reshape(-1, 4)
    dues = [[float(days[i]) for i in found if rows.rows[int(row[i])].lane is Lane.DUE] for found in members]
    return Brackets(
        ordered,
        {d.id: i for i, d in enumerate(ordered)},
        table[:, 0].copy(),
        table[:, 1].copy(),
        table[:, 2].astype(np.int64),
        table[:, 3].astype(np.int64),
        np.array([WORST_FIRST.index(d.severity) for d in ordered], dtype=np.int64),
        np.array([min(found, default=np.nan) for found in dues], dtype=np.float64),
        np.array([max(found, default=np.nan) for found in dues], dtype=np.float64),
        members,
    )


def _events_by_chain(explanation: Explanation) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for chain in explanation.chains:
        if chain.period is not None:
            found[chain.facility, chain.period] += chain.events
    return found


def _members(
    discrepancy: Discrepancy, by_chain: Mapping[tuple[str, int], list[str]], index: Mapping[str, int]
) -> tuple[int, ...]:
    named = {index[e] for e in discrepancy.events if e in index}
    if not named and discrepancy.facility is not None and discrepancy.period is not None:
        named = {index[e] for e in by_chain.get((discrepancy.facility, discrepancy.period), ()) if e in index}
    return tuple(sorted(named))


def _span(
    discrepancy: Discrepancy,
    members: Sequence[int],
    days: Floats,
    row: npt.NDArray[np.int64],
    rows: Rows,
) -> tuple[float, float, int, int]:
    if members:
        found = list(members)
        return float(days[found].min()), float(days[found].max()), int(row[found].min()), int(row[found].max())
    at = day_number(discrepancy.at)
    marks = [i for i, r in enumerate(rows.rows) if r.lane is not Lane.BALANCE] or [0]
    own = [rows.of_facility.get((lane, discrepancy.facility or "")) for lane in (Lane.DUE, Lane.PLAN)]
    named = [r for r in own if r is not None]
    return at, at, min(named or marks), max(named or marks)


def edges(brackets: Brackets, scale: Scale, pad: float, due_pad: float) -> tuple[Floats, Floats]:
    """Return left and right of every bracket: ``pad`` beyond marks, ``due_pad`` beyond dues, whose labels are wide."""
    left = np.fmin(scale.xs(brackets.first) - pad, scale.xs(brackets.first_due) - due_pad)
    return left, np.fmax(scale.xs(brackets.last) + pad, scale.xs(brackets.last_due) + due_pad)


def frames(brackets: Brackets, scale: Scale, sign: float, pad: float, due_pad: float) -> tuple[Frame, ...]:
    """Return the frames in sight, left to right; ``sign`` is the width of a sign, the rest as for ``edges``.

    No discrepancy is left out: those whose signs would cover one another, over the same upper row, share a frame
    that holds them all and takes the worst severity.
    """
    left, right = edges(brackets, scale, pad, due_pad)
    seen = np.flatnonzero((right >= scale.left) & (left <= scale.right))
    # A frame longer than the view carries its sign in the middle of what is seen of it.
    middle = (np.maximum(left, scale.left) + np.minimum(right, scale.right)) / 2
    order = seen[np.lexsort((middle[seen], brackets.upper[seen]))]
    groups = _grouped(order.tolist(), middle.tolist(), brackets.upper.tolist(), sign)
    found = _parted([_frame(group, brackets, left, right) for group in groups])
    return tuple(sorted(found, key=lambda f: (f.left, f.upper, f.members)))


def _parted(found: list[Frame]) -> list[Frame]:
    """Let the brackets of neighbours that share an upper row meet half way instead of overlapping."""
    for i, (one, other) in enumerate(pairwise(found)):
        if one.upper == other.upper and len(one.members) > 1 and len(other.members) > 1 and one.right > other.left:
            half = (one.right + other.left) / 2
            found[i] = replace(found[i], right=half - 2)
            found[i + 1] = replace(other, left=half + 2)
    return found


def _grouped(order: Sequence[int], middle: Sequence[float], upper: Sequence[int], sign: float) -> list[list[int]]:
    """Join neighbours whose signs would touch; a sign with a number is wider than one alone."""
    groups: list[list[int]] = []
    firsts: list[float] = []
    lasts: list[float] = []
    for i in order:
        group, first, last = [i], middle[i], middle[i]
        while groups and upper[groups[-1][0]] == upper[i]:
            room = sign * ((_ALONE if len(groups[-1]) == 1 else _NUMBERED) + (_ALONE if len(group) == 1 else _NUMBERED))
            if (first + last - firsts[-1] - lasts[-1]) / 2 >= room:
                break
            group, first = groups.pop() + group, firsts.pop()
            lasts.pop()
        groups.append(group)
        firsts.append(first)
        lasts.append(last)
    return groups


def _frame(group: Sequence[int], brackets: Brackets, left: Floats, right: Floats) -> Frame:
    if len(group) == 1:
        i = group[0]
        worst = WORST_FIRST[int(brackets.badness[i])]
        return Frame((i,), float(left[i]), float(right[i]), int(brackets.upper[i]), int(brackets.lower[i]), worst)
    found = np.array(group)
    # Worst first, so that whoever picks the frame meets the worst; then in order of time.
    ordered = found[np.lexsort((found, brackets.badness[found]))]
    return Frame(
        tuple(ordered.tolist()),
        float(left[found].min()),
        float(right[found].max()),
        int(brackets.upper[found].min()),
        int(brackets.lower[found].max()),
        WORST_FIRST[int(brackets.badness[found].min())],
    )

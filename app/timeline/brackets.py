"""Brackets: the frames that discrepancies put around their chains, at every zoom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Explanation
from app.timeline.lanes import Lane, Rows
from app.timeline.scale import Scale, day_number

Floats = npt.NDArray[np.float64]
WORST_FIRST = tuple(Severity)
_EDGE_PX = 9.0
_CELL_PX = 3.0
_LONGEST_FRAME_DAYS = 40
_CORE_DAYS = 20
NO_ROW = -1
"""The row of a bracket where the timeline has no row at all: it is in the list, and nothing frames it here."""

_ALONE, _NUMBERED = 0.6, 1.5
"""Half the room that a sign takes, alone or with a number, in widths of a sign."""


@dataclass(frozen=True)
class Brackets:
    """Per discrepancy, in order of time: first and last day, upper and lower row, how bad (0 is worst), its events.

    Both rows are ``NO_ROW`` where the timeline has none.
    Where its events lie far apart these are of the events around its moment, ``reach_first`` and ``reach_last`` are the
    days of all. ``first_due`` and ``last_due`` are the days of its dues, not a number where it has none.
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
    reach_first: Floats
    reach_last: Floats
    members: tuple[tuple[int, ...], ...]

    @cached_property
    def begins(self) -> frozenset[int]:
        """The rows in which a bracket begins."""
        return frozenset(self.upper.tolist())

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
    reach: tuple[float, float] | None = None
    """From where to where a line leads from its upper edge, where some of its events lie far away."""


def brackets_of(
    explanation: Explanation,
    index: Mapping[str, int],
    days: Floats,
    row: npt.NDArray[np.int64],
    rows: Rows,
) -> Brackets:
    """Return the brackets; a discrepancy without events stands at its moment, in the row of its loan."""
    ordered = tuple(sorted(explanation.discrepancies, key=lambda d: (d.at, WORST_FIRST.index(d.severity), d.id)))
    by_chain = _events_by_chain(explanation)
    members = tuple(_members(d, by_chain, index) for d in ordered)
    cores = tuple(_core(d, found, days) for d, found in zip(ordered, members, strict=True))
    spans = [_span(d, core, days, row, rows) for d, core in zip(ordered, cores, strict=True)]
    table = np.array(spans, dtype=np.float64).reshape(-1, 4)
    dues = [[float(days[i]) for i in core if rows.rows[int(row[i])].lane is Lane.DUE] for core in cores]
    reach = [[float(days[i]) for i in found] or [at] for found, at in zip(members, table[:, 0].tolist(), strict=True)]
    return Brackets(
        discrepancies=ordered,
        index={d.id: i for i, d in enumerate(ordered)},
        first=table[:, 0].copy(),
        last=table[:, 1].copy(),
        upper=table[:, 2].astype(np.int64),
        lower=table[:, 3].astype(np.int64),
        badness=np.array([WORST_FIRST.index(d.severity) for d in ordered], dtype=np.int64),
        first_due=np.array([min(found, default=np.nan) for found in dues], dtype=np.float64),
        last_due=np.array([max(found, default=np.nan) for found in dues], dtype=np.float64),
        reach_first=np.array([min(found) for found in reach], dtype=np.float64),
        reach_last=np.array([max(found) for found in reach], dtype=np.float64),
        members=members,
    )


def _core(discrepancy: Discrepancy, members: tuple[int, ...], days: Floats) -> tuple[int, ...]:
    """The events around its moment, where all of them together would frame half the timeline."""
    found = days[list(members)]
    if not members or found.max() - found.min() <= _LONGEST_FRAME_DAYS:
        return members
    away = np.abs(found - day_number(discrepancy.at))
    near = away <= max(_CORE_DAYS, float(away.min()))
    return tuple(member for member, kept in zip(members, near.tolist(), strict=True) if kept)


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
    own = [rows.of_facility.get((lane, discrepancy.facility or "")) for lane in (Lane.DUE, Lane.PLAN)]
    lanes = [rows.of_lane.get((lane, False)) for lane in (Lane.BILL, Lane.DEBIT)]
    nowhere = 0 if rows.rows else NO_ROW
    place = next((r for r in (*own, *lanes) if r is not None), nowhere)
    return at, at, place, place


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
    begin, end = np.fmin(left, scale.xs(brackets.reach_first)), np.fmax(right, scale.xs(brackets.reach_last))
    seen = np.flatnonzero((end >= scale.left) & (begin <= scale.right) & (brackets.upper != NO_ROW))
    middle = sign_x(left, right, scale)
    order = seen[np.lexsort((middle[seen], brackets.upper[seen]))]
    if not len(order):
        return ()
    starts = _grouped(middle[order], brackets.upper[order], sign)
    found = _parted(_frames_of(order, starts, brackets, (left, right, begin, end)))
    return tuple(sorted(found, key=lambda f: (f.left, f.upper, f.members)))


def _parted(found: list[Frame]) -> list[Frame]:
    """Let the brackets of neighbours that share an upper row meet half way instead of overlapping."""
    for i, (one, other) in enumerate(pairwise(found)):
        if one.upper == other.upper and len(one.members) > 1 and len(other.members) > 1 and one.right > other.left:
            half = (one.right + other.left) / 2
            found[i] = replace(found[i], right=half - 2)
            found[i + 1] = replace(other, left=half + 2)
    return found


def sign_x(left: Floats | np.float64, right: Floats | np.float64, scale: Scale) -> Floats:
    """Return where signs stand: in the middle of what is seen of their frames, at the edge if these are beyond it."""
    middle = (np.clip(left, scale.left, scale.right) + np.clip(right, scale.left, scale.right)) / 2
    return np.clip(middle, scale.left + _EDGE_PX, max(scale.right - _EDGE_PX, scale.left + _EDGE_PX))


def sign_middle(left: float, right: float, scale: Scale) -> float:
    """Return where one sign stands, as `sign_x` does for many."""
    low, high = scale.left + _EDGE_PX, max(scale.right - _EDGE_PX, scale.left + _EDGE_PX)
    middle = (min(max(left, scale.left), scale.right) + min(max(right, scale.left), scale.right)) / 2
    return min(max(middle, low), high)


def _grouped(middle: Floats, upper: npt.NDArray[np.int64], sign: float) -> list[int]:
    """Join neighbours whose signs would touch, and return where each group begins.

    ``middle`` and ``upper`` are ordered by row, then from left to right. A sign with a number is wider than one alone.
    """
    # Signs in one cell touch whatever else there is; what is left to compare is as many as there are pixels.
    cell = np.floor(middle / _CELL_PX)
    fresh = np.flatnonzero(np.concatenate(([True], (cell[1:] != cell[:-1]) | (upper[1:] != upper[:-1]))))
    stops = np.append(fresh[1:], len(middle))
    cells = (fresh, stops - fresh, upper[fresh], middle[fresh], middle[stops - 1])
    groups: list[tuple[int, int, int, float, float]] = []
    for one in zip(*(values.tolist() for values in cells), strict=True):
        group: tuple[int, int, int, float, float] = one
        while groups and groups[-1][2] == group[2]:
            (begin, many, row, first, last), (_, count, _, left, right) = groups[-1], group
            room = sign * ((_ALONE if many == 1 else _NUMBERED) + (_ALONE if count == 1 else _NUMBERED))
            if (left + right - first - last) / 2 >= room:
                break
            group = begin, many + count, row, first, right
            groups.pop()
        groups.append(group)
    return [group[0] for group in groups]


def _frames_of(
    order: npt.NDArray[np.int64], starts: Sequence[int], brackets: Brackets, ends: tuple[Floats, Floats, Floats, Floats]
) -> list[Frame]:
    """The frame of each group; ``ends`` are left, right, and from where to where each bracket reaches."""
    group = np.searchsorted(starts, np.arange(len(order)), side="right")
    # Worst first, so that whoever picks the frame meets the worst; then in order of time.
    members = order[np.lexsort((order, brackets.badness[order], group))].tolist()
    left, right, begin, end = (
        fold.reduceat(values[order], starts).tolist()
        for fold, values in zip((np.minimum, np.maximum, np.minimum, np.maximum), ends, strict=True)
    )
    upper = np.minimum.reduceat(brackets.upper[order], starts).tolist()
    lower = np.maximum.reduceat(brackets.lower[order], starts).tolist()
    worst = np.minimum.reduceat(brackets.badness[order], starts).tolist()
    return [
        Frame(
            tuple(members[start:stop]), left[i], right[i], upper[i], lower[i], WORST_FIRST[worst[i]],
            (begin[i], end[i]) if begin[i] < left[i] or end[i] > right[i] else None,
        )
        for i, (start, stop) in enumerate(pairwise([*starts, len(order)]))
    ]  # fmt: skip

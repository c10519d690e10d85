"""Threads: the lines that lead an obligation down through the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.core.explanation import Chain, EventKind
from app.timeline.lanes import LOWER_TRACK, Lane, lane_of
from app.timeline.scale import Scale

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_FINE_PX = 2.0
_COARSE_PX = 8.0
_CELLS = 1000
"""Steps across the view; wider views have wider steps."""
_REACH = 16
"""Threads that lean over more steps than this are drawn each for itself."""
_FEW = 400
"""Fewer threads than this rarely cover one another."""


@dataclass(frozen=True)
class Threads:
    """Pairs of events by index, ``upper`` and ``lower``; ``along`` where both stand in one lane.

    ``level`` numbers the pairs of rows that threads lead between, from 0 to ``levels`` - 1.
    """

    upper: Ints
    lower: Ints
    along: npt.NDArray[np.bool_]
    level: Ints
    levels: int


def threads_of(
    chains: Sequence[Chain], index: Mapping[str, int], kinds: Sequence[EventKind], days: Floats, row: Ints
) -> Threads:
    """Return the threads of all chains: every event hangs on one of the nearest lane above that its chain has.

    It is the one it is linked with, else the nearest in time, else the earlier. A failed try holds no thread.
    """
    pairs = sorted({pair for chain in chains for pair in _pairs(chain, index, kinds, days)})
    table = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    upper, lower = table[:, 0].copy(), table[:, 1].copy()
    codes, level = np.unique(row[upper] * (int(row.max(initial=0)) + 1) + row[lower], return_inverse=True)
    return Threads(upper, lower, table[:, 2].astype(np.bool_), level.astype(np.int64), len(codes))


def _pairs(
    chain: Chain, index: Mapping[str, int], kinds: Sequence[EventKind], days: Floats
) -> Iterator[tuple[int, int, bool]]:
    lanes: dict[Lane, list[int]] = defaultdict(list)
    for event in sorted({index[e] for e in chain.events if e in index}):
        lanes[lane_of(kinds[event])].append(event)
    linked = {(index[k.a], index[k.b]) for k in chain.links if k.a in index and k.b in index}
    above: list[int] = []
    for lane in (lane for lane in Lane if lane in lanes):
        for event in lanes[lane] if above else ():
            yield _nearest(event, above, linked, days), event, False
        main = [e for e in lanes[lane] if kinds[e] not in LOWER_TRACK]
        if lane is Lane.BILL:
            yield from ((a, b, True) for a, b in pairwise(main))
        above = main or above


def _nearest(event: int, above: Sequence[int], linked: set[tuple[int, int]], days: Floats) -> int:
    if len(above) == 1:
        return above[0]

    def rank(other: int) -> tuple[bool, float, float]:
        known = (other, event) in linked or (event, other) in linked
        return not known, abs(float(days[other] - days[event])), float(days[other])

    return min(above, key=rank)


def drawn(threads: Threads, upper_x: Floats, lower_x: Floats, scale: Scale) -> Ints:
    """Return which threads to draw: those in sight, and of those that would cover one another only one.

    Two threads between the same rows cover one another where both ends agree to two pixels, to more in a crowd.
    """
    seen = np.flatnonzero((np.maximum(upper_x, lower_x) >= scale.left) & (np.minimum(upper_x, lower_x) <= scale.right))
    if len(seen) < _FEW:
        return seen
    step = max(min(len(seen) / scale.width, _COARSE_PX), _FINE_PX, scale.width / _CELLS)
    # Cells begin at fixed times, so that threads do not flicker while the view is panned.
    offset = (scale.start * scale.per_day) % step - scale.left
    cell = np.floor((upper_x[seen] + offset) / step).astype(np.int64)
    lean = np.floor((lower_x[seen] + offset) / step).astype(np.int64) - cell
    short = (np.abs(lean) < _REACH) & (cell >= 0) & (cell < _CELLS)
    near = seen[short]
    key = (threads.level[near] * _CELLS + cell[short]) * 2 * _REACH + lean[short] + _REACH
    last = np.full(threads.levels * _CELLS * 2 * _REACH, -1, dtype=np.int32)
    last[key] = near
    return np.concatenate((last[last >= 0], seen[~short])).astype(np.int64)

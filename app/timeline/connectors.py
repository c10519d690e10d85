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

_QUANTA = (1.0, 4.0, 16.0, 64.0)
_MOST_PER_PX = 0.35
_COARSE_PX = 8.0
"""Threads this close are never thinned further."""
_OFFSET = 1 << 17
"""More days than any time line has."""


@dataclass(frozen=True)
class Sieve:
    """Threads that are left when those closer than ``quantum`` days count as one, in order of where they begin.

    ``begins`` and ``ends`` are the earlier and the later day of each, ``longest`` the most days between them.
    """

    quantum: float
    threads: Ints
    begins: Floats
    ends: Floats
    longest: float


@dataclass(frozen=True)
class Threads:
    """Pairs of events by index, ``upper`` and ``lower``; ``along`` where both stand in one lane.

    ``sieves`` hold ever fewer of them, for views in which they would cover one another.
    """

    upper: Ints
    lower: Ints
    along: npt.NDArray[np.bool_]
    sieves: tuple[Sieve, ...]


def threads_of(
    chains: Sequence[Chain], index: Mapping[str, int], kinds: Sequence[EventKind], days: Floats, row: Ints
) -> Threads:
    """Return the threads of all chains: every event hangs on one of the nearest lane above that its chain has.

    A bill's line hangs on the bill, or on the reserve advance that it lists, and not on what paid it.
    It is the one it is linked with, else the nearest in time, else the earlier. A failed try holds no thread.
    """
    pairs = sorted({pair for chain in chains for pair in _pairs(chain, index, kinds, days)})
    table = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    upper, lower = table[:, 0].copy(), table[:, 1].copy()
    _, level = np.unique(row[upper] * (int(row.max(initial=0)) + 1) + row[lower], return_inverse=True)
    along = table[:, 2].astype(np.bool_)
    return Threads(upper, lower, along, _sieves(days, upper, lower, level.astype(np.int64)))


def _pairs(
    chain: Chain, index: Mapping[str, int], kinds: Sequence[EventKind], days: Floats
) -> Iterator[tuple[int, int, bool]]:
    lanes: dict[Lane, list[int]] = defaultdict(list)
    for event in sorted({index[e] for e in chain.events if e in index}):
        lanes[lane_of(kinds[event])].append(event)
    linked = {(index[k.a], index[k.b]) for k in chain.links if k.a in index and k.b in index}
    above: list[int] = []
    for lane in (lane for lane in Lane if lane in lanes):
        main = [e for e in lanes[lane] if kinds[e] not in LOWER_TRACK]
        for event in lanes[lane]:
            on = main if main and lane is Lane.BILL and kinds[event] in LOWER_TRACK else above
            if on:
                yield _nearest(event, on, linked, days), event, False
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


def drawn(threads: Threads, scale: Scale) -> Ints:
    """Return which threads to draw: those in sight, thinned until they no longer cover one another."""
    for sieve in threads.sieves:
        low = int(np.searchsorted(sieve.begins, scale.start - sieve.longest))
        high = int(np.searchsorted(sieve.begins, scale.end, side="right"))
        if high - low <= scale.width * _MOST_PER_PX or sieve.quantum * scale.per_day >= _COARSE_PX:
            break
    kept = sieve.threads[low:high]
    return kept[sieve.ends[low:high] >= scale.start]


def _sieves(days: Floats, upper: Ints, lower: Ints, level: Ints) -> tuple[Sieve, ...]:
    """All threads, then ever fewer: of those that agree in rows and, to a quantum of days, in both ends only one."""
    begins, ends = np.minimum(days[upper], days[lower]), np.maximum(days[upper], days[lower])
    kept = np.argsort(begins, kind="stable").astype(np.int64)
    sieves = [_sieve(kept, begins, ends, 0.0)]
    for quantum in _QUANTA:
        cells = np.floor(days[upper[kept]] / quantum).astype(np.int64) + _OFFSET
        lean = np.clip(np.floor(days[lower[kept]] / quantum).astype(np.int64) + _OFFSET - cells, -_OFFSET, _OFFSET)
        key = (level[kept] * 4 * _OFFSET + cells) * 4 * _OFFSET + lean + _OFFSET
        kept = kept[np.sort(np.unique(key, return_index=True)[1])]
        sieves.append(_sieve(kept, begins, ends, quantum))
    return tuple(sieves)


def _sieve(kept: Ints, begins: Floats, ends: Floats, quantum: float) -> Sieve:
    longest = float((ends[kept] - begins[kept]).max(initial=0.0))
    return Sieve(quantum, kept, begins[kept], ends[kept], longest)

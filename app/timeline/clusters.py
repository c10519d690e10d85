"""Merging: marks of one row that would cover one another become one that says how many it stands for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.timeline.scale import Scale

_RUNS_PER_TILE = 8
"""Runs also end where a tile ends, which lies at a fixed time, so that marks do not change while the view is panned."""
_BIN_PX = 4.0
"""Closer marks are counted before anything is compared; a bin begins at a fixed time, wherever the view is."""


@dataclass(frozen=True)
class Clusters:
    """Marks to draw: events ``first[i]`` up to, without, ``stop[i]``, between pixels ``left`` and ``right``."""

    row: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    stop: npt.NDArray[np.int64]
    left: npt.NDArray[np.float64]
    right: npt.NDArray[np.float64]

    @property
    def count(self) -> npt.NDArray[np.int64]:
        """How many events each stands for."""
        return self.stop - self.first


def clusters(
    days: npt.NDArray[np.float64],
    starts: npt.NDArray[np.int64],
    scale: Scale,
    mark: float,
    widest: float,
) -> Clusters:
    """Return the marks in sight. ``days`` are ordered within each row's slice of ``starts``.

    A mark is ``mark`` pixels wide and lies on its time; one that stands for several lies on all of their times and is
    at most about ``widest`` wide. Marks of a row never overlap.
    """
    found = [_of_row(row, days, starts, scale, mark, widest) for row in range(len(starts) - 1)]
    table = np.concatenate(found) if found else np.empty((0, 5))
    counts = table[:, :3].astype(np.int64)
    return Clusters(counts[:, 0], counts[:, 1], counts[:, 2], table[:, 3].copy(), table[:, 4].copy())


def _of_row(
    row: int,
    days: npt.NDArray[np.float64],
    starts: npt.NDArray[np.int64],
    scale: Scale,
    mark: float,
    widest: float,
) -> npt.NDArray[np.float64]:
    """The marks of a row, a line each: row, first, stop, left and right."""
    begin, end = int(starts[row]), int(starts[row + 1])
    mine = days[begin:end]
    tile = _RUNS_PER_TILE * _run_bins(mark, widest) * _BIN_PX / scale.per_day
    # Runs end where tiles do, so that those in sight and their neighbours are all that is needed.
    beside = 2 * mark / scale.per_day
    low = int(np.searchsorted(mine, math.floor((scale.start - beside) / tile) * tile))
    high = int(np.searchsorted(mine, math.ceil((scale.end + beside) / tile) * tile, side="right"))
    if low == high:
        return np.empty((0, 5))
    runs = _runs(mine[low:high], scale, mark, widest)
    first, last = runs[:, 2], runs[:, 3]
    left, right = first - mark / 2, last + mark / 2
    # Crowded neighbours meet half way, a pixel apart.
    close = last[:-1] + mark > first[1:]
    left[1:][close] = np.maximum(left[1:], (last[:-1] + first[1:] + 1) / 2)[close]
    right[:-1][close] = np.minimum(right[:-1], (last[:-1] + first[1:] - 1) / 2)[close]
    seen = (right >= scale.left) & (left <= scale.right)
    found = np.column_stack((np.full(len(runs), row), begin + low + runs[:, 0], begin + low + runs[:, 1], left, right))
    found[:, 4] = np.maximum(found[:, 4], found[:, 3] + 2)
    return found[seen]


def _run_bins(mark: float, widest: float) -> int:
    """How many bins a run may hold so that its mark is about as wide as the widest."""
    return max(round((widest - mark) / _BIN_PX), 1)


def _runs(days: npt.NDArray[np.float64], scale: Scale, mark: float, widest: float) -> npt.NDArray[np.float64]:
    """Join neighbouring bins (first, stop, first and last pixel) while their marks touch and the run stays narrow."""
    bins = np.floor(days * (scale.per_day / _BIN_PX))
    fresh = np.concatenate(([0], np.flatnonzero(bins[1:] != bins[:-1]) + 1, [len(days)]))
    x0, x1, places = scale.xs(days[fresh[:-1]]), scale.xs(days[fresh[1:] - 1]), bins[fresh[:-1]]
    reach = _run_bins(mark, widest)
    tiles = places // (_RUNS_PER_TILE * reach)
    apart = (x0[1:] - x1[:-1] >= mark + 1) | (tiles[1:] != tiles[:-1])
    breaks = np.append(np.flatnonzero(apart) + 1, len(places))
    # Where a run that begins with each bin must end at the latest: so only runs are walked, and bins are many.
    latest = np.minimum(
        np.searchsorted(places, places + reach), breaks[np.searchsorted(breaks, np.arange(len(places)), "right")]
    )
    ends, at, begins = latest.tolist(), 0, list[int]()
    while at < len(ends):
        begins.append(at)
        at = ends[at]
    first = np.array(begins)
    last = np.append(first[1:], len(places)) - 1
    return np.column_stack((fresh[first], fresh[last + 1], x0[first], x1[last]))

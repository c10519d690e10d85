"""Merging: marks of one row that would cover one another become one that says how many it stands for."""

from __future__ import annotations

import math
from collections.abc import Iterator
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
    found = [c for row in range(len(starts) - 1) for c in _of_row(row, days, starts, scale, mark, widest)]
    table = np.array(found, dtype=np.float64).reshape(-1, 5)
    counts = table[:, :3].astype(np.int64)
    return Clusters(counts[:, 0], counts[:, 1], counts[:, 2], table[:, 3].copy(), table[:, 4].copy())


def _of_row(
    row: int,
    days: npt.NDArray[np.float64],
    starts: npt.NDArray[np.int64],
    scale: Scale,
    mark: float,
    widest: float,
) -> Iterator[tuple[int, int, int, float, float]]:
    begin, end = int(starts[row]), int(starts[row + 1])
    mine = days[begin:end]
    tile = _RUNS_PER_TILE * _run_bins(mark, widest) * _BIN_PX / scale.per_day
    low = int(np.searchsorted(mine, math.floor(scale.start / tile) * tile - tile))
    high = int(np.searchsorted(mine, math.ceil(scale.end / tile) * tile + tile, side="right"))
    if low == high:
        return
    runs = _runs(mine[low:high], scale, mark, widest)
    half = mark / 2
    for i, (first, stop, x0, x1) in enumerate(runs):
        left, right = x0 - half, x1 + half
        # Crowded neighbours meet half way, a pixel apart.
        if i and runs[i - 1][3] + mark > x0:
            left = max(left, (runs[i - 1][3] + x0 + 1) / 2)
        if i + 1 < len(runs) and runs[i + 1][2] - mark < x1:
            right = min(right, (x1 + runs[i + 1][2] - 1) / 2)
        if right >= scale.left and left <= scale.right:
            yield row, begin + low + first, begin + low + stop, left, max(right, left + 2)


def _run_bins(mark: float, widest: float) -> int:
    """How many bins a run may hold so that its mark is about as wide as the widest."""
    return max(round((widest - mark) / _BIN_PX), 1)


def _runs(
    days: npt.NDArray[np.float64], scale: Scale, mark: float, widest: float
) -> list[tuple[int, int, float, float]]:
    """Join neighbouring bins (first, stop, first and last pixel) while their marks touch and the run stays narrow."""
    bins = np.floor(days * (scale.per_day / _BIN_PX))
    fresh = np.concatenate(([0], np.flatnonzero(bins[1:] != bins[:-1]) + 1, [len(days)]))
    x = scale.xs(days)
    firsts, stops = fresh[:-1].tolist(), fresh[1:].tolist()
    tiles = _RUNS_PER_TILE * _run_bins(mark, widest)
    x0s, x1s = x[fresh[:-1]].tolist(), x[fresh[1:] - 1].tolist()
    reach = _run_bins(mark, widest)
    runs: list[tuple[int, int, float, float]] = []
    tile = begin = -1.0
    for first, stop, x0, x1, place in zip(firsts, stops, x0s, x1s, bins[fresh[:-1]].tolist(), strict=True):
        same = place // tiles == tile and place - begin < reach
        if same and x0 - runs[-1][3] < mark + 1:
            runs[-1] = (runs[-1][0], stop, runs[-1][2], x1)
        else:
            runs.append((first, stop, x0, x1))
            tile, begin = place // tiles, place
    return runs

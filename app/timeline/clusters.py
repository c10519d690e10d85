"""Marks of one row that would cover one another: smaller, set apart, or one that says how many it stands for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.timeline.knots import LEAST_SHARE, Stack, may_stand, set_apart
from app.timeline.scale import Scale

_RUNS_PER_TILE = 8
"""Runs also end where a tile ends, which lies at a fixed time, so that marks do not change while the view is panned."""
_BIN_PX = 4.0
"""Closer marks are counted before anything is compared; a bin begins at a fixed time, wherever the view is."""


_WIDEST_SHARE = 3
"""About how wide a mark that stands for several is at most, in widths of a mark."""
_MOST_IN_KNOT = 12
_CALM_SHARE = 0.8
"""Marks that keep this much of their width stay on one line."""
_NUMBER_SHARES = (1.35, 1.75, 2.2)
"""How wide a joined mark is at least, in widths of a mark, where its number has one, two and more figures."""
_COLUMNS = 7


@dataclass(frozen=True)
class Clusters:
    """Marks to draw: events ``first[i]`` up to, without, ``stop[i]``, between pixels ``left`` and ``right``.

    ``rise`` is how far below the middle of its row each stands, ``size`` its height before its own look.
    """

    row: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    stop: npt.NDArray[np.int64]
    left: npt.NDArray[np.float64]
    right: npt.NDArray[np.float64]
    rise: npt.NDArray[np.float64]
    size: npt.NDArray[np.float64]

    @property
    def count(self) -> npt.NDArray[np.int64]:
        """How many events each stands for."""
        return self.stop - self.first


def clusters(
    days: npt.NDArray[np.float64],
    starts: npt.NDArray[np.int64],
    scale: Scale,
    mark: float,
    ways: Sequence[Sequence[Stack]] = (),
) -> Clusters:
    """Return the marks in sight. ``days`` are ordered within each row's slice of ``starts``.

    A mark is ``mark`` pixels wide, or smaller where its neighbours are near, and lies on its time. A few that would
    touch stand above each other in one of the ``ways`` of their row. One that stands for several lies on all of their
    times and is about three marks wide at most. Marks never overlap.
    """
    found = [_of_row(row, days, starts, scale, mark, ways[row] if ways else ()) for row in range(len(starts) - 1)]
    runs = np.concatenate([own for own, _ in found]) if found else np.empty((0, 5))
    gaps = np.full(len(runs) + 1, np.inf)
    np.subtract(runs[1:, 3], runs[:-1, 4], out=gaps[1:-1], where=runs[1:, 0] == runs[:-1, 0])
    left, right = _sides(runs, gaps, mark)
    size = np.where(runs[:, 2] - runs[:, 1] == 1, np.round(right - left), mark)
    table = np.column_stack((runs[:, :3], left, right, np.zeros(len(runs)), size))
    table = table[(right >= scale.left) & (left <= scale.right)]
    if crowds := [(row, first, stop) for row, (_, own) in enumerate(found) for first, stop in own]:
        table = _with_knots(table, crowds, days, scale, ways)
    counts = table[:, :3].astype(np.int64)
    return Clusters(counts[:, 0], counts[:, 1], counts[:, 2], *(table[:, i].copy() for i in range(3, _COLUMNS)))


def _of_row(
    row: int,
    days: npt.NDArray[np.float64],
    starts: npt.NDArray[np.int64],
    scale: Scale,
    mark: float,
    ways: Sequence[Stack],
) -> tuple[npt.NDArray[np.float64], list[list[int]]]:
    """The runs of a row, a line each (row, first, stop, first and last pixel), and the crowds that may be set apart."""
    begin, end = int(starts[row]), int(starts[row + 1])
    tile = _RUNS_PER_TILE * _reach(mark) * _BIN_PX / scale.per_day
    # Runs end where tiles do, so that those in sight and their neighbours are all that is needed.
    beside = (_WIDEST_SHARE + 1) * mark / scale.per_day
    mine = days[begin:end]
    low = int(np.searchsorted(mine, math.floor((scale.start - beside) / tile) * tile))
    high = int(np.searchsorted(mine, math.ceil((scale.end + beside) / tile) * tile, side="right"))
    if low == high:
        return np.empty((0, 5)), []
    bins = _Bins.of(mine[low:high], scale)
    runs = _runs(bins, mark)
    runs[:, 0], runs[:, 1:3] = row, runs[:, 1:3] + (begin + low)
    crowds = bins.crowds(mark) if ways else np.empty((0, 2), dtype=np.int64)
    if len(crowds):
        least, levels = min(way.size for way in ways) + 1, max(len(way.rises) for way in ways)
        crowds = crowds[may_stand(mine[low:high], crowds, least / scale.per_day, levels)] + (begin + low)
    return runs, crowds.tolist()


def _sides(
    runs: npt.NDArray[np.float64], gaps: npt.NDArray[np.float64], mark: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Left and right of the mark of each run, in pixels; neighbours that would touch meet half way, a pixel apart."""
    count, first, last = runs[:, 2] - runs[:, 1], runs[:, 3], runs[:, 4]
    figures = np.digitize(count, (10, 100))
    needed = np.where(count > 1, np.array(_NUMBER_SHARES)[figures] * mark - (last - first), mark)
    half = np.maximum(needed, mark) / 2
    left, right = np.minimum(half, (gaps[:-1] - 1) / 2), np.minimum(half, (gaps[1:] - 1) / 2)
    alone = count == 1  # it stays in the middle of its time
    left[alone] = right[alone] = np.minimum(left, right)[alone]
    _give_way(left, right, gaps, alone, mark * LEAST_SHARE / 2)
    # In whole pixels, so that most marks of a crowd are of few sizes and need not be drawn but once.
    left[alone] = right[alone] = np.maximum(np.floor(2 * left[alone]), 2.0) / 2
    return first - left, np.maximum(last + right, first - left + 2)


def _give_way(
    left: npt.NDArray[np.float64],
    right: npt.NDArray[np.float64],
    gaps: npt.NDArray[np.float64],
    alone: npt.NDArray[np.bool_],
    least: float,
) -> None:
    """Let joined marks give way to a single one beside them, which would be too small to be seen and clicked."""
    joined = np.concatenate(([False], ~alone, [False]))
    roomy = gaps >= 2 * least + 1
    small = np.flatnonzero(alone & (left < least) & (joined[:-2] | roomy[:-1]) & (joined[2:] | roomy[1:]))
    left[small] = right[small] = least
    before, after = small[joined[small]] - 1, small[joined[small + 2]] + 1
    right[before] = np.minimum(right[before], gaps[before + 1] - 1 - least)
    left[after] = np.minimum(left[after], gaps[after] - 1 - least)


def _with_knots(
    table: npt.NDArray[np.float64],
    crowds: Sequence[tuple[int, int, int]],
    days: npt.NDArray[np.float64],
    scale: Scale,
    ways: Sequence[Sequence[Stack]],
) -> npt.NDArray[np.float64]:
    """The marks, with those crowds set apart, by row, first event and end, that have the room."""
    kept, apart = np.ones(len(table), dtype=np.bool_), []
    places = np.searchsorted(table[:, 1], [ends[1:] for ends in crowds]).tolist()
    for (row, first, stop), (begin, end) in zip(crowds, places, strict=True):
        xs = [scale.x(day) for day in days[first:stop].tolist()]
        placed = set_apart(xs, ways[row])
        if placed is None or xs[-1] < scale.left or xs[0] > scale.right:
            continue
        kept[begin:end] = False
        way, levels = placed
        half = way.size / 2
        apart += [
            (row, first + n, first + n + 1, x - half, x + half, way.rises[level], way.size)
            for n, (x, level) in enumerate(zip(xs, levels, strict=True))
        ]
    if not apart:
        return table
    table = np.concatenate((table[kept], np.array(apart)))
    return table[np.argsort(table[:, 1])]


def _reach(mark: float) -> int:
    """How many bins a run may hold so that its mark is about as wide as the widest."""
    return max(round((_WIDEST_SHARE - 1) * mark / _BIN_PX), 1)


@dataclass(frozen=True)
class _Bins:
    """Events of a row in order, close ones together: where each bin begins, its first and last pixel, its place."""

    fresh: npt.NDArray[np.int64]
    """One more than there are bins."""
    x0: npt.NDArray[np.float64]
    x1: npt.NDArray[np.float64]
    places: npt.NDArray[np.float64]

    @classmethod
    def of(cls, days: npt.NDArray[np.float64], scale: Scale) -> _Bins:
        """The bins of some days, which are in order."""
        bins = np.floor(days * (scale.per_day / _BIN_PX))
        fresh = np.concatenate(([0], np.flatnonzero(bins[1:] != bins[:-1]) + 1, [len(days)]))
        return cls(fresh, scale.xs(days[fresh[:-1]]), scale.xs(days[fresh[1:] - 1]), bins[fresh[:-1]])

    def crowds(self, mark: float) -> npt.NDArray[np.int64]:
        """Return the first event and the end of each short crowd: a long one would stand in a zigzag.

        Where marks are only a little smaller beside each other, that is no crowd.
        """
        gaps = self.x0[1:] - self.x1[:-1]
        breaks = np.flatnonzero(gaps >= mark + 1) + 1
        begin, end = np.append(0, breaks), np.append(breaks, len(self.x0))
        first, stop = self.fresh[begin], self.fresh[end]
        short = self.x1[end - 1] - self.x0[begin] <= _WIDEST_SHARE * mark
        tight = np.logical_or.reduceat(np.append(gaps < mark * _CALM_SHARE + 1, False), begin)
        few = (stop - first > 1) & (stop - first <= _MOST_IN_KNOT) & short & (tight | (stop - first > end - begin))
        return np.column_stack((first[few], stop[few]))


def _runs(bins: _Bins, mark: float) -> npt.NDArray[np.float64]:
    """Join neighbouring bins while their marks touch and the run stays narrow; a line each, as `_of_row` says."""
    x0, x1, places = bins.x0, bins.x1, bins.places
    reach = _reach(mark)
    tiles = places // (_RUNS_PER_TILE * reach)
    apart = (x0[1:] - x1[:-1] >= mark * LEAST_SHARE + 1) | (tiles[1:] != tiles[:-1])
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
    return np.column_stack((np.zeros(len(first)), bins.fresh[first], bins.fresh[last + 1], x0[first], x1[last]))

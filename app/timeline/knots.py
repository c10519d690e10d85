"""Knots: a few marks that would cover one another are set apart, one above the other, where their row has the height.

Each stays on its own time. What does not fit is left to `clusters`, which joins it under one mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.timeline.glyphs import LOOKS
from app.timeline.grid import RowGrid, many_dues
from app.timeline.lanes import Lane, lane_of
from app.timeline.model import Timeline

_MOST_LEVELS = 3
LEAST_SHARE = 0.66
"""How much of its size a mark keeps in a crowd; where that is not enough it is joined with others."""
_AIR = 1.0
"""Pixels between the levels, and beside what stands above and below them."""
_FLAT = frozenset({Lane.PLAN, Lane.CREDIT, Lane.BALANCE})
"""Lanes whose marks stand on a band, or that have none."""
_LABELLED = frozenset({Lane.DUE})
"""Lanes whose amounts stand above their marks, unless they are many."""
_TALLEST = {lane: max(LOOKS[kind].tall for kind in LOOKS if lane_of(kind) is lane) for lane in map(lane_of, LOOKS)}


@dataclass(frozen=True, slots=True)
class Stack:
    """How marks of one row stand above each other: the size of each, and how far each level lies below the middle."""

    size: float
    rises: tuple[float, ...]


def stacks(timeline: Timeline, grid: RowGrid, mark: float, sign: float) -> tuple[tuple[Stack, ...], ...]:
    """Return the ways that each row has room for, the best first; ``sign`` is the height of a tag."""
    begins, found = timeline.brackets.begins, []
    flat = _FLAT if many_dues(timeline) else _FLAT | _LABELLED
    for row, one in enumerate(timeline.rows.rows):
        top, bottom, middle = grid.tops[row], grid.tops[row + 1], grid.middles[row]
        if row in begins:
            top = max(top, grid.signs[row] + sign / 2)
        if row + 1 in begins:
            bottom = min(bottom, grid.signs[row + 1] - sign / 2)
        above, below = middle - top - _AIR, bottom - middle - _AIR
        level = one.folded or one.lane in flat
        found.append(() if level else tuple(_stacks(above, below, mark, _TALLEST[one.lane])))
    return tuple(found)


def _stacks(above: float, below: float, mark: float, tall: float) -> list[Stack]:
    """The ways to stand in a height above and below a middle, which they leave no more than they must."""
    found, least = [], float(int(mark * LEAST_SHARE))
    for levels in range(2, _MOST_LEVELS + 1):
        size = float(int(min((above + below - (levels - 1) * _AIR) / levels / tall, mark)))
        if size < least:
            break
        step = size * tall + _AIR
        half = (levels * step - _AIR) / 2
        shift = max(half - above, 0.0) - max(half - below, 0.0)
        rises = tuple(round(shift + (n - (levels - 1) / 2) * step) for n in range(levels))
        found += [Stack(one, rises) for one in sorted({size, least}, reverse=True)]
    return found


def may_stand(
    days: npt.NDArray[np.float64], crowds: npt.NDArray[np.int64], least: float, levels: int
) -> npt.NDArray[np.bool_]:
    """Say of each crowd, its first day and the end, whether so many levels may hold it, marks ``least`` days apart.

    One that holds more marks at one time than there are levels cannot stand in any way; most of many are such.
    """
    over = np.concatenate(([0], np.cumsum(days[levels:] - days[:-levels] < least)))
    first, stop = crowds[:, 0], np.maximum(crowds[:, 1] - levels, crowds[:, 0])
    at = np.minimum(np.stack((first, stop)), len(over) - 1)
    return np.asarray(over[at[1]] == over[at[0]])


def set_apart(xs: Sequence[float], ways: Sequence[Stack]) -> tuple[Stack, list[int]] | None:
    """Return the first way in which marks on these pixels, in order, do not touch, and the level of each; else None."""
    for way in ways:
        needed = way.size + _AIR
        # Marks of one width that each take the first free level need no more levels than stand over one pixel.
        if all(later - x >= needed for x, later in zip(xs, xs[len(way.rises) :], strict=False)):
            return way, _levels(xs, len(way.rises), needed)
    return None


def _levels(xs: Sequence[float], count: int, needed: float) -> list[int]:
    """The first free level of each mark."""
    ends, levels = [float("-inf")] * count, []
    for x in xs:
        free = next(level for level, end in enumerate(ends) if x - end >= needed)
        ends[free] = x
        levels.append(free)
    return levels

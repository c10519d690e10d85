"""The outstanding principal of all loans together, as steps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.core.explanation import Explanation, Facility
from app.timeline.scale import Scale, day_number

_FINE_PX = 2.0
_MANY = 300


@dataclass(frozen=True)
class Steps:
    """What is owed over time: ``fen[i]`` from ``days[i]`` until ``days[i + 1]``, the last one until ``until``.

    Days are noons, as all that has no time of day.
    """

    days: npt.NDArray[np.float64]
    fen: npt.NDArray[np.int64]
    until: float

    @property
    def highest(self) -> int:
        """The largest amount owed, at least 1 so that it can divide."""
        return max(int(self.fen.max(initial=1)), 1)

    def at(self, day: float) -> int | None:
        """Return what was owed at a moment; None before the first step and after the end."""
        index = int(np.searchsorted(self.days, day, side="right")) - 1
        return int(self.fen[index]) if index >= 0 and day <= self.until else None


def balance_of(explanation: Explanation) -> Steps:
    """Return the sum over all loans; it ends on the day the files speak of, or with the last step."""
    change: dict[float, int] = defaultdict(int)
    for facility in explanation.facilities:
        for day, step in _changes(facility):
            change[day] += step
    days = np.array(sorted(change), dtype=np.float64)
    fen = np.cumsum(np.array([change[d] for d in sorted(change)], dtype=np.int64))
    until = max(day_number(explanation.as_of) + 0.5, float(days[-1]) if len(days) else 0.0)
    return Steps(days, fen, until)


def projected_of(explanation: Explanation, steps: Steps) -> Steps | None:
    """Return what would be owed if every period to come were paid by its plan; None where no plan tells.

    It begins where ``steps`` ends. A loan of which the papers tell no open periods stays as it is.
    """
    change: dict[float, int] = defaultdict(int)
    for standing in explanation.standings:
        if standing.readings and not standing.doubts:
            for period in standing.readings[0].periods:
                change[day_number(period.due) + 0.5] -= period.principal
    ahead = [day for day in sorted(change) if day > steps.until] if len(steps.days) else []
    if not ahead:
        return None
    days = np.array([steps.until, *ahead], dtype=np.float64)
    fen = np.maximum(int(steps.fen[-1]) + np.cumsum([0, *(change[day] for day in ahead)]), 0).astype(np.int64)
    return Steps(days, fen, ahead[-1])


def _changes(facility: Facility) -> list[tuple[float, int]]:
    before = 0
    changes = []
    for day, owed in facility.balance:
        changes.append((day_number(day) + 0.5, owed - before))
        before = owed
    return changes


def outline(
    steps: Steps, scale: Scale, top: float, bottom: float, highest: int | None = None
) -> npt.NDArray[np.float64]:
    """Return the corners (x, y) of the step line in sight; ``bottom`` is zero, ``top`` the highest amount ever.

    ``highest`` is that amount where it is of another line.

    Where many steps fall on a few pixels only the first and the last are kept: the line still passes through both.
    """
    if not len(steps.days) or steps.until < scale.start or steps.days[0] > scale.end:
        return np.empty((0, 2))
    first = max(int(np.searchsorted(steps.days, scale.start, side="right")) - 1, 0)
    last = int(np.searchsorted(steps.days, scale.end, side="right"))
    x = scale.left + (steps.days[first:last] - scale.start) * scale.per_day
    y = bottom - (bottom - top) * steps.fen[first:last] / (highest or steps.highest)
    pixel = np.floor(x / (_FINE_PX if last - first < _MANY else 2 * _FINE_PX))
    fresh = np.flatnonzero(np.concatenate(([True], pixel[1:] != pixel[:-1])))
    ends = np.concatenate((fresh[1:] - 1, [len(x) - 1]))
    kept = np.unique(np.concatenate((fresh, ends)))
    x, y = x[kept], y[kept]
    edge = min(scale.x(steps.until), scale.right + 2)
    corners = np.empty((2 * len(x), 2))
    corners[0::2, 0], corners[0::2, 1] = x, y
    corners[1::2, 0], corners[1::2, 1] = np.append(x[1:], max(edge, x[-1])), y
    return np.clip(corners, [scale.left - 2, -1e6], [scale.right + 2, 1e6])

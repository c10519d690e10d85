"""The whole case in one strip: how much happened when, and where the discrepancies are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from app.palette import SEVERITY_INK, Ink
from app.timeline.brackets import WORST_FIRST
from app.timeline.model import Timeline
from app.timeline.scale import Scale
from app.timeline.shapes import Box, Lines, Shape

_BAR_PX = 5.0


def strip(timeline: Timeline, scale: Scale, top: float, bottom: float) -> Iterator[Shape]:
    """Yield bars as high as the root of what happened, and above them a line per discrepancy, the worst on top."""
    room = (bottom - top) * 0.55
    counts, edges = _counts(timeline, scale)
    heights = np.sqrt(counts / max(counts.max(initial=1), 1)) * room
    for x, height in zip(edges.tolist(), heights.tolist(), strict=True):
        if height:
            yield Box(x, bottom - max(height, 2.0), _BAR_PX - 2, max(height, 2.0), 1.0, Ink.HINT, opacity=0.8)
    yield from _discrepancies(timeline, scale, top, top + (bottom - top) * 0.36)


def _counts(timeline: Timeline, scale: Scale) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    bars = max(int(scale.width / _BAR_PX), 1)
    x = scale.xs(timeline.days)
    counts, edges = np.histogram(x, bins=bars, range=(scale.left, scale.right))
    return counts.astype(np.int64), edges[:-1]


def _discrepancies(timeline: Timeline, scale: Scale, top: float, bottom: float) -> Iterator[Shape]:
    found = timeline.brackets
    x = np.round(scale.xs((found.first + found.last) / 2))
    for badness in reversed(range(len(WORST_FIRST))):
        at = np.unique(x[found.badness == badness])
        if len(at):
            ends = np.column_stack((at, np.full(len(at), top), at, np.full(len(at), bottom)))
            yield Lines(ends, SEVERITY_INK[WORST_FIRST[badness]][0], 2.5)

"""The whole case in one strip: how much happened when, where the discrepancies are, and which months these were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.palette import Ink
from app.timeline import glyphs
from app.timeline.brackets import WORST_FIRST
from app.timeline.metrics import Metrics, Say, TextSize
from app.timeline.model import Timeline
from app.timeline.scale import Scale
from app.timeline.shapes import Box, Lines, Shape, Text
from app.timeline.ticks import ticks
from app.timeline.upright import taken

_BAR_PX = 5.0
_SIGN, _NAME, _GAP = 9.0, 13.0, 4.0
"""Heights of the signs and of the names of months, and the gap before a name, for text of 13 px."""


def strip(timeline: Timeline, scale: Scale, metrics: Metrics, say: Say, ends: tuple[float, float]) -> Iterator[Shape]:
    """Yield signs of discrepancies, bars as high as the root of what happened, and the names of months or years.

    ``ends`` are the top and the bottom of the strip.
    """
    top, bottom = ends
    sign, ground = metrics.units(_SIGN), bottom - metrics.units(_NAME)
    yield from _calendar(scale, metrics, say, ends)
    counts, edges = _counts(timeline, scale)
    heights = np.sqrt(counts / max(counts.max(initial=1), 1)) * (ground - top - sign - 3)
    for x, height in zip(edges.tolist(), heights.tolist(), strict=True):
        if height:
            yield Box(x, ground - max(height, 2.0), _BAR_PX - 2, max(height, 2.0), 1.0, Ink.HINT, opacity=0.8)
    for badness, x in _worst(timeline, scale, sign):
        yield from glyphs.sign(WORST_FIRST[badness], x, top + sign / 2 + 1, sign)


@dataclass(frozen=True, slots=True)
class Told:
    """A name or a sign of the strip between two pixels, and what draws it again over a line."""

    left: float
    right: float
    shapes: tuple[Shape, ...]

    def is_crossed(self, x: float) -> bool:
        """Say whether an upright line would cross it."""
        return self.left < x < self.right


def told(shapes: Iterable[Shape], metrics: Metrics) -> tuple[Told, ...]:
    """Return the names and signs of a strip, which the frame on what is in view passes behind."""
    found = []
    for shape in shapes:
        for left, top, right, bottom in taken([shape], metrics).tolist():
            ground = Box(left - 1, top, right - left + 2, bottom - top, fill=Ink.PANEL)
            found.append(Told(left - 1, right + 1, (ground, shape) if isinstance(shape, Text) else (shape,)))
    return tuple(found)


def _calendar(scale: Scale, metrics: Metrics, say: Say, ends: tuple[float, float]) -> Iterator[Shape]:
    """Months, quarters or years, as close as their names allow; none is cut."""
    top, bottom = ends
    found = [tick for tick in ticks(scale, metrics, say) if tick.at >= scale.start]
    lines = [(x := round(scale.x(tick.at)) + 0.5, top, x, bottom) for tick in found]
    yield Lines(np.array(lines, dtype=np.float64).reshape(-1, 4), Ink.GRID)
    for tick in found:
        x = scale.x(tick.at) + metrics.units(_GAP)
        if x + metrics.width(tick.label, TextSize.SMALL, tick.strong) <= scale.right:
            yield Text(
                x, bottom - metrics.units(_NAME) / 2, tick.label, Ink.SECONDARY, TextSize.SMALL, strong=tick.strong
            )


def _counts(timeline: Timeline, scale: Scale) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    bars = max(int(scale.width / _BAR_PX), 1)
    x = scale.xs(timeline.days)
    counts, edges = np.histogram(x, bins=bars, range=(scale.left, scale.right))
    return counts.astype(np.int64), edges[:-1]


def _worst(timeline: Timeline, scale: Scale, apart: float) -> list[tuple[int, float]]:
    """How bad and where: one sign for all that lie closer than ``apart``, the worst, so that none covers another."""
    found = timeline.brackets
    x = np.round(scale.xs((found.first + found.last) / 2))
    table = np.unique(np.column_stack((found.badness, x)), axis=0) if len(x) else np.empty((0, 2))
    kept: dict[int, tuple[int, float]] = {}
    for badness, at in table.tolist():
        cell = int(at // apart)
        if all(abs(kept[n][1] - at) >= apart for n in (cell - 1, cell, cell + 1) if n in kept):
            kept[cell] = int(badness), at
    return sorted(kept.values(), key=lambda one: one[1])

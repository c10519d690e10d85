"""Finds labels that something drawn later lies over: another label, a box, a line, a mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from app.timeline.metrics import Metrics
from app.timeline.shapes import Anchor, Box, Lines, Mark, Path, Shape, Text

Area = tuple[float, float, float, float]
_SHARE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
_SOLID = 0.5
"""A ground that lets more than half through covers nothing."""
_AIR = 1.5
"""Pixels by which two things may touch."""


def area_of(text: Text, metrics: Metrics) -> Area:
    """Left, top, right and bottom of the figures of a text."""
    width = metrics.width(text.text, text.size, text.strong)
    left, half = text.x - _SHARE[text.anchor] * width, metrics.units(5)
    return left, text.y - half, left + width, text.y + half


def covered(shapes: Iterable[Shape], metrics: Metrics, limit: float) -> list[str]:
    """The labels that are covered, each with what lies over it; what is right of ``limit`` is out of sight."""
    texts: list[tuple[Text, Area]] = []
    found: list[str] = []
    for shape in shapes:
        for text, area in texts:
            if any(_meet(area, other) for other in _solid(shape, metrics)):
                what = shape.text if isinstance(shape, Text) else type(shape).__name__
                found.append(f"{text.text!r} at {area[0]:.0f},{area[1]:.0f} under {what!r}")
        if isinstance(shape, Text) and (area := area_of(shape, metrics))[0] < limit:
            texts.append((shape, area))
    return found


def _meet(area: Area, other: Area) -> bool:
    left, top, right, bottom = area
    return left < other[2] - _AIR and other[0] < right - _AIR and top < other[3] - _AIR and other[1] < bottom - _AIR


def _solid(shape: Shape, metrics: Metrics) -> Iterator[Area]:
    """The areas of a shape through which nothing is seen."""
    match shape:
        case Text():
            yield area_of(shape, metrics)
        case Box() if shape.fill is not None and shape.opacity > _SOLID:
            yield shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Box() if shape.stroke is not None:
            ends = (shape.x, shape.x + shape.width), (shape.y, shape.y + shape.height)
            for x in ends[0]:
                yield x - 2, ends[1][0], x + 2, ends[1][1]
            for y in ends[1]:
                yield ends[0][0], y - 2, ends[0][1], y + 2
        case Mark():
            yield shape.left, shape.middle - shape.size / 2, shape.right, shape.middle + shape.size / 2
        case Lines():
            yield from _along(shape.ends)
        case Path() if shape.stroke is not None:
            yield from _along(np.hstack((shape.corners[:-1], shape.corners[1:])))


def _along(ends: np.ndarray) -> Iterator[Area]:
    """Small areas along lines, so that one that leans is not taken for its whole box."""
    for x1, y1, x2, y2 in ends.tolist():
        steps = max(int(abs(y2 - y1) // 4), 1)
        for n in range(steps):
            a, b = n / steps, (n + 1) / steps
            xs, ys = (x1 + (x2 - x1) * a, x1 + (x2 - x1) * b), (y1 + (y2 - y1) * a, y1 + (y2 - y1) * b)
            yield min(xs) - 2, min(ys) - 2, max(xs) + 2, max(ys) + 2

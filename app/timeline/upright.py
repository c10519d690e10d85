"""Upright lines over the picture: they pass behind whatever is marked or written, so that nothing is crossed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from app.palette import Ink
from app.timeline.metrics import Metrics
from app.timeline.shapes import Anchor, Box, Lines, Mark, Path, Shape, Text

Areas = npt.NDArray[np.float64]
"""Left, top, right and bottom of each place that is taken, one a row."""

_SHARE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
_AIR = 2.0


def taken(shapes: Iterable[Shape], metrics: Metrics) -> Areas:
    """Return where words, marks, tags and signs stand in a picture; lines, bands and frames take no place."""
    return np.array([area for shape in shapes for area in _area(shape, metrics)], dtype=np.float64).reshape(-1, 4)


def _area(shape: Shape, metrics: Metrics) -> Iterator[tuple[float, float, float, float]]:
    match shape:
        case Text():
            width = metrics.width(shape.text, shape.size, shape.strong)
            left, half = shape.x - _SHARE[shape.anchor] * width, metrics.units(6)
            yield left, shape.y - half, left + width, shape.y + half
        case Mark():
            half = shape.size / 2
            yield shape.left, shape.middle - half, shape.right, shape.middle + half
        case Box() if shape.fill is not None and shape.stroke is not None and shape.radius * 2 >= shape.height:
            yield shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Path() if shape.fill is not None and shape.stroke is not None:
            (left, top), (right, bottom) = shape.corners.min(axis=0), shape.corners.max(axis=0)
            yield float(left), float(top), float(right), float(bottom)


def upright(areas: Areas, x: float, top: float, bottom: float, line: float) -> Lines:
    """Return a line at ``x`` from ``top`` to ``bottom``, left out where it would cross what is taken."""
    met = areas[(areas[:, 0] - _AIR < x) & (x < areas[:, 2] + _AIR)]
    ends, at = [], top
    for begin, end in sorted((met[:, (1, 3)] + (-_AIR, _AIR)).tolist()):
        if at < begin < bottom:
            ends.append((x, at, x, begin))
        at = max(at, end)
    if at < bottom:
        ends.append((x, at, x, bottom))
    return Lines(np.array(ends, dtype=np.float64).reshape(-1, 4), Ink.ACCENT, line)

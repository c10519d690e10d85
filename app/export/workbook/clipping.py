"""Shapes cut off at the sides of a picture: a drawing of a spreadsheet shows also what lies beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.timeline.shapes import Box, Lines, Path, Shape, Text

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sides:
    """The picture between 0 and ``right``, in pixels."""

    right: float

    def cut(self, shape: Shape) -> Iterator[Shape]:
        """What is seen of a shape: nothing, the shape, or what is left of it between the sides."""
        match shape:
            case Box():
                left, right = max(shape.x, 0.0), min(shape.x + shape.width, self.right)
                if right > left or (shape.width <= 0 and 0 <= shape.x <= self.right):
                    yield shape._replace(x=left, width=max(right - left, 0.0))
            case Text():
                if 0 <= shape.x <= self.right:
                    yield shape
            case Path() if shape.fill:
                if len(shape.corners) and shape.corners[:, 0].max() >= 0 and shape.corners[:, 0].min() <= self.right:
                    yield shape._replace(corners=np.clip(shape.corners, [0, -np.inf], [self.right, np.inf]))
            case Path():
                corners = [(x, y) for x, y in shape.corners.tolist()]
                yield from (shape._replace(corners=np.array(part)) for part in self._parts(corners))
            case Lines():
                ends = (self._between((a, b), (c, d)) for a, b, c, d in shape.ends.tolist())
                seen = [(*start, *end) for start, end in filter(None, ends)]
                if seen:
                    yield shape._replace(ends=np.array(seen))
            case _:
                yield shape

    def _parts(self, corners: list[Point]) -> Iterator[list[Point]]:
        """A line of several corners as the parts of it that are seen."""
        part: list[Point] = []
        for start, end in pairwise(corners):
            seen = self._between(start, end)
            if seen is None or (part and part[-1] != seen[0]):
                if part:
                    yield part
                part = []
            if seen:
                part = [*(part or [seen[0]]), seen[1]]
        if part:
            yield part

    def _between(self, start: Point, end: Point) -> tuple[Point, Point] | None:
        """What is seen of a straight line; None where it lies beside the picture."""
        (a, b), (c, d) = start, end
        if max(a, c) < 0 or min(a, c) > self.right:
            return None
        rise = (d - b) / (c - a) if c != a else 0.0
        return self._moved_in(start, rise), self._moved_in(end, rise)

    def _moved_in(self, point: Point, rise: float) -> Point:
        """A point, or where its line of so much ``rise`` a pixel meets the side that it lies beyond."""
        x, y = point
        at = min(max(x, 0.0), self.right)
        return at, y if at == x else y + rise * (at - x)

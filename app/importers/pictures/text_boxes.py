"""From the map of where text is to boxes around its runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from app.importers.pictures.words import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_THRESHOLD = 0.2  # of the map: text or not (the model's own post-processing settings)
_LEAST_MEAN = 0.4
_GROW = 1.4  # the map marks the core of a run; area x this / perimeter is what is added on each side
_LEAST_SIDE = 3

T = TypeVar("T")
Grid = tuple[int, int, int, int]
"""Left, top, right, bottom in cells of the map, right and bottom outside."""


def text_boxes(text_map: NDArray[np.float32]) -> list[Grid]:
    """Boxes of the connected parts of a map of probabilities (height x width), grown to the whole letters."""
    height, width = text_map.shape
    boxes = []
    for left, top, right, bottom in _components(text_map > _THRESHOLD):
        if min(right - left, bottom - top) < _LEAST_SIDE:
            continue
        part = text_map[top:bottom, left:right]
        inside = part[part > _THRESHOLD]
        if float(inside.mean()) < _LEAST_MEAN:
            continue
        wide, high = right - left, bottom - top
        grow = round(wide * high * _GROW / (2 * (wide + high)))
        boxes.append((max(left - grow, 0), max(top - grow, 0), min(right + grow, width), min(bottom + grow, height)))
    return boxes


def joined(before: Sequence[tuple[Box, T]], of_tile: Sequence[tuple[Box, T]]) -> list[tuple[Box, T]]:
    """The runs of the tiles so far and of the next one; of a run that two tiles saw, the box that holds more of it.

    A tile that ends within a run may see a corner of it that does not reach its edge.
    """
    kept = [one for one in before if not any(is_same(one[0], box) and _area(box) > _area(one[0]) for box, _ in of_tile)]
    return kept + [one for one in of_tile if not any(is_same(other, one[0]) for other, _ in kept)]


def is_same(one: Box, other: Box) -> bool:
    """Whether two boxes are of the same run."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 0 and high > 0 and wide * high > 0.5 * min(_area(one), _area(other))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _components(mask: NDArray[np.bool_]) -> list[Grid]:
    """The bounding boxes of the parts of a mask that hang together (by eight neighbours)."""
    import numpy as np

    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    parent = list(range(len(rows)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    row_list, start_list, end_list = rows.tolist(), starts.tolist(), ends.tolist()
    above, first = 0, 0
    for at, row in enumerate(row_list):
        if at and row_list[at - 1] != row:
            above, first = first, at
        other = above
        while other < first and row_list[other] == row - 1 and start_list[other] <= end_list[at]:
            if end_list[other] >= start_list[at]:
                parent[root(other)] = root(at)
            other += 1
    found: dict[int, list[int]] = {}
    for at, row in enumerate(row_list):
        box = found.setdefault(root(at), [start_list[at], row, end_list[at], row + 1])
        box[0], box[1] = min(box[0], start_list[at]), min(box[1], row)
        box[2], box[3] = max(box[2], end_list[at]), max(box[3], row + 1)
    return [(box[0], box[1], box[2], box[3]) for box in found.values()]

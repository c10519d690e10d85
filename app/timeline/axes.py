"""What stands around the rows: the calendar above them and their names beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from app.palette import Ink
from app.timeline.grid import begins_lane, row_names
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize
from app.timeline.scale import moment_of
from app.timeline.shapes import Box, Lines, Shape, Text
from app.timeline.ticks import GAP, Tick

_DAYS_ALONE = 45
"""A calendar of fewer days names days or hours only."""

Line = tuple[float, float, float, float]


def header(layout: Layout) -> Iterator[Shape]:
    """Yield the calendar above the rows and the years in sight, which stand over the names."""
    grid, scale = layout.grid, layout.scale
    yield Box(0, 0, scale.right, grid.header, fill=Ink.CANVAS)
    middle = grid.header / 2
    found = layout.ticks
    yield rule([(scale.x(t.at), grid.header - 6, scale.x(t.at), grid.header) for t in in_sight(found, layout)])
    gap = layout.metrics.units(GAP)
    for tick, limit in zip(found, [*(scale.x(t.at) for t in found[1:]), scale.right], strict=True):
        # What the view begins in keeps its name at the edge until the next one pushes it out.
        x = (max(scale.x(tick.at), scale.left) if tick.stays else scale.x(tick.at)) + gap
        width = layout.metrics.width(tick.label, TextSize.SMALL, tick.strong)
        if x >= scale.left and x + width <= limit:
            ink = Ink.TEXT if tick.strong else Ink.SECONDARY
            yield Text(x, middle, tick.label, ink, TextSize.SMALL, strong=tick.strong)
    yield Box(0, 0, grid.gutter, grid.header, fill=Ink.CANVAS)
    yield Text(layout.metrics.units(14), middle, _years(layout), Ink.SECONDARY, TextSize.SMALL)
    yield rule([(0, grid.header - 0.5, scale.right, grid.header - 0.5)], Ink.LINE)


def names(layout: Layout) -> Iterator[Shape]:
    """Yield the column of names left of the rows."""
    grid = layout.grid
    yield Box(0, 0, grid.gutter, grid.height, fill=Ink.CANVAS)
    yield rule(separators(layout, 0, grid.gutter))
    yield rule([(grid.gutter - 0.5, grid.header, grid.gutter - 0.5, grid.height)], Ink.LINE)
    left, line = layout.metrics.units(14), layout.metrics.units(16)
    for row, this in enumerate(layout.timeline.rows.rows):
        lines, begins = row_names(layout.timeline, row, layout.say), begins_lane(layout.timeline, row)
        first = (grid.tops[row] + grid.heads[row] + grid.tops[row + 1] - line * (len(lines) - 1)) / 2
        for i, text in enumerate(lines):
            secondary = this.lower or i > 0 or not begins
            ink, size = (Ink.SECONDARY, TextSize.SMALL) if secondary else (Ink.TEXT, TextSize.NORMAL)
            yield Text(left, first + i * line, text, ink, size)


def _years(layout: Layout) -> str:
    """The years in sight; the day at the left edge where no year and no month may stand in the calendar."""
    if layout.scale.days < _DAYS_ALONE:
        return f"{moment_of(max(layout.scale.start, layout.timeline.extent[0] - 1)):%Y-%m-%d}"
    begins, ends = layout.timeline.extent
    first, last = moment_of(max(layout.scale.start, begins)).year, moment_of(min(layout.scale.end, ends)).year
    return str(first) if first == last else f"{first}–{last}"


def rule(ends: Sequence[Line], ink: Ink = Ink.GRID) -> Lines:
    """Return hairlines."""
    return Lines(np.array(ends, dtype=np.float64).reshape(-1, 4), ink)


def in_sight(found: tuple[Tick, ...], layout: Layout) -> list[Tick]:
    """Return the ticks whose line is in sight."""
    return [t for t in found if layout.scale.start <= t.at]


def separators(layout: Layout, left: float, right: float) -> list[Line]:
    """Return the lines between lanes and the one below all."""
    rows, tops = layout.timeline.rows.rows, layout.grid.tops
    starts = [tops[i] - 0.5 for i in range(1, len(rows)) if rows[i].lane is not rows[i - 1].lane]
    return [(left, y, right, y) for y in [*starts, layout.grid.height - 0.5]]

"""A long timeline folded into rows below each other, so that a printer takes it, with a title above all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.palette import Ink
from app.timeline.layout import Layout
from app.timeline.metrics import Metrics, Say, TextSize
from app.timeline.model import Timeline
from app.timeline.page import Page, legend, numbered, whole
from app.timeline.scale import Scale, moment_of
from app.timeline.shapes import Anchor, Box, Lines, Mark, Path, Shape, Steps, Text

_MONTH_PX = 84
_WIDEST_RATIO = 2.2
"""Width by height of a picture at most: across a sheet of A4 (1.41) two thirds of it are used at least."""
_FITS_PX = 1300
"""What is no wider can be read across a sheet of A4 as it is."""
_MOST_ROWS = 12
_EDGE_PX = 20.0


@dataclass(frozen=True)
class Folded(Page):
    """Rows of one size, the first on top; ``layout`` is that of the first."""

    rows: tuple[Page, ...] = ()
    title: str = ""
    above: float = 0.0
    """The height of the title."""

    def shapes(self) -> Iterator[Shape]:
        """Yield everything on the sheet."""
        units = self.layout.metrics.units
        yield Box(0, 0, self.width, self.height, fill=Ink.CANVAS)
        for number, row in enumerate(self.rows):
            down = self.above + number * row.height
            yield from (moved(shape, down) for shape in row.shapes())
        yield Box(0, 0, self.width, self.above, fill=Ink.CANVAS)
        yield Text(units(14), self.above / 2, self.title, Ink.TEXT, TextSize.NORMAL, Anchor.START, strong=True)
        yield from legend(self.layout, self.height)


def folded(timeline: Timeline, metrics: Metrics, say: Say) -> Folded:
    """All of a timeline in as few rows as keep the sheet no wider than paper is."""
    one = whole(timeline, metrics, say)
    grid = one.layout.grid
    first, last = timeline.told
    inner = max((last - first) / 30.4 * metrics.units(_MONTH_PX), one.layout.scale.width)
    above, below = metrics.units(34), metrics.units(28)
    count, fits = 1, metrics.units(_FITS_PX)
    while (
        count < _MOST_ROWS
        and inner > fits
        and inner / count + grid.gutter > _WIDEST_RATIO * (count * grid.height + above + below)
    ):
        count += 1
    scale = Scale(0, 1, grid.gutter, inner / count).showing(first, last, _EDGE_PX)
    days = scale.days / count
    rows = [replace(scale, start=scale.start + n * days, days=days) for n in range(count)]
    pages = tuple(
        Page(grid.gutter + scale.width, grid.height, numbered(Layout(timeline, row, metrics, say, grid)), False)
        for row in rows
    )
    height = count * grid.height + above + below
    return Folded(pages[0].width, height, pages[0].layout, True, pages, _title(timeline, say), above)


def _title(timeline: Timeline, say: Say) -> str:
    if not timeline.explanation.events:
        return say("timeline.name")
    first, last = (moment_of(day).date() for day in timeline.told)
    return say("timeline.picture-title", name=say("timeline.name"), first=first, last=last)


def moved(shape: Shape, down: float) -> Shape:
    """The shape so many pixels further down."""
    match shape:
        case Box() | Text():
            return shape._replace(y=shape.y + down)
        case Lines():
            return shape._replace(ends=shape.ends + np.array([0, down, 0, down]))
        case Path():
            return shape._replace(corners=shape.corners + np.array([0, down]))
        case Mark():
            return shape._replace(middle=shape.middle + down)
        case Steps():
            return shape._replace(corners=shape.corners + np.array([0, down]), bottom=shape.bottom + down)

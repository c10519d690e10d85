"""The timeline on paper: the whole of it on one sheet, or on several of one size, each with its calendar and names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.core.discrepancy import Severity
from app.palette import Ink
from app.timeline import axes, glyphs, scene
from app.timeline.grid import row_grid
from app.timeline.layout import Layout
from app.timeline.metrics import Metrics, Say, TextSize
from app.timeline.model import Timeline
from app.timeline.scale import Scale
from app.timeline.shapes import Anchor, Box, Path, Shape, Text

_MONTH_PX = 84
_NARROWEST, _WIDEST = 760, 6000
_MOST_PAGES = 24
_EDGE_PX = 20.0


@dataclass(frozen=True)
class Page:
    """A sheet with what is on it, in the order in which it is drawn."""

    width: float
    height: float
    layout: Layout
    legend: bool

    def shapes(self) -> Iterator[Shape]:
        """Yield everything on the sheet."""
        layout = self.layout
        yield Box(0, 0, self.width, self.height, fill=Ink.CANVAS)
        yield from scene.content(layout)
        yield from _covers(layout, self.width)
        yield from axes.names(layout)
        yield from axes.header(layout)
        if self.legend:
            yield from legend(layout, self.height)


def whole(timeline: Timeline, metrics: Metrics, say: Say, width: float | None = None) -> Page:
    """Return one sheet with all of it; as wide as its months need, unless ``width`` says so."""
    grid = row_grid(timeline, metrics, say, 0)
    first, last = timeline.told
    wanted = min(max((last - first) / 30.4 * metrics.units(_MONTH_PX), _NARROWEST), _WIDEST)
    inner = wanted if width is None else max(width - grid.gutter, 1.0)
    scale = Scale(0, 1, grid.gutter, inner).showing(first, last, _EDGE_PX)
    layout = numbered(Layout(timeline, scale, metrics, say, grid))
    return Page(grid.gutter + inner, grid.height + metrics.units(28), layout, True)


def shown(layout: Layout) -> Page:
    """Return a sheet with what a view shows."""
    metrics = layout.metrics
    return Page(layout.scale.right, layout.grid.height + metrics.units(28), numbered(layout), True)


def sheets(timeline: Timeline, metrics: Metrics, say: Say, width: float, height: float) -> list[Page]:
    """Return as many sheets of one size as it takes to read all of it."""
    one = whole(timeline, metrics, say, width)
    scale = one.layout.scale
    months = scale.days / 30.4
    count = min(max(math.ceil(months * metrics.units(_MONTH_PX) * 0.6 / scale.width), 1), _MOST_PAGES)
    grid = row_grid(timeline, metrics, say, height - metrics.units(28))
    size = max(height, grid.height + metrics.units(28))
    days = scale.days / count
    parts = [replace(scale, start=scale.start + i * days, days=days) for i in range(count)]
    return [Page(width, size, numbered(Layout(timeline, part, metrics, say, grid)), True) for part in parts]


def numbered(layout: Layout) -> Layout:
    """Return a layout whose discrepancies bear the numbers that workbook and letters give them."""
    numbers = {d.id: n for n, d in enumerate(layout.timeline.explanation.discrepancies, start=1)}
    ordered = layout.timeline.brackets.discrepancies
    return replace(layout, numbers={place: numbers[d.id] for place, d in enumerate(ordered)})


def _covers(layout: Layout, width: float) -> Iterator[Shape]:
    """Hide what reaches beyond the right edge, as the names do at the left."""
    if width > layout.scale.right:
        yield Box(layout.scale.right, 0, width - layout.scale.right, layout.grid.height, fill=Ink.CANVAS)


def legend(layout: Layout, height: float) -> Iterator[Shape]:
    """What the signs mean, and up to which day the files speak."""
    metrics, say = layout.metrics, layout.say
    x, y, gap = metrics.units(14), height - metrics.units(14), metrics.units(8)
    for severity in Severity:
        text = say(f"timeline.severity.{severity.value}")
        yield from glyphs.sign(severity, x + gap / 2, y, metrics.units(11))
        yield Text(x + 2 * gap, y, text, Ink.SECONDARY, TextSize.SMALL)
        x += 4 * gap + metrics.width(text, TextSize.SMALL)
    yield Path(np.array([(x, y - gap * 0.8), (x, y + gap * 0.8)]), stroke=Ink.LINE)
    day = layout.timeline.explanation.day
    if day is None:
        return
    as_of = say("timeline.as-of", date=day)
    yield Text(x + 2 * gap, y, as_of, Ink.SECONDARY, TextSize.SMALL, Anchor.START)

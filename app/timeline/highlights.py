"""What is drawn over the picture: the mark under the pointer, the selection with its thread, a range of time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.palette import SEVERITY_INK, Ink
from app.timeline import focus, tags
from app.timeline.axes import header
from app.timeline.brackets import NO_ROW
from app.timeline.focus import Chosen
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize
from app.timeline.model import Timeline
from app.timeline.picking import BandHit, FrameHit, Hit, MarkHit
from app.timeline.shapes import Anchor, Box, Lines, Shape, Text
from app.timeline.upright import Areas, taken, upright

_RING = 3.0


def ring(layout: Layout, first: int, stop: int, chosen: Chosen | None = None) -> Iterator[Box]:
    """Yield a ring around the mark that stands for the events from ``first`` up to, without, ``stop``.

    One of ``chosen`` has a mark of its own.
    """
    own = chosen.mark_of(first) if chosen is not None and stop - first == 1 else None
    if own is not None:
        yield _around(own.left, own.right, own.middle, own.size)
        return
    found = layout.clusters
    for i in np.flatnonzero((found.first < stop) & (found.stop > first)).tolist():
        yield _around(float(found.left[i]), float(found.right[i]), float(layout.mark_y[i]), float(found.size[i]))


def _around(left: float, right: float, middle: float, size: float) -> Box:
    half = size * 0.62 + _RING
    return Box(left - _RING, middle - half, right - left + 2 * _RING, 2 * half, 5.0, None, Ink.ACCENT, 2.0)


def selection(chosen: Chosen, event: int | None, discrepancy: int | None) -> Iterator[Shape]:
    """Yield the selection over the picture: all else dimmed, its frame, its marks with their threads and numbers."""
    layout = chosen.layout
    yield from focus.dimmed(layout)
    if len(chosen.events) > 1:
        yield chosen.thread()
    yield from chosen.shapes()
    if discrepancy is not None:
        yield from selected_discrepancy(chosen, discrepancy)
    if event is not None:
        yield from ring(layout, event, event + 1, chosen)
    yield from chosen.numbers()


def selected_discrepancy(chosen: Chosen, index: int) -> Iterator[Shape]:
    """Yield the frame of one discrepancy, drawn for itself even where it shares one, with its sign."""
    layout = chosen.layout
    if layout.timeline.brackets.upper[index] == NO_ROW:
        return
    frame = layout.own_frame(index)
    left, top, right, bottom = layout.frame_box(frame)
    ink = SEVERITY_INK[frame.severity][0]
    yield from _members(chosen, index, ink)
    if not layout.is_bare(frame):
        yield Box(left - 1, top - 1, right - left + 2, bottom - top + 2, layout.metrics.units(6), None, ink, 2.0)
    yield from tags.drawn(layout, tags.tag_of_chosen(layout, frame))


def _members(chosen: Chosen, index: int, ink: Ink) -> Iterator[Shape]:
    """A ring around each mark that a discrepancy has outside its frame."""
    layout = chosen.layout
    found = layout.timeline.brackets
    for event in found.members[index]:
        if not found.first[index] <= layout.timeline.days[event] <= found.last[index]:
            yield from (box._replace(stroke=ink, line=1.6) for box in ring(layout, event, event + 1, chosen))


def time_range(layout: Layout, first: float, last: float, areas: Areas) -> Iterator[Shape]:
    """Yield the ground and the edges of a range of time; ``areas`` are what its edges pass behind."""
    left, right = (min(max(layout.scale.x(d), layout.scale.left), layout.scale.right) for d in (first, last))
    top, bottom = layout.grid.header, layout.grid.height
    yield Box(left, top, right - left, bottom - top, fill=Ink.ACCENT, opacity=0.1)
    yield upright(areas, left, top, bottom, 1.4)
    yield upright(areas, right, top, bottom, 1.4)


def settling(layout: Layout, day: float, areas: Areas) -> Iterator[Shape]:
    """Yield the line of the day on which everything is settled; ``areas`` are what it passes behind."""
    x = layout.scale.x(day)
    if layout.scale.left <= x <= layout.scale.right:
        yield upright(areas, x, layout.grid.header, layout.grid.height, 2.0)


def settling_head(layout: Layout, day: float, amount: str) -> Iterator[Shape]:
    """Yield what settling costs on a day, at the head of its line: in the calendar, whose labels make way for it."""
    x, scale, metrics = layout.scale.x(day), layout.scale, layout.metrics
    if not scale.left <= x <= scale.right:
        return
    width, height = metrics.width(amount, TextSize.SMALL, True) + metrics.units(16), metrics.units(20)
    left = min(max(x - width / 2, scale.left + 2), scale.right - width - 2)
    middle = layout.grid.header / 2
    for begin, _, end, _ in taken((s for s in header(layout) if isinstance(s, Text)), metrics).tolist():
        if begin >= scale.left and begin < left + width and left < end:
            yield Box(begin - 1, middle - height / 2, end - begin + 2, height, fill=Ink.CANVAS)
    if abs(left + width / 2 - x) < width / 2:
        yield Lines(np.array([(x, middle, x, layout.grid.header)]), Ink.ACCENT, 2.0)
    yield Box(round(left), round(middle - height / 2), round(width), height, height / 2, Ink.ACCENT)
    yield Text(round(left) + round(width) / 2, middle, amount, Ink.PANEL, TextSize.SMALL, Anchor.MIDDLE, strong=True)


def days_of(timeline: Timeline, hit: Hit | None) -> tuple[float, float] | None:
    """Return the first and last day number of what was hit; None for the balance and for nothing."""
    match hit:
        case MarkHit(first, stop):
            return float(timeline.days[first]), float(timeline.days[stop - 1])
        case FrameHit(frame):
            members, found = list(frame.members), timeline.brackets
            return float(found.first[members].min()), float(found.last[members].max())
        case BandHit(band):
            return band.first, band.last
    return None

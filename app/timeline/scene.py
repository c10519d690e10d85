"""The picture of a layout, as shapes in the order in which they cover one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.core.money import grouped
from app.palette import SEVERITY_INK, Ink
from app.timeline import glyphs, tags
from app.timeline.axes import in_sight, rule, separators
from app.timeline.balance import outline
from app.timeline.bands import Stretch, band_words
from app.timeline.brackets import Frame
from app.timeline.connectors import drawn
from app.timeline.credit import CreditCell
from app.timeline.grid import loan_name
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize
from app.timeline.model import KINDS
from app.timeline.scale import day_number
from app.timeline.shapes import Anchor, Box, Lines, Mark, Path, Shape, Steps, Text

_FAINT = 0.6
"""How much of its colour the ground of a frame has: it lies under marks and labels."""
_WORTH_AN_EDGE = 6.0
_CROWD = 0.25
"""Threads to a pixel from which on they step back: they would be a fence before the marks."""
_BESIDE_A_MARK, _SHORTEST_MONTH = 2, 28
_WORTH_A_LABEL = 4
"""The balance at the left edge is named where it is at least this part of the highest."""


def content(layout: Layout) -> Iterator[Shape]:
    """Yield everything right of the names and below the calendar."""
    yield from _lanes(layout)
    yield from _ground(layout)
    yield from _grounds(layout)
    yield from _day(layout)
    yield from _balance(layout)
    yield from _threads(layout)
    yield from _bands(layout)
    yield from _credit(layout)
    yield from _outlines(layout)
    yield from _marks(layout, layout.kinds.tolist())
    yield from (text for _, text in layout.labels)
    yield from _signs(layout)


def _lanes(layout: Layout) -> Iterator[Shape]:
    scale, grid = layout.scale, layout.grid
    yield rule(separators(layout, scale.left, scale.right))
    found = in_sight(layout.ticks, layout)
    edges = [(round(scale.x(t.at)) + 0.5, grid.header, t) for t in found]
    yield rule([(x, top, x, grid.height) for x, top, t in edges if not t.strong])
    yield rule([(x, top, x, grid.height) for x, top, t in edges if t.strong], Ink.LINE)


def _day(layout: Layout) -> Iterator[Shape]:
    """The day up to which the files speak."""
    scale, grid = layout.scale, layout.grid
    as_of = scale.x(day_number(layout.timeline.explanation.as_of) + 0.5)
    if scale.left <= as_of <= scale.right:
        yield Lines(np.array([[as_of, grid.header, as_of, grid.height]]), Ink.HINT, dashed=True)


def _grounds(layout: Layout) -> Iterator[Shape]:
    for frame in (f for f in layout.frames if len(f.members) == 1 and not layout.is_faded(f) and not layout.is_bare(f)):
        left, top, right, bottom = layout.frame_box(frame)
        ground = SEVERITY_INK[frame.severity][1]
        yield Box(left, top, right - left, bottom - top, layout.metrics.units(5), ground, opacity=_FAINT)


def _outlines(layout: Layout) -> Iterator[Shape]:
    """A frame around one discrepancy; a bracket over several, because their frames would be a fence."""
    for frame in layout.frames:
        leg = layout.leg(frame)
        left, top, right, bottom = layout.frame_box(frame)
        ink = Ink.LINE if layout.is_faded(frame) else SEVERITY_INK[frame.severity][0]
        yield from reach_of(frame, top, ink, leg)
        if len(frame.members) > 1:
            corners = np.array([(left, top + leg), (left, top), (right, top), (right, top + leg)])
            yield Path(corners, stroke=ink, line=1.2)
            continue
        if not layout.is_bare(frame):
            yield Box(left, top, right - left, bottom - top, layout.metrics.units(5), None, ink, 1.0)


def reach_of(frame: Frame, top: float, ink: Ink, leg: float) -> Iterator[Shape]:
    """Yield the lines that lead from a frame's upper edge to where its farthest events are."""
    if frame.reach is None:
        return
    begin, end = frame.reach
    if begin < frame.left:
        yield Path(np.array([(begin, top + leg), (begin, top), (frame.left, top)]), stroke=ink, line=1.4)
    if end > frame.right:
        yield Path(np.array([(frame.right, top), (end, top), (end, top + leg)]), stroke=ink, line=1.4)


def _signs(layout: Layout) -> Iterator[Shape]:
    size = layout.sign
    tagged = {tag.frame.members: tag for tag in layout.tags}
    for frame in layout.frames:
        if (tag := tagged.get(frame.members)) is not None:
            yield from tags.drawn(layout, tag)
            continue
        x, y = layout.sign_at(frame)
        if layout.is_under_chosen_tag(x - size / 2, x + size / 2, y):
            continue
        ink = Ink.SECONDARY if layout.is_faded(frame) else SEVERITY_INK[frame.severity][0]
        if layout.is_faded(frame) and len(frame.members) == 1:
            yield Box(x - size / 4, y - size / 4, size / 2, size / 2, size / 4, Ink.FAILED)
            continue
        if len(frame.members) > 1:
            text, x, half = layout.sign_words(frame), round(x), round(layout.half_of_sign(frame))
            yield Box(x - half, round(y - size / 2 - 1), 2 * half, size + 2, (size + 2) / 2, Ink.CANVAS, ink)
            yield Text(x - half + size + 4, y, text, ink, TextSize.SMALL, strong=True)
            x += -half + size / 2 + 2
        yield from glyphs.sign(frame.severity, x, y, size if len(frame.members) == 1 else size * 0.8)


def _ground(layout: Layout) -> Iterator[Shape]:
    """The balance with its ground, under all but the lines of the calendar: so it can be opaque, drawn at once."""
    edges = layout.balance_edges()
    if edges is not None and len(corners := outline(layout.timeline.balance, layout.scale, *edges)):
        yield Steps(corners, edges[1], Ink.ACCENT, 1.6, 0.12)


def _balance(layout: Layout) -> Iterator[Shape]:
    edges = layout.balance_edges()
    if edges is None:
        return
    top, bottom = edges
    steps = layout.timeline.balance
    corners = outline(steps, layout.scale, top, bottom)
    if not len(corners):
        return
    yield from _projected(layout, top, bottom)
    yield from _balance_labels(layout, corners, bottom)


def _projected(layout: Layout, top: float, bottom: float) -> Iterator[Shape]:
    """What would be owed if all that is to come were paid by the plan: dashed, as no row bears it yet."""
    ahead, steps = layout.timeline.projected, layout.timeline.balance
    if ahead is not None and len(corners := outline(ahead, layout.scale, top, bottom, steps.highest)):
        yield Lines(np.hstack((corners[:-1], corners[1:])), Ink.ACCENT, 1.4, dashed=True)


def _balance_labels(layout: Layout, corners: npt.NDArray[np.float64], bottom: float) -> Iterator[Shape]:
    """What is owed at the left edge, and at the end, where each has room."""
    steps, scale = layout.timeline.balance, layout.scale
    gap = layout.metrics.units(6)
    first = steps.at(max(scale.start, float(steps.days[0])))
    x = max(float(corners[0, 0]), scale.left)
    if first is not None and first * _WORTH_A_LABEL >= steps.highest:
        text = grouped(first)
        right = x + gap + layout.metrics.width(text, TextSize.SMALL)
        if right <= scale.right:
            yield Text(x + gap, _off_line(corners, x, right, bottom, gap), text, Ink.SECONDARY, TextSize.SMALL)
    end = scale.x(steps.until)
    if steps.fen[-1] == 0:
        settled = max(scale.x(float(steps.days[-1])), scale.left) + gap
        text = layout.say("timeline.settled")
        if settled + layout.metrics.width(text, TextSize.SMALL) < scale.right and settled > x + 12 * gap:
            yield Text(settled, bottom - gap * 1.6, text, Ink.SECONDARY, TextSize.SMALL, halo=True)
    elif scale.left + 24 * gap < end <= scale.right:
        text = grouped(int(steps.fen[-1]))
        y = float(corners[-1, 1])
        if end + gap + layout.metrics.width(text, TextSize.SMALL) < scale.right:
            above = gap * 1.8 if layout.timeline.projected is not None else 0.0  # the dashed line goes on from here
            yield Text(end + gap, y - above, text, Ink.SECONDARY, TextSize.SMALL)
            return
        y = _off_line(corners, end - gap - layout.metrics.width(text, TextSize.SMALL), end, bottom, gap)
        yield Text(end - gap, y, text, Ink.SECONDARY, TextSize.SMALL, Anchor.END, halo=True)


def _off_line(corners: npt.NDArray[np.float64], left: float, right: float, bottom: float, gap: float) -> float:
    """The y of a text between two pixels: under the line, also where that falls there, or over it near the ground."""
    first = max(int(np.searchsorted(corners[:, 0], left, side="right")) - 1, 0)
    seen = corners[first : int(np.searchsorted(corners[:, 0], right, side="right")), 1]
    below = float(seen.max()) + gap * 1.8
    return below if below + gap < bottom else float(seen.min()) - gap * 1.6


def _bands(layout: Layout) -> Iterator[Shape]:
    edge = layout.metrics.units(6)
    for stretch in layout.timeline.stretches:
        box = layout.band_box(stretch)
        if box is None:
            continue
        left, top, right, bottom = box
        opacity = 0.36 if stretch.band and stretch.band.number % 2 == 0 else 0.2
        place = left + 0.5, top, max(right - left - 1, 1), bottom - top
        # Threads to the lanes below pass behind, or they would cross out its words; a plain one is drawn at once.
        yield Box(*place, fill=Ink.CANVAS)
        yield Box(*place, 3, Ink.PLAN, opacity=opacity)
        start = _past_marks(layout, stretch.row, max(left, layout.scale.left)) + edge
        end = _before_marks(layout, stretch.row, start, min(right, layout.scale.right)) - edge
        for text in _band_texts(layout, stretch):
            width = layout.metrics.width(text, TextSize.SMALL)
            x = layout.past_tags(start, width, (top + bottom) / 2)
            x = layout.clear_start(stretch.row, x - edge, width + 2 * edge) + edge
            if x + width <= end and not layout.is_under_tag(x, x + width, (top + bottom) / 2):
                yield Text(x, (top + bottom) / 2, text, Ink.PLAN, TextSize.SMALL)
                break


def _credit(layout: Layout) -> Iterator[Shape]:
    """The months as a credit record may show them, each with the mark where it has room."""
    for cell, (left, top, right, bottom) in _credit_boxes(layout):
        ground, ink = cell.inks
        yield Box(left, top, right - left, bottom - top, 3.0, ground, ink if right - left > _WORTH_AN_EDGE else None)
        seen_left, seen_right = max(left, layout.scale.left), min(right, layout.scale.right)
        if cell.mark and layout.metrics.width(cell.mark, TextSize.SMALL) < seen_right - seen_left - _BESIDE_A_MARK:
            middle = (seen_left + seen_right) / 2
            yield Text(middle, (top + bottom) / 2, cell.mark, ink, TextSize.SMALL, Anchor.MIDDLE)


def _credit_boxes(layout: Layout) -> list[tuple[CreditCell, tuple[float, float, float, float]]]:
    """The months in sight; those too narrow for their mark share a box, which says it once, while it stays the same."""
    found: list[tuple[CreditCell, tuple[float, float, float, float]]] = []
    # One measure for all, or February alone would join; a box is two pixels narrower than its month.
    shortest = layout.scale.per_day * _SHORTEST_MONTH - 2 - _BESIDE_A_MARK
    for cell in layout.timeline.credit:
        box = layout.credit_box(cell)
        if box is None:
            continue
        if found and layout.metrics.width(cell.mark, TextSize.SMALL) >= shortest:
            before, whole = found[-1]
            if (before.mark, before.inks) == (cell.mark, cell.inks) and before.last == cell.first:
                found[-1] = replace(before, last=cell.last), (whole[0], *box[1:])
                continue
        found.append((cell, box))
    return found


def _past_marks(layout: Layout, row: int, x: float) -> float:
    """Where a band's text may begin: after a mark that stands on its beginning."""
    found = layout.clusters
    mine = (found.row == row) & (found.left <= x + layout.mark) & (found.right >= x)
    return float(found.right[mine].max(initial=x))


def _before_marks(layout: Layout, row: int, start: float, end: float) -> float:
    """Where a band's text must end: before the next mark on it."""
    found = layout.clusters
    ahead = (found.row == row) & (found.left > start)
    return float(found.left[ahead].min(initial=end))


def _band_texts(layout: Layout, stretch: Stretch) -> Iterator[str]:
    """Texts for a band, the longest first."""
    band = stretch.band
    if band is None:
        yield layout.say("timeline.plan.several", count=stretch.plans)
        return
    if band.amount is not None and band.periods:
        text = band_words(band, layout.say)
        if len({b.facility for b in layout.timeline.bands}) > 1:
            yield f"{loan_name(layout.timeline, band.facility, layout.say)} · {text}"
        yield text
    yield layout.say("timeline.plan.number", number=band.number)
    yield str(band.number)


def _threads(layout: Layout) -> Iterator[Shape]:
    threads, days = layout.timeline.threads, layout.timeline.days
    kept = drawn(threads, layout.scale)
    upper, lower = threads.upper[kept], threads.lower[kept]
    y = layout.y_of(np.concatenate((upper, lower)))
    ends = np.column_stack((layout.scale.xs(days[upper]), y[: len(kept)], layout.scale.xs(days[lower]), y[len(kept) :]))
    along = threads.along[kept]
    crowd = len(kept) / max(layout.scale.width, 1.0)
    yield Lines(ends[~along], Ink.HINT, opacity=0.85 if crowd < _CROWD else 0.45)
    yield Lines(ends[along], Ink.BILL, 1.4, dashed=True)


def _marks(layout: Layout, kinds: list[int]) -> Iterator[Shape]:
    found, void, balance = layout.clusters, layout.timeline.void, layout.timeline.rows.balance
    sides = (found.row, found.left, found.right, found.count, found.first, layout.mark_y, found.size)
    for kind, row, left, right, count, first, y, size in zip(kinds, *(side.tolist() for side in sides), strict=True):
        if row != balance:
            yield Mark(KINDS[kind], left, right, y, size, count > 1, count == 1 and void[first])

"""The selection stands out: all else is dimmed, its own marks are drawn again and numbered in order of time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.core.explanation import EventKind
from app.palette import Ink
from app.timeline import glyphs
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize
from app.timeline.model import KINDS, Timeline
from app.timeline.shapes import Anchor, Box, Shape, Text

_DIMMED = 0.58
_MOST_NUMBERS = 9
_BADGE = 13.0


def members(timeline: Timeline, event: int | None, discrepancy: int | None) -> frozenset[int]:
    """Return the events that belong to the selection: those of the discrepancy and of the chains it speaks of."""
    found: set[int] = set()
    if discrepancy is not None:
        found |= set(timeline.brackets.members[discrepancy])
    chosen = {event} if event is not None else set()
    about = None if discrepancy is None else timeline.brackets.discrepancies[discrepancy]
    for one in chosen | found:
        for chain in timeline.chains_of.get(one, ()):
            same = about is not None and (chain.facility, chain.period) == (about.facility, about.period)
            if one in chosen or same:
                found |= {timeline.index[e] for e in chain.events if e in timeline.index}
    return frozenset(found | chosen)


def dimmed(layout: Layout) -> Iterator[Box]:
    """Yield what dims all that lies under it."""
    grid, scale = layout.grid, layout.scale
    yield Box(scale.left, grid.header, scale.width, grid.height - grid.header, fill=Ink.CANVAS, opacity=_DIMMED)


def marks(layout: Layout, chosen: frozenset[int]) -> Iterator[Shape]:
    """Yield the marks of some events again, as they are in the picture, with what is written of them."""
    places, found = _places(layout, chosen), layout.clusters
    for i in places:
        kind, count, first = KINDS[int(layout.kinds[i])], int(found.count[i]), int(found.first[i])
        left, right, middle = float(found.left[i]), float(found.right[i]), float(layout.middles[int(found.row[i])])
        void = count == 1 and layout.timeline.void[first]
        yield from glyphs.mark(kind, left, right, middle, layout.mark, plain=count > 1, void=void)
    again = set(places)
    yield from (text for i, text in layout.labels if i in again)


def numbers(layout: Layout, chosen: frozenset[int]) -> Iterator[Shape]:
    """Yield 1, 2, 3 at the corners of the marks of some events, in order of time; none where they are one or many."""
    found, timeline = layout.clusters, layout.timeline
    placed = []
    for i in _places(layout, chosen):
        inside = [e for e in range(int(found.first[i]), int(found.stop[i])) if e in chosen]
        placed.append((min(_order(timeline, e) for e in inside), i))
    if not 1 < len(placed) <= _MOST_NUMBERS:
        return
    size = layout.metrics.units(_BADGE)
    for number, (_, i) in enumerate(sorted(placed), 1):
        x = float(found.left[i]) - 2  # its amount stands on the right or above
        y = float(layout.middles[int(found.row[i])]) + layout.mark * 0.7
        yield Box(round(x - size / 2), round(y - size / 2), size, size, size / 2, Ink.ACCENT, Ink.CANVAS)
        yield Text(round(x - size / 2) + size / 2, y, str(number), Ink.PANEL, TextSize.SMALL, Anchor.MIDDLE, True)


def _order(timeline: Timeline, event: int) -> tuple[float, int]:
    """What fell due on a day comes before whatever was tried or paid on it."""
    day = float(timeline.days[event])
    due = KINDS[int(timeline.kind[event])] is EventKind.DUE
    return (float(np.floor(day)) if due else day), int(timeline.rank[event])


def _places(layout: Layout, chosen: frozenset[int]) -> list[int]:
    """The marks in sight that stand for any of some events."""
    found = layout.clusters
    wanted = np.array(sorted(chosen), dtype=np.int64)
    if not len(wanted) or not len(found.first):
        return []
    after = np.searchsorted(wanted, found.first)
    held = (after < len(wanted)) & (wanted[np.minimum(after, len(wanted) - 1)] < found.stop)
    return [i for i in np.flatnonzero(held).tolist() if int(found.row[i]) != layout.timeline.rows.balance]

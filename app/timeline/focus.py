"""The selection stands out: all else is dimmed, each of its events has a mark of its own, numbered in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.core.explanation import EventKind
from app.palette import Ink
from app.timeline.clusters import clusters
from app.timeline.labels import leading_kinds, number_ink
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize, shortened
from app.timeline.model import KINDS, Timeline
from app.timeline.shapes import Anchor, Box, Lines, Mark, Shape, Text

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


@dataclass(frozen=True, slots=True)
class Place:
    """The mark of some selected events; ``is_own`` where the picture has none for them alone."""

    events: tuple[int, ...]
    mark: Mark
    is_own: bool


@dataclass(frozen=True)
class Chosen:
    """What is selected in a layout: ``events`` in order. Those that the picture joins with others are set apart."""

    layout: Layout
    events: npt.NDArray[np.int64]

    @classmethod
    def of(cls, layout: Layout, event: int | None, discrepancy: int | None) -> Chosen:
        """The marks of a selection."""
        found = members(layout.timeline, event, discrepancy)
        return cls(layout, np.array(sorted(found), dtype=np.int64))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The marks in sight, in the order of their events."""
        whole = [self._as_drawn(i) for i in self._held if self.layout.clusters.count[i] == 1]
        balance = self.layout.timeline.rows.balance
        found = (*whole, *self._set_apart())
        kept = [place for place in found if int(self.layout.timeline.row[place.events[0]]) != balance]
        return tuple(sorted(kept, key=lambda place: place.events))

    @cached_property
    def _held(self) -> list[int]:
        """The marks of the picture that stand for any of the events."""
        found = self.layout.clusters
        held = np.searchsorted(self.events, found.stop) > np.searchsorted(self.events, found.first)
        return np.flatnonzero(held).tolist()

    def _as_drawn(self, place: int) -> Place:
        layout, found = self.layout, self.layout.clusters
        event = int(found.first[place])
        sides = float(found.left[place]), float(found.right[place]), float(layout.mark_y[place])
        kind = KINDS[int(layout.timeline.kind[event])]
        mark = Mark(kind, *sides, float(found.size[place]), plain=False, void=layout.timeline.void[event])
        return Place((event,), mark, is_own=False)

    def _set_apart(self) -> Iterator[Place]:
        """The marks of those events that the picture joins, as if they were alone in it."""
        layout, timeline, found = self.layout, self.layout.timeline, self.layout.clusters
        joined = [i for i in self._held if found.count[i] > 1]
        inside = [self.events[(found.first[i] <= self.events) & (self.events < found.stop[i])] for i in joined]
        events = np.concatenate((*inside, np.empty(0, dtype=np.int64)))
        starts = np.searchsorted(timeline.row[events], np.arange(len(timeline.starts)))
        own = clusters(timeline.days[events], starts, layout.scale, layout.mark, layout.ways)
        kinds = leading_kinds(np.append(timeline.leading[events], 0), own)
        y = layout.middles[own.row] + own.rise
        sides = (own.first, own.stop, kinds, own.left, own.right, y, own.size)
        for first, stop, kind, left, right, middle, size in zip(*(side.tolist() for side in sides), strict=True):
            of_mark = tuple(events[first:stop].tolist())
            void = len(of_mark) == 1 and timeline.void[of_mark[0]]
            yield Place(of_mark, Mark(KINDS[kind], left, right, middle, size, len(of_mark) > 1, void), is_own=True)

    def shapes(self) -> Iterator[Shape]:
        """Yield the marks again, over the dimmed picture, with what is written of them."""
        layout = self.layout
        for i in self._held:
            if layout.clusters.count[i] > 1:
                yield from self._emptied(i)
        for place in self.places:
            mark = place.mark
            if place.is_own:
                half = mark.size / 2 + 1
                yield Box(mark.left - 1, mark.middle - half, mark.right - mark.left + 2, 2 * half, half, Ink.CANVAS)
            yield mark
            if len(place.events) > 1:
                x, text = (mark.left + mark.right) / 2, shortened(len(place.events))
                ink = number_ink(mark.kind)
                yield Text(x, mark.middle, text, ink, TextSize.SMALL, Anchor.MIDDLE, strong=True)
        held = set(self._held)
        yield from (text for i, text in layout.labels if i in held and layout.clusters.count[i] == 1)

    def _emptied(self, place: int) -> Iterator[Shape]:
        """A joined mark of the picture without its number, dimmed: what is selected of it lies over it."""
        layout, found = self.layout, self.layout.clusters
        left, right, size = float(found.left[place]), float(found.right[place]), float(found.size[place])
        middle = float(layout.mark_y[place])
        yield Mark(KINDS[int(layout.kinds[place])], left, right, middle, size, plain=True)
        yield Box(left - 1, middle - size / 2 - 1, right - left + 2, size + 2, fill=Ink.CANVAS, opacity=_DIMMED)

    def numbers(self) -> Iterator[Shape]:
        """Yield 1, 2, 3 at the corners of the marks, in order of time; none where they are one or many."""
        timeline, size = self.layout.timeline, self.layout.metrics.units(_BADGE)
        placed = sorted((min(_order(timeline, e) for e in place.events), place.mark) for place in self.places)
        if not 1 < len(placed) <= _MOST_NUMBERS:
            return
        over: list[tuple[float, float]] = []
        for number, (_, mark) in enumerate(placed, 1):
            x, y = _beside(mark, size, over)
            over.append((x, y))
            yield Box(x, y, size, size, size / 2, Ink.ACCENT, Ink.CANVAS)
            yield Text(x + size / 2, y + size / 2, str(number), Ink.PANEL, TextSize.SMALL, Anchor.MIDDLE, True)

    def thread(self) -> Lines:
        """The threads between the events."""
        layout, threads = self.layout, self.layout.timeline.threads
        kept = np.flatnonzero(np.isin(threads.upper, self.events) & np.isin(threads.lower, self.events))
        upper, lower = threads.upper[kept], threads.lower[kept]
        y = layout.middles[layout.timeline.row]
        for place in self.places:
            y[list(place.events)] = place.mark.middle
        x = layout.event_x
        ends = np.column_stack((x[upper], y[upper], x[lower], y[lower]))
        way = ends[:, 2:] - ends[:, :2]
        # They end at the edges of their marks, on the way of the fainter threads that they lie over.
        cut = layout.mark * 0.55 / np.maximum(np.hypot(way[:, 0], way[:, 1]), layout.mark * 1.1)
        ends[:, :2] += way * cut[:, None]
        ends[:, 2:] -= way * cut[:, None]
        return Lines(ends, Ink.ACCENT, 2.0)

    def mark_of(self, event: int) -> Mark | None:
        """Return the mark that an event of the selection has in sight."""
        return next((place.mark for place in self.places if event in place.events), None)

    def own_at(self, x: float, y: float, near: float) -> int | None:
        """Return the event whose mark, which the picture joins with others, lies under a point."""
        for place in self.places:
            mark = place.mark
            across = mark.left - near <= x <= mark.right + near
            if place.is_own and len(place.events) == 1 and across and abs(y - mark.middle) <= mark.size / 2 + near:
                return place.events[0]
        return None


def _beside(mark: Mark, size: float, over: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Where the number of a mark stands: on its left, beside its amount, and farther left than others of its height."""
    x, y = round(mark.left - 2 - size / 2), round(mark.middle + mark.size * 0.7 - size / 2)
    while any(abs(x - a) < size - 2 and abs(y - b) < size - 2 for a, b in over):
        x -= round(size) - 1
    return float(x), float(y)


def _order(timeline: Timeline, event: int) -> tuple[float, int]:
    """What fell due on a day comes before whatever was tried or paid on it."""
    day = float(timeline.days[event])
    due = KINDS[int(timeline.kind[event])] is EventKind.DUE
    return (float(np.floor(day)) if due else day), int(timeline.rank[event])

"""A timeline at the current scale and in the current colours: drawn once into a pixmap, picked from the same layout."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from app.gui.style.painting import painting
from app.gui.timeline.painter import Canvas
from app.timeline import axes, highlights, scene
from app.timeline.focus import Chosen
from app.timeline.grid import RowGrid, row_grid
from app.timeline.lanes import Lane
from app.timeline.layout import Layout
from app.timeline.model import Timeline
from app.timeline.navigation import Step, next_discrepancy, step_inside, walk
from app.timeline.picking import NEAR_PX, FrameHit, Hit, MarkHit, pick
from app.timeline.scale import Scale
from app.timeline.shapes import Shape
from app.timeline.tooltips import Card, Words, card, discrepancy_card, event_card, range_card, summary
from app.timeline.upright import Areas, taken

_MOSTLY = 0.85
_ANY_HEIGHT = 100_000.0
_EDGE_SHARE = 0.03
"""How much of the whole span is shown empty at either end."""


class Stage:
    """Draws and answers for one timeline; it knows nothing of widgets."""

    def __init__(self, timeline: Timeline, canvas: Canvas, words: Words, size: QSize, ratio: float) -> None:
        self.timeline = timeline
        self.canvas = canvas
        self.words = words
        self._size, self._ratio = size, ratio
        self._pixmap = QPixmap()
        self._drawn_at: int | None = None
        self._faded: frozenset[int] = frozenset()
        self._selection: tuple[int | None, int | None] = None, None
        self._marked: Chosen | None = None
        self._names_drawn: tuple[tuple[RowGrid, float], QPixmap] | None = None
        self._content: tuple[Layout, list[Shape]] | None = None
        self._taken: tuple[Layout, Areas] | None = None
        self._totals: tuple[tuple[float, float], Card] | None = None
        self.grid = row_grid(timeline, canvas.metrics, words.say, size.height())
        self.layout = self._laid_out(self.activity())

    @property
    def scale(self) -> Scale:
        """The current scale."""
        return self.layout.scale

    @cached_property
    def highest(self) -> int:
        """The height from which the rows would grow no more."""
        return round(row_grid(self.timeline, self.canvas.metrics, self.words.say, _ANY_HEIGHT).height)

    @property
    def limits(self) -> tuple[float, float]:
        """The first and last day number that can be shown: all of it and a little at either end."""
        first, last = self.timeline.extent
        edge = max((last - first) * _EDGE_SHARE, 1.0)
        return first - edge, last + edge

    def everything(self) -> Scale:
        """The scale that shows everything, with room for the first and the last mark."""
        width = max(float(self._size.width()) - self.grid.gutter, 1.0)
        return Scale(0.0, 1.0, self.grid.gutter, width).showing(*self.limits, self.canvas.metrics.units(12))

    def activity(self) -> Scale:
        """The scale that shows what happened and what comes next; everything, where that is hardly more."""
        whole = self.everything()
        first, last = self.timeline.activity
        edge = self.canvas.metrics.units(24)
        told = self.kept_inside(whole.showing(first, last, edge))
        return whole if told.days > whole.days * _MOSTLY else told

    def kept_inside(self, scale: Scale) -> Scale:
        """A scale moved and narrowed so that it shows nothing beyond what everything shows."""
        whole = self.everything()
        return scale.within(whole.start, whole.end)

    def show(self, scale: Scale) -> None:
        """Take another scale."""
        self.layout = self._laid_out(scale)
        self._drawn_at = None

    def fade(self, discrepancies: Iterable[str]) -> None:
        """Let discrepancies, by id, step back, and all others forward."""
        index = self.timeline.brackets.index
        self._faded = frozenset(index[found] for found in discrepancies if found in index)
        self.show(self.scale)

    def choose(self, event: int | None, discrepancy: int | None) -> None:
        """Take what is selected, and keep clear the place where the tag of the selected discrepancy lies."""
        before, self._selection, self._marked = self._selection, (event, discrepancy), None
        if discrepancy != before[1]:
            self.show(self.scale)

    @property
    def _picked_out(self) -> Chosen | None:
        """The marks of the selection; None where nothing is selected."""
        if self._selection == (None, None):
            return None
        if self._marked is None or self._marked.layout is not self.layout:
            self._marked = Chosen.of(self.layout, *self._selection)
        return self._marked

    def set_ratio(self, ratio: float) -> None:
        """Draw anew where the window came to a screen of another device pixel ratio."""
        if ratio != self._ratio:
            self._ratio, self._drawn_at = ratio, None

    def resize(self, size: QSize, ratio: float) -> None:
        """Take another size and device pixel ratio; the span of time stays."""
        self._size, self._ratio = size, ratio
        self.grid = row_grid(self.timeline, self.canvas.metrics, self.words.say, size.height())
        self.show(self.scale.resized(self.grid.gutter, size.width() - self.grid.gutter))

    def _laid_out(self, scale: Scale) -> Layout:
        return Layout(
            self.timeline, scale, self.canvas.metrics, self.words.say, self.grid, self._faded, chosen=self._selection[1]
        )

    def paint(
        self, painter: QPainter, dirty: QRect, scrolled: int, over: Iterable[Shape], above: Iterable[Shape] = ()
    ) -> None:
        """Draw what is dirty: the picture from its pixmap, what lies over its marks, what lies over its calendar."""
        if self._drawn_at != scrolled:
            self._draw(scrolled)
        area = QRectF(dirty)
        ratio = self._ratio
        pixels = QRectF(area.x() * ratio, area.y() * ratio, area.width() * ratio, area.height() * ratio)
        painter.drawPixmap(area, self._pixmap, pixels)
        shapes = list(over)
        for part, shift in self._parts(scrolled) if shapes else ():
            painter.save()
            painter.setClipRect(part.adjusted(self.grid.gutter, 0, 0, 0).intersected(area))
            painter.translate(0, -shift)
            self.canvas.draw(painter, shapes)
            painter.restore()
        if heading := list(above):
            painter.save()
            calendar = QRectF(self.grid.gutter, 0, self._size.width() - self.grid.gutter, self.grid.header)
            painter.setClipRect(calendar.intersected(area))
            self.canvas.draw(painter, heading)
            painter.restore()

    def _parts(self, scrolled: int) -> list[tuple[QRectF, int]]:
        """The parts of the view below the calendar, and how far each is scrolled: pinned rows are not."""
        grid, width, height = self.grid, float(self._size.width()), float(self._size.height())
        pinned = grid.pinned if scrolled else grid.header
        rest = QRectF(0, pinned, width, height - pinned), scrolled
        return [(QRectF(0, grid.header, width, pinned - grid.header), 0), rest] if pinned > grid.header else [rest]

    def scrolled_at(self, y: float, scrolled: int) -> int:
        """How far the row under a y of the view is scrolled."""
        return 0 if y < self.grid.pinned else scrolled

    def lane_at(self, at: QPointF, scrolled: int) -> Lane | None:
        """The lane whose name lies under a point of the view."""
        y = at.y() + self.scrolled_at(at.y(), scrolled)
        if (
            not self.timeline.rows.rows
            or at.x() >= self.grid.gutter
            or at.y() < self.grid.header
            or y >= self.grid.height
        ):
            return None
        return self.timeline.rows.rows[max(bisect_right(self.grid.tops, y) - 1, 0)].lane

    def _draw(self, scrolled: int) -> None:
        """Draw the picture anew, on the same pixmap while the size stays: a new one costs a millisecond."""
        wanted = self._size * self._ratio
        if self._pixmap.size() != wanted:
            self._pixmap = QPixmap(wanted)
        self._pixmap.setDevicePixelRatio(self._ratio)
        self._pixmap.fill(self.canvas.background)
        self._drawn_at = scrolled
        with painting(self._pixmap) as painter:
            for part, shift in self._parts(scrolled):
                painter.save()
                painter.setClipRect(part)
                painter.translate(0, -shift)
                self.canvas.draw(painter, self._shown())
                painter.drawPixmap(0, 0, self._names())
                painter.restore()
            self.canvas.draw(painter, axes.header(self.layout))

    def _shown(self) -> list[Shape]:
        """The picture's shapes, made once for a layout."""
        if self._content is None or self._content[0] is not self.layout:
            self._content = self.layout, list(scene.content(self.layout))
        return self._content[1]

    def _areas(self) -> Areas:
        """Where words, marks and signs stand in the picture."""
        if self._taken is None or self._taken[0] is not self.layout:
            self._taken = self.layout, taken(self._shown(), self.canvas.metrics)
        return self._taken[1]

    def _names(self) -> QPixmap:
        """The names of the rows, drawn once for where these lie."""
        kept = self._names_drawn
        if kept is None or kept[0] != (self.grid, self._ratio):
            size = QSize(math.ceil(self.grid.gutter), math.ceil(self.grid.height)) * self._ratio
            pixmap = QPixmap(size)
            pixmap.setDevicePixelRatio(self._ratio)
            pixmap.fill(self.canvas.background)
            with painting(pixmap) as painter:
                self.canvas.draw(painter, axes.names(self.layout))
            kept = self._names_drawn = (self.grid, self._ratio), pixmap
        return kept[1]

    def pick(self, at: QPointF, scrolled: int, *, joined: bool = False) -> Hit | None:
        """Return what lies under a point of the view; with ``joined`` no mark of the selection within another."""
        if at.y() < self.grid.header:
            return None
        x, y = at.x(), at.y() + self.scrolled_at(at.y(), scrolled)
        hit = pick(self.layout, x, y)
        if joined or not isinstance(hit, MarkHit) or hit.stop - hit.first == 1:
            return hit
        if (chosen := self._picked_out) is not None:
            event = chosen.own_at(x, y, NEAR_PX)
            return hit if event is None else MarkHit(event, event + 1)
        return hit

    def over(self, hit: Hit | None, span: tuple[float, float] | None) -> Iterator[Shape]:
        """Yield what lies over the picture: the range, the selection, the mark under the pointer."""
        if span is not None:
            yield from highlights.time_range(self.layout, *span, self._areas())
        if (chosen := self._picked_out) is not None:
            yield from highlights.selection(chosen, *self._selection)
        if isinstance(hit, MarkHit):
            yield from highlights.ring(self.layout, hit.first, hit.stop, self._picked_out)

    def settling(self, day: float) -> Iterator[Shape]:
        """Yield the line of a day on which everything is settled."""
        return highlights.settling(self.layout, day, self._areas())

    def settling_head(self, day: float, amount: str) -> Iterator[Shape]:
        """Yield what settling costs on a day, over the calendar."""
        return highlights.settling_head(self.layout, day, amount)

    def ring_area(self, hit: Hit | None, scrolled: int) -> QRect:
        """Return the part of the view that the ring around a mark covers; empty for anything else."""
        if not isinstance(hit, MarkHit):
            return QRect()
        area = QRectF()
        for box in highlights.ring(self.layout, hit.first, hit.stop, self._picked_out):
            shift = self.scrolled_at(box.y, scrolled)
            area = area.united(QRectF(box.x, box.y - shift, box.width, box.height))
        return area.adjusted(-3, -3, 3, 3).toAlignedRect()

    def hit_card(self, hit: Hit) -> Card:
        """Return the card of what was hit."""
        return card(self.timeline, hit, self.words)

    def spoken(self, event: int | None, discrepancy: int | None) -> str:
        """Return what a screen reader hears of the selection: the event, else the discrepancy, else nothing."""
        if event is not None:
            return event_card(self.timeline, event, self.words.say).spoken
        return "" if discrepancy is None else discrepancy_card(self.timeline, discrepancy, self.words).spoken

    def summary(self) -> str:
        """Return what a screen reader hears of the whole."""
        return summary(self.timeline, self.words.say)

    def place_of_event(self, event: int) -> tuple[float, float, float, float]:
        """Return the first and last day, the top and the bottom of an event's row."""
        day, row = float(self.timeline.days[event]), int(self.timeline.row[event])
        return day, day, self.grid.tops[row], self.grid.tops[row + 1]

    def place_of_discrepancy(self, index: int) -> tuple[float, float, float, float]:
        """Return the first and last day, the top and the bottom of a discrepancy's frame."""
        found = self.timeline.brackets
        top, bottom = self.grid.tops[int(found.upper[index])], self.grid.tops[int(found.lower[index]) + 1]
        return float(found.first[index]), float(found.last[index]), top, bottom

    def chosen(self, at: QPointF, scrolled: int) -> tuple[int | None, int | None]:
        """Return the event and the discrepancy that a click on a point selects.

        Of a joined mark these are the first event that does not agree, then with each click the next one; of several
        discrepancies the worst.
        """
        hit, whole = self.pick(at, scrolled), self.pick(at, scrolled, joined=True)
        event = self._selection[0]
        at_selected = event is not None and hit == MarkHit(event, event + 1)
        if isinstance(whole, MarkHit) and (hit == whole or at_selected):
            hit = MarkHit(inside := step_inside(self.timeline, event, whole.first, whole.stop), inside + 1)
        match hit:
            case MarkHit(first):
                return first, self.timeline.brackets.of_event.get(first)
            case FrameHit(frame):
                return None, frame.members[0]
        return None, None

    def holds_selected(self, hit: Hit | None) -> bool:
        """Say whether the selected event is one of those that a mark stands for."""
        event = self._selection[0]
        return isinstance(hit, MarkHit) and event is not None and hit.first <= event < hit.stop

    def range_card(self, span: tuple[float, float]) -> Card:
        """Return the totals of a range, summed once while it stays."""
        if self._totals is None or self._totals[0] != span:
            self._totals = span, range_card(self.timeline, *span, self.words.say)
        return self._totals[1]

    def span_of(self, hit: Hit | None) -> tuple[float, float] | None:
        """Return the days that a double click shows: those of the events of a mark, of a frame or of a plan."""
        return highlights.days_of(self.timeline, hit)

    def step(self, event: int | None, step: Step) -> int | None:
        """Return the event that a step leads to."""
        return walk(self.timeline, event, step, (self.scale.start + self.scale.end) / 2)

    def next_discrepancy(self, current: int | None, forward: bool) -> int | None:
        """Return the discrepancy after or before one."""
        return next_discrepancy(self.timeline, current, forward)

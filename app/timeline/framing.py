"""Where everything lies at one scale: rows, marks, the frames of discrepancies, bands; `layout` adds their tags."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.core.explanation import EventKind
from app.core.money import grouped
from app.timeline.bands import Stretch
from app.timeline.brackets import Frame, edges, frames, sign_middle
from app.timeline.clusters import Clusters, clusters
from app.timeline.credit import CreditCell
from app.timeline.grid import RowGrid, many_dues
from app.timeline.knots import Stack, stacks
from app.timeline.lanes import Lane
from app.timeline.metrics import Metrics, Say, TextSize, shortened
from app.timeline.model import KINDS, Timeline
from app.timeline.scale import Scale
from app.timeline.ticks import Tick, ticks

_MONTH = 28
_AIR = 3.0
"""Pixels between a text and the edge of a frame."""
_MOST_NUMBERS = 4
_TAG_EDGE = 4.0
"""How much higher a tag is than its sign."""


@dataclass(frozen=True)
class Framing:
    """A timeline at one scale, with the frames of its discrepancies and nothing written on them."""

    timeline: Timeline
    scale: Scale
    metrics: Metrics
    say: Say
    grid: RowGrid
    faded: frozenset[int] = frozenset()
    """Discrepancies, by their place, that the list does not show or that are done with: they stay, and step back."""
    numbers: Mapping[int, int] = field(default_factory=dict)
    """The numbers of discrepancies in workbook and letters, by their place; on paper alone."""

    @cached_property
    def mark(self) -> float:
        """The width of a mark in pixels."""
        return self.metrics.units(15)

    @cached_property
    def clusters(self) -> Clusters:
        """The marks in sight."""
        t = self.timeline
        return clusters(t.days, t.starts, self.scale, self.mark, self.ways)

    @cached_property
    def ways(self) -> tuple[tuple[Stack, ...], ...]:
        """How marks that would touch can stand above each other in each row."""
        return stacks(self.timeline, self.grid, self.mark, self.sign + _TAG_EDGE)

    @cached_property
    def mark_y(self) -> npt.NDArray[np.float64]:
        """The y of the middle of each mark in sight."""
        return self.middles[self.clusters.row] + self.clusters.rise

    def y_of(self, events: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the y of the marks that stand for some events; in sight or not, that of their rows."""
        found = self.clusters
        set_apart = found.rise != 0
        rises = np.zeros(len(self.timeline.events))
        rises[found.first[set_apart]] = found.rise[set_apart]
        return self.middles[self.timeline.row[events]] + rises[events]

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of discrepancies in sight."""
        return frames(self.timeline.brackets, self.scale, max(self.sign, self._number_room), *self.frame_pads)

    @cached_property
    def _edges(self) -> tuple[list[float], ...]:
        """The upright edges of frames that cross each row, and the ends of brackets that reach into it, in order."""
        rows = len(self.timeline.rows.rows)
        found: list[list[float]] = [[] for _ in range(rows)]
        for frame in self.frames:
            found[frame.upper] += frame.reach or ()
            if len(frame.members) > 1:
                found[frame.upper] += [frame.left, frame.right]
            elif not self.is_bare(frame):
                for row in range(frame.upper, frame.lower + 1):
                    found[row] += [frame.left, frame.right]
        return tuple(sorted(edges) for edges in found)

    def enters_frame(self, row: int, left: float, right: float) -> bool:
        """Say whether a frame of a row begins between two pixels: a label beyond would seem to be of what is in it."""
        return any(
            left < frame.left <= right
            and frame.upper <= row <= frame.lower
            and len(frame.members) == 1
            and not self.is_bare(frame)
            for frame in self.frames
        )

    def is_clear(self, row: int, left: float, right: float) -> bool:
        """Say whether no edge of a frame runs between two pixels of a row, so that a text may stand there."""
        edges = self._edges[row]
        return bisect_left(edges, left - _AIR) == bisect_left(edges, right + _AIR)

    def clear_start(self, row: int, left: float, width: float) -> float:
        """Return where a text of a width may begin, at ``left`` or after the edges of frames that it would cross."""
        edges = self._edges[row]
        at = bisect_left(edges, left - 1)
        while at < len(edges) and edges[at] < left + width:
            left = edges[at]
            at += 1
        return left

    @cached_property
    def frame_pads(self) -> tuple[float, float]:
        """How far a frame reaches beyond its marks, and beyond its dues where these have labels."""
        pad = self.mark / 2 + 5
        t = self.timeline
        dues = t.amounts[t.kind == KINDS.index(EventKind.DUE)]
        label = self.metrics.width(grouped(int(dues.max(initial=0))), TextSize.SMALL) / 2 + _AIR + 2
        labelled = not many_dues(t) and label * 2 - 2 < self.scale.per_day * _MONTH
        return pad, max(pad, label) if labelled else pad

    @property
    def sign(self) -> float:
        """The size of a severity's sign in pixels."""
        return self.metrics.units(13)

    @cached_property
    def middles(self) -> npt.NDArray[np.float64]:
        """The y of the marks of each row."""
        return np.array(self.grid.middles)

    @cached_property
    def event_x(self) -> npt.NDArray[np.float64]:
        """The pixel of every event."""
        return self.scale.xs(self.timeline.days)

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """The ticks of the calendar in sight."""
        return ticks(self.scale, self.metrics, self.say)

    def own_frame(self, index: int) -> Frame:
        """Return the frame that a discrepancy has when it shares none."""
        found = self.timeline.brackets
        lefts, rights = edges(found, self.scale, *self.frame_pads)
        upper, lower = int(found.upper[index]), int(found.lower[index])
        severity = found.discrepancies[index].severity
        return Frame((index,), float(lefts[index]), float(rights[index]), upper, lower, severity)

    def is_faded(self, frame: Frame) -> bool:
        """Say whether all that a frame stands for steps back."""
        return self.faded.issuperset(frame.members)

    def is_bare(self, frame: Frame) -> bool:
        """Say whether nothing on the timeline is in a frame: its sign alone stands there, not an empty box."""
        return not any(self.timeline.brackets.members[one] for one in frame.members)

    def frame_box(self, frame: Frame) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a frame."""
        gap = self.metrics.units(4)
        return frame.left, self.grid.tops[frame.upper] + gap, frame.right, self.grid.tops[frame.lower + 1] - gap

    def sign_at(self, frame: Frame) -> tuple[float, float]:
        """Return the middle of a frame's sign, amid what is in sight: on its upper edge, above its marks."""
        return sign_middle(frame.left, frame.right, self.scale), self.grid.signs[frame.upper]

    def leg(self, frame: Frame) -> float:
        """Return how far the ends of a bracket reach down: not over the marks of its row."""
        top = self.grid.tops[frame.upper] + self.metrics.units(4)
        free = float(self.middles[frame.upper]) - self.mark * 0.6 - top - 1
        return min(self.metrics.units(8), max(free, 2.0))

    def numbers_of(self, frame: Frame) -> str:
        """Return the numbers of what a frame stands for, as workbook and letters name them; empty on the screen."""
        own = sorted(self.numbers[member] for member in frame.members if member in self.numbers)
        return " ".join(f"#{n}" for n in own[:_MOST_NUMBERS]) + (" …" if len(own) > _MOST_NUMBERS else "")

    def sign_words(self, frame: Frame) -> str:
        """Return what stands beside the sign of several discrepancies: on paper their numbers, else how many."""
        return self.numbers_of(frame) or shortened(len(frame.members))

    def half_of_sign(self, frame: Frame) -> float:
        """Return half the width of a sign without a tag, with its words where it stands for several."""
        if len(frame.members) == 1:
            return self.sign / 2 + 1
        return (self.sign + self.metrics.width(self.sign_words(frame), TextSize.SMALL, True) + 8) / 2

    @property
    def _number_room(self) -> float:
        """How wide a sign with its number is; nothing on the screen."""
        if not self.numbers:
            return 0.0
        return self.sign * 2 + self.metrics.width(f"#{max(self.numbers.values())}", TextSize.SMALL, True)

    def band_box(self, stretch: Stretch) -> tuple[float, float, float, float] | None:
        """Return left, top, right and bottom of a band; None where it is out of sight."""
        left, right = self.scale.x(stretch.first), self.scale.x(stretch.last)
        if right < self.scale.left or left > self.scale.right:
            return None
        half, middle = self.metrics.units(9), float(self.middles[stretch.row])
        return left, middle - half, right, middle + half

    def credit_box(self, cell: CreditCell) -> tuple[float, float, float, float] | None:
        """Return left, top, right and bottom of a month of the credit record; None where it is out of sight."""
        row = self.timeline.rows.of_lane.get((Lane.CREDIT, False))
        left, right = self.scale.x(cell.first), self.scale.x(cell.last)
        if row is None or right < self.scale.left or left > self.scale.right:
            return None
        half, middle = self.metrics.units(8), float(self.middles[row])
        return left + 1, middle - half, max(right - 1, left + 3), middle + half

    def balance_edges(self) -> tuple[float, float] | None:
        """Return the y of the highest balance and of zero; None where there is no such lane."""
        rows = self.timeline.rows.rows
        row = self.timeline.rows.balance
        if row is None:
            return None
        above, below = (4, 4) if rows[row].folded else (14, 10)
        return self.grid.tops[row] + self.metrics.units(above), self.grid.tops[row + 1] - self.metrics.units(below)

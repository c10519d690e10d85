"""Where everything lies at one scale: rows, marks, frames, bands; what is drawn and picked is read from here."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.core.explanation import EventKind, Facility
from app.core.money import grouped
from app.timeline.bands import Stretch
from app.timeline.brackets import NO_ROW, Frame, edges, frames, sign_middle
from app.timeline.clusters import Clusters, clusters
from app.timeline.credit import CreditCell
from app.timeline.lanes import Lane, Row
from app.timeline.metrics import Metrics, Say, TextSize
from app.timeline.model import KINDS, Timeline
from app.timeline.scale import Scale
from app.timeline.tags import Tag, tag_of_chosen, tags
from app.timeline.ticks import Tick, ticks

# Heights for text of 13 px.
_HEIGHT = {
    Lane.DRAWDOWN: 40,
    Lane.DUE: 54,
    Lane.DEBIT: 40,
    Lane.BANK: 38,
    Lane.POSTED: 38,
    Lane.PLAN: 30,
    Lane.BILL: 42,
    Lane.CREDIT: 28,
    Lane.BALANCE: 76,
}
_LOWER_HEIGHT = 28
_FOLDED_HEIGHT = 22
_LOW_DUE = 36
_MOST_TALL_DUES = 3
_TALLEST_BALANCE = 150
_MONTH = 28
_STRETCH, _SHRINK = 1.5, 0.84
"""Rows grow to this where the view has room to spare, and shrink to that before they have to be scrolled."""


@dataclass(frozen=True)
class RowGrid:
    """Where rows lie and how wide the column of their names is; ``tops`` has one more than there are rows."""

    gutter: float
    header: float
    tops: tuple[float, ...]

    pinned: float
    """How far down the part reaches that is not scrolled: the header, and the pinned rows."""

    @property
    def height(self) -> float:
        """The whole height, header and all."""
        return self.tops[-1]


def row_grid(timeline: Timeline, metrics: Metrics, say: Say, height: float) -> RowGrid:
    """Return where the rows lie in a view of a height; they take more where it is too low for them.

    A height of 0 asks for the rows as they are best.
    """
    header = metrics.units(30)
    crowded = many_dues(timeline)
    needed = [metrics.units(_row_height(r, crowded)) for r in timeline.rows.rows]
    # A bracket may begin in the first row, and its sign stands half above it.
    begin = header + (0.0 if timeline.rows.rows and timeline.rows.rows[0].lane is Lane.DRAWDOWN else metrics.units(9))
    if 0 < height - begin < sum(needed):
        shrunk = max((height - begin) / sum(needed), _SHRINK)
        needed = [float(math.floor(one * shrunk)) for one in needed]
    spare = max(height - begin - sum(needed), 0.0)
    balance = timeline.rows.balance
    if balance is not None and not timeline.rows.rows[balance].folded:
        extra = min(spare, metrics.units(_TALLEST_BALANCE) - needed[balance])
        needed[balance] += extra
        spare -= extra
    grown = min(1 + spare / max(sum(needed), 1.0), _STRETCH)
    tops = np.round(begin + np.concatenate(([0.0], np.cumsum(np.array(needed) * grown))))
    pinned = float(tops[timeline.rows.pinned]) if timeline.rows.pinned else header
    return RowGrid(_gutter(timeline, metrics, say), header, tuple(tops.tolist()), pinned)


def many_dues(timeline: Timeline) -> bool:
    """Say whether rows of dues are so many that they are kept low, with labels beside the marks instead of above."""
    dues = [row for row in timeline.rows.rows if row.lane is Lane.DUE]
    return len(dues) > _MOST_TALL_DUES or any(row.folded for row in dues)


def _row_height(row: Row, crowded: bool) -> int:
    if row.folded:
        return _FOLDED_HEIGHT
    if row.lower:
        return _LOWER_HEIGHT
    return _LOW_DUE if crowded and row.lane is Lane.DUE else _HEIGHT[row.lane]


def _gutter(timeline: Timeline, metrics: Metrics, say: Say) -> float:
    names = [name for row in range(len(timeline.rows.rows)) for name in row_names(timeline, row, say)]
    widest = max((metrics.width(name, TextSize.NORMAL) for name in names), default=0.0)
    return max(round(widest) + metrics.units(28), metrics.units(72))


def row_names(timeline: Timeline, row: int, say: Say) -> tuple[str, ...]:
    """Return the one or two lines that name a row: the lane where it begins, the loan where lanes have several rows."""
    rows = timeline.rows.rows
    this = rows[row]
    begins = row == 0 or rows[row - 1].lane is not this.lane
    if this.lower:
        return (say(f"timeline.lower.{this.lane.value}"),) if not begins else (say(f"timeline.lane.{this.lane.value}"),)
    name = (say(f"timeline.lane.{this.lane.value}"),) if begins else ()
    return name + _loan_line(timeline, this, say)


def _loan_line(timeline: Timeline, row: Row, say: Say) -> tuple[str, ...]:
    several = sum(r.lane is row.lane and not r.lower for r in timeline.rows.rows) > 1
    if not several or row.lane is not Lane.DUE:
        return ()
    if len(row.facilities) > 1:
        return (say("timeline.loans", count=len(row.facilities)),)
    return tuple(loan_name(timeline.loans[f], say) for f in row.facilities if f in timeline.loans)


def loan_name(facility: Facility, say: Say) -> str:
    """Return a loan's short name, its product and, where known, what was lent."""
    product = say(f"timeline.product.{facility.product}")
    return f"{product} {grouped(facility.principal)}" if facility.principal else product


@dataclass(frozen=True)
class Layout:
    """A timeline at one scale."""

    timeline: Timeline
    scale: Scale
    metrics: Metrics
    say: Say
    grid: RowGrid
    faded: frozenset[int] = frozenset()
    """Discrepancies, by their place, that the list does not show or that are done with: they stay, and step back."""
    chosen: int | None = None
    """The selected discrepancy, by its place: nothing else is written where its tag lies."""

    @cached_property
    def mark(self) -> float:
        """The width of a mark in pixels."""
        return self.metrics.units(15)

    @cached_property
    def clusters(self) -> Clusters:
        """The marks in sight."""
        t = self.timeline
        return clusters(t.days, t.starts, self.scale, self.mark, self.mark * 3)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of discrepancies in sight."""
        return frames(self.timeline.brackets, self.scale, self.sign, *self.frame_pads)

    @cached_property
    def _edges(self) -> tuple[list[float], ...]:
        """The upright edges of frames that cross each row, left to right."""
        rows = len(self.timeline.rows.rows)
        found: list[list[float]] = [[] for _ in range(rows)]
        for frame in self.frames:
            if len(frame.members) == 1 and not self.is_bare(frame):
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
        return bisect_left(edges, left - 1) == bisect_left(edges, right + 1)

    def is_under_tag(self, left: float, right: float, y: float) -> bool:
        """Say whether a text between two pixels, its middle at ``y``, would lie under a tag."""
        near = self.sign / 2 + self.metrics.units(8)
        found = self.tags if self.chosen_tag is None else (*self.tags, self.chosen_tag)
        return any(tag.left < right and left < tag.right and abs(tag.y - y) < near for tag in found)

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
        label = self.metrics.width(grouped(int(dues.max(initial=0))), TextSize.SMALL) / 2 + 3
        labelled = not many_dues(t) and label * 2 - 2 < self.scale.per_day * _MONTH
        return pad, max(pad, label) if labelled else pad

    @property
    def sign(self) -> float:
        """The size of a severity's sign in pixels."""
        return self.metrics.units(13)

    @cached_property
    def middles(self) -> npt.NDArray[np.float64]:
        """The y of the marks of each row; dues and bands leave room above for their labels."""
        rows = self.timeline.rows.rows
        tops = np.array(self.grid.tops)
        share = np.array([0.68 if r.lane is Lane.DUE and not many_dues(self.timeline) else 0.5 for r in rows])
        return np.round(tops[:-1] + (tops[1:] - tops[:-1]) * share) if rows else np.empty(0)

    @cached_property
    def event_x(self) -> npt.NDArray[np.float64]:
        """The pixel of every event."""
        return self.scale.xs(self.timeline.days)

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """The ticks of the calendar in sight."""
        return ticks(self.scale, self.metrics, self.say)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags of brackets that there is room for."""
        return tuple(tags(self))

    @cached_property
    def chosen_tag(self) -> Tag | None:
        """The tag of the selected discrepancy; None where none is selected or it has no place."""
        if self.chosen is None or self.timeline.brackets.upper[self.chosen] == NO_ROW:
            return None
        return tag_of_chosen(self, self.own_frame(self.chosen))

    def own_frame(self, index: int) -> Frame:
        """Return the frame that a discrepancy has when it shares none."""
        found = self.timeline.brackets
        lefts, rights = edges(found, self.scale, *self.frame_pads)
        upper, lower = int(found.upper[index]), int(found.lower[index])
        severity = found.discrepancies[index].severity
        return Frame((index,), float(lefts[index]), float(rights[index]), upper, lower, severity)

    def is_under_chosen_tag(self, left: float, right: float, y: float) -> bool:
        """Say whether a sign or a tag between two pixels, its middle at ``y``, would lie under the selection's tag."""
        tag = self.chosen_tag
        return tag is not None and tag.left < right and left < tag.right and abs(tag.y - y) < self.sign

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
        """Return the middle of a frame's sign: on its upper edge, in the middle of what is in sight."""
        left, top, right, _ = self.frame_box(frame)
        return sign_middle(left, right, self.scale), top

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

"""Labels of marks: shown only where they fit, never cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.core.explanation import Event, EventKind
from app.core.money import grouped
from app.palette import Ink
from app.timeline.clusters import Clusters
from app.timeline.glyphs import LOOKS
from app.timeline.grid import loan_name, many_dues
from app.timeline.metrics import TextSize, shortened
from app.timeline.model import KINDS
from app.timeline.shapes import Anchor, Text
from app.timeline.tagging import Tagged

_AMPLE = 2.2
"""An amount that is simply what was due gets a label only where there is this many times the room it needs."""

_LEAST = 26
"""Less room beside a mark holds no label at all: most marks in a crowd need not be asked."""


def leading_kinds(leading: npt.NDArray[np.int64], found: Clusters) -> npt.NDArray[np.int64]:
    """Return the kind (by number) that each joined mark looks like: the rarest that it holds.

    ``leading`` is as that of a timeline, of the events that the marks stand for, one longer than these.
    """
    if not len(found.first):
        return np.empty(0, dtype=np.int64)
    bounds = np.column_stack((found.first, found.stop)).ravel()
    return np.maximum.reduceat(leading, bounds)[::2] % len(KINDS)


def labels(layout: Tagged, kinds: npt.NDArray[np.int64]) -> Iterator[tuple[int, Text]]:
    """Yield the labels of all marks in sight, each with the place of its mark; ``kinds`` are their leading kinds."""
    found = layout.clusters
    rows, firsts, counts = found.row.tolist(), found.first.tolist(), found.count.tolist()
    lefts, rights = found.left.tolist(), found.right.tolist()
    crowded = many_dues(layout.timeline)
    many = _Counts(layout)
    middles = layout.mark_y.tolist()
    edge, ends, told = layout.scale.left, layout.scale.left, False
    for i, row in enumerate(rows):
        if i and rows[i - 1] != row:
            edge, ends, told = layout.scale.left, layout.scale.left, False
        if counts[i] > 1:
            text = many.text(counts[i], rights[i] - lefts[i])
            if text:
                ink = _ON[int(kinds[i])]
                yield i, Text((lefts[i] + rights[i]) / 2, middles[i], text, ink, TextSize.SMALL, Anchor.MIDDLE, True)
            edge = rights[i]
            continue
        follows = i + 1 < len(rows) and rows[i + 1] == row
        kind = KINDS[int(kinds[i])]
        if kind is EventKind.DUE and not crowded:
            label = _above(layout, firsts[i], (lefts[i] + rights[i]) / 2, ends)
        else:
            limit = lefts[i + 1] if follows else layout.scale.right
            room = _Room(lefts[i], rights[i], middles[i], max(edge, ends), limit, not follows, told)
            label = _beside(layout, firsts[i], kind, room)
        edge, told = rights[i], label is not None
        if label is not None:
            ends = label.x + layout.metrics.width(label.text, label.size) * _SHARE[label.anchor]
            yield i, label


_SHARE = {Anchor.START: 1.0, Anchor.MIDDLE: 0.5, Anchor.END: 0.0}
"""How much of a text lies right of its x."""


@dataclass(frozen=True, slots=True)
class _Room:
    """A mark's edges and middle, where what stands before it ends and what comes next begins.

    Whether it is the last of its row in sight, and whether the one before it says its amount.
    """

    left: float
    right: float
    middle: float
    floor: float
    limit: float
    is_last: bool
    follows_told: bool


class _Counts:
    """How the numbers of merged marks are written, by the room that there is; they are most of what is written."""

    def __init__(self, layout: Tagged) -> None:
        width = layout.metrics.width
        self._sign, self._figure = width("×", TextSize.SMALL, True), width("0", TextSize.SMALL, True)

    def text(self, count: int, wide: float) -> str:
        """The number with a sign, or it would be read as a number of problems; alone where that has no room."""
        text, room = shortened(count), wide - 2
        needed = self._figure * (len(text) + (count >= _SHORTENED))  # a letter is wider than a figure
        return f"×{text}" if needed + self._sign <= room else text if needed <= room else ""


_SHORTENED = 1000


def number_ink(kind: EventKind) -> Ink:
    """Return the ink of a number on a mark."""
    look = LOOKS[kind]
    return Ink.PANEL if look.filled else Ink.SECONDARY if look.ink is Ink.FAILED else look.ink


_ON = tuple(number_ink(kind) for kind in KINDS)


def _above(layout: Tagged, event: int, x: float, ends: float) -> Text | None:
    """The amount of a due above its mark, moved inwards at the edges of the view while it stays above it."""
    timeline, scale = layout.timeline, layout.scale
    if not timeline.has_amount[event] or timeline.void[event] or not scale.left <= x <= scale.right:
        return None
    text = grouped(int(timeline.amounts[event]))
    half = layout.metrics.width(text, TextSize.SMALL) / 2
    gap = layout.metrics.units(4)
    at = min(max(x, scale.left + gap + half), scale.right - 2 - half)
    if at - half < ends + gap or not layout.is_clear(int(timeline.row[event]), at - half, at + half):
        return None
    y = float(layout.middles[timeline.row[event]]) - layout.mark * 0.58 - layout.metrics.units(8)
    if layout.is_under_tag(at - half, at + half, y):
        return None
    return Text(at, y, text, Ink.SECONDARY, TextSize.SMALL, Anchor.MIDDLE, halo=True)


def _beside(layout: Tagged, event: int, kind: EventKind, room: _Room) -> Text | None:
    """What a mark says on its right; the last one of a row on its left where the view ends."""
    timeline = layout.timeline
    if room.right < layout.scale.left or (room.limit - room.right < layout.metrics.units(_LEAST) and not room.is_last):
        return None
    row = int(timeline.row[event])
    # Beside an advance runs the dashed line to its return, which before a number would look like a minus.
    lifted = layout.metrics.units(9) if kind is EventKind.RESERVE_TAKEN else 0.0
    if lifted and layout.grid.tops[row + 1] - layout.grid.tops[row] < layout.metrics.units(40):
        return None
    y = room.middle - lifted
    ink = Ink.SECONDARY if kind not in _COLOURED else LOOKS[kind].ink
    needed = 1.0 if timeline.notable[event] else _AMPLE
    for text in _candidates(layout, timeline.events[event]):
        width = layout.metrics.width(text, TextSize.SMALL)
        start = _after(layout, row, y, room, (width, needed))
        if start is None and room.is_last and not lifted:
            # What is simply what was due is told where the one before it is, or it would look like something else.
            start = _before(layout, row, y, room, (width, 1.0 if room.follows_told else needed))
        if start is not None:
            return Text(start, y, text, ink, TextSize.SMALL, halo=not lifted)
    return None


def _after(layout: Tagged, row: int, y: float, room: _Room, text: tuple[float, float]) -> float | None:
    """Where a text of a width, that needs so many times its room, begins right of its mark."""
    width, needed = text
    start = layout.clear_start(row, room.right, width + layout.metrics.units(8)) + layout.metrics.units(5)
    fits = start + width * needed <= room.limit - layout.metrics.units(6)
    fits = fits and not layout.enters_frame(row, room.right, start)
    return start if fits and not layout.is_under_tag(start, start + width, y) else None


def _before(layout: Tagged, row: int, y: float, room: _Room, text: tuple[float, float]) -> float | None:
    """Where such a text begins left of its mark: farther from what stands before it, whose label it is not."""
    width, needed = text
    end = room.left - layout.metrics.units(5)
    start = end - width
    in_view = (room.left + room.right) / 2 <= layout.scale.right
    fits = in_view and end - width * needed >= room.floor + layout.metrics.units(14)
    fits = fits and layout.is_clear(row, start, room.left - 2)
    return start if fits and not layout.is_under_tag(start, end, y) else None


_COLOURED = frozenset({EventKind.DRAWDOWN, EventKind.BILL})


def _candidates(layout: Tagged, event: Event) -> Iterator[str]:
    """Texts for a mark, the longest first."""
    amount = () if event.amount is None else (grouped(event.amount),)
    if event.kind is EventKind.DRAWDOWN:
        if event.facility in layout.timeline.loans:
            yield loan_name(layout.timeline, event.facility, layout.say)
    elif event.kind is EventKind.BILL:
        month = layout.say(f"timeline.month.{event.at.month}")
        yield from (f"{month} {text}" for text in amount)
        yield month
        return
    yield from amount

"""Labels of marks: shown only where they fit, never cut."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from app.core.explanation import Event, EventKind
from app.core.money import grouped
from app.palette import Ink
from app.timeline.glyphs import LOOKS, Look
from app.timeline.grid import loan_name, many_dues
from app.timeline.layout import Layout
from app.timeline.metrics import TextSize, shortened
from app.timeline.model import KINDS
from app.timeline.shapes import Anchor, Text

_AMPLE = 2.2
"""An amount that is simply what was due gets a label only where there is this many times the room it needs."""


def leading_kinds(layout: Layout) -> npt.NDArray[np.int64]:
    """Return the kind (by number) that each merged mark looks like: the rarest that it holds."""
    found = layout.clusters
    if not len(found.first):
        return np.empty(0, dtype=np.int64)
    bounds = np.column_stack((found.first, found.stop)).ravel()
    return np.maximum.reduceat(layout.timeline.leading, bounds)[::2] % len(KINDS)


def labels(layout: Layout, kinds: npt.NDArray[np.int64]) -> Iterator[Text]:
    """Yield the labels of all marks in sight; ``kinds`` are their leading kinds."""
    found = layout.clusters
    rows, firsts, counts = found.row.tolist(), found.first.tolist(), found.count.tolist()
    lefts, rights = found.left.tolist(), found.right.tolist()
    taken: dict[int, float] = {}
    crowded = many_dues(layout.timeline)
    many = _Counts(layout)
    middles = layout.middles.tolist()
    for i, row in enumerate(rows):
        if counts[i] > 1:
            text = many.text(counts[i], rights[i] - lefts[i])
            if text:
                ink = _ON[int(kinds[i])]
                yield Text((lefts[i] + rights[i]) / 2, middles[row], text, ink, TextSize.SMALL, Anchor.MIDDLE, True)
            continue
        follows = i + 1 < len(rows) and rows[i + 1] == row
        limit = lefts[i + 1] if follows else layout.scale.right
        kind = KINDS[int(kinds[i])]
        if kind is EventKind.DUE and not crowded:
            beyond = rights[i + 1] if follows else layout.scale.right
            label = _above(layout, firsts[i], (lefts[i] + rights[i]) / 2, taken.get(row, layout.scale.left), beyond)
            if label is not None:
                taken[row] = label.x + layout.metrics.width(label.text, label.size) / 2
                yield label
            continue
        yield from _beside(layout, firsts[i], kind, rights[i], limit)


def count_label(
    layout: Layout, kind: EventKind, count: int, left: float, right: float, middle: float
) -> Iterator[Text]:
    """Yield how many a merged mark stands for, where the number fits."""
    if text := _Counts(layout).text(count, right - left):
        yield Text((left + right) / 2, middle, text, _ON[KINDS.index(kind)], TextSize.SMALL, Anchor.MIDDLE, True)


class _Counts:
    """How the numbers of merged marks are written, by the room that there is; they are most of what is written."""

    def __init__(self, layout: Layout) -> None:
        width = layout.metrics.width
        self._sign, self._figure = width("×", TextSize.SMALL, True), width("0", TextSize.SMALL, True)

    def text(self, count: int, wide: float) -> str:
        """The number with a sign, or it would be read as a number of problems; alone where that has no room."""
        text, room = shortened(count), wide - 2
        needed = self._figure * (len(text) + (count >= _SHORTENED))  # a letter is wider than a figure
        return f"×{text}" if needed + self._sign <= room else text if needed <= room else ""


_SHORTENED = 1000


def _on(look: Look) -> Ink:
    """The ink of a number on a mark."""
    return Ink.PANEL if look.filled else Ink.SECONDARY if look.ink is Ink.FAILED else look.ink


_ON = tuple(_on(LOOKS[kind]) for kind in KINDS)


def _above(layout: Layout, event: int, x: float, taken: float, limit: float) -> Text | None:
    timeline = layout.timeline
    if not timeline.has_amount[event] or timeline.void[event]:
        return None
    text = grouped(int(timeline.amounts[event]))
    half = layout.metrics.width(text, TextSize.SMALL) / 2
    gap = layout.metrics.units(4)
    if not layout.is_clear(int(timeline.row[event]), x - half, x + half):
        return None
    if x - half < taken + gap or x + half > layout.scale.right - 2 or x + half > limit + half:
        return None
    y = float(layout.middles[timeline.row[event]]) - layout.mark * 0.58 - layout.metrics.units(8)
    if layout.is_under_tag(x - half, x + half, y):
        return None
    return Text(x, y, text, Ink.SECONDARY, TextSize.SMALL, Anchor.MIDDLE, halo=True)


def _beside(layout: Layout, event: int, kind: EventKind, right: float, limit: float) -> Iterator[Text]:
    timeline = layout.timeline
    if right < layout.scale.left:
        return
    row = int(timeline.row[event])
    # Beside an advance runs the dashed line to its return, which before a number would look like a minus.
    lifted = layout.metrics.units(9) if kind is EventKind.RESERVE_TAKEN else 0.0
    if lifted and layout.grid.tops[row + 1] - layout.grid.tops[row] < layout.metrics.units(40):
        return
    needed = 1.0 if timeline.notable[event] else _AMPLE
    for text in _candidates(layout, timeline.events[event]):
        width = layout.metrics.width(text, TextSize.SMALL)
        start = layout.clear_start(row, right, width + layout.metrics.units(8)) + layout.metrics.units(5)
        y = float(layout.middles[row]) - lifted
        fits = start + width * needed <= limit - layout.metrics.units(6)
        fits = fits and not layout.enters_frame(row, right, start)
        if fits and not layout.is_under_tag(start, start + width, y):
            ink = Ink.SECONDARY if kind not in _COLOURED else LOOKS[kind].ink
            yield Text(start, y, text, ink, TextSize.SMALL, halo=not lifted)
            return


_COLOURED = frozenset({EventKind.DRAWDOWN, EventKind.BILL})


def _candidates(layout: Layout, event: Event) -> Iterator[str]:
    """Texts for a mark, the longest first."""
    amount = () if event.amount is None else (grouped(event.amount),)
    if event.kind is EventKind.DRAWDOWN:
        loan = layout.timeline.loans.get(event.facility or "")
        yield from (loan_name(loan, layout.say),) if loan else ()
    elif event.kind is EventKind.BILL:
        month = layout.say(f"timeline.month.{event.at.month}")
        yield from (f"{month} {text}" for text in amount)
        yield month
        return
    yield from amount

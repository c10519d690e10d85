"""What lies under a point, and what a rectangle of time holds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from app.timeline.bands import Band
from app.timeline.brackets import Frame
from app.timeline.credit import CreditCell
from app.timeline.layout import Layout

NEAR_PX = 3.0
"""A mark is hit this far beside it too, so that a hand need not be steady."""
_ASIDE = 4.0
"""How many pixels up or down a pixel beside a mark counts for, where marks stand above each other."""


@dataclass(frozen=True, slots=True)
class MarkHit:
    """A mark, by the events it stands for: from ``first`` up to, without, ``stop``."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class FrameHit:
    """The sign or the ground of a frame."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class BandHit:
    """A plan; where plans overlap, one that holds at that moment."""

    band: Band


@dataclass(frozen=True, slots=True)
class BalanceHit:
    """The balance at a moment."""

    day: float
    fen: int


@dataclass(frozen=True, slots=True)
class CreditHit:
    """A month of the credit record."""

    cell: CreditCell


Hit = MarkHit | FrameHit | BandHit | BalanceHit | CreditHit


def pick(layout: Layout, x: float, y: float) -> Hit | None:
    """Return what is under a point: a sign before a mark, a mark before a band, that before the balance or a frame."""
    if not (layout.scale.left <= x <= layout.scale.right and layout.grid.header <= y < layout.grid.height):
        return None
    row = max(int(np.searchsorted(layout.grid.tops, y, side="right")) - 1, 0)
    marked = _sign(layout, x, y) or _mark(layout, row, x, y)
    under = _band(layout, x, y) or _credit(layout, x, y) or _balance(layout, x, y)
    return marked or under or _frame(layout, x, y)


def _sign(layout: Layout, x: float, y: float) -> FrameHit | None:
    for tag in layout.tags:
        if tag.left <= x <= tag.right and abs(y - tag.y) <= layout.sign / 2 + 2:
            return FrameHit(tag.frame)
    reach = layout.sign * 0.75
    for frame in reversed(layout.frames):
        at_x, at_y = layout.sign_at(frame)
        if abs(x - at_x) <= reach and abs(y - at_y) <= reach:
            return FrameHit(frame)
    return None


def _mark(layout: Layout, row: int, x: float, y: float) -> MarkHit | None:
    """The mark of a row at a pixel; of those that stand above each other the nearest."""
    found = layout.clusters
    away = np.maximum(np.maximum(found.left - x, x - found.right), 0.0)
    near = np.flatnonzero((found.row == row) & (away <= NEAR_PX))
    if not len(near):
        return None
    nearest = near[np.argmin(away[near] * _ASIDE + np.abs(layout.mark_y[near] - y))]
    return MarkHit(int(found.first[nearest]), int(found.stop[nearest]))


def _band(layout: Layout, x: float, y: float) -> BandHit | None:
    day = layout.scale.day(x)
    for stretch in layout.timeline.stretches:
        if stretch.first <= day < stretch.last and (box := layout.band_box(stretch)) and box[1] <= y <= box[3]:
            return BandHit(stretch.band or _holding(layout, stretch.row, day))
    return None


def _holding(layout: Layout, row: int, day: float) -> Band:
    """The plan that began last before a moment, among those of a row."""
    bands = layout.timeline.bands_of_row[row]
    return bands[bisect_right(bands, day, key=lambda b: b.first) - 1]


def _credit(layout: Layout, x: float, y: float) -> CreditHit | None:
    for cell in layout.timeline.credit:
        box = layout.credit_box(cell)
        if box is not None and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
            return CreditHit(cell)
    return None


def _balance(layout: Layout, x: float, y: float) -> BalanceHit | None:
    row = layout.timeline.rows.balance
    if row is None or not layout.grid.tops[row] <= y < layout.grid.tops[row + 1]:
        return None
    day = layout.scale.day(x)
    fen = layout.timeline.balance.at(day)
    return None if fen is None else BalanceHit(day, fen)


def _frame(layout: Layout, x: float, y: float) -> FrameHit | None:
    """The smallest frame around a point, because larger ones lie around it."""
    around = []
    for frame in layout.frames:
        left, top, right, bottom = layout.frame_box(frame)
        if left <= x <= right and top <= y <= bottom:
            around.append(((right - left) * (bottom - top), frame.members, frame))
    return FrameHit(min(around, key=lambda a: a[:2])[2]) if around else None

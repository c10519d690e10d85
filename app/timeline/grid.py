"""The rows of a timeline in a view of some height: where each lies, and what names it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.core.explanation import Basis
from app.core.money import grouped
from app.timeline.lanes import Lane, Row
from app.timeline.metrics import Metrics, Say, TextSize
from app.timeline.model import Timeline

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
_STRETCH, _SHRINK = 2.4, 0.84
"""Rows grow to this where the view has room to spare, and shrink to that before they have to be scrolled."""
_HALF_MARK, _LABELLED, _TAG = 9.5, 24.0, 19.0
"""How far a mark reaches up and down from its middle, how far a due with its label; how high a tag is, with air."""
_SIGN, _EDGE = 13.0, 4.0
"""The size of a sign, and how far the upper edge of a frame lies in its row."""


@dataclass(frozen=True)
class RowGrid:
    """Where rows lie and how wide the column of their names is; ``tops`` has one more than there are rows.

    ``heads`` are what rows have above their marks beyond their own height, for the tags of brackets that begin there,
    ``middles`` the y of their marks, ``signs`` that of the signs and tags of those brackets.
    """

    gutter: float
    header: float
    tops: tuple[float, ...]
    heads: tuple[float, ...]
    middles: tuple[float, ...]
    signs: tuple[float, ...]
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
    # A bracket may begin in the first row, and its sign stands half above it.
    begin = header + (metrics.units(9) if 0 in timeline.brackets.begins else 0.0)
    room = height - begin
    heights = _fitted(timeline, metrics, room)
    heads = _heads(timeline, metrics, heights, begin - header)
    if 0 < room < sum(heights) + sum(heads):
        # Higher rows lack less: from what the lowest lack, each turn leaves the rows more, and all stays in the room.
        heads = _heads(timeline, metrics, _fitted(timeline, metrics, 1.0), begin - header)
        for _ in range(2):
            heights = _fitted(timeline, metrics, max(room - sum(heads), 1.0))
            heads = _heads(timeline, metrics, heights, begin - header)
        heights = _fitted(timeline, metrics, max(room - sum(heads), 1.0))
    tops = np.round(begin + np.concatenate(([0.0], np.cumsum(np.add(heights, heads))))).tolist()
    middles, signs = _levels(timeline, metrics, tops, heads)
    pinned = float(tops[timeline.rows.pinned]) if timeline.rows.pinned else header
    return RowGrid(_gutter(timeline, metrics, say), header, tuple(tops), tuple(heads), middles, signs, pinned)


def _levels(
    timeline: Timeline, metrics: Metrics, tops: Sequence[float], heads: Sequence[float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The y of marks and the y of signs in each row: on the upper edge of a frame, and above its marks."""
    middles, signs = [], []
    for row, head in enumerate(heads):
        begin = tops[row] + head
        middle = float(round(begin + (tops[row + 1] - begin) * _share(timeline, row)))
        middles.append(middle)
        above = middle - _reach(timeline, row, metrics) - metrics.units(_SIGN) / 2 - 2
        signs.append(min(tops[row] + metrics.units(_EDGE), above))
    return tuple(middles), tuple(signs)


def _fitted(timeline: Timeline, metrics: Metrics, room: float) -> list[float]:
    """The heights of rows that share a room: the balance grows first, then all others; without one, as they are best.

    They shrink no further than they may, also where the room is too low.
    """
    crowded = many_dues(timeline)
    needed = [metrics.units(_row_height(r, crowded)) for r in timeline.rows.rows]
    if 0 < room < sum(needed):
        shrunk = max(room / sum(needed), _SHRINK)
        needed = [float(math.floor(one * shrunk)) for one in needed]
    spare = max(room - sum(needed), 0.0)
    balance = timeline.rows.balance
    if balance is not None and not timeline.rows.rows[balance].folded:
        extra = min(spare, metrics.units(_TALLEST_BALANCE) - needed[balance])
        needed[balance] += extra
        spare -= extra
    others = [height for row, height in enumerate(needed) if row != balance]
    grown = min(1 + spare / max(sum(others), 1.0), _STRETCH)
    return [height if row == balance else height * grown for row, height in enumerate(needed)]


def _heads(timeline: Timeline, metrics: Metrics, heights: Sequence[float], above: float) -> list[float]:
    """What each row lacks so that the tags of brackets that begin in it lie between its marks and those above it."""
    begins, heads, free = timeline.brackets.begins, [], above
    for row, height in enumerate(heights):
        middle = height * _share(timeline, row)
        lacking = metrics.units(_TAG) - free - (middle - _reach(timeline, row, metrics))
        heads.append(float(math.ceil(max(lacking, 0.0))) if row in begins else 0.0)
        free = height - middle - metrics.units(_HALF_MARK)
    return heads


def _share(timeline: Timeline, row: int) -> float:
    """At what part of a row's height its marks stand: dues leave room above for their labels."""
    return 0.68 if _is_labelled_above(timeline, row) else 0.5


def _reach(timeline: Timeline, row: int, metrics: Metrics) -> float:
    """How far the marks of a row, and labels above them, reach up from its middle."""
    return metrics.units(_LABELLED if _is_labelled_above(timeline, row) else _HALF_MARK)


def _is_labelled_above(timeline: Timeline, row: int) -> bool:
    return timeline.rows.rows[row].lane is Lane.DUE and not many_dues(timeline)


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
    begins = begins_lane(timeline, row)
    if this.lower:
        return (say(f"timeline.lower.{this.lane.value}"),) if not begins else (say(f"timeline.lane.{this.lane.value}"),)
    name = (say(f"timeline.lane.{this.lane.value}"),) if begins else ()
    return name + _loan_line(timeline, this, say)


def begins_lane(timeline: Timeline, row: int) -> bool:
    """Say whether a row is the first of its lane."""
    rows = timeline.rows.rows
    return row == 0 or rows[row - 1].lane is not rows[row].lane


def _loan_line(timeline: Timeline, row: Row, say: Say) -> tuple[str, ...]:
    if row.lane is Lane.BALANCE and any(f.balance and f.basis is Basis.INFERRED for f in timeline.loans.values()):
        return (say("timeline.inferred"),)
    several = sum(r.lane is row.lane and not r.lower for r in timeline.rows.rows) > 1
    if not several or row.lane is not Lane.DUE:
        return ()
    if len(row.facilities) > 1:
        return (say("timeline.loans", count=len(row.facilities)),)
    return tuple(loan_name(timeline, f, say) for f in row.facilities if f in timeline.loans)


def loan_name(timeline: Timeline, loan: str, say: Say) -> str:
    """Return a loan's short name: its product, what was lent where that is known, what tells it from others alike."""
    facility = timeline.loans[loan]
    name = say(f"timeline.product.{facility.product}")
    if facility.principal:
        name = f"{name} {grouped(facility.principal)}"
    if loan not in timeline.loan_marks:
        return name
    by, mark = timeline.loan_marks[loan]
    return say(f"timeline.apart.{by}", loan=name, mark=mark)

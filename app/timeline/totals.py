"""Sums of a range of time, per lane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.money import Fen
from app.timeline.lanes import LOWER_TRACK, Lane, lane_of
from app.timeline.model import KINDS, Timeline


@dataclass(frozen=True, slots=True)
class LaneTotal:
    """How many events of a lane lie in a range and what their amounts add up to, as they are signed; None: no amounts.

    ``lower`` where they stand in the lane's lower row: tries that failed and money that came back are no debits.
    """

    lane: Lane
    lower: bool
    count: int
    sum: Fen | None


def totals(timeline: Timeline, first: float, last: float) -> tuple[LaneTotal, ...]:
    """Return the totals of the events from ``first`` to ``last`` (day numbers, both included), lanes in order."""
    inside = (timeline.days >= first) & (timeline.days <= last)
    counts = np.bincount(timeline.kind[inside], minlength=len(KINDS))
    found: dict[tuple[Lane, bool], tuple[int, Fen | None]] = {}
    for number, kind in enumerate(KINDS):
        if counts[number]:
            key = lane_of(kind), kind in LOWER_TRACK
            count, amount = found.get(key, (0, None))
            of_kind = inside & (timeline.kind == number)
            if timeline.has_amount[of_kind].any():
                amount = (amount or 0) + int(timeline.amounts[of_kind].sum())
            found[key] = count + int(counts[number]), amount
    order = list(Lane)
    return tuple(LaneTotal(*key, *found[key]) for key in sorted(found, key=lambda k: (order.index(k[0]), k[1])))

"""Going from event to event and from discrepancy to discrepancy, as the keyboard asks."""

from __future__ import annotations

from enum import Enum

import numpy as np

from app.core.discrepancy import Severity
from app.timeline.model import Timeline


class Step(Enum):
    """Ways to go from an event."""

    PREVIOUS = "previous"
    NEXT = "next"
    FIRST = "first"
    LAST = "last"
    LEFT = "left"  # the previous one of its row
    RIGHT = "right"
    UP = "up"  # of the row above: one of its chain, else the nearest in time
    DOWN = "down"


def walk(timeline: Timeline, event: int | None, step: Step, middle: float) -> int | None:
    """Return the event that a step leads to; from nowhere, the one nearest to ``middle``. None where there is none."""
    if not len(timeline.events):
        return None
    order = timeline.by_time
    if step in (Step.FIRST, Step.LAST):
        return int(order[0 if step is Step.FIRST else -1])
    if event is None:
        return int(np.argmin(np.abs(timeline.days - middle)))
    if step in (Step.PREVIOUS, Step.NEXT):
        at = int(timeline.rank[event]) + (1 if step is Step.NEXT else -1)
        return int(order[at]) if 0 <= at < len(order) else None
    if step in (Step.LEFT, Step.RIGHT):
        beside = event + (1 if step is Step.RIGHT else -1)
        inside = 0 <= beside < len(timeline.events) and timeline.row[beside] == timeline.row[event]
        return beside if inside else None
    return _across(timeline, event, -1 if step is Step.UP else 1)


def step_inside(timeline: Timeline, event: int | None, first: int, stop: int) -> int:
    """Return the event of a joined mark, of ``first`` up to ``stop``, that follows one, going round at the end.

    From outside it is the first of the worst discrepancy inside, else the first.
    """
    if event is not None and first <= event < stop:
        return first + (event + 1 - first) % (stop - first)
    badness = np.append(timeline.brackets.badness, len(Severity))[timeline.trouble[first:stop]]
    return first + int(np.argmin(badness))


def _across(timeline: Timeline, event: int, direction: int) -> int | None:
    """The event of the chain in the next row that has one, else the nearest of the next row that is not empty."""
    mine = int(timeline.row[event])
    chained = {timeline.index[e] for c in timeline.chains_of.get(event, ()) for e in c.events if e in timeline.index}
    beyond = [e for e in chained if (int(timeline.row[e]) - mine) * direction > 0]
    if not beyond:
        rows = range(mine + direction, len(timeline.starts) - 1 if direction > 0 else -1, direction)
        row = next((r for r in rows if timeline.starts[r] < timeline.starts[r + 1]), None)
        if row is None:
            return None
        beyond = list(range(int(timeline.starts[row]), int(timeline.starts[row + 1])))
    at = float(timeline.days[event])
    nearest = min(abs(int(timeline.row[e]) - mine) for e in beyond)
    closest = [e for e in beyond if abs(int(timeline.row[e]) - mine) == nearest]
    return min(closest, key=lambda e: (abs(float(timeline.days[e]) - at), e))


def next_discrepancy(timeline: Timeline, current: int | None, forward: bool) -> int | None:
    """Return the discrepancy after (or before) one in order of time, going round at the ends."""
    count = len(timeline.brackets.discrepancies)
    if not count:
        return None
    if current is None:
        return 0 if forward else count - 1
    return (current + (1 if forward else -1)) % count

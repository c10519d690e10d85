"""Ticks of the calendar: years, quarters, months, weeks, days or hours, as close as their labels allow."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from itertools import product

from app.timeline.metrics import Metrics, Say, TextSize
from app.timeline.scale import Scale, day_number, moment_of

GAP = 6
"""Units between a line of the calendar and its label."""
_ROOM = 1.0
"""Free room beside a label, in heights of the text."""
_JANUARY = 31.0
"""Days until the next tick where a label names month and year."""


class Step(Enum):
    """How far apart ticks stand; the value is their least distance in days."""

    HOURS = 0.25
    DAY = 1.0
    WEEK = 7.0
    MONTH = 28.0
    QUARTER = 90.0
    YEAR = 365.0
    FIVE_YEARS = 1826.0
    TWENTY_YEARS = 7305.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the calendar; ``strong`` where a larger unit begins, and then its label names that too.

    ``stays`` where its label is true of every day up to the next line, so that it may be shown beside any of them.
    """

    at: float
    label: str
    strong: bool
    stays: bool = False


def ticks(scale: Scale, metrics: Metrics, say: Say) -> tuple[Tick, ...]:
    """Return the ticks in sight and the one before, so that a label that began outside is not lost."""
    step = _step(scale, metrics, say)
    found = [replace(_tick(at, step, say), stays=step in _WHOLE) for at in _moments(step, scale)]
    if step in _DATED and moment_of(scale.start).year != moment_of(scale.end).year:
        _date_first(found, step, (scale, metrics, say))
    return tuple(found)


def _date_first(found: list[Tick], step: Step, drawn: tuple[Scale, Metrics, Say]) -> None:
    """Tell the first label that has the room with its year where years are in sight that no label before it names."""
    scale, metrics, say = drawn
    gap = metrics.units(GAP)
    for n, tick in enumerate(found):
        outside = scale.x(tick.at) + gap < scale.left
        if outside and not tick.stays:
            continue
        if tick.strong:
            return
        moment = moment_of(tick.at)
        facts: dict[str, str | int] = {"year": str(moment.year), "day": moment.day}
        text = say(f"timeline.tick.{_DATED[step]}", month=say(f"timeline.month.{moment.month}"), **facts)
        ends = max(scale.x(tick.at), scale.left) + gap + metrics.width(text, TextSize.SMALL)
        if ends + gap < (scale.x(found[n + 1].at) + gap if n + 1 < len(found) else scale.right):
            found[n] = replace(tick, label=text)
            return
        if not outside:
            return


def _step(scale: Scale, metrics: Metrics, say: Say) -> Step:
    for step, least in _least(metrics, say):  # type: ignore[arg-type]  # what says is a bound method
        if scale.per_day >= least:
            return step
    return Step.TWENTY_YEARS


@lru_cache(maxsize=16)
def _least(metrics: Metrics, say: Say) -> tuple[tuple[Step, float], ...]:
    """The least pixels for a day at which each step's labels have room; asked for in every frame."""
    air = metrics.em * _ROOM
    return tuple(
        (step, max((metrics.width(text, TextSize.SMALL, strong) + air) / days for text, strong, days in found))
        for step in Step
        if (found := list(_samples(step, say)))
    )


def _samples(step: Step, say: Say) -> Iterator[tuple[str, bool, float]]:
    """Labels as wide as that step's can be, whether they are strong, and the days to the next one."""
    hours = (0.0, 0.75) if step is Step.HOURS else (0.0,)
    for month, day, hour in product(range(1, 13), (1, 28), hours):
        tick = _tick(day_number(date(2028, month, day)) + hour, step, say)
        yield tick.label, tick.strong, _JANUARY if step is Step.MONTH and tick.strong else step.value


_DATED = {Step.WEEK: "year-date", Step.MONTH: "year-month", Step.QUARTER: "year-month"}
_WHOLE = frozenset({Step.DAY, Step.MONTH, Step.YEAR})
_STARTS: dict[Step, Callable[[date], date]] = {
    Step.DAY: lambda d: d,
    Step.WEEK: lambda d: d - timedelta(days=d.weekday()),
    Step.MONTH: lambda d: d.replace(day=1),
    Step.QUARTER: lambda d: date(d.year, (d.month - 1) // 3 * 3 + 1, 1),
    Step.YEAR: lambda d: date(d.year, 1, 1),
    Step.FIVE_YEARS: lambda d: date(max(d.year // 5 * 5, 1), 1, 1),
    Step.TWENTY_YEARS: lambda d: date(max(d.year // 20 * 20, 1), 1, 1),
}
_LONGEST = {Step.MONTH: 31, Step.QUARTER: 92, Step.YEAR: 366, Step.FIVE_YEARS: 1827, Step.TWENTY_YEARS: 7305}


def _moments(step: Step, scale: Scale) -> Iterator[float]:
    if step is Step.HOURS:
        first = math.floor(scale.start * 4)
        yield from (quarter / 4 for quarter in range(first, math.ceil(scale.end * 4)))
        return
    start_of = _STARTS[step]
    day = start_of(moment_of(scale.start).date())
    while (at := day_number(day)) < scale.end:
        yield at
        # One day more than the longest unit lands inside the next one, whose start is then taken.
        day = start_of(day + timedelta(days=_LONGEST.get(step, int(step.value))))


def _tick(at: float, step: Step, say: Say) -> Tick:
    moment = moment_of(at)
    day, month = moment.day, say(f"timeline.month.{moment.month}")
    year_begins = moment.month == 1 and day <= (7 if step is Step.WEEK else 1)
    facts: dict[str, str | int] = {"year": str(moment.year), "month": month, "day": day}
    match step:
        case Step.HOURS if moment.hour:
            return Tick(at, f"{moment:%H:%M}", False)
        case Step.HOURS:
            return Tick(at, say("timeline.tick.date", **facts), True)
        case Step.DAY if day == 1:
            return Tick(at, say("timeline.tick.date", **facts), True)
        case Step.DAY:
            return Tick(at, say("timeline.tick.day", **facts), False)
        case Step.WEEK:
            name = "timeline.tick.year-date" if year_begins else "timeline.tick.date"
            return Tick(at, say(name, **facts), year_begins)
        case Step.MONTH | Step.QUARTER:
            return Tick(at, say("timeline.tick.year-month", **facts) if year_begins else month, year_begins)
    return Tick(at, say("timeline.tick.year", **facts), False)

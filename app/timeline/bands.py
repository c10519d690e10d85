"""Bands of plans: a new band is a new plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from app.core.explanation import EventKind, Explanation, Facility, PlanVersion
from app.core.money import Fen
from app.timeline.metrics import Say
from app.timeline.scale import day_number


@dataclass(frozen=True, slots=True)
class Band:
    """A plan version from the day it holds (``first``) until the next one or its last due day (``last``).

    ``periods`` counts its instalments with an amount, and of them ``open_periods`` are not settled; ``amount`` is what
    most come to in fen. Where those that are settled came to something else, ``periods`` leaves them out. With
    ``to_come`` the plan was found from debits and lists only what is still to be paid.
    """

    facility: str
    number: int
    first: float
    last: float
    periods: int
    open_periods: int
    amount: Fen | None
    even: bool
    to_come: bool = False


def bands_of(explanation: Explanation) -> tuple[Band, ...]:
    """Return the bands of all plans, in order of loan and version; a version replaced on its first day has none."""
    settled = {e.facility: day_number(e.at.date()) for e in explanation.events if e.kind is EventKind.SETTLEMENT}
    return tuple(band for facility in explanation.facilities for band in _of(facility, settled.get(facility.id)))


def _of(facility: Facility, settled: float | None) -> list[Band]:
    versions = sorted(facility.versions, key=lambda v: (v.as_of, v.number))
    paid_off = next((day_number(day) for day, left in facility.balance if left == 0), settled)
    bands = []
    for version, following in zip_longest(versions, versions[1:]):
        first = day_number(version.as_of)
        last = day_number(following.as_of) if following else _end(version, first, paid_off)
        if last > first:
            bands.append(_band(facility.id, version, first, last))
    return bands


def _end(version: PlanVersion, first: float, paid_off: float | None) -> float:
    """The last due day and that day itself, or the day on which nothing was left, whichever comes first."""
    end = max((day_number(i.due) + 1 for i in version.instalments), default=first + 1)
    return paid_off if paid_off is not None and first < paid_off < end else end


def _band(facility: str, version: PlanVersion, first: float, last: float) -> Band:
    every = [i.total for i in version.instalments if i.total]
    left = [i.total for i in version.instalments if i.total and i.state not in ("settled", "settled-early")]
    totals = every if not left or len(set(every[:-1])) <= 1 else left
    common = Counter(totals).most_common(1)
    # The last instalment gathers the rounding of all others, so it may differ without making a plan uneven.
    even = len(set(totals[:-1])) <= 1
    amount = common[0][0] if common else None
    to_come = version.reason == "PLAN-INFERRED"
    return Band(facility, version.number, first, last, len(totals), len(left), amount, even, to_come)


def band_words(band: Band, say: Say) -> str:
    """Return a plan in a line: its number, how many periods of what, and how many of them are left."""
    if not band.even or band.amount is None:
        which = "uneven-to-come" if band.to_come else "uneven"
        return say(f"timeline.plan.{which}", number=band.number, periods=band.periods)
    facts = {"number": band.number, "periods": band.periods, "amount": band.amount}
    if band.to_come:
        return say("timeline.plan.even-to-come", **facts)
    if 0 < band.open_periods < band.periods:
        return say("timeline.plan.even-left", **facts, left=band.open_periods)
    return say("timeline.plan.even", **facts)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is drawn in a row of plans: one band, or the time that ``plans`` overlapping bands take together."""

    row: int
    first: float
    last: float
    band: Band | None
    plans: int = 1


def stretches(bands: Sequence[Band], row_of: Mapping[str, int]) -> tuple[Stretch, ...]:
    """Return what is drawn: bands as they are in rows where none overlap, else joined where they do."""
    by_row: dict[int, list[Band]] = defaultdict(list)
    for band in sorted(bands, key=lambda b: (b.first, b.last, b.facility, b.number)):
        by_row[row_of[band.facility]].append(band)
    return tuple(stretch for row, found in sorted(by_row.items()) for stretch in _joined(row, found))


def _joined(row: int, bands: Sequence[Band]) -> list[Stretch]:
    firsts = np.array([b.first for b in bands])
    reach = np.maximum.accumulate(np.array([b.last for b in bands]))
    fresh = np.flatnonzero(np.concatenate(([True], firsts[1:] >= reach[:-1])))
    if len(fresh) == len(bands):
        return [Stretch(row, b.first, b.last, b) for b in bands]
    stops = [*fresh[1:].tolist(), len(bands)]
    return [
        Stretch(row, bands[a].first, float(reach[b - 1]), bands[a] if b - a == 1 else None, b - a)
        for a, b in zip(fresh.tolist(), stops, strict=True)
    ]

"""An explanation as arrays: built once, then every zoom, pick and sum is arithmetic on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.core.discrepancy import FactValue
from app.core.explanation import Chain, Event, EventKind, Explanation, Facility
from app.core.views.loan_marks import marks_apart
from app.timeline.balance import Steps, balance_of, projected_of
from app.timeline.bands import Band, Stretch, bands_of, stretches
from app.timeline.brackets import Brackets, brackets_of
from app.timeline.connectors import Threads, threads_of
from app.timeline.credit import CreditCell, cells_of
from app.timeline.lanes import AS_THEY_ARE, Choice, Lane, Rows, lane_of, rows_of
from app.timeline.scale import day_number

KINDS = tuple(EventKind)
"""Kinds by their number in the arrays."""
_LEADING = (
    EventKind.SETTLEMENT,
    EventKind.PREPAYMENT,
    EventKind.FEE,
    EventKind.DEBIT,
    EventKind.FAILED_DEBIT,
    EventKind.POSTING,
    EventKind.WAIVER,
    EventKind.BILL,
    EventKind.RESERVE_TAKEN,
)
"""What a mark that stands for several looks like: the first of these that it holds."""
_PRIORITY = np.array([len(_LEADING) - _LEADING.index(k) if k in _LEADING else 0 for k in KINDS], dtype=np.int64)
_SOON_DAYS = 35
_VOID = frozenset({"settled-early", "guarantor-paid", "moved"})
_MOST_YEARS = 366 * 200


@dataclass(frozen=True)
class Timeline:
    """What is drawn, without a scale. Events are ordered by row, then time, then id; ``days`` are day numbers.

    ``amounts`` are fen, 0 where ``has_amount`` is False. ``starts[r]:starts[r + 1]`` are the events of row r.
    ``notable`` marks amounts worth a label at every zoom: those that are not simply what was due.
    """

    explanation: Explanation
    rows: Rows
    events: tuple[Event, ...]
    index: dict[str, int]
    days: npt.NDArray[np.float64]
    row: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]
    amounts: npt.NDArray[np.int64]
    has_amount: npt.NDArray[np.bool_]
    notable: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int64]
    threads: Threads
    brackets: Brackets
    bands: tuple[Band, ...]
    stretches: tuple[Stretch, ...]
    balance: Steps
    projected: Steps | None = None
    credit: tuple[CreditCell, ...] = ()

    @cached_property
    def by_time(self) -> npt.NDArray[np.int64]:
        """Indices of all events in order of time, then of row."""
        return np.lexsort((self.row, self.days)).astype(np.int64)

    @cached_property
    def rank(self) -> npt.NDArray[np.int64]:
        """The place of each event in order of time."""
        rank = np.empty(len(self.events), dtype=np.int64)
        rank[self.by_time] = np.arange(len(self.events))
        return rank

    @cached_property
    def activity(self) -> tuple[float, float]:
        """The first and the last day number of what happened and of what falls due next: the first thing to see."""
        as_of = day_number(self.explanation.as_of) + 0.5
        soon = self.days <= as_of + _SOON_DAYS
        happened = [float(d) for d, near, void in zip(self.days, soon, self.void, strict=True) if near and not void]
        first, last = min(happened, default=self.extent[0]), max([*happened, as_of])
        return (first, last) if first < last else self.extent

    @cached_property
    def told(self) -> tuple[float, float]:
        """The first and the last day number of what happened or is still to come: without what never fell due."""
        ends = [float(day) for day, void in zip(self.days, self.void, strict=True) if not void]
        ends += [day_number(found.at) for found in self.explanation.discrepancies]
        if self.explanation.day is not None:
            ends.append(day_number(self.explanation.day) + 0.5)
        if self.projected is not None:
            ends.append(self.projected.until)
        first, last = max(min(ends, default=np.inf), self.extent[0]), min(max(ends, default=-np.inf), self.extent[1])
        return (first, last) if first < last else self.extent

    @cached_property
    def void(self) -> list[bool]:
        """For each event whether it is a due that was settled early or moved, and so never fell due."""
        gone = {event for chain in self.explanation.chains if chain.state in _VOID for event in chain.events}
        return [e.kind is EventKind.DUE and e.id in gone for e in self.events]

    @cached_property
    def leading(self) -> npt.NDArray[np.int64]:
        """How much each event's kind tells, and the kind itself in the rest of the division by their number.

        One longer than there are events, because sums over slices want the end of the last one to exist.
        """
        return np.append(_PRIORITY[self.kind] * len(KINDS) + self.kind, 0)

    @cached_property
    def trouble(self) -> npt.NDArray[np.int64]:
        """The place of the worst discrepancy that each event belongs to, -1 for most."""
        found = np.full(len(self.events), -1, dtype=np.int64)
        for event, worst in self.brackets.of_event.items():
            found[event] = worst
        return found

    @cached_property
    def loans(self) -> dict[str, Facility]:
        """Loans by id."""
        return {facility.id: facility for facility in self.explanation.facilities}

    @cached_property
    def loan_marks(self) -> Mapping[str, tuple[str, FactValue]]:
        """What tells loans of one product and amount apart, by id: by what, and the mark itself."""
        return marks_apart(self.explanation.facilities)

    def index_all(self) -> None:
        """Compute what the first hover or click would wait for; done where the timeline is built, beside the window."""
        for index in ("by_time", "rank", "void", "leading", "loans", "loan_marks", "chains_of", "bands_of_row"):
            getattr(self, index)
        len(self.trouble)

    @cached_property
    def bands_of_row(self) -> dict[int, list[Band]]:
        """The plans of each row that has any, in order of their first day, then of loan and version."""
        found: dict[int, list[Band]] = defaultdict(list)
        for band in sorted(self.bands, key=lambda b: (b.first, b.facility, b.number)):
            found[self.rows.of_facility[Lane.PLAN, band.facility]].append(band)
        return dict(found)

    @cached_property
    def chains_of(self) -> dict[int, tuple[Chain, ...]]:
        """The chains that an event belongs to."""
        found: dict[int, list[Chain]] = defaultdict(list)
        for chain in self.explanation.chains:
            for event in chain.events:
                if event in self.index:
                    found[self.index[event]].append(chain)
        return {event: tuple(chains) for event, chains in found.items()}

    @cached_property
    def extent(self) -> tuple[float, float]:
        """The first and the last day number of anything that is drawn; else a week around the case's day."""
        ends = [self.days.min(initial=np.inf), self.days.max(initial=-np.inf)]
        ends += [edge for band in self.bands for edge in (band.first, band.last)]
        ends += [day_number(found.at) for found in self.explanation.discrepancies]
        if len(self.balance.days):
            ends += [float(self.balance.days[0]), self.balance.until]
        if self.projected is not None:
            ends.append(self.projected.until)
        finite = [float(end) for end in ends if np.isfinite(end)]
        as_of = day_number(self.explanation.as_of)
        first, last = (min(finite), max(finite)) if finite else (as_of - 7, as_of + 7)
        return first, min(last, first + _MOST_YEARS)


def prepare(explanation: Explanation, choice: Choice | None = None) -> Timeline:
    """Build the arrays of an explanation, without the lanes that are hidden; pure, so it may run in any thread."""
    lanes = choice or AS_THEY_ARE
    rows = rows_of(explanation, lanes)
    keyed = sorted(
        (rows.of_event(e), _place(e), e.id, e) for e in explanation.events if lane_of(e.kind) not in lanes.hidden
    )
    events = tuple(k[3] for k in keyed)
    index = {e.id: i for i, e in enumerate(events)}
    days = np.array([k[1] for k in keyed], dtype=np.float64)
    row = np.array([k[0] for k in keyed], dtype=np.int64)
    numbers = {kind: number for number, kind in enumerate(KINDS)}
    timeline = Timeline(
        explanation=explanation,
        rows=rows,
        events=events,
        index=index,
        days=days,
        row=row,
        kind=np.array([numbers[e.kind] for e in events], dtype=np.int64),
        amounts=np.array([e.amount or 0 for e in events], dtype=np.int64),
        has_amount=np.array([e.amount is not None for e in events], dtype=np.bool_),
        notable=_notable(explanation, events),
        starts=np.searchsorted(row, np.arange(len(rows.rows) + 1)).astype(np.int64),
        threads=threads_of(explanation.chains, index, [e.kind for e in events], days, row),
        brackets=brackets_of(explanation, index, days, row, rows),
        bands=(bands := () if Lane.PLAN in lanes.hidden else bands_of(explanation)),
        stretches=stretches(bands, {f: r for (lane, f), r in rows.of_facility.items() if lane is Lane.PLAN}),
        balance=(balance := balance_of(explanation)),
        projected=projected_of(explanation, balance),
        credit=() if Lane.CREDIT in lanes.hidden else cells_of(explanation),
    )
    timeline.index_all()
    return timeline


def _place(event: Event) -> float:
    """The day number where an event is drawn; noon where only the day is known, so that a day looks like one."""
    return day_number(event.at) if event.timed else day_number(event.at.date()) + 0.5


_ALWAYS_TELLING = frozenset(
    {EventKind.DRAWDOWN, EventKind.DUE, EventKind.PREPAYMENT, EventKind.SETTLEMENT, EventKind.BILL}
)
_FOLLOWS_DUE = frozenset({EventKind.DEBIT, EventKind.BANK, EventKind.POSTING, EventKind.FAILED_DEBIT})


def _notable(explanation: Explanation, events: tuple[Event, ...]) -> npt.NDArray[np.bool_]:
    expected: dict[str, set[int | None]] = defaultdict(set)
    for chain in explanation.chains:
        for event in chain.events:
            expected[event].add(chain.expected)

    def tells(event: Event) -> bool:
        if event.kind in _ALWAYS_TELLING:
            return True
        # Without a chain nobody knows what the amount should have been, so the amount itself is the news.
        return event.kind in _FOLLOWS_DUE and event.amount is not None and abs(event.amount) not in expected[event.id]

    return np.array([tells(e) for e in events], dtype=np.bool_)

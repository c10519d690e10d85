"""Lanes from top to bottom, and the rows inside them: one role, one lane."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from app.core.explanation import Event, EventKind, Explanation
from app.timeline.bands import bands_of
from app.timeline.credit import tells
from app.timeline.scale import day_number

MOST_ROWS = 8
"""Loans that run side by side get a row each up to this many; more of them share one row."""


class Lane(Enum):
    """Lanes in order; the value is the message id of the name, ``timeline.lane.<value>``."""

    DRAWDOWN = "drawdown"
    DUE = "due"
    DEBIT = "debit"
    BANK = "bank"
    POSTED = "posted"
    PLAN = "plan"
    BILL = "bill"
    CREDIT = "credit"
    BALANCE = "balance"


_LANE = {
    EventKind.DRAWDOWN: Lane.DRAWDOWN,
    EventKind.DUE: Lane.DUE,
    EventKind.DEBIT: Lane.DEBIT,
    EventKind.FAILED_DEBIT: Lane.DEBIT,
    EventKind.REFUND: Lane.DEBIT,
    EventKind.FEE: Lane.DEBIT,
    EventKind.PREPAYMENT: Lane.DEBIT,
    EventKind.SETTLEMENT: Lane.DEBIT,
    EventKind.BANK: Lane.BANK,
    EventKind.POSTING: Lane.POSTED,
    EventKind.WAIVER: Lane.POSTED,
    EventKind.STATUS: Lane.POSTED,
    EventKind.PLAN_CHANGE: Lane.PLAN,
    EventKind.BILL: Lane.BILL,
    EventKind.BILL_LINE: Lane.BILL,
    EventKind.RESERVE_TAKEN: Lane.BILL,
    EventKind.RESERVE_RETURNED: Lane.BILL,
}
LOWER_TRACK = frozenset({EventKind.FAILED_DEBIT, EventKind.REFUND, EventKind.BILL_LINE})
"""What stands under its lane's main row: tries that failed, money that came back, the lines of a bill."""


def lane_of(kind: EventKind) -> Lane:
    """Return the lane a kind of event stands in."""
    return _LANE[kind]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person did with lanes: ``hidden`` ones are not drawn, ``folded`` ones are one low row, ``pinned`` ones
    stand on top and stay there while the rest is scrolled."""

    hidden: frozenset[Lane] = frozenset()
    folded: frozenset[Lane] = frozenset()
    pinned: frozenset[Lane] = frozenset()

    @property
    def order(self) -> list[Lane]:
        """The lanes that are drawn, from top to bottom."""
        return sorted((one for one in Lane if one not in self.hidden), key=lambda one: one not in self.pinned)

    def written(self) -> str:
        """The choice as a line of text, ``pinned=bill folded=due,bank``; empty where nothing was chosen."""
        parts = ((way, [one.value for one in Lane if one in getattr(self, way)]) for way in _WAYS)
        return " ".join(f"{way}={','.join(names)}" for way, names in parts if names)

    @classmethod
    def read(cls, text: str) -> Choice:
        """The choice that a line tells; what it does not know is left out, as anybody may have written it."""
        told = dict(part.partition("=")[::2] for part in text.split())
        lanes = {way: frozenset(one for one in Lane if one.value in told.get(way, "").split(",")) for way in _WAYS}
        return cls(**lanes)


_WAYS = ("hidden", "folded", "pinned")
AS_THEY_ARE = Choice()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of marks or bands; ``facilities`` are the loans that have it to themselves, empty where all share it."""

    lane: Lane
    lower: bool = False
    facilities: tuple[str, ...] = ()
    folded: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows from top to bottom and where an event or a plan belongs."""

    rows: tuple[Row, ...]
    of_facility: Mapping[tuple[Lane, str], int]
    of_lane: Mapping[tuple[Lane, bool], int]

    @property
    def balance(self) -> int | None:
        """The row of the outstanding principal, where there is one."""
        return self.of_lane.get((Lane.BALANCE, False))

    @property
    def pinned(self) -> int:
        """How many rows at the top are pinned."""
        return sum(row.pinned for row in self.rows)

    def of_event(self, event: Event) -> int:
        """Return the row of an event whose lane is drawn."""
        lane = lane_of(event.kind)
        own = self.of_facility.get((lane, event.facility or ""))
        return self.of_lane[lane, event.kind in LOWER_TRACK] if own is None else own


def rows_of(explanation: Explanation, choice: Choice = AS_THEY_ARE) -> Rows:
    """Return the rows that have something to show, as a person arranged the lanes.

    Loans that run at the same time get rows of their own in the lanes of dues and of plans, in order of their first
    day; loans that follow one another share a row.
    """
    found = {(lane_of(kind), kind in LOWER_TRACK) for kind in {e.kind for e in explanation.events}}
    if any(f.balance for f in explanation.facilities):
        found.add((Lane.BALANCE, False))
    if tells(explanation):
        found.add((Lane.CREDIT, False))
    return _arranged(found, {Lane.DUE: _due_spans(explanation.events), Lane.PLAN: _plan_spans(explanation)}, choice)


def _arranged(
    found: set[tuple[Lane, bool]], spans: Mapping[Lane, Mapping[str, tuple[float, float]]], choice: Choice
) -> Rows:
    rows: list[Row] = []
    of_facility: dict[tuple[Lane, str], int] = {}
    of_lane: dict[tuple[Lane, bool], int] = {}
    for lane in choice.order:
        folded = lane in choice.folded
        pinned = lane in choice.pinned
        if spans.get(lane):
            of_lane[lane, False] = len(rows)
            for loans in packed(spans[lane], 0 if folded else MOST_ROWS):
                of_facility |= {(lane, loan): len(rows) for loan in loans}
                rows.append(Row(lane, facilities=loans, folded=folded, pinned=pinned))
        elif (lane, False) in found or (lane, True) in found:
            of_lane[lane, False] = len(rows)
            rows.append(Row(lane, folded=folded, pinned=pinned))
        if (lane, True) in found:
            of_lane[lane, True] = len(rows) - 1 if folded else len(rows)
            rows += [] if folded else [Row(lane, lower=True, pinned=pinned)]
    return Rows(tuple(rows), of_facility, of_lane)


def packed(spans: Mapping[str, tuple[float, float]], most: int) -> list[tuple[str, ...]]:
    """Put spans (first, last) into as few rows as they need without overlap; into one where they need over ``most``.

    Rows are in order of their first span's start, then name.
    """
    rows: list[list[str]] = []
    ends: list[float] = []
    ordered = sorted(spans.items(), key=lambda item: (item[1], item[0]))
    for name, (first, last) in ordered:
        free = next((i for i, end in enumerate(ends) if end < first), len(rows))
        if free == most:
            return [tuple(name for name, _ in ordered)]
        if free == len(rows):
            rows.append([])
            ends.append(last)
        rows[free].append(name)
        ends[free] = last
    return [tuple(row) for row in rows]


def _due_spans(events: Iterable[Event]) -> dict[str, tuple[float, float]]:
    days: dict[str, list[float]] = defaultdict(list)
    for event in events:
        if event.kind is EventKind.DUE:
            days[event.facility or ""].append(day_number(event.at))
    return {loan: (min(found), max(found)) for loan, found in days.items()}


def _plan_spans(explanation: Explanation) -> dict[str, tuple[float, float]]:
    spans: dict[str, tuple[float, float]] = {}
    for band in bands_of(explanation):
        first, last = spans.get(band.facility, (band.first, band.last))
        spans[band.facility] = min(first, band.first), max(last, band.last)
    return spans

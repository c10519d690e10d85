"""All events by date, a column for each lane, grouped by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from app.core.discrepancy import Discrepancy
from app.core.explanation import Event, EventKind
from app.export.workbook.context import Desk
from app.export.workbook.grid import MOST_ROWS, Cell, Formula, Row, Sheet, column, total
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink

HEADING = 4
LANES = ("drawdown", "due", "debit", "failed", "refund", "bank", "posted", "charge", "bill")
FIRST_LANE = 5
"""The column of the first lane, counted from 1."""
LOAN_COLUMN = "C"
_LOOKS = {
    "drawdown": Look.DRAWDOWN, "due": Look.DUE, "debit": Look.DEBIT, "failed": Look.FAILED, "refund": Look.POSTED,
    "bank": Look.BANK, "posted": Look.POSTED, "charge": Look.BILL, "bill": Look.BILL,
}  # fmt: skip
_LANE = {
    EventKind.DRAWDOWN: "drawdown",
    EventKind.DUE: "due",
    EventKind.DEBIT: "debit",
    EventKind.PREPAYMENT: "debit",
    EventKind.SETTLEMENT: "debit",
    EventKind.FAILED_DEBIT: "failed",
    EventKind.REFUND: "refund",
    EventKind.BANK: "bank",
    EventKind.POSTING: "posted",
    EventKind.WAIVER: "charge",
    EventKind.FEE: "charge",
    EventKind.BILL: "bill",
    EventKind.BILL_LINE: "bill",
    EventKind.RESERVE_TAKEN: "bill",
    EventKind.RESERVE_RETURNED: "bill",
}
_INDEX = {kind: LANES.index(lane) for kind, lane in _LANE.items()}
_WIDTHS = (19, 13, 24, 5, *(11.5,) * len(LANES), 28, 20, 7, 7)
MOST_LINKED = 20_000
"""Events whose rows are linked one by one; of more, only those that belong to a discrepancy are."""


def lane_column(lane: str) -> str:
    """The letters of a lane's column."""
    return column(FIRST_LANE + LANES.index(lane))


class TimelineRows:
    """The rows of the sheet, made one by one: a case may have a hundred thousand events."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._linked = len(desk.explanation.events) <= MOST_LINKED
        self._names: dict[str | None, Cell] = {}

    @cached_property
    def last(self) -> int:
        """The last row of the sheet."""
        months = {(event.at.year, event.at.month) for event in self._desk.explanation.events}
        return min(HEADING + len(months) + len(self._desk.explanation.events), MOST_ROWS)

    @cached_property
    def _of_event(self) -> Mapping[str, Discrepancy]:
        """The worst discrepancy of each event."""
        found: dict[str, Discrepancy] = {}
        for d in self._desk.explanation.discrepancies:
            for event in d.events:
                found.setdefault(event, d)
        return found

    def __iter__(self) -> Iterator[Row]:
        """Month by month: a row of sums, then the events below it in the outline."""
        months: dict[tuple[int, int], list[Event]] = defaultdict(list)
        for event in self._desk.explanation.events:
            months[event.at.year, event.at.month].append(event)
        row = HEADING
        for (year, month), events in sorted(months.items()):
            yield self._month(date(year, month, 1), events, row + 1)
            for event in events:
                yield self._event(event)
            row += 1 + len(events)

    def _month(self, first: date, events: Sequence[Event], row: int) -> Row:
        sums = [0] * len(LANES)
        for event in events:
            if (index := _INDEX.get(event.kind)) is not None:
                sums[index] += event.amount or 0
        cells = [Cell(first, Look.GROUP_MONTH), Cell(self._desk.say("timeline.events", count=len(events)), Look.GROUP)]
        cells += [Cell("", Look.GROUP)] * 2
        for index, amount in enumerate(sums):
            letters = column(FIRST_LANE + index)
            text = total(f"{letters}{row + 1}:{letters}{min(row + len(events), MOST_ROWS)}")
            cells.append(Cell(Formula(text, amount) if amount else "", Look.GROUP_MONEY if amount else Look.GROUP))
        return Row([*cells, *[Cell("", Look.GROUP)] * 4], 20)

    def _event(self, event: Event) -> Row:
        amounts: list[Cell | None] = [None] * len(LANES)
        index = _INDEX.get(event.kind)
        if index is not None and event.amount is not None:
            amounts[index] = Cell(event.amount, _LOOKS[LANES[index]])
        return Row(
            [
                Cell(event.at, Look.TIME) if event.timed else Cell(event.at.date(), Look.DATE),
                self._named(event.kind.value, f"timeline.kind.{event.kind.value}"),
                self._facility(event.facility),
                Cell(event.period, Look.COUNT) if event.period is not None else None,
                *amounts,
                Cell(self._text(event)),
                Cell(event.account),
                self._discrepancy(event),
                self._evidence(event),
            ],
            None,
            1,
        )

    def _named(self, key: str, message: str) -> Cell:
        if key not in self._names:
            self._names[key] = Cell(self._desk.say_or(message, key))
        return self._names[key]

    def _facility(self, facility: str | None) -> Cell:
        key = f"loan {facility}"
        if key not in self._names:
            self._names[key] = Cell(self._desk.facility(facility))
        return self._names[key]

    def _text(self, event: Event) -> str:
        if event.kind is EventKind.PLAN_CHANGE:
            return self._desk.say_or(f"discrepancy.{event.text}.name", event.text)
        if event.kind is EventKind.POSTING:
            return self._desk.say_or(f"workbook.trigger.{event.text}", event.text)
        return event.text

    def _discrepancy(self, event: Event) -> Cell | None:
        d = self._of_event.get(event.id)
        return Cell(f"#{self._desk.numbers[d.id]}", Look.LINK, self._desk.block_place(d)) if d else None

    def _evidence(self, event: Event) -> Cell | None:
        if not event.sources:
            return None
        source = event.sources[0]
        linked = self._linked or event.id in self._of_event
        label = self._desk.evidence_label(source)
        return Cell(label, Look.LINK, self._desk.evidence_place(source)) if linked else Cell(label)


def sheet(desk: Desk) -> Sheet:
    """The sheet with one row for each event and one above those of a month."""
    rows = TimelineRows(desk)
    titles = [desk.say(f"timeline.{n}") for n in ("when", "kind", "loan", "period", *LANES)]
    titles += [desk.say(f"timeline.{n}") for n in ("text", "account", "discrepancy", "evidence")]
    right = (3, *range(FIRST_LANE - 1, FIRST_LANE - 1 + len(LANES)))
    return Sheet(
        name=desk.sheet("timeline"),
        widths=_WIDTHS,
        rows=_all(desk, heads(titles, right=right), rows),
        heading=HEADING,
        filtered=True,
        frozen_columns=2,
        tab=COLOURS[Ink.DEBIT],
    )


def _all(desk: Desk, heading: Row, rows: TimelineRows) -> Iterator[Row]:
    yield from top(desk, "timeline")
    yield heading
    yield from rows

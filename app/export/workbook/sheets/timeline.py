"""All events by date, a column for each lane, one row each: a table to filter and to sort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from app.core.discrepancy import Discrepancy
from app.core.explanation import Event, EventKind
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import (
    INDENT,
    MOST_ROWS,
    Cell,
    Formula,
    Row,
    Sheet,
    amount_width,
    column,
    height,
    wide,
    word_width,
)
from app.export.workbook.paper import PAGE_WIDTH
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
_BEFORE = ("when", "kind", "loan", "period")
_AFTER = ("text", "account", "discrepancy", "evidence")
"""The columns before and after the lanes."""
_WHEN_WIDTH, _LOAN_WIDTH, _PERIOD_WIDTH, _ACCOUNT_WIDTH, _MARK_WIDTH = 16.5, 8.0, 4.5, 12.0, 6.0
_LANES_AT = slice(FIRST_LANE - 1, FIRST_LANE - 1 + len(LANES))
_TEXT_WIDTHS = 11.0, 40.0
"""What tells of an event has the rest of a page, at least and at most so much of it."""
_KIND, _TEXT, _ACCOUNT = 1, -4, -3
_WIDEST = 1.92
"""The width of one sign: a text that is surely short enough is not measured."""
MOST_RULED = 5_000
"""Events up to which the line below a row goes through its empty cells as well."""
MOST_LINKED = 20_000
"""Events whose rows are linked one by one; of more, only those that belong to a discrepancy are."""


def lane_of(context: WorkbookContext, event: Event) -> str:
    """The lane in which an event's amount stands; none for what was due only after the loan had been settled."""
    return "" if event.id in context.explanation.fallen_away else _LANE.get(event.kind, "")


def lane_column(lane: str) -> str:
    """The letters of a lane's column."""
    return column(FIRST_LANE + LANES.index(lane))


def _is_long(text: str, width: float) -> bool:
    return len(text) * _WIDEST >= width - 1 and wide(text) >= width - 1


class TimelineRows:
    """The rows of the sheet, made one by one: a case may have a hundred thousand events."""

    def __init__(self, context: WorkbookContext) -> None:
        self._context = context
        self._linked = len(context.explanation.events) <= MOST_LINKED
        self._names: dict[str | None, Cell] = {}
        self._empty = Cell("") if len(context.explanation.events) <= MOST_RULED else None

    @cached_property
    def titles(self) -> Sequence[str]:
        """The heading of each column."""
        return [self._context.say(f"timeline.{name}") for name in (*_BEFORE, *LANES, *_AFTER)]

    @cached_property
    def widths(self) -> Sequence[float]:
        """Each column as narrow as what stands in it; what tells of an event takes the rest of a printed page."""
        kinds = {str(self._kind(event).value) for event in self._context.explanation.events}
        kind, loan = max(map(word_width, kinds), default=0), self._context.loan_width(_LOAN_WIDTH)
        lanes = (amount_width(self.sums[lane], self._largest[lane]) for lane in LANES)
        least, most = _TEXT_WIDTHS
        wanted = [_WHEN_WIDTH, kind, loan, _PERIOD_WIDTH, *lanes, least, _ACCOUNT_WIDTH, _MARK_WIDTH, _MARK_WIDTH]
        headed = [word_width(title) for title in self.titles]
        headed[_LANES_AT] = [width + INDENT for width in headed[_LANES_AT]]
        widths = [*map(max, wanted, headed)]
        widths[_TEXT] = min(max(PAGE_WIDTH - sum(widths) + widths[_TEXT], least), most)
        return widths

    @cached_property
    def last(self) -> int:
        """The last row of the sheet."""
        return min(HEADING + max(len(self._context.explanation.events), 1), MOST_ROWS)

    @cached_property
    def _of_event(self) -> Mapping[str, Discrepancy]:
        """The worst discrepancy of each event."""
        found: dict[str, Discrepancy] = {}
        for d in self._context.explanation.discrepancies:
            for event in d.events:
                found.setdefault(event, d)
        return found

    def __iter__(self) -> Iterator[Row]:
        """A row for each event."""
        return map(self._event, self._context.explanation.events)

    @cached_property
    def _largest(self) -> dict[str, int]:
        """The largest amount of each lane."""
        found = dict.fromkeys(LANES, 0)
        for event in self._context.explanation.events:
            lane = lane_of(self._context, event)
            if lane and event.amount is not None:
                found[lane] = max(found[lane], event.amount, -event.amount)
        return found

    @cached_property
    def sums(self) -> dict[str, int]:
        """What each lane adds up to."""
        found = dict.fromkeys(LANES, 0)
        for event in self._context.explanation.events:
            lane = lane_of(self._context, event)
            if lane and event.amount is not None:
                found[lane] += event.amount
        return found

    def _event(self, event: Event) -> Row:
        amounts: list[Cell | None] = [self._empty] * len(LANES)
        lane = lane_of(self._context, event)
        if lane and event.amount is not None:
            amounts[LANES.index(lane)] = Cell(event.amount, _LOOKS[lane])
        text, account = self._text(event), event.account
        kind = self._kind(event)
        wrapped = [(str(kind.value), self.widths[_KIND]), (text, self.widths[_TEXT]), (account, self.widths[_ACCOUNT])]
        long = any(_is_long(*each) for each in wrapped)
        look = Look.WRAP if long else Look.TEXT
        return Row(
            [
                Cell(event.at, Look.TIME) if event.timed else Cell(event.at.date(), Look.DATE),
                kind._replace(look=look),
                self._facility(event.facility),
                Cell(event.period, Look.COUNT) if event.period is not None else self._empty,
                *amounts,
                Cell(text, look),
                Cell(account, look),
                self._discrepancy(event) or self._empty,
                self._evidence(event) or self._empty,
            ],
            height(wrapped) if long else None,
        )

    def _kind(self, event: Event) -> Cell:
        if event.id in self._context.explanation.fallen_away:
            return self._named("fell-away", "workbook.timeline.fell-away")
        return self._named(event.kind.value, f"timeline.kind.{event.kind.value}")

    def _named(self, key: str, message: str) -> Cell:
        if key not in self._names:
            self._names[key] = Cell(self._context.say_or(message, key))
        return self._names[key]

    def _facility(self, facility: str | None) -> Cell:
        key = f"loan {facility}"
        if key not in self._names:
            self._names[key] = Cell(self._context.facility(facility))
        return self._names[key]

    def _text(self, event: Event) -> str:
        if event.id in self._context.explanation.fallen_away:
            return self._context.say("timeline.planned", amount=event.amount or 0)
        if event.kind is EventKind.PLAN_CHANGE:
            return self._context.say_or(f"discrepancy.{event.text}.name", event.text)
        if event.kind is EventKind.POSTING:
            return self._context.say_or(f"workbook.trigger.{event.text}", event.text)
        return event.text

    def _discrepancy(self, event: Event) -> Cell | None:
        d = self._of_event.get(event.id)
        return Cell(f"#{self._context.numbers[d.id]}", Look.LINK, self._context.block_place(d)) if d else None

    def _evidence(self, event: Event) -> Cell | None:
        if not event.sources:
            return None
        source = event.sources[0]
        linked = self._linked or event.id in self._of_event
        label = self._context.evidence_label(source)
        return Cell(label, Look.LINK, self._context.evidence_place(source)) if linked else Cell(label)


def sheet(context: WorkbookContext) -> Sheet:
    """The sheet with one row for each event; the sums above them follow the filter."""
    rows = TimelineRows(context)
    right = (3, *range(FIRST_LANE - 1, FIRST_LANE - 1 + len(LANES)))
    return Sheet(
        name=context.sheet("timeline"),
        widths=rows.widths,
        rows=_all(context, heads(rows.titles, right, rows.widths), rows),
        heading=HEADING,
        filtered=True,
        frozen_columns=2,
        tab=COLOURS[Ink.DEBIT],
        pages=4,
    )


def _all(context: WorkbookContext, heading: Row, rows: TimelineRows) -> Iterator[Row]:
    *above, back = top(context, "timeline")
    yield from above
    yield Row([back.cells[0], Cell(context.say("discrepancies.shown"), Look.TOTAL_TEXT), None, None, *_sums(rows)], 22)
    yield heading
    yield from rows


def _sums(rows: TimelineRows) -> Iterator[Cell]:
    """Sums of the rows in view."""
    for lane in LANES:
        letters = lane_column(lane)
        text = f"ROUND(SUBTOTAL(109,{letters}{HEADING + 1}:{letters}{rows.last}),2)"
        yield Cell(Formula(text, rows.sums[lane]), Look.TOTAL)

"""What settling each loan costs on a day that the reader sets: live formulas over the periods that are still open.

Formulas follow the plainest reading: principal still open, and interest on it from the running period's first day to
the day, rounded once; on a due day the interest of its instalment. What needs more (lateness, fees, payments without a
record, several readings) stands as the program computed it for one day, and is marked so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.loans.bill_settlement import BillPayoff, settle_bills
from app.core.loans.conventions import STANDARD
from app.core.loans.formulas import as_decimal
from app.core.loans.settlement import GIVEN_BACK_WITHIN, settle
from app.core.loans.standing import LoanPayoff, LoanStanding, Reading
from app.core.money import Fen, product
from app.export.workbook.context import Desk
from app.export.workbook.grid import Cell, Formula, Row, Sheet, fixed, height
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.bill_settlement_texts import BillSettlementTexts
from app.texts.settlement_texts import SettlementTexts

_COLUMNS = ("loan", "known", "principal", "days", "interest", "amount", "least", "most", "planned", "saved", "state")
_WIDTHS = (30, 12, 14, 9, 14, 15, 15, 15, 15, 15, 46)
_PERIODS = (
    "plans.period", "plans.starts", "plans.due", "plans.principal", "plans.interest", "plans.total", "settlement.rows",
)  # fmt: skip
DAY = "settle_on"
"""The name of the cell with the day."""
_DAY_ROW, _HEADING = 4, 6
_SUMMED = "FGHIJ"


def is_wanted(desk: Desk) -> bool:
    """Whether a loan runs, or a bill is out, of which an amount can be told."""
    return any(loan.ways for loan in _payoffs(desk)) or bool(_bills(desk))


def day_of(desk: Desk) -> date:
    """The day that stands in the cell at first: the last that the papers speak of."""
    known = [s.known_until for s in desk.explanation.standings]
    return max([*known, *([desk.explanation.day] if desk.explanation.day else [])], default=desk.explanation.as_of)


def _payoffs(desk: Desk) -> list[LoanPayoff]:
    on = day_of(desk)
    return [settle(standing, on) for standing in desk.explanation.standings]


@dataclass
class Page:
    """The rows with the names they define."""

    rows: list[Row]
    names: dict[str, str] = field(default_factory=dict)


def sheet(desk: Desk, page: Page) -> Sheet:
    """The sheet of a page."""
    return Sheet(
        name=desk.sheet("settlement"),
        widths=_WIDTHS,
        rows=page.rows,
        frozen_columns=1,
        tab=COLOURS[Ink.ACCENT],
        pages=2,
    )


def written(desk: Desk) -> Page:
    """The day, a row for each loan and their sum, then the open periods that the formulas rest on."""
    say, loans = desk.say, _payoffs(desk)
    live = [_live(loan) for loan in loans]
    page = Page(top(desk, "settlement"), {DAY: fixed(desk.sheet("settlement"), _DAY_ROW, 2)})
    note = Cell(say("settlement.change"), Look.NOTE)
    page.rows += [
        Row([Cell(say("settlement.day"), Look.ANSWER), Cell(day_of(desk), Look.INPUT_DATE), note], 22),
        Row(),
        heads([say(f"settlement.{name}") for name in _COLUMNS], range(2, 10)),
    ]
    block = _HEADING + len(loans) + 5 + len(desk.explanation.reserves) + len(_bills(desk))
    for number, (loan, reading) in enumerate(zip(loans, live, strict=True), start=1):
        page.rows.append(_row(desk, loan, reading, _Block(block, number)))
        block += _height(reading)
    page.rows += [
        _sums(desk, loans),
        *_reserves(desk),
        *_bill_rows(desk),
        Row(),
        Row([Cell(_orientation(desk), Look.NOTE)]),
        Row(),
    ]
    for number, (loan, reading) in enumerate(zip(loans, live, strict=True), start=1):
        if reading:
            _periods(desk, loan, reading, number, page)
    return page


def _orientation(desk: Desk) -> str:
    return desk.book.say("settlement.orientation")


def _live(loan: LoanPayoff) -> Reading | None:
    """The reading whose arithmetic the formulas follow on any day; None where they would say another thing."""
    standing = loan.standing
    if not loan.ways or len(standing.readings) != 1:
        return None
    (reading,) = standing.readings
    plain = reading.rate is not None and reading.convention == STANDARD
    whole = all(p.due >= standing.known_until and not p.fee and not p.unsplit and p.starts for p in reading.periods)
    late_enough = standing.drawn_on is None or (loan.on - standing.drawn_on).days > GIVEN_BACK_WITHIN
    if not (plain and whole and late_enough):
        return None
    found = _figures(standing, reading, loan.on)
    told = loan.ways[0].amount, loan.least, loan.most, loan.planned
    return reading if (found.amount, found.amount, found.most, found.planned) == told else None


@dataclass(frozen=True, slots=True)
class _Figures:
    """What the formulas come to on a day, in fen."""

    principal: Fen
    days: int
    interest: Fen
    most: Fen
    planned: Fen

    @property
    def amount(self) -> Fen:
        return self.principal + self.interest


def _figures(standing: LoanStanding, reading: Reading, on: date) -> _Figures:
    left = [p for p in reading.periods if p.due >= on]
    principal, planned = sum(p.principal for p in left), sum(p.instalment for p in left)
    running = left[0]
    starts = running.starts or on
    days = max((on - starts).days, 0)
    if on == running.due or not any(p.interest for p in left):
        interest = most = running.interest if on == running.due else 0
    else:
        rate = as_decimal(reading.rate or Decimal(0))
        interest, one, joined = (product(principal, rate, n) for n in (days, 1, days + 1))
        most = max(interest, interest + one, joined)
    return _Figures(principal, days, interest, principal + most, planned)


@dataclass(frozen=True, slots=True)
class _Block:
    """Where the open periods of a loan stand: title, rate and header, then a row each, then an empty one."""

    start: int
    number: int

    def column(self, letters: str, count: int) -> str:
        """The cells of a column of the periods."""
        first = self.start + 3
        return f"${letters}${first}:${letters}${first + count - 1}"

    @property
    def rate(self) -> str:
        """The name of the cell with the daily rate."""
        return f"s{self.number}_daily_rate"


def _height(reading: Reading | None) -> int:
    return 4 + len(reading.periods) if reading else 0


def _row(desk: Desk, loan: LoanPayoff, reading: Reading | None, block: _Block) -> Row:
    standing = loan.standing
    name, known = desk.facility(standing.facility), Cell(standing.known_until, Look.DATE)
    if reading is None:
        return _fixed_row(desk, loan, name, known)
    row, n = _HEADING + block.number, len(reading.periods)
    starts, dues, principals, interests, whole = (block.column(letters, n) for letters in "BCDEF")
    figures = _figures(standing, reading, loan.on)
    open_ = f'">="&{DAY}'
    at = f'COUNTIF({dues},"<"&{DAY})+1'
    over = f"{DAY}>MAX({dues})"
    on_due = f"INDEX({dues},{at})={DAY}"
    none = f"SUMIFS({interests},{dues},{open_})=0"
    to_date = f"ROUND(C{row}*{block.rate}*D{row},2)"
    own = f"INDEX({interests},{at})"
    interest = f"IF({over},0,IF({on_due},{own},IF({none},0,{to_date})))"
    more = f"MAX({to_date}+ROUND(C{row}*{block.rate},2),ROUND(C{row}*{block.rate}*(D{row}+1),2))"
    most = f"IF(OR({over},{none}),F{row},IF({on_due},F{row},ROUND(C{row}+MAX(E{row},{more}),2)))"
    early, late, fine = (desk.say(f"settlement.{x}") for x in ("too-early", "too-late", "live"))
    state = f'IF({DAY}<B{row},"{early}",IF({over},"{late}","{fine}"))'
    return Row([
        Cell(name, Look.LINK, f"'{desk.sheet('settlement')}'!A{block.start}"),
        known,
        Cell(Formula(f"ROUND(SUMIFS({principals},{dues},{open_}),2)", figures.principal), Look.MONEY),
        Cell(Formula(f"IF({over},0,MAX({DAY}-INDEX({starts},{at}),0))", Decimal(figures.days)), Look.COUNT),
        Cell(Formula(interest, figures.interest), Look.MONEY),
        Cell(Formula(f"ROUND(C{row}+E{row},2)", figures.amount), Look.TOTAL),
        Cell(Formula(f"F{row}", figures.amount), Look.MONEY),
        Cell(Formula(most, figures.most), Look.MONEY),
        Cell(Formula(f"ROUND(SUMIFS({whole},{dues},{open_}),2)", figures.planned), Look.MONEY),
        Cell(Formula(f"ROUND(I{row}-F{row},2)", figures.planned - figures.amount), Look.SIGNED),
        Cell(Formula(state, fine), Look.WRAP),
    ], height([(fine, _WIDTHS[-1])]))  # fmt: skip


def _fixed_row(desk: Desk, loan: LoanPayoff, name: str, known: Cell) -> Row:
    """The amounts of one day as the program computed them, or why there are none."""
    texts = SettlementTexts(desk.book)
    told = desk.say("settlement.fixed", on=loan.on) if loan.ways else texts.loan(loan)
    amounts: list[Cell] = [Cell("")] * 5
    if loan.ways:
        values = (loan.ways[0].amount, loan.least, loan.most, loan.planned)
        amounts = [Cell(values[0], Look.INPUT_MONEY), *(Cell(v, Look.MONEY) for v in values[1:])]
        amounts.append(Cell(loan.saved, Look.SIGNED))
    cells = [Cell(name), known, Cell(""), Cell(""), Cell(""), *amounts, Cell(told, Look.WRAP)]
    return Row(cells, height([(told, _WIDTHS[-1])]))


def _sums(desk: Desk, loans: Sequence[LoanPayoff]) -> Row:
    """All loans together, as far as an amount is told."""
    told = [loan for loan in loans if loan.ways]
    values = (
        sum(loan.ways[0].amount for loan in told), sum(loan.least for loan in told), sum(loan.most for loan in told),
        sum(loan.planned for loan in told), sum(loan.saved for loan in told),
    )  # fmt: skip
    first, last = _HEADING + 1, _HEADING + len(loans)
    amounts = [
        Cell(Formula(f"ROUND(SUM({c}{first}:{c}{last}),2)", v), Look.TOTAL)
        for c, v in zip(_SUMMED, values, strict=True)
    ]
    return Row([Cell(desk.say("settlement.together"), Look.TOTAL_TEXT), *[Cell("", Look.TOTAL_TEXT)] * 4, *amounts])


def _reserves(desk: Desk) -> Iterator[Row]:
    """Reserve advances that are out: a lender may take them with a settlement, so they stand beside the sum."""
    for advance in desk.explanation.reserves:
        label = desk.say("settlement.reserve", on=advance.taken_on)
        amount = Cell(advance.amount + advance.fee, Look.INPUT_MONEY)
        yield Row([Cell(label), *[Cell("")] * 4, amount])


def _bills(desk: Desk) -> Sequence[BillPayoff]:
    return settle_bills(desk.explanation.bill_standings, day_of(desk))


def _bill_rows(desk: Desk) -> Iterator[Row]:
    """What bills still ask for as the program computed it for the papers' last day; they follow no other day."""
    texts = BillSettlementTexts(desk.book)
    for bill in _bills(desk):
        label = desk.say("settlement.bills", product=f"product.{bill.standing.product.value}", on=bill.on)
        amount = Cell(bill.usual.amount if bill.usual else None, Look.INPUT_MONEY)
        told = texts.bill(bill)
        yield Row([Cell(label), *[Cell("")] * 4, amount, *[Cell("")] * 4, Cell(told, Look.WRAP)], height([(told, 46)]))


def _periods(desk: Desk, loan: LoanPayoff, reading: Reading, number: int, page: Page) -> None:
    """The open periods of a loan, each with its row."""
    say, row = desk.say, len(page.rows) + 2
    block = _Block(row - 1, number)
    page.names[block.rate] = fixed(desk.sheet("settlement"), row, 2)
    page.rows += [
        Row([Cell(desk.facility(loan.standing.facility), Look.SECTION)], 24),
        Row([Cell(say("plans.daily")), Cell(as_decimal(reading.rate or Decimal(0)), Look.INPUT_RATE)]),
        heads([say(name) for name in _PERIODS], range(3, 6)),
    ]
    for period in reading.periods:
        at = len(page.rows) + 1
        known = [s for s in period.sources if s in desk.evidence_row]
        rows = Cell(desk.evidence_labels(known, 2), Look.LINK, desk.evidence_place(known[0])) if known else Cell("")
        page.rows.append(Row([
            Cell(period.number, Look.COUNT),
            Cell(period.starts, Look.INPUT_DATE),
            Cell(period.due, Look.INPUT_DATE),
            Cell(period.principal, Look.INPUT_MONEY),
            Cell(period.interest, Look.INPUT_MONEY),
            Cell(Formula(f"ROUND(D{at}+E{at},2)", period.instalment), Look.MONEY),
            rows,
        ]))  # fmt: skip
    page.rows.append(Row())

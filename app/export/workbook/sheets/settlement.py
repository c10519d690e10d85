"""What settling each loan costs on a day that the reader sets: live formulas over the periods that are still open.

What formulas do not follow (payments without a record, lateness or fees by several readings) stands as the program
computed it for one day, and is marked so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.core.loans.bill_settlement import BillPayoff, settle_bills
from app.core.loans.settlement import settle
from app.core.loans.standing import LoanPayoff
from app.core.money import Fen
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, fixed, height
from app.export.workbook.sheets.settlement_block import DAY, FIRST_WIDTH, WIDTHS, Block, fee_told, follows_the_day
from app.export.workbook.sheets.settlement_readings import reading_blocks, row_of_readings
from app.export.workbook.sheets.top import heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.bill_settlement_texts import BillSettlementTexts
from app.texts.settlement_texts import SettlementTexts

__all__ = ["DAY", "Page", "day_of", "is_wanted", "sheet", "written"]

_COLUMNS = (
    "loan", "known", "principal", "days", "interest", "due", "penalty", "fee", "amount", "least", "most", "planned",
    "saved", "state",
)  # fmt: skip
_DAY_ROW, _HEADING = 4, 6
_SUMMED = "IJKLM"
_TEXT_WIDTH = sum(WIDTHS)


def is_wanted(context: WorkbookContext) -> bool:
    """Whether a loan runs, or a bill is out, of which an amount can be told."""
    return any(loan.ways for loan in _payoffs(context)) or bool(_bills(context))


def day_of(context: WorkbookContext) -> date:
    """The day that stands in the cell at first: the last that the papers speak of."""
    known = [s.known_until for s in context.explanation.standings]
    return max(
        [*known, *([context.explanation.day] if context.explanation.day else [])], default=context.explanation.as_of
    )


def _payoffs(context: WorkbookContext) -> list[LoanPayoff]:
    on = day_of(context)
    return [settle(standing, on) for standing in context.explanation.standings]


@dataclass
class Page:
    """The rows with the names they define, and the texts that go over several columns."""

    rows: list[Row]
    names: dict[str, str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


def sheet(context: WorkbookContext, page: Page) -> Sheet:
    """The sheet of a page."""
    return Sheet(
        name=context.sheet("settlement"),
        widths=(context.loan_width(FIRST_WIDTH), *WIDTHS[1:]),
        rows=page.rows,
        merged=page.merged,
        frozen_columns=1,
        tab=COLOURS[Ink.ACCENT],
        pages=2,
    )


def written(context: WorkbookContext) -> Page:
    """The day, a row for each loan and their sum, then the open periods that the formulas rest on."""
    say, loans = context.say, _payoffs(context)
    page = Page(top(context, "settlement"), {DAY: fixed(context.sheet("settlement"), _DAY_ROW, 2)})
    note = Cell(say("settlement.change"), Look.NOTE)
    page.rows += [
        Row([Cell(say("settlement.day"), Look.ANSWER), Cell(day_of(context), Look.INPUT_DATE), note], 22),
        Row(),
        heads([say(f"settlement.{name}") for name in _COLUMNS], range(2, 13), WIDTHS),
    ]
    page.merged.append(f"C{_DAY_ROW}:H{_DAY_ROW}")
    blocks: list[Block] = []
    below = [_sums(context, loans), *_reserves(context)]
    below += _bill_rows(context, loans, _HEADING + len(loans) + len(below) + 1)
    start = _HEADING + len(loans) + len(below) + 4
    for number, loan in enumerate(loans, start=1):
        reading = follows_the_day(loan)
        several = [] if reading else reading_blocks(context, loan, start, number)
        live = [Block(context, loan, reading, start, number)] if reading else several
        row = len(page.rows) + 1
        if several:
            page.rows.append(row_of_readings(context, several, row))
        else:
            page.rows.append(_row(context, live[0], row) if live else _fixed_row(context, loan))
        blocks += live
        start += sum(block.height for block in live)
    page.rows += [*below, Row()]
    told = context.book.say("settlement.orientation")
    page.rows += [Row([Cell(told, Look.NOTE)], height([(told, _TEXT_WIDTH)])), Row()]
    page.merged.append(f"A{len(page.rows) - 1}:N{len(page.rows) - 1}")
    for block in blocks:
        page.names[block.rate] = fixed(context.sheet("settlement"), block.start + 1, 2)
        page.rows += block.rows()
    return page


def _row(context: WorkbookContext, block: Block, row: int) -> Row:
    """A loan whose amounts follow the day."""
    loan, known, usual = block.loan, f"$B{row}", block.loan.ways[0]
    late, fees = block.penalty_cells, block.fee_cells
    principal = f"ROUND({block.ahead('D')}+{block.overdue('D', known)},2)"
    due = f"ROUND({block.overdue('E', known)}+{block.overdue('F', known)},2)"
    planned = f"ROUND({block.ahead('G')}+{block.overdue('G', known)},2)"
    base, ways = f"C{row}+F{row}", [x for x in (late, fees) if x]
    least = "+".join([f"{base}+E{row}", *(f"MIN({x})" for x in ways)])
    most = "+".join([f"{base}+{block.most_interest(f'D{row}', f'E{row}')}", *(f"MAX({x})" for x in ways)])
    early, over, fine = (context.say(f"settlement.{x}") for x in ("too-early", "too-late", "live"))
    fee = fee_told(context, loan)
    tail = f'&"{fee}"' if fee else ""  # apart, as a text in a formula may have 255 letters
    past = f'IF({block.over},"{over}","{fine}"{tail})' if not block.late else f'"{fine}"{tail}'
    fine += fee
    days = usual_days(block)
    return Row([
        Cell(context.facility(loan.standing.facility), Look.LINK, f"'{context.sheet('settlement')}'!A{block.start}"),
        Cell(loan.standing.known_until, Look.DATE),
        Cell(Formula(principal, usual.of("principal-open")), Look.MONEY),
        Cell(Formula(block.days(), Decimal(days)), Look.COUNT),
        Cell(Formula(block.interest(f"D{row}"), usual.of("interest-to-date", "one-more-day")), Look.MONEY),
        Cell(Formula(due, usual.of("interest-due", "fee-due")), Look.MONEY),
        _first_way(late, block.penalties[0].value if late else 0),
        _first_way(fees, block.fees[0].value if fees else 0),
        Cell(Formula(f"ROUND(C{row}+SUM(E{row}:H{row}),2)", usual.amount), Look.TOTAL),
        Cell(Formula(f"ROUND({least},2)", loan.least), Look.MONEY),
        Cell(Formula(f"ROUND({most},2)", loan.most), Look.MONEY),
        Cell(Formula(planned, loan.planned), Look.MONEY),
        Cell(Formula(f"ROUND(L{row}-I{row},2)", loan.saved), Look.SIGNED),
        Cell(Formula(f'IF({DAY}<B{row},"{early}",{past})', fine), Look.WRAP),
    ], height([(fine, WIDTHS[-1])]))  # fmt: skip


def usual_days(block: Block) -> int:
    """The days of interest on the day that stands there at first."""
    ahead = [p for p in block.reading.periods if p.due >= block.loan.on]
    return max((block.loan.on - ahead[0].starts).days, 0) if ahead and ahead[0].starts else 0


def _first_way(cells: str, value: int) -> Cell:
    """What the most usual of some ways comes to."""
    return Cell(Formula(cells.partition(":")[0], value), Look.MONEY) if cells else Cell("")


def _fixed_row(context: WorkbookContext, loan: LoanPayoff) -> Row:
    """The amounts of one day as the program computed them, or why there are none."""
    texts = SettlementTexts(context.book, context.explanation.facilities)
    told = context.say("settlement.fixed", on=loan.on) if loan.ways else texts.loan(loan)
    amounts: list[Cell] = [Cell("")] * 5
    if loan.ways:
        values = (loan.ways[0].amount, loan.least, loan.most, loan.planned)
        amounts = [Cell(values[0], Look.INPUT_MONEY), *(Cell(v, Look.MONEY) for v in values[1:])]
        amounts.append(Cell(loan.saved, Look.SIGNED))
    names = [Cell(context.facility(loan.standing.facility)), Cell(loan.standing.known_until, Look.DATE)]
    cells = [*names, *[Cell("")] * 6, *amounts, Cell(told, Look.WRAP)]
    return Row(cells, height([(told, WIDTHS[-1])]))


def _sums(context: WorkbookContext, loans: Sequence[LoanPayoff]) -> Row:
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
    return Row([Cell(context.say("settlement.together"), Look.TOTAL_TEXT), *[Cell("", Look.TOTAL_TEXT)] * 7, *amounts])


def _reserves(context: WorkbookContext) -> Iterator[Row]:
    """Reserve advances that are out: a lender may take them with a settlement, so they stand beside the sum."""
    for advance in context.explanation.reserves:
        label = context.say("settlement.reserve", on=advance.taken_on)
        amount = Cell(advance.amount + advance.fee, Look.INPUT_MONEY)
        yield Row([Cell(label), *[Cell("")] * 7, amount])


def _bills(context: WorkbookContext) -> Sequence[BillPayoff]:
    return settle_bills(context.explanation.bill_standings, day_of(context))


class _BillLine(NamedTuple):
    """A row of a bill product: what settles it usually, at least and at most, None where nothing is told."""

    label: str
    amounts: tuple[Fen | None, Fen | None, Fen | None]
    told: str = ""

    def row(self) -> Row:
        amounts = [Cell(amount, Look.INPUT_MONEY) for amount in self.amounts]
        cells = [Cell(self.label), *[Cell("")] * 7, *amounts, *[Cell("")] * 2, Cell(self.told, Look.WRAP)]
        return Row(cells, height([(self.told, WIDTHS[-1])]))


def _bill_lines(context: WorkbookContext) -> Iterator[_BillLine]:
    """What bills still ask for, and what stands on none yet, on the papers' last day; they follow no other day."""
    texts = BillSettlementTexts(context.book)
    for bill in _bills(context):
        product, usual = f"product.{bill.standing.product.value}", bill.usual
        label = context.say("settlement.bills", product=product, on=bill.on)
        yield _BillLine(label, (usual.amount, bill.least, bill.most) if usual else (None,) * 3, texts.bill(bill))
        if usual and bill.unbilled:
            yield _BillLine(context.say("settlement.unbilled", product=product), (bill.unbilled,) * 3)


def _bill_rows(context: WorkbookContext, loans: Sequence[LoanPayoff], first: int) -> list[Row]:
    """The rows of bills from the row ``first`` on, and below them all loans and bills together."""
    lines, told = list(_bill_lines(context)), [loan for loan in loans if loan.ways]
    rows = [line.row() for line in lines]
    if not lines or not (told or len(lines) > 1):
        return rows
    owed = (sum(x.ways[0].amount for x in told), sum(x.least for x in told), sum(x.most for x in told))
    of_loans, last = _HEADING + len(loans) + 1, first + len(lines) - 1
    sums = []
    for n, column in enumerate(_SUMMED[: len(owed)]):
        formula = f"ROUND({column}{of_loans}+SUM({column}{first}:{column}{last}),2)"
        sums.append(Cell(Formula(formula, owed[n] + sum(line.amounts[n] or 0 for line in lines)), Look.TOTAL))
    label = Cell(context.say("settlement.with-bills", on=day_of(context)), Look.TOTAL_TEXT)
    return [*rows, Row([label, *[Cell("", Look.TOTAL_TEXT)] * 7, *sums])]

"""What each loan costs a year with all that was paid for it to anyone, each payment with what covers it, all live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.loans.all_in_cost import AllInCost, CostLine, Cover
from app.core.loans.yearly_cost import xirr
from app.core.money import Fen
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, Sheet, height, wide
from app.export.workbook.paper import kept_whole
from app.export.workbook.sheets.plans import flows_of_plan
from app.export.workbook.sheets.top import evidence_link, heads, top
from app.export.workbook.styles import COLOURS, Look
from app.palette import Ink
from app.texts.cost_texts import CostTexts

_OVERVIEW = (
    "loan", "drawn", "received", "paid", "to-come", "undisclosed", "nominal", "effective", "alone", "planned", "stated",
    "check", "covered",
)  # fmt: skip
_LINES = ("cover", "on", "flow", "alone-flow", "disclosed", "payee", "rows", "state", "plan-on", "plan-flow")
_WIDTHS = (34, 11.5, 12.5, 12.5, 12.5, 16, 14, 11, 12, 13, 12, 12, 12)
_TEXT_WIDTH = sum(_WIDTHS)
_TOP = 6
"""Rows above the overview's first: title, purpose, link, how it is computed, and the header."""
_OTHERS = (Cover.DISCLOSED, Cover.THIRD_PARTY)
"""What went to other payees than the lender."""
_RATES = Decimal("0.0001")


def is_wanted(context: WorkbookContext) -> bool:
    """Whether there is a loan of which anything was paid."""
    return bool(_told(context))


def _told(context: WorkbookContext) -> list[AllInCost]:
    return [cost for cost in context.explanation.costs if cost.lines]


@dataclass
class Page:
    """The rows, the texts that go over several columns, the rows in which blocks begin, and the cells of checks."""

    rows: list[Row]
    merged: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    def paragraph(self, text: str) -> None:
        """Add a text as wide as the sheet."""
        self.rows.append(Row([Cell(text, Look.PARAGRAPH)], height([(text, _TEXT_WIDTH)])))
        self.merged.append(f"A{len(self.rows)}:M{len(self.rows)}")


def sheet(context: WorkbookContext, page: Page) -> Sheet:
    """The sheet of a page."""
    return Sheet(
        name=context.sheet("costs"),
        widths=_WIDTHS,
        rows=page.rows,
        merged=page.merged,
        frozen_columns=1,
        tab=COLOURS[Ink.DUE],
        page_breaks=kept_whole(page.rows, page.starts, _WIDTHS),
        pages=3,
    )


def written(context: WorkbookContext) -> Page:
    """An overview with a row for each loan, then each loan's payments with what covers them."""
    page, costs = Page(top(context, "costs")), _told(context)
    page.paragraph(context.book.say("cost.rule"))
    page.rows += [heads([context.say(f"costs.{name}") for name in _OVERVIEW], range(2, 13), _WIDTHS)]
    block = _TOP + len(costs) + 1
    plans = [_plan(context, cost) for cost in costs]
    for cost, plan in zip(costs, plans, strict=True):
        page.rows.append(_overview(context, cost, plan, _Block(block, cost, plan), len(page.rows) + 1))
        block += _Block(block, cost, plan).height
    page.rows.append(Row())
    for cost, plan in zip(costs, plans, strict=True):
        _lines(context, page, _Block(len(page.rows) + 1, cost, plan))
    name = context.sheet("costs")
    page.checks += [f"'{name}'!{c}{_TOP}:{c}{_TOP + len(costs) - 1}" for c in "LM"]
    return page


Flows = Sequence[tuple[date, Fen]]


def _plan(context: WorkbookContext, cost: AllInCost) -> Flows:
    """The drawdown and the plan of that day, where the plan holds the whole loan."""
    loan = next((f for f in context.explanation.facilities if f.id == cost.facility and f.versions), None)
    return flows_of_plan(loan) if loan and cost.planned else []


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a loan's payments stand: title, text, header, the drawdown, a row each, then a row for each cover."""

    start: int
    cost: AllInCost
    plan: Flows

    @property
    def covers(self) -> list[Cover]:
        """What covers anything, in its order."""
        return [cover for cover in Cover if any(line.cover is cover for line in self.cost.lines)]

    @property
    def drawn(self) -> int:
        """The row of the drawdown."""
        return self.start + 3

    @property
    def last(self) -> int:
        """The row of the last payment."""
        return self.drawn + len(self.cost.lines)

    @property
    def rows(self) -> int:
        """Rows of the two tables that stand beside each other."""
        return max(1 + len(self.cost.lines), len(self.plan))

    @property
    def sums(self) -> int:
        """The row of the first cover."""
        return self.drawn + self.rows + 2

    @property
    def height(self) -> int:
        """All its rows, with the empty one after it."""
        return self.sums + len(self.covers) + 1 - self.start

    def paid(self, letters: str) -> str:
        """A column of the payments."""
        return f"{letters}${self.drawn + 1}:{letters}${self.last}"

    def rate(self, letters: str, days: str, count: int, own: Decimal) -> str:
        """The yearly rate of a column of amounts; the program's own is where the search begins."""
        last = self.drawn + count - 1
        guess = f"{own.quantize(_RATES):f}"
        return f"XIRR({letters}{self.drawn}:{letters}{last},{days}{self.drawn}:{days}{last},{guess})"


def _overview(context: WorkbookContext, cost: AllInCost, plan: Flows, block: _Block, row: int) -> Row:
    say, none = context.say, context.say("costs.no")
    undisclosed = sum(line.amount for line in cost.lines if not line.cover.disclosed)
    rates = list(_rates(cost, plan, block, row))
    covered = f"ROUND(SUM({block.paid('C')})+SUM(C{block.sums}:C{block.sums + len(block.covers) - 1}),2)"
    return Row([
        Cell(context.facility(cost.facility), Look.LINK, f"'{context.sheet('costs')}'!A{block.start}"),
        Cell(cost.drawn_on, Look.DATE),
        Cell(Formula(f"C{block.drawn}", cost.received), Look.MONEY),
        Cell(_sum_of(block, "H", say("costs.done"), cost.paid), Look.MONEY),
        Cell(_sum_of(block, "H", say("costs.open"), cost.to_come), Look.MONEY),
        Cell(_sum_of(block, "E", none, undisclosed), Look.MONEY),
        *(Cell(rate, Look.PERCENT) if rate else Cell("") for rate in rates),
        _stated(context, cost),
        Cell(_apart(rates, row), Look.CHECK),
        Cell(Formula(covered, 0), Look.CHECK),
    ])  # fmt: skip


def _stated(context: WorkbookContext, cost: AllInCost) -> Cell:
    """What the disclosure table says, leading to the row that says it."""
    if cost.stated is None:
        return Cell("")
    row = next((s for s in cost.stated.sources if s in context.evidence_row), None)
    return Cell(cost.stated.yearly, Look.INPUT_RATE, context.evidence_place(row) if row else "")


def _sum_of(block: _Block, letters: str, word: str, value: Fen) -> Formula:
    return Formula(f'ROUND(-SUMIFS({block.paid("C")},{block.paid(letters)},"{word}"),2)', value)


def _rates(cost: AllInCost, plan: Flows, block: _Block, row: int) -> Iterator[Formula | None]:
    """Nominal and effective of all payments, effective without other payees, and effective by the plan."""
    count = 1 + len(cost.lines)
    if cost.cost is None or cost.cost.effective is None or cost.cost.nominal is None:
        yield from (None, None)
    else:
        yield Formula(f"12*((1+H{row})^(1/12)-1)", cost.cost.nominal)
        yield Formula(block.rate("C", "B", count, cost.cost.effective), cost.cost.effective)
    alone = cost.lender_alone.effective if cost.lender_alone else None
    yield Formula(block.rate("D", "B", count, alone), alone) if alone is not None else None
    planned = xirr(plan).rate if plan else None
    yield Formula(block.rate("J", "I", len(plan), planned), planned) if planned is not None else None


def _apart(rates: Sequence[Formula | None], row: int) -> Formula:
    """0 while each rate by formula is the one that the program found."""
    apart = [f"ABS(ROUND({c}{row}-{rate.value.quantize(_RATES / 100):f},4))"
             for c, rate in zip("GHIJ", rates, strict=True) if rate and isinstance(rate.value, Decimal)]  # fmt: skip
    return Formula("+".join(apart) or "0", 0)


def _lines(context: WorkbookContext, page: Page, block: _Block) -> None:
    """The payments of a loan with what covers each, beside the plan at drawdown; then the sum of each cover."""
    say, cost, texts = context.say, block.cost, CostTexts(context.book, context.explanation.facilities)
    page.starts.append(block.start)
    page.rows.append(Row([Cell(context.facility(cost.facility), Look.SECTION)], 24))
    page.paragraph(texts.cost(cost))
    shown = _LINES if block.plan else _LINES[:-2]
    page.rows.append(heads([say(f"costs.{name}") for name in shown], (2, 3, 9), _WIDTHS))
    own: list[list[Cell]] = [_drawn(context, block), *(_line(context, texts, x, block) for x in cost.lines)]
    own += [[Cell("")] * 8 for _ in range(block.rows - len(own))]
    plan = [[Cell(on, Look.INPUT_DATE), Cell(amount, Look.INPUT_MONEY)] for on, amount in block.plan]
    plan += [[] for _ in range(block.rows - len(plan))]
    page.rows += [Row([*left, *right], _high(left)) for left, right in zip(own, plan, strict=True)]
    page.rows += [Row(), heads([say(f"costs.{name}") for name in ("cover", "count", "sum")], (1, 2))]
    for row, cover in enumerate(block.covers, start=block.sums):
        found = [line.amount for line in cost.lines if line.cover is cover]
        kinds = block.paid("A")
        page.rows.append(Row([
            Cell(texts.cover(cover), Look.WRAP),
            Cell(Formula(f"COUNTIF({kinds},A{row})", Decimal(len(found))), Look.COUNT),
            Cell(Formula(f"ROUND(-SUMIFS({block.paid('C')},{kinds},A{row}),2)", sum(found)), Look.MONEY),
        ], height([(texts.cover(cover), _WIDTHS[0])])))  # fmt: skip
    page.rows.append(Row())


def _high(cells: Sequence[Cell]) -> float | None:
    """The height in which what covers a payment, and its payee, are seen whole."""
    texts = [(str(cells[n].value), _WIDTHS[n]) for n in (0, 5)]
    return height(texts) if any(wide(text) >= width - 1 for text, width in texts) else None


def _drawn(context: WorkbookContext, block: _Block) -> list[Cell]:
    cost = block.cost
    cells = [Cell(context.say("costs.received")), Cell(cost.drawn_on, Look.INPUT_DATE)]
    cells += [Cell(cost.received, Look.INPUT_MONEY), Cell(Formula(f"C{block.drawn}", cost.received), Look.SIGNED)]
    return [*cells, *[Cell("")] * 4]


def _line(context: WorkbookContext, texts: CostTexts, line: CostLine, block: _Block) -> list[Cell]:
    """A payment; one to another payee is nothing in the column without others."""
    row = block.drawn + 1 + block.cost.lines.index(line)
    alone = 0 if line.cover in _OTHERS else -line.amount
    others = ",".join(f'A{row}="{texts.cover(cover)}"' for cover in _OTHERS)
    return [
        Cell(texts.cover(line.cover), Look.WRAP),
        Cell(line.on, Look.INPUT_DATE),
        Cell(-line.amount, Look.INPUT_MONEY),
        Cell(Formula(f"IF(OR({others}),0,C{row})", alone), Look.SIGNED),
        Cell(context.say("costs.yes" if line.cover.disclosed else "costs.no"), Look.CENTRE),
        Cell(line.payee, Look.WRAP),
        evidence_link(context, [s for s in line.sources if s in context.evidence_row]),
        Cell(context.say("costs.open" if line.to_come else "costs.done"), Look.CENTRE),
    ]

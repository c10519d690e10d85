"""Loans of which several sets of terms close all rows, on the sheet of settlements: a block of formulas for each set.

Debits alone often leave open how days are counted and fen are rounded. Each block computes its own interest on any
day, and the loan's row takes the first one as the usual, and the least and the most of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from app.core.loans.conventions import STANDARD, DayCount, RoundingStep
from app.core.loans.day_counts import units
from app.core.loans.formulas import as_decimal
from app.core.loans.settlement import ONE_DAY, USUAL, Counted, interest_by
from app.core.loans.standing import LoanPayoff, OpenPeriod, Reading
from app.core.money import Fen, Rounding
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, height
from app.export.workbook.sheets.settlement_block import DAY, FIRST_WIDTH, WIDTHS, Block, fee_told, is_late_enough
from app.export.workbook.sheets.top import heads
from app.export.workbook.styles import Look

_THIRTIES = frozenset({DayCount.THIRTY, DayCount.MONTH_365_12})


def reading_blocks(context: WorkbookContext, loan: LoanPayoff, start: int, number: int) -> list[ReadingBlock]:
    """A block for each reading that computes another thing, from the row ``start`` on.

    None where formulas would not say on every day what the program says: something is late, has a fee or was paid in
    part, or a convention counts in a way that no formula here follows.
    """
    readings = {_computed(r): r for r in reversed(loan.standing.readings)}  # of equal ones the first stays
    kept = [r for r in loan.standing.readings if readings[_computed(r)] is r]
    if not loan.ways or not is_late_enough(loan.standing, loan.on) or not all(_is_plain(r, loan) for r in kept):
        return []
    blocks: list[ReadingBlock] = []
    for place, reading in enumerate(kept, start=1):
        blocks.append(ReadingBlock(context, loan, reading, start, number, place, len(kept)))
        start += blocks[-1].height
    return blocks


def _computed(reading: Reading) -> tuple[object, ...]:
    """All that its amounts depend on."""
    by = reading.convention
    plan = tuple((p.starts, p.due, p.principal, p.interest, p.fee, p.unsplit) for p in reading.periods)
    return plan, reading.rate, by.day_count, by.step, by.rounding


def _is_plain(reading: Reading, loan: LoanPayoff) -> bool:
    by, known, periods = reading.convention, loan.standing.known_until, reading.periods
    counted = by.day_count.per_day and (by.step is RoundingStep.PER_PERIOD or by.day_count is not DayCount.MONTH_365_12)
    whole = all(p.starts and not p.unsplit and not p.fee and p.due >= known for p in periods)
    return counted and whole and reading.rate is not None and [p.due for p in periods] == sorted(p.due for p in periods)


class _Line(NamedTuple):
    """A way of counting the days of interest, with its formulas."""

    label: str
    days: Formula
    interest: Formula
    amount: Formula


@dataclass(frozen=True)
class ReadingBlock(Block):
    """One of ``count`` readings of a loan: below its periods stand the ways of counting the days to the settlement."""

    place: int = 1
    count: int = 1

    @property
    def rate(self) -> str:
        """The name of the cell with the daily rate."""
        return self.context.defined("name.settle-rate", number=f"{self.number}_{self.place}")

    @property
    def title(self) -> str:
        """The loan, which reading, and what sets its arithmetic apart."""
        by = self.reading.convention
        apart = [
            (f.name, getattr(by, f.name)) for f in fields(by) if getattr(by, f.name) is not getattr(STANDARD, f.name)
        ]
        rules = tuple(f"convention.{name}.{value.value}" for name, value in apart) or ("convention.standard",)
        name, loan = "reading" if self.count > 1 else "only-reading", self.context.facility(self.standing.facility)
        return self.context.say(f"settlement.{name}", loan=loan, number=self.place, count=self.count, rules=rules)

    @property
    def height(self) -> int:
        """All its rows."""
        return self.below - self.start + 1 + len(USUAL) + 1

    @property
    def amounts(self) -> str:
        """The cells of what settling costs by each way."""
        return f"$B${self.below + 1}:$B${self.below + len(USUAL)}"

    def cell(self, letters: str) -> str:
        """A cell of the most usual way: days in C, interest in D."""
        return f"${letters}${self.below + 1}"

    @property
    def left(self) -> Sequence[OpenPeriod]:
        """The periods that are settled on the day that stands there at first."""
        return [p for p in self.reading.periods if p.due >= self.loan.on]

    @property
    def lines(self) -> Sequence[_Line]:
        """The ways of counting the days, the most usual first."""
        return [self._line(n, counted) for n, counted in enumerate(USUAL, start=1)]

    def _line(self, number: int, counted: Counted) -> _Line:
        row, usual = self.below + number, self.below + 1
        since, until = (
            f"INDEX({self.column('B')},{self.running})",
            f"MAX({DAY},INDEX({self.column('B')},{self.running}))",
        )
        match counted:
            case Counted.ONE_MORE:
                days = f"C{usual}+{self._days(until, f'({until}+1)')}"
                interest = f"ROUND(D{usual}+{self._rounded(f'(C{row}-C{usual})')},2)"
            case Counted.ONE_MORE_JOINED:
                days, interest = self._days(since, f"({until}+1)"), self._rounded(f"C{row}")
            case _:
                days, interest = self._days(since, until), self._rounded(f"C{row}")
        found, principal = self._interest_now(counted), sum(p.principal for p in self.left)
        name = "settlement.to-the-day" if counted is Counted.TO_THE_DAY else ""
        return _Line(
            self.context.say(name) if name else self.context.book.say(f"settle-way.{counted.value}"),
            Formula(f"IF({self.over},0,{days})", Decimal(self._days_now(counted))),
            Formula(self._guarded(interest), found),
            Formula(f"ROUND({self.ahead('D')}+D{row},2)", principal + found),
        )

    def _guarded(self, interest: str) -> str:
        """Nothing past the plan; on a due day the interest of its instalment; none where the plan bears none."""
        own = f"INDEX({self.column('E')},{self.running})"
        on_due = f"INDEX({self.column('C')},{self.running})={DAY}"
        return f"IF({self.over},0,IF({on_due},{own},IF({self.ahead('E')}=0,0,{interest})))"

    def _days(self, since: str, until: str) -> str:
        """The days counted between two days; of a month of 365/12 days as if it had 30."""
        day_count = self.reading.convention.day_count
        if day_count in _THIRTIES:
            return _thirty_days(since, until)
        return f"({until}-{since}{'+1' if day_count is DayCount.BOTH_ENDS else ''})"

    def _rounded(self, days: str) -> str:
        """The interest of some days, rounded as the convention says."""
        by, daily = self.reading.convention, f"{self.ahead('D')}*{self.rate}"
        if by.step is RoundingStep.PER_DAY:
            return f"{days}*{_whole(f'ROUND({daily}*100,8)', by.rounding)}/100"
        months = "*365/360" if by.day_count is DayCount.MONTH_365_12 else ""
        return f"{_whole(f'ROUND({daily}*{days}{months}*100,8)', by.rounding)}/100"

    # -- on the day that stands there at first ---------------------------------------------------------------------

    def _span(self) -> tuple[date, date]:
        since = self.left[0].starts or self.loan.on
        return since, max(since, self.loan.on)

    def _days_now(self, counted: Counted) -> int:
        day_count = self.reading.convention.day_count
        day_count = DayCount.THIRTY if day_count in _THIRTIES else day_count
        since, until = self._span()
        if counted is Counted.ONE_MORE:
            return int(units(day_count, since, until) + units(day_count, until, until + ONE_DAY))
        return int(units(day_count, since, until + counted.days * ONE_DAY))

    def _interest_now(self, counted: Counted) -> Fen:
        running, rate = self.left[0], self.reading.rate
        if running.due == self.loan.on or rate is None or not any(p.interest for p in self.left):
            return running.interest if running.due == self.loan.on else 0
        balance = sum(p.principal for p in self.left)
        return interest_by(counted, balance, rate, self._span(), self.reading.convention)

    # -- rows ------------------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """Title, rate, the open periods each with its row, and the ways of counting days."""
        yield from self._of_periods()
        names = ("reading-ways", "amount", "days", "interest")
        yield heads([self.context.say(f"settlement.{name}") for name in names], range(1, 4), WIDTHS)
        for line in self.lines:
            cells = [Cell(line.label, Look.WRAP), Cell(line.amount, Look.MONEY), Cell(line.days, Look.COUNT)]
            yield Row([*cells, Cell(line.interest, Look.MONEY)], height([(line.label, FIRST_WIDTH)]))
        yield Row()

    def _rate_cell(self) -> Cell:
        rate = self.reading.rate
        if isinstance(rate, Fraction) and as_decimal(rate) != rate:  # the exact one; its decimals have no end
            return Cell(Formula(f"{rate.numerator}/{rate.denominator}", as_decimal(rate)), Look.INPUT_RATE)
        return super()._rate_cell()


def _whole(fen: str, rounding: Rounding) -> str:
    """Whole fen of a formula in fen that holds no more than eight decimals and is not negative."""
    nearest = f"ROUND({fen},0)"
    match rounding:
        case Rounding.HALF_UP:
            return nearest
        case Rounding.HALF_EVEN:
            return f"IF(ABS({nearest}-{fen})=0.5,2*ROUND({fen}/2,0),{nearest})"
        case Rounding.DOWN:
            return f"({nearest}-IF({nearest}>{fen},1,0))"
        case Rounding.UP:
            return f"({nearest}+IF({nearest}<{fen},1,0))"


def _thirty_days(since: str, until: str) -> str:
    """The days between two days as `core.loans.day_counts.thirty_days` counts them."""
    months = f"(12*(YEAR({until})-YEAR({since}))+MONTH({until})-MONTH({since}))"
    gave_way = f"OR(AND(DAY({since})>DAY({until}),DAY({until}+1)=1),AND(DAY({until})>DAY({since}),DAY({since}+1)=1))"
    return f"(30*{months}+IF({gave_way},0,MIN(DAY({until}),30)-MIN(DAY({since}),30)))"


def row_of_readings(context: WorkbookContext, blocks: Sequence[ReadingBlock], row: int) -> Row:
    """A loan whose amounts follow the day by each of its readings; nothing past the first plan that ends."""
    first, say = blocks[0], context.say
    loan, usual = first.loan, first.lines[0]
    ends = ",".join(f"MAX({block.column('C')})" for block in blocks)
    over = f"{DAY}>MIN({ends})"
    every, fee = ",".join(block.amounts for block in blocks), fee_told(context, loan)
    early, late, fine = (say(f"settlement.{name}") for name in ("too-early", "too-late", "live"))
    tail = f'&"{fee}"' if fee else ""  # apart, as a text in a formula may have 255 letters
    told = fine + fee

    def unless_over(formula: str, value: Fen) -> Formula:
        return Formula(f"IF({over},0,ROUND({formula},2))", value)

    return Row([
        Cell(context.facility(first.standing.facility), Look.LINK, f"'{context.sheet('settlement')}'!A{first.start}"),
        Cell(first.standing.known_until, Look.DATE),
        Cell(unless_over(first.ahead("D"), loan.ways[0].of("principal-open")), Look.MONEY),
        Cell(Formula(first.cell("C"), usual.days.value), Look.COUNT),
        Cell(Formula(f"IF({over},0,{first.cell('D')})", usual.interest.value), Look.MONEY),
        Cell(""), Cell(""), Cell(""),
        Cell(Formula(f"ROUND(C{row}+E{row},2)", loan.ways[0].amount), Look.TOTAL),
        Cell(unless_over(f"MIN({every})", loan.least), Look.MONEY),
        Cell(unless_over(f"MAX({every})", loan.most), Look.MONEY),
        Cell(unless_over(first.ahead("G"), loan.planned), Look.MONEY),
        Cell(Formula(f"ROUND(L{row}-I{row},2)", loan.saved), Look.SIGNED),
        Cell(Formula(f'IF({DAY}<B{row},"{early}",IF({over},"{late}","{fine}"{tail}))', told), Look.WRAP),
    ], height([(told, WIDTHS[-1])]))  # fmt: skip

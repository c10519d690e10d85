"""The open periods of a loan on the sheet of settlements, with the ways of lateness and fees, and the formulas on them.

The formulas say on any day what `core.loans.settlement` says: principal still open, what is overdue, interest from the
running period's first day to the day, the penalty by each rule that may hold, and the flat fees that may be taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import product as combinations
from typing import NamedTuple

from app.core.loans.conventions import STANDARD, RoundingStep
from app.core.loans.flat_fees import FlatFeeRule, fees_held
from app.core.loans.formulas import as_decimal
from app.core.loans.late_charge import Grace
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import Base, PenaltyWay, ways
from app.core.loans.plan_rate import Accrual
from app.core.loans.settlement import GIVEN_BACK_WITHIN
from app.core.loans.settlement_fees import STATED
from app.core.loans.standing import LoanPayoff, LoanStanding, OpenPeriod, Reading
from app.core.money import Fen
from app.export.workbook.context import WorkbookContext
from app.export.workbook.grid import Cell, Formula, Row, height
from app.export.workbook.sheets.top import evidence_link, heads
from app.export.workbook.styles import Look

DAY = "settle_on"
"""The name of the cell with the day."""
_PERIODS = (
    "plans.period", "plans.starts", "plans.due", "plans.principal", "plans.interest", "settlement.fee-of",
    "plans.total", "settlement.rows",
)  # fmt: skip
FIRST_WIDTH = 24
"""Characters of the sheet's first column."""
WIDTHS = (FIRST_WIDTH, 12, 12, 11.5, 11, 11, 10.5, 10.5, 12, 12, 12, 12, 11, 22)
"""Characters of its columns."""
_BEFORE = 3
"""Rows of a block above its periods: title, rate, header."""


class Way(NamedTuple):
    """A way of charging: its name, its formula, and what that comes to on the day that stands there at first."""

    name: str
    formula: str
    value: Fen


@dataclass(frozen=True)
class Block:
    """A loan whose amounts follow the day, and the row in which its block begins.

    Below title, rate and header stand the periods; then each way of a penalty, each way of fees, and an empty row.
    """

    context: WorkbookContext
    loan: LoanPayoff
    reading: Reading
    start: int
    number: int

    @property
    def standing(self) -> LoanStanding:
        """The loan as its papers leave it."""
        return self.loan.standing

    @property
    def rate(self) -> str:
        """The name of the cell with the daily rate."""
        return self.context.defined("name.settle-rate", number=self.number)

    @property
    def late(self) -> Sequence[OpenPeriod]:
        """The periods that were due before the papers' last day; they come first."""
        return [p for p in self.reading.periods if p.due < self.standing.known_until]

    def column(self, letters: str) -> str:
        """The cells of a column of the periods."""
        first = self.start + _BEFORE
        return f"${letters}${first}:${letters}${first + len(self.reading.periods) - 1}"

    @property
    def below(self) -> int:
        """The row after the periods."""
        return self.start + _BEFORE + len(self.reading.periods)

    @property
    def penalty_cells(self) -> str:
        """The cells of the ways of a penalty; empty without any."""
        return self._cells(self.below + 1, len(self.penalties))

    @property
    def fee_cells(self) -> str:
        """The cells of the ways of fees; empty without any."""
        above = len(self.penalties) + bool(self.penalties)
        return self._cells(self.below + above + 1, len(self.fees))

    @staticmethod
    def _cells(first: int, count: int) -> str:
        return f"$B${first}:$B${first + count - 1}" if count else ""

    @property
    def height(self) -> int:
        """All its rows."""
        lists = sum(len(each) + 1 for each in (self.penalties, self.fees) if each)
        return _BEFORE + len(self.reading.periods) + lists + 1

    # -- formulas --------------------------------------------------------------------------------------------------

    def ahead(self, letters: str) -> str:
        """The sum of a column over the periods that are due on the day or later."""
        return f'SUMIFS({self.column(letters)},{self.column("C")},">="&{DAY})'

    def overdue(self, letters: str, known: str) -> str:
        """The sum of a column over the periods that were due before the papers' last day, which ``known`` holds."""
        return f'SUMIFS({self.column(letters)},{self.column("C")},"<"&{known})'

    @property
    def over(self) -> str:
        """Whether nothing is due on the day or later."""
        return f"{DAY}>MAX({self.column('C')})"

    @property
    def running(self) -> str:
        """Which of the periods is due next, counted from 1."""
        return f'(COUNTIF({self.column("C")},"<"&{DAY})+1)'

    def days(self) -> str:
        """The days of interest."""
        return f"IF({self.over},0,MAX({DAY}-INDEX({self.column('B')},{self.running}),0))"

    def interest(self, days: str) -> str:
        """Interest to the day; on a due day that of its instalment."""
        on_due = f"INDEX({self.column('C')},{self.running})={DAY}"
        own = f"INDEX({self.column('E')},{self.running})"
        to_date = f"ROUND({self.ahead('D')}*{self.rate}*{days},2)"
        return f"IF({self.over},0,IF({on_due},{own},IF({self.ahead('E')}=0,0,{to_date})))"

    def most_interest(self, days: str, interest: str) -> str:
        """Interest with a day more, rounded by itself or with the rest, whichever is more."""
        on_due = f"INDEX({self.column('C')},{self.running})={DAY}"
        of_day, balance = f"ROUND({self.ahead('D')}*{self.rate},2)", self.ahead("D")
        more = f"MAX(ROUND({balance}*{self.rate}*{days},2)+{of_day},ROUND({balance}*{self.rate}*({days}+1),2))"
        return f"IF(OR({self.over},{self.ahead('E')}=0),{interest},IF({on_due},{interest},MAX({interest},{more})))"

    # -- ways ------------------------------------------------------------------------------------------------------

    @cached_property
    def penalties(self) -> Sequence[Way]:
        """The penalty of what is overdue by each way that may hold, the most usual first."""
        late, standing = self.late, self.standing
        if not late:
            return []
        tried = standing.penalty_ways or ways(standing.penalties, standing.product, late[0].due, standing.grace_days)
        return [Way(self._named(way), self._penalty(way), self._penalty_now(way)) for way in tried]

    def _named(self, way: PenaltyWay) -> str:
        say, step = self.context.book.say, "once" if way.step is RoundingStep.PER_PERIOD else "by-day"
        names = (f"penalty-rule.{way.rule.id}", f"penalty-base.{way.base.value}", f"penalty-step.{step}")
        return self.context.say("joint").join(say(name) for name in names)

    def _penalty(self, way: PenaltyWay) -> str:
        """Each overdue period's amounts × rate × days, once its grace days are over."""
        grace = self.standing.grace_days
        free = grace if way.rule.grace is Grace.KEPT else 0
        rate = f"{self.rate}*{way.rule.multiple}" if way.rule.rate is None else f"{way.rule.rate:f}"
        pieces = []
        for row in range(self.start + _BEFORE, self.start + _BEFORE + len(self.late)):
            principal, interest = f"D{row}", f"(E{row}+F{row})"
            amounts = {
                Base.EACH: (principal, interest), Base.PRINCIPAL: (principal,),
                Base.JOINED: (f"({principal}+{interest})",),
            }[way.base]  # fmt: skip
            passed = f"({DAY}-C{row})"
            days = f"({passed}-{free})" if free else passed
            by_day = way.step is RoundingStep.PER_DAY
            each = [f"{days}*ROUND({x}*{rate},2)" if by_day else f"ROUND({x}*{rate}*{days},2)" for x in amounts]
            pieces.append(f"IF({passed}>{grace},{'+'.join(each)},0)")
        return "+".join(pieces)

    def _penalty_now(self, way: PenaltyWay) -> Fen:
        grace, found = self.standing.grace_days, 0
        accrual = Accrual(as_decimal(self.reading.rate or Decimal(0)))
        for period in self.late:
            days = (self.loan.on - period.due).days
            if days > grace:
                overdue = Overdue(period.principal, period.interest + period.fee, days, period.sources)
                found += sum(part.amount for part in way.formula([overdue], accrual, grace))
        return found

    @cached_property
    def fees(self) -> Sequence[Way]:
        """The flat fees that a settlement may still hold, by each rule, the most usual first."""
        if not any(p.fee for p in self.reading.periods if p.due >= self.standing.known_until):
            return []
        return [self._fee(billed, rule) for billed, rule in combinations((0, 1), FlatFeeRule)]

    def _fee(self, billed: int, rule: FlatFeeRule) -> Way:
        dues = self.column("C")
        left = f'COUNTIF({dues},">="&{DAY})'
        count = {
            FlatFeeRule.NEXT: f"{billed + 1}", FlatFeeRule.NONE: "0", FlatFeeRule.ALL: left,
            FlatFeeRule.NEXT_AND_ONE: f"({billed}+IF({left}-{billed}>1,2,1))",
        }[rule]  # fmt: skip
        held = f"MIN({left},IF({left}>2,{count},MIN({count},{billed + 1})))"
        last = f"INDEX({dues},{self.running}+{held}-1)"
        first = f'SUMIFS({self.column("F")},{dues},">="&{DAY},{dues},"<="&{last})'
        formula = "0" if rule is FlatFeeRule.NONE else f"IF({left}=0,0,{first})"
        now = fees_held([p.fee for p in self.reading.periods if p.due >= self.loan.on], rule, billed)
        name = f"billed-{rule.value}" if billed else rule.value
        return Way(self.context.book.say(f"settle-way.{name}"), formula, sum(now))

    # -- rows ------------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What stands above it."""
        return self.context.facility(self.standing.facility)

    def rows(self) -> Iterator[Row]:
        """Title, rate, the open periods each with its row, and the ways."""
        say = self.context.say
        yield from self._of_periods()
        for title, each in (("penalty-ways", self.penalties), ("fee-ways", self.fees)):
            if each:
                yield heads([say(f"settlement.{title}"), say("settlement.way-amount")], (1,), WIDTHS)
            for way in each:
                cells = [Cell(way.name, Look.WRAP), Cell(Formula(way.formula, way.value), Look.MONEY)]
                yield Row(cells, height([(way.name, FIRST_WIDTH)]))
        yield Row()

    def _of_periods(self) -> Iterator[Row]:
        say = self.context.say
        yield Row([Cell(self.title, Look.SECTION)], 24)
        yield Row([Cell(say("plans.daily")), self._rate_cell()])
        yield heads([say(name) for name in _PERIODS], range(3, 7), WIDTHS)
        for at, period in enumerate(self.reading.periods, start=self.start + _BEFORE):
            yield Row([
                Cell(period.number, Look.COUNT),
                Cell(period.starts, Look.INPUT_DATE),
                Cell(period.due, Look.INPUT_DATE),
                Cell(period.principal, Look.INPUT_MONEY),
                Cell(period.interest, Look.INPUT_MONEY),
                Cell(period.fee, Look.INPUT_MONEY),
                Cell(Formula(f"ROUND(SUM(D{at}:F{at}),2)", period.instalment), Look.MONEY),
                evidence_link(self.context, [s for s in period.sources if s in self.context.evidence_row]),
            ])  # fmt: skip

    def _rate_cell(self) -> Cell:
        return Cell(as_decimal(self.reading.rate or Decimal(0)), Look.INPUT_RATE)


def follows_the_day(loan: LoanPayoff) -> Reading | None:
    """The reading of which formulas say what the program says, on any day; None where they would say another thing."""
    standing = loan.standing
    if not loan.ways or len(standing.readings) != 1:
        return None
    (reading,) = standing.readings
    plain = reading.rate is not None and reading.convention == STANDARD
    whole = all(p.starts and not p.unsplit for p in reading.periods)
    in_order = [p.due for p in reading.periods] == sorted(p.due for p in reading.periods)
    return reading if plain and whole and in_order and is_late_enough(standing, loan.on) else None


def is_late_enough(standing: LoanStanding, on: date) -> bool:
    """Whether a settlement on that day can no longer be the giving back of a drawdown."""
    return standing.drawn_on is None or (on - standing.drawn_on).days > GIVEN_BACK_WITHIN


def fee_told(context: WorkbookContext, loan: LoanPayoff) -> str:
    """The fee of settling early that the contract, or else public pages tell of, which no cell holds; empty without."""
    if loan.fee is None:
        return ""
    rule, _ = loan.fee
    if rule.id == STATED:
        return context.say("settlement.fee-agreed", share=rule.share)
    return context.say("settlement.fee-may", of=f"settle-fee.{rule.id}", share=rule.share, seen=rule.seen)

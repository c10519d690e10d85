"""Builds a small case fact by fact: a loan with its plan pages, debits, records, bank rows, bills and advances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from app.core.discrepancy import Discrepancy
from app.core.facts import (
    BankRow,
    Bill,
    BillLine,
    Coverage,
    Ledger,
    LineKind,
    LoanRecord,
    Method,
    Outcome,
    PeriodState,
    PlanRow,
    Posting,
    Product,
    Purpose,
    ReserveAdvance,
    Source,
    Trigger,
    Waiver,
    WalletKind,
    WalletRow,
)
from app.core.loans import Period, Terms, schedule
from app.core.pipeline import explain
from app.importers.banks.wording import worded
from app.importers.recognising.billed_lines import worded as worded_line

CARD, OTHER_CARD = "招商银行储蓄卡(1234)", "中国工商银行储蓄卡(5678)"
CONTRACT = "JB-1"
DRAWN = datetime(2026, 1, 15, 10, 0)
RATE = Decimal("0.0004")


def at(text: str) -> datetime:
    """``05-17 09:31`` of the year 2026."""
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}:00")


def day(text: str) -> date:
    """``05-17`` of the year 2026."""
    return date.fromisoformat(f"2026-{text}")


class CaseBuilder:
    """A case in the making; every fact gets a row of its own in the file of its kind."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._rows = count(1)

    def _row(self, file: str) -> tuple[Source, ...]:
        return (Source(file, "", next(self._rows), file),)

    def _add(self, **facts: tuple[object, ...]) -> None:
        self.ledger += replace(Ledger(), **facts)  # type: ignore[arg-type]

    # -- the loan --------------------------------------------------------------------------------------------------

    def loan(
        self,
        principal: int = 12_000_00,
        terms: int = 12,
        method: Method = Method.EQUAL_INSTALMENT,
        grace: int = 0,
    ) -> tuple[Period, ...]:
        """Draw a loan on 15 January 2026 at 0.04 % a day, with its plan page of that day; return the plan."""
        record = LoanRecord(
            CONTRACT, principal, DRAWN, terms, method, RATE, 15, grace, Product.JIEBEI, sources=self._row("loans.csv")
        )
        self._add(loans=(record,))
        plan = plan_of(principal, DRAWN.date(), terms, method)
        self.page(DRAWN.date(), plan)
        self.wallet(DRAWN, principal, WalletKind.DRAWDOWN, text="借呗放款至银行卡")
        return plan

    def page(
        self,
        as_of: date,
        plan: Sequence[Period],
        settled: Sequence[int] = (),
        overdue: Sequence[int] = (),
        penalty: Mapping[int, int] | None = None,
    ) -> None:
        """A plan page of ``as_of``; ``penalty`` is what it shows on top of a period, by its number."""
        states = dict.fromkeys(settled, PeriodState.SETTLED) | dict.fromkeys(overdue, PeriodState.OVERDUE)
        self._add(
            plan_rows=tuple(
                PlanRow(
                    CONTRACT, p.number, as_of, p.due, p.principal, p.interest, p.starts,
                    state=states.get(p.number, PeriodState.OPEN), sources=self._row("plan.csv"),
                    penalty=(penalty or {}).get(p.number, 0),
                )
                for p in plan
            )
        )  # fmt: skip

    # -- money -----------------------------------------------------------------------------------------------------

    def wallet(
        self, moment: datetime, amount: int, kind: WalletKind = WalletKind.REPAYMENT, **more: object
    ) -> WalletRow:
        """A wallet row; a repayment of 借呗 from the card unless told otherwise."""
        number = next(self._rows)
        row = WalletRow(
            moment, kind, Product.JIEBEI, amount, Outcome.DONE, account=CARD, order_no=f"2026{number:06d}",
            text="借呗还款", sources=(Source("wallet.csv", "", number, "wallet"),),
        )  # fmt: skip
        row = replace(row, **more)  # type: ignore[arg-type]
        self._add(wallet=(row,))
        return row

    def bank(self, on: date, amount: int, text: str = "支付宝-借呗还款") -> None:
        """A bank row of the usual card; negative when money left."""
        row = worded(
            BankRow(on, amount, bank="招商银行", summary="快捷支付", counterparty=text, sources=self._row("bank.csv"))
        )
        self._add(bank=(row,))

    def record(
        self,
        moment: datetime,
        period: int,
        principal: int,
        interest: int,
        penalty: int = 0,
        counted_on: date | None = None,
        outcome: Outcome = Outcome.DONE,
        trigger: Trigger = Trigger.AUTO,
    ) -> None:
        """What the lender recorded."""
        total = principal + interest + penalty
        posting = Posting(
            CONTRACT, period, moment, counted_on or moment.date(), total, principal, interest, penalty=penalty,
            trigger=trigger, account=CARD, outcome=outcome, sources=self._row("records.csv"),
        )  # fmt: skip
        self._add(postings=(posting,))

    def paid(self, period: Period, moment: datetime | None = None, penalty: int = 0, **more: object) -> None:
        """A period paid by card, booked by the bank and recorded by the lender, on its due date at noon by default."""
        when = moment or datetime.combine(period.due, datetime.min.time()) + timedelta(hours=12)
        self.wallet(when, period.total + penalty, **more)
        self.bank(when.date(), -(period.total + penalty))
        self.record(when, period.number, period.principal, period.interest, penalty)

    def waived(self, period: int, on: date, amount: int) -> None:
        """Interest the lender gave up."""
        self._add(waivers=(Waiver(CONTRACT, period, on, amount, amount, sources=self._row("records.csv")),))

    # -- bills and advances ----------------------------------------------------------------------------------------

    def bill(
        self, month: int, lines: Sequence[BillLine], declared: int | None = None, minimum: int | None = None
    ) -> None:
        """The 花呗 bill of a month of 2026, stated on its first and due on its tenth day."""
        total = sum(line.amount for line in lines)
        self._add(
            bills=(
                Bill(
                    Product.HUABEI, (2026, month), date(2026, month, 10), total if declared is None else declared,
                    tuple(map(worded_line, lines)), date(2026, month, 1), len(lines),
                    self._row(f"bill-{month}.csv"), minimum,
                ),
            )
        )  # fmt: skip

    def line(
        self,
        on: date,
        amount: int,
        kind: LineKind = LineKind.PURCHASE,
        traded: datetime | None = None,
        order: str = "",
    ) -> BillLine:
        """A line for a bill."""
        moment = traded or datetime.combine(on, datetime.min.time()) + timedelta(hours=9)
        return BillLine(on, kind, amount, moment, "某某订单", order, sources=self._row("lines.csv"))

    def reserve(self, taken: datetime, **more: object) -> None:
        """A reserve advance of 500.00 by its record."""
        record = ReserveAdvance(taken, 500_00, sources=self._row("reserve.csv"))
        self._add(reserves=(replace(record, **more),))  # type: ignore[arg-type]

    def covers(self, first: date, last: date, rows: int = 10, declared: int = 10, oldest: date | None = None) -> None:
        """What the wallet's export declares of itself."""
        start, end = datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.min.time())
        begins = datetime.combine(oldest or first, datetime.min.time())
        self._add(
            coverages=(
                Coverage(
                    "alipay", "a", begins, end, rows, declared, start, end, end, declaring=self._row("wallet.csv"),
                    oldest_source=self._row("wallet.csv")[0], digest="wallet",
                ),
            )
        )  # fmt: skip

    def found(self, as_of: date | None = None) -> dict[str, Discrepancy]:
        """What is found, by code; a code found twice is a failure of the test."""
        discrepancies = explain(self.ledger, as_of=as_of).discrepancies
        by_code = {d.code: d for d in discrepancies}
        assert len(by_code) == len(discrepancies), [d.id for d in discrepancies]
        return by_code


def plan_of(principal: int, drawn: date, terms: int, method: Method = Method.EQUAL_INSTALMENT) -> tuple[Period, ...]:
    """The plan at 0.04 % a day with due dates on the 15th."""
    return schedule(principal, Terms(RATE, method), drawn, tuple(due_dates(terms)))


def due_dates(terms: int) -> Iterator[date]:
    """The 15th of February 2026 and of the months after it."""
    for n in range(terms):
        yield date(2026 + (n + 1) // 12, (n + 1) % 12 + 1, 15)


__all__ = ["CARD", "CONTRACT", "OTHER_CARD", "CaseBuilder", "Purpose", "at", "day", "plan_of"]

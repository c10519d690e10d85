"""One loan in the true books: its plan, the pages that show it, and how money moves for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from app.core.loans import STANDARD, Convention, Period, RoundingStep, Terms, schedule
from tests.simulation.lender import (
    CARD,
    Case,
    Line,
    LoanLine,
    PlanLine,
    RecordLine,
    WalletLine,
    due_dates,
    interest,
)

AUTO_TEXTS = ("借呗自动还款", "借呗还款", "蚂蚁借呗还款")
BY_DAY = Convention(step=RoundingStep.PER_DAY)


class LoanBase:
    """A loan with its plan, its pages and its money; ``case`` gets all its rows and truths."""

    def __init__(self, case: Case, rng: Random, loan: LoanLine, *, by_day: bool = False, account: str = CARD) -> None:
        self.case, self.rng, self.loan, self.by_day, self.account = case, rng, loan, by_day, account
        self.rate, self.due_day = loan.rate, loan.due_day
        self.settled: set[int] = set()
        self.overdue: set[int] = set()
        self.busy_until = loan.drawn.date()
        self.ended = self.broken = False
        self.shown: list[tuple[date, list[PlanLine]]] = []
        dues = due_dates(loan.drawn.date(), loan.terms, loan.due_day)
        self.plan = self._schedule(loan.principal, loan.drawn.date(), dues, 1)
        case.loans.append(loan)
        drawn = WalletLine(
            loan.drawn, loan.principal, "借呗放款至银行卡", status="放款成功", order=case.order_no(loan.drawn)
        )
        case.wallet.append(drawn)
        case.book(CARD, loan.drawn.date(), loan.principal, "借呗放款")
        self.page(loan.drawn.date())

    # -- the plan --------------------------------------------------------------------------------------------------

    def _schedule(
        self, balance: int, starts: date, dues: Sequence[date], first: int, payment: int | None = None
    ) -> list[Period]:
        convention = BY_DAY if self.by_day else STANDARD
        return list(
            schedule(
                balance,
                Terms(self.rate, self.loan.method, convention),
                starts,
                dues,
                payment=payment,
                first_number=first,
            )
        )

    def period(self, number: int) -> Period:
        """A period of the plan in force."""
        return self.plan[number - 1]

    def lines(self, number: int, until: date | None = None) -> list[PlanLine]:
        """The rows of a period on the pages shown until a day, the last two of them."""
        rows = [x for day, page in self.shown for x in page if x.period == number and (not until or day <= until)]
        return rows[-2:]

    def page(self, as_of: date) -> list[PlanLine]:
        """A plan page as things stand; a day has one page."""
        last = self.shown[-1] if self.shown else None
        if last and last[0] >= as_of:
            return last[1]
        rows = self.case.page(self.loan.contract, as_of, self.plan, self.settled, self.overdue)
        self.shown.append((as_of, rows))
        return rows

    def open_balance(self, first: int) -> int:
        """Principal of this period and all later ones."""
        return sum(p.principal for p in self.plan[first - 1 :])

    def accrued(self, balance: int, days: int) -> int:
        """Interest to a day, as this lender rounds it."""
        return interest(balance, self.rate, days, by_day=self.by_day)

    # -- money -----------------------------------------------------------------------------------------------------

    def moment(self, day: date, first: int = 6, last: int = 20) -> datetime:
        """A moment of that day between two full hours."""
        seconds = self.rng.randrange(first * 3600, last * 3600)
        return datetime.combine(day, time()) + timedelta(seconds=seconds)

    def debit(self, at: datetime, amount: int, text: str = "", **more: object) -> list[Line]:
        """A debit, worded as an automatic one unless told otherwise; a bank may book it at the next midnight."""
        more.setdefault("account", self.account)
        if at.hour >= 22 and self.rng.random() < 0.5:
            more.setdefault("booked", at.date() + timedelta(days=1))
        return list(self.case.pay(at, amount, text or self.rng.choice(AUTO_TEXTS), **more))  # type: ignore[arg-type]

    def record(self, at: datetime, number: int, principal: int, cost: int, **more: object) -> RecordLine:
        """The lender's record of a repayment for a period."""
        more.setdefault("counted_on", at.date())
        more.setdefault("account", self.account)
        line = RecordLine(self.loan.contract, at, period=number, principal=principal, interest=cost, **more)  # type: ignore[arg-type]
        self.case.records.append(line)
        return line

    def pay(self, number: int, at: datetime, **more: object) -> list[Line]:
        """A period paid as planned, debited and recorded."""
        p = self.period(number)
        rows: list[Line] = [*self.debit(at, p.total), self.record(at, number, p.principal, p.interest, **more)]
        self.done(number, at.date())
        return rows

    def done(self, number: int, day: date) -> None:
        """The lender counts the period as settled."""
        self.settled.add(number)
        self.overdue.discard(number)
        self.busy_until = max(self.busy_until, day)

    def tell(self, code: str, difference: int, evidence: Sequence[Line], number: int = 0, **more: object) -> None:
        """Note down what is true, with the plan rows of the period."""
        rows = [*evidence, *self.lines(number)]
        self.case.tell(code, difference, rows, contract=self.loan.contract, period=number, **more)

    def fail(self, number: int, day: date) -> list[Line]:
        """A try on that day that found too little money."""
        return self.debit(self.moment(day, 5, 12), self.period(number).total, status="还款失败")

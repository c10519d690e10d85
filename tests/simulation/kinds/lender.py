"""A lender's books for these kinds, by rules of their own that share no code with the program's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, percent, yuan

RATES = ("0.0002", "0.0003", "0.00035", "0.0004", "0.0005")


def fen(amount: Decimal) -> int:
    """Half-up to the whole fen."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(slots=True)
class Term:
    """A period: days, parts in fen, and how it stands."""

    number: int
    start: date
    due: date
    principal: int
    interest: int
    state: str = "待还"
    rows: list[Line] = field(default_factory=list)

    @property
    def total(self) -> int:
        """What falls due."""
        return self.principal + self.interest


def equal_instalment(principal: int, terms: int, rate: Decimal, drawn: date, first: int = 1) -> list[Term]:
    """Level instalments, interest by actual days, half-up; the last period takes what is left."""
    dues = [months_on(drawn, n) for n in range(1, terms + 1)]
    factor, product = Decimal(0), Decimal(1)
    since = drawn
    for due in dues:
        product /= 1 + rate * (due - since).days
        factor, since = factor + product, due
    level, left, since, plan = fen(principal / factor), principal, drawn, []
    for n, due in enumerate(dues):
        interest = fen(left * rate * (due - since).days)
        own = left if n == terms - 1 else level - interest
        plan.append(Term(n + first, since, due, own, interest))
        left, since = left - own, due
    return plan


def equal_principal(principal: int, terms: int, rate: Decimal, drawn: date) -> list[Term]:
    """Equal principal, interest by actual days on what is left."""
    share, left, since, plan = fen(Decimal(principal) / terms), principal, drawn, []
    for n in range(1, terms + 1):
        due = months_on(drawn, n)
        own = left if n == terms else share
        plan.append(Term(n, since, due, own, fen(left * rate * (due - since).days)))
        left, since = left - own, due
    return plan


def interest_first(principal: int, terms: int, rate: Decimal, drawn: date) -> list[Term]:
    """Interest by period, the principal with the last one."""
    since, plan = drawn, []
    for n in range(1, terms + 1):
        due = months_on(drawn, n)
        plan.append(Term(n, since, due, principal if n == terms else 0, fen(principal * rate * (due - since).days)))
        since = due
    return plan


METHODS = {"等额本息": equal_instalment, "等额本金": equal_principal, "先息后本": interest_first}


@dataclass
class Loan:
    """A loan with its plan, and how its debits are worded in wallet and bank."""

    desk: Desk
    principal: int
    rate: Decimal
    drawn: date
    plan: list[Term]
    method: str = "等额本息"
    card: str = "招商银行 2094"
    wallet: str = "alipay"  # empty: the bank alone
    party: str = "蚂蚁借呗"
    text: str = "借呗自动还款"
    bank_text: str = "支付宝-借呗还款"
    grace: int = 0
    contract: str = ""
    summary: str = "快捷支付"

    def __post_init__(self) -> None:
        """Give it a number of its own."""
        self.contract = self.contract or f"JB{self.drawn:%Y%m%d}{self.desk.rng.randrange(10**10):010d}"

    # -- money -----------------------------------------------------------------------------------------------------

    def pay_out(self) -> None:
        """The drawdown."""
        if self.wallet:
            text = "借呗放款至银行卡" if "借呗" in self.text else "放款"
            self.desk.entry(
                self.wallet, at(self.drawn, 10, 33), self.party, text, self.principal, "", "放款成功"
            )  # fmt: skip
        self.desk.booked(
            self.card, at(self.drawn, 10, 33), self.principal, self.bank_text.replace("还款", "放款"), "代付"
        )  # fmt: skip

    def debit(
        self, day: date, amount: int, hour: int = 11, minute: int = 3, *, hand: bool = False, card: str = "",
        booked_on: date | None = None, in_bank: bool = True, status: str = "还款成功", method: str = "",
        text: str = "",
    ) -> list[Line]:  # fmt: skip
        """A debit in wallet and bank; the rows of both."""
        moment, rows = at(day, hour, minute, self.desk.rng.randrange(60)), []
        own, by = card or self.card, text or (self.text.replace("自动", "主动") if hand else self.text)
        if self.wallet:
            way = method or bank_method(own, self.wallet)
            rows.append(self.desk.entry(self.wallet, moment, self.party, by, amount, way, status))
        if in_bank and "成功" in status:
            when = at(booked_on, 0, 1) if booked_on else moment
            rows.append(self.desk.booked(own, when, -amount, self.bank_text, self.summary))
        return rows

    def post(
        self, term: int | str, day: date, parts: tuple[int, int, int], *, counted: date | None = None, hour: int = 11,
        channel: str = "自动扣款", state: str = "成功", card: str = "", total: int | None = None, minute: int = 3,
    ) -> Line:  # fmt: skip
        """A row of the lender's record: principal, interest, penalty."""
        principal, interest, penalty = parts
        amount = sum(parts) if total is None else total
        cells = (
            f"{at(day, hour, minute)}", f"{counted or day}", self.contract, term, channel, yuan(amount, True),
            yuan(principal, True), yuan(interest, True), yuan(penalty), bank_method(card or self.card), state,
        )  # fmt: skip
        line = Line(at(day, hour, minute), cells, amount)
        if not self.desk.no_records:
            self.desk.records.append(line)
        return line

    def pay(self, number: int, **how: object) -> list[Line]:
        """Pay a period on its due day, as it should be; the rows."""
        term = self.plan[number - 1]
        rows = self.debit(term.due, term.total, **how)  # type: ignore[arg-type]
        rows.append(self.post(number, term.due, (term.principal, term.interest, 0)))
        term.state = "已结清"
        return rows

    # -- tables ----------------------------------------------------------------------------------------------------

    def list_it(self, state: str = "使用中") -> Line:
        """Its row in the list of loans."""
        rate = f"{self.rate * 100:.4f}" if self.desk.words else percent(self.rate)
        cells = (
            self.contract, f"{at(self.drawn, 10, 33)}", yuan(self.principal, True), len(self.plan), self.method, rate,
            self.drawn.day, self.grace, state,
        )  # fmt: skip
        line = Line(at(self.drawn), cells)
        self.desk.loans.append(line)
        return line

    def page(self, on: date, plan: list[Term] | None = None, *, fresh: bool = False, dated: bool = True) -> None:
        """The plan as the lender shows it on a day; ``fresh`` with every period open."""
        for term in plan or self.plan:
            state = "待还" if fresh else term.state
            if state == "待还" and term.due < on:
                state = "逾期"
            cells = (
                f"{on}" if dated else "", self.contract, term.number, f"{term.start}", f"{term.due}",
                yuan(term.principal, True), yuan(term.interest, True), yuan(term.total, True), state,
            )  # fmt: skip
            line = Line(at(on), cells, term.total)
            term.rows.append(line)
            self.desk.pages.append(line)

    def left_after(self, paid: int) -> int:
        """The principal still owed after so many periods."""
        return sum(t.principal for t in self.plan[paid:])


def new_loan(
    desk: Desk, *, terms: int = 12, method: str = "等额本息", drawn: date | None = None, **more: object
) -> Loan:
    """A loan by chance, drawn on a day from 2 to 27."""
    rng = desk.rng
    day = drawn or (date(2023, 1, 1) + timedelta(days=rng.randrange(900))).replace(day=rng.randrange(2, 28))
    principal, rate = rng.randrange(30, 260) * 100_00, Decimal(rng.choice(RATES))
    plan = METHODS[method](principal, terms, rate, day)
    return Loan(desk, principal, rate, day, plan, method, **more)  # type: ignore[arg-type]


def penalty(principal: int, interest: int, rate: Decimal, days: int, factor: str = "1.5") -> int:
    """On overdue principal and on overdue interest, each rounded by itself."""
    multiple = Decimal(factor)
    return fen(principal * rate * multiple * days) + fen(interest * rate * multiple * days)


def copied(plan: list[Term]) -> list[Term]:
    """The plan as it stands, apart from what happens to it later."""
    return [replace(t, rows=[]) for t in plan]


def finish(desk: Desk, loan: Loan, last: date, *, pages: bool = True, table: bool = True) -> None:
    """The tables and everyday rows that most cases hold, and the day they speak of."""
    desk.as_of = max(desk.as_of, last)
    if table:
        loan.list_it()
    if pages:
        loan.page(last)
    if not any(x.cells[0] == "代发工资" for lines in desk.banks.values() for x in lines):
        desk.everyday(loan.drawn, last, loan.card, loan.wallet)

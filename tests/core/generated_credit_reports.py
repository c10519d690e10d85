"""Composed loans and the credit report that a lender would give of them, right or with one planted contradiction.

The report is computed here from what was paid when, on a reporting day of its own; nothing of the program is used for
it but the plan. Amounts are whole yuan, the fen cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from app.core.calendar import add_months, month_end
from app.core.explanation import Explanation
from app.core.facts import Source
from app.core.loans import Period
from app.core.papers import CreditAccount, CreditLineKind, CreditReport, MonthMark
from app.core.pipeline import explain
from tests.core.case_builder import DRAWN, CaseBuilder

LENDER = "重庆某某消费金融有限公司"
REPORT = (Source("report.txt", "", 1, "report"),)


@dataclass(frozen=True, slots=True)
class Lived:
    """A loan as it was lived: its plan, the day each period was paid, and the papers of that."""

    case: CaseBuilder
    plan: tuple[Period, ...]
    paid_on: dict[int, date]
    principal: int

    def unpaid(self, day: date) -> list[Period]:
        """The periods overdue at the end of a day."""
        return [p for p in self.plan if p.due < day and self.paid_on.get(p.number, date.max) > day]

    def mark(self, day: date) -> str:
        """The mark on a reporting day."""
        late = self.unpaid(day)
        return "N" if not late else str(min(7, -(-(day - late[0].due).days // 30)))

    def owed(self, day: date) -> int:
        """Principal owed at the end of a day."""
        return self.principal - sum(p.principal for p in self.plan if self.paid_on.get(p.number, date.max) <= day)


def lived(rng: Random, late: int, months: int, terms: int = 12) -> Lived:
    """A loan paid for some months, ``late`` of its periods late by days or weeks."""
    case = CaseBuilder()
    principal = rng.randrange(30, 300) * 100_00
    plan = case.loan(principal, terms)
    case.ledger = replace(case.ledger, loans=tuple(replace(loan, lender=LENDER) for loan in case.ledger.loans))
    paid_on = {}
    for n, days in zip(rng.sample(range(months), late), rng.sample(range(4, 80), late), strict=True):
        paid_on[plan[n].number] = plan[n].due + timedelta(days=days)
    for period in plan[:months]:
        on = paid_on.setdefault(period.number, period.due)
        case.paid(period, datetime.combine(on, time(rng.randrange(8, 20), 30)))
    return Lived(case, plan, paid_on, principal)


def _yuan(fen: int) -> int:
    return fen // 100 * 100


def account_of(loan: Lived, month: tuple[int, int], rng: Random, detailed: bool) -> CreditAccount:
    """The account as the lender reports it at a month, each month seen on a day between the 20th and its end."""
    days = []
    first = date(DRAWN.year, DRAWN.month, 1)
    while (first.year, first.month) <= month:
        days.append(month_end(first.year, first.month) - timedelta(days=rng.randrange(9)))
        first = add_months(first, 1)
    marks = tuple(
        MonthMark((day.year, day.month), loan.mark(day), _yuan(sum(p.total for p in loan.unpaid(day)))) for day in days
    )
    end = max(loan.paid_on.values()) if len(loan.paid_on) == len(loan.plan) else date.max
    settled = (end.year, end.month) if end <= days[-1] else None
    if settled:
        marks = tuple(replace(m, mark="C") if m.month == settled else m for m in marks if m.month <= settled)
    return CreditAccount(
        CreditLineKind.LOAN, LENDER, DRAWN.date(), loan.principal, as_of=month,
        balance=None if settled else _yuan(loan.owed(days[-1])),
        overdue=None if settled else marks[-1].overdue, state="结清" if settled else "", settled=settled,
        late_months=sum(m.mark in "1234567" for m in marks),
        very_late_months=sum(m.mark in "4567" for m in marks), marks=marks if detailed else (), sources=REPORT,
    )  # fmt: skip


def reported(loan: Lived, account: CreditAccount, as_of: date) -> Explanation:
    """The case with the report, explained."""
    report = CreditReport(datetime.combine(as_of, time(4, 0)), bool(account.marks), (account,), sources=REPORT)
    loan.case.covers(date(2026, 1, 1), as_of)
    loan.case._add(credit_reports=(report,))
    return explain(loan.case.ledger, as_of=as_of)


def right(seed: int) -> Explanation:
    """A report in which everything is right: in either form, of loans paid in time, late, and settled."""
    rng = Random(f"right-{seed}")
    whole = seed % 3 == 0
    loan = lived(rng, rng.randrange(4), 6 if whole else 9, 6 if whole else 12)
    month = (2026, 12) if whole else (2026, 10)
    return reported(loan, account_of(loan, month, rng, seed % 2 == 0), date(2027, 1, 10))


def planted(kind: str, seed: int) -> Explanation:
    """A report with one contradiction."""
    rng = Random(f"{kind}-{seed}")
    return _PLANTS[kind](rng)


def _report_of(rng: Random, loan: Lived, month: tuple[int, int], detailed: bool, **wrong: object) -> Explanation:
    account = account_of(loan, month, rng, detailed)
    return reported(loan, replace(account, **wrong), date(2027, 1, 10))  # type: ignore[arg-type]


def _marks_of(loan: Lived, rng: Random) -> CreditAccount:
    return account_of(loan, (2026, 10), rng, detailed=True)


def _mark_in_time(rng: Random) -> Explanation:
    loan = lived(rng, 0, 9)
    account = _marks_of(loan, rng)
    at = rng.randrange(1, len(account.marks))
    wrong = replace(account.marks[at], mark=rng.choice("12"), overdue=0)
    return reported(
        loan, replace(account, marks=(*account.marks[:at], wrong, *account.marks[at + 1 :])), date(2027, 1, 10)
    )


def _late_loan(rng: Random) -> tuple[Lived, CreditAccount, int]:
    """A loan with one period late over the end of its month, its account, and the place of the late mark."""
    loan = lived(rng, 0, 8)
    case, number = CaseBuilder(), rng.randrange(2, 6)
    plan = case.loan(loan.principal)
    case.ledger = replace(case.ledger, loans=tuple(replace(x, lender=LENDER) for x in case.ledger.loans))
    paid_on = {p.number: p.due for p in plan[:9]} | {
        number: plan[number - 1].due + timedelta(days=rng.randrange(20, 28))
    }
    for p in plan[:9]:
        case.paid(p, datetime.combine(paid_on[p.number], time(10, 30)))
    late = Lived(case, plan, paid_on, loan.principal)
    account = _marks_of(late, rng)
    due = plan[number - 1].due
    return late, account, next(n for n, m in enumerate(account.marks) if m.month == (due.year, due.month))


def _with_mark(loan: Lived, account: CreditAccount, at: int, wrong: MonthMark) -> Explanation:
    marks = (*account.marks[:at], wrong, *account.marks[at + 1 :])
    return reported(loan, replace(account, marks=marks), date(2027, 1, 10))


def _mark_too_high(rng: Random) -> Explanation:
    loan, account, at = _late_loan(rng)
    return _with_mark(loan, account, at, replace(account.marks[at], mark=rng.choice("34567")))


def _overdue_in_month(rng: Random) -> Explanation:
    loan, account, at = _late_loan(rng)
    most = loan.plan[0].total
    return _with_mark(
        loan, account, at, MonthMark(account.marks[at].month, "1", _yuan(most) + rng.randrange(2, 900) * 100)
    )


def _balance(rng: Random) -> Explanation:
    loan = lived(rng, rng.randrange(2), 9)
    wrong = account_of(loan, (2026, 10), rng, detailed=False).balance or 0
    return _report_of(rng, loan, (2026, 10), rng.random() < 0.5, balance=wrong + rng.randrange(5, 99) * 100)


def _still_open(rng: Random) -> Explanation:
    loan = lived(rng, rng.randrange(2), 6, 6)
    return _report_of(rng, loan, (2026, 12), False, settled=None, state="", balance=_yuan(loan.plan[-1].principal))


def _settled_month(rng: Random) -> Explanation:
    loan = lived(rng, 0, 6, 6)
    return _report_of(rng, loan, (2026, 12), rng.random() < 0.5, settled=(2026, rng.randrange(10, 13)))


def _late_months(rng: Random) -> Explanation:
    loan = lived(rng, 0, 9)
    return _report_of(rng, loan, (2026, 10), False, late_months=rng.randrange(1, 4))


def _very_late_months(rng: Random) -> Explanation:
    loan = lived(rng, rng.randrange(3), 9)
    return _report_of(rng, loan, (2026, 10), False, very_late_months=rng.randrange(1, 3))


def _overdue_now(rng: Random) -> Explanation:
    loan = lived(rng, 0, 9)
    return _report_of(rng, loan, (2026, 10), rng.random() < 0.5, overdue=rng.randrange(1, 900) * 100)


_PLANTS: dict[str, Callable[[Random], Explanation]] = {
    "paid-in-time": _mark_in_time,
    "mark-too-high": _mark_too_high,
    "overdue-in-month": _overdue_in_month,
    "balance": _balance,
    "still-open": _still_open,
    "settled-month": _settled_month,
    "late-months": _late_months,
    "very-late-months": _very_late_months,
    "overdue-now": _overdue_now,
}
PLANTED = tuple(_PLANTS)
FACTS = {kind: kind for kind in PLANTED} | {"paid-in-time": "mark", "mark-too-high": "mark"}
"""The statement that a planted contradiction makes wrong."""

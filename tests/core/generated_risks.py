"""Composed cases in which something that may go wrong was planted, and the same rows with their order left to chance.

Every case has a loan of twelve or more periods paid for some months. ``planted`` puts the pattern in; without it the
same debits, tries, waivers or lateness fall on days, hours or periods drawn by chance, as often as in the planted one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from app.core.ahead import RiskKind
from app.core.calendar import WorkCalendar
from app.core.explanation import Explanation
from app.core.facts import BankRow, Outcome, Product, Source, WalletKind
from app.core.loans import Period
from app.core.pipeline import explain
from tests.core.case_builder import CARD, CONTRACT, CaseBuilder, at, plan_of

Case = tuple[CaseBuilder, date, WorkCalendar | None]
_PAID = 6
_AS_OF = date(2026, 7, 20)


@cache  # the same persons are looked at for what is raised and for what is not
def composed(kind: RiskKind, seed: int, planted: bool) -> Explanation:
    """The case of a kind and seed, explained."""
    case, as_of, calendar = MAKERS[kind](Random(f"{kind.value}-{seed}"), planted)
    return explain(case.ledger, as_of=as_of, calendar=calendar)


def _loan(rng: Random, terms: int = 12) -> tuple[CaseBuilder, tuple[Period, ...]]:
    case = CaseBuilder()
    return case, case.loan(rng.randrange(40, 300) * 100_00, terms)


def _daytime(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(rng.randrange(8, 20), rng.randrange(60), rng.randrange(60)))


def _late_evening(rng: Random, planted: bool) -> Case:
    case, plan = _loan(rng)
    late = set(rng.sample(range(_PAID), rng.randrange(3, 6)))
    for n, period in enumerate(plan[:_PAID]):
        hour = rng.choice((22, 23)) if planted and n in late else rng.randrange(8, 20) if planted else rng.randrange(24)
        case.paid(period, datetime.combine(period.due, time(hour, rng.randrange(60))))
    return case, _AS_OF, None


def _failed_first(rng: Random, planted: bool) -> Case:
    case, plan = _loan(rng)
    failing = set(rng.sample(range(_PAID), rng.randrange(3, 6)))
    for n, period in enumerate(plan[:_PAID]):
        paid = datetime.combine(period.due, time(19, rng.randrange(60)))
        if n in failing:
            far = period.due + timedelta(days=rng.randrange(5, 25))
            failed = datetime.combine(period.due, time(9, rng.randrange(60))) if planted else _daytime(rng, far)
            amount = period.total if planted else rng.randrange(100, 999_00)
            case.wallet(failed, amount, outcome=Outcome.FAILED, status="还款失败")
        case.paid(period, paid)
    return case, _AS_OF, None


def _drained(rng: Random, planted: bool) -> Case:
    """Salary on the fifth; rent that leaves too little just before the fifteenth, or on some other day after it."""
    case, plan = _loan(rng)
    drained = set(rng.sample(range(_PAID), rng.randrange(3, 6)))
    rows: list[tuple[date, int]] = []
    for n, period in enumerate(plan[:_PAID]):
        due = period.due
        rows.append((due.replace(day=5), period.total + 5_000_00))
        rent = -(5_000_00 + rng.randrange(10_00, period.total - 10_00))
        if n not in drained:
            case.paid(period, _daytime(rng, due))
            rows += [(due, -period.total), (due + timedelta(days=3), -5_000_00)]
        elif planted:
            case.wallet(datetime.combine(due, time(9, 0)), period.total, outcome=Outcome.FAILED, status="还款失败")
            rows += [(due - timedelta(days=rng.randrange(1, 3)), rent), (due + timedelta(days=1), -rent - 5_000_00)]
            case.paid(period, _daytime(rng, due + timedelta(days=2)))
            rows.append((due + timedelta(days=2), -period.total))
        else:
            case.paid(period, _daytime(rng, due))
            rows += [(due, -period.total), (due + timedelta(days=rng.randrange(1, 12)), rent)]
            rows.append((due + timedelta(days=13), -rent - 5_000_00))
    _keep_balance(case, rows)
    return case, _AS_OF, None


def _keep_balance(case: CaseBuilder, rows: list[tuple[date, int]]) -> None:
    """Replace the bank rows by a whole statement with balances; the loan's debits keep their wording."""
    worded = {(row.on, row.amount): row for row in case.ledger.bank}
    balance, made = 1_00, []
    for number, (on, amount) in enumerate(sorted(rows), start=1):
        balance += amount
        row = worded.get((on, amount)) or BankRow(on, amount, summary="转账", counterparty="某某")
        source = (Source("statement.csv", "", number, "statement"),)
        made.append(replace(row, bank="招商银行", balance=balance, sources=source))
    case.ledger = replace(case.ledger, bank=tuple(made))


def _day_limit(rng: Random, planted: bool) -> Case:
    case, plan = _loan(rng)
    limit = min(p.total for p in plan[:_PAID]) // 2
    parted = set(rng.sample(range(_PAID), rng.randrange(2, 5)))
    rows: list[tuple[date, int]] = [(date(2026, 1, 20), 900_000_00)]
    for n, period in enumerate(plan[:_PAID]):
        if n not in parted:
            case.paid(period, _daytime(rng, period.due))
            rows.append((period.due, -period.total))
            continue
        first = limit if planted else rng.randrange(100, period.total - 100)
        for day, amount in ((period.due - timedelta(days=1), first), (period.due, period.total - first)):
            when = _daytime(rng, day)
            case.wallet(when, amount)
            case.bank(day, -amount)
            interest = min(period.interest, amount) if amount == first else max(0, period.interest - first)
            case.record(when, period.number, amount - interest, interest)
            rows.append((day, -amount))
    _keep_balance(case, rows)
    return case, _AS_OF, None


def _days_off(rng: Random, planted: bool) -> Case:
    """Debits the day after where the due date was a day off; or as many days late among all of them."""
    case, plan = _loan(rng, 24)
    paid = plan[:13]
    off = rng.sample(range(len(paid)), rng.randrange(2, 5))
    late = set(off if planted else rng.sample(range(len(paid)), len(off)))
    days = [paid[n].due for n in off] + [plan[13].due]
    spans = [{"name": "国庆节", "from": day, "to": day} for day in days]
    every = [date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), date(2027, 12, 31).toordinal())]
    working = [day for day in every if day.weekday() > 4 and day not in days]
    years = {str(year): {"off": [s for s in spans if s["from"].year == year],  # type: ignore[attr-defined]
                         "working": [d for d in working if d.year == year]} for year in (2026, 2027)}  # fmt: skip
    for n, period in enumerate(paid):
        case.paid(period, _daytime(rng, period.due + timedelta(days=1 if n in late else 0)))
    return case, plan[12].due + timedelta(days=5), WorkCalendar.read(years)


def _rate_ends(rng: Random, planted: bool) -> Case:
    """A plan whose first periods cost less, by its own rows; or one whose rate stays, with months of unequal length."""
    case = CaseBuilder()
    plan = list(case.loan(rng.randrange(40, 300) * 100_00))
    for period in plan[:3]:
        case.paid(period)
    ends = rng.randrange(4, 9)
    if planted:
        share = rng.choice((0, 50, 70))
        plan = [p._replace(interest=p.interest * share // 100) if p.number < ends else p for p in plan]
    case.page(date(2026, 4, 20), plan, range(1, 4))
    return case, date(2026, 4, 25), None


def _reserve(rng: Random, planted: bool) -> Case:
    case, plan = _loan(rng)
    for period in plan[:_PAID]:
        case.paid(period)
    taken = datetime.combine(_AS_OF, time(9, 0)) - timedelta(
        days=rng.choice((5, 6, 7)) if planted else rng.randrange(8)
    )
    back = {} if planted else {"returned_at": taken + timedelta(hours=5), "returned": 500_00}
    case.reserve(taken, **back)
    return case, _AS_OF, None


def _two_debits(rng: Random, planted: bool) -> Case:
    """A second loan that falls due on the same day of the month, or on another."""
    case, plan = _loan(rng)
    for period in plan[:_PAID]:
        case.paid(period)
    day = 15 if planted else rng.choice([d for d in range(1, 28) if d != 15])
    drawn = plan_of(rng.randrange(20, 90) * 100_00, date(2026, 1, 15), 12)
    second = tuple(p._replace(due=p.due.replace(day=day)) for p in drawn)
    other = CaseBuilder()
    other._rows = case._rows
    other.page(date(2026, 1, 16), second)
    for period in second[:_PAID]:
        other.paid(period, datetime.combine(period.due, time(14, 0)))
    case.wallet(at("01-16 11:00"), sum(p.principal for p in second), WalletKind.DRAWDOWN, product=Product.JIEBEI)
    ledger = other.ledger
    case.ledger += replace(
        ledger,
        plan_rows=tuple(replace(r, contract="JB-2") for r in ledger.plan_rows),
        postings=tuple(replace(p, contract="JB-2") for p in ledger.postings),
    )
    return case, date(2026, 7, 28), None


MAKERS: dict[RiskKind, Callable[[Random, bool], Case]] = {
    RiskKind.DRAINED: _drained,
    RiskKind.LATE_EVENING: _late_evening,
    RiskKind.FAILED_FIRST: _failed_first,
    RiskKind.DAY_LIMIT: _day_limit,
    RiskKind.DAY_OFF: _days_off,
    RiskKind.RATE_ENDS: _rate_ends,
    RiskKind.RESERVE_LIMIT: _reserve,
    RiskKind.TWO_DEBITS: _two_debits,
}

__all__ = ["CARD", "CONTRACT", "MAKERS", "composed"]

"""The plans in the shared cases are met to the fen, before and after every change, by one stated convention."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from app.core.facts import Method
from app.core.loans import STANDARD, Convention, RoundingStep, Terms, schedule
from tests.due_dates import due_dates
from tests.shared import shared

METHODS = {"1": Method.EQUAL_INSTALMENT, "2": Method.EQUAL_PRINCIPAL, "6": Method.INTEREST_ONLY}
BY_STEP = [STANDARD, Convention(step=RoundingStep.PER_DAY)]


class Row(NamedTuple):
    number: int
    starts: date
    due: date
    principal: int
    interest: int
    open: bool


class Loan(NamedTuple):
    principal: int
    drawn: date
    rate: Decimal
    method: Method
    first: list[Row]
    snapshots: list[list[Row]]


def table(case: Path, name: str) -> Iterator[dict[str, str]]:
    for path in sorted(case.glob(f"{name}_2*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def row(record: dict[str, str], principal: str, interest: str) -> Row:
    return Row(
        int(record["term_no"]),
        day(record["start_date"]),
        day(record["end_date"]),
        int(record[principal]),
        int(record[interest]),
        record.get("status", record.get("instmnt_status", "")) != "CLEAR",
    )


def loans() -> list[Loan]:
    return [loan for case in sorted(shared("cases").glob("full-*")) for loan in loans_of(case)]


def loans_of(case: Path) -> Iterator[Loan]:
    first: dict[str, list[Row]] = defaultdict(list)
    later: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for record in table(case, "repay_plan"):
        first[record["contract_no"]].append(row(record, "prin_amt", "int_amt"))
    for record in table(case, "instmnt_init"):
        later[record["contract_no"]][record["settle_date"]].append(row(record, "prin_bal", "int_bal"))
    for record in table(case, "loan_detail"):
        contract = record["contract_no"]
        yield Loan(
            int(record["encash_amt"]),
            day(record["encash_date"]),
            Decimal(record["day_rate"]),
            METHODS[record["repay_mode"]],
            sorted(first[contract]),
            [sorted(rows) for _, rows in sorted(later[contract].items())],
        )


def rows_of(loan: Loan, rows: list[Row], rate: Decimal, convention: Convention) -> bool:
    balance = sum(r.principal for r in rows)
    plan = schedule(balance, Terms(rate, loan.method, convention), rows[0].starts, [r.due for r in rows])
    return [(p.principal, p.interest) for p in plan] == [(r.principal, r.interest) for r in rows]


def test_every_first_plan_is_met_with_interest_rounded_by_period_or_by_day() -> None:
    found = loans()
    assert len(found) > 30
    for loan in found:
        assert any(rows_of(loan, loan.first, loan.rate, convention) for convention in BY_STEP)
        assert sum(r.principal for r in loan.first) == loan.principal


def test_every_first_due_date_falls_in_the_month_after_the_drawdown() -> None:
    for loan in loans():
        dues = [r.due for r in loan.first]
        assert tuple(dues) == due_dates(loan.drawn, len(dues), dues[-1].day)


def test_every_changed_plan_is_met_by_the_old_rate_or_a_new_one_with_the_same_convention() -> None:
    changed = 0
    for loan in loans():
        convention = next(c for c in BY_STEP if rows_of(loan, loan.first, loan.rate, c))
        known, rate = {r.number: r for r in loan.first}, loan.rate
        for snapshot in loan.snapshots:
            rows = [r for r in snapshot if r.open]
            if not rows or all(known.get(r.number, r)[:5] == r[:5] and r.number in known for r in rows):
                continue
            rate = next(r for r in (rate, *new_rates(rate)) if rows_of(loan, rows, r, convention))
            known.update({r.number: r for r in rows})
            changed += 1
    assert changed > 10


def new_rates(rate: Decimal) -> list[Decimal]:
    return [rate * percent / 100 for percent in range(50, 201, 5)]

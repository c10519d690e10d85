"""Periods of a plan cut anew between two pages, of which the later keeps no amounts: the record has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.core.discrepancy import Certainty
from app.core.facts import Method, PeriodState, Purpose, Trigger
from app.core.loans import Period, Terms, schedule
from app.core.money import product
from tests.core.case_builder import DRAWN, RATE, CaseBuilder, at, day, due_dates, plan_of

LAST_PAGE = day("06-20")


def three_paid(rate: Decimal = RATE, prepaid: int = 0, terms: int = 12) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan of which three periods were paid, and its plan since: of less principal, another rate or more periods."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    if prepaid:
        interest = product(prepaid, RATE, 5)
        case.wallet(at("04-20 12:00"), prepaid + interest, purpose=Purpose.PREPAYMENT, trigger=Trigger.MANUAL)
        case.record(at("04-20 12:00"), 4, prepaid, interest, trigger=Trigger.MANUAL)
    left = sum(p.principal for p in plan[3:]) - prepaid
    since = schedule(left, Terms(rate, Method.EQUAL_INSTALMENT), plan[2].due, tuple(due_dates(terms))[3:])
    return case, (*plan[:3], *(p._replace(number=n) for n, p in enumerate(since, 4)))


def late(case: CaseBuilder, period: Period, rate: Decimal, days: int = 3) -> int:
    """The period paid some days late with 1.5 times the rate on its principal and interest; the penalty."""
    penalty = sum(product(part, rate, Decimal("1.5"), days) for part in (period.principal, period.interest))
    case.paid(period, datetime.combine(period.due + timedelta(days=days), time(12)), penalty=penalty)
    return penalty


def page_without_amounts(case: CaseBuilder, plan: tuple[Period, ...], *, lists_open: bool = False) -> None:
    """A page that shows five periods as settled without their amounts, or lists only those still to be paid."""
    case.page(LAST_PAGE, plan[5:] if lists_open else plan, settled=range(1, 6))
    settled = (r.as_of == LAST_PAGE and r.state is PeriodState.SETTLED for r in case.ledger.plan_rows)
    rows = tuple(
        replace(row, principal=0, interest=0, amounts_kept=False) if gone else row
        for gone, row in zip(settled, case.ledger.plan_rows, strict=True)
    )
    case.ledger = replace(case.ledger, plan_rows=rows)


@pytest.mark.parametrize("lists_open", [False, True])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"prepaid": 3_000_00}, "PLAN-REAMORTISED"),
        ({"rate": Decimal("0.0003")}, "PLAN-RATE-CHANGED"),
        ({"terms": 15}, "PLAN-DEFERRED"),
    ],
)
def test_a_late_period_of_the_new_plan_is_paid_whole_and_its_penalty_closes(
    change: dict[str, Any], code: str, lists_open: bool
) -> None:
    case, plan = three_paid(**change)
    penalty = late(case, plan[3], change.get("rate", RATE))
    case.paid(plan[4])
    page_without_amounts(case, plan, lists_open=lists_open)
    found = case.found()
    assert set(found) == {"DEBIT-LATE", code}
    told = found["DEBIT-LATE"]
    assert (told.difference, told.unexplained, dict(told.facts)["unpaid"]) == (penalty, 0, 0)
    assert (told.expected, found[code].unexplained) == (plan[3].total, 0)


def test_without_any_later_page_a_recorded_prepayment_tells_that_the_old_amounts_are_over() -> None:
    case, plan = three_paid(prepaid=3_000_00)
    penalty = late(case, plan[3], RATE)
    told = case.found()["DEBIT-LATE"]
    assert (told.difference, told.unexplained, dict(told.facts)["unpaid"]) == (penalty, 0, 0)


def test_a_second_debit_of_the_new_amount_is_still_the_same_period_twice() -> None:
    case, plan = three_paid(prepaid=3_000_00)
    case.paid(plan[3], trigger=Trigger.AUTO)
    case.wallet(at("05-15 17:00"), plan[3].total, trigger=Trigger.AUTO)
    case.bank(day("05-15"), -plan[3].total)
    case.paid(plan[4])
    page_without_amounts(case, plan)
    assert case.found()["DEBIT-DUPLICATE"].difference == plan[3].total


def test_a_part_of_a_period_that_no_page_shows_as_settled_is_still_unpaid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    part = plan[3]._replace(principal=plan[3].principal - 200_00)
    late(case, part, RATE)
    case.page(LAST_PAGE, plan, settled=[1, 2, 3], overdue=[4])
    assert dict(case.found()["DEBIT-LATE"].facts)["unpaid"] == 200_00


@pytest.mark.parametrize("beside", [0, 100])
def test_a_settlement_of_what_a_prepayment_left_is_told_as_that_though_no_page_shows_the_plan_between(
    beside: int,
) -> None:
    """Only where the record adds up to the fen: the principal before, less what was repaid, is what was settled."""
    case, plan = three_paid(prepaid=3_000_00)
    case.paid(plan[3])
    left = sum(p.principal for p in plan[4:]) - beside
    interest = product(left, RATE, 10)
    case.wallet(at("05-25 12:00"), left + interest, purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.record(at("05-25 12:00"), 5, left, interest, trigger=Trigger.MANUAL)
    told = case.found()["SETTLE-INTEREST-TO-DATE"]
    assert (told.variant == "after-prepayment") is (beside == 0)
    if not beside:
        original = sum(p.principal for p in plan_of(12_000_00, DRAWN.date(), 12)[4:])
        assert (told.unexplained, dict(told.facts)["prepaid"], told.certainty) == (0, original - left, Certainty.PROVED)

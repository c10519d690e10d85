"""One period recorded or debited twice, with and without a plan, and what only looks like it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from app.core.discrepancy import Certainty, Severity
from app.core.facts import WalletKind
from app.core.loans import Period
from app.core.pipeline import explain
from tests.core.case_builder import DRAWN, CaseBuilder, at, day, plan_of

FIFTH = at("06-15 12:00")


def paid(periods: int = 5, *, with_plan: bool = False) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan whose first periods were debited and recorded; its plan page is there or is not."""
    case = CaseBuilder()
    plan = case.loan() if with_plan else plan_of(12_000_00, DRAWN.date(), 12)
    for period in plan[:periods]:
        case.paid(period)
    return case, plan


@pytest.mark.parametrize("with_plan", [True, False])
def test_a_period_debited_and_recorded_twice_was_paid_once_too_often_and_not_late(with_plan: bool) -> None:
    case, plan = paid(with_plan=with_plan)
    case.paid(plan[4], FIFTH + timedelta(days=1))
    (found,) = case.found().values()
    assert (found.code, found.variant, found.severity) == ("DEBIT-DUPLICATE", "posted-kept", Severity.SERIOUS)
    assert (found.difference, found.unexplained, found.period) == (plan[4].total, 0, 5)


def test_what_came_back_of_it_is_no_loss() -> None:
    case, plan = paid()
    case.paid(plan[4], FIFTH + timedelta(days=1))
    second = max(case.ledger.wallet, key=lambda row: row.at)
    case.wallet(at("06-18 09:00"), plan[4].total, WalletKind.REFUND, refund_of=second.order_no)
    case.bank(day("06-18"), plan[4].total, "支付宝-退款")
    assert case.found()["DEBIT-DUPLICATE"].variant == "posted-returned"


@pytest.mark.parametrize("with_plan", [True, False])
def test_one_debit_that_was_recorded_twice_is_told_as_a_record_to_be_explained(with_plan: bool) -> None:
    case, plan = paid(with_plan=with_plan)
    case.record(FIFTH + timedelta(minutes=1), 5, plan[4].principal, plan[4].interest)
    (found,) = case.found().values()
    assert (found.code, found.variant, found.severity) == ("DEBIT-DUPLICATE", "recorded-twice", Severity.WARNING)
    assert dict(found.facts)["times"] == 1


def test_a_second_debit_within_days_that_nobody_recorded_is_asked_about_without_a_plan_too() -> None:
    case, plan = paid()
    case.wallet(FIFTH + timedelta(days=1), plan[4].total)
    (found,) = case.found().values()
    assert (found.code, found.variant, found.missing) == ("DEBIT-DUPLICATE", "unposted", ("plan-page",))


def test_two_equal_debits_of_one_day_of_which_one_was_recorded_are_told_once() -> None:
    case, plan = paid()
    case.wallet(datetime.combine(plan[4].due, time(19)), plan[4].total)
    (found,) = explain(case.ledger).discrepancies
    assert (found.code, found.variant, found.difference) == ("DEBIT-DUPLICATE", "kept", plan[4].total)


def test_two_halves_of_a_period_are_no_second_payment() -> None:
    case, plan = paid(4)
    half = plan[4]._replace(principal=plan[4].principal // 2, interest=plan[4].interest // 2)
    case.paid(half, FIFTH)
    case.paid(half, FIFTH + timedelta(hours=1))
    assert case.found() == {}


def test_a_posting_a_month_later_may_only_bear_the_wrong_number() -> None:
    case, plan = paid()
    case.paid(plan[5]._replace(number=5))
    assert case.found() == {}


def test_a_second_debit_month_after_month_is_another_loans() -> None:
    case, plan = paid()
    for period in plan[3:5]:
        case.wallet(datetime.combine(period.due, time(18)), period.total)
    assert case.found() == {}


def test_the_only_period_that_is_known_looks_paid_twice_and_is_not_called_sure() -> None:
    case, plan = paid(1)
    case.paid(plan[0], at("02-15 13:00"))
    (found,) = case.found().values()
    assert (found.variant, found.certainty) == ("posted-kept", Certainty.PATTERN)

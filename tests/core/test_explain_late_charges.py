"""A penalty taken with a period paid in time: an earlier period's, one that came back, one of nothing known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from app.core.discrepancy import Severity
from app.core.facts import WalletKind
from app.core.loans import Period
from app.core.money import product
from tests.core.case_builder import RATE, CaseBuilder, day

AS_OF = day("06-01")
LATE = 3


def penalty_of(period: Period) -> int:
    """By the usual rule: principal and interest, each for itself, at 1.5 times the daily rate."""
    return sum(product(part, RATE, Decimal("1.5"), LATE) for part in (period.principal, period.interest))


def paid(case: CaseBuilder, period: Period, days: int = 0, more: int = 0, *, recorded: bool) -> None:
    when = datetime.combine(period.due, time(12)) + timedelta(days=days)
    if recorded:
        case.paid(period, when, penalty=more)
    else:
        case.wallet(when, period.total + more)
        case.bank(when.date(), -period.total - more)


def moved(more: int | None = None, *, recorded: bool) -> tuple[CaseBuilder, Sequence[Period]]:
    """The second period late without a penalty, and something more with the third, which is paid in time."""
    case = CaseBuilder()
    plan = case.loan()
    paid(case, plan[0], recorded=recorded)
    paid(case, plan[1], LATE, recorded=recorded)
    paid(case, plan[2], more=penalty_of(plan[1]) if more is None else more, recorded=recorded)
    case.page(plan[2].due + timedelta(days=5), plan, settled=(1, 2, 3))
    return case, plan


@pytest.mark.parametrize("recorded", [True, False])
def test_a_penalty_taken_with_the_next_period_is_of_the_late_one_that_gives_it_to_the_fen(recorded: bool) -> None:
    case, plan = moved(recorded=recorded)
    found = case.found(AS_OF)
    assert set(found) == {"DEBIT-LATE"}
    late = found["DEBIT-LATE"]
    assert (late.variant, late.period, late.difference) == ("charged-later", 2, penalty_of(plan[1]))
    assert late.unexplained == 0


def test_what_no_rule_gives_is_not_laid_to_the_late_period() -> None:
    case, _ = moved(more=7_77, recorded=True)
    found = case.found(AS_OF)
    assert (found["DEBIT-LATE"].variant, found["DEBIT-LATE"].difference) == ("no-charge", 0)
    beyond = found["UNEXPLAINED"]
    assert (beyond.variant, beyond.unexplained, beyond.severity) == ("penalty-recorded", 7_77, Severity.SERIOUS)


def test_a_penalty_recorded_of_a_loan_that_was_never_late_is_told() -> None:
    case = CaseBuilder()
    plan = case.loan()
    paid(case, plan[0], more=1_30, recorded=True)
    assert {name: d.unexplained for name, d in case.found(AS_OF).items() if name != "DEBIT-MISSED"} == {
        "UNEXPLAINED": 1_30
    }


def test_a_penalty_that_the_lender_took_back_in_its_record_costs_nothing() -> None:
    case = CaseBuilder()
    plan = case.loan()
    paid(case, plan[0], more=1_30, recorded=True)
    case.record(datetime.combine(plan[0].due + timedelta(days=5), time(12)), 1, 0, 0, -1_30)
    found = case.found(plan[0].due + timedelta(days=10))
    assert {name: (d.variant, d.severity) for name, d in found.items()} == {
        "AMOUNT-WAIVED": ("penalty-returned", Severity.INFO)
    }


def test_a_penalty_counted_late_stays_with_what_is_told_of_the_counting() -> None:
    case = CaseBuilder()
    plan = case.loan()
    when = datetime.combine(plan[0].due, time(12))
    case.wallet(when, plan[0].total + 60)
    case.bank(when.date(), -plan[0].total - 60)
    case.record(when, 1, plan[0].principal, plan[0].interest, 60, counted_on=plan[0].due + timedelta(days=1))
    assert "UNEXPLAINED" not in case.found(AS_OF)


def back(case: CaseBuilder, when: datetime, amount: int) -> None:
    """Money of the last debit given back by the wallet."""
    order = max((row for row in case.ledger.wallet if row.kind is WalletKind.REPAYMENT), key=lambda r: r.at).order_no
    case.wallet(when, amount, WalletKind.REFUND, text="退款-借呗还款", refund_of=order)


def test_a_penalty_of_a_late_period_that_came_back_is_told_as_back() -> None:
    case = CaseBuilder()
    plan = case.loan()
    paid(case, plan[0], LATE, penalty_of(plan[0]), recorded=True)
    back(case, datetime.combine(plan[0].due + timedelta(days=9), time(12)), penalty_of(plan[0]))
    late = case.found(plan[0].due + timedelta(days=12))["DEBIT-LATE"]
    assert (late.variant, late.difference, late.severity) == ("charge-returned", 0, Severity.WARNING)


@pytest.mark.parametrize("recorded", [True, False])
def test_interest_that_came_back_of_a_payment_that_was_right_is_told(recorded: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    paid(case, plan[0], recorded=recorded)
    back(case, datetime.combine(plan[0].due + timedelta(days=9), time(12)), plan[0].interest - 1)
    found = case.found(plan[0].due + timedelta(days=12))
    assert {name: (d.variant, d.difference) for name, d in found.items()} == {
        "AMOUNT-WAIVED": ("interest-returned", 1 - plan[0].interest)
    }


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize(("days", "settled", "named"), [(20, (1,), True), (20, (), False), (5, (1,), False)])
def test_a_later_page_that_still_shows_the_period_as_paid_is_named_with_its_row(
    recorded: bool, days: int, settled: tuple[int, ...], named: bool
) -> None:
    """A page from before the refund, or one that shows it open, tells nothing of what the refund undid."""
    case = CaseBuilder()
    plan = case.loan()
    paid(case, plan[0], recorded=recorded)
    back(case, datetime.combine(plan[0].due + timedelta(days=9), time(12)), plan[0].interest)
    case.page(plan[0].due + timedelta(days=days), plan, settled=settled)
    row = case.ledger.plan_rows[len(plan)]
    told = case.found(plan[0].due + timedelta(days=21))["AMOUNT-WAIVED"]
    assert ("shown_on" in dict(told.facts), set(row.sources) <= set(told.evidence)) == (named, named)


def test_what_came_back_beyond_the_interest_is_not_called_interest() -> None:
    case = CaseBuilder()
    plan = case.loan()
    paid(case, plan[0], recorded=True)
    back(case, datetime.combine(plan[0].due + timedelta(days=9), time(12)), plan[0].interest + 1)
    assert "AMOUNT-WAIVED" not in case.found(plan[0].due + timedelta(days=12))

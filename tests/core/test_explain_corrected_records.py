"""A lender that takes a posting back and writes it anew tells nothing of when the money was debited."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from app.core.discrepancy import Severity
from app.core.loans import Period
from app.core.money import product
from tests.core.case_builder import RATE, CaseBuilder

DAYS = 4


def penalty_of(period: Period) -> int:
    """By the usual rule: principal and interest, each for itself, at 1.5 times the daily rate."""
    return sum(product(part, RATE, Decimal("1.5"), DAYS) for part in (period.principal, period.interest))


def written_anew(case: CaseBuilder, *, collected: int) -> date:
    """A debit in time whose posting is taken back and written with a penalty; ``collected`` is debited that day.

    Returns the day of the case.
    """
    period = case.loan()[0]
    made = datetime.combine(period.due, time(11))
    again = made + timedelta(days=DAYS)
    case.paid(period, made)
    case.record(again, 1, -period.principal, -period.interest)
    case.record(again + timedelta(hours=1), 1, period.principal, period.interest, penalty_of(period))
    case.wallet(again + timedelta(hours=1), collected)
    case.bank(again.date(), -collected)
    return again.date() + timedelta(days=5)


def test_a_penalty_for_money_that_was_there_in_time_is_one_of_counting_and_can_be_claimed() -> None:
    case = CaseBuilder()
    penalty = penalty_of(CaseBuilder().loan()[0])
    as_of = written_anew(case, collected=penalty)
    found = case.found(as_of)
    assert set(found) == {"POST-LAG"}
    lag = found["POST-LAG"]
    assert (lag.difference, lag.unexplained, lag.severity) == (penalty, 0, Severity.SERIOUS)


def test_where_all_of_it_was_debited_again_the_posting_is_that_of_the_later_debit() -> None:
    case = CaseBuilder()
    first = CaseBuilder().loan()[0]
    as_of = written_anew(case, collected=first.total + penalty_of(first))
    found = case.found(as_of)
    assert "POST-LAG" not in found
    assert found["DEBIT-LATE"].difference == penalty_of(first)

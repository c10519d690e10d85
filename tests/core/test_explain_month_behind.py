"""Periods debited a month behind the plan again and again: late or put off, and proved to be neither."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, day

MORE = 12_00


def behind(case: CaseBuilder, times: int, *, grows: int = 0) -> None:
    """Two of six periods paid in time, then ``times`` on the due date of the next one, each with more."""
    plan = case.loan(terms=6)
    case.covers(day("01-01"), day("12-31"))
    dues = [p.due for p in plan] + [plan[-1].due + timedelta(days=31)]
    paid = [(p.due, p.total) for p in plan[:2]]
    paid += [(dues[p.number], p.total + MORE + grows * p.number) for p in plan[2 : 2 + times]]
    for on, amount in paid:
        case.wallet(datetime.combine(on, time(9)), amount)
        case.bank(on, -amount)


def late(case: CaseBuilder) -> list[Discrepancy]:
    """What is told as late."""
    return [d for d in explain(case.ledger).discrepancies if d.code == "DEBIT-LATE"]


@pytest.mark.parametrize("times", [2, 4])
def test_a_series_that_goes_on_a_month_behind_may_be_put_off_and_is_not_called_late(times: int) -> None:
    case = CaseBuilder()
    behind(case, times)
    (told,) = late(case)
    assert (told.variant, told.severity, told.certainty) == ("late-or-put-off", Severity.WARNING, Certainty.OPEN)
    assert (told.period, told.difference, dict(told.facts)["times"]) == (3, MORE * times, times)
    assert told.missing == ("plan-page",)


def test_one_debit_a_month_behind_is_late() -> None:
    case = CaseBuilder()
    behind(case, 1)
    assert {d.variant for d in late(case)} == {"unrecorded-charged"}


def test_charges_that_differ_are_those_of_lateness() -> None:
    case = CaseBuilder()
    behind(case, 2, grows=1_00)
    assert {d.variant for d in late(case)} == {"unrecorded-charged"}


def test_a_page_after_the_due_date_that_shows_a_period_as_overdue_tells_that_it_was_late() -> None:
    case = CaseBuilder()
    behind(case, 3)
    plan = CaseBuilder().loan(terms=6)
    for number in (3, 4, 5):
        case.page(plan[number - 1].due + timedelta(days=9), plan, settled=range(1, number), overdue=(number,))
    assert {d.variant for d in late(case)} == {"unrecorded-charged"}

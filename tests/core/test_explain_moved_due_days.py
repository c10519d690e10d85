"""A due day that every debit since shows to have moved is one change, not so many delays; lateness stays lateness."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from app.core.discrepancy import Certainty
from app.core.facts import Method, Trigger
from app.core.loans import Period, Terms
from app.core.loans.changes import redate
from app.core.pipeline import explain
from tests.core.case_builder import RATE, CaseBuilder, day

AUTO = Trigger.AUTO
DUE_DAYS = [day(f"{month:02d}-23") for month in range(4, 13)]


def drawn() -> tuple[CaseBuilder, tuple[Period, ...]]:
    """Twelve periods due on the 15th, of which two were debited on their days."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period, trigger=AUTO)
    return case, plan


def moved(plan: tuple[Period, ...]) -> tuple[Period, ...]:
    """The rest of the plan from period 3 on, due on the 23rd."""
    rest = plan[2:]
    return redate(rest, Terms(RATE, Method.EQUAL_INSTALMENT), [*DUE_DAYS, date(2027, 1, 23)])


def debited(
    case: CaseBuilder, periods: tuple[Period, ...], trigger: Trigger = AUTO, recorded: bool = True, penalty: int = 0
) -> None:
    """Periods debited on their days at noon, with or without the lender's record."""
    for period in periods:
        at = datetime.combine(period.due, time(12))
        case.wallet(at, period.total + penalty, trigger=trigger)
        if recorded:
            case.record(at, period.number, period.principal, period.interest, penalty, trigger=trigger)


@pytest.mark.parametrize("recorded", [True, False])
def test_debits_with_interest_for_the_new_days_show_that_the_due_day_moved(recorded: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    anew = moved(plan)
    debited(case, (*plan[:2], *anew[:2]), recorded=recorded)
    told = case.found(day("06-01"))
    assert list(told) == ["PLAN-DUE-DAY-CHANGED"]
    change = told["PLAN-DUE-DAY-CHANGED"]
    assert (change.variant, change.certainty, change.missing) == ("by-amounts", Certainty.STRONG, ("plan-page",))
    assert change.difference == sum(p.interest for p in anew) - sum(p.interest for p in plan[2:]) > 0
    assert (dict(change.facts)["due_before"], dict(change.facts)["due_after"]) == (day("04-15"), day("04-23"))


def test_what_falls_due_next_is_on_the_new_day_and_not_called_unpaid_on_the_old_one() -> None:
    case, plan = drawn()
    anew = moved(plan)
    debited(case, anew[:2])
    case.covers(day("01-01"), day("06-20"))
    told = explain(case.ledger, as_of=day("06-20"))
    assert [d.code for d in told.discrepancies] == ["PLAN-DUE-DAY-CHANGED"]
    due = told.ahead.dues[0]
    assert (due.on, due.amount, due.why) == (day("06-23"), anew[2].total, "moved-due")
    assert not [e for e in told.events if e.kind.value == "plan-change"]  # no page of that day is at hand
    assert [v.number for v in told.facilities[0].versions] == [1]


def late(plan: tuple[Period, ...], count: int) -> tuple[Period, ...]:
    """Periods with the amounts of the plan, eight days behind."""
    return tuple(p._replace(due=p.due.replace(day=23)) for p in plan[2 : 2 + count])


def test_three_debits_of_the_old_amounts_on_one_new_day_are_likely_a_moved_due_day() -> None:
    case, plan = drawn()
    debited(case, late(plan, 3))
    change = case.found(day("07-01"))["PLAN-DUE-DAY-CHANGED"]
    assert (change.variant, change.certainty, change.difference) == ("by-days", Certainty.PATTERN, 0)
    assert dict(change.facts)["times"] == 3


def lateness(case: CaseBuilder) -> list[str]:
    return [d.code for d in explain(case.ledger, as_of=day("07-01")).discrepancies]


def test_two_of_them_or_a_penalty_or_payments_by_hand_are_late() -> None:
    for count, trigger, penalty in [(2, AUTO, 0), (3, AUTO, 5_55), (3, Trigger.MANUAL, 0)]:
        case, plan = drawn()
        debited(case, late(plan, count), trigger, penalty=penalty)
        assert lateness(case) == ["DEBIT-LATE"] * count


def test_days_that_change_from_month_to_month_and_a_page_that_keeps_the_old_day_are_late() -> None:
    case, plan = drawn()
    debited(case, tuple(p._replace(due=p.due.replace(day=20 + p.number)) for p in plan[2:5]))
    assert lateness(case) == ["DEBIT-LATE"] * 3
    case, plan = drawn()
    debited(case, late(plan, 3))
    case.page(day("06-30"), plan, settled=range(1, 6))
    assert lateness(case) == ["DEBIT-LATE"] * 3


def test_a_later_page_with_the_new_day_proves_the_change_and_nothing_is_asked_for() -> None:
    case, plan = drawn()
    anew = moved(plan)
    debited(case, anew[:2])
    case.page(day("06-01"), anew[2:])
    change = case.found(day("06-01"))["PLAN-DUE-DAY-CHANGED"]
    assert (change.certainty, change.missing) == (Certainty.PROVED, ())
    facts = dict(change.facts)
    assert (facts["seen_after"], facts["changed_from"], facts["times"]) == (day("06-01"), day("04-23"), 2)

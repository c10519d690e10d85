"""Two pages of one day: one loan, one plan, and what they contradict each other in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from app.core.discrepancy import Certainty, Severity
from app.core.facts import Ledger, PeriodState, PlanRow, Purpose, Source
from app.core.loans import Period
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

TODAY = day("04-20")


def another_page(
    case: CaseBuilder, plan: Sequence[Period], less: int = 0, overdue: int = 0, contract: str = ""
) -> None:
    """A page of that day out of another file, without a loan number, open periods dearer or cheaper."""
    rows = tuple(
        PlanRow(
            contract, p.number, TODAY, p.due, p.principal, p.interest - (less if p.number > 3 else 0), p.starts,
            state=PeriodState.OVERDUE if p.number == overdue
            else PeriodState.SETTLED if p.number <= 3 else PeriodState.OPEN,
            sources=(Source("app.csv", "", p.number, "app"),),
        )
        for p in plan
    )  # fmt: skip
    case.ledger += Ledger(plan_rows=rows)


def three_paid() -> tuple[CaseBuilder, Sequence[Period]]:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(TODAY, plan, settled=[1, 2, 3])
    case.covers(day("01-01"), TODAY)
    return case, plan


def test_a_page_without_a_number_that_shows_a_numbered_plan_is_of_that_loan() -> None:
    case, plan = three_paid()
    another_page(case, plan)
    told = explain(case.ledger)
    assert [f.id for f in told.facilities] == ["JB-1"]
    assert told.discrepancies == ()
    assert len([due for due in told.ahead.dues if due.on == plan[3].due]) == 1


def test_pages_of_one_day_with_other_amounts_are_told_and_no_change_of_plan_is_made_of_them() -> None:
    case, plan = three_paid()
    another_page(case, plan, less=100)
    told = case.found()["SOURCE-CONTRADICTION"]
    assert (told.variant, told.severity, told.certainty) == ("two-plans", Severity.WARNING, Certainty.OPEN)
    facts = dict(told.facts)
    assert (told.period, facts["amount"], facts["planned"], facts["times"]) == (
        4, plan[3].total, plan[3].total - 100, len(plan) - 3,
    )  # fmt: skip


def test_the_order_of_the_two_pages_changes_nothing() -> None:
    case, plan = three_paid()
    another_page(case, plan, less=100)
    rows = case.ledger.plan_rows
    parts = [rows[: len(plan)], rows[len(plan) : 2 * len(plan)], rows[2 * len(plan) :]]
    told = {
        explain(replace(case.ledger, plan_rows=tuple(r for part in order for r in part))).discrepancies
        for order in permutations(parts)
    }
    assert len(told) == 1


def test_a_period_shown_as_overdue_and_as_settled_says_when_it_was_paid() -> None:
    case, plan = three_paid()
    another_page(case, plan, overdue=3)
    told = case.found()["SOURCE-CONTRADICTION"]
    assert (told.variant, told.period, dict(told.facts)["paid_on"]) == ("two-states", 3, plan[2].due)


def test_a_page_before_and_one_after_a_payment_of_the_day_are_no_contradiction() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    for settled in ([1, 2], [1, 2, 3]):
        rows = len(case.ledger.plan_rows)
        case.page(plan[2].due, plan, settled=settled)
        own = tuple(
            replace(r, sources=(Source(f"{settled[-1]}.csv", "", r.period, f"{settled[-1]}"),))
            for r in case.ledger.plan_rows[rows:]
        )
        case.ledger = replace(case.ledger, plan_rows=(*case.ledger.plan_rows[:rows], *own))
    assert case.found() == {}


def test_an_equal_loan_without_a_number_stays_a_loan_of_its_own() -> None:
    """The instalment was taken twice on each day: one of the two loans has its number, the other none."""
    case, plan = three_paid()
    for period in plan[:3]:
        case.paid(period)
    another_page(case, plan)
    assert len([f for f in explain(case.ledger).facilities if f.product == "jiebei"]) == 2


def test_pages_that_part_the_same_amounts_otherwise_are_no_contradiction() -> None:
    case, plan = three_paid()
    shift = {5: 1, 6: -1}
    parted = [
        p._replace(principal=p.principal - shift.get(p.number, 0), interest=p.interest + shift.get(p.number, 0))
        for p in plan
    ]
    another_page(case, parted)
    assert case.found() == {}


@pytest.mark.parametrize("gone", [1_00, 3000_00])
def test_of_two_pages_the_one_with_less_principal_is_no_later_one_where_nothing_was_paid(gone: int) -> None:
    case, plan = three_paid()
    lower = [*plan[:-1], plan[-1]._replace(principal=plan[-1].principal - min(gone, plan[-1].principal))]
    another_page(case, lower, contract="JB-1")
    (told,) = explain(case.ledger).discrepancies
    assert (told.variant, dict(told.facts)["amount"]) == ("two-plans", plan[-1].total)


def test_it_is_the_later_one_where_as_much_was_paid_that_day() -> None:
    case, plan = three_paid()
    lower = [*plan[:-1], plan[-1]._replace(principal=plan[-1].principal - 500_00)]
    another_page(case, lower, contract="JB-1")
    case.wallet(at("04-20 12:00"), 500_00, purpose=Purpose.PREPAYMENT)
    case.record(at("04-20 12:00"), 4, 500_00, 0)
    assert "two-plans" not in {d.variant for d in explain(case.ledger).discrepancies}


def test_a_page_after_them_tells_which_of_two_was_later() -> None:
    case, plan = three_paid()
    lower = [*plan[:-1], plan[-1]._replace(principal=plan[-1].principal - 500_00)]
    another_page(case, lower, contract="JB-1")
    case.page(day("05-01"), lower, settled=[1, 2, 3])
    told = {d.variant: d for d in explain(case.ledger).discrepancies}["two-plans"]
    assert dict(told.facts)["amount"] == lower[-1].total

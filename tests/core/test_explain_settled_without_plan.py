"""A settlement of a loan without a plan is computed from the loan's own terms, where what was paid bears them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Purpose
from app.core.loans import Period
from app.core.money import product
from app.core.pipeline import explain
from tests.core.case_builder import RATE, CaseBuilder, at, day

SETTLED = at("04-25 10:00")


def settled(case: CaseBuilder, plan: tuple[Period, ...], days: int = 10, beyond: int = 0, split: bool = True) -> int:
    """Three instalments and the settlement of 25 April, ten days after the third, recorded whole or by periods."""
    for period in plan[:3]:
        case.paid(period)
    owed = sum(p.principal for p in plan[3:])
    interest = product(owed, RATE, days) + beyond
    case.wallet(SETTLED, owed + interest, purpose=Purpose.SETTLEMENT)
    if split:
        for period in plan[3:]:
            case.record(SETTLED, period.number, period.principal, interest if period is plan[3] else 0)
    return interest


def told(case: CaseBuilder, *, plan: bool = False, recorded: bool = True) -> list[Discrepancy]:
    ledger = case.ledger if plan else replace(case.ledger, plan_rows=())
    ledger = ledger if recorded else replace(ledger, postings=())
    found = explain(ledger, as_of=day("05-10")).discrepancies
    return [d for d in found if d.code in ("SETTLE-INTEREST-TO-DATE", "DAYCOUNT-CONVENTION")]


@pytest.mark.parametrize("recorded", [True, False])
def test_principal_and_interest_to_the_day_are_told_by_the_plan_that_the_terms_give(recorded: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    interest = settled(case, plan)
    (found,) = told(case, recorded=recorded)
    assert (found.variant, found.certainty, found.unexplained) == ("closes", Certainty.STRONG, 0)
    assert found.difference == interest - sum(p.interest for p in plan[3:])
    assert dict(found.facts)["computed"] == 3


def test_a_day_too_many_is_found_without_a_plan() -> None:
    case = CaseBuilder()
    plan = case.loan()
    settled(case, plan, days=11)
    (found,) = told(case)
    assert (found.code, found.variant) == ("DAYCOUNT-CONVENTION", "day-more")


@pytest.mark.parametrize("plan_at_hand", [True, False])
def test_recorded_interest_that_no_days_give_is_told_with_what_it_has_too_much(plan_at_hand: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    settled(case, plan, beyond=38_88)
    (found,) = told(case, plan=plan_at_hand)
    assert (found.variant, found.unexplained) == ("above-interest-recorded", 38_88)
    assert dict(found.facts).get("computed", 0) == (0 if plan_at_hand else 3)


def test_interest_of_the_whole_running_period_is_not_called_too_much() -> None:
    case = CaseBuilder()
    plan = case.loan()
    settled(case, plan, beyond=plan[3].interest - product(sum(p.principal for p in plan[3:]), RATE, 10))
    assert [d.variant for d in told(case)] == ["interest-as-recorded"]


def test_a_rate_that_no_paper_states_is_that_of_the_recorded_instalments() -> None:
    case = CaseBuilder()
    plan = case.loan()
    settled(case, plan)
    case.ledger = replace(case.ledger, loans=tuple(replace(loan, daily_rate=None) for loan in case.ledger.loans))
    assert [(d.variant, dict(d.facts)["computed"]) for d in told(case)] == [("closes", 3)]


def test_where_an_instalment_differs_or_the_terms_are_not_stated_it_is_said_that_nobody_can_tell() -> None:
    case = CaseBuilder()
    plan = case.loan()
    interest = settled(case, plan)
    first, *rest = case.ledger.postings
    other = replace(first, principal=first.principal - 1, interest=first.interest + 1)
    differing = replace(case.ledger, postings=(other, *rest))
    nameless = replace(case.ledger, loans=tuple(replace(loan, terms=None) for loan in case.ledger.loans))
    for case.ledger in (differing, nameless):
        (found,) = told(case)
        assert (found.variant, found.severity, found.missing) == ("not-computed", Severity.INFO, ("plan-page",))
        assert dict(found.facts)["interest"] == interest


def test_a_loan_that_was_repaid_by_its_periods_has_no_settlement_to_compute() -> None:
    case = CaseBuilder()
    for period in case.loan(terms=3):
        case.paid(period)
    assert told(case) == []


def test_one_debit_alone_does_not_bear_out_a_plan() -> None:
    case = CaseBuilder()
    plan = case.loan()
    settled(case, plan)
    first = plan[0].due + timedelta(days=1)
    wallet = tuple(r for r in case.ledger.wallet if r.at.date() <= first or r.at == SETTLED)
    case.ledger = replace(case.ledger, wallet=wallet, bank=())
    assert told(case, recorded=False) == []

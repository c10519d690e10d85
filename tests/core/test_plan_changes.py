"""A changed plan is proved by the rule that gives its later page, and what comes follows the rules that rows showed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core.calendar import due_dates_from
from app.core.facts import Method, PlanRow
from app.core.loans import Period, Terms, schedule
from app.core.loans.changes import change_rate, redate
from app.core.loans.conventions import RoundingStep
from app.core.loans.late_charge import penalty
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import CONTRACT_RULE, Base, PenaltyWay
from app.core.loans.plan_changes import follows_from, interest_change, method_of, prepaid_by
from app.core.loans.plan_rate import Accrual
from app.core.loans.prepayment import InterestOn, PrepaymentRule, Replan, prepay
from app.core.loans.prepayment_options import prepay_on
from app.core.loans.reserve_advance import charge_on_return
from app.core.loans.settlement import settle
from app.core.pipeline import explain
from tests.core.case_builder import CONTRACT, RATE, CaseBuilder, at, day, plan_of

DRAWN = date(2026, 1, 15)
PLAN = plan_of(1_200_000, DRAWN, 12, Method.EQUAL_INSTALMENT)
ACCRUAL = Accrual(RATE)


def rows(plan: tuple[Period, ...]) -> list[PlanRow]:
    return [PlanRow(CONTRACT, p.number, None, p.due, p.principal, p.interest, p.starts) for p in plan]


@pytest.mark.parametrize("replan", Replan)
@pytest.mark.parametrize("interest_on", InterestOn)
def test_the_rule_of_a_prepayment_is_found_again_from_the_two_pages(replan: Replan, interest_on: InterestOn) -> None:
    rule, on = PrepaymentRule(replan, interest_on), PLAN[3].starts + timedelta(days=10)
    done = prepay(PLAN[3:], Terms(RATE, Method.EQUAL_INSTALMENT), on, 300_000, rule)
    found = prepaid_by(rows(PLAN[3:]), rows(done.plan), ACCRUAL, on, (300_000, done.interest))
    assert found == (rule,)
    assert prepaid_by(rows(PLAN[3:]), rows(done.plan), ACCRUAL, on, (300_001, done.interest)) == ()


def test_a_plan_on_other_days_with_more_periods_or_under_another_rate_follows_from_the_earlier_one() -> None:
    terms, open_now = Terms(RATE, Method.EQUAL_INSTALMENT), PLAN[3:]
    between = (date(2026, 4, 20), date(2026, 4, 25))
    moved = redate(open_now, terms, due_dates_from(date(2026, 5, 20), 9))
    longer = redate(open_now, terms, due_dates_from(date(2026, 5, 15), 12))
    assert follows_from(rows(open_now), rows(moved), (ACCRUAL, ACCRUAL), between)
    assert follows_from(rows(open_now), rows(longer), (ACCRUAL, ACCRUAL), between)
    dearer = Accrual(Decimal("0.0005"))
    mixed = change_rate(open_now, terms, dearer.rate, date(2026, 4, 22))
    assert follows_from(rows(open_now), rows(mixed), (ACCRUAL, dearer), between)
    odd = [*rows(moved)[:-1], PlanRow(CONTRACT, 12, None, moved[-1].due, moved[-1].principal, 1, moved[-1].starts)]
    assert not follows_from(rows(open_now), odd, (ACCRUAL, ACCRUAL), between)


def test_the_bridge_of_a_change_is_interest_after_less_interest_before() -> None:
    longer = redate(PLAN[3:], Terms(RATE, Method.EQUAL_INSTALMENT), due_dates_from(date(2026, 5, 15), 12))
    parts = interest_change(rows(PLAN[3:]), rows(longer))
    assert sum(part.amount for part in parts) == sum(p.interest for p in longer) - sum(p.interest for p in PLAN[3:])


@pytest.mark.parametrize("method", [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY])
def test_the_method_of_open_periods_is_seen_from_their_amounts(method: Method) -> None:
    plan = schedule(1_000_000, Terms(RATE, method), DRAWN, due_dates_from(date(2026, 2, 15), 6))
    assert method_of(plan[2:]) is method
    assert method_of(plan[5:]) is None


def test_a_prepayment_to_come_follows_the_rule_that_pages_showed_before() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("02-16"), plan, settled=(1,))
    rule = PrepaymentRule(Replan.KEEP_PAYMENT, InterestOn.WHOLE_BALANCE)
    done = prepay(plan[1:], Terms(RATE, Method.EQUAL_INSTALMENT), day("02-25"), 300_000, rule)
    case.wallet(at("02-25 10:00"), done.total)
    case.record(at("02-25 10:00"), 2, done.principal, done.interest)
    case.page(day("02-26"), done.plan)
    (standing,) = explain(case.ledger).standings
    assert standing.prepayments == (rule,)
    told = prepay_on(standing, day("03-20"), 100_000)
    assert [option.rule for option in told.options] == [rule]


def test_lateness_to_come_is_charged_by_the_ways_that_lateness_was_charged_before() -> None:
    case = CaseBuilder()
    plan = case.loan()
    charged = penalty(plan[0].principal, plan[0].interest, RATE, 9)
    case.paid(plan[0], at("02-24 12:00"), penalty=charged)
    case.page(day("03-20"), plan, settled=(1,), overdue=(2,))
    (standing,) = explain(case.ledger).standings
    assert {way.base for way in standing.penalty_ways} == {Base.EACH, Base.JOINED}
    assert {way.step for way in standing.penalty_ways} == {RoundingStep.PER_PERIOD}
    payoff = settle(standing, day("03-20"))
    assert payoff.is_late
    late = penalty(plan[1].principal, plan[1].interest, RATE, 5)
    assert payoff.usual
    assert payoff.usual.of("penalty-on-principal", "penalty-on-interest") == late


@pytest.mark.parametrize("days", [0, 1, 3, 40])
def test_the_amount_of_a_penalty_is_that_of_its_formula(days: int) -> None:
    way = PenaltyWay(CONTRACT_RULE, Base.EACH, RoundingStep.PER_PERIOD)
    parts = way.formula([Overdue(104_213, 12_345, days, ())], ACCRUAL)
    assert sum(part.amount for part in parts) == penalty(104_213, 12_345, RATE, days)


def test_a_day_too_many_costs_its_share_of_an_advance_of_another_amount() -> None:
    taken, back = date(2026, 5, 1), date(2026, 5, 11)
    assert [charge_on_return(199 + 3 * a_day, 1_000_00, taken, back, ()).a_day for a_day in (56, 28)] == [56, 28]
    assert not charge_on_return(199 + 3 * 30, 1_000_00, taken, back, ()).known


def test_the_charge_on_a_reserve_advance_is_its_fee_and_each_day_too_many() -> None:
    charge = charge_on_return(255, 500_00, date(2026, 5, 1), date(2026, 5, 10), ())
    assert (charge.fee, charge.days, charge.known, charge.late_charge) == (199, 2, True, 56)
    assert sum(part.amount for part in charge.parts) == 255
    assert not charge_on_return(256, 500_00, date(2026, 5, 1), date(2026, 5, 10), ()).known

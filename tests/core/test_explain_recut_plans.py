"""A plan at the same rate is told as what was done to it: shortened, divided anew, joined, put off or prepaid twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from app.core.calendar import add_months
from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import Method, Purpose
from app.core.loans import Period, Terms, schedule
from app.core.loans.changes import redate
from app.core.loans.prepayment import PrepaymentRule, prepay
from tests.core.case_builder import RATE, CaseBuilder, at, day

TERMS = Terms(RATE, Method.EQUAL_INSTALMENT)
HALF = 400_00


def changed(case: CaseBuilder, plan: Sequence[Period], anew: Sequence[Period]) -> Discrepancy:
    """What is told where three periods were paid and recorded, and the page of 20 April has the rest of a plan anew."""
    for period in plan[:3]:
        case.paid(period)
    case.page(day("04-20"), (*plan[:3], *anew), settled=range(1, 4))
    (change,) = case.found(day("04-20")).values()
    return change


def test_fewer_periods_of_the_same_principal_are_no_other_rate_and_no_prepayment() -> None:
    case = CaseBuilder()
    plan = case.loan()
    change = changed(case, plan, redate(plan[3:], TERMS, [p.due for p in plan[3:9]]))
    facts = dict(change.facts)
    assert (change.code, change.variant, change.certainty) == ("PLAN-RATE-CHANGED", "fewer-periods", Certainty.PROVED)
    assert (facts["fewer"], facts["left"], facts["prepaid"]) == (3, 6, 0)


def test_equal_instalments_instead_of_equal_principal_are_another_way_to_repay() -> None:
    case = CaseBuilder()
    plan = case.loan(method=Method.EQUAL_PRINCIPAL)
    change = changed(case, plan, redate(plan[3:], TERMS, [p.due for p in plan[3:]]))
    assert (change.variant, change.certainty) == ("other-way", Certainty.PROVED)


def test_interest_that_no_way_of_dividing_gives_stays_without_a_reason() -> None:
    case = CaseBuilder()
    plan = case.loan()
    change = changed(case, plan, (plan[3]._replace(interest=plan[3].interest - 5_00), *plan[4:]))
    assert (change.variant, change.certainty) == ("same-rate", Certainty.OPEN)


def test_two_instalments_joined_are_not_all_periods_put_off() -> None:
    case = CaseBuilder()
    plan = case.loan()
    first, second, *rest = plan[3:]
    joint = first._replace(due=second.due, principal=first.principal + second.principal, interest=2 * first.interest)
    change = changed(case, plan, (joint, *(p._replace(number=p.number - 1) for p in rest)))
    facts = dict(change.facts)
    assert (change.code, change.variant) == ("PLAN-DEFERRED", "joined")
    assert (facts["due_before"], facts["due_after"], facts["left"]) == (first.due, second.due, 8)


def test_a_plan_put_off_as_a_whole_is_not_joined() -> None:
    case = CaseBuilder()
    plan = case.loan()
    dues = [add_months(p.due, 1, 15) for p in plan[3:]]
    assert changed(case, plan, redate(plan[3:], TERMS, dues)).variant == "put-off"


def test_interest_added_to_the_principal_is_found_where_the_period_put_off_was_paid_since() -> None:
    case = CaseBuilder()
    plan = case.loan()
    owed, interest = sum(p.principal for p in plan[3:]), plan[3].interest
    dues = [add_months(p.due, 1, 15) for p in plan[3:]]
    anew = schedule(owed + interest, TERMS, plan[3].due, dues, first_number=4)
    for period in (*plan[:3], *anew[:2]):
        case.paid(period)
    case.page(day("08-01"), (*plan[:3], *anew), settled=range(1, 6))
    (change,) = (d for d in case.found(day("08-01")).values() if d.code == "PLAN-DEFERRED")
    facts = dict(change.facts)
    assert (change.variant, change.certainty, facts["principal"]) == ("capitalised", Certainty.PROVED, interest)
    assert (facts["due_before"], facts["due_after"], facts["days"]) == (plan[3].due, anew[0].due, 30)


def test_two_debits_that_call_themselves_prepayments_are_told_as_what_is_gone() -> None:
    case = CaseBuilder()
    plan = case.loan()
    one = prepay(plan[3:], TERMS, day("04-16"), 1_000_00, PrepaymentRule())
    two = prepay(one.plan, TERMS, day("04-18"), 1_500_00, PrepaymentRule())
    case.wallet(at("04-16 10:00"), one.total, purpose=Purpose.PREPAYMENT)
    case.wallet(at("04-18 10:00"), two.total, purpose=Purpose.PREPAYMENT)
    for period in plan[:3]:
        case.paid(period)
    case.ledger = replace(case.ledger, postings=())
    case.page(day("04-20"), (*plan[:3], *two.plan), settled=range(1, 4))
    (change,) = (d for d in case.found(day("04-20")).values() if d.code == "PLAN-REAMORTISED")
    assert (change.variant, dict(change.facts)["prepaid"]) == ("lower-instalment", 2_500_00)


def paid_in_part_on_its_day(
    anew: Sequence[Period], plan: Sequence[Period], case: CaseBuilder
) -> dict[str, Discrepancy]:
    """What is told where half of the fourth period was paid on its due day, and the page of the next day has ``anew``,
    of which the first was debited a month later."""
    fourth = plan[3]
    for period in plan[:3]:
        case.paid(period)
    case.page(fourth.due - timedelta(days=1), plan, settled=range(1, 4))
    moment = datetime.combine(fourth.due, time(10))
    case.wallet(moment, fourth.interest + HALF)
    case.record(moment, 4, HALF, fourth.interest)
    case.page(fourth.due + timedelta(days=1), (*plan[:3], *anew), settled=range(1, 4))
    case.paid(anew[0], datetime.combine(add_months(fourth.due, 1), time(10)))
    return case.found(add_months(fourth.due, 1))


def test_what_was_left_of_a_period_and_put_off_the_day_after_is_not_late() -> None:
    case = CaseBuilder()
    plan = case.loan()
    dues = [add_months(p.due, 1) for p in plan[3:]]
    balance = plan[2].balance - HALF
    found = paid_in_part_on_its_day(schedule(balance, TERMS, plan[3].due, dues, first_number=4), plan, case)
    assert set(found) == {"PLAN-DEFERRED"}
    change = found["PLAN-DEFERRED"]
    facts = dict(change.facts)
    assert (change.variant, change.certainty, change.unexplained) == ("put-off", Certainty.PROVED, 0)
    assert (facts["months"], facts["paid"], facts["prepaid"]) == (1, HALF + plan[3].interest, 0)


def test_what_was_left_of_a_period_and_kept_its_due_day_is_late() -> None:
    case = CaseBuilder()
    plan = case.loan()
    rest = plan[3]._replace(principal=plan[3].principal - HALF, interest=0)
    found = paid_in_part_on_its_day((rest, *plan[4:]), plan, case)
    assert set(found) == {"DEBIT-LATE"}

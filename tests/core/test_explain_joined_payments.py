"""Payments of several persons, sources or purposes: each is counted once, and what was paid twice is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.core.discrepancy import Severity
from app.core.explanation import Explanation
from app.core.facts import Method, Product, Purpose, Trigger, WalletKind
from app.core.loans import Period, Terms, schedule
from app.core.pipeline import explain
from tests.core.case_builder import CARD, RATE, CaseBuilder, day


def begun() -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan of which three periods were paid as they should be."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    return case, plan


def noon(period: Period) -> datetime:
    return datetime.combine(period.due, time(12))


def told(case: CaseBuilder, period: Period, days: int = 12) -> Explanation:
    return explain(case.ledger, as_of=period.due + timedelta(days=days))


@pytest.mark.parametrize("back", [0, 1])
def test_ones_own_debit_beside_what_another_person_paid_is_one_too_many(back: int) -> None:
    case, plan = begun()
    fourth = plan[3]
    case.record(noon(fourth), 4, fourth.principal, fourth.interest)
    *others, own = case.ledger.postings
    case.ledger = replace(case.ledger, postings=(*others, replace(own, account="他人账户", by_another=True)))
    case.wallet(noon(fourth) + timedelta(hours=4), fourth.total)
    case.bank(fourth.due, -fourth.total)
    if back:
        case.bank(fourth.due + timedelta(days=1), fourth.total, "支付宝-借呗还款退款")
    found = [(d.variant, d.severity, d.difference) for d in told(case, fourth).discrepancies]
    assert found == ([] if back else [("by-another", Severity.SERIOUS, fourth.total)])


def test_a_debit_of_the_same_minute_is_what_the_record_calls_another_account() -> None:
    case, plan = begun()
    case.record(noon(plan[3]), 4, plan[3].principal, plan[3].interest)
    *others, own = case.ledger.postings
    case.ledger = replace(case.ledger, postings=(*others, replace(own, by_another=True)))
    case.wallet(noon(plan[3]) + timedelta(minutes=1), plan[3].total, account="亲属卡")
    assert not {d.code for d in told(case, plan[3]).discrepancies} & {"DEBIT-DUPLICATE", "UNEXPLAINED"}


@pytest.mark.parametrize("paged", [True, False])
def test_a_debit_that_came_back_and_that_the_record_has_all_the_same_is_told(paged: bool) -> None:
    case, plan = begun()
    fourth = plan[3]
    case.paid(fourth)
    case.bank(fourth.due + timedelta(days=1), fourth.total, "支付宝-借呗还款退汇")
    if paged:
        case.page(fourth.due + timedelta(days=5), plan, settled=(1, 2, 3, 4))
    (found,) = told(case, fourth).discrepancies
    assert (found.code, found.variant) == ("STATUS-SETTLED-PREMATURE", "returned" if paged else "returned-recorded")


def test_a_period_whose_debit_came_back_says_so_where_it_is_still_open() -> None:
    case, plan = begun()
    fourth = plan[3]
    case.wallet(noon(fourth), fourth.total)
    case.bank(fourth.due, -fourth.total)
    case.bank(fourth.due + timedelta(days=1), fourth.total, "支付宝-借呗还款退汇")
    case.covers(day("01-01"), fourth.due + timedelta(days=12))
    case.page(fourth.due + timedelta(days=10), plan, settled=(1, 2, 3))
    (found,) = told(case, fourth).discrepancies
    facts = dict(found.facts)
    assert (found.code, facts["returned_on"]) == ("DEBIT-MISSED", fourth.due + timedelta(days=1))
    assert not facts.get("tries")


def test_a_card_that_paid_a_part_of_a_payment_from_several_sources_is_its_usual_account() -> None:
    case, plan = begun()
    fourth = plan[3]
    case.wallet(noon(fourth), fourth.total, account=f"余额宝&{CARD}")
    case.bank(fourth.due, -(fourth.total - 300_00))
    case.record(noon(fourth), 4, fourth.principal, fourth.interest)
    found = told(case, fourth)
    assert not found.discrepancies
    assert found.comparison.counts.unchecked == 0


def test_the_record_of_a_repayment_by_two_debits_counts_once() -> None:
    case, plan = begun()
    fourth = plan[3]
    for minute, part in ((0, 300_00), (1, fourth.total - 300_00)):
        case.wallet(noon(fourth) + timedelta(minutes=minute), part)
        case.bank(fourth.due, -part)
    case.record(noon(fourth), 4, fourth.principal, fourth.interest)
    (account,) = told(case, fourth).accounts
    assert (account.residual, account.recorded) == (0, sum(p.total for p in plan[:4]))


def test_a_settlement_that_has_a_period_in_it_that_was_collected_before_is_paid_twice() -> None:
    case, plan = begun()
    fourth, left = plan[3], sum(p.principal for p in plan[3:])
    case.wallet(noon(fourth), fourth.total)
    case.bank(fourth.due, -fourth.total)
    later, total = noon(fourth) + timedelta(hours=2), left + fourth.interest
    case.wallet(later, total, text="借呗提前结清", purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.bank(fourth.due, -total)
    case.record(later, 4, left, fourth.interest)
    found = {d.code: d for d in told(case, fourth).discrepancies}
    assert found.keys() == {"DEBIT-DUPLICATE"}  # the sum is not called right beside it
    assert (found["DEBIT-DUPLICATE"].variant, found["DEBIT-DUPLICATE"].difference) == (
        "settled-over-kept",
        fourth.total,
    )


@pytest.mark.parametrize("at_once", [True, False])
def test_a_prepayment_recorded_at_the_moment_of_an_instalment_keeps_its_principal(at_once: bool) -> None:
    case, plan = begun()
    fourth, ahead = plan[3], 2_000_00
    case.wallet(noon(fourth), fourth.total + (ahead if at_once else 0), text="借呗提前还款", purpose=Purpose.PREPAYMENT)
    case.record(noon(fourth), 4, fourth.principal, fourth.interest)
    *others, own = case.ledger.postings
    alone = replace(own, period=None, total=ahead, principal=ahead, interest=0)
    case.ledger = replace(case.ledger, postings=(*others, own, alone))
    (account,) = told(case, fourth).accounts
    left = sum(p.principal for p in plan[4:]) - ahead
    assert account.book == left


def test_interest_that_the_record_waives_with_a_settlement_is_told_as_waived() -> None:
    case, plan = begun()
    on, left = plan[2].due + timedelta(days=9), sum(p.principal for p in plan[3:])
    moment = datetime.combine(on, time(12))
    case.wallet(moment, left, text="借呗提前结清", purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.record(moment, 4, left, 0)
    case.waived(0, on, 12_34)
    (waiver,) = case.ledger.waivers
    case.ledger = replace(case.ledger, waivers=(replace(waiver, period=None),))
    facts = {name: value for d in told(case, plan[2], 20).discrepancies for name, value in d.facts}
    assert facts["waived"] == 12_34
    assert "free_days" not in facts


def test_a_page_of_the_very_day_of_a_settlement_recorded_for_no_period_is_no_page_before_it() -> None:
    case, plan = begun()
    fourth, left = plan[3], sum(p.principal for p in plan[3:])
    total = left + fourth.interest
    case.page(plan[2].due + timedelta(days=1), plan, settled=(1, 2, 3))
    case.wallet(noon(fourth), total, text="借呗提前结清", purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.record(noon(fourth), 4, left, fourth.interest)
    *others, own = case.ledger.postings
    case.ledger = replace(case.ledger, postings=(*others, replace(own, period=None)))
    case.page(fourth.due, plan, settled=[p.number for p in plan])
    assert [d.code for d in told(case, fourth, 0).discrepancies] == ["SETTLE-INTEREST-TO-DATE"]


@pytest.mark.parametrize("ahead", [True, False])
def test_a_surplus_that_the_record_calls_paid_ahead_is_the_prepayment_that_cut_the_plan_anew(ahead: bool) -> None:
    case, plan = begun()
    fourth, fifth, surplus = plan[3], plan[4], 83_02
    case.wallet(noon(fourth), fourth.total + surplus)
    case.record(noon(fourth), 4, fourth.principal, fourth.interest)
    case.record(noon(fourth), 5, surplus, 0)
    if ahead:
        *others, own = case.ledger.postings
        case.ledger = replace(case.ledger, postings=(*others, replace(own, ahead=True)))
    dues = [p.due for p in plan[4:]]
    terms = Terms(RATE, Method.EQUAL_INSTALMENT)
    anew = schedule(fourth.balance - surplus, terms, fourth.due, dues, first_number=5)
    case.page(fourth.due + timedelta(days=1), [*plan[:4], *anew], settled=[1, 2, 3, 4])
    change = {d.code: d for d in told(case, fifth, -3).discrepancies}["PLAN-REAMORTISED"]
    assert (change.variant == "lower-instalment") is ahead
    assert dict(change.facts)["prepaid"] == surplus


@pytest.mark.parametrize(("minutes", "told"), [(0, []), (60, ["UNEXPLAINED"])])
def test_a_reserve_returned_with_a_repayment_of_which_no_plan_tells_is_no_unknown_rest(
    minutes: int, told: list[str]
) -> None:
    case, plan = begun()
    fourth = plan[3]
    case.wallet(noon(fourth), fourth.total + 500_00)
    case.record(noon(fourth), 4, fourth.principal, fourth.interest)
    taken = noon(fourth) - timedelta(days=3)
    case.wallet(taken, 500_00, WalletKind.RESERVE_TAKEN, product=Product.RESERVE, text="备用金取出至余额", account="")
    case.reserve(taken, returned_at=noon(fourth) + timedelta(minutes=minutes), returned=500_00)
    case.ledger = replace(case.ledger, plan_rows=())
    found = explain(case.ledger, as_of=fourth.due + timedelta(days=1)).discrepancies
    assert [d.code for d in found if d.code == "UNEXPLAINED"] == told

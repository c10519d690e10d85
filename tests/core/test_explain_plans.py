"""Plans that changed, settlements, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.core.calendar import add_months, month_end
from app.core.discrepancy import Certainty, Severity
from app.core.facts import Method, Purpose
from app.core.loans import Period, Terms, schedule
from app.core.pipeline import explain
from app.texts import Phrasebook, languages
from app.texts.outlook_texts import OutlookTexts
from tests.core.case_builder import DRAWN, RATE, CaseBuilder, at, day, plan_of


def parts(found: object) -> dict[str, int]:
    return {part.component: part.amount for part in found.bridge}  # type: ignore[attr-defined]


def rest_of_plan(plan: Sequence[Period], dues: Sequence[date], rate: Decimal = RATE) -> tuple[Period, ...]:
    """What follows the first period, divided anew."""
    return schedule(plan[0].balance, Terms(rate, Method.EQUAL_INSTALMENT), plan[0].due, dues, first_number=2)


def test_a_prepayment_lowers_the_interest_still_to_come() -> None:
    """F11 (a): 3,000.00 after payment 3 leaves 381.75 of the 567.78 that were to come."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(day("04-15"), plan, settled=[1, 2])
    case.wallet(at("04-15 14:00"), 3_000_00, purpose=Purpose.PREPAYMENT, text="借呗提前还款")
    case.record(at("04-15 14:00"), 4, 3_000_00, 0)
    later = schedule(
        6_156_69, Terms(RATE, Method.EQUAL_INSTALMENT), plan[2].due, [p.due for p in plan[3:]], first_number=4
    )
    case.page(day("04-17"), [*plan[:3], *later], settled=[1, 2, 3])
    change = case.found()["PLAN-REAMORTISED"]
    assert (change.expected, change.actual, change.difference) == (567_78, 381_75, 381_75 - 567_78)
    assert change.variant == "lower-instalment"
    assert change.certainty is Certainty.PROVED
    assert dict(change.facts)["prepaid"] == 3_000_00
    assert (change.severity, change.questions) == (Severity.INFO, ())  # the borrower's own prepayment explains it


@pytest.mark.parametrize(("taken", "severity"), [(3_006_00, Severity.INFO), (3_006_01, Severity.WARNING)])
def test_a_prepayment_that_only_the_wallet_shows_explains_the_plan_that_it_gives_to_the_fen(
    taken: int, severity: Severity
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.wallet(datetime.combine(period.due, time(12)), period.total)
    case.page(day("04-15"), plan, settled=[1, 2, 3])
    case.wallet(at("04-20 14:00"), taken, purpose=Purpose.PREPAYMENT, text="借呗提前还款")  # five days on 3,000.00
    terms, dues = Terms(RATE, Method.EQUAL_INSTALMENT), [p.due for p in plan[3:]]
    later = schedule(plan[2].balance - 3_000_00, terms, plan[2].due, dues, first_number=4)
    case.page(day("04-22"), [*plan[:3], *later], settled=[1, 2, 3])
    change = case.found()["PLAN-REAMORTISED"]
    assert (change.severity, bool(change.questions)) == (severity, severity is not Severity.INFO)
    assert dict(change.facts)["interest_on_prepaid"] == taken - 3_000_00


def test_a_plan_that_a_prepayment_does_not_give_to_the_fen_is_asked_about() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(day("04-15"), plan, settled=[1, 2])
    case.wallet(at("04-15 14:00"), 3_000_00, purpose=Purpose.PREPAYMENT, text="借呗提前还款")
    case.record(at("04-15 14:00"), 4, 3_000_00, 0)
    later = schedule(
        6_256_69, Terms(RATE, Method.EQUAL_INSTALMENT), plan[2].due, [p.due for p in plan[3:]], first_number=4
    )
    case.page(day("04-17"), [*plan[:3], *later], settled=[1, 2, 3])  # 100.00 of the prepayment are not off the plan
    change = case.found()["PLAN-REAMORTISED"]
    assert (change.severity, bool(change.questions)) == (Severity.WARNING, True)


def test_another_rate_is_found_from_the_later_page_alone() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    later = rest_of_plan(plan, [p.due for p in plan[1:]], Decimal("0.0003"))
    case.page(day("02-20"), [plan[0], *later], settled=[1])
    change = case.found()["PLAN-RATE-CHANGED"]
    assert (dict(change.facts)["rate_before"], dict(change.facts)["rate_after"]) == (RATE, Decimal("0.0003"))
    assert change.difference == sum(p.interest for p in later) - sum(p.interest for p in plan[1:])


def test_a_moved_due_day_costs_the_days_between() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=3)
    case.paid(plan[0])
    dues = [date(2026, 3, 20), date(2026, 4, 20)]
    later = rest_of_plan(plan, dues)
    case.page(day("02-20"), [plan[0], *later], settled=[1])
    change = case.found()["PLAN-DUE-DAY-CHANGED"]
    assert dict(change.facts)["shift"] == 5
    assert change.difference == sum(parts(change).values()) > 0


@pytest.mark.parametrize("moved", [False, True])
def test_what_a_period_paid_while_the_due_day_moved_cost_more_is_told_beside_the_interest_to_come(moved: bool) -> None:
    case = CaseBuilder()
    plan = case.loan(terms=3)
    first = plan[0]._replace(due=date(2026, 2, 20), interest=plan[0].interest + (24_00 if moved else 0))
    case.paid(first)
    later = rest_of_plan(plan, [date(2026, 3, 20), date(2026, 4, 20)])
    case.page(day("02-22"), [first, *later], settled=[1])
    change = case.found()["PLAN-DUE-DAY-CHANGED"]
    assert dict(change.facts).get("paid_more", 0) == (24_00 if moved else 0)
    assert change.difference == sum(parts(change).values())


def test_added_periods_are_a_deferral() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=3)
    case.paid(plan[0])
    longer = plan_of(12_000_00, date(2026, 1, 15), 6)
    later = rest_of_plan(plan, [p.due for p in longer[1:]])
    case.page(day("02-20"), [plan[0], *later], settled=[1])
    change = case.found()["PLAN-DEFERRED"]
    assert dict(change.facts)["added"] == 3
    assert "interest-added-periods" in parts(change)


def test_a_page_on_which_nothing_changed_says_nothing() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("02-20"), plan, settled=[1])
    assert case.found() == {}


def settled_loan(interest: int, beyond: int = 0) -> CaseBuilder:
    """F9: the standard loan settled on 25 May, ten days after payment 4; 8,186.08 were outstanding."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:4]:
        case.paid(period)
    case.page(day("05-20"), plan, settled=[1, 2, 3, 4])
    case.wallet(at("05-25 20:00"), 8_186_08 + interest + beyond, purpose=Purpose.SETTLEMENT, text="借呗提前结清")
    for n, period in enumerate(plan[4:]):
        case.record(at("05-25 20:00"), period.number, period.principal, interest if n == 0 else 0)
    return case


def test_settling_early_costs_principal_and_interest_to_the_day() -> None:
    settled = settled_loan(32_74).found()["SETTLE-INTEREST-TO-DATE"]
    assert (settled.expected, settled.actual) == (8_643_98, 8_218_82)
    assert parts(settled) == {"interest-not-accrued": -(8_643_98 - 8_186_08), "interest-to-date": 32_74}
    assert (settled.severity, settled.certainty) == (Severity.INFO, Certainty.PROVED)


def test_interest_for_a_day_too_many_is_named_and_takes_the_place_of_the_settlement() -> None:
    found = settled_loan(32_74 + 3_27).found()
    assert set(found) == {"DAYCOUNT-CONVENTION"}
    assert parts(found["DAYCOUNT-CONVENTION"]) == {"one-more-day": 3_27}


def test_a_settlement_that_also_repaid_a_reserve_advance() -> None:
    case = settled_loan(32_74, beyond=500_00)
    case.reserve(at("05-22 14:00"), returned_at=at("05-25 20:00"), returned=500_00, state="已归还")
    found = case.found()
    assert set(found) == {"RESERVE-IN-SETTLE-SCOPE"}
    assert parts(found["RESERVE-IN-SETTLE-SCOPE"]) == {"reserve-outstanding": 500_00}


def test_a_settlement_with_an_unknown_surplus_says_so() -> None:
    found = settled_loan(32_74, beyond=12_34).found()
    assert found["UNEXPLAINED"].unexplained == 12_34
    assert found["SETTLE-INTEREST-TO-DATE"].unexplained == 0


def test_the_wording_is_not_needed_to_see_a_settlement() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:4]:
        case.paid(period)
    case.page(day("05-20"), plan, settled=[1, 2, 3, 4])
    case.wallet(at("05-25 20:00"), 8_186_08 + 32_74)
    for n, period in enumerate(plan[4:]):
        case.record(at("05-25 20:00"), period.number, period.principal, 32_74 if n == 0 else 0)
    assert set(case.found()) == {"SETTLE-INTEREST-TO-DATE"}


def test_the_outlook_names_the_next_due_and_what_settling_costs() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:4]:
        case.paid(period)
    case.page(day("05-20"), plan, settled=[1, 2, 3, 4])
    outlook = {o.text: o for o in explain(case.ledger, as_of=day("05-25")).outlook}
    assert (outlook["next-due"].on, outlook["next-due"].amount) == (day("06-15"), 1_080_49)
    now = outlook["settle-now-range"]
    assert now.amount == 8_218_82  # F9
    assert dict(now.facts)["most"] == 8_222_10  # the day of payment bears interest too


def test_a_loan_of_which_no_paper_tells_the_amount_is_never_called_a_loan_of_nothing() -> None:
    case = CaseBuilder()
    case.page(day("05-20"), plan_of(12_000_00, DRAWN.date(), 12), settled=[1, 2, 3, 4])
    told = explain(case.ledger, as_of=day("05-25"))
    assert {o.text for o in told.outlook} == {"next-due", "settle-now-range"}
    for language in languages():
        texts = OutlookTexts(told.facilities, Phrasebook(language))
        said = [texts.line(item) for item in told.outlook]
        assert not [text for text in said if re.search(r"(?<![\d,.])0\.00", text)]


@pytest.mark.parametrize("drawn", ["01-16 10:00", "01-15 10:00"])
def test_loans_that_are_alike_are_told_apart_where_settling_now_is_told(drawn: str) -> None:
    case, other = CaseBuilder(), CaseBuilder()
    other._rows = case._rows
    case.loan(), other.loan()
    second = other.ledger
    case.ledger += replace(
        second,
        loans=tuple(replace(x, contract="JB-2", drawn_at=at(drawn)) for x in second.loans),
        plan_rows=tuple(replace(x, contract="JB-2") for x in second.plan_rows),
    )
    told = explain(case.ledger, as_of=day("01-20"))
    settling = [item for item in told.outlook if not item.is_due]
    for language in languages():
        texts = OutlookTexts(told.facilities, Phrasebook(language))
        assert len({texts.line(item) for item in settling}) == len(settling) == 2


def test_a_settled_loan_has_nothing_to_come() -> None:
    assert explain(settled_loan(32_74).ledger).outlook == ()


@pytest.mark.parametrize(("months", "more"), [(1, True), (2, True), (1, False)])
def test_a_plan_whose_dates_are_months_later_on_the_same_day_is_put_off(months: int, more: bool) -> None:
    case = CaseBuilder()
    plan = case.loan(terms=4)
    case.paid(plan[0])
    dues = [add_months(p.due, months) for p in plan[1:]]
    later = rest_of_plan(plan, dues) if more else [p._replace(due=due) for p, due in zip(plan[1:], dues, strict=True)]
    case.page(day("02-20"), [plan[0], *later], settled=[1])
    (change,) = (d for d in case.found().values() if d.code.startswith("PLAN-"))
    assert (change.code, change.variant, dict(change.facts)["months"]) == ("PLAN-DEFERRED", "put-off", months)
    assert (change.difference > 0) is more and change.difference == sum(parts(change).values())


def test_a_plan_on_the_last_days_of_months_is_put_off_although_a_short_month_cuts_the_day() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=4)
    case.paid(plan[0])
    later = [p._replace(due=add_months(p.due, 1)) for p in plan[1:]]
    case.page(day("02-20"), [plan[0], *later], settled=[1])
    ends = (replace(row, due=month_end(row.due.year, row.due.month)) for row in case.ledger.plan_rows)
    case.ledger = replace(case.ledger, plan_rows=tuple(ends))
    assert case.found()["PLAN-DEFERRED"].variant == "put-off"


@pytest.mark.parametrize("taken", [0, 1])
def test_a_part_taken_of_an_overdue_period_is_no_prepayment_where_no_record_tells(taken: int) -> None:
    case = CaseBuilder()
    plan = case.loan(terms=4)
    part = plan[0].interest + 100_00
    case.wallet(datetime.combine(plan[0].due, time(10)), part - taken)
    left = plan[0]._replace(principal=plan[0].principal - 100_00, interest=0)
    case.page(plan[0].due + timedelta(days=5), [left, *plan[1:]], overdue=[1])
    assert ("PLAN-REAMORTISED" in case.found()) is bool(taken)


def test_interest_that_moved_from_a_period_repaid_early_to_the_next_is_no_other_rate() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=4)
    case.paid(plan[0])
    early = plan[1].due - timedelta(days=10)
    second = plan[1]._replace(interest=plan[1].interest * 18 // 28)
    case.wallet(datetime.combine(early, time(10)), second.total)
    case.record(datetime.combine(early, time(10)), 2, second.principal, second.interest)
    ahead = schedule(plan[1].balance, Terms(RATE, Method.EQUAL_INSTALMENT), early, [p.due for p in plan[2:]])
    third = plan[2]._replace(interest=ahead[0].interest)
    case.page(early + timedelta(days=1), [plan[0], second, third, plan[3]], settled=[1, 2])
    change = case.found()["PLAN-REAMORTISED"]
    assert (change.variant, change.severity) == ("paid-ahead", Severity.INFO)
    assert change.difference == third.interest - plan[2].interest > 0
    assert dict(change.facts)["saved"] == plan[1].interest - second.interest


def test_less_interest_of_one_period_at_the_same_rate_is_asked_about_and_no_other_rate() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("02-20"), [plan[0], plan[1]._replace(interest=0), *plan[2:]], settled=[1])
    change = case.found()["PLAN-RATE-CHANGED"]
    assert (change.variant, change.certainty, change.difference) == ("same-rate", Certainty.OPEN, -plan[1].interest)


@pytest.mark.parametrize(("share", "said"), [(None, "unknown"), ("0.01", "agreed"), ("0.02", "share"), ("0", "free")])
def test_a_fee_that_was_recorded_with_a_prepayment_is_told_with_what_the_contract_says(
    share: str | None, said: str
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    agreed = None if share is None else Decimal(share)
    case.ledger = replace(case.ledger, loans=tuple(replace(x, settlement_share=agreed) for x in case.ledger.loans))
    for period in plan[:3]:
        case.paid(period)
    case.page(day("04-15"), plan, settled=[1, 2])
    case.wallet(at("04-15 14:00"), 3_030_00, purpose=Purpose.PREPAYMENT, text="借呗提前还款")
    case.record(at("04-15 14:00"), 4, 3_000_00, 0)
    *others, own = case.ledger.postings
    case.ledger = replace(case.ledger, postings=(*others, replace(own, fee=30_00, total=3_030_00)))
    terms = Terms(RATE, Method.EQUAL_INSTALMENT)
    later = schedule(6_156_69, terms, plan[2].due, [p.due for p in plan[3:]], first_number=4)
    case.page(day("04-17"), [*plan[:3], *later], settled=[1, 2, 3])
    change = case.found()["PLAN-REAMORTISED"]
    facts = dict(change.facts)
    assert (facts["fee"], facts["stated"]) == (30_00, f"settlement-stated.{said}")
    assert change.difference == 381_75 - 567_78

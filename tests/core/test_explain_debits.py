"""Debits at another time, of another number or from another account than expected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core.comparison import Standing, Subject
from app.core.discrepancy import Certainty, Severity
from app.core.facts import Method, Outcome, Product, Trigger, WalletKind
from app.core.pipeline import explain
from app.core.views.summary import Claim, claim_of
from tests.core.case_builder import OTHER_CARD, CaseBuilder, at, day


def parts(found: object) -> dict[str, int]:
    return {part.component: part.amount for part in found.bridge}  # type: ignore[attr-defined]


def test_a_loan_paid_as_planned_has_nothing_to_explain() -> None:
    case = CaseBuilder()
    for period in case.loan(terms=3):
        case.paid(period)
    assert case.found() == {}


def test_a_late_debit_is_charged_on_principal_and_interest_for_every_day() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 06:10"), first.total, outcome=Outcome.FAILED, account="")
    case.paid(first, at("02-18 09:30"), penalty=1_68 + 27)
    late = case.found()["DEBIT-LATE"]
    # 931.69 and 148.80 at 0.06 % for three days
    assert parts(late) == {"penalty-on-principal": 1_68, "penalty-on-interest": 27}
    assert (late.severity, late.certainty, late.unexplained) == (Severity.SERIOUS, Certainty.PROVED, 0)
    assert dict(late.facts)["tries"] == 1


@pytest.mark.parametrize(
    ("multiple", "entitled", "beyond"), [(None, 1_95, 0), ("1.5", 1_95, 0), ("1.3", 1_69, 26), ("1", 1_30, 65)]
)
def test_a_penalty_above_the_loan_s_own_contract_is_claimed_for_what_is_above_it(
    multiple: str | None, entitled: int, beyond: int
) -> None:
    """931.69 and 148.80 for three days at 0.04 % a day and the contract's multiple, at its dearest reading."""
    case = CaseBuilder()
    first, *_ = case.loan()
    stated = Decimal(multiple) if multiple else None
    case.ledger = replace(case.ledger, loans=(replace(case.ledger.loans[0], penalty_multiple=stated),))
    case.paid(first, at("02-18 09:30"), penalty=1_95)
    found = case.found()
    assert (found["DEBIT-LATE"].difference, claim_of(found["DEBIT-LATE"])) == (entitled, Claim.CONFIRM)
    above = found.get("PENALTY-INTEREST")
    assert (above.difference if above else 0) == beyond
    assert above is None or claim_of(above) is Claim.REFUND


def test_a_penalty_that_is_paid_with_the_next_period_makes_the_late_one_no_later() -> None:
    case = CaseBuilder()
    first, second, *_ = case.loan()
    case.paid(first, at("02-18 09:30"))
    case.wallet(at("03-15 09:30"), second.total + 1_95)
    case.record(at("03-15 09:30"), 2, second.principal, second.interest)
    case.record(at("03-15 09:30"), 1, 0, 0, penalty=1_95)
    late = case.found()["DEBIT-LATE"]
    facts = dict(late.facts)
    assert (facts["days"], facts["paid_on"], late.difference, late.unexplained) == (3, day("02-18"), 1_95, 0)


def test_two_debits_of_a_minute_make_up_the_record_of_two_periods_whatever_second_they_bear() -> None:
    """The record is to the minute, which is by chance the very second of one of the debits."""
    case = CaseBuilder()
    first, second, *_ = case.loan()
    moment, charge = at("03-15 11:03"), 15_65 + 2_50
    case.wallet(moment, first.total + charge)
    case.wallet(moment + timedelta(seconds=57), second.total)
    case.record(moment, 1, first.principal, first.interest, penalty=charge)
    case.record(moment, 2, second.principal, second.interest)
    case.ledger = replace(case.ledger, postings=tuple(replace(p, batch="JB-1@1103") for p in case.ledger.postings))
    found = case.found()
    assert (list(found), found["DEBIT-LATE"].difference) == (["DEBIT-LATE"], charge)


def test_a_penalty_below_the_contract_claims_nothing() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.ledger = replace(case.ledger, loans=(replace(case.ledger.loans[0], penalty_rate=Decimal("0.001")),))
    case.paid(first, at("02-18 09:30"), penalty=1_95)
    assert list(case.found()) == ["DEBIT-LATE"]


def test_a_penalty_that_no_rule_gives_stays_unexplained() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first, at("02-18 09:30"), penalty=5_00)
    late = case.found()["DEBIT-LATE"]
    assert late.difference == 5_00
    assert (late.bridge, late.unexplained) == ((), 5_00)
    assert late.certainty is Certainty.OPEN


def test_the_last_period_but_one_paid_late_settles_nothing_where_only_a_later_page_shows_the_plan() -> None:
    case = CaseBuilder()
    plan = case.loan(9_000_00, 3, Method.EQUAL_PRINCIPAL)
    case.ledger = replace(case.ledger, plan_rows=())
    case.page(day("04-20"), plan, settled=(1, 2, 3))
    first, late, last = plan
    case.paid(first)
    case.paid(late, at("03-18 12:00"), penalty=5_40)
    case.paid(last)
    found = case.found()
    assert set(found) == {"DEBIT-LATE"} and found["DEBIT-LATE"].difference == 5_40


def test_a_debit_inside_the_grace_days_is_only_information() -> None:
    case = CaseBuilder()
    first, *_ = case.loan(grace=3)
    case.paid(first, at("02-17 09:30"))
    late = case.found()["DEBIT-LATE"]
    assert (late.severity, late.difference) == (Severity.INFO, 0)


def test_after_a_part_in_time_only_the_rest_bears_a_penalty() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    in_time, rest = 500_00, first.total - 500_00
    case.wallet(at("02-15 09:00"), in_time, account="余额宝")
    case.record(at("02-15 09:00"), 1, in_time - first.interest, first.interest)
    case.wallet(at("02-18 09:30"), rest + 1_04)
    case.record(at("02-18 09:30"), 1, rest, 0, penalty=1_04)
    late = case.found()["DEBIT-LATE"]
    assert parts(late) == {"penalty-on-principal": 1_04}  # 580.49 × 0.06 % × 3
    assert late.unexplained == 0


def test_a_whole_debit_before_the_due_date_is_information() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first, at("02-13 09:30"))
    assert case.found()["DEBIT-EARLY"].severity is Severity.INFO


def test_one_due_amount_from_two_sources_on_the_due_date_is_information() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    for moment, amount, interest, account in (
        (at("02-15 09:00"), 500_00, first.interest, "余额宝"),
        (at("02-15 09:01"), first.total - 500_00, 0, "招商银行储蓄卡(1234)"),
    ):
        case.wallet(moment, amount, account=account)
        case.record(moment, 1, amount - interest, interest)
    assert list(case.found()) == ["DEBIT-PARTIAL-COMBINED"]


def test_a_term_nobody_debited_is_missed_where_the_export_covers_its_day() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-20"), plan, settled=[1], overdue=[2])
    case.paid(plan[0])
    case.covers(day("01-01"), day("03-20"))
    missed = case.found()["DEBIT-MISSED"]
    assert missed.difference == -plan[1].total


def test_nothing_is_called_missing_inside_a_gap_of_the_export() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-20"), plan, settled=[1], overdue=[2])
    case.paid(plan[0])
    case.covers(day("01-01"), day("03-20"), rows=5, declared=10, oldest=day("03-18"))
    assert set(case.found()) == {"EXPORT-GAP"}


def test_the_same_period_taken_twice_by_itself_is_a_duplicate() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first, at("02-15 06:30"), trigger=Trigger.AUTO)
    case.wallet(at("02-15 15:40"), first.total, trigger=Trigger.AUTO)
    twice = case.found()["DEBIT-DUPLICATE"]
    assert (twice.difference, twice.severity) == (first.total, Severity.SERIOUS)


def test_a_second_debit_that_came_back_costs_nothing() -> None:
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    case.paid(first, at("02-15 06:30"), trigger=Trigger.MANUAL)
    second = case.wallet(at("02-15 15:40"), first.total, trigger=Trigger.AUTO)
    case.bank(day("02-15"), -first.total)
    case.wallet(at("02-18 20:00"), first.total, WalletKind.REFUND, refund_of=second.order_no, order_no="back")
    case.bank(day("02-18"), first.total, "支付宝-借呗还款")
    overlap = case.found()["DEBIT-MANUAL-AUTO-OVERLAP"]
    assert (overlap.difference, overlap.severity) == (0, Severity.WARNING)
    assert parts(overlap) == {"second-debit": first.total, "refund": -first.total}
    for on, settled, shown_on in (("02-18", (1,), None), ("02-25", (), None), ("02-26", (1,), day("02-26"))):
        case.page(day(on), plan, settled=settled)
        overlap = case.found()["DEBIT-MANUAL-AUTO-OVERLAP"]
        assert dict(overlap.facts).get("shown_on") == shown_on, "only a later page shows that it is still paid"


def test_a_debit_from_another_card_than_usual_is_noted() -> None:
    case = CaseBuilder()
    for n, period in enumerate(case.loan(terms=4)):
        case.paid(period, **({"account": OTHER_CARD} if n == 2 else {}))
    assert case.found()["DEBIT-WRONG-SOURCE"].period == 3


def test_a_payment_that_names_no_account_was_not_from_another_one() -> None:
    case = CaseBuilder()
    for n, period in enumerate(case.loan(terms=4)):
        case.paid(period, **({"account": ""} if n == 2 else {}))
    assert case.found() == {}


def test_money_that_left_the_bank_for_a_failed_debit_is_shown_until_it_is_back() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-14 10:00"), first.total, outcome=Outcome.FAILED)
    case.bank(day("02-14"), -first.total)
    case.paid(first)
    gone = case.found()["DEBIT-FAIL-CHARGED"]
    assert (gone.difference, gone.severity, gone.certainty) == (first.total, Severity.SERIOUS, Certainty.PROVED)


@pytest.mark.parametrize(("as_of", "waited"), [("02-17", None), ("02-18", 4), ("06-14", 120)])
def test_a_return_is_waited_for_only_while_one_may_be_under_way(as_of: str, waited: int | None) -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-14 10:00"), first.total, outcome=Outcome.FAILED)
    case.bank(day("02-14"), -first.total)
    case.paid(first)
    twice = CaseBuilder()
    first, *_ = twice.loan()
    twice.paid(first, at("02-14 06:30"), trigger=Trigger.AUTO)
    twice.wallet(at("02-14 15:40"), first.total, trigger=Trigger.AUTO)
    found = case.found(day(as_of))["DEBIT-FAIL-CHARGED"], twice.found(day(as_of))["DEBIT-DUPLICATE"]
    assert [dict(d.facts).get("waited") for d in found] == [waited, waited]


def test_a_failed_debit_that_the_bank_gave_back_nets_to_nothing() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-14 10:00"), first.total, outcome=Outcome.FAILED)
    case.bank(day("02-14"), -first.total)
    case.bank(day("02-16"), first.total)
    case.paid(first)
    gone = case.found(day("06-14"))["DEBIT-FAIL-CHARGED"]
    assert (gone.difference, "waited" in dict(gone.facts)) == (0, False)


@pytest.mark.parametrize("back", [False, True], ids=["kept", "returned"])
@pytest.mark.parametrize("recorded", [False, True], ids=["no record", "recorded"])
def test_what_the_lender_recorded_as_paid_need_not_be_paid_again_after_a_failed_debit(
    back: bool, recorded: bool
) -> None:
    case = CaseBuilder()
    first, second, *_ = case.loan()
    case.wallet(at("02-14 10:00"), first.total, outcome=Outcome.FAILED)
    case.bank(day("02-14"), -first.total)
    if back:
        case.bank(day("02-16"), first.total)
    case.paid(first if recorded else second)
    gone = case.found(day("02-20"))["DEBIT-FAIL-CHARGED"]
    assert dict(gone.facts).get("paid_on") == (first.due if recorded else None)


@pytest.mark.parametrize(("again", "paid_on"), [(0, day("02-15")), (-1_00, None)], ids=["all", "a part"])
def test_what_another_debit_paid_need_not_be_looked_up_after_a_failed_one(again: int, paid_on: date | None) -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-14 10:00"), first.total, outcome=Outcome.FAILED)
    case.bank(day("02-14"), -first.total)
    case.bank(day("02-16"), first.total)
    case.wallet(at("02-15 21:30"), first.total + again, trigger=Trigger.MANUAL)
    assert dict(case.found(day("02-20"))["DEBIT-FAIL-CHARGED"].facts).get("paid_on") == paid_on
    checks = explain(case.ledger, as_of=day("02-20")).comparison.checks
    assert Standing.DIFFERS not in {c.standing for c in checks if c.subject is Subject.OBLIGATION}


def test_a_record_without_a_debit_may_be_of_the_failed_one_itself() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-14 10:00"), first.total, outcome=Outcome.FAILED)
    case.bank(day("02-14"), -first.total)
    case.record(at("02-14 10:01"), 1, first.principal, first.interest)
    assert "paid_on" not in dict(case.found(day("02-20"))["DEBIT-FAIL-CHARGED"].facts)


@pytest.mark.parametrize(("again", "paid_on"), [(300_00, day("03-11")), (100_00, None)], ids=["all", "a part"])
def test_a_bill_need_not_be_paid_again_where_all_of_it_was_after_a_failed_debit(
    again: int, paid_on: date | None
) -> None:
    case = CaseBuilder()
    case.bill(3, [case.line(day("02-05"), 300_00)])
    case.wallet(at("03-10 09:00"), 300_00, outcome=Outcome.FAILED, product=Product.HUABEI)
    case.bank(day("03-10"), -300_00, "支付宝-花呗还款")
    case.wallet(at("03-11 09:00"), again, product=Product.HUABEI, bill_month=(2026, 3))
    gone = case.found(day("03-20"))["DEBIT-FAIL-CHARGED"]
    assert dict(gone.facts).get("paid_on") == paid_on


def test_another_payees_charge_beside_a_repayment_is_named() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.paid(first, at("02-15 09:00"))
    payee = {"product": Product.OTHER, "text": "担保费", "counterparty": "某某融资担保"}
    case.wallet(at("02-15 09:01"), 30_00, WalletKind.CHARGE, **payee)
    fee = case.found()["FEE-THIRD-PARTY"]
    assert (fee.difference, dict(fee.facts)["payee"]) == (30_00, "某某融资担保")


def test_one_debit_for_two_periods_of_a_day_is_no_discrepancy() -> None:
    case = CaseBuilder()
    first, second, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total + second.total)
    case.record(at("02-15 09:00"), 1, first.principal, first.interest)
    case.record(at("02-15 09:00"), 2, second.principal, second.interest)
    assert set(case.found()) <= {"DEBIT-EARLY"}


def test_tries_that_failed_and_succeeded_the_same_day_are_no_discrepancy() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 06:00"), first.total, outcome=Outcome.FAILED, account="")
    case.paid(first, at("02-15 18:00"))
    assert case.found() == {}


def test_equal_debits_of_two_months_stay_two() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=12)
    case.paid(plan[0])
    case.paid(plan[1])
    assert plan[0].total == plan[1].total
    assert case.found() == {}

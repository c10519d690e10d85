"""What is said where a source is missing, has holes, or shows its plan late or without all columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Certainty
from app.core.facts import Coverage, Ledger, Purpose, Source, Trigger
from app.core.money import product
from tests.core.case_builder import RATE, CaseBuilder, at, day


def without_wallet(case: CaseBuilder) -> CaseBuilder:
    """The same case, where nobody has the wallet's export."""
    case.ledger = replace(case.ledger, wallet=())
    return case


def without_starts(case: CaseBuilder) -> CaseBuilder:
    """The same case, where the plan has no column for the day a period starts."""
    case.ledger = replace(case.ledger, plan_rows=tuple(replace(row, starts=None) for row in case.ledger.plan_rows))
    return case


def test_a_debit_booked_at_the_next_midnight_is_not_late_where_only_bank_and_lender_tell() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.record(at("02-15 22:40"), 1, plan[0].principal, plan[0].interest)
    case.bank(day("02-16"), -plan[0].total)
    assert without_wallet(case).found() == {}


def test_a_late_debit_is_late_where_only_bank_and_lender_tell() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.record(at("02-18 10:00"), 1, plan[0].principal, plan[0].interest, penalty=0)
    case.bank(day("02-18"), -plan[0].total)
    assert list(without_wallet(case).found()) == ["DEBIT-LATE"]


def test_a_second_debit_given_back_in_part_is_known_from_the_bank_alone() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.bank(day("02-15"), -plan[0].total)
    case.bank(day("02-17"), 300_00, "支付宝-退款-借呗还款")
    twice = without_wallet(case).found()["DEBIT-DUPLICATE"]
    assert twice.difference == plan[0].total - 300_00
    assert [part.amount for part in twice.bridge] == [plan[0].total, -300_00]


def test_a_term_is_not_called_missed_where_the_loan_is_paid_from_elsewhere_than_the_banks_at_hand() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.record(at("02-15 12:00"), 1, plan[0].principal, plan[0].interest)
    case.page(day("04-01"), plan, settled=[1], overdue=[2])
    _covered_by_bank(case)
    told = without_wallet(case).found()["DEBIT-MISSED"]
    assert (told.variant, told.certainty, told.missing) == ("shown-unpaid", Certainty.OPEN, ("bank-statement",))


def test_a_term_is_missed_where_the_bank_shows_every_other_debit_of_the_loan() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.record(at("02-15 12:00"), 1, plan[0].principal, plan[0].interest)
    case.bank(day("02-15"), -plan[0].total)
    case.page(day("04-01"), plan, settled=[1], overdue=[2])
    _covered_by_bank(case)
    assert without_wallet(case).found()["DEBIT-MISSED"].difference == -plan[1].total


def _covered_by_bank(case: CaseBuilder) -> None:
    span = (at("01-01 00:00"), at("06-30 00:00"))
    case.ledger += Ledger(coverages=(Coverage("cmb-debit", "1234", *span, rows=9, digest="bank.csv"),))


@pytest.mark.parametrize(("oldest", "missed"), [("03-01", ["DEBIT-MISSED"]), ("01-02", [])])
def test_nothing_is_called_missing_where_it_cannot_be_told_where_the_rows_are_missing(
    oldest: str, missed: list[str]
) -> None:
    """Rows that the days before the oldest row can hold are missing there; else they may be missing anywhere."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("04-01"), plan, settled=[1], overdue=[2])
    case.covers(day("01-01"), day("06-30"), rows=100, declared=130, oldest=day(oldest))
    assert [code for code in case.found() if code != "EXPORT-GAP"] == missed


@pytest.mark.parametrize(("oldest", "ends"), [("03-01", 1), ("01-02", 2)])
def test_the_rows_at_the_ends_of_an_export_show_between_which_its_rows_are_missing(oldest: str, ends: int) -> None:
    case = CaseBuilder()
    case.covers(day("01-01"), day("06-30"), rows=100, declared=130, oldest=day(oldest))
    first, last = Source("wallet.csv", "", 2), Source("wallet.csv", "", 101)
    held = replace(case.ledger.coverages[0], oldest_source=first, newest_source=last)
    case.ledger = replace(case.ledger, coverages=(held,))
    evidence = case.found()["EXPORT-GAP"].evidence
    assert [row for row in (first, last) if row in evidence] == [first, last][:ends]


def test_a_break_of_the_running_balance_is_a_gap_with_the_rows_on_both_sides() -> None:
    case = CaseBuilder()
    for on in ("02-01", "02-09", "02-20"):
        case.bank(day(on), -10_00, "支付宝-某某超市")
    after = case.ledger.bank[1].sources[0]
    coverage = Coverage(
        "cmb-debit", "1234", at("02-01 00:00"), at("02-20 00:00"), 3, digest="bank.csv", breaks=(after,)
    )
    case.ledger += Ledger(coverages=(coverage,))
    gap = case.found()["EXPORT-GAP"]
    facts = dict(gap.facts)
    assert (facts["gap_from"], facts["gap_to"]) == (day("02-01"), day("02-09"))
    assert set(gap.evidence) == {case.ledger.bank[0].sources[0], after}


def test_a_settlement_without_a_word_for_it_is_known_behind_a_plan_page_of_long_ago() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=6)
    case.paid(plan[0])
    case.paid(plan[1])
    moment, balance = at("03-25 15:00"), sum(p.principal for p in plan[2:])
    cost = product(balance, RATE, 10)
    case.wallet(moment, balance + cost, text="借呗主动还款", trigger=Trigger.MANUAL)
    for p in plan[2:]:
        case.record(moment, p.number, p.principal, cost if p.number == 3 else 0, trigger=Trigger.MANUAL)
    settled = case.found()["SETTLE-INTEREST-TO-DATE"]
    assert settled.difference == balance + cost - sum(p.total for p in plan[2:])
    assert settled.unexplained == 0


def test_penalty_is_explained_where_the_plan_does_not_say_when_a_period_starts() -> None:
    case = CaseBuilder()
    plan = case.loan()
    fine = product(plan[0].principal, RATE * 3 / 2, 4) + product(plan[0].interest, RATE * 3 / 2, 4)
    case.paid(plan[0], at("02-19 09:00"), penalty=fine)
    late = without_starts(case).found()["DEBIT-LATE"]
    assert (late.difference, late.unexplained, len(late.bridge)) == (fine, 0, 2)


def test_a_term_paid_before_its_day_is_early_even_where_the_wallet_calls_it_a_prepayment() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0], at("02-10 09:00"), text="借呗提前还款", purpose=Purpose.PREPAYMENT)
    assert list(case.found()) == ["DEBIT-EARLY"]


def test_a_small_prepayment_inside_the_last_period_is_no_part_of_its_instalment() -> None:
    case = CaseBuilder()
    (only,) = case.loan(terms=1)
    moment, part = at("01-25 10:00"), 3_000_00
    cost = product(part, RATE, 10)
    case.wallet(moment, part + cost, text="借呗主动还款", trigger=Trigger.MANUAL)
    case.record(moment, 1, part, cost, trigger=Trigger.MANUAL)
    left = only.principal - part
    anew = only._replace(principal=left, interest=product(left, RATE, only.days))
    case.page(day("01-26"), [anew])
    case.paid(anew)
    assert list(case.found()) == ["PLAN-REAMORTISED"]


def test_half_of_a_combined_debit_is_missing_although_only_the_bank_shows_the_debit() -> None:
    case = CaseBuilder()
    plan = case.loan()
    other = replace(case.ledger.loans[0], contract="JB-2")
    second = tuple(replace(row, contract="JB-2") for row in case.ledger.plan_rows)
    later = tuple(replace(row, as_of=day("03-01")) for row in second)
    case.ledger += Ledger(loans=(other,), plan_rows=(*second, *later))
    case.record(at("02-15 08:00"), 1, plan[0].principal, plan[0].interest)
    case.bank(day("02-15"), -2 * plan[0].total)
    found = without_wallet(case).found(as_of=day("03-02"))
    assert {code: (d.facility, d.difference) for code, d in found.items()} == {"POST-MISSING": ("JB-2", -plan[0].total)}


def test_a_page_that_lists_only_what_is_left_is_no_changed_plan() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1])
    case.page(day("04-01"), plan[2:])
    assert case.found() == {}

"""A late instalment: paid in parts, its penalty debited by itself, from another card, or counted in time after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Purpose
from app.core.pipeline import explain
from app.workspace.tables import lender_rules
from tests.core.case_builder import CARD, OTHER_CARD, CaseBuilder, at, day

PRINCIPAL, INTEREST, PART = 955_10, 125_39, 500_00  # of the third period, and what was paid of it on 20 April


def penalty(days: int, *borne: int) -> int:
    """What overdue amounts cost at 0.06 % a day, each rounded by itself."""
    return sum((amount * 6 * days + 5000) // 10000 for amount in borne)


BEFORE = penalty(5, PRINCIPAL, INTEREST)
AFTER = penalty(7, PRINCIPAL + INTEREST - PART)


def late(debits: Sequence[tuple[str, int]]) -> Discrepancy:
    """What is told of the third period, due on 15 April, where these debits paid it; the first two were in time."""
    case = CaseBuilder()
    plan = case.loan()
    assert (plan[2].principal, plan[2].interest) == (PRINCIPAL, INTEREST)
    for period in plan[:2]:
        case.wallet(at(f"{period.due:%m-%d} 12:00"), period.total)
    for moment, amount in debits:
        case.wallet(at(moment), amount)
    case.covers(day("01-01"), day("06-30"))
    (found,) = (d for d in explain(case.ledger).discrepancies if d.code == "DEBIT-LATE")
    return found


REST = PRINCIPAL + INTEREST - PART

EVEN = 12_100_00
"""A principal whose instalment is an even number of fen."""


@pytest.mark.parametrize(
    "debits",
    [
        [("04-20 20:00", PART), ("04-27 20:00", REST + BEFORE + AFTER)],
        [("04-20 20:00", PART + BEFORE), ("04-27 20:00", REST + AFTER)],
        [("04-20 20:00", PART), ("04-27 20:00", REST), ("04-28 08:00", BEFORE + AFTER)],
    ],
    ids=["with the last part", "with each part", "by itself"],
)
def test_the_penalty_is_that_of_the_rest_for_its_days_to_the_fen(debits: Sequence[tuple[str, int]]) -> None:
    found = late(debits)
    assert (found.variant, found.difference, found.unexplained) == ("unrecorded-charged", BEFORE + AFTER, 0)


def test_a_penalty_that_no_order_of_paying_gives_stays_open() -> None:
    found = late([("04-20 20:00", PART + BEFORE), ("04-27 20:00", REST + AFTER + 37)])
    assert found.difference == found.unexplained == AFTER + 37 + BEFORE


def test_another_small_debit_soon_after_is_no_penalty() -> None:
    found = late([("04-20 20:00", PART), ("04-27 20:00", REST), ("04-28 08:00", BEFORE + AFTER + 37)])
    assert (found.variant, found.difference) == ("unrecorded", 0)


@pytest.mark.parametrize("recorded", [True, False])
def test_where_another_card_paid_in_the_end_both_are_named(recorded: bool) -> None:
    found = tried(CARD, OTHER_CARD, recorded=recorded)
    assert (found["failed_from"], found["account"]) == ((CARD,), OTHER_CARD)


def test_where_the_same_card_paid_in_the_end_none_is_named() -> None:
    assert "failed_from" not in tried(CARD, CARD, recorded=True)


def tried(failed: str, paid: str, *, recorded: bool) -> dict[str, object]:
    """The facts of a period that failed from one card on its due date and was paid from one three days later."""
    case = CaseBuilder()
    plan = case.loan()
    case.covers(day("01-01"), day("06-30"))
    case.wallet(at("02-15 09:00"), plan[0].total, outcome=Outcome.FAILED, account=failed)
    case.wallet(at("02-18 09:00"), plan[0].total, account=paid)
    if recorded:
        case.record(at("02-18 09:00"), 1, plan[0].principal, plan[0].interest)
    (found,) = (d for d in explain(case.ledger).discrepancies if d.code == "DEBIT-LATE")
    return dict(found.facts)


@pytest.mark.parametrize("collected", [True, False])
def test_one_of_two_equal_parts_that_came_back_and_was_collected_again_is_not_the_other_one_twice(
    collected: bool,
) -> None:
    case = CaseBuilder()
    first, *_ = case.loan(EVEN)
    half, again = first.total // 2, at("02-17 10:00")
    late_charge = penalty(2, half)
    case.wallet(at("02-15 09:00"), half)
    case.bank(day("02-15"), -half)
    case.record(at("02-15 09:00"), 1, half - first.interest, first.interest)
    case.wallet(at("02-15 09:01"), half)
    case.bank(day("02-15"), -half)
    case.bank(day("02-16"), half, "支付宝-借呗还款退汇")
    if collected:
        case.wallet(again, half + late_charge)
        case.bank(again.date(), -half - late_charge)
        case.record(again, 1, half, 0, late_charge)
    found = case.found()
    assert "DEBIT-DUPLICATE" not in found
    assert ("DEBIT-LATE" in found) is collected


@pytest.mark.parametrize(("due_day", "off"), [(15, 0), (20, 0), (15, 1), (None, 0)])
def test_without_any_plan_the_due_day_of_the_loan_tells_how_late_a_recorded_penalty_is_of(
    due_day: int | None, off: int
) -> None:
    """Drawn on 15 January: the first period was due on the 15th of February, or on the loan's own day before it."""
    case = CaseBuilder()
    first, *_ = case.loan()
    due = day(f"02-{due_day or 15}")
    case.paid(first, at(f"02-{due.day + 3} 10:00"), penalty=penalty(3, first.principal, first.interest) + off)
    loans = tuple(replace(loan, due_day=due_day) for loan in case.ledger.loans)
    case.ledger = replace(case.ledger, plan_rows=(), loans=loans)
    found = case.found()
    assert ("DEBIT-LATE" in found) is (due_day is not None and not off)
    if told := found.get("DEBIT-LATE"):
        assert (dict(told.facts)["due"], dict(told.facts)["days"], told.unexplained) == (due, 3, 0)
        assert told.certainty is not Certainty.PROVED


@pytest.mark.parametrize(("counted", "severity"), [("02-15", Severity.INFO), ("02-16", Severity.WARNING)])
def test_a_debit_after_midnight_that_the_lender_counts_on_the_due_day_is_no_warning(
    counted: str, severity: Severity
) -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-16 00:05"), first.total)
    case.bank(day("02-16"), -first.total)
    case.record(at("02-16 00:05"), 1, first.principal, first.interest, counted_on=day(counted))
    late = case.found()["DEBIT-LATE"]
    assert (late.severity, late.difference) == (severity, 0)
    assert dict(late.facts).get("counted_on") == (day(counted) if severity is Severity.INFO else None)


def settled_with_the_rest(part: int, penalty: int) -> tuple[dict[str, Discrepancy], int]:
    """What is told, and what was left of the second period, where ``part`` fen of it was debited on its due day and a
    debit of two days later took the rest, ``penalty`` fen and all that settling cost; no record splits it."""
    case = CaseBuilder()
    first, second, *ahead = plan = case.loan()
    case.wallet(datetime.combine(first.due, time(12)), first.total)
    case.wallet(datetime.combine(second.due, time(12)), part)
    principal = sum(p.principal for p in ahead)
    interest = (principal * 4 * 2 + 5000) // 10000
    moment = datetime.combine(second.due + timedelta(days=2), time(12))
    case.wallet(
        moment, principal + interest + second.total - part + penalty, text="借呗提前结清", purpose=Purpose.SETTLEMENT
    )
    case.page(moment.date() + timedelta(days=3), plan, settled=range(1, len(plan) + 1))
    told = explain(case.ledger, as_of=moment.date() + timedelta(days=3), rules=lender_rules())
    return {d.code: d for d in told.discrepancies}, second.total - part


def test_what_was_left_of_a_period_and_its_penalty_are_told_apart_from_the_settlement_that_took_them() -> None:
    left = 450_00
    part = CaseBuilder().loan()[1].total - left
    found, rest = settled_with_the_rest(part, 54)  # 450.00 x 0.04 % x 1.5 x 2 days
    assert set(found) == {"DEBIT-LATE", "SETTLE-INTEREST-TO-DATE"} and rest == left
    late, settled = found["DEBIT-LATE"], found["SETTLE-INTEREST-TO-DATE"]
    assert (late.variant, late.difference, late.unexplained) == ("unrecorded-charged", 54, 0)
    assert dict(late.facts)["paid"] == part
    assert (settled.variant, settled.unexplained) == ("closes", 0)
    assert dict(late.facts)["settling"] == dict(settled.facts)["amount"]


def test_a_sum_beside_a_settlement_that_is_not_what_was_left_with_a_penalty_stays_unexplained() -> None:
    part = CaseBuilder().loan()[1].total - 450_00
    found, left = settled_with_the_rest(part, 7_77)
    assert "DEBIT-LATE" not in found
    assert found["SETTLE-INTEREST-TO-DATE"].unexplained == left + 7_77

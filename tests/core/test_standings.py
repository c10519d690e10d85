"""What is owed as the papers bear it: with records, with debits alone, by several answers, or not told at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.facts import PlanRow, Purpose, WalletKind
from app.core.inference import Status
from app.core.loans.cut_plans import cut_plan
from app.core.loans.settlement import settle, settle_all
from app.core.loans.standing import Doubt, LoanStanding
from app.core.pipeline import explain, tell
from tests.core.case_builder import DRAWN, CaseBuilder, at, day


def standing(case: CaseBuilder) -> LoanStanding:
    (only,) = explain(case.ledger).standings
    return only


def test_a_settled_loan_owes_nothing_any_more() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan:
        case.paid(period)
    case.page(day("12-31"), plan, settled=range(1, 12))
    assert settle_all(explain(case.ledger).standings, (), date(2027, 1, 20)).told == ()


def test_a_part_that_was_recorded_is_taken_off_by_its_parts() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("02-16"), plan, overdue=(1,))
    case.wallet(at("02-20 10:00"), 500_00)
    case.record(at("02-20 10:00"), 1, 500_00 - plan[0].interest, plan[0].interest)
    first = standing(case).readings[0].periods[0]
    assert (first.principal, first.interest) == (plan[0].principal - (500_00 - plan[0].interest), 0)


def test_a_period_that_fell_due_and_of_which_no_paper_speaks_leaves_the_loan_untold() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("04-20 10:00"), 12_00, WalletKind.PURCHASE, text="早餐")
    told = standing(case)
    assert told.doubts == (Doubt.UNTOLD,)
    assert settle(told, plan[4].due).doubts == (Doubt.UNTOLD,)


def test_a_debit_after_the_latest_page_that_nothing_accounts_for_leaves_the_loan_untold() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day("02-20"), plan, settled=(1,))
    case.wallet(at("02-25 10:00"), 3_011_60)
    assert Doubt.PREPAID_SINCE in standing(case).doubts


def test_a_page_of_the_first_periods_alone_tells_no_balance_no_rate_and_no_risk() -> None:
    """A picture of the upper part of a plan: three of twelve periods, whose principal is not all that was lent."""
    case = CaseBuilder()
    first, second, *_ = case.loan()
    case.ledger = replace(case.ledger, plan_rows=case.ledger.plan_rows[:3])
    case.paid(first)
    case.wallet(at("03-16 12:00"), second.total + 57)
    case.record(at("03-16 12:00"), 2, second.principal, second.interest, penalty=57)
    told = explain(case.ledger)
    (only,) = told.standings
    assert Doubt.PLAN_CUT in only.doubts
    assert (told.ahead.risks, settle(only, day("04-01")).ways) == ((), ())
    (late,) = (d for d in told.discrepancies if d.code == "DEBIT-LATE")
    assert (late.difference, late.unexplained) == (57, 0)  # at the stated rate, not at one of the three periods


def test_a_plan_that_a_prepayment_shortened_is_whole() -> None:
    case = CaseBuilder()
    plan = case.loan()
    whole = tell(case.ledger)
    (book,) = whole.loans
    assert not whole.is_cut(book, book.snapshots[0])
    case.page(day("02-16"), plan[:6], settled=(1,))
    shorter = tell(case.ledger)
    (book,) = shorter.loans
    assert shorter.is_cut(book, book.snapshots[-1])
    case.wallet(at("02-15 18:00"), 5_000_00, purpose=Purpose.PREPAYMENT, text="借呗提前还款")
    case.record(at("02-15 18:00"), 1, 5_000_00, 0)
    prepaid = tell(case.ledger)
    (book,) = prepaid.loans
    assert not prepaid.is_cut(book, book.snapshots[-1])


def test_interest_at_the_highest_rate_that_is_rounded_up_is_interest_on_the_row_itself() -> None:
    """568.84 for 30 days at 0.1 % is 17.0652, shown as 17.07."""
    rows = [
        PlanRow("JB-1", 1, day("02-01"), day("03-03"), 568_84, interest, day("02-01")) for interest in (17_07, 17_08)
    ]
    assert [cut_plan([row]) is not None for row in rows] == [False, True]


@pytest.mark.parametrize("paid", range(6))
def test_debits_alone_give_every_answer_that_closes_them_and_nothing_else(paid: int) -> None:
    case = CaseBuilder()
    plan = case.loan()
    bare = CaseBuilder()
    bare.wallet(DRAWN, 12_000_00, WalletKind.DRAWDOWN, text="借呗放款至银行卡")
    for period in plan[:paid]:
        bare.wallet(at(f"{period.due:%m-%d} 12:00"), period.total)
    explanation, (loan,) = explain(bare.ledger), tell(bare.ledger).inferred
    (told,) = explanation.standings
    assert (told.readings == ()) is (Doubt.TERMS_OPEN in told.doubts)
    if loan.inference.status is Status.STATED:
        payoff = settle(told, explanation.as_of + timedelta(days=10))
        right = {plan[paid - 1].balance + accrued for accrued in (4_80, 9_60)}
        assert payoff.least <= plan[paid - 1].balance + plan[paid].interest
        assert right

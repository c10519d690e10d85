"""What only a bank knows is told as open, with the paper that would decide it."""

from __future__ import annotations

from app.core.discrepancy import Certainty
from tests.core.case_builder import CaseBuilder, at, day


def test_two_equal_repayments_of_which_only_the_bank_tells_are_an_open_question() -> None:
    case = CaseBuilder()
    case.bank(day("02-17"), -555_16, "支付宝-还款")
    case.bank(day("02-17"), -555_16, "支付宝-还款")
    found = case.found()["DEBIT-DUPLICATE"]
    assert (found.variant, found.certainty, found.difference) == ("undecided", Certainty.OPEN, 555_16)
    assert [q.text for q in found.questions] == ["wallet-which-loan"]


def test_equal_pairs_that_recur_are_two_loans() -> None:
    case = CaseBuilder()
    for month in ("02", "03"):
        case.bank(day(f"{month}-17"), -555_16, "支付宝-还款")
        case.bank(day(f"{month}-17"), -555_16, "支付宝-还款")
    assert case.found() == {}


def test_equal_purchases_are_nobodys_question() -> None:
    case = CaseBuilder()
    case.bank(day("02-17"), -55_00, "支付宝-某某超市")
    case.bank(day("02-17"), -55_00, "支付宝-某某超市")
    assert case.found() == {}


def test_a_debit_without_words_may_have_paid_a_period_that_is_shown_unpaid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.covers(day("01-01"), day("03-01"))
    case.bank(day("02-15"), -plan[0].total, "通联支付网络服务股份有限公司")
    case.page(day("03-01"), plan, overdue=[1])
    found = case.found()
    assert set(found) == {"POST-MISSING"}
    assert (found["POST-MISSING"].variant, found["POST-MISSING"].certainty) == ("unclear", Certainty.OPEN)


def test_a_debit_of_another_amount_leaves_the_period_missed() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.covers(day("01-01"), day("03-01"))
    case.bank(day("02-15"), -plan[0].total - 1, "通联支付网络服务股份有限公司")
    case.wallet(at("02-20 10:00"), 1_00)
    case.page(day("03-01"), plan, overdue=[1])
    assert set(case.found()) == {"DEBIT-MISSED"}

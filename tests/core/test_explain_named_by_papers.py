"""Debits that name no product, days off and returned debits of a loan that no record of the lender shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.core.discrepancy import Severity
from app.core.facts import Product
from app.core.loans import Period
from app.core.pipeline import explain, tell
from tests.core.case_builder import CaseBuilder, at, day
from tests.core.test_explain_holidays import SPRING

NAMELESS = "通联支付网络服务股份有限公司 代收"
WORDED = "深圳前海微众银行股份有限公司 微粒贷还款"


def named(product: Product) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan of which the lender's papers alone name the product, with its plan page and no wallet."""
    case = CaseBuilder()
    plan = case.loan()
    loans = tuple(replace(loan, product=product) for loan in case.ledger.loans)
    case.ledger = replace(case.ledger, loans=loans, wallet=())
    return case, plan


def test_debits_of_a_payee_that_names_no_product_pay_the_loan_that_the_papers_name() -> None:
    case, plan = named(Product.JIETIAO_360)
    for period in plan[:3]:
        case.bank(period.due, -period.total, NAMELESS)
    assert [(c.contract, c.period) for c in tell(case.ledger).activity.claims] == [("JB-1", n) for n in (1, 2, 3)]
    assert explain(case.ledger).discrepancies == ()


def test_a_payee_is_not_taken_for_the_lender_where_debits_of_the_product_are_known() -> None:
    case, plan = named(Product.WEILIDAI)
    for period in plan[:3]:
        case.bank(period.due, -period.total, WORDED)
        case.bank(period.due, -period.total, NAMELESS)
    assert explain(case.ledger).discrepancies == ()


def test_a_debit_on_the_first_working_day_after_a_holiday_is_no_late_one_without_a_record_either() -> None:
    case, plan = named(Product.JIEBEI)
    case.wallet(at("02-23 09:00"), plan[0].total)
    (found,) = explain(case.ledger, calendar=SPRING).discrepancies
    assert (found.code, found.variant, found.severity) == ("DEBIT-HOLIDAY", "shifted", Severity.INFO)


def test_a_debit_that_the_bank_gave_back_and_that_was_made_again_is_told_as_that_without_a_record() -> None:
    case, plan = named(Product.WEILIDAI)
    second = plan[1]
    for period in (plan[0], second, plan[2]):
        case.bank(period.due, -period.total, WORDED)
    case.bank(second.due, second.total, f"{WORDED} 冲正")
    case.bank(second.due + timedelta(days=2), -second.total, WORDED)
    (found,) = explain(case.ledger).discrepancies
    assert (found.code, found.variant, found.difference) == ("DEBIT-LATE", "returned", 0)
    assert dict(found.facts)["taken_on"] == second.due == day("03-15")

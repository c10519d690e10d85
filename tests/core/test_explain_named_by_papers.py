"""Debits that name no product, days off and returned debits of a loan that no record of the lender shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.comparison import Standing, Subject
from app.core.discrepancy import Severity
from app.core.facts import Ledger, Product
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


def three_loans() -> tuple[CaseBuilder, tuple[Period, ...]]:
    """Three equal loans of which no paper names the product and that fall due on the same days."""
    case, plan = named(Product.OTHER)
    more = [
        tuple(replace(row, contract=name) for row in case.ledger.plan_rows) for name in ("JB-2", "JB-3")
    ]  # fmt: skip
    case.ledger += Ledger(plan_rows=more[0] + more[1])
    return case, plan


def test_one_debit_that_takes_the_instalments_of_three_loans_names_their_product_and_pays_all_of_them() -> None:
    case, plan = three_loans()
    for period in plan[:2]:
        case.bank(period.due, -3 * period.total, WORDED)
    context = tell(case.ledger)
    assert {book.product for book in context.loans} == {Product.WEILIDAI}
    assert {(c.contract, c.period) for c in context.activity.claims} == {
        (name, n) for name in ("JB-1", "JB-2", "JB-3") for n in (1, 2)
    }  # fmt: skip


def test_a_debit_of_another_sum_names_no_product_of_loans_that_fall_due_together() -> None:
    case, plan = three_loans()
    case.bank(plan[0].due, -3 * plan[0].total - 1, WORDED)
    assert {book.product for book in tell(case.ledger).loans} == {Product.OTHER}


def test_the_debit_that_prepaid_what_is_gone_from_the_next_page_is_accounted_for() -> None:
    case, plan = named(Product.WEILIDAI)
    case.bank(plan[0].due, -plan[0].total, WORDED)
    cut = [p for p in plan if p.number <= 10]
    gone = sum(p.principal for p in plan[10:])
    case.bank(day("02-20"), -gone, WORDED)
    case.page(day("03-01"), cut, settled=(1,))
    checks = explain(case.ledger).comparison.checks
    debit = next(c for c in checks if c.amount == gone and c.subject is Subject.DEBIT)
    assert debit.standing is Standing.DIFFERS and debit.discrepancies[0].startswith("PLAN-REAMORTISED")


def test_where_banks_alone_show_the_payments_the_statement_of_the_missing_days_is_asked_for() -> None:
    case, plan = named(Product.WEILIDAI)
    case.page(day("05-01"), plan, settled=(1, 2, 3))
    for period in (plan[0], plan[2]):
        case.bank(period.due, -period.total, WORDED)
    wanted = [want.paper for want in explain(case.ledger).comparison.wanted]
    assert ("bank-statement", "") in {(paper.kind, paper.source) for paper in wanted}


def test_an_english_statement_and_plan_show_an_instalment_taken_twice() -> None:
    case, plan = named(Product.OTHER)
    for period in (plan[0], plan[1], plan[1]):
        case.bank(period.due, -period.total, "Loan repayment Personal loan instalment")
    (found,) = explain(case.ledger).discrepancies
    assert (found.code, found.variant, found.difference) == ("DEBIT-DUPLICATE", "kept", plan[1].total)


LENDER = "某某小额贷款有限公司"


@pytest.mark.parametrize(
    ("payee", "kept", "known"),
    [(LENDER, 600_00, True), ("某某科技有限公司", 600_00, False), (LENDER, 3_000_00, False), (LENDER, 0, False)],
    ids=["short", "of another payee", "too much is missing", "whole"],
)
def test_what_the_lender_that_collects_paid_out_short_is_the_drawdown(payee: str, kept: int, known: bool) -> None:
    case, plan = named(Product.OTHER)
    case.bank(day("01-15"), 12_000_00 - kept, f"{payee}-放款")
    for period in plan[:3]:
        case.bank(period.due, -period.total, f"{LENDER}-还款")
    (book,) = tell(case.ledger).loans
    assert (book.drawdown is not None) is known
    assert book.received == (12_000_00 - kept if known else 12_000_00)


@pytest.mark.parametrize("whole", [False, True])
def test_the_whole_of_another_loan_is_not_taken_for_a_loan_paid_out_short(whole: bool) -> None:
    case, plan = named(Product.OTHER)
    (loan,) = case.ledger.loans
    case.ledger += Ledger(loans=(replace(loan, contract="JB-2", principal=11_000_00),))
    case.bank(day("01-15"), 11_000_00, f"{LENDER}-放款")
    if whole:
        case.bank(day("01-15"), 12_000_00, "招商银行 闪电贷放款")
    for period in plan[:3]:
        case.bank(period.due, -period.total, f"{LENDER}-还款")
    assert [book.received for book in tell(case.ledger).loans] == [12_000_00, 11_000_00]


def test_a_part_paid_in_time_is_told_with_the_rest_that_was_late() -> None:
    case, plan = named(Product.WEILIDAI)
    case.bank(plan[0].due, -plan[0].total, WORDED)
    second = plan[1]
    case.bank(second.due, -600_00, WORDED)
    case.bank(second.due + timedelta(days=9), -(second.total - 600_00), WORDED)
    (found,) = explain(case.ledger).discrepancies
    assert (found.code, dict(found.facts).get("paid")) == ("DEBIT-LATE", 600_00)


@pytest.mark.parametrize(("words", "codes"), [("分期乐-乐卡会员", ["FEE-LENDER"]), ("分期乐-会员还款", [])])
def test_a_membership_that_a_lender_sells_is_a_charge_and_no_repayment(words: str, codes: list[str]) -> None:
    case, plan = named(Product.FENQILE)
    for period in plan[:2]:
        case.bank(period.due, -period.total, "分期乐还款")
    case.bank(plan[1].due, -19_90, words)
    assert [d.code for d in explain(case.ledger).discrepancies] == codes

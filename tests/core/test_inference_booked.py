"""A loan that a bank alone shows as paid out and debited: its terms are found, and nothing is said too surely."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.explanation import Basis
from app.core.facts import BankRow, Coverage, Ledger, LoanRecord, Product, Source
from app.core.pipeline import explain
from app.core.views.summary import summary_of
from app.importers.banks.wording import worded
from tests.core.case_builder import DRAWN, plan_of

PLAN = plan_of(12_000_00, DRAWN.date(), 12)


def row(number: int, on: date, amount: int, text: str) -> BankRow:
    source = Source("bank.csv", "", number, "bank")
    return worded(BankRow(on, amount, bank="招商银行", summary="代扣", counterparty=text, sources=(source,)))


def statement(
    paid: int,
    late: int = 0,
    payout: str = "度小满 有钱花放款",
    settled: bool = False,
    repaid: str = "度小满 有钱花还款",
) -> Ledger:
    rows = [row(1, DRAWN.date(), 12_000_00, payout)]
    for n, period in enumerate(PLAN[:paid], 2):
        on = period.due.replace(day=15 + (late if n == paid + 1 else 0))
        rows.append(row(n, on, -period.total, repaid))
    if settled:
        rows.append(row(90, PLAN[paid - 1].due, -PLAN[paid - 1].balance, "度小满 有钱花提前结清还款"))
    ends = datetime.combine(PLAN[paid - 1].due.replace(day=25), datetime.min.time())
    seen = Coverage("cmb-debit", "6214****1234", DRAWN, ends, len(rows), None, DRAWN, ends, digest="bank")
    return Ledger(bank=tuple(rows), coverages=(seen,))


def test_the_terms_of_a_loan_that_only_a_bank_shows_are_found_from_its_debits() -> None:
    (loan,) = [f for f in explain(statement(8)).facilities if f.principal]
    assert (loan.basis, loan.principal, loan.terms, loan.product) == (Basis.INFERRED, 12_000_00, 12, "youqianhua")


def test_a_day_on_which_the_bank_may_only_have_booked_it_makes_no_period_late() -> None:
    assert [d.code for d in explain(statement(8, late=3)).discrepancies] == []


def test_a_returned_repayment_is_no_payout() -> None:
    told = explain(statement(8, payout="度小满 有钱花还款退款"))
    assert not [f for f in told.facilities if f.principal]


@pytest.mark.parametrize(
    ("payout", "repaid", "products"),
    [
        ("深圳市中融小额贷款有限公司", "抖音支付-放心借还款", ["fangxinjie"]),
        ("深圳市中融小额贷款有限公司", "抖音支付-抖音月付还款", []),
        ("深圳市中融小额贷款有限公司退款", "抖音支付-放心借还款", []),
    ],
)
def test_a_round_sum_of_a_lender_before_repayments_of_its_loan_is_the_payout(
    payout: str, repaid: str, products: list[str]
) -> None:
    told = explain(statement(8, payout=payout, repaid=repaid))
    assert [f.product for f in told.facilities if f.principal] == products


def test_the_credit_of_a_loan_that_a_paper_names_is_no_second_loan() -> None:
    known = LoanRecord(
        "YQH-1", 12_000_00, DRAWN, 12, product=Product.YOUQIANHUA, sources=(Source("l.csv", "", 2, "l"),)
    )
    told = explain(replace(statement(8), loans=(known,)))
    assert [f.id for f in told.facilities if f.principal] == ["YQH-1"]


def test_what_is_owed_on_a_loan_that_its_debits_settled_is_not_called_unknown() -> None:
    told = explain(statement(6, settled=True))
    assert summary_of(told).untold == 0
    running = summary_of(explain(statement(6)))
    assert (running.untold, running.owed) == (1, None)  # conventions that close the debits leave several sums

"""The final state of a debit is asked of who made it: the wallet, or the bank where no wallet is in play."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.facts import Product
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("招联消费金融-好期贷还款", {"lender", "bank"}),
        ("支付宝-招联好期贷还款", {"lender", "wallet"}),
    ],
)
def test_of_a_second_debit_that_a_bank_alone_shows_the_wallet_is_asked_where_it_made_it(
    text: str, asked: set[str]
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    loans = tuple(replace(loan, product=Product.ZHAOLIAN) for loan in case.ledger.loans)
    case.ledger = replace(case.ledger, loans=loans, wallet=())
    for period in (*plan[:3], plan[2]):
        case.bank(period.due, -period.total, text)
    (twice,) = explain(case.ledger).discrepancies
    assert (twice.code, {question.to for question in twice.questions}) == ("DEBIT-DUPLICATE", asked)

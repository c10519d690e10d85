"""A person whom an address book calls by a product is no lender, also where the bank passes the nickname on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.facts import BankRow, Product, Purpose
from app.core.linking.bank_wording import purpose_of
from app.importers.banks.wording import worded


def product_of(counterparty: str, summary: str = "快捷支付") -> Product | None:
    row = BankRow(on=date(2025, 12, 25), amount=-77816, summary=summary, counterparty=counterparty)
    return worded(row).product


@pytest.mark.parametrize(
    "friend", ["支付宝-借呗小李", "支付宝-花呗张姐", "支付宝-阿杰借呗", "财付通-备用金王老师", "花呗小王", "微粒贷老张"]
)
def test_a_nickname_beside_a_product_is_a_person(friend: str) -> None:
    assert product_of(friend) is None


@pytest.mark.parametrize("payee", ["财付通-借呗", "财付通-花呗还款", "支付宝-微粒贷", "财付通-网商贷"])
def test_what_a_wallet_never_repays_is_no_product_of_the_other_house(payee: str) -> None:
    assert product_of(payee) is None


@pytest.mark.parametrize(
    ("payee", "product"),
    [
        ("支付宝-借呗", Product.JIEBEI), ("支付宝-蚂蚁借呗还款", Product.JIEBEI), ("支付宝-借呗放款", Product.JIEBEI),
        ("支付宝-花呗分期", Product.HUABEI), ("支付宝-花呗账单", Product.HUABEI), ("支付宝-借呗小贷", Product.JIEBEI),
        ("支付宝-花呗小额", Product.HUABEI), ("财付通-微粒贷还款", Product.WEILIDAI), ("财付通-分付", Product.FENFU),
        ("深圳前海微众银行股份有限公司", Product.WEILIDAI), ("借呗小李还款", Product.JIEBEI),
    ],
)  # fmt: skip
def test_other_words_beside_a_product_leave_it_the_product(payee: str, product: Product) -> None:
    assert product_of(payee) is product


@pytest.mark.parametrize(
    ("summary", "friend"), [("转账汇款", "借呗"), ("手机银行转账", "花呗"), ("跨行汇款", "微粒贷")]
)
def test_a_transfer_to_an_account_called_by_a_product_alone_goes_to_a_person(summary: str, friend: str) -> None:
    assert product_of(friend, summary) is None


@pytest.mark.parametrize(
    ("summary", "payee"),
    [("快捷支付", "借呗"), ("转账汇款", "重庆市蚂蚁小微小额贷款有限公司 借呗还款"), ("转账汇款", "支付宝-借呗")],
)
def test_what_no_person_is_called_by_is_the_product(summary: str, payee: str) -> None:
    assert product_of(payee, summary) is Product.JIEBEI


@pytest.mark.parametrize(
    ("summary", "purpose"),
    [("贷款提前还款", Purpose.PREPAYMENT), ("贷款提前结清", Purpose.SETTLEMENT), ("贷款结清", Purpose.SETTLEMENT),
     ("提前还贷", Purpose.UNKNOWN), ("贷款还款", Purpose.UNKNOWN)],
)  # fmt: skip
def test_a_banks_own_loan_is_named_by_what_was_done_to_it(summary: str, purpose: Purpose) -> None:
    row = worded(BankRow(on=date(2025, 12, 25), amount=-77816, summary=summary, counterparty=""))
    assert (row.product, purpose_of(row)) == (Product.BANK_LOAN, purpose)


@pytest.mark.parametrize("summary", ["提前还款", "部分提前还款", "提前还本", "还贷"])
def test_what_a_bank_books_without_another_party_is_of_a_loan_of_its_own(summary: str) -> None:
    booked = BankRow(on=date(2025, 12, 25), amount=-77816, summary=summary, counterparty="")
    assert worded(booked).product is Product.BANK_LOAN
    others = [
        replace(booked, amount=77816),
        replace(booked, counterparty="某某有限公司"),
        replace(booked, note="某某商城"),
        replace(booked, summary=f"{summary}短信费"),
    ]
    assert [worded(row).product for row in others] == [None] * len(others)

"""Which bank row is which payment: amount, account, wording and the days on which banks book."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.calendar import WorkCalendar
from app.core.facts import BankRow, Outcome, Product, Source, WalletKind, WalletRow
from app.core.linking.bank_wording import same_account
from app.core.linking.payments import movements
from app.importers.banks.wording import product_of, worded
from tests.shared import ROOT

CALENDAR = WorkCalendar.read(tomllib.loads((ROOT / "resources/tables/holidays_cn.toml").read_text(encoding="utf-8")))


def payment(at: datetime, text: str = "借呗还款", account: str = "招商银行储蓄卡(1234)") -> WalletRow:
    return WalletRow(
        at, WalletKind.REPAYMENT, Product.JIEBEI, 900_00, Outcome.DONE, account=account, text=text,
        sources=(Source("wallet.csv", "", 1, "w"),),
    )  # fmt: skip


def booked(on: date, text: str = "支付宝-借呗还款", bank: str = "招商银行", account: str = "") -> BankRow:
    source = Source("bank.csv", "", 1, "b")
    return worded(BankRow(on, -900_00, bank=bank, account=account, counterparty=text, sources=(source,)))


def joins(row: WalletRow, bank: BankRow, calendar: WorkCalendar | None = None) -> bool:
    moved = movements([row], [bank], calendar=calendar)
    return any(m.row and m.bank for m in moved)


def test_a_payment_before_a_long_holiday_may_be_booked_when_the_bank_opens_again() -> None:
    paid = payment(datetime(2024, 9, 30, 21, 0))  # before the National Day week, back on 8 October
    assert not joins(paid, booked(date(2024, 10, 8)))
    assert joins(paid, booked(date(2024, 10, 8)), CALENDAR)


def test_a_payment_before_a_plain_weekend_is_not_sought_for_weeks() -> None:
    assert not joins(payment(datetime(2024, 9, 6, 21, 0)), booked(date(2024, 9, 16)), CALENDAR)


def test_a_bank_row_before_the_payment_is_not_its_own() -> None:
    assert not joins(payment(datetime(2024, 9, 6, 21, 0)), booked(date(2024, 9, 5)))


def test_another_bank_or_another_card_is_not_its_own() -> None:
    assert not joins(payment(datetime(2024, 9, 6, 21, 0)), booked(date(2024, 9, 6), bank="工商银行"))
    assert not joins(payment(datetime(2024, 9, 6, 21, 0)), booked(date(2024, 9, 6), account="6222****5678"))


def test_a_purchase_of_the_same_amount_is_not_a_repayment() -> None:
    assert not joins(payment(datetime(2024, 9, 6, 21, 0)), booked(date(2024, 9, 6), "支付宝-某某超市"))


def test_money_from_the_wallets_own_balance_has_no_bank_row() -> None:
    assert not same_account("余额宝", booked(date(2024, 9, 6)))


def test_a_wording_that_names_both_products_tells_by_its_end() -> None:
    assert product_of("蚂蚁花呗借呗扣款^2025^jiebei") is Product.JIEBEI
    assert product_of("蚂蚁花呗借呗扣款^2025^") is None


def test_what_was_sent_to_a_person_called_by_a_product_is_no_second_debit() -> None:
    paid = payment(datetime(2024, 9, 6, 21, 0))
    friend = replace(paid, at=datetime(2024, 9, 6, 20, 0), kind=WalletKind.TRANSFER, counterparty="借呗", text="转账")
    rows = [booked(date(2024, 9, 6), "支付宝-借呗"), booked(date(2024, 9, 6), "支付宝-借呗还款")]
    (moved,) = movements([paid, friend], rows)
    assert moved.bank == (rows[1],)
    assert len(movements([paid], rows)) == 2  # without the wallet's word for it, it is one


def given_back(on: date, amount: int, row: int) -> BankRow:
    source = Source("bank.csv", "", row, "b")
    return worded(BankRow(on, amount, bank="招商银行", summary="退款", counterparty="支付宝-退款", sources=(source,)))


def test_a_failed_debit_that_the_bank_gave_back_in_two_credits_came_back_whole() -> None:
    failed = replace(payment(datetime(2024, 9, 6, 12, 0), account=""), outcome=Outcome.FAILED)
    credits = [given_back(date(2024, 9, 7), 500_00, 2), given_back(date(2024, 9, 9), 400_00, 3)]
    (moved,) = movements([failed], [booked(date(2024, 9, 6)), *credits])
    assert [r.amount for r in moved.returns] == [500_00, 400_00]


def test_a_debit_that_went_through_once_is_not_made_up_by_other_refunds_of_its_sum() -> None:
    credits = [given_back(date(2024, 9, 7), 500_00, 2), given_back(date(2024, 9, 9), 400_00, 3)]
    (moved,) = movements([payment(datetime(2024, 9, 6, 12, 0))], [booked(date(2024, 9, 6)), *credits])
    assert moved.returns == ()


def test_of_two_equal_debits_the_later_one_came_back_in_two_credits() -> None:
    debits = [payment(datetime(2024, 9, 6, 9, 0)), replace(payment(datetime(2024, 9, 6, 19, 0)), order_no="2")]
    booked_twice = [replace(booked(date(2024, 9, 6)), sources=(Source("bank.csv", "", n, "b"),)) for n in (1, 9)]
    credits = [given_back(date(2024, 9, 7), 500_00, 2), given_back(date(2024, 9, 9), 400_00, 3)]
    first, second = movements(debits, [*booked_twice, *credits])
    assert (first.returned, second.returned) == (0, 900_00)


@pytest.mark.parametrize(
    "company", ["重庆蚂蚁消费金融有限公司", "重庆市蚂蚁商诚小额贷款有限公司", "重庆市蚂蚁小微小额贷款有限公司"]
)
@pytest.mark.parametrize("product", [Product.JIEBEI, Product.HUABEI])
def test_a_company_that_lends_under_several_names_booked_what_the_wallet_calls_by_one(
    company: str, product: Product
) -> None:
    paid = replace(payment(datetime(2024, 9, 6, 12, 0)), product=product)
    (moved,) = movements([paid], [booked(date(2024, 9, 6), company)])
    assert (moved.product, len(moved.bank)) == (product, 1)
    assert not joins(replace(paid, product=Product.BAITIAO), booked(date(2024, 9, 6), company))


def test_a_company_alone_stands_for_the_first_of_its_names_and_a_name_beside_it_decides() -> None:
    alone, named = (booked(date(2024, 9, 6), f"重庆京东盛际小额贷款有限公司{end}") for end in ("", " 白条还款"))
    assert (alone.product, alone.lends) == (Product.JINTIAO, (Product.JINTIAO, Product.BAITIAO))
    assert (named.product, named.lends) == (Product.BAITIAO, ())


def refunded(at: datetime, amount: int, payee: str = "蚂蚁借呗") -> WalletRow:
    """A refund that bears a number of its own."""
    return replace(
        payment(at, "借呗还款退款"), kind=WalletKind.REFUND, amount=amount, order_no="9", refund_of="9",
        item="借呗还款", counterparty=payee,
    )  # fmt: skip


def test_a_part_that_the_lender_gave_back_is_of_the_one_repayment_to_it_and_has_its_credit() -> None:
    paid = replace(payment(datetime(2024, 9, 6, 12, 0)), counterparty="蚂蚁借呗")
    credit = given_back(date(2024, 9, 8), 150_00, 2)
    (moved,) = movements([paid, refunded(datetime(2024, 9, 8, 10, 0), 150_00)], [booked(date(2024, 9, 6)), credit])
    assert [(r.amount, len(r.sources)) for r in moved.returns] == [(150_00, 2)]


def test_of_two_repayments_nobody_can_say_of_which_a_part_came_back() -> None:
    paid = [replace(payment(datetime(2024, 9, 6, 12, 0)), counterparty="蚂蚁借呗", amount=n) for n in (900_00, 700_00)]
    moved = movements([*paid, refunded(datetime(2024, 9, 8, 10, 0), 150_00)], [])
    assert not any(m.returns for m in moved)
    shop = movements([paid[0], refunded(datetime(2024, 9, 8, 10, 0), 150_00, "某某商店")], [])
    assert not any(m.returns for m in shop)

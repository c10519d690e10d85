"""Meituan exports are read: a repayment called spending, what was due beside what was paid, only successes."""

from __future__ import annotations

from datetime import datetime

from app.core.facts import Outcome, Product, Trigger, WalletKind
from app.importers.wallets.meituan import MEITUAN
from tests.importers.wallet_tables import MEITUAN as HEADER
from tests.importers.wallet_tables import codes, line, only, read, table

REPAID = {
    "交易创建时间": "2025-02-12 23:59:58",
    "交易成功时间": "2025-02-13 00:00:06",
    "交易类型": "还款",
    "订单标题": "【美团月付】主动还款2025年3月账单",
    "收/支": "支出",
    "支付方式": "中国银行储蓄卡(3147)",
    "订单金额": "¥48.14",
    "实付金额": "¥48.12",
    "交易单号": "2502\t",
    "商家单号": "2502_1\t",
    "备注": "/",
}
BOUGHT = {
    **REPAID,
    "交易类型": "支付",
    "订单标题": "奶茶",
    "支付方式": "美团月付",
    "订单金额": "¥22.30",
    "实付金额": "¥21.17",
}


def test_a_repayment_is_what_left_the_account_at_the_moment_it_succeeded() -> None:
    imported = read(MEITUAN, table(HEADER, line(HEADER, **REPAID)))
    row = only(imported)
    assert (row.kind, row.product, row.amount) == (WalletKind.REPAYMENT, Product.YUEFU, 4812)
    assert (row.at, row.outcome) == (datetime(2025, 2, 13, 0, 0, 6), Outcome.DONE)
    assert (row.trigger, row.bill_month) == (Trigger.MANUAL, (2025, 3))
    (problem,) = imported.problems
    assert problem.code == "wallet-paid-less"
    assert (dict(problem.facts)["due"], dict(problem.facts)["paid"]) == (4814, 4812)


def test_a_repayment_paid_in_full_is_no_problem() -> None:
    assert codes(read(MEITUAN, table(HEADER, line(HEADER, **{**REPAID, "实付金额": "¥48.14"})))) == []


def test_a_purchase_on_credit_and_its_refund_are_kept() -> None:
    back = {**BOUGHT, "交易类型": "退款", "收/支": "收入", "交易单号": "9\t"}
    imported = read(MEITUAN, table(HEADER, line(HEADER, **back), line(HEADER, **BOUGHT)))
    found = {row.kind: row for row in imported.ledger.wallet}
    assert found[WalletKind.PURCHASE].amount == found[WalletKind.REFUND].amount == 2117
    assert found[WalletKind.REFUND].refund_of == ""


def test_other_payments_are_dropped_and_repayments_count_no_amount_in_the_totals() -> None:
    everyday = {**BOUGHT, "支付方式": "微信支付"}
    imported = read(MEITUAN, table(HEADER, line(HEADER, **everyday), line(HEADER, **REPAID)))
    assert imported.used == 1
    assert imported.ledger.coverages[0].sums == (("支出", 2, 2117),)

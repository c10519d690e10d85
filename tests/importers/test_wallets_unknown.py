"""A wallet that nobody knows is read by the names that wallets give their columns."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.core.facts import Outcome, Product, WalletKind
from app.importers.reading.table import Table
from app.importers.registry import recognise


def table(*rows: tuple[str, ...]) -> Table:
    return Table("a.csv", "", "0", [list(cells) for cells in rows])


def test_a_flow_without_states_is_read_and_says_that_it_has_none() -> None:
    paper = table(
        ("抖音支付交易流水",),
        ("日期", "收支类型", "金额", "付款方式", "交易单号", "交易对方", "商家单号"),
        ("2025-10-06 10:00:00", "支出", "148.00", "招商银行储蓄卡(1001)", "2025100600001", "抖音月付还款", "M1"),
        ("2025-10-08 10:00:00", "收入", "3.00", "余额", "2025100600003", "某商家", "M3"),
    )
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert [(r.kind, r.product, r.amount, r.outcome) for r in read.ledger.wallet] == [
        (WalletKind.REPAYMENT, Product.DOUYIN, 14800, Outcome.UNKNOWN)
    ]
    assert [problem.code for problem in read.problems] == ["wallet-no-status"]
    assert (read.format, read.rows) == ("wallet-unknown", 2)


@pytest.mark.parametrize(
    "foot", [("第1页/共1页",), ("", "", "第 1 页 共 2 页"), ("", "", "Page 1 of 2"), ("第1页", "", "共1页")]
)
def test_the_foot_of_a_page_is_no_row(foot: tuple[str, ...]) -> None:
    paper = table(
        ("日期", "收支类型", "金额", "付款方式", "交易单号", "交易对方", "商家单号"),
        ("2025-10-06 10:00:00", "支出", "148.00", "招商银行储蓄卡(1001)", "2025100600001", "抖音月付还款", "M1"),
        (*foot, *("",) * (7 - len(foot))),
        ("2025-10-08 10:00:00", "收入", "3.00", "余额", "2025100600003", "某商家", "M3"),
        (*foot, *("",) * (7 - len(foot))),
    )
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert (read.rows, read.used) == (2, 1)
    assert [problem.code for problem in read.problems] == ["wallet-no-status"]


@pytest.mark.parametrize("state", ["支付成功", "交易成功"])
def test_a_flow_with_states_tells_what_was_done(state: str) -> None:
    paper = table(
        ("交易时间", "交易类型", "商户名称", "摘要", "收/支", "交易金额", "支付方式", "状态", "订单号"),
        ("2025-10-06 10:00:00", "还款", "白条", "京东白条还款", "支出", "48.00", "工商银行(1001)", state, "1"),
    )
    (importer,) = recognise(paper).importers
    (row,) = importer.read(paper).ledger.wallet
    assert (row.product, row.outcome, row.account) == (Product.BAITIAO, Outcome.DONE, "工商银行(1001)")


def test_a_table_without_a_way_of_paying_is_none_of_a_wallet() -> None:
    paper = table(("交易时间", "收/支", "金额", "摘要"), ("2025-10-06", "支出", "1.00", "甲"))
    assert "wallet-unknown" not in [importer.name for importer in recognise(paper).importers]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (
            ("交易日期", "交易时刻", "金额(元)", "支付渠道", "交易状态", "商品名称", "订单号"),
            ("2025-02-08", "10:00:05", "148.14", "招商银行储蓄卡(1234)", "支付成功", "抖音月付-账单还款", "1"),
        ),
        (
            ("交易日期", "交易时间", "金额(元)", "支付渠道", "交易状态", "商品名称", "订单号"),
            ("20250208", "100005", "148.14", "招商银行储蓄卡(1234)", "支付成功", "抖音月付-账单还款", "1"),
        ),
        (
            ("Date", "Time", "Income/Expense", "Amount (CNY)", "Payment Method", "Status", "Product"),
            ("2025-02-08", "10:00:05", "Expense", "148.14", "招商银行储蓄卡(1234)", "Success", "抖音月付-账单还款"),
        ),
    ],
)
def test_time_apart_and_english_names_are_read_as_a_wallets(header: tuple[str, ...], cells: tuple[str, ...]) -> None:
    paper = table(("抖音支付账单",), header, cells)
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    (row,) = read.ledger.wallet
    assert (row.product, row.amount, row.outcome, row.at) == (
        Product.DOUYIN, 14814, Outcome.DONE, datetime(2025, 2, 8, 10, 0, 5),
    )  # fmt: skip
    assert read.ledger.coverages[0].sums[0][0] in ("", "支出")


def test_a_payment_to_weilidai_by_its_type_is_of_weilidai() -> None:
    paper = table(
        ("交易时间", "交易类型", "商户名称", "交易金额", "付款卡", "交易状态", "订单编号"),
        ("2025-02-09 10:00:00", "贷款还款", "微粒贷", "-566.21", "工商银行(1234)", "交易成功", "20250209001"),
    )
    (importer,) = recognise(paper).importers
    (row,) = importer.read(paper).ledger.wallet
    assert (row.kind, row.product, row.amount) == (WalletKind.REPAYMENT, Product.WEILIDAI, 56621)


PAGE = (
    ("创建时间", "名称", "对方", "金额", "状态"),
    ("2025-03-06 09:02", "借呗自动还款", "借呗", "-1,033.90", "还款失败"),
    ("2025-03-06 11:02", "借呗自动还款", "借呗", "-1,033.90", "还款成功"),
)


def test_a_saved_bill_page_of_a_wallet_is_read_without_how_was_paid() -> None:
    paper = table(("支付宝 账单",), *PAGE)
    (importer,) = recognise(paper).importers
    assert [(r.product, r.outcome) for r in importer.read(paper).ledger.wallet] == [
        (Product.JIEBEI, Outcome.FAILED),
        (Product.JIEBEI, Outcome.DONE),
    ]


def test_such_a_page_of_nobody_is_none() -> None:
    assert all(importer.name != "wallet-unknown" for importer in recognise(table(("我的明细",), *PAGE)).importers)


def test_another_shops_monthly_credit_is_not_meituans() -> None:
    header = "交易时间,交易类型,商品名称,金额,支付方式,状态"
    rows = ["2026-05-12 08:01,还款,多多月付 2026年5月账单还款,126.30,工商银行(1234),还款成功"]
    rows += ["2026-05-14 08:01,支付,水杯,20.00,多多月付,支付成功", "2026-05-15 08:01,支付,杯垫,9.00,月付,支付成功"]
    paper = table(*(tuple(row.split(",")) for row in (header, *rows)))
    (importer,) = recognise(paper).importers
    assert [(row.amount, row.product) for row in importer.read(paper).ledger.wallet] == [
        (12_630, Product.OTHER),
        (900, Product.YUEFU),
    ]


def test_the_type_alone_says_what_a_row_of_one_lenders_wallet_is() -> None:
    lines = [
        "交易时间,交易类型,交易金额,交易状态,支付方式",
        "2026-05-12 08:01:00,有钱花还款,900.41,成功,工商银行(1234)",
    ]
    paper = table(*(tuple(line.split(",")) for line in lines))
    (importer,) = recognise(paper).importers
    assert [(row.amount, row.product) for row in importer.read(paper).ledger.wallet] == [(90_041, Product.YOUQIANHUA)]

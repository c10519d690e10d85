"""A wallet that nobody knows is read by the names that wallets give their columns."""

from __future__ import annotations

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

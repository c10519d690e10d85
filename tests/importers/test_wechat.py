"""WeChat Pay exports of every generation are read: yen signs, numbers, states with the refund inside, certificates."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.core.facts import Outcome, Product, WalletKind, WalletRow
from app.importers.reading.table import Table
from app.importers.wallets.wechat import WECHAT
from tests.importers.wallet_tables import WECHAT as HEADER
from tests.importers.wallet_tables import codes, line, only, read, table

PAID = {
    "交易时间": "2024-03-15 10:00:00",
    "交易类型": "分付还款",
    "交易对方": "分付",
    "商品": '"/"',
    "收/支": "/",
    "金额(元)": "¥337.00",
    "支付方式": "零钱",
    "当前状态": "支付成功",
    "交易单号": "100001\t",
    "商户单号": "/\t",
    "备注": "/",
}
TOP = (
    "微信支付账单明细,,,,,,,,,,",
    "微信昵称：[测试],,,,,,,,,,",
    "起始时间：[2024-03-01 00:00:00] 终止时间：[2024-03-31 23:59:59],,,,,,,,,,",
    "导出类型：[全部],,,,,,,,,,",
    "导出时间：[2024-04-09 16:05:22],,,,,,,,,,",
    ",,,,,,,,,,",
    "共1笔记录,,,,,,,,,,",
    "收入：0笔 0.00元,,,,,,,,,,",
    "支出：0笔 0.00元,,,,,,,,,,",
    "中性交易：1笔 337.00元,,,,,,,,,,",
)
NOTE_4 = "4. 本账单中所有时间均为UTC+08:00时间,,,,,,,,,,"


def one(**cells: str) -> WalletRow:
    return only(read(WECHAT, table(HEADER, line(HEADER, **{**PAID, **cells}))))


def test_a_repayment_is_read_from_the_csv_with_its_declarations() -> None:
    imported = read(WECHAT, table(*TOP, HEADER, line(HEADER, **PAID)))
    row, (coverage,) = only(imported), imported.ledger.coverages
    assert (imported.format, codes(imported)) == ("wechat-csv", [])
    assert (row.kind, row.product, row.amount, row.outcome) == (
        WalletKind.REPAYMENT,
        Product.FENFU,
        33700,
        Outcome.DONE,
    )
    assert (row.order_no, row.merchant_no, row.text) == ("100001", "", "分付还款")
    assert (coverage.account, coverage.sums) == ("测试", (("中性交易", 1, 33700),))
    assert [source.row for source in coverage.declaring] == [3, 7, 8, 9, 10]


@pytest.mark.parametrize(("note", "format"), [((), "wechat-xlsx-2025"), ((NOTE_4,), "wechat-xlsx-2026")])
def test_workbooks_of_both_generations_hold_texts_or_numbers(note: tuple[str, ...], format: str) -> None:
    row = line(HEADER, **{**PAID, "金额(元)": "337"})
    imported = read(WECHAT, table(*TOP, *note, HEADER, row, sheet="Sheet1"))
    assert (imported.format, only(imported).amount) == (format, 33700)
    assert only(imported).sources[0].sheet == "Sheet1"


def test_a_moment_from_a_datetime_cell_is_read() -> None:
    assert one(交易时间="45366.416666666664").at == datetime(2024, 3, 15, 10)


@pytest.mark.parametrize("amount", ["¥337.00", "￥337.00", "337", "337.0", "337.00"])
def test_amounts_with_either_yen_sign_or_none_are_the_same(amount: str) -> None:
    assert one(**{"金额(元)": amount}).amount == 33700


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("支付成功", Outcome.DONE),
        ("已退款￥50.00", Outcome.DONE),
        ("已退款(￥5.00)", Outcome.DONE),
        ("已全额退款", Outcome.CLOSED),
        ("对方已退还", Outcome.CLOSED),
        ("转出失败", Outcome.FAILED),
        ("朋友已收钱", Outcome.DONE),
        ("提现已到账", Outcome.DONE),
    ],
)
def test_states_of_wechat_are_understood(status: str, outcome: Outcome) -> None:
    assert one(当前状态=status).outcome is outcome


def test_a_purchase_on_credit_and_its_refund_are_kept_apart() -> None:
    bought = {
        **PAID,
        "交易类型": "商户消费",
        "交易对方": "某店",
        "收/支": "支出",
        "支付方式": "分付",
        "当前状态": "已全额退款",
    }
    back = {**bought, "交易类型": "某店-退款", "收/支": "收入", "交易单号": "5"}
    imported = read(WECHAT, table(HEADER, line(HEADER, **back), line(HEADER, **bought)))
    found = {row.kind: row for row in imported.ledger.wallet}
    assert found[WalletKind.PURCHASE].outcome is Outcome.CLOSED
    assert found[WalletKind.REFUND].outcome is Outcome.DONE
    assert found[WalletKind.REFUND].refund_of == ""


def test_a_card_repayment_is_kept_and_everyday_rows_are_dropped() -> None:
    assert one(交易类型="信用卡还款", 交易对方="建设银行信用卡还款").product is Product.CARD
    everyday = {**PAID, "交易类型": "商户消费", "交易对方": "某店", "收/支": "支出"}
    assert read(WECHAT, table(HEADER, line(HEADER, **everyday))).ledger.wallet == ()


def test_the_certificate_has_no_states() -> None:
    rows = [
        ["微信支付交易明细证明"],
        ["交易单号", "交易时间", "交易类型", "收/支/其他", "交易方式", "金额(元)", "交易对方", "商户单号"],
        ["1000\n01", "2024-03-15\n10:00:00", "分付还款", "其他", "零钱", "337.00", "分付", "/"],
        ["说明：本证明"],
    ]
    imported = read(WECHAT, Table("证明.xlsx", "Sheet1", "0" * 16, rows))
    row = only(imported)
    assert (imported.format, imported.rows, codes(imported)) == ("wechat-certificate", 1, ["wallet-no-status"])
    assert (row.outcome, row.order_no, row.product) == (Outcome.UNKNOWN, "100001", Product.FENFU)
    assert imported.ledger.coverages[0].sums == (("中性交易", 1, 33700),)

"""JD exports are read in both column orders, with refunds written inside amounts."""

from __future__ import annotations

import pytest

from app.amount_text import UnreadableAmount
from app.core.facts import Outcome, Product, Trigger, WalletKind
from app.importers.wallets.jd import JD, counted_amount, gross_amount
from app.importers.wallets.layout import Marks
from tests.importers.wallet_tables import JD as HEADER
from tests.importers.wallet_tables import JD_2024_06, codes, line, only, read, table

REPAID = {
    "交易时间": "2024-12-13 09:31:00\t",
    "商户名称": "京东金融",
    "交易说明": "白条主动还款",
    "金额": "33.94",
    "收/付款方式": "招商银行储蓄卡(4455)",
    "交易状态": "交易成功",
    "收/支": "不计收支",
    "交易分类": "白条",
    "交易订单号": "100000011234\t",
    "商家订单号": "1000345\t",
    "备注": " ",
}
BOUGHT = {
    **REPAID,
    "商户名称": "京东平台商户",
    "交易说明": "手机壳",
    "收/付款方式": "京东白条",
    "收/支": "支出",
    "交易分类": "数码",
}
TOP = ("导出信息：", "京东账号名：jd_0", "日期区间：2024-12-01 至 2024-12-31")


@pytest.mark.parametrize("header", [HEADER, JD_2024_06])
def test_rows_with_a_field_more_than_the_header_are_read_in_both_orders(header: str) -> None:
    imported = read(JD, table(*TOP, header, line(header, **REPAID) + ","))
    row = only(imported)
    assert (row.kind, row.product, row.amount) == (WalletKind.REPAYMENT, Product.BAITIAO, 3394)
    assert (row.trigger, row.order_no, row.merchant_no) == (Trigger.MANUAL, "100000011234", "1000345")
    assert imported.ledger.coverages[0].account == "jd_0"
    assert codes(imported) == []


@pytest.mark.parametrize(
    ("cell", "gross", "counted"),
    [
        ("131.77(已退款89.84)", 13177, 4193),
        ("468.32(已全额退款)", 46832, 0),
        ("10.20", 1020, 1020),
        ("1,020.00（已退款20.00）", 102000, 100000),
    ],
)
def test_an_amount_is_gross_in_facts_and_net_in_the_totals_of_the_file(cell: str, gross: int, counted: int) -> None:
    assert gross_amount(cell) == gross
    assert counted_amount(Marks(cell, "支出", "京东白条", "网购")) == counted


@pytest.mark.parametrize("cell", ["", "(已退款1.00)", "10.00(已退款20.00)", "10.00(赠品)"])
def test_amount_cells_that_make_no_sense_are_refused(cell: str) -> None:
    with pytest.raises(UnreadableAmount):
        counted_amount(Marks(cell, "支出", "京东白条", "网购"))


def test_a_partly_refunded_purchase_stays_done_and_a_fully_refunded_one_is_closed() -> None:
    rows = [{**BOUGHT, "金额": "131.77(已退款89.84)"}, {**BOUGHT, "金额": "468.32(已全额退款)", "收/支": "不计收支"}]
    imported = read(JD, table(HEADER, *(line(HEADER, **row) for row in rows)))
    assert [(row.amount, row.outcome) for row in imported.ledger.wallet] == [
        (13177, Outcome.DONE),
        (46832, Outcome.CLOSED),
    ]


def test_look_alike_refunds_are_two_facts_of_one_order() -> None:
    back = {**BOUGHT, "交易说明": "退款-手机壳", "金额": "70.48", "交易状态": "退款成功", "收/支": "不计收支"}
    earlier = {**back, "交易时间": "2024-12-13 09:22:00\t"}
    imported = read(JD, table(HEADER, line(HEADER, **back), line(HEADER, **earlier), line(HEADER, **BOUGHT)))
    refunds = [row for row in imported.ledger.wallet if row.kind is WalletKind.REFUND]
    assert [(row.amount, row.refund_of) for row in refunds] == [(7048, "100000011234")] * 2


def test_an_order_on_trial_is_no_credit_and_counts_nothing() -> None:
    trial = {**BOUGHT, "收/付款方式": "先享后付", "收/支": "不计收支", "金额": "35.61", "交易分类": "先享后付"}
    imported = read(JD, table(HEADER, line(HEADER, **trial)))
    assert imported.ledger.wallet == ()
    assert imported.ledger.coverages[0].sums == (("不计收支", 1, 0),)

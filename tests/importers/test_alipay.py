"""Alipay rows become facts with outcome, refunds and bill; what cannot be read is named and hurts nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.facts import Outcome, Product, Purpose, Source, Trigger, WalletKind, WalletRow
from app.core.normalise import keep_books
from app.importers.wallets.alipay import ALIPAY
from tests.importers.wallet_tables import alipay, alipay_row, codes, only, read


def one(**cells: str) -> WalletRow:
    return only(read(ALIPAY, alipay(alipay_row(**cells))))


def test_a_repayment_keeps_every_cell_and_its_row() -> None:
    row = one()
    assert row == WalletRow(
        at=datetime(2024, 3, 15, 10),
        kind=WalletKind.REPAYMENT,
        product=Product.JIEBEI,
        amount=10850,
        outcome=Outcome.DONE,
        account="招商银行储蓄卡(1234)",
        order_no="2024031510199318000000000001",
        counterparty="蚂蚁借呗",
        text="借呗还款",
        category="信用借还",
        status="还款成功",
        provider="alipay",
        rule="jiebei.repayment",
        sources=(Source("made-up.csv", "", 2, "0" * 16),),
    )


def test_two_failures_and_the_later_success_are_three_facts() -> None:
    name = {"交易对方": "花呗", "金额": "1984.87"}
    failed = {**name, "商品说明": "花呗自动还款", "收/付款方式": "", "交易状态": "还款失败"}
    imported = read(
        ALIPAY,
        alipay(
            alipay_row(**{**name, "商品说明": "花呗自动还款-2026年06月账单", "交易时间": "2026-06-10 19:13:05"}),
            alipay_row(**{**failed, "交易时间": "2026-06-10 09:20:58"}),
            alipay_row(**{**failed, "交易时间": "2026-06-09 16:30:58"}),
        ),
    )
    assert [row.outcome for row in imported.ledger.wallet] == [Outcome.DONE, Outcome.FAILED, Outcome.FAILED]
    assert [row.bill_month for row in imported.ledger.wallet] == [(2026, 6), None, None]
    assert {row.trigger for row in imported.ledger.wallet} == {Trigger.AUTO}


@pytest.mark.parametrize("beside", ["1.00", "没有金额"])
def test_an_amount_beyond_all_measure_is_unreadable_whatever_stands_beside_it(beside: str) -> None:
    everyday = alipay_row(商品说明="午饭", 交易分类="餐饮美食", 交易对方="面馆", 交易状态="交易成功", 金额=beside)
    imported = read(ALIPAY, alipay(alipay_row(金额="9" * 22 + ".00"), everyday))
    assert not imported.ledger.wallet
    assert "wallet-row-lost" in codes(imported)


def test_equal_rows_stay_separate_facts() -> None:
    imported = read(ALIPAY, alipay(alipay_row(), alipay_row()))
    assert [row.sources[0].row for row in imported.ledger.wallet] == [2, 3]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("还款成功", Outcome.DONE),
        ("还款失败", Outcome.FAILED),
        ("还款处理中", Outcome.PENDING),
        ("等待付款", Outcome.PENDING),
        ("交易关闭", Outcome.CLOSED),
        ("提现失败，已退回余额", Outcome.FAILED),
        ("等待确认收货", Outcome.DONE),
        ("缴费中", Outcome.PENDING),
        ("代付关闭", Outcome.CLOSED),
    ],
)
def test_the_state_says_how_a_repayment_ended(status: str, outcome: Outcome) -> None:
    imported = read(ALIPAY, alipay(alipay_row(交易状态=status)))
    assert only(imported).outcome is outcome
    assert codes(imported) == []


def test_an_unknown_state_is_shown_and_never_dropped() -> None:
    imported = read(ALIPAY, alipay(alipay_row(交易状态="已移交")))
    assert only(imported).outcome is Outcome.UNKNOWN
    (problem,) = imported.problems
    assert (problem.code, problem.source.row if problem.source else 0) == ("wallet-status-unknown", 2)
    assert dict(problem.facts)["status"] == "已移交"


def test_an_unknown_wording_in_the_credit_category_is_shown_and_never_dropped() -> None:
    imported = read(ALIPAY, alipay(alipay_row(交易对方="某某", 商品说明="某某款项", 交易状态="交易成功")))
    assert only(imported).kind is WalletKind.OTHER
    assert codes(imported) == ["wallet-wording-unknown"]


def test_a_settlement_is_told_from_a_prepayment() -> None:
    assert one(商品说明="借呗提前结清").purpose is Purpose.SETTLEMENT
    assert one(商品说明="借呗提前还款").purpose is Purpose.PREPAYMENT


def test_money_sent_to_a_person_called_by_a_product_is_a_transfer() -> None:
    friend = {"交易对方": "借呗", "交易分类": "转账红包", "交易状态": "交易成功"}
    assert one(**friend, 商品说明="转账").kind is WalletKind.TRANSFER
    assert one(**friend, 商品说明="借呗还款").kind is WalletKind.REPAYMENT  # a category can be changed by hand


def test_a_drawdown_is_no_repayment() -> None:
    row = one(商品说明="借呗放款至银行卡", 交易状态="放款成功", 金额="30,000.00")
    assert (row.kind, row.amount, row.trigger) == (WalletKind.DRAWDOWN, 3_000_000, Trigger.UNKNOWN)


def test_a_deposit_free_rental_of_the_same_category_is_no_credit() -> None:
    imported = read(
        ALIPAY, alipay(alipay_row(商品说明="电池租赁", 交易对方="某某租赁", 金额="0.00", 交易状态="芝麻免押下单成功"))
    )
    assert imported.ledger.wallet == ()
    assert imported.skipped == (("wallet-everyday", 1),)


@pytest.mark.parametrize(
    "method",
    [
        "花呗",
        "花呗分期(12期)",
        "花呗&花呗青春特惠",
        "账户余额&花呗分期(3期)",
        "江苏银行信用购",
        "北京银行信用购(原花呗)",
    ],
)
def test_a_purchase_on_credit_is_kept_with_its_method(method: str) -> None:
    row = one(**purchase(method))
    assert (row.kind, row.product) == (WalletKind.PURCHASE, Product.HUABEI)
    assert "&".join(filter(None, (row.account, row.reduction))) == method


@pytest.mark.parametrize("method", ["余额宝", "招商银行信用卡(1234)", "账户余额", "", "余额宝&红包"])
def test_a_purchase_without_consumer_credit_is_dropped(method: str) -> None:
    assert read(ALIPAY, alipay(alipay_row(**purchase(method)))).ledger.wallet == ()


def purchase(method: str, **cells: str) -> dict[str, str]:
    return {
        "交易分类": "日用百货",
        "交易对方": "某某超市",
        "商品说明": "某某超市订单",
        "收/支": "支出",
        "金额": "88.00",
        "收/付款方式": method,
        "交易状态": "交易成功",
        "交易订单号": "2024030100000000000000000009",
        **cells,
    }


def refund(order: str, method: str, **cells: str) -> dict[str, str]:
    text = cells.pop("商品说明", "某某超市订单")
    return {
        **purchase(method),
        "交易分类": "退款",
        "商品说明": f"退款-{text}",
        "收/支": "不计收支",
        "交易状态": "退款成功",
        "交易订单号": order,
        **cells,
    }


@pytest.mark.parametrize("suffix", ["_23820001", "_R01Ft5", "*4179000000000_312600000", "*REFUND_8841", ""])
def test_a_refund_names_the_order_it_belongs_to_in_every_syntax(suffix: str) -> None:
    order = "2024030100000000000000000009"
    imported = read(ALIPAY, alipay(alipay_row(**refund(order + suffix, "花呗")), alipay_row(**purchase("花呗"))))
    kinds = {row.kind: row for row in imported.ledger.wallet}
    assert kinds[WalletKind.REFUND].refund_of == kinds[WalletKind.PURCHASE].order_no == order
    assert kinds[WalletKind.REFUND].product is Product.HUABEI


def test_a_refund_without_a_method_is_known_by_the_order_of_a_credit_purchase() -> None:
    order = "2024030100000000000000000009"
    imported = read(ALIPAY, alipay(alipay_row(**refund(f"{order}_1", "")), alipay_row(**purchase("花呗"))))
    assert [row.kind for row in imported.ledger.wallet] == [WalletKind.PURCHASE, WalletKind.REFUND]
    assert imported.ledger.wallet[1].rule == "refund.of-known-order"


def test_a_refund_whose_order_lies_in_another_export_is_known_once_both_are_read() -> None:
    order = "2024030100000000000000000009"
    later = read(ALIPAY, alipay(alipay_row(**refund(f"{order}_1", "余额宝")))).ledger
    bought = read(ALIPAY, alipay(alipay_row(**purchase("花呗")))).ledger
    assert keep_books(later).wallet == ()
    assert [row.product for row in keep_books(later + bought).wallet] == [Product.HUABEI, Product.HUABEI]
    elsewhere = replace(bought, wallet=tuple(replace(row, provider="jd") for row in bought.wallet))
    assert len(keep_books(later + elsewhere).wallet) == 1  # a number of another wallet is another number


def test_a_refund_of_an_everyday_purchase_is_dropped() -> None:
    imported = read(ALIPAY, alipay(alipay_row(**refund("7_1", "余额宝")), alipay_row(**purchase("花呗"))))
    assert [row.kind for row in imported.ledger.wallet] == [WalletKind.PURCHASE]


def test_a_refunded_repayment_names_the_repayment() -> None:
    row = one(
        **refund("2024031510199318000000000001_R1", "招商银行储蓄卡(1234)", 商品说明="借呗还款", 交易对方="蚂蚁借呗")
    )
    assert (row.kind, row.product, row.refund_of) == (WalletKind.REFUND, Product.JIEBEI, "2024031510199318000000000001")


def test_what_a_lender_sends_back_is_of_the_loan_that_is_repaid_to_it_whatever_it_calls_it() -> None:
    own = refund("9", "招商银行储蓄卡(1234)", 商品说明="借呗罚息退还", 交易对方="蚂蚁借呗")
    repaid = alipay_row(**purchase("招商银行储蓄卡(1234)", 商品说明="借呗还款", 交易对方="蚂蚁借呗", 交易订单号="8"))
    alone = read(ALIPAY, alipay(alipay_row(**own))).ledger.wallet
    both = read(ALIPAY, alipay(alipay_row(**own), repaid)).ledger.wallet
    assert [row.product for row in both if row.kind is WalletKind.REFUND] == [Product.JIEBEI]
    assert not [row for row in alone if row.product is Product.JIEBEI]


def test_a_refund_that_was_withdrawn_is_closed() -> None:
    assert one(**refund("1_1", "花呗", 交易状态="退款关闭")).outcome is Outcome.CLOSED


def test_a_guarantee_charge_beside_a_loan_is_kept() -> None:
    row = one(
        交易分类="商业服务",
        交易对方="某某融资担保有限公司",
        商品说明="担保费",
        **{"收/支": "支出"},
        交易状态="交易成功",
    )
    assert row.kind is WalletKind.CHARGE


def test_one_bad_row_is_named_and_the_others_are_read() -> None:
    imported = read(
        ALIPAY,
        alipay(alipay_row(金额="一百"), alipay_row(交易时间="2024-02-30 10:00:00"), alipay_row(), alipay_row(金额="")),
    )
    assert [row.sources[0].row for row in imported.ledger.wallet] == [4]
    assert [(p.code, p.source.row if p.source else 0) for p in imported.problems] == [
        ("wallet-row-lost", 2),
        ("wallet-row-lost", 3),
        ("wallet-row-lost", 5),
    ]
    assert (imported.rows, imported.used, imported.skipped) == (4, 1, (("wallet-unreadable", 3),))


def test_bad_everyday_rows_are_named_apart_and_left_out_of_the_sums() -> None:
    imported = read(
        ALIPAY, alipay(alipay_row(**purchase("余额", 金额="1.2.3")), alipay_row(**purchase("余额", 交易时间="昨天")))
    )
    assert codes(imported) == ["wallet-amount-unreadable", "wallet-date-unreadable"]
    assert imported.ledger.coverages[0].sums == (("支出", 2, 8800),)


def test_many_problems_of_one_kind_are_counted_not_listed() -> None:
    imported = read(ALIPAY, alipay(*(alipay_row(交易状态="已移交") for _ in range(25))))
    assert codes(imported) == ["wallet-status-unknown"] * 20 + ["wallet-more-rows"]
    assert dict(imported.problems[-1].facts)["rows"] == 5


@pytest.mark.parametrize(
    ("amount", "fen"), [("1,020.00", 102000), ("1.2E+05", 12_000_000), ("¥3", 300), ("-12.00", 1200), ("(12.00)", 1200)]
)
def test_amounts_are_read_as_spreadsheets_leave_them_and_never_negative(amount: str, fen: int) -> None:
    assert one(金额=amount).amount == fen


def test_a_spreadsheet_that_rounded_order_numbers_and_lost_seconds_is_told() -> None:
    imported = read(ALIPAY, alipay(alipay_row(交易时间="2023/2/12 21:32", 交易订单号="2.02302E+27")))
    assert only(imported).at == datetime(2023, 2, 12, 21, 32)
    assert only(imported).order_no == ""
    assert codes(imported) == ["wallet-orders-rounded"]


def test_a_spreadsheet_that_lost_the_times_is_told() -> None:
    assert codes(read(ALIPAY, alipay(alipay_row(交易时间="2023/2/12")))) == ["wallet-times-lost"]


ROWS = [
    alipay_row(),
    alipay_row(交易时间="2024-04-15 10:00:00", 交易状态="还款失败"),
    alipay_row(**purchase("花呗")),
    alipay_row(**refund("2024030100000000000000000009_1", "")),
    alipay_row(**purchase("余额宝")),
    alipay_row(金额="?"),
]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(chance: random.Random) -> None:
    shuffled = chance.sample(ROWS, len(ROWS))
    straight, mixed = read(ALIPAY, alipay(*ROWS)), read(ALIPAY, alipay(*shuffled))
    assert facts(mixed.ledger.wallet) == facts(straight.ledger.wallet)
    assert mixed.ledger.coverages[0].sums == straight.ledger.coverages[0].sums
    assert sorted(codes(mixed)) == sorted(codes(straight))


def facts(rows: tuple[WalletRow, ...]) -> set[tuple[object, ...]]:
    return {(row.at, row.kind, row.product, row.amount, row.outcome, row.order_no, row.refund_of) for row in rows}


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]), max_size=20))
def test_any_text_in_any_cell_hurts_no_other_row(text: str) -> None:
    broken = [
        alipay_row(**{name: text}) for name in ("金额", "交易时间", "交易状态", "商品说明", "收/支", "交易订单号")
    ]
    imported = read(ALIPAY, alipay(*broken, alipay_row(交易对方="借呗")))
    assert [row.sources[0].row for row in imported.ledger.wallet if row.counterparty == "借呗"] == [8]


def test_a_red_packet_that_a_repayments_note_or_text_names_is_kept_with_its_sum() -> None:
    for cells in ({"备注": "使用还款红包5元"}, {"商品说明": "借呗还款（使用还款红包5元）"}):
        row = one(**cells)
        assert (row.kind, row.reduction, row.reduced_by) == (WalletKind.REPAYMENT, "还款红包", 5_00)

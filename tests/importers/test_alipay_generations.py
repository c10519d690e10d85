"""Every generation of Alipay's exports is told from the others and read by its column names."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.core.facts import Outcome, WalletKind
from app.importers.reading.table import Table
from app.importers.registry import recognise
from app.importers.wallets.alipay import ALIPAY, IMPORTERS, CashbookImporter
from tests.importers.wallet_tables import APP_2021, APP_2023, USUAL, WEB, alipay_row, codes, line, only, read, table

TITLE_OLD = "------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------"
TITLE_NEW = "------------------------支付宝支付科技有限公司  电子客户回单------------------------"
TIP_8 = "8.本明细仅展示当前账单中的交易，不包括已删除的记录；"
TOP = (
    "-" * 84,
    "导出信息：",
    "姓名：张*",
    "支付宝账户：138******00",
    "起始时间：[2024-03-01 00:00:00]    终止时间：[2024-03-31 23:59:59]",
    "导出交易类型：[全部]",
    "导出时间：[2024-04-01 09:12:52]",
    "共1笔记录",
    "收入：0笔 0.00元",
    "支出：0笔 0.00元",
    "不计收支：1笔 108.50元",
    "",
    "特别提示：",
)


@pytest.mark.parametrize(
    ("tips", "title", "format"),
    [
        ((TIP_8,), TITLE_OLD, "alipay-app-2023"),
        ((TIP_8,), TITLE_NEW, "alipay-app-2024"),
        ((), TITLE_NEW, "alipay-app-2026"),
    ],
)
def test_the_lines_above_tell_the_generation_and_their_number_does_not_matter(
    tips: tuple[str, ...], title: str, format: str
) -> None:
    imported = read(ALIPAY, table(*TOP, *tips, title, APP_2023, alipay_row()))
    assert imported.format == format
    assert only(imported).sources[0].row == len(TOP) + len(tips) + 3
    assert codes(imported) == []


def test_the_preamble_is_held_against_the_rows() -> None:
    (coverage,) = read(ALIPAY, table(*TOP, TITLE_NEW, APP_2023, alipay_row())).ledger.coverages
    assert (coverage.account, coverage.declared_rows, coverage.rows) == ("138******00", 1, 1)
    assert coverage.declared_first == datetime(2024, 3, 1)
    assert coverage.declared_last == datetime(2024, 3, 31, 23, 59, 59)
    assert coverage.exported_at == datetime(2024, 4, 1, 9, 12, 52)
    assert coverage.declared_sums == (("不计收支", 1, 10850), ("支出", 0, 0), ("收入", 0, 0))
    assert coverage.sums == (("不计收支", 1, 10850),)
    assert [source.row for source in coverage.declaring] == [5, 8, 9, 10, 11]
    assert (coverage.first, coverage.last) == (datetime(2024, 3, 15, 10), datetime(2024, 3, 15, 10))
    assert coverage.oldest_source == coverage.newest_source


def test_missing_rows_are_told_at_the_line_that_counts_them() -> None:
    lines = [line.replace("共1笔", "共3笔") for line in TOP]
    imported = read(ALIPAY, table(*lines, TITLE_NEW, APP_2023, alipay_row()))
    (problem,) = imported.problems
    assert (problem.code, problem.source.row if problem.source else 0) == ("wallet-rows-differ", 8)
    assert (dict(problem.facts)["declared"], dict(problem.facts)["found"]) == (3, 1)


def test_a_sum_that_differs_alone_is_told_at_its_line() -> None:
    lines = [line.replace("1笔 108.50元", "1笔 109.50元") for line in TOP]
    imported = read(ALIPAY, table(*lines, TITLE_NEW, APP_2023, alipay_row()))
    (problem,) = imported.problems
    assert (problem.code, problem.source.row if problem.source else 0) == ("wallet-sums-differ", 11)
    assert (dict(problem.facts)["declared"], dict(problem.facts)["found"]) == (10950, 10850)


def test_an_export_of_some_kinds_only_is_told() -> None:
    lines = [line.replace("[全部]", "[支出]") for line in TOP]
    assert codes(read(ALIPAY, table(*lines, TITLE_NEW, APP_2023, alipay_row()))) == ["wallet-filtered"]


def test_the_2021_export_has_its_declarations_below() -> None:
    row = line(APP_2021, **{**USUAL, "收/支": "其他"})
    bottom = (
        "-" * 84,
        "导出信息：",
        "支付宝账户：abc@example.cn",
        "起始时间：[2024-03-01 00:00:00]    终止时间：[2024-03-31 23:59:59]",
        "共1笔记录",
        "收入：0笔,0.00元",
        "支出：x笔,1234.56元",
        "其他：1笔,108.50元",
        "特别提示：",
    )
    imported = read(ALIPAY, table(TITLE_OLD, APP_2021, row, *bottom))
    (coverage,) = imported.ledger.coverages
    assert (imported.format, imported.rows, codes(imported)) == ("alipay-app-2021", 1, [])
    assert (coverage.account, coverage.declared_rows) == ("abc@example.cn", 1)
    assert coverage.declared_sums == (("其他", 1, 10850), ("收入", 0, 0))
    assert [source.row for source in coverage.declaring] == [7, 8, 9, 11]


@pytest.mark.parametrize("padding", ["", "          "])
@pytest.mark.parametrize("fields", ["", ","])
def test_padded_and_bare_rows_of_12_and_13_fields_stand_in_one_file(padding: str, fields: str) -> None:
    cells = [cell + padding for cell in alipay_row().rstrip(",").split(",")]
    imported = read(ALIPAY, table(APP_2023, alipay_row(), ",".join(cells) + fields))
    assert len({(row.at, row.amount, row.order_no, row.account) for row in imported.ledger.wallet}) == 1
    assert imported.used == 2


WEB_REPAYMENT = {
    "交易号": "2019031500001\t",
    "商家订单号": "\t",
    "交易创建时间": "2019-03-15 10:00:00 ",
    "付款时间": "2019-03-15 10:00:03 ",
    "类型": "即时到账交易",
    "交易对方": "蚂蚁借呗",
    "商品名称": "蚂蚁借呗还款",
    "金额（元）": "27.00",
    "收/支": "        ",
    "交易状态": "还款成功",
    "服务费（元）": "0.00",
    "成功退款（元）": "0.00",
    "资金状态": "资金转移",
}
WEB_TOP = (
    "支付宝交易记录明细查询",
    "账号:[faker@faker.com]",
    "起始日期:[2019-03-01 00:00:00]    终止日期:[2019-04-01 00:00:00]",
    "---------------------------------交易记录明细列表------------------------------------",
)


def test_the_web_export_is_read_at_the_time_of_payment() -> None:
    imported = read(ALIPAY, table(*WEB_TOP, WEB, line(WEB, **WEB_REPAYMENT)))
    assert imported.format == "alipay-web"
    assert only(imported).at == datetime(2019, 3, 15, 10, 0, 3)
    assert imported.ledger.coverages[0].account == "faker@faker.com"


def test_the_web_export_counts_a_refund_once() -> None:
    lent = {**WEB_REPAYMENT, "成功退款（元）": "7.00", "交易状态": "交易成功"}
    back = {
        **WEB_REPAYMENT,
        "交易号": "2019031500001_77\t",
        "商品名称": "退款-蚂蚁借呗还款",
        "金额（元）": "7.00",
        "交易状态": "退款成功",
        "资金状态": "已收入",
    }
    imported = read(ALIPAY, table(*WEB_TOP, WEB, line(WEB, **back), line(WEB, **lent)))
    amounts = {row.kind: row.amount for row in imported.ledger.wallet}
    assert amounts == {WalletKind.REPAYMENT: 2700, WalletKind.REFUND: 700}
    assert {row.refund_of for row in imported.ledger.wallet} == {"", "2019031500001"}


def test_the_web_footer_is_held_against_the_states_of_the_money() -> None:
    spent = {**WEB_REPAYMENT, "交易对方": "某某超市", "商品名称": "订单", "交易状态": "交易成功", "资金状态": "已支出"}
    footer = (
        "-" * 60,
        "共2笔记录",
        "已收入:0笔,0.00元",
        "待收入:0笔,0.00元",
        "已支出:1笔,27元",
        "待支出:0笔,0.00元",
        "导出时间:[2019-04-08 14:34:22]    用户:测试",
    )
    imported = read(ALIPAY, table(*WEB_TOP, WEB, line(WEB, **WEB_REPAYMENT), line(WEB, **spent), *footer))
    assert codes(imported) == []
    assert imported.ledger.coverages[0].exported_at == datetime(2019, 4, 8, 14, 34, 22)
    assert imported.ledger.coverages[0].sums == (("已支出", 1, 2700), ("资金转移", 1, 2700))


CERTIFICATE = ["收/支", "交易对方", "商品说明", "收/付款\n方式", "金额", "交易订单号", "商家订单号", "交易时间"]


def test_the_certificate_has_no_states_and_wraps_its_cells() -> None:
    row = [
        "不计\n收支",
        "蚂蚁借呗",
        "借呗自\n动还款",
        "招商银行储蓄\n卡(1234)",
        "108.50",
        "20240315101993180000\n00000001",
        "",
        "2024-03-15\n10:00:00",
    ]
    again = ["收/支", "交易对方", "商品说明", "收/付款\n方式", "金额", "交易订单号", "商家订单号", "交易时间"]
    top = [["支付宝支付科技有限公司 交易流水证明"], ["交易时间段：2024-03-01 至 2024-03-31"]]
    imported = read(ALIPAY, Table("证明.pdf", "", "0" * 16, [*top, CERTIFICATE, row, again, row]))
    fact = imported.ledger.wallet[0]
    assert (imported.format, imported.rows, codes(imported)) == ("alipay-certificate", 2, ["wallet-no-status"])
    assert (fact.outcome, fact.text, fact.account) == (Outcome.UNKNOWN, "借呗自动还款", "招商银行储蓄卡(1234)")
    assert (fact.at, fact.order_no) == (datetime(2024, 3, 15, 10), "2024031510199318000000000001")
    assert imported.ledger.coverages[0].declared_last == datetime(2024, 3, 31, 23, 59, 59)


def test_the_cashbook_is_refused_with_the_export_to_take_instead() -> None:
    book = table(
        "导出提示：",
        "记录时间,分类,收支类型,金额,备注,账户,来源,标签,",
        "2026/3/29 20:10,餐饮,支出,2，000.00,,招商银行|余,账单同步,,",
    )
    claim = recognise(book, known=IMPORTERS)
    assert [importer.name for importer in claim.importers] == ["alipay-cashbook"]
    imported = CashbookImporter().read(book)
    assert (imported.rows, imported.used, codes(imported)) == (1, 0, ["alipay-cashbook"])


def test_a_header_of_something_else_is_not_claimed() -> None:
    bank = table(
        "交易时间,交易对方,摘要,收/支,交易金额,交易状态,交易流水号,交易渠道,备注",
        "2026-03-01,甲,乙,支出,1.00,成功,1,x,",
    )
    assert recognise(bank, known=IMPORTERS).importers == ()


def test_an_export_without_rows_is_read_as_empty() -> None:
    imported = read(ALIPAY, table(APP_2023))
    assert (imported.rows, imported.used, imported.period) == (0, 0, None)
    assert imported.ledger.coverages[0].oldest_source is None


def test_a_file_with_more_rows_than_it_counts_lacks_none() -> None:
    lines = [line.replace("共1笔", "共0笔") for line in TOP]
    imported = read(ALIPAY, table(*lines, TITLE_NEW, APP_2023, alipay_row()))
    assert [problem.code for problem in imported.problems] == ["wallet-rows-more"]

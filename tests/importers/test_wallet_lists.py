"""A list copied from a wallet's bill page tells of loans where it is whole and adds up; others are called lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Ledger, Product
from app.core.notices import told_by_messages_alone
from app.core.papers import NoticeKind
from app.importers.read import Reading, read_paths
from app.importers.screens.lines import lines_of_text
from app.importers.screens.picture_text import PictureTexts, text_of
from app.workspace import Workspace, mapping_text

ALIPAY = """\
账单
2026年4月
支出 ￥903.11 收入 ￥12.03
借呗-自动还款
信用借还
04-13 18:40
-903.11
花呗自动还款-2026年04月账单
信用借还
04-10 08:02
880.20
余额宝-收益发放
04-02 05:11
+12.03
2026年3月
支出 ￥935.91 收入 ￥0.00
借呗-自动还款
03-10 08:02
-900.41
某某餐饮店
03-08 12:15
-35.50
"""
WECHAT = """\
微信支付 账单
2026年4月
支出￥1,903.11 收入￥2,100.00
微粒贷还款 -903.11
4月13日 18:40
某某超市 -1,000.00
4月12日 10:00
微粒贷借款到账 +2,000.00
4月3日 09:00
微信红包-来自借呗小王还款 +100.00
4月3日 08:00
"""


def read(folder: Path, text: str) -> Reading:
    path = folder / "账单.txt"
    path.write_text(text, encoding="utf-8")
    return read_paths([path])


def test_what_a_list_shows_of_loans_is_told_as_by_messages(tmp_path: Path) -> None:
    ledger = read(tmp_path, ALIPAY).ledger
    assert ledger == Ledger(notices=ledger.notices)
    assert [(n.on, n.amount, n.product, n.kind, n.sources[0].row) for n in ledger.notices] == [
        (date(2026, 4, 13), 90_311, Product.JIEBEI, NoticeKind.REPAID, 7),
        (date(2026, 4, 10), 88_020, Product.HUABEI, NoticeKind.REPAID, 11),
        (date(2026, 3, 10), 90_041, Product.JIEBEI, NoticeKind.REPAID, 19),
    ]


def test_days_may_stand_below_the_amounts_and_what_people_send_is_no_repayment(tmp_path: Path) -> None:
    reading = read(tmp_path, WECHAT)
    assert [(n.on, n.amount, n.kind) for n in reading.ledger.notices] == [
        (date(2026, 4, 13), 90_311, NoticeKind.REPAID),
        (date(2026, 4, 3), 200_000, NoticeKind.DRAWDOWN),
    ]
    assert [problem.code for problem in reading.sources[0].problems] == ["app-list-read"]
    assert dict(reading.sources[0].skipped) == {"app-list-other": 2}


def test_two_rows_of_a_list_are_two_payments(tmp_path: Path) -> None:
    row = "借呗-自动还款\n2026-03-10 {}\n-900.41\n"
    ledger = read(tmp_path, "支付宝账单\n" + row.format("18:40") + row.format("08:02")).ledger
    assert len(told_by_messages_alone(ledger)) == 2


@pytest.mark.parametrize(
    "text",
    [
        ALIPAY.replace("￥903.11", "￥903.12"),
        ALIPAY.replace("信用借还\n04-10", "还款失败\n04-10"),
        ALIPAY.replace("03-08 12:15\n", ""),
        ALIPAY + "早餐\n",
        ALIPAY.replace("2026年4月\n", "").replace("2026年3月\n", ""),
        ALIPAY.replace("账单\n", "明细\n", 1),
        ALIPAY.replace("账单\n", "招商银行 账单\n", 1).replace("￥903.11", "￥903.12"),
    ],
    ids=["sums", "failed", "day", "rest", "year", "whose", "bank"],
)
def test_a_list_that_is_not_whole_is_not_used(text: str, tmp_path: Path) -> None:
    reading = read(tmp_path, text)
    assert reading.ledger == Ledger()
    assert [problem.code for problem in reading.sources[0].problems] == ["paper-app-list"]


def test_a_wallets_page_whose_rows_make_up_what_was_spent_is_no_bill_of_a_lender(tmp_path: Path) -> None:
    page = "账单\n2025年2月\n支出 ¥2,003.45 收入 ¥0.00\n花呗自动还款-2025年02月账单\n信用借还\n02-08 08:30\n1,203.45\n"
    reading = read(tmp_path, f"{page}还款成功\n借呗还款\n信用借还\n02-09 10:21\n800.00\n还款成功\n")
    assert reading.ledger == Ledger()
    assert [problem.code for problem in reading.sources[0].problems] == ["paper-app-list"]


def test_a_list_is_mapped_otherwise_by_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "账单.txt"
    path.write_text(ALIPAY, encoding="utf-8")
    workspace = Workspace()
    (report,) = workspace.preview([path]).sources
    table = workspace.table_to_map(report, report.problems[0])
    assert table is not None
    assert table.columns == {
        "交易时间": ("2026-04-13 18:40", "2026-04-10 08:02", "2026-04-02 05:11"),
        "交易摘要": ("借呗-自动还款 信用借还", "花呗自动还款-2026年04月账单 信用借还", "余额宝-收益发放"),
        "收/支": ("支出", "收入", "支出"),
        "交易金额": ("903.11", "880.20", "12.03"),
    }
    assert table.guessed_kind() == "wallet"
    roles = table.guessed_roles("wallet")
    assert roles == {"交易时间": "traded_at", "交易摘要": "text", "收/支": "direction", "交易金额": "money"}
    assert [row.amount for row in table.read("wallet", roles) if row.what] == [90_311, 88_020, 90_041]
    preview = workspace.preview([path], mappings={table.shape: mapping_text("wallet", roles)})
    assert [row.amount for row in preview.reading.ledger.wallet] == [90_311, 88_020, 90_041]
    assert preview.sources[0].problems[0].code == "table-mapped"


def test_the_list_on_a_picture_is_read_where_its_rows_make_up_its_sums() -> None:
    shown = text_of(lines_of_text(ALIPAY.splitlines()), "账单.png", "d")
    assert shown is not None
    read = PictureTexts().read(shown)
    assert [notice.amount for notice in read.ledger.notices] == [90_311, 88_020, 90_041]
    assert [problem.code for problem in read.problems] == ["picture-text-read", "app-list-read"]
    for wrong in (ALIPAY.replace("-900.41", "-900.47"), ALIPAY.replace("支出 ￥", "￥")):
        assert text_of(lines_of_text(wrong.splitlines()), "账单.png", "d") is None

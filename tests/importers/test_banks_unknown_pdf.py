"""The statement of any bank is read from a PDF, whatever its rules, pages and wrapped texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.importers.read import Reading, read_paths
from tests.importers.paper_pdfs import STYLES, drawn
from tests.importers.unknown_statements import PAPERS, ROWS, yuan

WANTED = sorted((date.fromisoformat(on), amount, balance) for on, _, amount, balance, _, _ in ROWS)


def read(folder: Path, data: bytes) -> Reading:
    (folder / "流水.pdf").write_bytes(data)
    return read_paths([folder / "流水.pdf"])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", PAPERS)
def test_every_layout_in_every_style_gives_the_same_rows(layout: str, style: str, tmp_path: Path) -> None:
    paper = PAPERS[layout]
    rows = [paper.row(row) for row in (reversed(ROWS) if paper.newest_first else ROWS)]
    reading = read(tmp_path, drawn(paper.above, paper.header, rows, paper.below, STYLES[style]))
    (report,) = reading.sources
    assert sorted((row.on, row.amount, row.balance) for row in reading.ledger.bank) == WANTED
    assert [problem.code for problem in report.problems] == ["bank-read-by-meaning-proved"]
    parties = {row.counterparty for row in reading.ledger.bank}
    assert {"重庆蚂蚁消费金融有限公司", "杭州某某科技有限公司"} <= parties


CARD_HEADER = ("交易日期", "入账日期", "交易描述", "卡号后四位", "交易地金额", "入账金额(人民币)")
CARD_ROWS = (
    ("11/12", "11/13", "财付通-美团外卖北京三快在线科技有限公司订单一二三四五六", "1234", "36.50/CNY", "36.50"),
    ("12/05", "12/05", "还款-支付宝", "1234", "-500.00/CNY", "-500.00"),
    ("01/03", "01/04", "京东商城", "1234", "3,500.00/CNY", "3,500.00"),
)


@pytest.mark.parametrize("style", ["centred", "hanging", "ruled", "heading of two lines", "two pages"])
def test_a_card_bill_is_read_with_its_days_years_and_long_texts(style: str, tmp_path: Path) -> None:
    above = (
        ("某某银行信用卡账单",),
        ("账单日：2026年01月10日", "到期还款日：2026年01月28日"),
        ("本期应还金额：3,036.50",),
    )
    reading = read(tmp_path, drawn(above, CARD_HEADER, CARD_ROWS, (("温馨提示：请按时还款",),), STYLES[style]))
    (report,) = reading.sources
    assert report.format == "bank-unknown-credit"
    assert [(row.on, row.amount) for row in reading.ledger.bank] == [
        (date(2025, 11, 13), -3650), (date(2025, 12, 5), 50000), (date(2026, 1, 4), -350000),
    ]  # fmt: skip
    assert CARD_ROWS[0][2] in {row.summary for row in reading.ledger.bank}
    assert [problem.code for problem in report.problems] == ["bank-read-by-meaning-no-balance"]


KNOWN = {
    "cmb-debit-app": (
        ("招商银行交易流水",), ("记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息"),
        lambda r: (r[0], "CNY", yuan(r[2]), yuan(r[3]), r[4], r[5]),
    ),
    "boc-debit-pdf": (
        ("中国银行交易流水明细清单",), ("记账日期", "记账时间", "币别", "金额", "余额", "交易名称", "对方账户名"),
        lambda r: (r[0], r[1], "人民币", yuan(r[2]), yuan(r[3]), r[4], r[5]),
    ),
    "abc-debit-pdf": (
        ("中国农业银行账户活期交易明细清单",),
        ("交易日期", "交易时间", "交易摘要", "交易金额", "本次余额", "对手信息", "日志号"),
        lambda r: (r[0].replace("-", ""), r[1].replace(":", ""), r[4], yuan(r[2]), yuan(r[3]), r[5], "123456"),
    ),
    "cmbc-debit-pdf": (
        ("中国民生银行个人账户对账单",), ("交易时间", "摘要", "交易金额", "账户余额", "现转标志", "对方户名/账号"),
        lambda r: (f"{r[0]} {r[1]}", r[4], yuan(r[2]), yuan(r[3]), "转", r[5]),
    ),
}  # fmt: skip
AROUND = (
    ("账号：6222020200001234567", "起止日期：2025-10-01 至 2025-11-30"),
    ("打印时间：2025-12-01 10:00:00",),
)
FOOT = (
    ("支出笔数：3", "支出金额合计：3,790.97"),
    ("收入笔数：2", "收入金额合计：8,512.03"),
    ("电子专用章  请妥善保管",),
)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("bank", KNOWN)
def test_the_words_around_a_known_bank_s_rows_are_no_broken_rows(bank: str, style: str, tmp_path: Path) -> None:
    title, header, row = KNOWN[bank]
    rows = [row(one) for one in ROWS]
    reading = read(tmp_path, drawn((title, *AROUND), header, rows, FOOT, STYLES[style]))
    (report,) = reading.sources
    assert report.format == bank
    assert sorted((row.on, row.amount, row.balance) for row in reading.ledger.bank) == WANTED
    assert report.problems == ()

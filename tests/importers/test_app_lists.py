"""A list copied from a bank's program is read where each row has its day, sign and text; others are named as lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.importers.read import Reading, read_paths

BANK = """\
招商银行 交易明细
2026年5月
支出¥1,030.41 收入¥50.00
5月12日 星期二
蚂蚁消费金融还款
09:12
-900.41
超市
10:20
-130.00
5月10日
转账 小王
11:00
+50.00
2026年4月
支出¥20.00 收入¥0.00
4月30日
面馆
12:00
-20.00
"""
ROWS = [
    (date(2026, 5, 12), -90_041, "蚂蚁消费金融还款"),
    (date(2026, 5, 12), -13_000, "超市"),
    (date(2026, 5, 10), 5_000, "转账 小王"),
    (date(2026, 4, 30), -2_000, "面馆"),
]


def read(folder: Path, text: str) -> Reading:
    path = folder / "明细.txt"
    path.write_text(text, encoding="utf-8")
    return read_paths([path])


def test_a_banks_list_whose_rows_make_up_the_months_sums_is_read_at_its_lines(tmp_path: Path) -> None:
    rows = sorted(read(tmp_path, BANK).ledger.bank, key=lambda row: row.sources)
    assert [(row.on, row.amount, row.summary) for row in rows] == ROWS
    assert [row.sources[0].row for row in rows] == [7, 10, 14, 20]
    assert {row.bank for row in rows} == {"招商银行"}


def test_the_balance_beside_a_time_or_alone_is_no_text_of_a_row(tmp_path: Path) -> None:
    beside = BANK.replace("09:12\n", "09:12  余额 1,234.56\n").replace("-130.00\n", "-130.00\n余额：1,104.56元\n")
    rows = sorted(read(tmp_path, beside).ledger.bank, key=lambda row: row.sources)
    assert [(row.on, row.amount, row.summary) for row in rows] == ROWS


def test_a_list_that_tells_no_sums_is_read_and_one_with_money_out_alone_too(tmp_path: Path) -> None:
    out = "工商银行\n2026-03-10\n借呗还款\n-900.41\n2026-04-10\n借呗还款\n-900.41\n"
    rows = read(tmp_path, out).ledger.bank
    assert sorted((row.on, row.amount) for row in rows) == [
        (date(2026, 3, 10), -90_041),
        (date(2026, 4, 10), -90_041),
    ]


@pytest.mark.parametrize(
    "text",
    [
        BANK.replace("1,030.41", "1,130.41"),
        BANK.replace("2026年5月\n支出¥1,030.41 收入¥50.00\n", ""),
        BANK.replace("招商银行 交易明细\n", ""),
        BANK.replace("5月12日 星期二", "昨天"),
        BANK.replace("5月12日", "6月12日"),
        BANK + "5月9日\n",
        BANK + "交易成功\n",
        "工商银行\n借呗还款\n-900.41\n2026-03-10\n超市\n-30.00\n2026-03-11\n",
    ],
    ids=["sums", "year", "bank", "yesterday", "month", "day-behind", "text-behind", "days-below"],
)
def test_a_list_that_leaves_any_of_that_open_is_not_used_and_called_what_it_is(text: str, tmp_path: Path) -> None:
    reading = read(tmp_path, text)
    assert not reading.ledger.bank
    assert [problem.code for problem in reading.sources[0].problems] == ["paper-app-list"]


def test_a_purse_whose_rows_take_their_year_from_the_month_is_read_by_its_balances(tmp_path: Path) -> None:
    rows = (("微粒贷还款", "5月12日 08:01", "-900.41", "1,099.59"), ("转账", "5月11日 20:11", "+1,000.00", "2,000.00"))
    rows += (("扫二维码付款", "5月10日 12:00", "-50.00", "1,000.00"),)
    lines = [line for name, day, amount, left in rows for line in (name, day, amount, f"余额 {left}")]
    path = tmp_path / "零钱.txt"
    path.write_text("\n".join(["零钱明细", "2026年5月", *lines]), encoding="utf-8")
    assert [(row.on, row.amount) for row in read_paths([path]).ledger.bank] == [
        (date(2026, 5, 12), -90_041), (date(2026, 5, 11), 100_000), (date(2026, 5, 10), -5_000),
    ]  # fmt: skip

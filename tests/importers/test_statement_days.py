"""Days without a year take it from the months that stand between rows, and English ones from the statement's day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.importers.read import Reading, read_paths

HEAD = "日期,摘要,支出,收入,余额"
ROWS = {
    "2026年2月": ("02-03,工资,,6500.00,7734.56", "02-10,借呗还款,900.41,,6834.15"),
    "2026年3月": ("03-10,借呗还款,900.41,,5933.74", "03-21,结息,,12.03,5945.77"),
    "2026年4月": ("04-29,借呗还款,903.11,,5042.66",),
}
DAYS = [date(2026, 2, 3), date(2026, 2, 10), date(2026, 3, 10), date(2026, 3, 21), date(2026, 4, 29)]


def read(folder: Path, lines: list[str]) -> Reading:
    path = folder / "流水.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_paths([path])


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("above", ["", "打印日期：2028-01-05"])
def test_the_months_between_rows_are_those_of_their_days(newest_first: bool, above: str, tmp_path: Path) -> None:
    step = -1 if newest_first else 1
    lines = [above, *(line for month in [*ROWS][::step] for line in (month, HEAD, *ROWS[month][::step]))]
    assert sorted(row.on for row in read(tmp_path, lines).ledger.bank) == DAYS


def test_months_of_more_than_a_year_tell_no_day_its_year(tmp_path: Path) -> None:
    reading = read(tmp_path, ["2025年2月", HEAD, *ROWS["2026年2月"], "2026年3月", HEAD, *ROWS["2026年3月"]])
    assert not reading.ledger.bank
    assert "bank-year-untold" in [problem.code for problem in reading.sources[0].problems]


def test_english_days_without_a_year_take_that_of_the_statement(tmp_path: Path) -> None:
    lines = ["Statement date,30 Apr 2026", "Date,Details,Withdrawal,Deposit,Balance"]
    lines += ["03 Feb,SALARY,,6500.00,7734.56", "Mar 10,REPAYMENT,900.41,,6834.15", "29 Apr,REPAYMENT,903.11,,5931.04"]
    assert [row.on for row in read(tmp_path, lines).ledger.bank] == [
        date(2026, 2, 3),
        date(2026, 3, 10),
        date(2026, 4, 29),
    ]


@pytest.mark.parametrize(
    ("heading", "amounts"),
    [
        ("发生额(借方为负)", ("6500.00", "-900.41")),
        ("交易金额（收入+/支出-）", ("+6500.00", "-900.41")),
        ("存入/支取,金额", ("存入,6500.00", "支取,900.41")),
    ],
)
def test_a_heading_that_says_what_its_signs_mean_is_an_amounts(
    heading: str, amounts: tuple[str, str], tmp_path: Path
) -> None:
    days = ("2026-02-03,工资,{},7734.56", "2026-02-10,借呗还款,{},6834.15")
    lines = [f"交易日期,摘要,{heading},余额", *(day.format(cell) for day, cell in zip(days, amounts, strict=True))]
    assert [row.amount for row in read(tmp_path, lines).ledger.bank] == [650_000, -90_041]


def _merged(balance: str = "1199.59") -> str:
    cells = "<tr><td rowspan=2>2026-02-10</td><td>借呗还款</td><td></td><td>900.41</td><td>1099.59</td></tr>"
    cells += f"<tr><td>工资</td><td>100.00</td><td></td><td>{balance}</td></tr>"
    heads = "".join(f"<th>{head}</th>" for head in ("交易日期", "摘要", "收入", "支出", "余额"))
    return f"<html><table><tr>{heads}</tr>{cells}<tr><td>合计</td><td></td><td>100.00</td><td>900.41</td></tr></table>"


@pytest.mark.parametrize(("balance", "count"), [("1199.59", 2), ("1199.60", 1)])
def test_a_merged_day_is_that_of_each_row_whose_balance_goes_on(balance: str, count: int, tmp_path: Path) -> None:
    path = tmp_path / "流水.html"
    path.write_text(_merged(balance), encoding="utf-8")
    rows = read_paths([path]).ledger.bank
    assert [(row.on, row.amount) for row in rows] == [(date(2026, 2, 10), -90_041), (date(2026, 2, 10), 10_000)][:count]


@pytest.mark.parametrize(
    "lines",
    [
        ("贷款账户明细", "交易日期,摘要,借方发生额,贷方发生额,余额", "2026-02-15,还本,,1681.39,6725.59"),
        ("Loan account statement", "Date,Type,Amount,Balance", "2026-02-15,Repayment,-1681.39,6725.59"),
    ],
)
def test_what_is_owed_on_a_loan_is_no_account_of_money(lines: tuple[str, ...], tmp_path: Path) -> None:
    reading = read(tmp_path, [*lines, lines[-1].replace("02-15", "03-15")])
    assert not reading.ledger.bank
    assert [problem.code for problem in reading.sources[0].problems] == ["paper-loan-ledger"]


def test_two_currencies_of_each_row_are_those_of_a_card(tmp_path: Path) -> None:
    lines = ["交易日期,入账日期,交易描述,交易币种,交易金额,入账币种,入账金额"]
    lines += ["2026-03-05,2026-03-06,SHOP,CNY,234.56,CNY,234.56", "2026-03-20,2026-03-20,还款,CNY,-500.00,CNY,-500.00"]
    assert [row.amount for row in read(tmp_path, lines).ledger.bank] == [-23_456, 50_000]

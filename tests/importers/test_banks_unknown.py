"""A statement of any bank is read by what its columns mean, whatever their names, order, signs and dates."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from app.importers.banks.loose_amounts import is_foreign, plain_amount
from app.importers.banks.partial_days import Years, is_day
from app.importers.banks.unknown import UnknownBank
from app.importers.read import Reading, read_paths
from app.importers.reading.table import Table
from app.importers.registry import recognise
from tests.importers.unknown_statements import PAPERS, ROWS, Paper

WANTED = sorted((date.fromisoformat(on), amount, balance) for on, _, amount, balance, _, _ in ROWS)


def read_file(path: Path) -> Reading:
    return read_paths([path])


def found(reading: Reading) -> list[tuple[date, int, int | None]]:
    return sorted((row.on, row.amount, row.balance) for row in reading.ledger.bank)


def as_csv(paper: Paper, folder: Path, encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(paper.grid())
    path = folder / "statement.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(paper: Paper, folder: Path) -> Path:
    book = openpyxl.Workbook()
    for cells in paper.grid():
        book.active.append(cells)
    book.save(folder / "statement.xlsx")
    return folder / "statement.xlsx"


def as_xls(paper: Paper, folder: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, cells in enumerate(paper.grid()):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    book.save(str(folder / "statement.xls"))
    return folder / "statement.xls"


def as_html(paper: Paper, folder: Path) -> Path:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in paper.grid())
    path = folder / "statement.html"
    path.write_text(f"<html><meta charset='utf-8'><body><table>{rows}</table></body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_xls, as_html])
@pytest.mark.parametrize("layout", PAPERS)
def test_every_layout_in_every_container_gives_the_same_rows(layout: str, write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    reading = read_file(write(PAPERS[layout], tmp_path))
    (report,) = reading.sources
    assert report.format == "bank-unknown-debit"
    assert found(reading) == WANTED
    assert [problem.code for problem in report.problems] == ["bank-read-by-meaning-proved"]
    assert dict(report.columns)


@pytest.mark.parametrize("layout", PAPERS)
def test_a_statement_in_the_banks_own_encoding_is_read_too(layout: str, tmp_path: Path) -> None:
    assert found(read_file(as_csv(PAPERS[layout], tmp_path, "gb18030"))) == WANTED


def test_the_texts_stay_with_their_rows(tmp_path: Path) -> None:
    rows = read_file(as_csv(PAPERS["two columns"], tmp_path)).ledger.bank
    assert {(row.summary, row.counterparty) for row in rows} == {(row[4], row[5]) for row in ROWS}
    assert all(row.sources[0].row for row in rows)


def table(*rows: tuple[str, ...]) -> Table:
    return Table("a.csv", "", "0", [list(cells) for cells in rows])


CARD = ("交易日", "记账日", "交易摘要", "卡号末四位", "交易金额")


@pytest.mark.parametrize("refund", ["-500.00", "500.00-"])
def test_on_a_cards_paper_plus_is_what_was_bought(refund: str) -> None:
    paper = table(
        ("某某银行信用卡账单",), ("账单日：2025年11月10日",), CARD,
        ("10/12", "10/13", "美团外卖", "1234", "36.50"), ("11/05", "11/05", "还款-支付宝", "1234", refund),
    )  # fmt: skip
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert read.format == "bank-unknown-credit"
    assert [(r.on, r.amount, r.account) for r in read.ledger.bank] == [
        (date(2025, 10, 13), -3650, "1234"), (date(2025, 11, 5), 50000, "1234"),
    ]  # fmt: skip


def test_a_balance_that_is_owed_turns_the_signs_round() -> None:
    paper = table(
        ("日期", "摘要", "金额", "余额"), ("2025-01-01", "甲", "100.00", "100.00"),
        ("2025-01-02", "乙", "50.00", "150.00"),
        ("2025-01-03", "丙", "-150.00", "0.00"), ("2025-01-04", "丁", "20.00", "20.00"),
    )  # fmt: skip
    (importer,) = recognise(paper).importers
    assert [row.amount for row in importer.read(paper).ledger.bank] == [10000, 5000, -15000, 2000]


@pytest.mark.parametrize(
    "rows",
    [
        (("日期", "名称", "数量", "单价", "金额"), ("2025-01-01", "苹果", "3", "2.00", "6.00")),
        (("日期", "收入", "支出", "备注"), ("2025-01-01", "", "6.00", "买菜")),
        (("日期", "项目", "金额"), ("2025-01-01", "买菜", "6.00"), ("2025-01-02", "买米", "8.00")),
        (("成交日期", "证券代码", "成交金额", "余额"), ("2025-01-01", "600000", "6.00", "8.00")),
        (("姓名", "工号", "入职日期", "工资"), ("张三", "001", "2025-01-01", "6,000.00")),
        (("还款日期", "期数", "本金", "利息"), ("2025-01-01", "1", "6.00", "8.00")),
    ],
)
def test_a_table_that_is_no_statement_is_not_taken_for_one(rows: tuple[tuple[str, ...], ...]) -> None:
    assert "bank-unknown" not in [importer.name for importer in recognise(table(*rows)).importers]


def test_rows_that_did_not_happen_are_left_out_and_counted() -> None:
    paper = table(
        ("交易时间", "收/支", "交易金额", "交易对方", "摘要", "状态"),
        ("2025-01-01", "支出", "6.00", "甲", "一", "交易失败"),
        ("2025-01-02", "支出", "7.00", "乙", "二", "成功"), ("2025-01-03", "不计收支", "8.00", "丙", "三", "成功"),
    )  # fmt: skip
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert [row.amount for row in read.ledger.bank] == [-700]
    assert dict(read.skipped) == {"bank-not-done": 1, "bank-neutral": 1}
    assert (read.rows, read.used) == (3, 1)


def test_two_cards_of_one_paper_are_both_read() -> None:
    paper = table(
        ("信用卡对账单",), ("账单日：2025-12-10",),
        ("交易日", "交易摘要", "人民币金额"), ("12/01", "超市", "10.00"), ("附属卡 5678",),
        ("记账日期", "摘要", "入账金额", "币种"), ("12/02", "还款", "-30.00", "人民币"),
        ("12/03", "超市", "3.00", "USD"),
    )  # fmt: skip
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert [(row.on.day, row.amount) for row in read.ledger.bank] == [(1, -1000), (2, 3000)]
    assert dict(read.skipped) == {"bank-foreign-currency": 1}


@given(fen=st.integers(-(10**9), 10**9), grouped=st.booleans())
def test_an_amount_says_the_same_with_its_sign_before_or_behind(fen: int, grouped: bool) -> None:
    whole, cents = divmod(abs(fen), 100)
    number = f"{whole:,}.{cents:02d}" if grouped else f"{whole}.{cents:02d}"
    plain = f"{'-' if fen < 0 else ''}{whole}.{cents:02d}"
    before, behind = (f"-{number}", f"{number}-") if fen < 0 else (number, f"{number}+")
    for text in (before, behind, f"¥{number}{'DR' if fen < 0 else ''}"):
        assert plain_amount(text) == plain


@pytest.mark.parametrize("text", ["1,23.00", "12 元钱", "2025-01-01", "1.234", "abc", "6222****"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert plain_amount(text) is None


@given(st.from_regex(r"-?[0-9]{1,9}(\.[0-9]{1,2})?", fullmatch=True))
def test_a_plain_amount_is_read_as_it_is_beside_a_word(text: str) -> None:
    assert plain_amount(text) == plain_amount(f"¥{text}") == plain_amount(f"{text}元") == text
    assert not is_foreign(text)


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), back=st.integers(0, 350))
def test_a_day_without_a_year_is_the_last_one_before_the_paper(day: date, back: int) -> None:
    row = day - timedelta(days=back)
    assert Years(day).whole(f"{row:%m/%d}") == row.isoformat() or (row.month, row.day) == (2, 29)
    assert is_day(f"{row:%m/%d}")


def test_a_due_date_is_not_the_day_of_the_paper() -> None:
    assert Years.told(["账单日：2025年12月10日", "到期还款日：2026年01月28日"]).last == date(2025, 12, 10)


def test_a_cards_list_with_the_header_of_an_account_is_read_as_a_cards() -> None:
    paper = table(
        ("卡号", "记账日期", "货币", "交易金额", "联机余额", "交易摘要", "子账户"),
        ("6225****1234", "2025-10-12", "人民币", "36.50", "136.50", "美团外卖", "01"),
        ("6225****1234", "2025-10-15", "人民币", "-100.00", "36.50", "还款", "01"),
    )
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert read.format == "bank-unknown-credit"
    assert [row.amount for row in read.ledger.bank] == [-3650, 10000]


def test_a_part_in_a_foreign_currency_is_never_taken_for_yuan() -> None:
    header = ("交易日", "记账日", "交易摘要", "交易金额")
    paper = table(
        ("信用卡对账单",), ("账单日：2025-12-10",), ("人民币账户",), header, ("12/01", "12/02", "超市", "10.00"),
        ("12/03", "12/03", "还款", "-30.00"), ("美元账户 USD",), header, ("12/04", "12/05", "APPLE", "9.99"),
        ("人民币账户（附属卡）",), header, ("12/06", "12/07", "加油", "200.00"),
    )  # fmt: skip
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert [row.amount for row in read.ledger.bank] == [-1000, 3000, -20000]
    assert dict(read.skipped) == {"bank-foreign-currency": 1}


def test_an_amount_in_a_foreign_column_is_never_taken_for_yuan() -> None:
    paper = table(
        ("信用卡对账单",), ("账单日：2025-12-10",), ("交易日", "交易摘要", "美元金额", "人民币金额"),
        ("12/01", "超市", "", "10.00"), ("12/04", "APPLE", "9.99", ""), ("12/05", "还款", "", "-5.00"),
    )  # fmt: skip
    (importer,) = recognise(paper).importers
    read = importer.read(paper)
    assert [row.amount for row in read.ledger.bank] == [-1000, 500]
    assert dict(read.skipped) == {"bank-foreign-currency": 1}


def test_columns_told_by_place_whose_balances_do_not_follow_are_not_used(tmp_path: Path) -> None:
    rows = ["2026-02-03  工资          5000.00   9000.00", "2026-02-10  还款           900.41   1234.56",
            "2026-02-11  消费            20.00   4444.44", "2026-02-12  消费            21.00   2222.22"]  # fmt: skip
    path = tmp_path / "流水.txt"
    path.write_text("\n".join(["交易日期    摘要    支出    收入    余额", *rows]) + "\n", encoding="utf-8")
    reading = read_file(path)
    assert not reading.ledger.bank
    assert "bank-columns-unproved" in {problem.code for problem in reading.sources[0].problems}


def test_directions_follow_from_the_balances_where_nothing_else_tells_them() -> None:
    header = ("日期", "摘要", "金额", "余额")
    told = (("a", "10.00", "10.00"), ("b", "4.00", "6.00"), ("c", "1.00", "7.00"), ("d", "7.00", "0.00"))
    rows = [(f"2026-02-0{number}", *cells) for number, cells in enumerate(told, 3)]
    for ordered in (rows, rows[::-1]):
        read = UnknownBank().read(table(header, *ordered))
        assert sorted(row.amount for row in read.ledger.bank) == [-700, -400, 100]
        assert read.skipped == (("bank-direction-untold", 1),)
    broken = [*rows[:3], ("2026-02-06", "d", "7.00", "1.00")]
    assert not UnknownBank().claims(table(header, *broken))


@pytest.mark.parametrize(
    "above",
    [
        "某某银行 户名 李* 卡号 6236****4312",
        "某某银行账户明细 尾号4312",
        "尊敬的客户：您尾号为4312的账户明细如下",
        "账号,6236****4312",
        "acctNo,6236****4312",
        "账号：6236****4312,对方账号 8888****0000",
    ],
)
def test_whose_account_it_is_stands_above_with_or_without_a_colon(above: str, tmp_path: Path) -> None:
    path = tmp_path / "明细.csv"
    path.write_text(f"{above}\n交易日期,摘要,支出,收入,余额\n2026-03-01,消费,1.00,,9.00\n2026-03-02,消费,2.00,,7.00\n")
    assert {row.account[-4:] for row in read_file(path).ledger.bank} == {"4312"}


def test_the_account_of_another_is_not_that_of_the_statement(tmp_path: Path) -> None:
    path = tmp_path / "明细.csv"
    path.write_text("对方账号 6236****4312 的往来\n交易日期,摘要,支出,收入,余额\n2026-03-01,消费,1.00,,9.00\n")
    assert {row.account for row in read_file(path).ledger.bank} == {""}


def test_the_balance_of_a_row_is_that_after_it_and_a_moment_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "明细.csv"
    rows = "46027,10:00:01,消费,10.00,1.00,9.00,借\n46028,07:12:09,消费,9.00,2.00,7.00,借\n"
    path.write_text(f"交易日期,时间,摘要,交易前余额,交易金额,交易后余额,借贷标志\n{rows}")
    read = read_file(path).ledger.bank
    assert [(row.balance, f"{row.at:%d %H:%M:%S}" if row.at else "") for row in read] == [
        (900, "05 10:00:01"),
        (700, "06 07:12:09"),
    ]

"""A table whose rows name the month of their bill holds several bills: their lines, or a row for each."""

from __future__ import annotations

from datetime import date

from app.core.facts import Bill, Product
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.registry import recognise

HEADER = "账单月份,交易日期,商品名称,金额,类型"
LINES = [
    "2026-08,2026-07-03,盒马鲜生,86.40,消费",
    "2026-08,2026-07-20,淘宝,700.00,消费",
    "2026-09,2026-08-03,盒马鲜生,86.40,消费",
    "2026-09,2026-08-11,备用金,500.00,备用金",
]


def read(*lines: str, by: str) -> Imported:
    claim = recognise(Table("made-up.csv", "", "0" * 16, [line.split(",") for line in lines]))
    assert [importer.name for importer in claim.importers] == [by]
    assert claim.reader is not None
    return claim.reader()


def bills(*lines: str, by: str = "bill") -> tuple[Bill, ...]:
    return read(*lines, by=by).ledger.bills


def test_each_month_is_a_bill_whose_lines_keep_their_rows() -> None:
    result = read(HEADER, *LINES, by="bill")
    told = [(bill.month, [(line.amount, line.sources[0].row) for line in bill.lines]) for bill in result.ledger.bills]
    assert told == [((2026, 8), [(8_640, 2), (70_000, 3)]), ((2026, 9), [(8_640, 4), (50_000, 5)])]
    assert (result.rows, result.used) == (4, 4)
    assert {problem.code for problem in result.problems} == {"bill-product-assumed"}


def test_a_line_of_totals_of_a_month_is_what_its_bill_declares() -> None:
    august, september = bills(HEADER, *LINES[:2], "2026-08,,合计,786.40,", *LINES[2:], "2026-09,,合计,586.40,")
    assert (august.declared, len(august.lines)) == (78_640, 2)
    assert (september.declared, len(september.lines)) == (58_640, 2)


def test_the_due_date_and_the_sum_may_stand_in_every_row() -> None:
    lines = ["2026年8月,淘宝,2026-07-20,700.00,2026-08-10,700.00", "2026年9月,盒马,2026-08-03,86.40,2026-09-10,86.40"]
    august, september = bills("账单月,商户,交易日期,金额,还款日,应还总额", *lines)
    assert (august.due, august.declared, august.month) == (date(2026, 8, 10), 70_000, (2026, 8))
    assert (september.due, september.declared) == (date(2026, 9, 10), 8_640)


def test_a_list_with_a_row_for_each_bill_is_no_plan_of_a_loan() -> None:
    header = "账期,还款日,应还金额,已还金额,剩余应还,最低还款,状态"
    rows = ["2026-08,2026-08-10,940.00,940.00,0.00,94.00,已还清", "2026-09,2026-09-10,1286.40,0.00,1286.40,128.64,待还"]
    result = read(header, *rows, by="bill-list")
    told = [(bill.product, bill.month, bill.due, bill.declared) for bill in result.ledger.bills]
    assert told == [
        (Product.HUABEI, (2026, 8), date(2026, 8, 10), 94_000),
        (Product.HUABEI, (2026, 9), date(2026, 9, 10), 128_640),
    ]
    assert result.ledger.plan_totals == ()

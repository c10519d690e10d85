"""Lists of monthly bills, as tables and as lines: what each asked for and what was repaid of it, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.facts import Bill, LineKind, Product
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.registry import Claim, recognise

PAID, LEFT = ((2026, 3), 150_540, 150_540), ((2026, 4), 160_590, 0)


def claim(*lines: str, part: str = ",") -> Claim:
    return recognise(Table("made-up.csv", "", "0" * 16, [line.split(part) for line in lines]))


def read(*lines: str, part: str = ",") -> Imported:
    reader = claim(*lines, part=part).reader
    assert reader is not None
    return reader()


def told(bills: tuple[Bill, ...]) -> list[tuple[tuple[int, int], int | None, int]]:
    return [(bill.month, bill.declared, bill.repaid) for bill in bills]


def codes(read: Imported) -> list[str]:
    return [problem.code for problem in read.problems]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            "账单月,消费金额,分期本金,手续费,备用金,应还合计,已还",
            ["2026-03,1200.00,300.00,5.40,0.00,1505.40,1505.40", "2026-04,800.50,300.00,5.40,500.00,1605.90,0.00"],
        ),
        (
            "月份,本期消费,分期应还,分期手续费,优惠,本期应还(元),还款日,状态",
            ["2026年3月,1200,300,5.40,,1505.40,4月10日,已还清", "2026年4月,1303,300,5.40,2.50,1605.90,5月10日,待还"],
        ),
        ("账单,金额,状态", ["2026年3月账单,1505.40,已还清", "2026年4月账单,1605.90,逾期"]),
        ("账单月份,应还金额,已还金额", ["2026-03,0.00,1505.40", "2026-04,1605.90,0.00"]),
    ],
)
def test_a_row_for_each_bill_says_what_it_asked_for_and_what_was_repaid(header: str, rows: list[str]) -> None:
    result = read("花呗账单汇总", header, *rows)
    assert (told(result.ledger.bills), codes(result)) == ([PAID, LEFT], [])


def test_a_due_date_without_a_year_is_the_first_behind_the_bills_month() -> None:
    result = read("花呗", "账单月,应还,还款日", "2026-12,1505.40,1月10日", "2026-11,10.00,12-10")
    assert [bill.due for bill in result.ledger.bills] == [date(2027, 1, 10), date(2026, 12, 10)]


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        (["2026-03,1505.40,2026-04-08,1505.40", "2026-04,1605.90,2026-05-11,1605.90"], [None, None]),
        (["2026-03,1505.40,2026-04-10,1505.40", "2026-04,1605.90,2026-05-10,1605.90"], ["04-10", "05-10"]),
        (["2026-03,1505.40,2026-04-09,1505.40", "2026-04,1605.90,2026-05-10,"], ["04-09", "05-10"]),
    ],
)
def test_days_beside_sums_repaid_are_due_dates_only_where_they_may_be(rows: list[str], due: list[str | None]) -> None:
    result = read("花呗", "账单月,应还金额,还款日期,还款金额", *rows)
    assert [bill.due and f"{bill.due:%m-%d}" for bill in result.ledger.bills] == due
    assert result.ledger.bills[0].repaid == 150_540


def test_parts_that_do_not_make_the_sum_are_told() -> None:
    result = read(
        "花呗", "账单月,消费金额,手续费,应还合计", "2026-03,1200.00,5.40,1205.40", "2026-04,800.50,5.40,905.90"
    )
    assert codes(result) == ["bill-parts-differ"]


def test_a_list_that_names_no_product_says_for_what_it_was_taken() -> None:
    assert codes(read("账单月,应还金额", "2026-03,150.00", "2026-04,90.00")) == ["bill-product-assumed"]


@pytest.mark.parametrize(
    "lines",
    [
        ["账期,还款日,应还本金,应还利息,应还金额", "2026-03,2026-03-10,900.00,100.00,1000.00"],
        ["借呗", "账单月份,还款日,应还金额", "2026-03,2026-03-10,1000.00", "2026-04,2026-04-10,1000.00"],
        [
            "花呗账单",
            "账单月份,交易日期,商户,金额",
            "2026-03,2026-02-10,淘宝,1000.00",
            "2026-04,2026-03-10,天猫,1000.00",
        ],
        ["花呗账单", "账单月份,应还金额,本期应还", "2026-03,900.00,1000.00", "2026-04,100.00,1000.00"],
    ],
)
def test_plans_lines_and_what_is_unclear_are_no_list_of_bills(lines: list[str]) -> None:
    assert [importer.name for importer in claim(*lines).importers] != ["bill-list"]


@pytest.mark.parametrize(
    "lines",
    [
        ["花呗账单", "2026-04账单 1,605.90 待还", "2026-03账单 1,505.40 已还清"],
        ["花呗", "2026年4月账单", "¥1,605.90", "逾期", "2026年3月账单", "¥1,505.40", "已还清"],
        ["花呗", "账单记录", "2026年", "4月账单", "1,605.90元", "还款中", "3月账单", "1,505.40元", "已还清"],
        [
            "花呗历史账单",
            "2026年04月 应还¥1605.90 已还¥0.00 待还¥1605.90",
            "2026年03月 应还¥1505.40 已还¥1505.40 待还¥0.00",
        ],
    ],
)
def test_lines_that_each_name_a_bill_are_read(lines: list[str]) -> None:
    bills = read(*lines, part="\n").ledger.bills
    assert (told(bills), {bill.product for bill in bills}) == ([LEFT, PAID], {Product.HUABEI})


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["花呗账单", "4月账单 1,605.90 待还", "3月账单 1,505.40 已还清"], "page-text-bills-unsaid"),
        (["月付历史账单", "2026-04账单 已还 1605.90", "2026-03账单 已还 1505.40"], "page-text-bills-unsaid"),
        (["2026-04-03 账单付款 1234.56 成功", "2026-03-03 账单付款 834.56 成功"], "page-text-unsaid"),
    ],
)
def test_lines_of_bills_that_do_not_say_enough_are_told_why(lines: list[str], code: str) -> None:
    found = claim(*lines, part="\n")
    assert (found.reader, found.doubt and found.doubt.code) == (None, code)


@pytest.mark.parametrize(
    ("amount", "due", "taken", "declared"),
    [
        (("128.00", "35.50"), ("163.50", "163.50"), [12_800, 3_550], 16_350),
        (("128.00", "3600.00"), ("128.00", "300.00"), [12_800, 30_000], None),
    ],
)
def test_what_a_line_adds_is_told_from_what_was_bought_and_what_the_bill_asks_for(
    amount: tuple[str, str], due: tuple[str, str], taken: list[int], declared: int | None
) -> None:
    rows = [f"2026-03-1{n},手机,{a},{d}" for n, (a, d) in enumerate(zip(amount, due, strict=True))]
    (bill,) = read("花呗2026年4月账单", "交易日期,描述,金额,应还金额", *rows).ledger.bills
    assert ([line.amount for line in bill.lines], bill.declared) == (taken, declared)


def test_an_item_is_the_kind_of_a_line_and_its_text() -> None:
    rows = [
        "超市购物,128.00,2026-03-12,",
        "打车,35.50,2026-03-15,",
        "手机分期,300.00,2026-04-01,第3/12期",
        "分期手续费,5.40,2026-04-01,",
    ]
    result = read("花呗2026年4月账单", "项目,金额,日期,备注", *rows)
    (bill,) = result.ledger.bills
    assert [(line.kind, line.text) for line in bill.lines] == [
        (LineKind.PURCHASE, "超市购物"),
        (LineKind.OTHER, "打车"),
        (LineKind.INSTALMENT, "手机分期 第3/12期"),
        (LineKind.FEE, ""),
    ]
    assert bill.lines[2].instalment and bill.lines[2].instalment.name == "手机"
    assert codes(result) == []


def test_lines_of_a_bill_of_no_month_are_told_what_is_missing() -> None:
    found = claim("项目,金额,日期,备注", "消费,128.00,2026-03-12,盒马", "分期,300.00,2026-04-01,手机3/12")
    assert (found.reader, found.doubt and found.doubt.code) == (None, "bill-untold")


ONE = ("微信分付 2026年5月账单", "应还总额(元),其中本金(元),其中利息(元),还款日", "512.35,500.00,12.35,5月15日")


def test_one_row_below_the_title_of_a_bill_is_that_bill() -> None:
    result = read(*ONE)
    (bill,) = result.ledger.bills
    assert (bill.product, bill.month, bill.due, bill.declared) == (Product.FENFU, (2026, 5), date(2026, 5, 15), 512_35)
    assert [name for name, _ in result.columns] == ["应还总额(元)", "还款日"]


@pytest.mark.parametrize(
    "lines",
    [
        (*ONE, ONE[2]),  # of which of the two?
        ONE[1:],
        ("微信分付账单", *ONE[1:]),
        ("借呗 2026年5月账单", *ONE[1:]),
        ("微信分付 2026年5月", *ONE[1:]),
    ],
)
def test_one_row_that_no_title_calls_a_bill_of_a_month_is_none(lines: tuple[str, ...]) -> None:
    assert "bill-list" not in [importer.name for importer in claim(*lines).importers]


def test_the_month_of_a_bill_is_that_of_its_statement_day_where_the_list_has_no_other() -> None:
    rows = ["2026-03-08,520.00,520.00,已还清", "2026-04-08,610.30,0.00,未还"]
    named = read("京东白条账单", "账单日,应还金额,已还金额,状态", *rows)
    assert told(named.ledger.bills) == [((2026, 3), 52_000, 52_000), ((2026, 4), 61_030, 0)]
    assert {bill.product for bill in named.ledger.bills} == {Product.BAITIAO}


def test_bills_of_statement_days_are_not_used_without_a_product() -> None:
    unnamed = read("账单日,应还金额,已还金额", "2026-03-08,520.00,520.00", "2026-04-08,610.30,0.00")
    assert unnamed.ledger.bills == ()
    assert codes(unnamed) == ["bill-list-untold"]

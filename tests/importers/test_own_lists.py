"""A person's own list is no plan of dues; its commas and signs are read as it means them, and what is open is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Ledger
from app.importers.read import Reading, read_paths
from app.importers.reading.decimal_commas import with_points
from app.importers.reading.delimited import separator

PAID = ["2026/3/10,900.41,还借呗第2期", "2026/4/10,900.41,还借呗第3期", "2026/5/10,900.41,还借呗第4期"]
UNSAID = [line.replace("还借呗", "借呗") for line in PAID]


def read(folder: Path, lines: list[str], name: str = "我记的.csv") -> Reading:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_paths([path])


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.sources[0].problems]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (PAID, "table-without-header"),
        (UNSAID, "table-without-header"),
        (["日期,金额,说明", *PAID], "unknown-format"),
        ([line.replace(",", " ") for line in PAID], "page-text-unsaid"),
        ([line.replace(",", " ") for line in UNSAID], "page-text-unsaid"),
        (["微粒贷", "还款明细", "还款日期 还款金额", "2024-04-05 1,036.00", "2024-05-05 1,024.00"], "page-text-unsaid"),
    ],
)
def test_a_list_that_does_not_say_due_or_paid_is_no_plan_and_is_asked_about(
    lines: list[str], code: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, lines)
    assert reading.ledger == Ledger()
    assert codes(reading) == [code]


def test_a_list_with_the_title_that_was_asked_for_is_read(tmp_path: Path) -> None:
    lines = [line.replace(",", " ") for line in UNSAID]
    paid = read(tmp_path, ["还款记录", *lines]).ledger
    assert [(notice.on, notice.amount) for notice in paid.notices] == [
        (date(2026, month, 10), 90_041) for month in (3, 4, 5)
    ]
    due = read(tmp_path, ["还款计划", *lines]).ledger
    assert [(total.due, total.instalment) for total in due.plan_totals] == [
        (date(2026, month, 10), 90_041) for month in (3, 4, 5)
    ]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("a;900,41;b\na;1.900,41;c", "a;900.41;b\na;1900.41;c"),
        ("900,41\ta\n1.900\tb\n-0,5\tc", "900.41\ta\n1900\tb\n-0.5\tc"),
        ('a;"900,41";b', 'a;"900.41";b'),
        ("a;¥900,41;b", "a;¥900.41;b"),
        ("a;1,900.41;b", "a;1,900.41;b"),
        ("a;900,41;b\na;900.41;c", "a;900,41;b\na;900.41;c"),
        ("a;1,900;b", "a;1,900;b"),
        ("a;2026.03.10;b", "a;2026.03.10;b"),
    ],
)
def test_a_comma_before_the_fen_is_a_point_where_no_amount_has_one(given: str, meant: str) -> None:
    body = given.encode()
    part = ord("\t") if "\t" in given else ord(";")
    text, row = with_points(body, part)
    assert text.decode() == meant
    assert bool(row) == (given != meant)
    assert with_points(body, ord(",")) == (body, 0)


def test_semicolons_part_cells_where_most_lines_have_as_many_and_commas_part_them_elsewhere() -> None:
    assert separator("日期;金额;说明\n2026-03-10;900,41;a,b\n2026-03-11;1,00;c".encode()) == ord(";")
    assert separator("日期,说明,金额\n2026-03-10,a;b;c;d,1.00\n2026-03-11,e,2.00".encode()) == ord(",")


def test_a_statement_with_semicolons_and_decimal_commas_is_read_and_says_so(tmp_path: Path) -> None:
    lines = ["交易日期;摘要;收入;支出;余额", "2026-03-10;借呗还款;;900,41;1.099,59", "2026-03-11;工资;50,00;;1.149,59"]
    reading = read(tmp_path, lines)
    assert [(row.on, row.amount, row.balance) for row in reading.ledger.bank] == [
        (date(2026, 3, 10), -90_041, 109_959),
        (date(2026, 3, 11), 5_000, 114_959),
    ]
    assert codes(reading)[0] == "decimal-commas"


LIST = [
    "日期,金额,说明",
    "2026-03-10,900.41,还借呗第2期",
    "2026-03-12,-12.30,借呗退回",
    "2026-04-10,900.41,还借呗第3期",
]


def test_in_a_list_whose_refunds_bear_a_minus_plus_is_what_was_paid(tmp_path: Path) -> None:
    rows = read(tmp_path, LIST).ledger.bank
    assert [(row.on, row.amount) for row in rows] == [
        (date(2026, 3, 10), -90_041),
        (date(2026, 3, 12), 1_230),
        (date(2026, 4, 10), -90_041),
    ]


@pytest.mark.parametrize(
    "other",
    [
        "2026-03-12,-12.30,早餐",
        "2026-03-12,-900.41,还借呗第2期",
        "2026-03-12,-12.30,退款给客户,\n2026-03-13,-5.00,邮费",
    ],
)
def test_of_an_account_the_signs_stay_as_they_are(other: str, tmp_path: Path) -> None:
    rows = read(tmp_path, ["日期,金额,说明", "2026-03-10,900.41,朋友还款", other]).ledger.bank
    assert [row.amount for row in rows if row.on == date(2026, 3, 10)] == [90_041]
    assert all(row.amount < 0 for row in rows if row.on > date(2026, 3, 10))


@pytest.mark.parametrize("other", ["2026-04-11,5000.00,工资", "2026-04-11,30.00,收款 小王"])
def test_a_list_whose_signs_say_two_things_is_asked_about(other: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [*LIST, other])
    assert reading.ledger == Ledger()
    assert codes(reading) == ["unknown-format"]


@pytest.mark.parametrize(
    ("heading", "into", "out"),
    [
        ("类型", "收入", "支出"),
        ("Type", "income", "Expense"),
        ("进/出", "进", "出"),
        ("类别", "贷", "借"),
        ("In/Out", "In", "Out"),
    ],
)
def test_a_column_that_sorts_the_rows_tells_which_way_money_went(
    heading: str, into: str, out: str, tmp_path: Path
) -> None:
    lines = [f"日期,{heading},金额,备注", f"2026-03-10,{out},900.41,还借呗", f"2026-03-12,{into},50.00,工资"]
    reading = read(tmp_path, lines)
    assert [(row.on, row.amount) for row in reading.ledger.bank] == [
        (date(2026, 3, 10), -90_041),
        (date(2026, 3, 12), 5_000),
    ]
    (said,) = reading.sources[0].problems
    assert dict(said.facts)["bank"] == "bank.own-list"


@pytest.mark.parametrize("kinds", [("借", "还", "还"), ("借", "借", "借"), ("还款", "消费", "支出")])
def test_a_column_that_sorts_by_something_else_tells_no_direction(kinds: tuple[str, ...], tmp_path: Path) -> None:
    rows = [f"2026-0{month}-10,{kind},900.41,借呗" for month, kind in enumerate(kinds, 3)]
    assert read(tmp_path, ["日期,类型,金额,备注", *rows]).ledger == Ledger()


def test_a_row_of_a_sorted_list_that_says_neither_is_named(tmp_path: Path) -> None:
    rows = [f"2026-0{month}-10,支出,900.41,还借呗" for month in range(3, 7)]
    reading = read(tmp_path, ["日期,类型,金额,备注", *rows, "2026-07-01,转账,80.00,转到余额宝"])
    assert len(reading.ledger.bank) == 4
    assert codes(reading)[-1] == "bank-row-untold"


def test_each_row_of_a_titled_list_is_of_the_product_that_it_names(tmp_path: Path) -> None:
    rows = ["2026-03-10,还借呗,900.41,第1期", "2026-04-10,还借呗,900.41,扣款失败", "2026-04-12,还花呗,512.30,"]
    told = read(tmp_path, ["还款记录", "日期,什么,多少,备注", *rows]).ledger.notices
    assert [(notice.product.value, notice.kind.value) for notice in told] == [
        ("jiebei", "repaid"), ("jiebei", "failed"), ("huabei", "repaid"),
    ]  # fmt: skip

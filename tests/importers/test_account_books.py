"""The books of bookkeeping programs are read for what went to a loan and what came from one: words, and no proof."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from app.core.facts import Ledger, Product
from app.core.papers import OWN_LIST, NoticeKind
from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.registry import recognise

MANY = "交易类型,日期,分类,子分类,账户1,账户2,金额,成员,商家,项目,备注"
FEW = "时间,类型,金额,分类,账户,转入账户,备注"


def claimed(text: str) -> tuple[list[str], Imported | None]:
    table = Table("账本.csv", "", "0", [list(row) for row in csv.reader(io.StringIO(text))])
    claim = recognise(table)
    return [importer.name for importer in claim.importers], claim.reader() if claim.reader else None


def book(*lines: str) -> Imported:
    names, read = claimed("\n".join(lines))
    assert names == ["account-book"]
    assert read is not None
    return read


def told(read: Imported) -> list[tuple[NoticeKind, Product, int | None, date | None, str]]:
    return [(n.kind, n.product, n.amount, n.on, n.account) for n in read.ledger.notices]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (MANY, "转账,2024-01-08 10:31:02,,,招商银行(1234),借呗,1180.00,本人,,,"),
            (NoticeKind.REPAID, Product.JIEBEI, 118_000, date(2024, 1, 8), "招商银行(1234)"),
        ),
        (
            (MANY, "转账,2024-01-20,,,借呗,招商银行(1234),10000.00,本人,,,"),
            (NoticeKind.DRAWDOWN, Product.JIEBEI, 1_000_000, date(2024, 1, 20), "招商银行(1234)"),
        ),
        (
            (FEW, "2024-02-08 08:30,还款,566.21,,工行储蓄卡,花呗,"),
            (NoticeKind.REPAID, Product.HUABEI, 56_621, date(2024, 2, 8), "工行储蓄卡"),
        ),
        (
            (FEW, '2024-02-15,支出,"1,066.21",还贷,工行储蓄卡,,微粒贷还款'),
            (NoticeKind.REPAID, Product.WEILIDAI, 106_621, date(2024, 2, 15), "工行储蓄卡"),
        ),
    ],
)
def test_what_went_to_a_loan_and_came_from_one_is_noted(
    lines: tuple[str, ...], expected: tuple[NoticeKind, Product, int, date, str]
) -> None:
    read = book(*lines)
    assert told(read) == [expected]
    assert {n.rule for n in read.ledger.notices} == {OWN_LIST}
    assert [problem.code for problem in read.problems] == ["account-book-read"]


@pytest.mark.parametrize(
    "line",
    [
        "2024-01-06 12:01,支出,45.80,餐饮,花呗,,外卖",
        "2024-01-06 12:01,支出,45.80,餐饮,支付宝,,和借呗小王吃饭",
        "2024-01-06 12:01,转账,45.80,,招商银行,网商银行,",
        "2024-01-06 12:01,转账,45.80,,招商银行,信用卡,还款",
        "2024-01-06 12:01,收入,45.80,工资,招商银行,,",
        "2024-01-06 12:01,余额变更,45.80,,借呗,,",
    ],
)
def test_everyday_entries_are_counted_and_said_to_be_none_of_a_loan(line: str) -> None:
    read = book(FEW, line)
    assert read.ledger == Ledger()
    assert (read.rows, read.used, read.skipped, read.problems) == (1, 0, (("wallet-everyday", 1),), ())


def test_an_entry_of_a_loan_that_cannot_be_read_is_named() -> None:
    read = book(FEW, "2024-01-08,转账,一千,,招商银行,借呗,", "月初,转账,10.00,,招商银行,借呗,")
    assert [(p.code, dict(p.facts)["text"]) for p in read.problems] == [
        ("lender-amount-unreadable", "一千"),
        ("lender-date-unreadable", "月初"),
    ]
    assert read.skipped == (("lender-unreadable", 2),)


@pytest.mark.parametrize(
    "lines",
    [
        ("时间,类型,金额,余额,账户,转入账户", "2024-01-08,转账,10.00,5.00,招商银行,借呗"),
        ("时间,类型,金额,账户,转入账户", "2024-01-08,快捷支付,10.00,招商银行,某公司"),
    ],
)
def test_a_table_with_balances_or_with_a_banks_types_is_no_book(lines: tuple[str, ...]) -> None:
    assert claimed("\n".join(lines))[0] != ["account-book"]

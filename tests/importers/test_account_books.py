"""The books of bookkeeping programs are read for what went to a loan and what came from one: words, and no proof."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Ledger, Product
from app.core.papers import OWN_LIST, NoticeKind
from app.importers.importer import Imported
from app.importers.read import read_paths
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


BEANCOUNT = """option "title" "我的账本"
2024-01-01 open Assets:CMB
2024-03-05 * "支付宝" "借呗还款" ^loan-1 #repay
  Assets:CMB            -1033.90 CNY
  Liabilities:JieBei      971.90 CNY
  Expenses:Interest
2024-03-07 * "便利店" "水"
  Assets:CMB  -5.00 CNY
  Expenses:Food
2024-03-08 * "借呗还款"
  Assets:CMB  -5.00 USD
  Liabilities:JieBei  5.00 USD
"""
LEDGER = """2024/03/05 * 借呗还款
    负债:借呗    ¥971.90
    支出:利息    ¥62.00
    资产:招商银行
"""
GNUCASH = """Date,Transaction ID,Description,Commodity/Currency,Full Account Name,Value Num.
2024-03-05,a1,借呗还款,CURRENCY::CNY,资产:招商银行,-1033.90
2024-03-05,a1,借呗还款,CURRENCY::CNY,负债:借呗,971.90
2024-03-05,a1,借呗还款,CURRENCY::CNY,支出:利息,62.00
2024-03-06,a2,午饭,CURRENCY::CNY,资产:招商银行,-30.00
2024-03-06,a2,午饭,CURRENCY::CNY,支出:餐饮,30.00
"""
FIREFLY = """type,amount,currency_code,description,date,source_name,destination_name
Withdrawal,-1033.900000000000,CNY,第1期,2024-03-05T00:00:00+08:00,招商银行,借呗
Withdrawal,-33.900000000000,CNY,午饭,2024-03-06T00:00:00+08:00,招商银行,饭店
"""
EZBOOK = """Time,Timezone,Type,Category,Account,Amount,Account2,Account2 Amount,Description
2024-03-05 09:02:11,+08:00,Transfer,General Transfer,招商银行,1033.90,借呗,1033.90,
2024-03-06 12:00:00,+08:00,Expense,Food,招商银行,30.00,,,午饭
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.beancount", BEANCOUNT),
        ("a.ledger", LEDGER),
        ("a.csv", GNUCASH),
        ("b.csv", FIREFLY),
        ("c.csv", EZBOOK),
    ],
)
def test_a_repayment_is_all_that_left_the_account_however_a_book_splits_it(
    tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = read_paths([path]).ledger.notices
    assert [(n.kind, n.product, n.amount, n.on) for n in found] == [
        (NoticeKind.REPAID, Product.JIEBEI, 103_390, date(2024, 3, 5))
    ]


def test_an_entry_that_does_not_add_up_and_a_purchase_on_credit_are_no_payment(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    torn = LEDGER.replace("资产:招商银行", "资产:招商银行  ¥-1000.00")
    bought = "2024/03/06 * 花呗还款日买菜\n    支出:餐饮    ¥30.00\n    负债:花呗\n"
    path.write_text(f"{torn}\n{bought}", encoding="utf-8")
    assert not read_paths([path]).ledger.notices


def test_a_book_of_one_purse_has_no_accounts_and_is_no_statement() -> None:
    read = book(
        "日期,收支类型,类别,金额,备注",
        "2026年01月08日,支出,还款,1867.33,借呗第3期",
        "2026年01月09日,支出,餐饮,18.00,和借呗小王吃面",
        "2026年01月10日,收入,工资,9000.00,",
    )
    assert told(read) == [(NoticeKind.REPAID, Product.JIEBEI, 186_733, date(2026, 1, 8), "")]
    assert not read.ledger.bank


def test_a_transfer_may_name_its_other_account_beside_a_signed_amount() -> None:
    header = "Name,Current balance,Account,Transfers,Description,Payee,Category,Date,Time,Memo,Amount,Currency"
    read = book(
        header,
        "招商银行,1000.00,,,,,,,,,,CNY",
        ",,招商银行,借呗,还款,,,2026/1/8,07:12,,-1867.33,CNY",
        ",,借呗,招商银行,还款,,,2026/1/8,07:12,,1867.33,CNY",
        ",,招商银行,,午饭,面馆,餐饮,2026/1/9,12:00,,-18.00,CNY",
        ",,招商银行,借呗,还款,,,2026/1/9,12:00,,-18.00,USD",
    )
    assert told(read) == [(NoticeKind.REPAID, Product.JIEBEI, 186_733, date(2026, 1, 8), "招商银行")]

"""A bank's message that names account, amount, direction and balance is a row of that account; no other is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from app.core.facts import BankRow, Ledger, Product
from app.importers.read import read_paths

SENT = "2026-07-18 07:40 "
FULL = "【江苏银行】您尾号7788的账户7月18日07:30支出(财付通-微粒贷还款)人民币450.00元，余额22,039.62元。"


def read(tmp_path: Path, *texts: str) -> Ledger:
    path = tmp_path / "短信.txt"
    path.write_text("\n".join(texts), encoding="utf-8")
    return read_paths([path]).ledger


def row(tmp_path: Path, text: str) -> BankRow:
    ledger = read(tmp_path, SENT + text)
    assert not ledger.notices
    (found,) = ledger.bank
    return found


def test_every_part_of_the_row_is_as_the_message_says(tmp_path: Path) -> None:
    found = row(tmp_path, FULL)
    assert (found.on, found.at) == (date(2026, 7, 18), datetime(2026, 7, 18, 7, 30))
    assert (found.amount, found.balance) == (-45_000, 2_203_962)
    assert (found.bank, found.account) == ("江苏银行", "7788")
    assert (found.summary, found.product) == ("财付通-微粒贷还款", Product.WEILIDAI)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("【农业银行】您尾号1234账户07月18日07:30完成代付交易人民币-450.00，余额334.56。", -45_000),
        ("【农业银行】您尾号1234账户07月18日07:30完成代收交易人民币450.00，余额334.56。", 45_000),
        ("【交通银行】您尾号1234的卡于07月18日12:05转入8000.00元，交易后余额8,334.56元。", 800_000),
        ("【某某农商银行】您尾号1234的账户7月18日收入(退款-支出撤回)20.00元，余额354.56元。", 2_000),
        ("您尾号1234卡7月18日07:31支出(消费财付通-微粒贷)450元，余额334.56元。【工商银行】", -45_000),
        ("【农业银行】您尾号1234账户07月18日07:30代付工资入账人民币8000.00，余额8334.56。", 800_000),
        ("【浦发银行】您尾号1234卡人民币活期07:30存入8,000.00[互联汇入]可用余额8,334.56。", 800_000),
        ("【招商银行】您账户1234于07月18日向王小明转账人民币500.00元，余额 8,334.56元。", -50_000),
    ],
)
def test_the_direction_is_told_by_a_sign_or_by_the_word_before_the_amount(
    tmp_path: Path, text: str, amount: int
) -> None:
    assert row(tmp_path, text).amount == amount


@pytest.mark.parametrize(
    "text",
    [
        FULL.replace("，余额22,039.62元", ""),
        FULL.replace("尾号7788的", "的"),
        FULL.replace("【江苏银行】", "【某某商城】"),
        FULL.replace("支出", "支出失败"),
        "【招商银行】您尾号1234信用卡7月18日消费人民币450.00元，可用额度9,550.00元，余额100.00元。",
        "【建设银行】您尾号7788的快贷7月18日成功还款2,000.00元，贷款余额8,000.00元",
        "【江苏银行】您尾号7788的账户将于7月18日支出450.00元，余额22,039.62元，请保持余额充足。",
    ],
)
def test_a_message_that_leaves_a_part_out_or_speaks_of_no_account_is_no_row(tmp_path: Path, text: str) -> None:
    assert not read(tmp_path, SENT + text, SENT + FULL.replace("450", "451")).bank[1:]


def test_without_a_year_a_message_stays_what_it_was(tmp_path: Path) -> None:
    ledger = read(tmp_path, FULL)
    assert not ledger.bank
    assert [notice.month_day for notice in ledger.notices] == [(7, 18)]

"""The first page names each account that paid, once."""

from __future__ import annotations

from app.export.workbook.sheets.summary import accounts_once


def test_an_account_that_wallet_and_bank_write_differently_is_named_once() -> None:
    assert accounts_once(["招商银行储蓄卡(8812)", "招商银行6214****8812", "余额宝", ""]) == [
        "余额宝",
        "招商银行6214****8812",
    ]


def test_accounts_of_other_digits_or_banks_are_others() -> None:
    other = ["工商银行(8812)", "招商银行(8812)", "招商银行(8813)", "花呗"]
    assert accounts_once(other) == sorted(other)


def test_all_accounts_are_named() -> None:
    assert len(accounts_once(f"招商银行({n:04d})" for n in range(20))) == 20

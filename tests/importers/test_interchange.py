"""A file that a bank hands to programs says whose account it is of, and whether that is a card."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import BankRow
from app.importers.read import read_paths

_OFX = (
    "<OFX><{kind}><CURDEF>CNY<{named}><ACCTID>{account}</{named}><BANKTRANLIST>"
    "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20260305<TRNAMT>{amount}<FITID>1<NAME>还款</STMTTRN></BANKTRANLIST></{kind}></OFX>"
)


def read(tmp_path: Path, name: str, text: str) -> list[BankRow]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return sorted(read_paths([path]).ledger.bank, key=lambda row: row.on)


@pytest.mark.parametrize(
    ("kind", "named", "amount", "provider"),
    [
        ("STMTRS", "BANKACCTFROM", "-1033.90", "bank-unknown-debit"),
        ("CCSTMTRS", "CCACCTFROM", "1033.90", "bank-unknown-credit"),
    ],
)
def test_an_ofx_names_its_account_and_a_card_is_no_deposit_account(
    tmp_path: Path, kind: str, named: str, amount: str, provider: str
) -> None:
    text = _OFX.format(kind=kind, named=named, account="62301001", amount=amount)
    (row,) = read(tmp_path, "a.ofx", text)
    assert (row.provider, row.account[-4:], row.amount) == (provider, "1001", round(float(amount) * 100))


def test_each_row_is_of_the_account_that_was_named_last(tmp_path: Path) -> None:
    first = _OFX.format(kind="STMTRS", named="BANKACCTFROM", account="62301001", amount="-5.00")
    second = first.replace("62301001", "62302002").replace("20260305", "20260306")
    rows = read(tmp_path, "a.ofx", first.replace("</OFX>", "\n") + second.replace("<OFX>", ""))
    assert [row.account for row in rows] == ["62301001", "62302002"]


@pytest.mark.parametrize(("kind", "provider"), [("Bank", "bank-unknown-debit"), ("CCard", "bank-unknown-credit")])
def test_a_qif_says_by_its_head_what_it_is_of(tmp_path: Path, kind: str, provider: str) -> None:
    text = f"!Account\nN招行\nT{kind}\n^\n!Type:{kind}\nD2026/3/5\nT-30.00\nP便利店\n^\nD2026/3/16\nT-1.00\nP店\n^\n"
    rows = read(tmp_path, "a.qif", text)
    assert [(row.on, row.amount, row.account, row.provider) for row in rows] == [
        (date(2026, 3, 5), -3_000, "招行", provider),
        (date(2026, 3, 16), -100, "招行", provider),
    ]

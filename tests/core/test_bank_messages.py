"""What a statement and a bank's message both tell of an account counts once; what only the message tells counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.core.facts import BankRow, Ledger, Source
from app.core.normalise import keep_books
from app.core.notices import BANK_PROVIDER

TOLD = BankRow(
    on=date(2026, 7, 18),
    amount=-45_000,
    balance=2_203_962,
    bank="江苏银行",
    account="7788",
    summary="财付通-微粒贷还款",
    provider=BANK_PROVIDER,
    sources=(Source("短信.txt", "", 1, "a" * 16),),
)
STATED = replace(TOLD, account="6226****7788", provider="jsb-debit", sources=(Source("流水.csv", "", 9, "b" * 16),))


def kept(*rows: BankRow) -> tuple[BankRow, ...]:
    one, other = (keep_books(Ledger(bank=order)).bank for order in (rows, rows[::-1]))
    assert one == other
    return one


def test_a_row_of_a_statement_stands_for_the_message_of_it() -> None:
    assert kept(TOLD, STATED) == (STATED,)


def test_a_message_sent_on_the_next_day_is_the_same_row() -> None:
    later = replace(TOLD, on=TOLD.on + timedelta(days=1))
    assert kept(later, STATED) == (STATED,)


def test_of_two_alike_debits_one_row_stands_for_one_message() -> None:
    second = replace(TOLD, balance=2_158_962, sources=(Source("短信.txt", "", 2, "a" * 16),))
    assert set(kept(TOLD, second, STATED)) == {second, STATED}


def test_another_account_or_another_balance_is_another_row() -> None:
    for other in (replace(STATED, account="6226****0001"), replace(STATED, balance=1)):
        assert len(kept(TOLD, other)) == 2


def test_a_message_that_came_twice_tells_one_row() -> None:
    again = replace(TOLD, sources=(Source("短信.txt", "", 7, "a" * 16),))
    (row,) = kept(TOLD, again)
    assert [source.row for source in row.sources] == [1, 7]

"""The running balance proves that rows are missing, and where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.facts import BankRow, Source
from app.importers.banks.balance import balance_breaks, chained
from tests.importers.bank_statements import CMB_APP, read, text_table, told

FIRST = date(2024, 1, 1)


def statement(amounts: list[int], days: list[int], opening: int = 1_000_00) -> list[BankRow]:
    """Rows of one account, oldest first, each ``days`` after the one before, with the balance after it."""
    rows, balance, on = [], opening, FIRST
    for number, (amount, wait) in enumerate(zip(amounts, days, strict=True)):
        balance, on = balance + amount, on + timedelta(wait)
        rows.append(BankRow(on, amount, balance=balance, summary=f"row {number}", sources=(Source("f", "", number),)))
    return rows


STATEMENTS = (
    st.integers(2, 12)
    .flatmap(
        lambda n: st.tuples(
            st.lists(st.integers(-500_00, 500_00), min_size=n, max_size=n),
            st.lists(st.integers(0, 2), min_size=n, max_size=n),
        )
    )
    .map(lambda parts: statement(*parts))
)


@given(STATEMENTS)
def test_a_whole_statement_has_no_break(rows: list[BankRow]) -> None:
    assert balance_breaks(rows) == ()
    assert chained(rows)


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[BankRow], random: object) -> None:
    holed = rows[: len(rows) // 2] + rows[len(rows) // 2 + 1 :]
    mixed = list(holed)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert balance_breaks(mixed) == balance_breaks(list(reversed(holed))) == balance_breaks(holed)


@given(
    st.lists(st.integers(1, 500_00), min_size=4, max_size=12, unique=True).flatmap(
        lambda amounts: st.tuples(st.just(amounts), st.integers(1, len(amounts) - 2))
    )
)
def test_a_row_taken_out_of_the_middle_is_found_with_its_amount(case: tuple[list[int], int]) -> None:
    amounts, gone = case
    rows = statement(amounts, [1] * len(amounts))
    (found,) = balance_breaks(rows[:gone] + rows[gone + 1 :])
    assert found.row == rows[gone + 1]
    assert found.gap == amounts[gone]


@given(STATEMENTS)
def test_rows_taken_off_the_ends_are_no_break(rows: list[BankRow]) -> None:
    days = sorted({row.on for row in rows})
    assume(len(days) > 2)
    assert balance_breaks([row for row in rows if days[0] < row.on < days[-1]]) == ()


def test_accounts_have_balances_of_their_own() -> None:
    first, second = statement([5, -5, 7], [1, 1, 1]), statement([9, -3, 2], [1, 1, 1], opening=77)
    mixed = [row for pair in zip(first, second, strict=True) for row in pair]
    named = [
        BankRow(row.on, row.amount, balance=row.balance, account=str(number % 2), sources=row.sources)
        for number, row in enumerate(mixed)
    ]
    assert balance_breaks(named) == ()


def test_a_row_without_a_balance_proves_nothing_about_its_day_and_the_next() -> None:
    rows = statement([5, 6, 7, 8], [1, 1, 1, 1])
    rows[1] = BankRow(rows[1].on, 6, sources=rows[1].sources)
    assert balance_breaks(rows) == ()


def test_balances_that_mostly_start_from_nowhere_prove_nothing() -> None:
    rows = [BankRow(FIRST + timedelta(n), -1, balance=n * n * 1000, sources=(Source("f", "", n),)) for n in range(6)]
    assert not chained(rows)


STATEMENT = (
    CMB_APP
    + """\
2024-01-08,CNY,-10.00,"4,969.50",快捷支付,某某,
2024-01-09,CNY,-10.00,"4,959.50",快捷支付,某某,
"""
)


def test_a_missing_row_is_told_where_it_is_missing_and_what_it_amounts_to() -> None:
    lines = STATEMENT.strip().split("\n")
    result = read(text_table("\n".join(lines[:3] + lines[4:])))
    assert told(result) == [("bank-balance-breaks-once", 4)]
    assert dict(result.problems[0].facts)["gap"] == -10_00
    assert [source.row for source in result.ledger.coverages[0].breaks] == [4]


def test_several_gaps_are_told_in_one_sentence_with_their_rows() -> None:
    more = "".join(f'2024-02-{d:02},CNY,-1.00,"{4959 - d}.50",快捷支付,某某,\n' for d in range(1, 9))
    lines = (STATEMENT + more).strip().split("\n")
    kept = [line for number, line in enumerate(lines) if number not in {3, 8}]
    result = read(text_table("\n".join(kept)))
    assert told(result) == [("bank-balance-breaks", 4)]
    assert dict(result.problems[0].facts)["rows"] == ("4", "8")


def test_balances_that_do_not_hang_together_are_told_and_give_no_breaks() -> None:
    rows = "".join(f'2024-02-{d:02},CNY,-1.00,"{d * d}.50",快捷支付,某某,\n' for d in range(1, 9))
    result = read(text_table(CMB_APP + rows))
    assert told(result) == [("bank-balance-unrelated", 4)]
    assert result.ledger.coverages[0].breaks == ()
    assert result.used == 10


@pytest.mark.parametrize("backwards", [False, True])
def test_a_whole_statement_is_found_whole_oldest_or_newest_first(backwards: bool) -> None:
    header, *lines = STATEMENT.strip().split("\n")
    table = text_table("\n".join([header, *(reversed(lines) if backwards else lines)]))
    assert told(read(table)) == []

"""A bad row of a bank statement is told with its file and row, and the rest goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.banks import IMPORTERS
from tests.importers.bank_statements import (
    BOC_PDF,
    CMB_APP,
    CMB_WEB,
    ICBC_SHORT,
    ICBC_V2,
    PAB,
    claiming,
    read,
    sentences,
    sheet_table,
    text_table,
    told,
)


def cmb_with(line: str) -> str:
    """The app's statement with one more line at row 4."""
    return CMB_APP + line


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2024-02-30,CNY,-1.00,1.00,快捷支付,某某,", "bank-date-unreadable"),
        ("2024-13-01,CNY,-1.00,1.00,快捷支付,某某,", "bank-date-unreadable"),
        ("0250-02-27,CNY,-1.00,1.00,快捷支付,某某,", "bank-date-unreadable"),
        ("昨天,CNY,-1.00,1.00,快捷支付,某某,", "bank-date-unreadable"),
        (",CNY,-1.00,1.00,快捷支付,某某,", "bank-date-unreadable"),
        ("2024-01-07,CNY,1.2E+05,1.00,快捷支付,某某,", "bank-amount-shortened"),
        ("2024-01-07,CNY,-1.005,1.00,快捷支付,某某,", "bank-amount-unreadable"),
        ("2024-01-07,CNY,xx,1.00,快捷支付,某某,", "bank-amount-unreadable"),
        ("2024-01-07,CNY,,1.00,快捷支付,某某,", "bank-amount-missing"),
        ("2024-01-07,CNY,-1,020.00,5,000.00,快捷支付,某某,", "bank-row-too-long"),
        ("2024-01-07,CNY,-1.00,1.00,快捷支付,某某,,一格太多", "bank-row-too-long"),
        ("2024-01-07,CNY,-1.00,1.00", "bank-row-too-short"),
        ("2024-01-07,CNY,-1.", "bank-row-too-short"),
        ("2024-01", "bank-row-too-short"),
        ("看不懂的一行", "bank-row-too-short"),
        ("2024-01-07本页合计：1.00,CNY,-1.00,1.00,快捷支付,某某,", "bank-date-unreadable"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_others_are_kept(line: str, code: str) -> None:
    result = read(text_table(cmb_with(line)))
    assert told(result) == [(code, 4)]
    assert [row.amount for row in result.ledger.bank] == [1_000_00, -20_50]
    assert (result.rows, result.used, result.skipped) == (3, 2, (("bank-unreadable", 1),))


@pytest.mark.parametrize(
    "line", ["1月小计,,1000.00,,,,", "2024年1月合计：1000.00 笔数：12,,,,,,", "本年累计 2000.00 3000.00,,,,,,"]
)
def test_sums_between_the_rows_are_no_rows(line: str) -> None:
    result = read(text_table(cmb_with(line)))
    assert (told(result), result.rows, result.skipped) == ([], 2, ())


def test_a_problem_s_sentence_names_the_file_the_row_and_what_stood_there() -> None:
    (problem,) = read(text_table(cmb_with("2024-02-30,CNY,-1.00,1.00,快捷支付,某某,"))).problems
    for sentence in sentences(problem):
        assert "流水.csv" in sentence
        assert "4" in sentence
        assert "2024-02-30" in sentence


def test_brackets_are_read_as_a_minus_and_told() -> None:
    result = read(text_table(cmb_with('2024-01-07,CNY,(12.00),"4,967.50",快捷支付,某某,')))
    assert result.ledger.bank[2].amount == -12_00
    assert told(result) == [("bank-amount-in-brackets", 4)]


@pytest.mark.parametrize(
    ("written", "fen"), [("¥-3", -3_00), ("￥1,020.00", 1020_00), ("－5.00", -5_00), ("+1020.00", 1020_00), ("0.00", 0)]
)
def test_amounts_are_read_in_the_ways_people_write_them(written: str, fen: int) -> None:
    result = read(text_table(cmb_with(f'2024-01-07,CNY,"{written}",,快捷支付,某某,')))
    assert result.ledger.bank[2].amount == fen


@pytest.mark.parametrize(("written", "row_day"), [("2024/1/7", 7), ("2024年1月7日", 7), ("20240107", 7), ("45298", 7)])
def test_dates_are_read_in_the_forms_that_a_spreadsheet_leaves(written: str, row_day: int) -> None:
    result = read(text_table(cmb_with(f"{written},CNY,-1.00,,快捷支付,某某,")))
    assert result.ledger.bank[2].on.day == row_day


def test_money_on_both_sides_is_told() -> None:
    both = ICBC_SHORT + '2024-01-07     \t,快捷支付,1.00,2.00,人民币,"4,978.50",某某\n'
    assert told(read(text_table(both))) == [("bank-amount-on-both-sides", 8)]


def test_brackets_in_a_column_for_one_direction_are_told() -> None:
    bracketed = ICBC_SHORT + '2024-01-07     \t,快捷支付,-,(2.00),人民币,"4,978.50",某某\n'
    assert told(read(text_table(bracketed))) == [("bank-amount-unreadable", 8)]


def test_a_row_with_neither_side_is_told() -> None:
    neither = ICBC_SHORT + '2024-01-07     \t,快捷支付,-,-,人民币,"4,979.50",某某\n'
    assert told(read(text_table(neither))) == [("bank-amount-missing", 8)]


def test_a_direction_that_says_nothing_is_told() -> None:
    row = ["2024-01-07 10:00:00", "我", "6230", "某某", "11", "调整", "1.00", "4,978.50", "", "", "A3"]
    result = read(sheet_table([*PAB, row]))
    assert (told(result), result.used) == ([("bank-direction-unknown", 4)], 2)


def test_an_impossible_time_is_told_and_the_row_is_kept_for_its_date() -> None:
    scrambled = BOC_PDF.replace("10:00:01", "77:57:11")
    result = read(text_table(scrambled))
    assert told(result) == [("bank-time-unreadable", 4)]
    assert result.ledger.bank[1].at is None
    assert result.used == 2


def test_a_time_without_its_leading_zero_is_read() -> None:
    table = text_table(CMB_WEB.replace("\\t", "\t").replace("09:00:00", "90000"))
    earned = max(read(table).ledger.bank, key=lambda row: row.amount)
    assert (earned.at is not None) and earned.at.hour == 9


def test_masked_balances_are_told_once_and_the_amounts_kept() -> None:
    masked = ICBC_V2.replace("4,979.50", "x,yyy.zz").replace("5,000.00", "x,yyy.zz")
    result = read(text_table(masked))
    assert told(result) == [("bank-balance-unreadable", 8)]
    assert [row.balance for row in result.ledger.bank] == [None, None]
    assert result.used == 2


def test_totals_that_the_rows_do_not_give_are_told_at_the_row_that_declares_them() -> None:
    other = CMB_WEB.replace("共 1,000.00 元", "共 1,500.00 元").replace("支出合计: 1 笔", "支出合计: 2 笔")
    assert told(read(text_table(other))) == [("bank-count-differs", 13), ("bank-sum-differs", 13)]


def test_a_file_cut_off_in_the_middle_of_its_last_row_keeps_the_rows_before() -> None:
    for end in range(CMB_APP.index("2024-01-06") + 1, len(CMB_APP) - 3):
        table = text_table(CMB_APP[:end])
        amounts = [row.amount for row in read(table).ledger.bank]
        assert amounts in ([1_000_00], [1_000_00, -20_50])


@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=6))
def test_whatever_stands_below_a_header_no_row_is_lost_without_a_word(rows: list[list[str]]) -> None:
    header = CMB_APP.split("\n")[0].split(",")
    result = read(sheet_table([header, *rows]))
    told(result)
    assert result.rows == result.used + sum(count for _, count in result.skipped)


@given(st.lists(st.lists(st.text(max_size=10), max_size=9), max_size=8))
def test_no_table_makes_an_importer_fail_or_two_of_them_claim_it(rows: list[list[str]]) -> None:
    table = sheet_table(rows)
    assert len(claiming(table)) <= 1
    assert [importer.claims(table) for importer in IMPORTERS].count(True) == len(claiming(table))

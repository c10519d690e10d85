"""Every layout of every bank gives the rows that stand in it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.importers.banks import IMPORTERS, LAYOUTS
from app.importers.banks.columns import money_columns
from app.importers.banks.layout import Layout
from app.importers.reading.table import Table
from app.importers.registry import importers
from tests.importers.bank_statements import (
    BOC_CARD,
    CARD_TABLES,
    CITIC_PDF,
    CMB_APP,
    CMB_WEB,
    DEBIT_TABLES,
    PSBC_PDF,
    claiming,
    importer_of,
    read,
    sheet_table,
    text_table,
    told,
)

TIMED = {
    "cmb-debit-web": "both",
    "icbc-debit-pdf": "both",
    "ccb-debit-web": "both",
    "boc-debit-pdf": "both",
    "boc-debit-web": "both",
    "abc-debit-pdf": "first",
    "abc-debit-web": "both",
    "bocom-debit-pdf": "both",
    "bocom-debit-web": "both",
    "spdb-debit": "both",
    "cmbc-debit-pdf": "both",
    "cib-debit": "both",
    "pab-debit": "both",
}
ALL = {**DEBIT_TABLES, **CARD_TABLES}


@pytest.mark.parametrize("layout", ALL)
def test_exactly_one_bank_claims_each_layout(layout: str) -> None:
    assert len(claiming(ALL[layout])) == 1
    assert read(ALL[layout]).format == layout.partition(" ")[0]


@pytest.mark.parametrize("layout", DEBIT_TABLES)
def test_money_in_is_positive_and_money_out_negative_with_its_balance(layout: str) -> None:
    result = read(DEBIT_TABLES[layout])
    rows = sorted(result.ledger.bank, key=lambda row: -row.amount)
    assert [(row.amount, row.balance) for row in rows] == [(1_000_00, 5_000_00), (-20_50, 4_979_50)]
    assert (result.rows, result.used, result.skipped, told(result)) == (2, 2, (), [])


@pytest.mark.parametrize("layout", DEBIT_TABLES)
def test_rows_stand_on_the_day_the_bank_booked_them(layout: str) -> None:
    rows = sorted(read(DEBIT_TABLES[layout]).ledger.bank, key=lambda row: -row.amount)
    booked_later = date(2024, 1, 6 if layout == "ccb-debit-web" else 5)
    assert [row.on for row in rows] == [booked_later, date(2024, 1, 6)]


@pytest.mark.parametrize("layout", DEBIT_TABLES)
def test_the_time_is_told_where_the_bank_prints_one_and_only_there(layout: str) -> None:
    earned, paid = sorted(read(DEBIT_TABLES[layout]).ledger.bank, key=lambda row: -row.amount)
    timed = TIMED.get(layout.partition(" ")[0], "none")
    assert (earned.at is not None) == (timed in {"both", "first"})
    assert paid.at == (datetime(2024, 1, 6, 10, 0, 1) if timed == "both" else None)


@pytest.mark.parametrize("layout", DEBIT_TABLES)
def test_the_counterparty_or_the_summary_says_whom_it_concerned(layout: str) -> None:
    earned, paid = sorted(read(DEBIT_TABLES[layout]).ledger.bank, key=lambda row: -row.amount)
    assert "某某公司" in earned.counterparty or layout == "citic-debit"
    assert paid.summary
    assert earned.bank == paid.bank == importer_of(DEBIT_TABLES[layout]).bank


@pytest.mark.parametrize(
    ("layout", "account"),
    [
        ("cmb-debit-web", "6214********5555"),
        ("icbc-debit-web v1", "1234****9876"),
        ("icbc-debit-web short", "6222****5678"),
        ("icbc-debit-pdf", "6222****5678"),
        ("ccb-debit-web", "6217*********1546"),
        ("ccb-debit-app", "6217000000001546"),
        ("abc-debit-pdf", "6228480000001234"),
        ("bocom-debit-web", "6222888888888888888"),
        ("spdb-debit", "6200000000001230"),
        ("cmbc-debit-pdf", "6226220000001234"),
        ("cib-debit", "622900000000001234"),
        ("psbc-debit-pdf", "6217990000001234"),
        ("cmb-debit-app", ""),
    ],
)
def test_the_account_is_kept_as_the_file_writes_it(layout: str, account: str) -> None:
    result = read(DEBIT_TABLES[layout])
    assert {row.account for row in result.ledger.bank} == {account}
    assert result.ledger.coverages[0].account == account


@pytest.mark.parametrize(
    "layout", ["cmb-debit-web", "ccb-debit-app", "abc-debit-pdf", "bocom-debit-web", "spdb-debit", "cib-debit"]
)
def test_the_range_a_statement_declares_is_part_of_its_coverage(layout: str) -> None:
    coverage = read(DEBIT_TABLES[layout]).ledger.coverages[0]
    assert coverage.declared_first == datetime(2024, 1, 1)
    assert coverage.declared_last == datetime(2024, 1, 31, 23, 59, 59)
    assert coverage.declaring


@pytest.mark.parametrize("layout", DEBIT_TABLES)
def test_coverage_holds_rows_ends_and_sums_whatever_the_direction_of_the_file(layout: str) -> None:
    result = read(DEBIT_TABLES[layout])
    coverage = result.ledger.coverages[0]
    assert coverage.rows == 2
    assert {word: (count, amount) for word, count, amount in coverage.sums} == {
        "收入": (1, 1_000_00),
        "支出": (1, 20_50),
    }
    by_amount = {row.amount: row.sources[0] for row in result.ledger.bank}
    assert coverage.oldest_source == by_amount[1_000_00]
    assert coverage.newest_source == by_amount[-20_50]
    assert coverage.breaks == ()


@pytest.mark.parametrize(
    ("layout", "counts"), [("cmb-debit-web", 2), ("icbc-debit-web v1", None), ("bocom-debit-web", None)]
)
def test_the_totals_a_statement_declares_agree_with_its_rows(layout: str, counts: int | None) -> None:
    coverage = read(DEBIT_TABLES[layout]).ledger.coverages[0]
    assert {(word, amount) for word, _, amount in coverage.declared_sums} == {("收入", 1_000_00), ("支出", 20_50)}
    assert coverage.declared_rows == counts


def test_the_moment_of_the_export_is_read() -> None:
    assert read(text_table(CMB_WEB)).ledger.coverages[0].exported_at == datetime(2024, 2, 1, 23, 52, 22)
    assert read(DEBIT_TABLES["cib-debit"]).ledger.coverages[0].exported_at == datetime(2024, 2, 5, 23, 4, 57)


@pytest.mark.parametrize("layout", CARD_TABLES)
def test_on_a_card_a_charge_is_money_out_and_a_repayment_money_in(layout: str) -> None:
    result = read(CARD_TABLES[layout])
    assert [row.amount for row in result.ledger.bank] == [-20_50, 1_000_00]
    assert {row.provider for row in result.ledger.bank} == {layout}
    assert result.ledger.bank[1].on == date(2024, 1, 7)


def test_a_card_tail_that_a_workbook_holds_as_a_number_is_four_digits() -> None:
    assert {row.account for row in read(CARD_TABLES["citic-credit"]).ledger.bank} == {"6688"}


def test_a_foreign_row_is_left_out_and_counted() -> None:
    result = read(text_table(BOC_CARD))
    assert (result.rows, result.used, result.skipped) == (3, 2, (("bank-foreign-currency", 1),))


def test_a_booking_day_without_a_year_is_the_first_one_after_the_transaction() -> None:
    assert read(text_table(BOC_CARD)).ledger.bank[0].on == date(2024, 1, 1)


def test_dashes_and_empty_marks_are_no_text() -> None:
    rows = read(DEBIT_TABLES["boc-debit-pdf"]).ledger.bank
    assert rows[0].note == "柜台 4954******2012 某支行"
    assert read(DEBIT_TABLES["icbc-debit-pdf"]).ledger.bank[1].counterparty == ""


def test_a_wrapped_word_and_a_footer_glued_to_the_last_row_leave_no_trace() -> None:
    paid = read(DEBIT_TABLES["icbc-debit-pdf"]).ledger.bank[1]
    assert paid.summary == "微信零钱提现"
    assert paid.note == "快捷支付 1001"


def test_radicals_of_a_pdf_are_read_as_characters() -> None:
    earned, _ = read(DEBIT_TABLES["abc-debit-pdf"]).ledger.bank
    assert earned.note == "转账 超级网银"


def test_a_line_that_only_goes_on_with_texts_belongs_to_the_row_above() -> None:
    wrapped = [*PSBC_PDF[:4], ["", "代发", "", "", "（北京）"], *PSBC_PDF[4:]]
    earned, _ = read(sheet_table(wrapped)).ledger.bank
    assert (earned.summary, earned.counterparty) == ("工资代发", "某某公司（北京）")


def test_a_header_that_a_pdf_repeats_on_its_next_page_is_no_row() -> None:
    pages = [*CITIC_PDF[:4], ["1/2"], CITIC_PDF[2], *CITIC_PDF[4:]]
    result = read(sheet_table(pages))
    assert (result.rows, told(result)) == (2, [])


def test_the_english_line_below_a_header_is_no_row() -> None:
    header, *rows = CMB_APP.strip().split("\n")
    english = "Date,Currency,Transaction Amount,Balance,Transaction Type,Counter Party,Customer Type"
    assert read(text_table("\n".join([header, english, *rows]))).rows == 2


@pytest.mark.parametrize(
    "header",
    [
        "交易时间,交易对方,摘要,收/支,交易金额,交易状态,交易流水号,交易渠道,备注",
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注",
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注",
        "期数,应还日,应还本金,应还利息,状态",
        "交易日期,交易金额",
        "交易日期,收入金额,支出金额,账户余额,交易摘要",
        "",
    ],
)
def test_a_table_of_another_kind_is_claimed_by_no_bank(header: str) -> None:
    assert claiming(text_table(header + "\n2024-01-01,1,2,3,4,5,6,7,8,9,10,11")) == []


def test_a_common_header_counts_only_below_its_bank_s_title() -> None:
    assert claiming(sheet_table(CITIC_PDF)) == ["citic"]
    assert claiming(sheet_table(CITIC_PDF[1:])) == []


def test_reading_what_is_not_claimed_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="no table of"):
        IMPORTERS[0].read(Table("x.csv", "", "", [["a"]]))


def test_a_layout_never_seen_counts_only_if_its_balances_prove_the_direction() -> None:
    turned = [[c.replace("-20.50", "20.50") for c in row] for row in PSBC_PDF]
    result = read(sheet_table(turned))
    assert (result.used, result.skipped) == (0, (("bank-unproved", 2),))
    assert told(result) == [("bank-layout-unproved", 1)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_a_layout_is_known_by_its_date_and_its_amount(layout: Layout) -> None:
    assert set(layout.booked) & set(layout.header)
    assert any(set(names) & set(layout.header) for names in money_columns(layout))


def test_a_statement_without_rows_says_so() -> None:
    header = CMB_APP.split("\n")[0]
    result = read(text_table(header))
    assert (result.rows, result.period, told(result)) == (0, None, [("bank-no-rows", 1)])


@pytest.mark.parametrize("layout", ALL)
def test_no_importer_of_another_family_claims_a_bank_s_table(layout: str) -> None:
    assert [i.name for i in importers() if i.claims(ALL[layout])] == claiming(ALL[layout])

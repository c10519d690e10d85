"""Every shared sample of a bank's export is read as far as it says something, to the fen."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.importers.importer import Imported
from app.importers.reading.table import Table
from app.importers.registry import importers
from tests.importers.bank_statements import claiming, read, told
from tests.shared import shared

# sample, importer, rows, used, money in, money out, problems by code
SAMPLES = [
    ("cmb-debit/deg_pdf_text_to_csv.csv", "cmb", 5, 5, 1234_00, 2013_14, {"bank-balance-unrelated": 1}),
    ("cmb-debit/bfc_expected_rows.csv", "cmb", 34, 34, 101522_06, 12166_54, {"bank-balance-unrelated": 1}),
    ("abc-debit/deg_pdf_text_to_csv.csv", "abc", 5, 5, 10000_01, 12355_89, {"bank-balance-unrelated": 1}),
    ("abc-debit/bfc_expected_rows.csv", "abc", 81, 81, 1540706_60, 1518374_22, {"bank-balance-unrelated": 1}),
    (
        "boc-debit/bfc_expected_rows.csv",
        "boc",
        17,
        17,
        20069_36,
        22449_30,
        {"bank-time-unreadable": 11, "bank-balance-unrelated": 1},
    ),
    ("bocom-debit/deg_pdf_text_to_csv.csv", "bocom", 6, 6, 11_25, 114_00, {"bank-balance-unrelated": 1}),
    ("bocom-debit/bfc_expected_rows.csv", "bocom", 14, 14, 645_28, 190_36, {"bank-balance-unrelated": 1}),
    (
        "icbc-debit-csv/deg_debit-v2_15cols.csv",
        "icbc",
        11,
        11,
        2841_74,
        4241_08,
        {"bank-sum-differs": 2, "bank-balance-unreadable": 1},
    ),
    ("ccb-debit-xls/deg_ccb_masked.xls", "ccb", 6, 6, 0, 703_26, {"bank-balance-breaks-once": 1}),
    ("spdb-debit-xls/deg_spdb.xls", "spdb", 4, 4, 10_00, 11_64, {}),
    ("citic-credit-xls/deg_citic.xls", "citic-card", 13, 13, 1_41, 1098_80, {}),
    ("cgb-credit/deg_cgb.csv", "cgb-card", 4, 4, 1227_88, 403_32, {}),
    ("boc-credit/deg_boc_credit.csv", "boc-card", 14, 13, 989_84, 1228_09, {}),
    ("boc-credit/bfc_pdf1_expected_rows.csv", "boc-card", 14, 0, 0, 0, {"bank-date-unreadable": 14}),
]
OTHERS = [
    "alipay-app-2021-06/deg_bottom_preamble.csv",
    "alipay-app-2023/deg_20230210-20230213.csv",
    "alipay-app-2024-entity/daoru_predict_20201122-20201214.csv",
    "wechat-csv-16-preamble/deg_wechat.csv",
    "jd-csv/deg_jd_138.csv",
    "meituan-csv/deg_meituan_20250201-20250228.csv",
    "loan-rows/loan_rows_verbatim.csv",
    "variation-testsets/tinysnow_alipay.csv",
    "variation-testsets/tinysnow_ccb.csv",
    "variation-testsets/tinysnow_wechat.csv",
]


def tables_of(path: Path) -> list[Table]:
    """The tables of a file, read without the program's own reader."""
    data = path.read_bytes()
    if path.suffix == ".xls":
        book = CalamineWorkbook.from_path(path)
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
        return [Table(path.name, name, "d", [list(map(str, row)) for row in rows]) for name, rows in sheets.items()]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [Table(path.name, "", "d", list(csv.reader(text.splitlines())))]


@cache
def imported(sample: str) -> Imported:
    (table,) = tables_of(shared("samples", *sample.split("/")))
    return read(table)


@pytest.mark.parametrize(("sample", "name"), [(case[0], case[1]) for case in SAMPLES])
def test_exactly_one_bank_claims_a_sample(sample: str, name: str) -> None:
    (table,) = tables_of(shared("samples", *sample.split("/")))
    assert claiming(table) == [name]
    assert [importer.name for importer in importers() if importer.claims(table)] == [name]


@pytest.mark.parametrize(("sample", "rows", "used"), [(c[0], c[2], c[3]) for c in SAMPLES])
def test_every_row_of_a_sample_is_counted(sample: str, rows: int, used: int) -> None:
    result = imported(sample)
    assert (result.rows, result.used, len(result.ledger.bank)) == (rows, used, used)
    assert result.ledger.coverages[0].rows == used


@pytest.mark.parametrize(("sample", "money_in", "money_out"), [(c[0], c[4], c[5]) for c in SAMPLES])
def test_the_sums_of_a_sample_are_right_to_the_fen(sample: str, money_in: int, money_out: int) -> None:
    amounts = [row.amount for row in imported(sample).ledger.bank]
    assert sum(a for a in amounts if a > 0) == money_in
    assert -sum(a for a in amounts if a < 0) == money_out


@pytest.mark.parametrize(("sample", "problems"), [(c[0], c[6]) for c in SAMPLES])
def test_what_is_wrong_in_a_sample_is_told(sample: str, problems: dict[str, int]) -> None:
    assert Counter(code for code, _ in told(imported(sample))) == problems


@pytest.mark.parametrize("sample", OTHERS)
def test_no_bank_claims_a_sample_of_another_kind(sample: str) -> None:
    assert [claiming(table) for table in tables_of(shared("samples", *sample.split("/")))] == [[]]


def test_a_gap_in_the_balances_of_the_ccb_sample_is_found_at_its_row() -> None:
    coverage = imported("ccb-debit-xls/deg_ccb_masked.xls").ledger.coverages[0]
    assert [source.row for source in coverage.breaks] == [10]


def test_the_icbc_sample_is_read_newest_first_with_its_account_and_declared_totals() -> None:
    result = imported("icbc-debit-csv/deg_debit-v2_15cols.csv")
    coverage = result.ledger.coverages[0]
    assert result.period == (date(2023, 2, 8), date(2023, 5, 2))
    assert (coverage.account, coverage.declared_sums) == ("1234****9876", (("支出", 0, 9876_54), ("收入", 0, 1234_56)))
    assert coverage.oldest_source is not None
    assert coverage.newest_source is not None
    assert coverage.oldest_source.row > coverage.newest_source.row


def test_loan_rows_of_the_abc_sample_keep_their_place_without_a_time() -> None:
    loan_rows = [row for row in imported("abc-debit/bfc_expected_rows.csv").ledger.bank if row.summary == "正常还款"]
    assert len(loan_rows) == 12
    assert all(row.at is None and row.amount < 0 and row.counterparty.isdigit() for row in loan_rows)


def test_every_row_of_every_case_is_read_and_its_balances_close() -> None:
    files = sorted(p for p in shared("cases").glob("*/*.csv") if p.name.startswith(("招商银行", "工商银行")))
    results = [read(table) for path in files for table in tables_of(path)]
    assert [problem for result in results for problem in result.problems] == []
    assert sum(result.used for result in results) == sum(data_lines(path) for path in files) > 0


def data_lines(path: Path) -> int:
    """The lines of a case's statement that begin with a date."""
    return sum(line[:4].isdigit() for line in path.read_text(encoding="utf-8-sig").splitlines())

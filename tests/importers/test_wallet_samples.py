"""Every wallet export of the shared material is read whole: rows, sums, period and kinds are the file's own."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from app.core.facts import Coverage, Product, Purpose, WalletKind
from app.importers.read import Reading, read_paths
from tests.shared import shared


def sample(*parts: str) -> Reading:
    return read_paths([shared("samples", *parts)])


Sums = tuple[tuple[str, int, int], ...]
SAMPLES: list[tuple[str, str, str, int, int, tuple[date, date], Sums]] = [
    (
        "alipay-app-2021-06",
        "deg_bottom_preamble.csv",
        "alipay-app-2021",
        9,
        21,
        (date(2020, 6, 2), date(2021, 6, 14)),
        (("其他", 5, 17741), ("支出", 4, 28331)),
    ),
    (
        "alipay-app-2023",
        "deg_20230210-20230213.csv",
        "alipay-app-2023",
        10,
        66,
        (date(2023, 1, 9), date(2023, 7, 10)),
        (("不计收支", 4, 24737), ("支出", 5, 21164), ("收入", 1, 22222850)),
    ),
    (
        "alipay-app-2023",
        "beancount-trans_two_rows_zero_amount.csv",
        "alipay-app-2023",
        2,
        734,
        (date(2023, 2, 22), date(2023, 5, 18)),
        (("支出", 2, 1900),),
    ),
    (
        "alipay-app-2024-entity",
        "daoru_predict_20201122-20201214.csv",
        "alipay-app-2024",
        24,
        35,
        (date(2020, 11, 23), date(2020, 12, 15)),
        (("不计收支", 5, 5804), ("支出", 18, 185320), ("收入", 1, 8888)),
    ),
    (
        "wechat-csv-16-preamble",
        "deg_wechat.csv",
        "wechat-csv",
        27,
        43,
        (date(2017, 10, 20), date(2024, 6, 7)),
        (("中性交易", 11, 2610089), ("支出", 11, 290453), ("收入", 5, 2849)),
    ),
    (
        "jd-csv",
        "deg_jd_138.csv",
        "jd",
        26,
        26,
        (date(2024, 12, 5), date(2024, 12, 30)),
        (("不计收支", 10, 109759), ("支出", 16, 164843)),
    ),
    (
        "meituan-csv",
        "deg_meituan_20250201-20250228.csv",
        "meituan",
        29,
        29,
        (date(2025, 2, 2), date(2025, 2, 28)),
        (("支出", 23, 117568), ("收入", 6, 20973)),
    ),
]


@pytest.mark.parametrize(
    ("folder", "file", "format", "rows", "declared", "period", "sums"), SAMPLES, ids=[s[1] for s in SAMPLES]
)
def test_a_sample_is_read_whole(
    folder: str, file: str, format: str, rows: int, declared: int, period: tuple[date, date], sums: Sums
) -> None:
    reading = sample(folder, file)
    (report,), (coverage,) = reading.sources, reading.ledger.coverages
    assert (report.format, report.rows, report.period) == (format, rows, period)
    assert (coverage.rows, coverage.declared_rows, coverage.sums) == (rows, declared, sums)
    told = {problem.code for problem in report.problems}
    assert ("wallet-rows-differ" in told) is (rows < declared)


@pytest.mark.parametrize("parts", [("jd-csv", "deg_jd_138.csv"), ("meituan-csv", "deg_meituan_20250201-20250228.csv")])
def test_the_samples_that_nobody_shortened_agree_with_their_own_totals_to_the_fen(parts: tuple[str, str]) -> None:
    (coverage,) = sample(*parts).ledger.coverages
    assert agrees(coverage)


def agrees(coverage: Coverage) -> bool:
    held = {word: (rows, amount) for word, rows, amount in coverage.sums}
    declared = {word: (rows, amount) for word, rows, amount in coverage.declared_sums if rows}
    return coverage.rows == coverage.declared_rows and held == declared


def test_both_sheets_of_the_wechat_workbook_are_read() -> None:
    reading = sample("wechat-xlsx-2026-17-preamble", "deg_wechat.xlsx")
    (report,) = reading.sources
    assert (report.rows, report.used, report.sheets) == (54, 2, ("example-wechat-records", "Sheet1"))
    assert report.format == "wechat-xlsx-2025, wechat-xlsx-2026"
    by_sheet = {
        coverage.oldest_source.sheet: coverage for coverage in reading.ledger.coverages if coverage.oldest_source
    }
    assert by_sheet["example-wechat-records"].sums == by_sheet["Sheet1"].sums
    assert {row.amount for row in reading.ledger.wallet} == {54858}


def test_the_meituan_sample_holds_one_repayment_four_purchases_and_two_refunds_on_credit() -> None:
    ledger = sample("meituan-csv", "deg_meituan_20250201-20250228.csv").ledger
    kinds = Counter(row.kind for row in ledger.wallet)
    assert kinds == {WalletKind.PURCHASE: 4, WalletKind.REFUND: 2, WalletKind.REPAYMENT: 1}
    (repaid,) = (row for row in ledger.wallet if row.kind is WalletKind.REPAYMENT)
    assert (repaid.amount, repaid.bill_month, repaid.product) == (4812, (2025, 3), Product.YUEFU)


@pytest.mark.parametrize(("file", "rows"), [("tinysnow_alipay.csv", 23), ("tinysnow_wechat.csv", 23)])
def test_the_variation_sets_are_read_without_a_bad_row(file: str, rows: int) -> None:
    (report,) = sample("variation-testsets", file).sources
    assert (report.rows, report.used, report.problems) == (rows, 0, ())


@pytest.fixture(scope="module")
def cases() -> Reading:
    return read_paths(sorted(shared("cases").glob("*/alipay_record_*.csv")))


def test_the_simulated_cases_agree_with_their_totals_but_for_the_three_that_were_cut(cases: Reading) -> None:
    coverages = cases.ledger.coverages
    cut = [coverage for coverage in coverages if not agrees(coverage)]
    assert len(coverages) == 109
    assert sorted((c.rows, c.declared_rows) for c in cut) == [(88, 96), (101, 110), (143, 155)]
    oldest = sorted((c.oldest_source.row, [d.row for d in c.declaring]) for c in cut if c.oldest_source)
    assert oldest == [(105, [5, 8, 9, 10, 11]), (118, [5, 8, 9, 10, 11]), (160, [5, 8, 9, 10, 11])]


def test_every_credit_row_of_the_simulated_cases_is_recognised(cases: Reading) -> None:
    rows = cases.ledger.wallet
    assert Counter(row.kind for row in rows) == {
        WalletKind.PURCHASE: 2662,
        WalletKind.REPAYMENT: 1528,
        WalletKind.DRAWDOWN: 149,
        WalletKind.RESERVE_TAKEN: 58,
        WalletKind.RESERVE_RETURNED: 28,
        WalletKind.REFUND: 18,
        WalletKind.CHARGE: 5,
    }
    assert Counter(row.purpose for row in rows if row.purpose is not Purpose.UNKNOWN) == {
        Purpose.BILL: 477,
        Purpose.SETTLEMENT: 48,
        Purpose.PREPAYMENT: 19,
        Purpose.OVERDUE_CHARGE: 20,
    }
    assert {problem.code for report in cases.sources for problem in report.problems} == {"wallet-rows-differ"}


def test_every_refund_of_the_simulated_cases_finds_its_order_but_one_whose_purchase_was_cut_off(cases: Reading) -> None:
    rows = cases.ledger.wallet
    orders = {row.order_no for row in rows if row.kind is not WalletKind.REFUND}
    lost = [row for row in rows if row.kind is WalletKind.REFUND and row.refund_of not in orders]
    assert [(row.refund_of[:8], row.at.date()) for row in lost] == [("20240702", date(2024, 8, 19))]

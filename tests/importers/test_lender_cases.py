"""Every lender's file of the shared cases is claimed by one importer, and every data row of it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.core.facts import Ledger
from app.importers.importer import Imported
from app.importers.lenders import interface_files, monthly_bill, reserve_record, tables
from app.importers.reading.table import Table
from app.importers.recognising.labels import is_totals
from tests.importers.lender_grids import tables_in
from tests.shared import shared

IMPORTERS = tuple(
    importer for module in (interface_files, tables, monthly_bill, reserve_record) for importer in module.IMPORTERS
)
FORMATS = {
    "loan_detail_*": "interface-loan-detail",
    "repay_plan_*": "interface-repay-plan",
    "instmnt_init_*": "interface-instmnt",
    "repay_loan_detail_*": "interface-repay-loan-detail",
    "repay_instmnt_detail_*": "interface-repay-instmnt-detail",
    "exempt_instmnt_detail_*": "interface-exempt-instmnt-detail",
    "借款记录_*": "lender-drawdowns",
    "还款计划_*": "lender-plan",
    "还款记录_*": "lender-records",
    "备用金记录_*": "reserve-record",
    "花呗账单_*": "bill-huabei",
}


def imported(table: Table) -> Imported:
    claiming = [importer for importer in IMPORTERS if importer.claims(table)]
    assert len(claiming) == 1, (table.file, table.sheet, [importer.name for importer in claiming])
    return claiming[0].read(table)


def facts_in(ledger: Ledger) -> int:
    lines = sum(len(bill.lines) for bill in ledger.bills)
    kinds = (ledger.loans, ledger.plan_rows, ledger.postings, ledger.waivers, ledger.reserves)
    return lines + sum(map(len, kinds))


def data_rows(table: Table, above: int) -> int:
    rows = (table.row(number) for number in range(above + 1, len(table) + 1))
    return sum(1 for row in rows if any(cell.strip() for cell in row) and not is_totals(row))


def check(paths: Iterable[Path], expected: str, above: int) -> int:
    count = 0
    for path in sorted(paths):
        for table in tables_in(path):
            result = imported(table)
            assert result.format == expected, path
            assert result.rows == result.used == facts_in(result.ledger) == data_rows(table, above), path
            assert {problem.code for problem in result.problems} <= {"bill-sum-differs"}, path
            count += 1
    return count


@pytest.mark.parametrize(("pattern", "expected"), FORMATS.items())
def test_every_row_of_the_shared_cases_becomes_a_fact(pattern: str, expected: str) -> None:
    files = list(shared("cases").glob(f"*/{pattern}"))
    assert check(files, expected, above=3 if expected.startswith("bill") else 1) == len(files) > 0


def test_the_sheets_of_one_workbook_are_tables_of_their_own() -> None:
    counted: Counter[str] = Counter()
    for path in shared("cases").glob("*/借款与还款明细_*.xlsx"):
        for table in tables_in(path):
            result = imported(table)
            assert result.rows == result.used == facts_in(result.ledger) == data_rows(table, 1), path
            counted[result.format] += 1
    assert set(counted) == {"lender-drawdowns", "lender-plan", "lender-records"}
    assert len(set(counted.values())) == 1


def test_interface_repayments_by_loan_and_by_period_agree() -> None:
    for path in shared("cases").glob("*/repay_loan_detail_*.csv"):
        by_loan = imported(next(tables_in(path))).ledger.postings
        other = path.with_name(path.name.replace("loan", "instmnt"))
        by_period = imported(next(tables_in(other))).ledger.postings
        totals: Counter[str] = Counter()
        for posting in by_period:
            totals[posting.batch] += posting.total
        assert totals == {posting.batch: posting.total for posting in by_loan}
        assert all(posting.period is None for posting in by_loan)
        assert all(posting.period for posting in by_period)


def test_bills_that_do_not_add_up_are_told() -> None:
    told = 0
    for path in shared("cases").glob("*/花呗账单_*"):
        result = imported(next(tables_in(path)))
        (bill,) = result.ledger.bills
        differs = bill.declared != sum(line.amount for line in bill.lines)
        assert differs == any(problem.code == "bill-sum-differs" for problem in result.problems)
        told += differs
    assert told > 0


@pytest.mark.parametrize("pattern", ["alipay_record_*", "招商银行*", "工商银行*"])
def test_wallets_and_banks_of_the_shared_cases_are_never_taken_for_a_lender(pattern: str) -> None:
    for path in sorted(shared("cases").glob(f"*/{pattern}"))[::6]:
        for table in tables_in(path):
            assert [importer.name for importer in IMPORTERS if importer.claims(table)] == [], path


def test_wallets_and_banks_of_the_samples_are_never_taken_for_a_lender() -> None:
    seen = 0
    for path in sorted(shared("samples").rglob("*")):
        if path.suffix in {".csv", ".xls", ".xlsx"} and path.is_file():
            for table in tables_in(path):
                assert [importer.name for importer in IMPORTERS if importer.claims(table)] == [], path
                seen += 1
    assert seen > 20

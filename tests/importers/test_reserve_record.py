"""Reserve advances are read with their return, their fee, or the bill they moved to."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest

from app.core.facts import ReserveAdvance
from app.importers.lenders.reserve_record import ReserveRecord
from app.importers.reading.table import Table

RESERVE = ReserveRecord()


def read(rows: str, header: str = "取用时间,取用金额,归还时间,归还金额,费用,状态") -> tuple[ReserveAdvance, ...]:
    table = Table("made-up.csv", "", "0" * 16, list(csv.reader(io.StringIO(f"{header}\n{rows}"))))
    assert RESERVE.claims(table)
    result = RESERVE.read(table)
    assert result.rows == result.used
    return result.ledger.reserves


def test_a_returned_advance_has_its_return_and_fee() -> None:
    (advance,) = read("2024-09-09 19:34:36,500.00,2024-09-16 14:46:25,502.29,2.29,已归还")
    assert (advance.taken_at, advance.amount) == (datetime(2024, 9, 9, 19, 34, 36), 50000)
    assert (advance.returned_at, advance.returned, advance.fee) == (datetime(2024, 9, 16, 14, 46, 25), 50229, 229)
    assert advance.moved_to is None


@pytest.mark.parametrize(
    "state",
    ["已转入花呗2024年05月账单", "转入花呗2024年5月账单", "已计入花呗2024-05账单", "Moved to the bill of 2024-05"],
)
def test_an_advance_that_moved_to_a_bill_names_its_month(state: str) -> None:
    (advance,) = read(f"2024-04-05 09:50:18,500.00,,,0.00,{state}")
    assert (advance.moved_to, advance.returned_at, advance.returned) == ((2024, 5), None, None)


def test_an_advance_still_out_has_no_return() -> None:
    (advance,) = read("2024-04-05 09:50:18,500.00,-,-,,未归还")
    assert (advance.returned_at, advance.fee, advance.state) == (None, 0, "未归还")


def test_the_file_speaks_of_the_days_from_the_first_taking_to_the_last_return() -> None:
    header = "取用时间,取用金额,归还时间,归还金额,费用,状态"
    rows = "2024-09-09 19:34:36,500.00,2024-09-16 14:46:25,500.00,0,已归还"
    table = Table("made-up.csv", "", "0" * 16, list(csv.reader(io.StringIO(f"{header}\n{rows}"))))
    result = RESERVE.read(table)
    assert result.period == (date(2024, 9, 9), date(2024, 9, 16))
    (coverage,) = result.ledger.coverages
    assert (coverage.provider, coverage.last) == ("lender", datetime(2024, 9, 16, 14, 46, 25))


@pytest.mark.parametrize(
    ("state", "extended", "closed"),
    [("未归还", False, False), ("使用中", False, False), ("已归还", False, True), ("已展期，使用中", True, False),
     ("已展期，已归还", True, True), ("returned", False, True)],
)  # fmt: skip
def test_a_state_says_whether_an_advance_was_extended_and_whether_it_is_over(
    state: str, extended: bool, closed: bool
) -> None:
    (advance,) = read(f"2024-04-05 09:50:18,500.00,,,0.00,{state}")
    assert (advance.extended, advance.closed) == (extended, closed)


def test_under_a_title_the_day_of_return_and_a_fee_are_enough() -> None:
    rows = ["备用金使用明细", "使用日期,金额,到期日,归还日期,费用", "2026-09-01,300.00,2026-09-08,2026-09-10,2.55"]
    (advance,) = RESERVE.read(Table("made-up.csv", "", "0" * 16, [row.split(",") for row in rows])).ledger.reserves
    assert (advance.amount, advance.fee, advance.returned_at) == (30_000, 255, datetime(2026, 9, 10))


def test_without_one_the_same_columns_are_no_record_of_advances() -> None:
    rows = ["借款日期,借款金额,到期日,还款日期,费用", "2026-09-01,300.00,2026-09-08,2026-09-10,2.55"]
    assert not RESERVE.claims(Table("made-up.csv", "", "0" * 16, [row.split(",") for row in rows]))

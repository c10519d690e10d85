"""Interface files are known by their columns, in any order and over several days, and read in fen."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Method, PeriodState, Product, Trigger
from app.importers.importer import Imported
from app.importers.lenders.interface_files import InterfaceFiles
from app.importers.lenders.tables import LenderTables
from app.importers.reading.table import Table

INTERFACE = InterfaceFiles()
LOAN_DETAIL = """contract_no,fund_seq_no,loan_status,apply_date,encash_date,encash_amt,start_date,end_date,\
total_terms,repay_mode,grace_day,rate_type,day_rate,region_code
JB1,FS1,1,20231122205634,20231122205634,5000000,20231122,20241122,12,1,3,F,0.000350,330100
JB2,FS2,2,20231122205634,20231122205634,5000000,20231122,20241122,12,1,0,F,0.000350,330100
JB3,FS3,1,2024-01-31 08:00:00,2024-01-31 08:00:00,1000000,20240131,20240229,1,6,0,F,0.0004,330100
"""
INSTMNT = """contract_no,settle_date,term_no,start_date,end_date,status,clear_date,prin_ovd_date,\
prin_ovd_days,int_ovd_days,prin_bal,int_bal,ovd_prin_pnlt_bal,ovd_int_pnlt_bal
JB1,20231221,1,20231122,20231222,CLEAR,20231220,,0,0,0,0,0,0
JB1,20231221,2,20231222,20240122,NORMAL,,,0,0,396096,49980,0,0
JB1,20231221,3,20240122,20240222,OVD,,20240223,1,1,400394,45682,344,26
"""
BY_LOAN = """contract_no,repay_seq_no,repay_type,repay_date,repay_amt,paid_prin_amt,paid_ovd_prin_amt,\
paid_int_amt,paid_ovd_int_amt,paid_ovd_prin_pnlt_amt,paid_ovd_int_pnlt_amt,fee_amt
JB1,R1,02,20240324182308,440909,0,409668,0,30871,344,26,0
JB1,R2,01,2024-04-22 09:43:36,440549,411095,0,29444,0,0,0,10
"""
BY_PERIOD = """contract_no,seq_no,term_no,repay_amt_type,repay_date,repay_amt,paid_prin_amt,paid_int_amt,\
paid_ovd_prin_pnlt_amt,paid_ovd_int_pnlt_amt
JB1,R1,4,03,20240324,440909,409668,30871,344,26
"""
PLAN = """contract_no,term_no,start_date,end_date,prin_amt,int_amt
JB1,1,20231122,20231222,393576,52500
"""
EXEMPT = """contract_no,seq_no,term_no,exempt_date,exempt_amt,exempt_int_amt,exempt_ovd_prin_pnlt_amt,\
exempt_ovd_int_pnlt_amt
JB1,X1,1,20240408,1934,1900,30,4
"""
NOT_NEEDED = {
    "interface-loan": "contract_no,settle_date,status,next_repay_date,unclear_terms,ovd_terms,prin_bal,ovd_prin_bal,"
    "int_bal,ovd_int_bal,ovd_prin_pnlt_bal,ovd_int_pnlt_bal\nJB1,20231221,NORMAL,20240122,11,0,1,0,0,0,0,0\n",
    "interface-loan-calc": "contract_no,calc_date,prin_bal,ovd_prin_bal,ovd_int_bal,real_rate,pnlt_rate,int_amt,"
    "ovd_prin_pnlt_amt,ovd_int_pnlt_amt\nJB1,20231221,1,0,0,0.00035,0.000525,1,0,0\n",
    "interface-arg-status-change": "contract_no,event_code,before_status,after_status,event_date\n"
    "JB1,11020007,NORMAL,OVD,20240223\n",
}


def grid(text: str) -> Table:
    return Table("made-up", "", "0" * 16, list(csv.reader(io.StringIO(text))))


def read(text: str) -> Imported:
    table = grid(text)
    assert INTERFACE.claims(table)
    assert not LenderTables().claims(table)
    return INTERFACE.read(table)


def test_drawdowns_are_read_and_failed_ones_are_counted_as_skipped() -> None:
    result = read(LOAN_DETAIL)
    first, second = result.ledger.loans
    assert (first.contract, first.principal, first.terms, first.method) == ("JB1", 5000000, 12, Method.EQUAL_INSTALMENT)
    assert (first.daily_rate, first.grace_days, first.product) == (Decimal("0.00035"), 3, Product.JIEBEI)
    assert first.drawn_at == datetime(2023, 11, 22, 20, 56, 34)
    assert (second.method, second.drawn_at) == (Method.INTEREST_ONLY, datetime(2024, 1, 31, 8))
    assert (result.rows, result.used, result.skipped) == (3, 2, (("lender-drawdown-failed", 1),))


def test_the_due_day_is_that_of_the_end_unless_a_short_month_cut_it() -> None:
    assert [loan.due_day for loan in read(LOAN_DETAIL).ledger.loans] == [22, 31]


def test_periods_as_they_stand_keep_state_penalty_and_whether_amounts_are_shown() -> None:
    cleared, normal, overdue = read(INSTMNT).ledger.plan_rows
    assert (cleared.state, cleared.cleared_on, cleared.amounts_kept) == (
        PeriodState.SETTLED,
        date(2023, 12, 20),
        False,
    )
    assert (normal.as_of, normal.due, normal.principal, normal.interest, normal.amounts_kept) == (
        date(2023, 12, 21),
        date(2024, 1, 22),
        396096,
        49980,
        True,
    )
    assert (overdue.state, overdue.penalty) == (PeriodState.OVERDUE, 370)


def test_the_second_name_of_a_column_is_the_same_column() -> None:
    assert read(INSTMNT.replace(",status,", ",instmnt_status,")).ledger == read(INSTMNT).ledger
    assert read(BY_PERIOD.replace("seq_no", "repay_seq_no")).ledger == read(BY_PERIOD).ledger
    assert read(EXEMPT.replace("exempt_", "xpt_")).ledger == read(EXEMPT).ledger


def test_a_repayment_by_loan_has_its_time_and_by_period_the_date_it_counts() -> None:
    automatic, manual = read(BY_LOAN).ledger.postings
    (by_period,) = read(BY_PERIOD).ledger.postings
    assert (automatic.at, automatic.period, automatic.batch) == (datetime(2024, 3, 24, 18, 23, 8), None, "R1")
    assert (automatic.trigger, manual.trigger) == (Trigger.AUTO, Trigger.MANUAL)
    assert (automatic.principal, automatic.interest, automatic.penalty) == (409668, 30871, 370)
    assert (automatic.penalty_on_principal, automatic.penalty_on_interest) == (344, 26)
    assert (manual.fee, manual.total) == (10, 440549)
    assert (by_period.period, by_period.counted_on, by_period.batch) == (4, date(2024, 3, 24), "R1")


def test_the_plan_at_drawdown_has_no_day_of_asking() -> None:
    (row,) = read(PLAN).ledger.plan_rows
    assert (row.as_of, row.period, row.due, row.principal, row.interest) == (None, 1, date(2023, 12, 22), 393576, 52500)


def test_a_waiver_is_split_into_interest_and_penalty() -> None:
    (waiver,) = read(EXEMPT).ledger.waivers
    assert (waiver.on, waiver.period, waiver.amount, waiver.interest, waiver.penalty, waiver.batch) == (
        date(2024, 4, 8),
        1,
        1934,
        1900,
        34,
        "X1",
    )


@pytest.mark.parametrize(("format_", "text"), NOT_NEEDED.items())
def test_tables_without_facts_are_recognised_and_their_rows_counted_as_not_needed(format_: str, text: str) -> None:
    result = read(text)
    assert (result.format, result.rows, result.used) == (format_, 1, 0)
    assert result.skipped == (("lender-not-needed", 1),)


def test_several_days_strung_together_are_read_even_if_their_columns_are_ordered_differently() -> None:
    header, row = PLAN.strip().splitlines()
    turned = "\n".join(",".join(reversed(line.split(","))) for line in (header, row.replace("JB1", "JB9")))
    result = read(f"{PLAN}{turned}\n")
    assert [row.contract for row in result.ledger.plan_rows] == ["JB1", "JB9"]
    assert {(row.principal, row.due) for row in result.ledger.plan_rows} == {(393576, date(2023, 12, 22))}


def test_parts_that_do_not_make_the_total_are_told() -> None:
    result = read(BY_PERIOD.replace("440909", "440910"))
    (problem,) = result.problems
    assert problem.code == "lender-parts-differ"
    assert dict(problem.facts) == {"file": "made-up", "row": 2, "total": 440910, "parts": 440909}


def test_a_cell_that_is_no_fen_amount_is_told_and_the_other_rows_are_read() -> None:
    result = read(PLAN + "JB1,2,20231222,20240122,3960.96,49980\n")
    assert (result.rows, result.used) == (2, 1)
    assert [problem.code for problem in result.problems] == ["lender-amount-unreadable"]


def test_the_coverage_ends_at_the_last_day_of_asking_not_at_the_last_due_date() -> None:
    (coverage,) = read(INSTMNT).ledger.coverages
    assert coverage.last == datetime(2023, 12, 21)


@given(st.permutations(range(len(INSTMNT.splitlines()[0].split(",")))))
def test_the_order_of_columns_does_not_matter(order: list[int]) -> None:
    turned = "\n".join(",".join(line.split(",")[i] for i in order) for line in INSTMNT.strip().splitlines())
    assert read(turned).ledger == read(INSTMNT).ledger

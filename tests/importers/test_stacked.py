"""A sheet that holds several tables gives the rows of each, or says which of them was not read."""

from __future__ import annotations

from pathlib import Path

from app.importers.read import Reading, read_paths
from app.importers.reading.table import Table
from app.importers.recognising.stacked import stacked
from app.texts import Phrasebook, languages

LOANS = [
    ["借据编号", "放款日期", "借款金额", "期限", "年利率", "状态"],
    ["HT0001", "2026-01-15", "3000.00", "3期", "18%", "还款中"],
]
PLAN = [
    ["期数", "还款日期", "应还总额", "应还本金", "应还利息"],
    ["1", "2026-02-15", "1030.15", "985.15", "45.00"],
    ["2", "2026-03-15", "1030.15", "999.93", "30.22"],
    ["3", "2026-04-15", "1030.14", "1014.92", "15.22"],
]
COSTS = [["费用", "利率", "还款方式"], ["服务费", "0.10%", "按月"], ["担保费", "0.20%", "按月"]]


def read(tmp_path: Path, *rows: list[str]) -> Reading:
    path = tmp_path / "一页.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    return read_paths([path])


def said(reading: Reading) -> set[str]:
    (source,) = reading.sources
    for language in languages():
        for problem in source.problems:
            assert "一页.csv" in Phrasebook(language).say(f"problem.{problem.code}", **dict(problem.facts))
    return {problem.code for problem in source.problems}


def test_each_row_keeps_its_number_in_the_file(tmp_path: Path) -> None:
    ledger = read(tmp_path, *LOANS, [], *PLAN).ledger
    assert [source.row for loan in ledger.loans for source in loan.sources] == [2]
    assert [source.row for row in ledger.plan_rows for source in row.sources] == [5, 6, 7]


def test_the_one_loan_above_a_plan_is_the_plans(tmp_path: Path) -> None:
    ledger = read(tmp_path, *LOANS, [], *PLAN).ledger
    assert {row.contract for row in ledger.plan_rows} == {"HT0001"}


def test_of_two_loans_above_a_plan_neither_is_taken_for_the_plans(tmp_path: Path) -> None:
    second = ["HT0002", "2026-02-15", "5000.00", "6期", "18%", "还款中"]
    reading = read(tmp_path, *LOANS, second, [], *PLAN)
    assert {row.contract for row in reading.ledger.plan_rows} == {""}
    assert "lender-without-contract" in said(reading)


def test_the_day_of_asking_at_the_top_holds_for_each_table(tmp_path: Path) -> None:
    ledger = read(tmp_path, ["查询日期：2026-01-20"], *LOANS, [], *PLAN).ledger
    assert {str(row.as_of) for row in ledger.plan_rows} == {"2026-01-20"}


def test_a_table_that_is_not_read_is_named_with_its_row_and_its_headings(tmp_path: Path) -> None:
    reading = read(tmp_path, *PLAN, [], *COSTS)
    assert len(reading.ledger.plan_rows) == 3
    (told,) = [p for p in reading.sources[0].problems if p.code == "lender-table-beside"]
    assert told.source and told.source.row == 6
    assert said(reading) >= {"lender-table-beside"}


def test_a_heading_that_stands_again_begins_no_other_table() -> None:
    table = Table("一页", "", "", [*PLAN[:3], PLAN[0], PLAN[3]])
    assert stacked(table).tables == (table,)

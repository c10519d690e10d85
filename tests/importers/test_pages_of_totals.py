"""A page that shows only what is due each month is used by the loan's amount and day that it states itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.pipeline import tell
from app.importers.read import Reading, read_paths

HEAD = ("微粒贷", "借款金额 3,000.00元", "借款日期 2026-05-18", "日利率 0.05%", "共3期")
DUES = (("2026-06-18", "1,030.15"), ("2026-07-18", "1,030.15"), ("2026-08-18", "1,032.20"))


def read(tmp_path: Path, *head: str) -> Reading:
    lines = [*head, *(f"第{n}/3期 {day} 应还 {total}元 待还" for n, (day, total) in enumerate(DUES, 1))]
    path = tmp_path / "计划.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_paths([path])


def test_its_sums_are_split_where_they_close_to_the_fen(tmp_path: Path) -> None:
    ledger = read(tmp_path, *HEAD).ledger
    (loan,) = ledger.loans
    assert (loan.principal, loan.drawn_at and loan.drawn_at.date()) == (300_000, date(2026, 5, 18))
    rows = tell(ledger).books.plan_rows
    assert [(row.principal, row.interest) for row in rows] == [(98_365, 4_650), (99_990, 3_025), (101_645, 1_575)]
    assert {row.contract for row in rows} == {loan.contract}


def test_without_its_day_no_loan_is_made_of_it(tmp_path: Path) -> None:
    ledger = read(tmp_path, HEAD[0], HEAD[1], "2026-05-18", *HEAD[3:]).ledger
    assert not ledger.loans and len(ledger.plan_totals) == 3


@pytest.mark.parametrize("number", ["", "第{n}期 "])
@pytest.mark.parametrize("words", ["应还{} 已还{}", "应还金额 {} 实还金额 {}", "已还{1} 应还{0}"])
def test_lines_with_what_is_due_and_what_was_repaid_are_a_plan_that_says_how_it_went(
    number: str, words: str, tmp_path: Path
) -> None:
    sums = [("1036.00", "1036.00"), ("1024.00", "1025.50"), ("1012.00", "0.00")]
    lines = [f"{number.format(n=n)}2024-0{n}-05 {words.format(*both)}" for n, both in enumerate(sums, 1)]
    (tmp_path / "a.txt").write_text("\n".join(["借呗", *lines]), encoding="utf-8")
    totals = sorted(read_paths([tmp_path]).ledger.plan_totals, key=lambda total: total.due)
    assert [(total.instalment, total.state.value) for total in totals] == [
        (103_600, "settled"),
        (102_400, "settled"),
        (101_200, "open"),
    ]

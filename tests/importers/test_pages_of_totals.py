"""A page that shows only what is due each month is used by the loan's amount and day that it states itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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

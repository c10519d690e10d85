"""Pasted pages of a plan that was put off or moved are read, and their records go to the loan that they name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.importers.read import Reading, read_paths

NUMBER = "JB20240313000123"
DAYS = ("2024-04-13", "2024-05-13", "2024-06-13", "2024-08-13", "2024-09-13", "2024-10-13")
STATES = ("已还清",) * 3 + ("待还款",) * 3


def read(folder: Path, lines: Sequence[str]) -> Reading:
    path = folder / "页面.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_paths([path])


def plan(days: Sequence[str] = DAYS, states: Sequence[str] = STATES) -> list[str]:
    rows = [
        f"第{n}期 {due} 应还510.00元 本金500.00元 利息10.00元 {state}"
        for n, (due, state) in enumerate(zip(days, states, strict=True), 1)
    ]
    return ["借呗 还款计划", f"合同编号：{NUMBER}", "查询日期：2024-06-18", *rows]


def test_periods_that_all_fall_due_later_than_what_was_settled_are_read(tmp_path: Path) -> None:
    rows = read(tmp_path, plan()).ledger.plan_rows
    assert [(row.contract, row.due.isoformat()) for row in rows] == [(NUMBER, due) for due in DAYS]


def test_one_day_out_of_step_and_a_break_before_anything_was_settled_stay_doubtful(tmp_path: Path) -> None:
    misread = (*DAYS[:3], "2024-08-13", "2024-08-13", "2024-09-13")
    assert read(tmp_path, plan(misread)).ledger.plan_rows == ()
    assert read(tmp_path, plan(states=("待还款",) * 6)).ledger.plan_rows == ()


def test_repayments_and_the_one_loan_of_a_page_are_under_the_number_above_them(tmp_path: Path) -> None:
    paid = [f"2024-0{n}-13 10:00:00 第{n - 3}期 自动扣款 510.00元 本金500.00元 利息10.00元 还款成功" for n in (4, 5)]
    records = read(tmp_path, ["借呗 还款记录", f"合同编号：{NUMBER}", *paid]).ledger
    assert {posting.contract for posting in records.postings} == {NUMBER}
    terms = ["借款金额 3,000.00元", "借款时间 2024-03-13 10:11:12", "期数 6期", "还款方式 等额本息"]
    loans = read(tmp_path, ["借呗", "借款详情", f"合同编号：{NUMBER}", *terms]).ledger.loans
    assert [(loan.contract, loan.principal) for loan in loans] == [(NUMBER, 300_000)]

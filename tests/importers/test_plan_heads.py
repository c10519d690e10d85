"""What a page says of its loan above the plan is used: amount, day, rate and days of grace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.facts import LoanRecord
from app.importers.read import read_paths
from app.importers.screens.assembling import page_of
from app.importers.screens.lines import lines_of_text

PLAN = """期数,应还日期,应还本金,应还利息,应还总额,状态
1,2026-04-01,996.04,12.40,1008.44,已还清
2,2026-05-01,996.24,12.16,1008.40,待还
"""


def loans(folder: Path, head: str, plan: str = PLAN) -> tuple[LoanRecord, ...]:
    (folder / "plan.csv").write_text(head + plan, encoding="utf-8")
    return read_paths([folder]).ledger.loans


def test_the_terms_above_a_plan_are_those_of_its_loan(tmp_path: Path) -> None:
    (loan,) = loans(
        tmp_path,
        "某某还款计划\n借款金额：1,992.28元　日利率：0.04%　放款日：2026-03-01　宽限期：3天\n查询日期：2026-04-20\n",
    )
    assert (loan.contract, loan.principal, loan.daily_rate, loan.grace_days) == ("", 199_228, Decimal("0.0004"), 3)
    assert loan.drawn_at is not None and loan.drawn_at.date() == date(2026, 3, 1)


@pytest.mark.parametrize("head", ["", "某某还款计划\n查询日期：2026-04-20\n", "日利率 0.04%\n宽限期 3天\n"])
def test_a_head_without_the_amount_lent_makes_no_loan(tmp_path: Path, head: str) -> None:
    assert not loans(tmp_path, head)


def test_a_plan_of_several_contracts_is_not_given_the_terms_above_it(tmp_path: Path) -> None:
    plan = "借据号," + PLAN.replace("\n1,", "\nL1,1,").replace("\n2,", "\nL2,2,")
    assert not loans(tmp_path, "借款金额：1,992.28元\n", plan)


def test_working_days_of_grace_are_no_days(tmp_path: Path) -> None:
    (loan,) = loans(tmp_path, "借款金额：1,992.28元　宽限期：3个工作日\n")
    assert loan.grace_days is None


def test_a_page_of_one_loan_with_date_and_sum_below_each_period_is_its_plan() -> None:
    lines = ["某某 借款详情", "借款金额1,992.28元", "借款时间2026-03-01", "截至2026年4月20日"]
    for n, (due, state) in enumerate((("2026.04.01", "已还清"), ("2026.05.01", "待还"), ("2026.06.01", "待还")), 1):
        lines += [f"第{n}/3期  {state}", f"{due}  应还1,008.44元", "本金996.04 利息12.40"]
    page = page_of(lines_of_text(lines))
    assert page is not None and (page.kind, len(page.rows)) == ("plan", 3)
    assert [row.text("total") for row in page.rows] == ["1008.44"] * 3


def test_a_list_of_loans_without_numbers_is_read_by_day_amount_periods_and_state(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "借款时间,借款金额(元),期数,状态\n2025-11-12 20:00:11,10000.00,12,还款中\n"
        "2026-03-03 20:00:05,5000.00,6,已结清\n",
        encoding="utf-8",
    )
    found = read_paths([tmp_path]).ledger.loans
    assert [(loan.principal, loan.terms) for loan in found] == [(10_000_00, 12), (5_000_00, 6)]


def test_a_plan_in_english_numbers_its_periods_by_no(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(
        "No.,Due date,Principal,Interest,Instalment,Status\n4,2026-04-01,996.04,12.40,1008.44,Paid\n"
        "5,2026-05-01,996.24,12.16,1008.40,Outstanding\n",
        encoding="utf-8",
    )
    assert [row.period for row in read_paths([tmp_path]).ledger.plan_rows] == [4, 5]


@pytest.mark.parametrize("heading", ["截图日期", "截屏时间", "抄录日期"])
def test_the_day_of_a_page_is_known_by_how_it_was_kept(heading: str, tmp_path: Path) -> None:
    path = tmp_path / "计划.csv"
    rows = [f"{n},2024-0{n + 3}-05,1000.00,{36 - 12 * n}.00,2024-03-10" for n in (1, 2)]
    path.write_text("\n".join([f"期数,应还日,应还本金,应还利息,{heading}", *rows]), encoding="utf-8")
    assert {row.as_of for row in read_paths([path]).ledger.plan_rows} == {date(2024, 3, 10)}

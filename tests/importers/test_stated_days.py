"""What the head of a lender's table states of all its days completes them; what it leaves open is not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.importers.read import read_paths
from tests.importers.strangers_files import csv

_PARTS = (("1000.00", "60.00", "1060.00"), ("1010.00", "50.00", "1060.00"), ("1020.00", "40.00", "1060.00"))
_PLAN = ("期数", "还款日", "本金", "利息", "合计")


def dues(folder: Path, *rows: Sequence[str]) -> list[date]:
    path = folder / "a.csv"
    path.write_bytes(csv([list(row) for row in rows]))
    ledger = read_paths([path]).ledger
    return [row.due for row in ledger.plan_rows] or [row.at.date() for row in ledger.postings]


def periods(*days: str) -> list[list[str]]:
    return [[f"{n}", day, *parts] for n, (day, parts) in enumerate(zip(days, _PARTS, strict=True), 1)]


@pytest.mark.parametrize("title", ["2025年还款计划", "2025年度 借呗还款计划", "2025年 还款计划表"])
@pytest.mark.parametrize(
    "days", [("04-12", "05-12", "06-12"), ("4月12日", "5月12日", "6月12日"), ("4/12", "5/12", "6/12")]
)
def test_the_year_of_the_title_is_that_of_the_rows(title: str, days: Sequence[str], tmp_path: Path) -> None:
    found = dues(tmp_path, [title], _PLAN, *periods(*days), ["合计", "", "3030.00", "150.00", "3180.00"])
    assert found == [date(2025, month, 12) for month in (4, 5, 6)]


def test_the_year_may_stand_in_a_row_above_others(tmp_path: Path) -> None:
    first, *rest = periods("12-12", "01-12", "02-12")
    assert dues(tmp_path, _PLAN, ["2024年"], first, ["2025年"], *rest) == [
        date(2024, 12, 12), date(2025, 1, 12), date(2025, 2, 12),
    ]  # fmt: skip


def test_of_two_years_the_turn_of_the_months_tells_which(tmp_path: Path) -> None:
    found = dues(tmp_path, ["2024-2025年还款计划"], _PLAN, *periods("11-20", "12-20", "01-20"))
    assert found == [date(2024, 11, 20), date(2024, 12, 20), date(2025, 1, 20)]


def test_the_day_of_the_month_may_stand_above_months(tmp_path: Path) -> None:
    names = ("期数", "还款月份", *_PLAN[2:])
    months = periods("2025-04", "2025-05", "2025年6月")
    assert dues(tmp_path, ["每月还款日：12日"], names, *months) == [date(2025, month, 12) for month in (4, 5, 6)]
    assert not dues(tmp_path, ["每月还款日：31日"], names, *months)
    assert not dues(tmp_path, ["还款计划"], names, *months)


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("2025年借款的还款计划", ("04-12", "05-12", "06-12")),  # the loan's year
        ("2025年4月还款计划", ("04-12", "05-12", "06-12")),  # a month's
        ("2025年还款计划", ("11-12", "12-12", "01-12")),  # which of them are of another year is not told
        ("2024年还款计划 2025年还款计划", ("04-12", "05-12", "06-12")),
        ("2024-2025年还款计划", ("04-12", "05-12", "06-12")),
        ("还款计划", ("04-12", "05-12", "06-12")),
    ],
)
def test_a_year_that_is_not_told_for_sure_is_none(title: str, days: Sequence[str], tmp_path: Path) -> None:
    assert not dues(tmp_path, [title], _PLAN, *periods(*days))


_PAID = ("还款日期", "还款金额", "本金", "利息")


def paid(*days: str) -> list[list[str]]:
    return [[day, total, *parts] for day, (*parts, total) in zip(days, _PARTS, strict=True)]


@pytest.mark.parametrize("days", [("12月12日", "1月12日", "2月12日"), ("02-12", "01-12", "12-12")])
def test_the_day_on_which_a_record_was_asked_for_gives_its_days_their_years(
    days: Sequence[str], tmp_path: Path
) -> None:
    found = dues(tmp_path, ["导出时间：2025-02-20 10:00:00"], ["还款记录"], _PAID, *paid(*days))
    assert sorted(found) == [date(2024, 12, 12), date(2025, 1, 12), date(2025, 2, 12)]


def test_the_day_of_asking_says_nothing_of_the_years_of_dues(tmp_path: Path) -> None:
    assert not dues(tmp_path, ["查询日期：2025-02-20"], ["还款计划"], _PLAN, *periods("03-12", "04-12", "05-12"))


def test_a_record_without_any_year_is_not_read(tmp_path: Path) -> None:
    assert not dues(tmp_path, ["还款记录"], _PAID, *paid("12-12", "01-12", "02-12"))

"""A sheet that holds the plans before and after a change gives each of its own day, or says why one is not used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.facts import Product
from app.importers.read import Reading, read_paths
from app.texts import Phrasebook, languages

HEADER = "期数,应还日期,应还本金,应还利息,应还总额"
OLD = ["1,2026-02-05,946.19,120.00,1066.19", "2,2026-03-05,955.65,110.54,1066.19", "3,2026-04-05,965.21,100.98,1066.19"]
NEW = ["1,2026-02-05,946.19,120.00,1066.19", "2,2026-04-05,900.00,150.00,1050.00", "3,2026-05-05,909.00,141.00,1050.00"]
BEFORE, AFTER = [106_619] * 3, [106_619, 105_000, 105_000]
DAY = date(2026, 3, 21)


def read(tmp_path: Path, *lines: str) -> Reading:
    path = tmp_path / "计划.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_paths([path])


def pages(reading: Reading) -> dict[tuple[str, date | None], list[int]]:
    """The instalments of each page, by contract and day."""
    found: dict[tuple[str, date | None], list[int]] = {}
    for row in reading.ledger.planned:
        found.setdefault((row.contract, row.as_of), []).append(row.instalment)
    return found


def said(reading: Reading) -> set[str]:
    (source,) = reading.sources
    for language in languages():
        for problem in source.problems:
            assert "计划.csv" in Phrasebook(language).say(f"problem.{problem.code}", **dict(problem.facts))
    return {problem.code for problem in source.problems}


def beside(above: str, old: list[str] = OLD, new: list[str] = NEW) -> list[str]:
    rows = [f"{left},,{right}" for left, right in zip(old, new, strict=True)]
    return [*above.splitlines(), f"{HEADER},,{HEADER}", *rows]


def below(first: str, second: str) -> list[str]:
    return [first, HEADER, *OLD, "", second, HEADER, *NEW]


def column(name: str, told: tuple[str, str]) -> list[str]:
    rows = [f"{word},{row}" for word, own in zip(told, (OLD, NEW), strict=True) for row in own]
    return [f"{name},{HEADER}", *rows]


HEADED = "期数,{0}应还日期,{0}本金,{0}利息,{1}应还日期,{1}本金,{1}利息"
OF_BOTH = [f"{a.rpartition(',')[0]},{b.partition(',')[2].rpartition(',')[0]}" for a, b in zip(OLD, NEW, strict=True)]


@pytest.mark.parametrize(
    "lines",
    [
        beside("变更日期：2026-03-20\n变更前,,,,,,变更后,,,,"),
        beside("原还款计划,,,,,,新还款计划（2026-03-20）,,,,"),
        below("变更前", "变更后（2026-03-20）"),
        below("原计划", "新计划 变更日期：2026-03-20"),
        ["变更日期：2026-03-20", HEADED.format("原", "新"), *OF_BOTH],
        ["变更日期：2026-03-20", HEADED.format("变更前", "变更后"), *OF_BOTH],
        ["变更日期：2026-03-20", *column("版本", ("调整前", "调整后"))],
        ["Changed on 2026-03-20", *column("version", ("before", "after"))],
    ],
)
def test_the_plan_after_a_change_holds_from_the_day_behind_it(tmp_path: Path, lines: list[str]) -> None:
    assert pages(read(tmp_path, *lines)) == {("", None): BEFORE, ("", DAY): AFTER}


@pytest.mark.parametrize(
    "lines",
    [
        beside("截至2026-02-10,,,,,,截至2026-03-21,,,,"),
        below("查询日期：2026-02-10", "查询日期：2026-03-21"),
    ],
)
def test_two_pages_of_two_days_keep_their_own(tmp_path: Path, lines: list[str]) -> None:
    assert pages(read(tmp_path, *lines)) == {("", date(2026, 2, 10)): BEFORE, ("", DAY): AFTER}


def test_two_loans_side_by_side_keep_their_own_contract(tmp_path: Path) -> None:
    found = pages(read(tmp_path, *beside("借据号：JB0001,,,,,,借据号：JB0002,,,,")))
    assert found == {("JB0001", None): BEFORE, ("JB0002", None): AFTER}


@pytest.mark.parametrize("lines", [beside("变更前,,,,,,变更后,,,,"), below("变更前", "变更后")])
def test_a_plan_after_a_change_of_no_day_is_named_and_not_used(tmp_path: Path, lines: list[str]) -> None:
    reading = read(tmp_path, *lines)
    assert pages(reading) == {("", None): BEFORE}
    assert "lender-plan-after-untold" in said(reading)


def test_two_plans_that_nothing_tells_apart_are_not_used(tmp_path: Path) -> None:
    reading = read(tmp_path, *beside(""))
    assert (reading.ledger.planned, said(reading)) == ((), {"lender-plans-untold"})


def test_a_plan_that_goes_on_beside_itself_is_one(tmp_path: Path) -> None:
    later = [f"{n + 3},2026-0{n + 4}-05,965.21,100.98,1066.19" for n in (1, 2, 3)]
    reading = read(tmp_path, *beside("还款计划", OLD, later))
    assert sorted(row.period for row in reading.ledger.planned) == [1, 2, 3, 4, 5, 6]
    assert "lender-plans-untold" not in said(reading)


def test_a_header_printed_again_on_the_next_page_begins_no_other_plan(tmp_path: Path) -> None:
    lines = ["还款计划", HEADER, *OLD[:2], "第 2 页", HEADER, OLD[2]]
    assert pages(read(tmp_path, *lines)) == {("", None): BEFORE}


OTHER = ["1,2026-02-18,500.00,60.00,560.00", "2,2026-03-18,505.00,55.00,560.00", "3,2026-04-18,510.00,50.00,560.00"]


@pytest.mark.parametrize(
    "lines",
    [
        beside("还款计划", OLD, OTHER),
        ["我的贷款", HEADER, *OLD, "", HEADER, *OTHER],
        ["微粒贷 2026-01-05", HEADER, *OLD, "借呗 2026-01-18", HEADER, *OTHER],
    ],
)
def test_plans_of_another_day_and_another_sum_are_of_two_loans(tmp_path: Path, lines: list[str]) -> None:
    found = read(tmp_path, *lines)
    assert "lender-plans-untold" not in said(found)
    assert sorted((row.due.day, row.instalment) for row in found.ledger.planned)[::3] == [(5, 106_619), (18, 56_000)]


def test_what_stands_above_each_plan_is_of_that_plan_alone(tmp_path: Path) -> None:
    above = (("微粒贷 合同号 A1001", OLD), ("借呗 合同号 B1001", OLD))
    found = read(tmp_path, *(line for words, rows in above for line in (words, HEADER, *rows)))
    assert {(row.contract, row.product) for row in found.ledger.plan_rows} == {
        ("A1001", Product.WEILIDAI),
        ("B1001", Product.JIEBEI),
    }


def test_a_number_in_brackets_above_each_plan_is_that_of_its_loan(tmp_path: Path) -> None:
    lines = beside("借款A（合同号 HT-A001，2800元）,,,,,,借款B（合同号 HT-B002，2800元）")
    assert {contract for contract, _ in pages(read(tmp_path, *lines))} == {"HT-A001", "HT-B002"}


def test_days_that_fall_due_month_by_month_are_read_whichever_number_stands_first(tmp_path: Path) -> None:
    rows = [f"{n},08/{n + 2:02}/2026,100.00,10.00,110.00" for n in range(1, 7)]
    plan = read(tmp_path, "No.,Payment date,Principal,Interest,Payment", *rows).ledger.plan_rows
    assert [row.due for row in plan] == [date(2026, month, 8) for month in range(3, 9)]
    paid = read(
        tmp_path, "Date,Description,Money out,Money in,Balance", *(f"08/0{n}/2026,x,1.00,,9.00" for n in (3, 4, 5, 6))
    )
    assert not paid.ledger.bank

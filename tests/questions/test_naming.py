"""Amounts and days in a question lead to the person's own discrepancies and rows that hold them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.__main__ import main
from app.core.explanation import EventKind
from app.core.money import grouped
from app.core.pipeline import explain
from app.questions.naming import Named, holding, named_in
from tests.core.case_builder import CaseBuilder, at, day
from tests.small_exports import write_export


@pytest.mark.parametrize(
    ("question", "amounts", "days"),
    [
        ("为什么账单多了500", {500_00}, set()),
        ("多扣的1,234.56元是什么", {1_234_56}, set()),
        ("5月10号为什么扣了880", {880_00}, {(None, 5, 10)}),
        ("2026-03-15 的 27 元", {27_00}, {(2026, 3, 15)}),
        ("why was 0.85 taken on 3 April 2026", {85}, {(2026, 4, 3)}),
        ("what happened on May 10", set(), {(None, 5, 10)}),
        ("第12期怎么少了, 分24期, 晚了3天, 扣了2次", set(), set()),
        ("日利率0.05%对吗", set(), set()),
        ("怎么还没到账", set(), set()),
    ],
)
def test_amounts_and_days_are_known_and_other_numbers_are_not(
    question: str, amounts: set[int], days: set[tuple[int | None, int, int]]
) -> None:
    assert named_in(question) == Named(frozenset(amounts), frozenset(days))


@pytest.mark.parametrize(
    ("question", "half", "ended"),
    [
        ("能先还一半吗", True, False),
        ("can I pay half now", True, False),
        ("结清了怎么还在扣", False, True),
        ("I closed the loan and they took money again", False, True),
        ("现在结清要多少钱", False, False),
        ("还了半年了", False, False),
    ],
)
def test_half_of_it_and_what_is_called_settled_are_known(question: str, half: bool, ended: bool) -> None:
    named = named_in(question)
    assert (named.half, named.ended) == (half, ended)


@given(amount=st.integers(1_00, 99_999_999), on=st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_an_amount_and_a_day_are_found_however_they_stand_together(amount: int, on: date) -> None:
    named = named_in(f"{on.year}年{on.month}月{on.day}日扣的{grouped(amount)}元")
    assert named.amounts == {amount}
    assert named.holds_day(on)
    assert not named.holds_day(date(on.year + 1, on.month, 1))


@given(st.text())
def test_no_question_is_too_strange(question: str) -> None:
    named_in(question)


def billed_again() -> CaseBuilder:
    case = CaseBuilder()
    case.reserve(at("03-11 10:30"), returned_at=at("03-14 17:00"), returned=500_00)
    case.bill(4, [case.line(day("04-01"), 500_00), case.line(day("04-02"), 60_00)])
    case.wallet(at("04-03 09:00"), 12_00)
    return case


def test_what_holds_the_amount_is_found_and_what_holds_both_comes_before_what_holds_one() -> None:
    told = explain(billed_again().ledger)
    (event,) = holding("12块是什么", told).events
    assert (event.kind, event.amount) == (EventKind.DEBIT, 12_00)
    assert holding("4月3日的12块是什么", told).events == (event,)
    assert holding("77块是什么", told).events == ()


def test_the_command_says_what_holds_the_amount_with_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_export(tmp_path, "one-loan-row.csv")
    assert main(["ask", "what is 74.40?", str(path), "--lang", "en"]) == 0
    assert "74.40 yuan · 借呗还款  one-loan-row.csv 15" in capsys.readouterr().out

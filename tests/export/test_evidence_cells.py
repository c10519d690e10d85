"""The cell that says an input is found by what it means, not by where it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.discrepancy import Input, Unit
from app.export.workbook.evidence_cells import day_as_written, day_written, where_summed, where_written
from tests.export.export_cases import money, row


def index(given: Input, *texts: str) -> int | None:
    """The index of the cell that is found in a row of texts."""
    found = where_written(given, {row(3): texts})
    return found.index if found else None


@pytest.mark.parametrize("text", ["1,000.00", "1000.00", "¥1,000.00", "-1000.00", "100000", "1000"])
def test_an_amount_is_found_as_it_is_written(text: str) -> None:
    assert index(money("balance", 1000_00, row(3)), "2024-03-11", text) == 1


def test_an_amount_with_decimals_is_preferred_to_a_number_of_periods() -> None:
    assert index(money("balance", 3_00, row(3)), "3", "3.00") == 1


@pytest.mark.parametrize("text", ["0.0400%", "0.04%", "0.0004"])
def test_a_rate_is_found_as_percent_or_fraction(text: str) -> None:
    assert index(Input("daily-rate", Decimal("0.0004"), Unit.RATE, (row(3),)), "12", text) == 1


def test_days_are_in_no_file() -> None:
    assert index(Input("days", 3, Unit.DAYS, (row(3),)), "3") is None


def test_a_row_that_does_not_say_it_gives_nothing() -> None:
    assert index(money("balance", 1000_00, row(3)), "999.99", "还款") is None


DAYS = ["2024-03-01", "2024/3/1", "2024年3月1日", "20240301", "2024-03-01 08:00:06", "2024.03.01"]


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_found_as_it_is_written(text: str) -> None:
    found = day_written(date(2024, 3, 1), (row(3),), {row(3): ["JB20240301000000000042", text, "1000.00"]})
    assert found is not None
    assert found.index == 1


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_written_again_as_its_file_writes_it(text: str) -> None:
    """The parts of the formula, put together by hand for the first of March 2024."""
    formula = day_as_written("C9", text)
    numbers = {"YEAR(C9)": "2024", 'TEXT(MONTH(C9),"00")': "03", 'TEXT(DAY(C9),"00")': "01"}
    numbers |= {"MONTH(C9)": "3", "DAY(C9)": "1"}
    assert "".join(numbers.get(part, part.strip('"')) for part in formula.split("&")) == text


def test_of_two_days_that_are_the_same_in_a_row_the_later_cell_is_the_due_day() -> None:
    found = day_written(date(2024, 3, 1), (row(3),), {row(3): ["2024-03-01", "2024-02-01", "2024-03-01"]})
    assert found is not None
    assert found.index == 2


@pytest.mark.parametrize("text", ["2024-03-11", "12024-03-01", "2024-03-010", "JB20240301"])
def test_another_day_or_a_number_is_no_day(text: str) -> None:
    assert day_written(date(2024, 3, 1), (row(3),), {row(3): [text]}) is None


def summed(amount: int, *rows: tuple[int, str, str]) -> list[tuple[int, int]]:
    """Row and index of the cells that add up to an amount."""
    cells = {row(number): texts for number, *texts in rows}
    return [(w.source.row, w.index) for w in where_summed(amount, [*cells], cells)]


def test_an_amount_that_no_row_says_is_the_sum_of_a_column() -> None:
    assert summed(300_50, (3, "第1期", "100.00"), (4, "第2期", "200.50")) == [(3, 1), (4, 1)]
    assert summed(300_50, (3, "第1期", "10000"), (4, "第2期", "20050")) == [(3, 1), (4, 1)]


def test_the_sum_may_be_of_the_rows_that_follow_one_another() -> None:
    rows = ((3, "a", "100.00"), (4, "b", "1,200.00"), (9, "c", "7.00"), (10, "d", "8.00"))
    assert summed(1300_00, *rows) == [(3, 1), (4, 1)]
    assert summed(15_00, *rows) == [(9, 1), (10, 1)]


def test_what_adds_up_to_another_amount_or_is_one_row_or_counts_is_no_sum() -> None:
    assert summed(300_00, (3, "a", "100.00"), (4, "b", "200.50")) == []
    assert summed(100_00, (3, "a", "100.00")) == []
    assert summed(300_00, (3, "a", "100.00"), (4, "b", "还款")) == []
    assert summed(300_50, (3, "a", "100.00元"), (4, "b", "200.50元")) == []
    assert summed(7, (3, "a", "3"), (4, "b", "4")) == []

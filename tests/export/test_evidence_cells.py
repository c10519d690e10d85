"""The cell that says an input is found by what it means, not by where it stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.core.discrepancy import Input, Unit
from app.export.workbook.evidence_cells import where_written
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

"""What is copied from a table is text in a spreadsheet, and amounts stay amounts."""

from __future__ import annotations

import pytest

from app.gui.widgets.table_view import _cell


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", "-2+3"])
def test_a_text_that_a_spreadsheet_would_compute_is_marked_as_text(text: str) -> None:
    assert _cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.34", "+1,234.50", "-", "3%", "2024-01-02", "借呗还款", ""])
def test_amounts_dates_and_words_stay_as_they_are(text: str) -> None:
    assert _cell(text) == text

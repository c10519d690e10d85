"""A month is read with its year; a sum such as 2,025.06 is none."""

from __future__ import annotations

import pytest

from app.importers.reading.months import month_in, month_within


@pytest.mark.parametrize("text", ["2026-09", "2026/9", "202609", "2026 年 9 月", "2026.09", "2026年9月账单"])
def test_a_whole_cell_is_a_month(text: str) -> None:
    assert month_in(text) == (2026, 9)


@pytest.mark.parametrize("text", ["2026年13月", "2026-09-10", "9月", "12026-09", "2026.095", "账单2026-09"])
def test_another_cell_is_no_month(text: str) -> None:
    assert month_in(text) is None


@pytest.mark.parametrize("text", ["花呗2026年9月账单", "账单（202609）", "2026.09账单", "账单周期 2026.09-2026.10"])
def test_a_text_names_a_month(text: str) -> None:
    assert month_within(text) == (2026, 9)


@pytest.mark.parametrize("text", ["账单金额 2093.06", "账单应还 2026.09", "账单 ¥2026.09", "本期账单合计 2026.09"])
def test_a_sum_with_a_point_names_no_month(text: str) -> None:
    assert month_within(text) is None


def test_a_month_behind_a_sum_is_found() -> None:
    assert month_within("账单金额 2093.06元 2026年9月") == (2026, 9)

"""Reads a month with its year, 2026年9月, 2026-09, 202609, as bills and their titles name it."""

from __future__ import annotations

import re
from collections.abc import Iterator

Month = tuple[int, int]
"""A year and a month of it."""

_MONTH = re.compile(r"(?<!\d)(20\d{2})(\s{0,9}[-/.年]?\s{0,9})(0?[1-9]|1[0-2])(?!\d)")
_CALLED = re.compile(r"\s{0,3}月?(?:份|账单)?")
_YEARS_WITH_A_POINT = range(2010, 2040)
_BEFORE_SUMS = ("额", "金", "息", "计", "还", "¥", ",", ".")
"""How what stands before a sum ends: 应还, 金额, 本金, 利息, 合计, a currency, its own thousands."""


def month_in(text: str) -> Month | None:
    """The year and month that a whole cell is: ``2026-09``, ``202609``, ``2026年9月账单``; None for any other text."""
    found = _MONTH.match(text)
    return _read(found) if found and _CALLED.fullmatch(text, found.end()) else None


def month_within(text: str) -> Month | None:
    """The first month with its year in a text; 2025.06 is none where it is a sum: behind 应还, before 元."""
    return next((_read(found) for found in _found(text)), None)


def _found(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _MONTH.finditer(text) if "." not in found[2] or not _is_sum(text, found))


def _is_sum(text: str, found: re.Match[str]) -> bool:
    before, behind = text[: found.start()].rstrip().replace("￥", "¥"), text[found.end() :].lstrip()
    return int(found[1]) not in _YEARS_WITH_A_POINT or before.endswith(_BEFORE_SUMS) or behind.startswith("元")


def _read(found: re.Match[str]) -> Month:
    return int(found[1]), int(found[3])

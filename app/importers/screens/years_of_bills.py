"""Gives monthly bills listed without a year the one that the list itself tells: its own day, a due date, one month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from app.importers.recognising.labels import ASKED, day_in

Month = tuple[int, int]
"""A year and a month; year 0 where none is written."""

_LATEST = range(3)  # months before the day of a page in which its newest bill lies


def asked_on(text: str) -> date | None:
    """The day on which a page was looked at, where a line says so (截图日期 2024-06-03); None for other lines."""
    return day_in(text) if ASKED.search(text) else None


def whole_months(months: Sequence[Month], dues: Mapping[int, re.Match[str]], asked: date | None) -> list[Month] | None:
    """The months with their years; None where they do not follow each other, or nothing or not one thing tells them.

    ``dues`` are the due dates by the place of their bill, with year and month as groups 1 and 2: a bill is due in its
    month or in the two behind. The newest bill of a page looked at on a day is of its month or of the two before.
    """
    steps = {(after[1] - before[1]) % 12 for before, after in pairwise(months)}
    if steps not in ({1}, {11}):
        return None
    step = 1 if steps == {1} else -1
    newest = len(months) - 1 if step == 1 else 0
    told = {12 * year + month - step * at for at, (year, month) in enumerate(months) if year}
    for at, due in dues.items():
        if due[1] and (behind := (int(due[2]) - months[at][1]) % 12) in _LATEST:
            told.add(12 * int(due[1]) + int(due[2]) - behind - step * at)
    if asked and (before := (asked.month - months[newest][1]) % 12) in _LATEST:
        told.add(12 * asked.year + asked.month - before - step * newest)
    if len(told) != 1:
        return None
    first = told.pop()
    return [((first + step * at - 1) // 12, (first + step * at - 1) % 12 + 1) for at in range(len(months))]

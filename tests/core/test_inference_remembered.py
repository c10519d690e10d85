"""Promises of what the search for terms remembers: it is quick within one case and nothing of it is left after."""

from __future__ import annotations

import gc
from datetime import date
from decimal import Decimal

from app.core.facts import Method
from app.core.inference import Drawn, Paid, infer
from app.core.inference.hypothesis import Hypothesis
from app.core.inference.remembered import forget, remembered
from app.core.loans import Period, Terms, schedule


def _kept() -> int:
    gc.collect()
    return sum(isinstance(each, Hypothesis | Period) for each in gc.get_objects())


def _search() -> None:
    drawn_on = date(2024, 1, 15)
    dues = tuple(date(2024, month, 15) for month in range(2, 12))
    plan = schedule(1_000_000, Terms(Decimal("0.0004"), Method.EQUAL_INSTALMENT), drawn_on, dues)
    paid = [Paid(f"p{p.number}", p.due, p.total) for p in plan]
    infer(Drawn("a", drawn_on, 1_000_000), paid, as_of=date(2025, 1, 1))


def test_nothing_of_a_loan_stays_in_memory_once_it_is_forgotten() -> None:
    forget()
    before = _kept()
    _search()
    assert _kept() > before
    forget()
    assert _kept() == before


def test_what_is_remembered_is_not_computed_again_until_it_is_forgotten() -> None:
    computed: list[int] = []

    @remembered(8)
    def double(number: int) -> int:
        computed.append(number)
        return 2 * number

    assert [double(3), double(3)] == [6, 6]
    assert computed == [3]
    forget()
    assert double(3) == 6
    assert computed == [3, 3]

"""Loans that would be called the same are told apart by the first thing that each of them has."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.explanation import Basis, Facility, Instalment, PlanVersion
from app.core.views.loan_marks import marks_apart

DAYS = (datetime(2026, 1, 5, 9), datetime(2026, 2, 5, 9))
DUES = (date(2026, 2, 10), date(2026, 3, 10))


def loans(
    *, drawn: bool = False, number: bool = False, due: bool = False, principal: int | None = None
) -> list[Facility]:
    """Two loans of one product and amount, with what their papers tell."""
    return [
        Facility(
            f"L{i}",
            "jiebei",
            Basis.GIVEN,
            principal=principal,
            drawn_at=DAYS[i] if drawn else None,
            contract=f"JB2026000{i}1234{i}" if number else "",
            versions=(PlanVersion(1, DUES[i], (Instalment(1, DUES[i], 1, 0, 1, "open"),)),) if due else (),
        )
        for i in range(2)
    ]


@pytest.mark.parametrize(
    ("told", "marks"),
    [
        (loans(drawn=True, number=True), [("drawn", day.date()) for day in DAYS]),
        (loans(number=True, due=True), [("tail", "2340"), ("tail", "2341")]),
        (loans(due=True, principal=100000), [("due", day) for day in DUES]),
        (loans(), [("number", 1), ("number", 2)]),
    ],
)
def test_loans_called_the_same_bear_a_mark_that_no_other_has(told: list[Facility], marks: list[object]) -> None:
    assert list(marks_apart(told).values()) == marks
    assert marks_apart(told[:1]) == {}
    assert marks_apart(told, lambda loan: loan.id) == {}


def test_what_one_loan_lacks_or_both_share_tells_nothing() -> None:
    first, second = loans(drawn=True, number=True)
    same_day = [first, Facility("L1", "jiebei", Basis.GIVEN, drawn_at=DAYS[0], contract=second.contract)]
    assert [by for by, _ in marks_apart(same_day).values()] == ["tail", "tail"]
    one_without = [first, Facility("L1", "jiebei", Basis.GIVEN)]
    assert [by for by, _ in marks_apart(one_without).values()] == ["number", "number"]

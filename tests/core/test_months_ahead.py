"""The months ahead add up what falls due: nothing is lost, and what is bounded is never told as known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.ahead import DueBasis, DueKind, NextDue
from app.core.views.months import MonthAhead, months_ahead

amounts = st.integers(0, 10**7)


def a_due(on: date, basis: DueBasis, amount: int | None, bounds: tuple[int, int] | None) -> NextDue:
    low, high = sorted(bounds) if bounds is not None and amount is None else (None, None)
    return NextDue(on, "loan", "jiebei", DueKind.INSTALMENT, basis, "later-on-page", amount, (), low=low, high=high)


dues_of_a_year = st.lists(
    st.builds(
        a_due,
        st.sampled_from([date(2026, month, day) for month in range(1, 13) for day in (1, 28)]),
        st.sampled_from(DueBasis), st.none() | amounts, st.none() | st.tuples(amounts, amounts),
    ),
    max_size=8,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(dues_of_a_year)
def test_each_due_stands_in_its_month_once_and_bounds_hold(dues: list[NextDue]) -> None:
    months = months_ahead(dues, 12)
    known = sum(due.amount for due in dues if due.amount is not None and due.basis is not DueBasis.ESTIMATED)
    assert sum(month.known for month in months) == known
    assert sum(month.untold for month in months) == sum(due.amount is None and due.high is None for due in dues)
    assert all(month.known <= month.least <= month.most for month in months)
    assert all(one.first < other.first for one, other in pairwise(months))
    assert months_ahead(dues[::-1], 12) == months


def test_a_month_without_a_due_stands_between_two_that_have_one_and_no_more_than_asked_are_given() -> None:
    one, three, later = (
        NextDue(date(2026, month, 10), "loan", "jiebei", DueKind.INSTALMENT, DueBasis.CERTAIN, "next-on-page", 100, ())
        for month in (1, 3, 9)
    )
    empty = MonthAhead(date(2026, 2, 1))
    assert months_ahead([one, three], 6)[1] == empty
    assert len(months_ahead([one, three, later], 6)) == 6
    assert months_ahead([], 6) == ()

"""The shortcuts of the search give what the long way gives."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Purpose
from app.core.inference.assignment import assign
from app.core.inference.debits import Pool
from app.core.inference.derivation import spans_of
from app.core.inference.hypotheses import hypotheses
from app.core.inference.hypothesis import Dues
from app.core.inference.model import Drawn, Paid
from app.core.inference.rate_solver import HIGHEST, LOWEST, MILLIONTHS, level_payments, may_be_interest
from app.core.loans import DayCount
from app.core.loans.schedules import level_payment_at
from tests.core.test_inference_wallet import many_loans

RATES = st.integers(LOWEST, HIGHEST)
STARTS = st.dates(date(2019, 1, 1), date(2026, 12, 28))
DAY_COUNTS = st.sampled_from([DayCount.ACTUAL, DayCount.BOTH_ENDS, DayCount.THIRTY, DayCount.MONTH_365_12])


@given(STARTS, RATES, DAY_COUNTS, st.integers(2, 36), st.integers(10_000, 30_000_000), st.integers(12, 62))
def test_no_equal_instalment_lies_outside_its_bounds(
    starts: date, rate: int, day_count: DayCount, terms: int, principal: int, first_days: int
) -> None:
    first = date.fromordinal(starts.toordinal() + first_days)
    dates = Dues(first, first.day, 0).dates(terms)
    spans = spans_of(starts, dates, day_count)
    paid = level_payment_at(principal, rate, spans.numerators, MILLIONTHS * spans.denominator)
    least, most = level_payments(principal, spans_of(starts, dates, DayCount.ACTUAL))
    assert least <= paid <= most


@given(RATES, st.integers(1, 40_000_000), st.integers(12, 62), st.integers(-3, 3))
def test_no_interest_at_a_rate_of_the_range_is_passed_over(rate: int, base: int, days: int, more: int) -> None:
    assert may_be_interest(base, round(base * rate * (days + more) / MILLIONTHS), days)


def test_the_opening_of_every_hypothesis_is_that_of_its_plan() -> None:
    drawdowns, paid, _ = many_loans(24)
    pool = Pool(paid)
    made = [each for loan in drawdowns for each in hypotheses(loan, pool, [5, 12, 20])]
    assert len(made) > 100
    for each in made:
        assert each.opening == tuple(period.total for period in each.plan[:3])


def test_rows_of_other_loans_are_left_unread_and_every_plain_loan_is_found() -> None:
    drawdowns, paid, as_of = many_loans(24)
    pool = Pool(paid)
    ordered = sorted(drawdowns, key=lambda each: (each.on, each.key))
    for loan, found in zip(ordered, assign(drawdowns, paid, as_of), strict=True):
        everything = {each.terms for each in hypotheses(loan, pool)}
        supported = {each.terms for each in hypotheses(loan, pool, supported=True)}
        assert supported < everything
        assert found.found[0].hypothesis.terms in supported


def test_a_row_that_nothing_goes_with_supports_nothing() -> None:
    drawn = Drawn("loan", date(2024, 3, 5), 500_000)
    pool = Pool([Paid("a", date(2024, 4, 5), 43_817, Purpose.UNKNOWN)])
    assert hypotheses(drawn, pool)
    assert not hypotheses(drawn, pool, supported=True)

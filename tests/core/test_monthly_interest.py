"""A plan with one rate a month is known by its own rows, and settled within a month as lenders part it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import add_months
from app.core.facts import Product
from app.core.loans.monthly_interest import is_monthly
from app.core.loans.settlement import settle
from app.core.loans.standing import LoanStanding, OpenPeriod, Reading
from app.core.money import product

FIRST = date(2026, 1, 15)


def plan(principal: int, terms: int, yearly: Fraction) -> tuple[OpenPeriod, ...]:
    """Equal principal; a twelfth of the yearly rate on what is owed, each month."""
    part, owed, found = principal // terms, principal, []
    for number in range(1, terms + 1):
        of_period = owed if number == terms else part
        found.append(
            OpenPeriod(
                number, add_months(FIRST, number - 1), add_months(FIRST, number), of_period, product(owed, yearly / 12)
            )
        )
        owed -= of_period
    return tuple(found)


def standing(periods: tuple[OpenPeriod, ...], known: date = FIRST) -> LoanStanding:
    return LoanStanding("BL-1", Product.BANK_LOAN, sum(p.principal for p in periods), known, (Reading(periods),))


@given(principal=st.integers(1_000_00, 500_000_00), terms=st.integers(3, 36), basis=st.integers(300, 2_400))
def test_a_plan_that_charges_by_the_month_is_known_as_one(principal: int, terms: int, basis: int) -> None:
    assert is_monthly(plan(principal, terms, Fraction(basis, 10_000)))


def test_interest_that_follows_no_rate_a_month_is_not() -> None:
    periods = list(plan(120_000_00, 12, Fraction(6, 100)))
    periods[4] = OpenPeriod(5, periods[4].starts, periods[4].due, periods[4].principal, periods[4].interest + 3)
    assert not is_monthly(periods)
    assert not is_monthly(plan(120_000_00, 2, Fraction(6, 100)))


def test_it_is_settled_by_thirtieths_first_and_every_other_way_is_stated() -> None:
    periods = plan(120_000_00, 12, Fraction(6, 100))  # 600.00 of interest in the first month
    payoff = settle(standing(periods), FIRST + timedelta(days=10))
    told = {way.way: way.amount - 120_000_00 for way in payoff.ways}
    assert told == {
        ("by-thirtieths",): 200_00, ("by-days-of-month",): 193_55, ("whole-period",): 600_00, ("no-interest",): 0,
    }  # fmt: skip
    assert payoff.usual and payoff.usual.way == ("by-thirtieths",)


def test_on_the_thirty_first_day_it_takes_no_more_than_the_month() -> None:
    periods = plan(120_000_00, 12, Fraction(6, 100))
    payoff = settle(standing(periods), FIRST + timedelta(days=30))
    assert payoff.most == 120_600_00 and not payoff.certain


def test_on_a_due_date_it_takes_the_plan_s_interest_and_nothing_else() -> None:
    periods = plan(120_000_00, 12, Fraction(6, 100))
    assert [way.amount for way in settle(standing(periods), periods[0].due).ways] == [120_600_00]


@given(days=st.integers(1, 27), basis=st.integers(300, 2_400))
def test_the_ways_lie_between_no_interest_and_the_whole_month(days: int, basis: int) -> None:
    periods = plan(90_000_00, 9, Fraction(basis, 10_000))
    payoff = settle(standing(periods), FIRST + timedelta(days=days))
    assert payoff.least == 90_000_00
    assert payoff.most == 90_000_00 + periods[0].interest
    assert payoff.usual and payoff.least <= payoff.usual.amount <= payoff.most

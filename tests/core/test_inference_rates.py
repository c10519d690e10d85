"""Rates found backwards from an amount, and the plausibility that ranks them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Method
from app.core.inference.derivation import spans_of
from app.core.inference.plausibility import DECISIVE, cost_of_rate, cost_of_terms
from app.core.inference.rate_solver import rates_of_interest, rates_of_level_payment
from app.core.loans import DayCount, Terms, interest, schedule
from app.core.loans.late_charge import penalty
from tests.due_dates import due_dates

ON = date(2026, 1, 15)
DUES = due_dates(ON, 12)
ACTUAL = spans_of(ON, DUES, DayCount.ACTUAL)


def test_the_published_payment_gives_back_its_rate() -> None:
    assert rates_of_level_payment(1_200_000, 108_049, ACTUAL) == (Decimal("0.0004"),)  # F2


def test_a_payment_below_the_principal_has_no_rate() -> None:
    assert rates_of_level_payment(1_200_000, 99_999, ACTUAL) == ()


@given(rate=st.integers(50, 1000), principal=st.integers(1_000, 20_000_000))
def test_every_rate_on_the_grid_is_found_from_its_own_payment(rate: int, principal: int) -> None:
    daily = Decimal(rate).scaleb(-6)
    payment = schedule(principal, Terms(daily, Method.EQUAL_INSTALMENT), ON, DUES)[0].total

    assert daily in rates_of_level_payment(principal, payment, ACTUAL)


@given(rate=st.integers(50, 1000), principal=st.integers(1_000, 20_000_000), days=st.integers(1, 366))
def test_every_rate_found_from_an_interest_gives_that_interest(rate: int, principal: int, days: int) -> None:
    daily = Decimal(rate).scaleb(-6)
    ends = date.fromordinal(ON.toordinal() + days)
    amount = interest(principal, daily, ON, ends)

    found = rates_of_interest(principal, amount, Fraction(days))

    assert daily in found or amount == 0
    assert all(interest(principal, each, ON, ends) == amount for each in found)


def test_a_yearly_rate_is_an_exact_fraction() -> None:
    amount = interest(50_000_000, Fraction(178, 365_000), ON, DUES[0])

    assert rates_of_interest(50_000_000, amount, Fraction(31)) == (Fraction(178, 365_000),)


def test_the_rounder_rate_and_the_usual_term_cost_less() -> None:
    assert cost_of_rate(Decimal("0.0004")) < cost_of_rate(Decimal("0.00041")) < cost_of_rate(Decimal("0.000411"))
    assert cost_of_rate(Decimal("0.000411")) - cost_of_rate(Decimal("0.0004")) > DECISIVE
    assert cost_of_terms(12) + DECISIVE < cost_of_terms(11)


def test_penalty_is_on_overdue_principal_and_interest_each_rounded() -> None:
    assert penalty(95_652, 12_397, Decimal("0.0004"), 3) == 172 + 22
    assert penalty(0, 1_860, Decimal("0.0004"), 1) == 1

"""Settling a loan on any day: principal, interest to the day, what is due, fees, each by every rule that still fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Method, Product, Source
from app.core.loans import Convention, DayCount, Period, RoundingStep, Terms, schedule
from app.core.loans.flat_fees import FlatFeeRule, OpenFee, fees_charged, fees_held, is_flat
from app.core.loans.formulas import interest_part
from app.core.loans.plan_rate import Accrual
from app.core.loans.schedules import interest
from app.core.loans.settled import settled_interest
from app.core.loans.settlement import USUAL, Counted, interest_by, settle, settle_all
from app.core.loans.standing import Doubt, LoanPayoff, LoanStanding, OpenPeriod, Reading, ReserveStanding
from app.core.money import Rounding
from tests.due_dates import due_dates

DRAWN = date(2026, 1, 15)
DUES = due_dates(DRAWN, 12)
RATE = Decimal("0.0004")
PLAN = schedule(1_200_000, Terms(RATE, Method.EQUAL_INSTALMENT), DRAWN, DUES)
ROW = (Source("plan.csv", "", 2, "plan"),)


def opened(plan: tuple[Period, ...], fee: int = 0) -> tuple[OpenPeriod, ...]:
    return tuple(
        OpenPeriod(p.number, p.starts, p.due, p.principal, 0 if fee else p.interest, fee, sources=ROW) for p in plan
    )


def loan(plan: tuple[Period, ...], known_until: date, *, rate: Decimal | None = RATE, fee: int = 0) -> LoanStanding:
    reading = Reading(opened(plan, fee), rate, Method.EQUAL_INSTALMENT, evidence=ROW)
    return LoanStanding("JB-1", Product.JIEBEI, 1_200_000, known_until, (reading,), DRAWN)


def amounts(payoff: LoanPayoff) -> dict[tuple[str, ...], int]:
    return {way.way: way.amount for way in payoff.ways}


def test_settling_costs_the_balance_and_its_interest_to_the_day() -> None:
    payoff = settle(loan(PLAN[4:], date(2026, 5, 24)), date(2026, 5, 25))
    usual = payoff.usual
    assert usual and usual.way == ()
    assert (usual.of("principal-open"), usual.of("interest-to-date"), usual.amount) == (818_608, 3_274, 821_882)
    assert payoff.saved == 42_516
    assert payoff.most == 821_882 + 328  # where the day of payment counts as well; that is never certain
    assert not payoff.certain


def test_every_amount_is_what_its_formulas_give_and_names_its_rows() -> None:
    for way in settle(loan(PLAN[4:], date(2026, 5, 24)), date(2026, 5, 25)).ways:
        assert sum(term.amount for part in way.parts for term in part.terms) == way.amount
        assert all(part.evidence for part in way.parts)


def test_on_the_due_date_the_running_period_costs_its_instalment_and_that_is_certain() -> None:
    payoff = settle(loan(PLAN[4:], date(2026, 6, 10)), PLAN[4].due)
    assert payoff.certain
    assert payoff.least == PLAN[4].total + PLAN[4].balance


@given(st.integers(0, 11), st.integers(0, 27))
def test_settling_later_in_a_period_never_costs_less_and_never_more_than_on_its_due_date(place: int, day: int) -> None:
    standing = loan(PLAN[place:], PLAN[place].starts)
    on = PLAN[place].starts + timedelta(days=day)
    today, next_day, due = (settle(standing, each).usual for each in (on, on + timedelta(days=1), PLAN[place].due))
    assert today and next_day and due
    assert today.amount <= next_day.amount <= due.amount or on >= PLAN[place].due - timedelta(days=1)


def test_what_falls_due_after_the_papers_end_is_taken_as_paid_and_said_so() -> None:
    payoff = settle(loan(PLAN[4:], date(2026, 6, 1)), date(2026, 7, 20))
    assert [period.number for period in payoff.assumed] == [5, 6]
    assert payoff.usual and payoff.usual.of("principal-open") == PLAN[5].balance
    assert not payoff.certain


def test_nothing_is_said_of_a_day_before_the_papers_end_or_after_the_plan() -> None:
    standing = loan(PLAN[4:], date(2026, 6, 1))
    assert settle(standing, date(2026, 5, 31)).doubts == (Doubt.BEFORE_PAPERS,)
    assert settle(standing, DUES[-1] + timedelta(days=1)).doubts == (Doubt.PAST_PLAN,)


def test_an_overdue_period_is_owed_with_its_penalty_by_each_way_that_may_hold() -> None:
    payoff = settle(loan(PLAN[4:], date(2026, 6, 20)), date(2026, 6, 25))
    assert {way.of("interest-due") for way in payoff.ways} == {PLAN[4].interest}
    penalties = {way.of("penalty-on-principal", "penalty-on-interest", "penalty-on-instalment") for way in payoff.ways}
    on_principal = interest(PLAN[4].principal, RATE * Decimal("1.5"), DUES[4], date(2026, 6, 25))
    assert min(penalties) == on_principal
    assert len(penalties) > 1
    assert payoff.usual and payoff.usual.of("interest-to-date") == 2_883  # on what is not yet due alone


def test_without_a_rate_the_interest_lies_between_none_and_the_whole_periods() -> None:
    payoff = settle(loan(PLAN[4:], date(2026, 5, 24), rate=None), date(2026, 5, 25))
    assert (payoff.least, payoff.most) == (818_608, 818_608 + PLAN[4].interest)
    late = settle(loan(PLAN[4:], date(2026, 6, 20), rate=None), date(2026, 6, 25))
    assert late.doubts == (Doubt.NO_RATE_FOR_LATENESS,)


def test_a_drawdown_given_back_within_a_day_may_cost_nothing() -> None:
    assert amounts(settle(loan(PLAN, DRAWN), DRAWN + timedelta(days=1))) == {
        (): 1_200_480, ("one-day-more",): 1_200_960, ("given-back",): 1_200_000,
    }  # fmt: skip


def test_a_part_that_nobody_recorded_is_put_to_interest_or_to_principal_and_both_are_told() -> None:
    first = OpenPeriod(5, PLAN[4].starts, PLAN[4].due, PLAN[4].principal, PLAN[4].interest, 0, 20_000, ROW)
    reading = Reading((first, *opened(PLAN[5:])), RATE, Method.EQUAL_INSTALMENT)
    payoff = settle(LoanStanding("JB-1", Product.JIEBEI, 1_200_000, date(2026, 5, 24), (reading,)), date(2026, 5, 25))
    orders = {way.way[0] for way in payoff.ways}
    assert orders == {"interest-first", "principal-first"}
    assert payoff.least < payoff.most


@pytest.mark.parametrize(
    ("rule", "total"),
    [
        (FlatFeeRule.ALL, 435_200),
        (FlatFeeRule.NEXT, 408_800),
        (FlatFeeRule.NEXT_AND_ONE, 413_200),
        (FlatFeeRule.NONE, 400_000),
    ],
)
def test_settling_fee_instalments_costs_what_the_rule_says(rule: FlatFeeRule, total: int) -> None:
    assert 400_000 + sum(fees_held([4_400] * 8, rule, billed=1)) == total
    plan = schedule(400_000, Terms(Decimal(0), Method.EQUAL_PRINCIPAL), DUES[3], DUES[4:])
    assert total in amounts(settle(loan(plan, DUES[3], fee=4_400), date(2026, 5, 25))).values()


def test_the_settlement_fee_falls_away_for_the_last_two_periods() -> None:
    assert sum(fees_held([9_000] * 3, FlatFeeRule.NEXT_AND_ONE, billed=1)) == 27_000
    assert sum(fees_held([9_000] * 2, FlatFeeRule.NEXT_AND_ONE, billed=1)) == 18_000


@pytest.mark.parametrize(
    ("charged", "count", "spared", "rest"), [(0, 0, 27_000, 0), (18_000, 2, 9_000, 0), (27_000, 3, 0, 0)]
)
def test_fees_that_a_settlement_spared_are_the_formula_of_what_it_took(
    charged: int, count: int, spared: int, rest: int
) -> None:
    found = fees_charged(charged, [OpenFee(9_000, ROW)] * 3)
    assert (found.count, found.spared, found.rest) == (count, spared, rest)
    assert 27_000 + sum(part.amount for part in found.parts) == charged


def test_what_no_number_of_fees_makes_up_stays_unexplained() -> None:
    found = fees_charged(18_001, [OpenFee(9_000, ROW)] * 3)
    assert found.count is None
    assert 27_000 + sum(part.amount for part in found.parts) + found.rest == 18_001


def test_reserve_advances_stand_beside_the_loans_and_count_from_the_day_they_were_taken() -> None:
    advance = ReserveStanding(50_000, 199, date(2026, 5, 20), ROW)
    standing = loan(PLAN[4:], date(2026, 5, 24))
    assert settle_all([standing], [advance], date(2026, 5, 25)).advances == 50_199
    assert settle_all([standing], [advance], date(2026, 5, 19)).reserves == ()
    both = settle_all([standing, standing], [], date(2026, 5, 25))
    assert (both.usual, both.planned) == (2 * 821_882, 2 * 864_398)


@given(
    st.integers(1, 10**8), st.integers(1, 200), st.integers(0, 60), st.sampled_from(DayCount),
    st.sampled_from(RoundingStep), st.sampled_from(Rounding),
)  # fmt: skip
def test_a_formula_gives_what_the_convention_gives(
    balance: int, rate: int, days: int, count: DayCount, step: RoundingStep, rounding: Rounding
) -> None:
    convention = Convention(day_count=count, step=step, rounding=rounding)
    span = (DRAWN, DRAWN + timedelta(days=days))
    daily = Decimal(rate).scaleb(-5)
    assert interest_part("x", balance, daily, span, convention).amount == interest(balance, daily, *span, convention)


@given(st.integers(1, 10**8), st.integers(10, 100), st.integers(0, 60), st.booleans(), st.sampled_from(Counted))
def test_the_way_of_counting_is_found_again(balance: int, rate: int, days: int, by_day: bool, counted: Counted) -> None:
    accrual = Accrual(Decimal(rate).scaleb(-5), by_day)
    span = (DRAWN, DRAWN + timedelta(days=days))
    charged = interest_by(counted, balance, accrual.rate, span, accrual.convention)
    found = settled_interest(charged, balance, days, accrual, ROW)
    assert found.counted is not None
    assert interest_by(found.counted, balance, accrual.rate, span, accrual.convention) == charged
    assert found.exact + (found.other_day.amount if found.other_day else 0) == found.part.amount == charged
    assert Counted.TO_THE_DAY in USUAL


def test_interest_that_no_way_of_counting_gives_stands_as_it_was_charged() -> None:
    found = settled_interest(99_999, 1_000_000, 10, Accrual(RATE), ROW)
    assert (found.counted, found.part.amount, found.exact, found.other_day) == (None, 99_999, 4_000, None)
    assert settled_interest(99_999, 1_000_000, 10, None, ROW).counted is None


FLAT = tuple(OpenPeriod(n, date(2024, n, 9), date(2024, n + 1, 9), 360_00, 3_19, sources=ROW) for n in range(4, 12))


def flat(*, rate: Decimal | None = None, periods: tuple[OpenPeriod, ...] = FLAT) -> LoanPayoff:
    reading = Reading(periods, rate, Method.EQUAL_INSTALMENT, evidence=ROW)
    return settle(
        LoanStanding("P", Product.HUABEI, 0, date(2024, 4, 10), (reading,), date(2024, 1, 9)), date(2024, 4, 12)
    )


def test_interest_that_stays_the_same_while_the_balance_falls_is_settled_as_the_flat_fee_it_is() -> None:
    paid = {8 * 360_00 + n * 3_19 for n in (0, 1, 2, 8)}  # none, the next, one more, all: each was seen at some lender
    assert paid <= {way.amount for way in flat().ways}
    assert flat().ways[0].amount == 8 * 360_00 + 3_19


def test_interest_by_a_rate_or_of_a_balance_that_does_not_fall_is_no_flat_fee() -> None:
    assert "fee-on-settling" not in {part.component for way in flat(rate=RATE).ways for part in way.parts}
    falling = tuple(replace(p, interest=3_19 - 40 * n) for n, p in enumerate(FLAT))
    interest_only = tuple(replace(p, principal=0 if p is not FLAT[-1] else 2_880_00) for p in FLAT)
    for periods in (falling, interest_only):
        parts = {part.component for way in flat(periods=periods).ways for part in way.parts}
        assert "interest-to-date" in parts and "fee-on-settling" not in parts
    assert not is_flat([(100, 1), (100, 1)])  # of so few fen nothing can be told

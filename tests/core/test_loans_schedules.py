"""Plans under every convention, against the figures of the formula collection (F1–F5, F17)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.core.facts import Method
from app.core.loans import (
    STANDARD,
    Convention,
    DayCount,
    PaymentFactor,
    Period,
    Residual,
    RoundingStep,
    interest,
    level_payment,
    schedule,
    shares,
    units,
)
from app.core.loans.conventions import Terms
from app.core.loans.schedules import Factors
from app.core.money import Fen, Rounding
from tests.due_dates import due_dates

DRAWN = date(2026, 1, 15)
RATE = Decimal("0.0004")
DUES = due_dates(DRAWN, 12)


def standard_loan(method: Method = Method.EQUAL_INSTALMENT, convention: Convention = STANDARD) -> tuple[Period, ...]:
    return schedule(1_200_000, Terms(RATE, method, convention), DRAWN, DUES)


def total_interest(plan: tuple[Period, ...]) -> Fen:
    return sum(period.interest for period in plan)


def test_simple_interest_counts_the_first_day_and_not_the_last() -> None:
    assert interest(800_000, Decimal("0.00036"), date(2026, 9, 18), date(2026, 10, 9)) == 6_048


def test_counting_both_ends_costs_one_day_more() -> None:
    both = Convention(DayCount.BOTH_ENDS)
    assert interest(800_000, Decimal("0.00036"), date(2026, 9, 18), date(2026, 10, 9), both) == 6_336


def test_the_equal_instalment_plan_on_actual_days_is_exact_in_every_row() -> None:
    rows = [(p.days, p.interest, p.principal, p.total, p.balance) for p in standard_loan()]
    assert rows == [
        (31, 14880, 93169, 108049, 1106831),
        (28, 12397, 95652, 108049, 1011179),
        (31, 12539, 95510, 108049, 915669),
        (30, 10988, 97061, 108049, 818608),
        (31, 10151, 97898, 108049, 720710),
        (30, 8649, 99400, 108049, 621310),
        (31, 7704, 100345, 108049, 520965),
        (31, 6460, 101589, 108049, 419376),
        (30, 5033, 103016, 108049, 316360),
        (31, 3923, 104126, 108049, 212234),
        (30, 2547, 105502, 108049, 106732),
        (31, 1323, 106732, 108055, 0),
    ]
    assert total_interest(standard_loan()) == 96_594


@pytest.mark.parametrize(
    ("convention", "payment", "last", "total"),
    [
        (STANDARD, 108049, 108055, 96594),
        (Convention(DayCount.THIRTY), 107971, 107964, 95645),
        (Convention(DayCount.THIRTY, PaymentFactor.RATE_X_30), 107971, 107964, 95645),
        (Convention(DayCount.MONTH_365_12), 108084, 108080, 97004),
        (Convention(DayCount.MONTH_365_12, PaymentFactor.RATE_X_365_12), 108084, 108080, 97004),
    ],
)
def test_the_first_payment_alone_separates_the_three_payment_factors(
    convention: Convention, payment: Fen, last: Fen, total: Fen
) -> None:
    plan = standard_loan(convention=convention)
    assert (plan[0].total, plan[-1].total, total_interest(plan)) == (payment, last, total)


def test_a_payment_by_rate_times_30_can_go_with_interest_on_actual_days() -> None:
    plan = standard_loan(convention=Convention(payment_factor=PaymentFactor.RATE_X_30))
    assert {period.total for period in plan[:-1]} == {107_971}
    assert plan[0].interest == 14_880
    assert plan[-1].total > 108_049


def test_equal_principal_bears_interest_on_what_is_left() -> None:
    starts = date(2026, 5, 1)
    dues = due_dates(starts, 5)
    plan = schedule(250_000, Terms(Decimal("0.0005"), Method.EQUAL_PRINCIPAL), starts, dues)
    assert [p.days for p in plan] == [31, 30, 31, 31, 30]
    assert [p.interest for p in plan] == [3875, 3000, 2325, 1550, 750]
    assert [p.total for p in plan] == [53875, 53000, 52325, 51550, 50750]


def test_interest_only_and_equal_principal_on_the_standard_loan() -> None:
    plan = standard_loan(Method.INTEREST_ONLY)
    assert {p.days: p.interest for p in plan} == {28: 13440, 30: 14400, 31: 14880}
    assert [p.principal for p in plan] == [0] * 11 + [1_200_000]
    assert total_interest(plan) == 175_200
    assert total_interest(standard_loan(Method.EQUAL_PRINCIPAL)) == 94_520


def test_a_bullet_loan_is_one_period() -> None:
    (only,) = standard_loan(Method.BULLET)
    assert (only.principal, only.interest, only.days, only.due) == (1_200_000, 175_200, 365, date(2027, 1, 15))


@pytest.mark.parametrize(("method", "total"), [(Method.EQUAL_INSTALMENT, 708), (Method.INTEREST_ONLY, 1285)])
def test_the_published_example_of_100_yuan_is_met(method: Method, total: Fen) -> None:
    drawn = date(2023, 4, 15)
    assert total_interest(schedule(10_000, Terms(Decimal("0.00035"), method), drawn, due_dates(drawn, 12))) == total


def test_interest_rounded_by_day_differs_by_cents_only() -> None:
    by_day = standard_loan(convention=Convention(step=RoundingStep.PER_DAY))
    assert by_day[1].interest == 28 * 443  # 11,068.33 × 0.04 % is 4.4273… a day
    assert by_day[0].interest == 14_880
    assert 0 < abs(total_interest(by_day) - 96_594) < 366


def test_rounding_down_and_half_even_are_told_apart() -> None:
    half = Convention(rounding=Rounding.HALF_EVEN)
    down = Convention(rounding=Rounding.DOWN)
    day = (date(2026, 3, 1), date(2026, 3, 2))
    assert [interest(1_250, Decimal("0.001"), *day, c) for c in (STANDARD, half, down)] == [1, 1, 1]
    assert [interest(2_500, Decimal("0.001"), *day, c) for c in (STANDARD, half, down)] == [3, 2, 2]


def test_the_remainder_can_fall_on_the_first_instalment() -> None:
    plan = standard_loan(convention=Convention(residual=Residual.FIRST))
    assert {period.total for period in plan[1:]} == {108_049}
    assert plan[0].total == 108_052
    assert sum(period.principal for period in plan) == 1_200_000


def test_equal_parts_are_cut_to_the_fen_and_the_rest_goes_to_one_end() -> None:
    assert shares(100_000, 3) == [33333, 33333, 33334]
    assert shares(100_000, 3, Convention(residual=Residual.FIRST)) == [33334, 33333, 33333]
    assert shares(275_000, 14) == [19642] * 13 + [19654]
    assert shares(275_000, 14, Convention(share_rounding=Rounding.HALF_UP)) == [19643] * 13 + [19641]


def test_a_fixed_payment_ends_the_plan_early() -> None:
    plan = schedule(
        615_669, Terms(RATE, Method.EQUAL_INSTALMENT), date(2026, 4, 15), DUES[3:], payment=108_049, first_number=4
    )
    assert [p.total for p in plan] == [108049] * 5 + [101767]
    assert [p.number for p in plan] == [4, 5, 6, 7, 8, 9]


def test_a_long_first_period_raises_the_first_interest_and_not_the_payment_alone() -> None:
    drawn = date(2024, 7, 10)
    plan = schedule(1_000_000, Terms(Decimal("0.0005"), Method.EQUAL_PRINCIPAL), drawn, due_dates(drawn, 6, 26))
    assert (plan[0].days, plan[0].interest) == (47, 23_500)


def test_a_plan_without_due_dates_or_for_a_revolving_line_is_refused() -> None:
    with pytest.raises(ValueError, match="due date"):
        schedule(1, Terms(RATE, Method.BULLET), DRAWN, ())
    with pytest.raises(ValueError, match="revolving"):
        schedule(1, Terms(RATE, Method.REVOLVING), DRAWN, DUES)


def test_without_interest_the_instalment_is_the_principal_divided() -> None:
    assert level_payment(100_000, Factors((0, 0, 0), 1)) == 33_333


@pytest.mark.parametrize(
    ("day_count", "starts", "ends", "expected"),
    [
        (DayCount.ACTUAL, date(2024, 2, 1), date(2024, 3, 1), 29),
        (DayCount.BOTH_ENDS, date(2024, 2, 1), date(2024, 3, 1), 30),
        (DayCount.THIRTY, date(2023, 2, 1), date(2023, 3, 1), 30),
        (DayCount.THIRTY, date(2023, 1, 31), date(2023, 2, 28), 30),
        (DayCount.THIRTY, date(2023, 1, 29), date(2023, 2, 28), 30),
        (DayCount.THIRTY, date(2023, 2, 28), date(2023, 3, 29), 30),
        (DayCount.THIRTY, date(2023, 2, 28), date(2023, 3, 31), 30),
        (DayCount.THIRTY, date(2023, 4, 30), date(2023, 5, 31), 30),
        (DayCount.THIRTY, date(2023, 5, 15), date(2023, 5, 20), 5),
        (DayCount.MONTH_365_12, date(2023, 5, 15), date(2023, 6, 15), Fraction(365, 12)),
        (DayCount.ACT_365, date(2024, 1, 1), date(2025, 1, 1), Fraction(366, 365)),
        (DayCount.ACT_364, date(2024, 1, 1), date(2024, 1, 8), Fraction(7, 364)),
        (DayCount.ACT_360, date(2024, 1, 1), date(2024, 2, 1), Fraction(31, 360)),
        (DayCount.THIRTY_360, date(2024, 1, 1), date(2024, 2, 1), Fraction(30, 360)),
        (DayCount.ACT_ACT, date(2023, 12, 12), date(2024, 1, 12), Fraction(20, 365) + Fraction(11, 366)),
        (DayCount.ACT_ACT_DEC31, date(2023, 12, 12), date(2024, 1, 12), Fraction(19, 365) + Fraction(12, 366)),
        (DayCount.ACT_ACT, date(2022, 7, 1), date(2025, 7, 1), 2 + Fraction(184, 365) + Fraction(181, 365)),
        (DayCount.ACT_ACT_FEB29, date(2024, 2, 1), date(2024, 3, 1), Fraction(29, 366)),
        (DayCount.ACT_ACT_FEB29, date(2024, 7, 1), date(2024, 8, 1), Fraction(31, 365)),
    ],
)
def test_each_day_count_measures_time_its_own_way(
    day_count: DayCount, starts: date, ends: date, expected: int | Fraction
) -> None:
    assert units(day_count, starts, ends) == expected


def test_only_the_counts_of_days_go_with_a_rate_per_day() -> None:
    assert {count for count in DayCount if count.per_day} == {
        DayCount.ACTUAL,
        DayCount.BOTH_ENDS,
        DayCount.THIRTY,
        DayCount.MONTH_365_12,
    }


def test_a_yearly_rate_on_act_360_is_the_daily_rate_times_360() -> None:
    yearly = schedule(1_200_000, Terms(RATE * 360, Method.EQUAL_INSTALMENT, Convention(DayCount.ACT_360)), DRAWN, DUES)
    assert yearly == standard_loan()

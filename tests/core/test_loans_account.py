"""An account followed through payments, drawings, rates, pauses and lateness, and instalments paid with extras."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.core.facts import Method
from app.core.loans import DayCount, Terms, schedule
from app.core.loans.prepayment import Replan
from app.core.money import Rounding
from tests.due_dates import due_dates
from tests.oracles.account import follow, spread, standing
from tests.oracles.account_terms import AccountEvent, AccountTerms, Ahead, Entry, time_by_dates, time_by_period
from tests.oracles.overpayment import Extra, factors_by_starting_year, monthly_factors, with_extras

START = date(2026, 1, 1)
DUES = due_dates(START, 6)
MONTHLY = AccountTerms(Decimal("0.12"), time_by_period(Fraction(1, 12)))  # one percent a period
PLAN = schedule(60_000, Terms(Decimal("0.0004"), Method.EQUAL_INSTALMENT), START, DUES)
DAILY = AccountTerms(Decimal("0.0004"), time_by_dates(DayCount.ACTUAL))


def paid(on: date, amount: int) -> Entry:
    return Entry(on, AccountEvent.PAYMENT, amount)


def test_an_account_kept_to_its_plan_shows_its_plan() -> None:
    entries = [paid(period.due, period.total) for period in PLAN[:3]]
    rows = follow(60_000, START, DUES, DAILY, entries, as_of=DUES[2])
    assert [(r.principal, r.interest) for r in rows] == [(p.principal, p.interest) for p in PLAN]
    assert [r.paid_principal for r in rows] == [p.principal for p in PLAN[:3]] + [0, 0, 0]


def test_late_principal_goes_on_bearing_interest_until_the_day_it_is_seen_on() -> None:
    late = follow(60_000, START, DUES, DAILY, as_of=DUES[1])
    assert late[0].interest == PLAN[0].interest
    assert late[1].interest == PLAN[0].interest * 28 // 31  # still on all of the principal
    assert late[-1].total > PLAN[-1].total
    assert sum(r.principal for r in late) == 60_000


def test_a_payment_ahead_takes_interest_to_the_day_and_then_principal() -> None:
    on = date(2026, 1, 11)
    rows = follow(60_000, START, DUES, DAILY, [paid(on, PLAN[0].total)], as_of=on)
    assert (rows[0].interest, rows[0].total) == (240, PLAN[0].total)
    rest = Fraction(60_000 - rows[0].principal) * 21 * Fraction(4, 10_000)
    february = Fraction(60_000 - rows[0].principal) * 28 * Fraction(4, 10_000)
    assert rows[1].interest == round(rest + february)  # what accrues after it goes to the next instalment


def test_a_payment_ahead_can_go_to_principal_only() -> None:
    on = date(2026, 1, 11)
    terms = AccountTerms(DAILY.rate, DAILY.time, ahead=Ahead.PRINCIPAL_ONLY)
    rows = follow(60_000, START, DUES, terms, [paid(on, 5_000)], as_of=on)
    assert rows[0].paid_principal == 5_000
    assert rows[0].interest == round(Fraction(4, 10_000) * (60_000 * 10 + 55_000 * 21))
    assert rows[0].total == PLAN[0].total


def test_a_further_drawing_and_a_new_rate_solve_the_instalments_again() -> None:
    drawing = [Entry(DUES[0], AccountEvent.ADVANCE, 30_000)]
    assert follow(60_000, START, DUES, DAILY, drawing)[1].total > PLAN[1].total
    assert sum(r.principal for r in follow(60_000, START, DUES, DAILY, drawing)) == 90_000
    cheaper = [Entry(date(2026, 2, 11), AccountEvent.RATE_CHANGE, rate=Decimal("0.0002"))]
    rows = follow(60_000, START, DUES, DAILY, cheaper)
    assert rows[0].total == PLAN[0].total
    assert rows[1].interest == round(Fraction(PLAN[0].balance, 10_000) * (10 * 4 + 18 * 2))
    assert rows[1].total < PLAN[1].total


def test_no_interest_runs_through_a_pause() -> None:
    pause = [Entry(date(2026, 1, 11), AccountEvent.INTEREST_PAUSE, until=date(2026, 2, 11))]
    rows = follow(60_000, START, DUES, DAILY, pause)
    assert rows[0].interest == 240
    assert rows[1].interest == round(Fraction(4, 10_000) * 18 * rows[0].balance)
    assert rows[0].total == PLAN[0].total


def test_settling_an_account_takes_what_is_open_and_the_interest_to_the_day_or_to_the_end_of_the_period() -> None:
    first = paid(DUES[0], PLAN[0].total)
    on = date(2026, 2, 11)
    to_date = standing(60_000, START, DUES, DAILY, [first], on)
    assert to_date == (PLAN[0].balance, round(Fraction(4, 10_000) * 10 * PLAN[0].balance))
    to_end = standing(60_000, START, DUES, DAILY, [first], on, to_period_end=True)
    assert to_end.total == PLAN[0].balance + PLAN[1].interest


def test_settling_an_account_that_is_late_takes_its_unpaid_interest_too() -> None:
    owed = standing(60_000, START, DUES, DAILY, [], date(2026, 2, 11))
    assert owed.principal == 60_000
    assert owed.interest == PLAN[0].interest + 240


def test_the_first_periods_can_be_free_of_principal() -> None:
    terms = AccountTerms(MONTHLY.rate, MONTHLY.time, interest_only_periods=2)
    rows = follow(60_000, START, DUES, terms)
    assert [(r.principal, r.interest) for r in rows[:2]] == [(0, 600), (0, 600)]
    assert len({r.total for r in rows[2:-1]}) == 1


def test_an_instalment_is_spread_only_while_that_brings_the_last_one_nearer() -> None:
    parts = [Fraction(1, 100)] * 40
    assert spread(1_000, parts, 30, Rounding.HALF_UP) == 30
    assert spread(100_000, parts, 3_000, Rounding.HALF_UP) != 3_000


def test_time_inside_a_period_is_a_part_of_the_whole_by_days() -> None:
    time = time_by_period(DayCount.ACT_ACT_FEB29)
    assert time(date(2024, 2, 1), date(2024, 3, 1), date(2024, 2, 1), date(2024, 2, 11)) == Fraction(10, 366)


def test_extra_payments_shorten_the_plan_or_lower_the_instalment() -> None:
    parts = monthly_factors(Decimal("0.12"), 12)
    plain = with_extras(1_200_000, parts, {})
    shorter = with_extras(1_200_000, parts, {3: Extra(300_000, Replan.KEEP_PAYMENT)})
    lower = with_extras(1_200_000, parts, {3: Extra(300_000, Replan.KEEP_TERM)})
    assert shorter[3].total == plain[3].total
    assert len(shorter) < len(plain) == len(lower)
    assert lower[3].total < plain[3].total
    for rows in (plain, shorter, lower):
        assert sum(row.principal for row in rows) == 1_200_000


def test_dated_factors_follow_the_year_a_period_starts_in() -> None:
    parts = factors_by_starting_year(Decimal("0.366"), date(2023, 12, 15), [date(2024, 1, 15), date(2024, 2, 15)])
    first, second = (Fraction(n, parts.denominator) for n in parts.numerators)
    assert first == Fraction("0.366") * Fraction(31, 365)
    assert second == Fraction("0.031")

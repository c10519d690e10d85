"""Plans after a prepayment, another rate, other due dates, more periods or a pause (F11)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.calendar import add_months
from app.core.facts import Method
from app.core.loans import Convention, Period, RoundingStep, Terms, schedule
from app.core.loans.changes import change_rate, redate
from app.core.loans.prepayment import InterestOn, PrepaymentRule, Replan, prepaid_parts, prepay
from tests.due_dates import due_dates
from tests.oracles.pauses import pause_interest

DRAWN = date(2026, 1, 15)
DUES = due_dates(DRAWN, 12)
RATE = Decimal("0.0004")
TERMS = Terms(RATE, Method.EQUAL_INSTALMENT)
PLAN = schedule(1_200_000, Terms(RATE, Method.EQUAL_INSTALMENT), DRAWN, DUES)


def interest_of(plan: tuple[Period, ...]) -> int:
    return sum(period.interest for period in plan)


@pytest.mark.parametrize(
    ("replan", "payments", "to_come"),
    [
        (Replan.KEEP_TERM, [72649] * 8 + [72652], 38_175),
        (Replan.KEEP_PAYMENT, [108049] * 5 + [101767], 26_343),
        (Replan.CUT_FROM_END, [104449, 104329, 104449, 104329, 104329, 104449, 16563], 27_228),
    ],
)
def test_a_prepayment_on_the_due_date_is_recut_in_each_of_three_ways(
    replan: Replan, payments: list[int], to_come: int
) -> None:
    result = prepay(PLAN[3:], TERMS, date(2026, 4, 15), 300_000, PrepaymentRule(replan))
    assert (result.interest, result.principal, result.balance) == (0, 300_000, 615_669)
    assert [period.total for period in result.plan] == payments
    assert interest_of(result.plan) == to_come
    assert interest_of(PLAN[3:]) == 56_778


def test_interest_to_date_is_taken_on_the_whole_balance_or_on_the_prepaid_part() -> None:
    on = date(2026, 4, 25)
    whole = prepay(PLAN[3:], TERMS, on, 300_000, PrepaymentRule(interest_on=InterestOn.WHOLE_BALANCE))
    part = prepay(PLAN[3:], TERMS, on, 300_000, PrepaymentRule(interest_on=InterestOn.PREPAID_PART))
    assert (whole.interest, part.interest) == (3_663, 1_200)
    assert whole.plan[0].interest == 4_925  # 20 days on 6,156.69: the ten before were paid for
    assert part.plan[0].interest == 7_388  # 30 days on what is left


def test_a_flat_sum_pays_interest_first_so_the_balance_falls_by_less() -> None:
    rule = PrepaymentRule(interest_on=InterestOn.WHOLE_BALANCE, flat=True)
    result = prepay(PLAN[3:], TERMS, date(2026, 4, 25), 300_000, rule)
    assert (result.interest, result.principal, result.balance) == (3_663, 296_337, 619_332)
    assert result.total == 300_000


def test_a_flat_sum_on_the_prepaid_part_covers_that_part_and_its_own_interest() -> None:
    interest, principal = prepaid_parts(
        915_669, TERMS, date(2026, 4, 15), date(2026, 4, 25), 300_000, PrepaymentRule(flat=True)
    )
    assert (interest, principal) == (1_195, 298_805)


def test_interest_that_is_not_collected_stays_in_the_running_period() -> None:
    rule = PrepaymentRule(interest_on=InterestOn.NOTHING)
    result = prepay(PLAN[3:], TERMS, date(2026, 4, 25), 300_000, rule)
    assert result.plan[0].interest == 7_388 + 1_200
    by_day = Terms(RATE, Method.EQUAL_INSTALMENT, Convention(step=RoundingStep.PER_DAY))
    assert prepay(PLAN[3:], by_day, date(2026, 4, 25), 300_000, rule).plan[0].interest == 30 * 246 + 10 * 120


def test_prepaying_everything_leaves_no_plan_and_more_is_refused() -> None:
    assert prepay(PLAN[3:], TERMS, date(2026, 4, 15), 915_669).plan == ()
    with pytest.raises(ValueError, match="balance"):
        prepay(PLAN[3:], TERMS, date(2026, 4, 15), 915_670)


@pytest.mark.parametrize(
    ("principal", "rate", "starts", "due", "prepaid", "on", "interest", "first"),
    [  # prepayments as lenders booked them: interest on the prepaid part, the term kept
        (
            1_440_922,
            "0.0005",
            date(2024, 8, 11),
            date(2024, 9, 11),
            400_000,
            date(2024, 8, 22),
            2_200,
            (87_355, 16_134),
        ),
        (92_366, "0.0005", date(2024, 6, 7), date(2024, 7, 7), 30_000, date(2024, 6, 18), 165, (5_266, 935)),
    ],
)
def test_a_lenders_prepayment_is_met_to_the_fen(
    principal: int, rate: str, starts: date, due: date, prepaid: int, on: date, interest: int, first: tuple[int, int]
) -> None:
    dues = [add_months(due, n) for n in range(11)]
    terms = Terms(Decimal(rate), Method.EQUAL_INSTALMENT)
    plan = schedule(principal, terms, starts, dues, first_number=2)
    result = prepay(plan, terms, on, prepaid)
    assert result.interest == interest
    assert (result.plan[0].principal, result.plan[0].interest) == first


def test_a_new_rate_from_a_due_date_solves_the_rest_anew() -> None:
    drawn = date(2023, 11, 22)
    plan = schedule(5_000_000, Terms(Decimal("0.00035"), Method.EQUAL_INSTALMENT), drawn, due_dates(drawn, 12))
    terms = Terms(Decimal("0.00035"), Method.EQUAL_INSTALMENT)
    changed = change_rate(plan[1:], terms, Decimal("0.00028"), date(2023, 12, 22))
    assert [(p.principal, p.interest) for p in changed[:2]] == [(400_555, 39_984), (404_032, 36_507)]
    assert (changed[-1].principal, changed[-1].interest) == (436_743, 3_791)
    assert changed[0].number == 2


def test_a_rate_changed_inside_a_period_mixes_by_days_and_is_rounded_once() -> None:
    changed = change_rate(PLAN[3:], TERMS, Decimal("0.0002"), date(2026, 4, 25))
    assert changed[0].interest == 7_325  # 9,156.69 × (10 × 0.04 % + 20 × 0.02 %) = 73.25352
    assert sum(p.principal for p in changed) == 915_669


def test_a_moved_due_day_lengthens_one_period_and_solves_again() -> None:
    drawn = date(2023, 9, 16)
    terms = Terms(Decimal("0.00025"), Method.EQUAL_INSTALMENT)
    plan = schedule(5_000_000, terms, drawn, due_dates(drawn, 6))
    moved = redate(plan[3:], terms, [date(2024, 1, 21), date(2024, 2, 21), date(2024, 3, 21)])
    assert [(p.principal, p.interest) for p in moved] == [(833_968, 22_753), (843_591, 13_130), (850_556, 6_167)]


def test_added_periods_divide_the_rest_of_the_principal_anew() -> None:
    drawn = date(2023, 8, 12)
    terms = Terms(Decimal("0.0004"), Method.EQUAL_PRINCIPAL)
    plan = schedule(300_000, terms, drawn, due_dates(drawn, 12))
    longer = redate(plan[1:], terms, due_dates(date(2023, 9, 12), 14))
    assert [(p.principal, p.interest) for p in longer[:2]] == [(19_642, 3_300), (19_642, 3_166)]
    assert (longer[-1].number, longer[-1].principal, longer[-1].interest) == (15, 19_654, 244)


def test_a_pause_of_interest_repays_more_principal_and_lowers_the_last_instalment() -> None:
    paused = pause_interest(PLAN, TERMS, date(2026, 1, 25), date(2026, 2, 4))
    assert paused[0].interest == 1_200_000 * 4 * 21 // 10_000
    assert paused[0].total == PLAN[0].total
    assert paused[-1].total < PLAN[-1].total
    assert sum(p.principal for p in paused) == 1_200_000
    whole = schedule(1_200_000, Terms(RATE, Method.INTEREST_ONLY), DRAWN, DUES)
    only = pause_interest(whole, TERMS._replace(method=Method.INTEREST_ONLY), DUES[0], DUES[2])
    assert [p.interest for p in only[:4]] == [14_880, 0, 0, 14_400]
    assert [p.principal for p in only] == [p.principal for p in whole]

"""Products beside plans of equal instalments: fees, refunds, minimum payments, reserve, coupons, two lenders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.core.loans import Convention, RoundingStep
from app.core.money import Rounding
from tests.due_dates import due_dates
from tests.oracles import annuities
from tests.oracles.adjustments import discounted_interest, free_days_coupon, split_by_lender, waive
from tests.oracles.daily import repay_daily, standing_daily
from tests.oracles.flat import FlatStyle, flat_plan
from tests.oracles.instalments import (
    FeeBearer,
    FeeCut,
    fee_instalments,
    fee_instalments_of,
    merchant_fee_returned,
    offset_refund,
    refund_to_sources,
)
from tests.oracles.inverse import days_behind, reserve_days_late
from tests.oracles.revolving import (
    ReserveRule,
    flat_cost_per_year,
    minimum_payment,
    reserve_cost,
    revolving_bill,
    revolving_interest,
)

STARTS = date(2026, 1, 15)
DUES = due_dates(STARTS, 12)


def test_fee_and_principal_are_divided_alone_and_the_last_period_takes_both_remainders() -> None:
    plan = fee_instalments_of(100_000, 2_500, STARTS, DUES[:3])
    assert [(p.principal, p.interest) for p in plan] == [(33333, 833), (33333, 833), (33334, 834)]
    assert [p.total for p in plan] == [34166, 34166, 34168]


def test_a_fee_rate_is_of_the_whole_amount_and_a_merchant_can_bear_it() -> None:
    plan = fee_instalments(600_000, Decimal("0.088"), STARTS, DUES)
    assert {(p.principal, p.interest) for p in plan} == {(50_000, 4_400)}
    free = fee_instalments(600_000, Decimal("0.088"), STARTS, DUES, bearer=FeeBearer.MERCHANT)
    assert sum(p.interest for p in free) == 0


@pytest.mark.parametrize(
    ("cut", "fee"),
    [
        (FeeCut.BY_UNBILLED_PRINCIPAL, 3_049),
        (FeeCut.BY_PRICE, 2_700),
        (FeeCut.BY_OFFSET, 1_524),
        (FeeCut.NOTHING, 0),
    ],
)
def test_a_refund_pays_what_is_billed_and_then_the_last_periods(cut: FeeCut, fee: int) -> None:
    plan = fee_instalments_of(300_000, 13_500, STARTS, DUES[:6])
    result = offset_refund(plan[2:], 1, 120_000, 300_000, cut)
    assert sorted(a.amount for a in result.taken) == [2_250, 17_750, 50_000, 50_000]
    assert [p.principal for p in result.plan] == [0, 50_000, 32_250, 0]
    assert result.plan[0].interest == 0
    assert (result.fee_cut, result.rest) == (fee, 0)


def test_a_refund_larger_than_all_debts_leaves_money_over() -> None:
    plan = fee_instalments_of(300_000, 13_500, STARTS, DUES[:6])
    assert offset_refund(plan[5:], 1, 60_000, 300_000).rest == 60_000 - 52_250


def test_a_refund_offsets_the_due_and_then_goes_back_to_the_latest_sources() -> None:
    assert refund_to_sources(12_000, 10_000, [("A", 1_400), ("B", 10_000)]) == (10_000, {"A": 1_400, "B": 600}, 0)
    assert refund_to_sources(12_000, 0, [("A", 5_000), ("A", 3_000)]) == (0, {"A": 8_000}, 4_000)


def test_a_merchants_fee_comes_back_within_fifteen_days() -> None:
    assert merchant_fee_returned(2_500, date(2026, 1, 1), date(2026, 1, 16)) == 2_500
    assert merchant_fee_returned(2_500, date(2026, 1, 1), date(2026, 1, 17)) == 0


def test_the_minimum_payment_and_the_interest_on_the_rest() -> None:
    assert minimum_payment(360_000, 41_250, 1_856) == 79_106
    left = 403_106 - 79_106
    assert [revolving_interest(left, days) for days in (1, 15, 31)] == [162, 2_430, 5_022]


def test_a_revolving_month_follows_the_balance() -> None:
    rate = Decimal("0.0004")
    whole = revolving_bill([(date(2026, 6, 1), 500_000)], date(2026, 7, 1), rate)
    assert (whole.interest, whole.due) == (6_000, 56_000)
    parts = [(date(2026, 7, 1), 500_000), (date(2026, 7, 10), 450_000)]
    assert revolving_bill(parts, date(2026, 8, 1), rate).interest == 1_800 + 3_960
    published = revolving_bill([(date(2026, 7, 1), 450_000)], date(2026, 8, 1), rate)
    assert (published.interest, published.due) == (5_580, 50_580)


def test_a_reserve_advance_returned_late_costs_its_fee_and_each_day() -> None:
    cost = reserve_cost(50_000, date(2024, 5, 1), date(2024, 5, 10), ReserveRule(199))
    assert (cost.fee, cost.late, cost.days_late) == (199, 56, 2)
    assert reserve_cost(50_000, date(2024, 5, 1), date(2024, 5, 8), ReserveRule(229)).late == 0


@pytest.mark.parametrize(("fee", "percent"), [(199, "20.75"), (229, "23.88")])
def test_the_reserve_fee_as_a_yearly_cost(fee: int, percent: str) -> None:
    assert round(flat_cost_per_year(fee, 50_000, 7) * 100, 2) == Fraction(percent)


def test_two_lenders_parts_can_add_up_to_a_fen_more_than_the_whole() -> None:
    shares = split_by_lender(103_465, (30, 70))
    assert (shares.parts, shares.rounding_difference) == ((31_040, 72_426), 1)


def test_a_coupon_of_free_days_is_worth_everything_or_nothing() -> None:
    day_20 = free_days_coupon(1_000_000, Decimal("0.0005"), STARTS, date(2026, 2, 4), 30)
    assert (day_20.interest_with_coupon, day_20.interest_if_lost) == (0, 10_000)
    day_30 = free_days_coupon(1_000_000, Decimal("0.0005"), STARTS, date(2026, 2, 14), 30)
    assert day_30.interest_if_lost == 15_000
    day_31 = free_days_coupon(1_000_000, Decimal("0.0005"), STARTS, date(2026, 2, 15), 30)
    assert day_31.interest_with_coupon == 500


def test_a_discount_and_a_waiver_lower_a_charge_but_not_below_nothing() -> None:
    assert discounted_interest(12_345, 8) == 9_876
    assert waive(5_000, 1_200) == (3_800, 1_200, 0)
    assert waive(1_000, 1_200) == (0, 1_000, 200)


@pytest.mark.parametrize(
    ("style", "rows"),
    [
        (FlatStyle.TOTAL, [(33333, 583), (33333, 583), (33334, 584)]),
        (FlatStyle.PER_PERIOD, [(33333, 583), (33333, 583), (33334, 583)]),
        (FlatStyle.EQUAL_DUE, [(33333, 583), (33333, 583), (33334, 584)]),
    ],
)
def test_flat_interest_is_divided_in_three_ways(style: FlatStyle, rows: list[tuple[int, int]]) -> None:
    plan = flat_plan(100_000, [Fraction(7, 1200)] * 3, STARTS, DUES[:3], style)
    assert [(p.principal, p.interest) for p in plan] == rows


def test_a_daily_loan_takes_interest_first_and_drops_the_fraction_once_paid() -> None:
    rows = repay_daily(90_000, Decimal("0.00798"), date(2023, 12, 7), [(date(2024, 1, 8), 33_272)])
    assert (rows[0].interest, rows[0].principal, rows[0].balance) == (22_982, 10_290, 79_710)


def test_a_daily_loan_with_too_small_a_payment_owes_the_rest_of_the_interest() -> None:
    rows = repay_daily(100_000, Decimal("0.001"), STARTS, [(date(2026, 1, 25), 400), (date(2026, 1, 26), 1_000)])
    assert [(r.interest, r.principal) for r in rows] == [(400, 0), (700, 300)]


def test_a_daily_loans_settlement_counts_the_payment_of_that_day() -> None:
    paid = [(date(2026, 1, 25), 30_000)]
    before = standing_daily(100_000, Decimal("0.001"), STARTS, [], date(2026, 1, 25), Rounding.HALF_UP)
    after = standing_daily(100_000, Decimal("0.001"), STARTS, paid, date(2026, 1, 25), Rounding.HALF_UP)
    assert before == (100_000, 1_000)
    assert after == (71_000, 0)
    assert before.total - after.total == 30_000


def test_an_amount_of_interest_tells_its_days() -> None:
    assert days_behind(6_336, 800_000, Decimal("0.00036")) == (22,)
    assert days_behind(6_048, 800_000, Decimal("0.00036")) == (21,)
    assert days_behind(6_100, 800_000, Decimal("0.00036")) == ()
    assert days_behind(1, 1_000, Decimal("0.0004")) == (2, 3)  # 0.4 fen a day
    assert days_behind(1_323, 106_732, Decimal("0.0004")) == (31,)
    assert days_behind(0, 0, Decimal("0.0004")) == ()


def test_interest_rounded_by_day_tells_its_days_as_well() -> None:
    by_day = Convention(step=RoundingStep.PER_DAY)
    assert days_behind(2_171, 833_334, Decimal("0.0002"), by_day) == (13,)
    assert days_behind(2_170, 833_334, Decimal("0.0002"), by_day) == ()


def test_the_sum_paid_for_a_reserve_advance_tells_the_days_it_was_late() -> None:
    assert reserve_days_late(50_255, 50_000, ReserveRule(199)) == 2
    assert reserve_days_late(50_199, 50_000, ReserveRule(199)) == 0
    assert reserve_days_late(50_260, 50_000, ReserveRule(199)) is None
    assert reserve_days_late(50_000, 50_000, ReserveRule(199)) is None


def test_annuity_functions_agree_with_one_another() -> None:
    rate, terms, loan = Decimal("0.01"), Decimal(12), Decimal(12_000)
    payment = annuities.pmt(rate, terms, loan)
    assert round(payment, 6) == Decimal("-1066.185464")
    first = annuities.ipmt(rate, 1, terms, loan), annuities.ppmt(rate, 1, terms, loan)
    assert first[0] == -120
    assert round(sum(first) - payment, 20) == 0
    assert round(annuities.cumprinc(rate, terms, loan, 1, 12), 20) == -12_000
    assert round(annuities.cumipmt(rate, terms, loan, 1, 12) - 12 * payment, 20) == 12_000
    assert round(annuities.pv(rate, terms, payment), 20) == 12_000
    assert round(annuities.fv(rate, terms, payment, loan), 20) == 0
    assert round(annuities.nper(rate, payment, loan), 20) == 12
    assert round(annuities.rate(terms, payment, loan), 20) == rate
    assert annuities.ispmt(rate, 0, terms, loan) == -120
    with pytest.raises(ValueError, match="no rate"):
        annuities.rate(terms, Decimal(100), loan)

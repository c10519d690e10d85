"""Penalty, grace days, allocation orders and arrears (F8, F18), and rows of plans that lenders really charged for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.loans import RoundingStep
from app.core.loans.daily_charges import DailyCharge
from app.core.loans.late_charge import Grace
from app.core.loans.overdue import Overdue, after_grace, interest_first, overdue_spans
from app.core.loans.penalty_rules import BILL_RULE, CONTRACT_RULE, Base, PenaltyWay
from app.core.loans.plan_rate import Accrual
from tests.oracles.allocation import Debt, Order, Part, allocate
from tests.oracles.lateness import (
    PENALTY_FIRST,
    PenaltyTerms,
    arrears,
    last_day_without_charge,
    penalty,
    penalty_days,
)

DUE = date(2026, 4, 15)
RATE = Decimal("0.0004")
PRINCIPAL_FIRST = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY)
ON_PRINCIPAL = PenaltyTerms(on_interest=False)


def late(days: int) -> date:
    return DUE + timedelta(days=days)


def bill_charge(amount: int, days: int, step: RoundingStep) -> int:
    return DailyCharge(BILL_RULE, step).formula("bill-late-charge", [Overdue(amount, 0, days, ())]).amount


def contract_penalty(principal: int, days: int, step: RoundingStep) -> int:
    way = PenaltyWay(CONTRACT_RULE, Base.PRINCIPAL, step)
    return sum(part.amount for part in way.formula([Overdue(principal, 0, days, ())], Accrual(RATE)))


def test_penalty_rounded_once_and_by_day_differ_by_a_fen() -> None:
    assert penalty(104_213, 0, RATE, DUE, late(3), ON_PRINCIPAL).total == 188
    assert contract_penalty(104_213, 3, RoundingStep.PER_DAY) == 189


def test_the_huabei_charge_is_rounded_each_day() -> None:
    assert [bill_charge(123_450, days, RoundingStep.PER_DAY) for days in (1, 7)] == [62, 434]
    assert bill_charge(123_450, 7, RoundingStep.PER_PERIOD) == 432


def test_grace_days_once_exceeded_do_not_shorten_the_charge() -> None:
    lost = PenaltyTerms(grace_days=3)
    assert [penalty_days(DUE, late(n), lost) for n in (0, 1, 3, 4)] == [0, 0, 0, 4]
    assert bill_charge(104_213, 4, RoundingStep.PER_PERIOD) == 208


def test_grace_days_that_are_kept_do_shorten_it() -> None:
    kept = PenaltyTerms(grace_days=3, grace=Grace.KEPT)
    assert [penalty_days(DUE, late(n), kept) for n in (3, 4, 10)] == [0, 1, 7]
    assert last_day_without_charge(DUE, kept) == late(3)


def test_paying_early_or_in_time_costs_nothing() -> None:
    assert penalty(100_000, 1_000, RATE, DUE, DUE).total == 0
    assert penalty(100_000, 1_000, RATE, DUE, DUE - timedelta(days=9)).days == 0


@pytest.mark.parametrize(
    ("principal", "interest", "rate", "days", "on_principal", "on_interest"),
    [
        (87_355, 16_134, "0.0005", 5, 328, 61),
        (250_000, 0, "0.0004", 3, 450, 0),
    ],
)
def test_overdue_principal_and_interest_are_each_rounded_alone(
    principal: int, interest: int, rate: str, days: int, on_principal: int, on_interest: int
) -> None:
    charge = penalty(principal, interest, Decimal(rate), DUE, late(days))
    assert (charge.days, charge.on_principal, charge.on_interest) == (days, on_principal, on_interest)


@given(
    st.lists(st.tuples(st.integers(-5, 30), st.integers(1, 40_000)), max_size=6).map(sorted),
    st.integers(0, 5_000),
)
def test_between_payments_runs_what_they_leave_unpaid_interest_first(
    payments: list[tuple[int, int]], interest: int
) -> None:
    dated = [(max(DUE, late(day)), amount, ()) for day, amount in payments]
    spans = list(overdue_spans(DUE, 300_000, interest, interest_first(interest, dated), ()))
    assert sum(span.days for span in spans) == max([day for day, _ in payments if day > 0], default=0)
    day = 0
    for span in spans:
        paid = sum(amount for on, amount in payments if on <= day)
        assert span.interest == max(interest - paid, 0)
        assert span.principal + span.interest == 300_000 + interest - paid
        day += span.days


@given(st.lists(st.integers(1, 9), max_size=5), st.integers(0, 20))
def test_grace_days_that_are_kept_are_taken_off_the_first_spans(days: list[int], grace: int) -> None:
    kept = after_grace([Overdue(n, 0, length, ()) for n, length in enumerate(days)], grace)
    assert sum(span.days for span in kept) == max(sum(days) - grace, 0)
    assert all(span.days == days[span.principal] for span in kept[1:])


def test_after_a_part_was_paid_in_time_only_the_rest_is_charged() -> None:
    open_part = 108_049 - 80_000
    assert penalty(open_part, 0, RATE, DUE, late(2)).total == 34
    assert penalty(108_049, 0, RATE, DUE, late(2)).total == 130
    result = arrears(95_510, 12_539, RATE, DUE, [(DUE, 80_000)], late(2))
    assert (result.principal, result.interest, result.penalty) == (open_part, 0, 34)


def test_arrears_follow_part_payments_after_the_due_date() -> None:
    result = arrears(100_000, 0, RATE, DUE, [(late(10), 50_600)], late(20))
    assert result.charged == 600 + 300  # ten days on all of it, ten on the half that is left
    assert (result.principal, result.penalty) == (50_000, 300)


def test_the_stated_order_decides_what_a_part_payment_leaves_open() -> None:
    paid = [(late(10), 50_600)]
    first = arrears(100_000, 2_000, RATE, DUE, paid, late(10), PenaltyTerms(), PRINCIPAL_FIRST)
    last = arrears(100_000, 2_000, RATE, DUE, paid, late(10), PenaltyTerms(), PENALTY_FIRST)
    assert (first.principal, first.interest, first.penalty) == (49_400, 2_000, 612)
    assert (last.principal, last.interest, last.penalty) == (52_012, 0, 0)


def test_money_beyond_what_is_owed_is_left_over() -> None:
    assert arrears(1_000, 0, RATE, DUE, [(DUE, 1_500)], late(5)).surplus == 500


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60_000)), max_size=6),
    st.randoms(use_true_random=False),
)
def test_arrears_do_not_depend_on_the_order_in_which_payments_are_listed(
    payments: list[tuple[int, int]], shuffled: object
) -> None:
    dated = [(late(day), amount) for day, amount in payments]
    mixed = list(dated)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    assert arrears(95_510, 12_539, RATE, DUE, dated, late(40)) == arrears(95_510, 12_539, RATE, DUE, mixed, late(40))


def debts() -> list[Debt]:
    return [
        Debt(Part.PRINCIPAL, 1_000, 3, billed=True, overdue=True),
        Debt(Part.INTEREST, 100, 3, billed=True, overdue=True),
        Debt(Part.COST, 50, 4),
        Debt(Part.PRINCIPAL, 1_000, 4),
        Debt(Part.INTEREST, 90, 4),
        Debt(Part.PRINCIPAL, 1_000, 5, billed=False),
        Debt(Part.INTEREST, 80, 5, billed=False),
        Debt(Part.PRINCIPAL, 1_000, 6, billed=False),
    ]


def order_of(order: Order, amount: int = 10_000) -> list[tuple[str, int]]:
    taken, _ = allocate(amount, debts(), order)
    return [(a.debt.part.value, a.debt.period) for a in taken]


def test_the_civil_code_puts_costs_before_interest_before_principal() -> None:
    assert order_of(Order.CIVIL_CODE)[:5] == [
        ("cost", 4),
        ("interest", 3),
        ("interest", 4),
        ("interest", 5),
        ("principal", 3),
    ]


def test_other_orders_go_by_period_or_by_what_is_billed() -> None:
    assert order_of(Order.BY_PERIOD)[:3] == [("interest", 3), ("principal", 3), ("cost", 4)]
    assert order_of(Order.BILLED_FIRST) == [
        ("interest", 3),
        ("cost", 4),
        ("interest", 4),
        ("principal", 3),
        ("principal", 4),
        ("principal", 5),
        ("principal", 6),
    ]
    assert order_of(Order.REFUND)[-2:] == [("principal", 6), ("principal", 5)]


@pytest.mark.parametrize("order", Order)
def test_an_allocation_does_not_depend_on_how_debts_are_listed_and_loses_no_money(order: Order) -> None:
    expected = allocate(2_345, debts(), order)
    for listed in list(permutations(debts()))[::997]:
        assert allocate(2_345, listed, order) == expected
    assert sum(a.amount for a in expected[0]) + expected[1] == 2_345

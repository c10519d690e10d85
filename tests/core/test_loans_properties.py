"""What holds for every plan, whatever its terms and conventions."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Method
from app.core.loans import (
    Convention,
    DayCount,
    PaymentFactor,
    Period,
    Residual,
    RoundingStep,
    Terms,
    interest,
    schedule,
)
from app.core.loans.changes import change_rate, redate
from app.core.loans.prepayment import InterestOn, PrepaymentRule, Replan, prepay
from app.core.money import Rounding
from tests.due_dates import FirstPeriod, due_dates
from tests.oracles.account import follow
from tests.oracles.account_terms import AccountEvent, AccountTerms, Entry, time_by_dates
from tests.oracles.daily import repay_daily
from tests.oracles.pauses import pause_interest

METHODS = [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET]
DAILY = [count for count in DayCount if count.per_day]

conventions = st.builds(
    Convention,
    st.sampled_from(DAILY),
    st.sampled_from(PaymentFactor),
    st.sampled_from(Rounding),
    st.sampled_from(RoundingStep),
    st.sampled_from(Residual),
    st.sampled_from(Rounding),
    st.sampled_from([Rounding.DOWN, Rounding.HALF_UP, Rounding.HALF_EVEN]),
)
principals = st.integers(10_000, 30_000_000)
rates = st.integers(0, 100).map(lambda n: Decimal(n) / 100_000)
days = st.dates(date(2018, 1, 1), date(2027, 12, 31))


@st.composite
def loans(draw: st.DrawFn) -> tuple[tuple[Period, ...], Terms]:
    terms = Terms(draw(rates), draw(st.sampled_from(METHODS)), draw(conventions))
    drawn = draw(days)
    dues = due_dates(drawn, draw(st.integers(1, 24)), draw(st.integers(1, 31)), draw(st.sampled_from(FirstPeriod)))
    return schedule(draw(principals), terms, drawn, dues), terms


def principal_of(plan: tuple[Period, ...]) -> int:
    return sum(period.principal for period in plan)


@given(loans())
def test_principal_repaid_sums_to_the_principal_and_periods_join_without_a_gap(
    loan: tuple[tuple[Period, ...], Terms],
) -> None:
    plan, _ = loan
    assert plan[-1].balance == 0
    balance = principal_of(plan)
    for before, after in itertools.pairwise(plan):
        assert before.due == after.starts
    for period in plan:
        balance -= period.principal
        assert period.balance == balance
        assert period.interest >= 0
        assert period.days == (period.due - period.starts).days > 0


@given(st.integers(1, 10**8), rates, days, st.integers(0, 400), st.integers(0, 400), st.sampled_from(Rounding))
def test_interest_adds_up_over_days_exactly_by_day_and_to_a_fen_by_period(
    balance: int, rate: Decimal, start: date, first: int, second: int, rounding: Rounding
) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    for step, tolerance in ((RoundingStep.PER_DAY, 0), (RoundingStep.PER_PERIOD, 1)):
        convention = Convention(rounding=rounding, step=step)
        parts = interest(balance, rate, start, middle, convention) + interest(balance, rate, middle, end, convention)
        assert abs(parts - interest(balance, rate, start, end, convention)) <= tolerance


@given(loans(), st.data())
def test_a_prepayment_splits_the_balance_and_leaves_a_plan_that_repays_the_rest(
    loan: tuple[tuple[Period, ...], Terms], data: st.DataObject
) -> None:
    plan, terms = loan
    running = plan[0]
    on = running.starts + timedelta(days=data.draw(st.integers(0, running.days)))
    amount = data.draw(st.integers(1, principal_of(plan)))
    rule = PrepaymentRule(data.draw(st.sampled_from(Replan)), data.draw(st.sampled_from(InterestOn)))
    result = prepay(plan, terms, on, amount, rule)
    assert result.principal + result.balance == principal_of(plan)
    assert principal_of(result.plan) == result.balance
    assert all(new.due == old.due for new, old in zip(result.plan, plan, strict=False))


@given(loans(), st.data())
def test_changed_plans_repay_the_same_principal_from_the_same_number_on(
    loan: tuple[tuple[Period, ...], Terms], data: st.DataObject
) -> None:
    plan, terms = loan
    on = plan[0].starts + timedelta(days=data.draw(st.integers(0, plan[0].days)))
    longer = due_dates(plan[-1].due, 3)
    changed = [
        change_rate(plan, terms, data.draw(rates), on),
        redate(plan, terms, [*(p.due for p in plan), *longer]),
        pause_interest(plan, terms, on, on + timedelta(days=10)),
    ]
    for new in changed:
        assert principal_of(new) == principal_of(plan)
        assert new[0].number == plan[0].number
        assert new[-1].balance == 0


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 50_000)), max_size=8),
    st.randoms(use_true_random=False),
    rates,
)
def test_an_account_does_not_depend_on_the_order_in_which_its_payments_are_listed(
    payments: list[tuple[int, int]], shuffled: object, rate: Decimal
) -> None:
    start = date(2026, 1, 15)
    dated = [(start + timedelta(days=day), amount) for day, amount in payments]
    mixed = list(dated)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    assert repay_daily(200_000, rate, start, dated) == repay_daily(200_000, rate, start, mixed)
    terms = AccountTerms(rate, time_by_dates(DayCount.ACTUAL))
    results = [
        follow(200_000, start, due_dates(start, 6), terms, [Entry(d, AccountEvent.PAYMENT, a) for d, a in listed])
        for listed in (dated, mixed)
    ]
    assert results[0] == results[1]
    assert sum(row.principal for row in results[0]) == 200_000


@given(principals, rates, days, st.integers(1, 24))
def test_an_account_to_which_nothing_happens_is_its_plan(
    principal: int, rate: Decimal, start: date, terms: int
) -> None:
    dues = due_dates(start, terms)
    rows = follow(principal, start, dues, AccountTerms(rate, time_by_dates(DayCount.ACTUAL)))
    plan = schedule(principal, Terms(rate, Method.EQUAL_INSTALMENT), start, dues)
    assert [(r.principal, r.interest, r.balance) for r in rows] == [(p.principal, p.interest, p.balance) for p in plan]

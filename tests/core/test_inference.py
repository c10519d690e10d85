"""Terms found from what was paid: what is promised for one loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.facts import Method, Purpose
from app.core.inference import (
    ChangeKind,
    Drawn,
    Paid,
    RoleKind,
    Status,
    infer,
    name_of,
)
from app.core.loans import STANDARD, DayCount, PaymentFactor, RoundingStep, Terms, interest, schedule
from app.core.loans.late_charge import penalty
from app.core.money import Rounding
from tests.core.inference_lender import Lender, any_loan, paid_as_planned, plan_of, shuffled

DRAWN_ON = date(2026, 1, 15)
STANDARD_LOAN = Drawn("standard", DRAWN_ON, 1_200_000)
FAR = date(2030, 1, 1)


def standard(method: Method = Method.EQUAL_INSTALMENT, terms: int = 12, rate: str = "0.0004", **convention: object):
    """Return the plan of the standard loan of the facts (F2), under any convention."""
    return plan_of(1_200_000, rate, method, DRAWN_ON, terms, replace(STANDARD, **convention))


def lender(method: Method = Method.EQUAL_INSTALMENT, terms: int = 12) -> Lender:
    return Lender(1_200_000, Decimal("0.0004"), method, DRAWN_ON, terms)


def answer(made: Lender, as_of: date = FAR):
    return infer(made.drawn, made.debits, as_of=as_of)


@pytest.mark.parametrize("method", [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY])
@pytest.mark.parametrize("terms", [3, 6, 12, 24])
def test_a_loan_paid_in_full_states_its_method_periods_and_rate(method: Method, terms: int) -> None:
    found = infer(STANDARD_LOAN, paid_as_planned(standard(method, terms)), as_of=FAR)

    assert found.status is Status.STATED
    assert found.terms is not None
    assert (found.terms.method, found.terms.terms, found.terms.daily_rate) == (method, terms, Decimal("0.0004"))
    assert found.terms.due_day == 15
    assert all(role.closes for role in found.roles)
    assert found.changes == ()


def test_a_loan_repaid_in_one_sum_is_a_bullet_loan() -> None:
    plan = standard(Method.BULLET, 12)

    found = infer(STANDARD_LOAN, paid_as_planned(plan), as_of=FAR)

    assert plan[0].interest == 175_200  # F5
    assert found.status is Status.STATED
    assert found.terms is not None
    assert (found.terms.method, found.terms.terms) == (Method.BULLET, 12)


def test_four_equal_instalments_are_enough_to_state_the_periods_still_to_come() -> None:
    found = infer(STANDARD_LOAN, paid_as_planned(standard(), 4), as_of=date(2026, 6, 1))

    assert found.status is Status.STATED
    assert found.best is not None
    assert [period.number for period in found.best.to_come] == list(range(5, 13))
    assert found.best.to_come[-1].total == 108_055


def test_an_unfinished_interest_only_loan_leaves_its_periods_open_and_names_the_row_that_decides() -> None:
    found = infer(STANDARD_LOAN, paid_as_planned(standard(Method.INTEREST_ONLY, 12), 4), as_of=date(2026, 6, 1))

    assert found.status is Status.SEVERAL
    assert found.terms is None
    assert {6, 9, 12, 24} <= {each.terms.terms for each in found.candidates}
    assert {each.terms.daily_rate for each in found.candidates} == {Decimal("0.0004")}
    assert found.separator is not None
    assert found.separator.on == date(2026, 7, 15)
    assert sorted(amount for _, amount in found.separator.expected)[-1] > 1_200_000


def test_a_known_number_of_periods_settles_an_unfinished_interest_only_loan() -> None:
    debits = paid_as_planned(standard(Method.INTEREST_ONLY, 12), 4)

    found = infer(STANDARD_LOAN, debits, as_of=date(2026, 6, 1), terms=12)

    assert found.status is Status.STATED


@pytest.mark.parametrize(
    "convention",
    [
        {"day_count": DayCount.THIRTY},
        {"day_count": DayCount.MONTH_365_12},
        {"day_count": DayCount.BOTH_ENDS},
        {"step": RoundingStep.PER_DAY},
        {"rounding": Rounding.DOWN},
        {"payment_factor": PaymentFactor.RATE_X_30},
        {"payment_factor": PaymentFactor.RATE_X_365_12},
    ],
    ids="-".join,
)
def test_the_convention_is_found_where_a_full_loan_shows_it(convention: dict[str, object]) -> None:
    plan = standard(**convention)

    found = infer(STANDARD_LOAN, paid_as_planned(plan), as_of=FAR)

    assert found.status is Status.STATED
    assert found.terms is not None
    assert found.terms.daily_rate == Decimal("0.0004")
    assert found.terms.convention == replace(STANDARD, **convention)


def test_the_first_payment_alone_separates_the_three_payment_factors() -> None:
    found = infer(STANDARD_LOAN, paid_as_planned(standard()), as_of=FAR)

    refuted = {each.family: each for each in found.refuted}

    assert refuted["payment_factor=rate-x-30"].key == "row-01"
    assert (refuted["payment_factor=rate-x-30"].paid, refuted["payment_factor=rate-x-30"].expected) == (
        108_049,
        107_971,
    )
    assert refuted["payment_factor=rate-x-365/12"].expected == 108_084


def test_every_other_method_is_refuted_by_a_row() -> None:
    found = infer(STANDARD_LOAN, paid_as_planned(standard()), as_of=FAR)

    methods = {each.family for each in found.refuted} & {method.value for method in Method}

    assert methods == {"equal-principal", "interest-only", "bullet"}
    assert {each.key for each in found.refuted} <= {f"row-{n:02}" for n in range(1, 13)}


def test_rounding_that_only_the_last_instalment_shows_stays_undecided_until_it_is_paid() -> None:
    running = infer(STANDARD_LOAN, paid_as_planned(standard(), 6), as_of=date(2026, 8, 1))
    paid_off = infer(STANDARD_LOAN, paid_as_planned(standard()), as_of=FAR)

    assert "rounding=down" in {name_of(each) for each in running.undecided}
    assert running.separator is not None
    assert running.separator.on == date(2027, 1, 15)
    assert "rounding=down" not in {name_of(each) for each in paid_off.undecided}


def test_a_late_instalment_is_told_from_its_penalty() -> None:
    made = lender()
    made.pay()
    made.pay(9)
    made.pay()

    late = answer(made, date(2026, 5, 1)).roles[1]

    assert late.kind is RoleKind.INSTALMENT
    assert late.days == 9
    assert (late.principal, late.interest) == (95_652, 12_397)
    assert late.penalty == penalty(95_652, 12_397, Decimal("0.0004"), 9)


def test_a_penalty_debited_apart_belongs_to_its_instalment() -> None:
    made = lender()
    for _ in range(3):
        made.pay()
    third = made.debits[-1]
    made.write(third.on + timedelta(1), penalty(95_510, 12_539, Decimal("0.0004"), 1), Purpose.OVERDUE_CHARGE)

    found = answer(made, date(2026, 5, 1))

    assert found.status is Status.STATED
    assert [(role.kind, role.period) for role in found.roles if role.penalty] == [(RoleKind.PENALTY, 3)]


def test_a_delay_without_penalty_shows_the_days_of_grace() -> None:
    made = lender()
    made.pay()
    second = made.plan[0]
    made.pay()
    made.debits[-1] = replace(made.debits[-1], on=second.due + timedelta(2))
    made.pay()

    found = answer(made, date(2026, 5, 1))

    assert found.terms is not None
    assert found.terms.grace_days == 2


def test_a_prepayment_is_a_change_point_with_its_principal() -> None:
    made = lender()
    for _ in range(3):
        made.pay()
    made.prepay(300_000, date(2026, 4, 25))
    while made.plan:
        made.pay()

    found = answer(made)

    assert found.status is Status.STATED
    assert [(each.kind, each.principal, each.period) for each in found.changes] == [(ChangeKind.PREPAID, 300_000, 4)]
    assert made.debits[3].amount == 301_200  # interest to date on the prepaid part, F11
    assert found.roles[4].principal + found.roles[4].interest == made.debits[4].amount


@pytest.mark.parametrize("extra_days", [0, 1])
@pytest.mark.parametrize("reserve", [0, 50_000])
def test_a_settlement_says_how_many_days_and_whether_a_reserve_was_in_it(extra_days: int, reserve: int) -> None:
    made = lender()
    for _ in range(4):
        made.pay()
    made.settle(date(2026, 5, 25), extra_days, reserve)

    found = answer(made)
    settled = found.roles[-1]

    assert found.status is Status.STATED
    assert settled.kind is RoleKind.SETTLEMENT
    assert (settled.principal, settled.extra_days, settled.reserve) == (818_608, extra_days, reserve)
    assert settled.interest == (3_602 if extra_days else 3_274)  # F9
    assert settled.closes


def test_periods_added_are_found() -> None:
    made = lender()
    for _ in range(5):
        made.pay()
    made.defer(6)
    made.pay()
    made.pay()

    changes = answer(made, made.since + timedelta(5)).changes

    assert [(each.kind, each.added_terms, each.period, each.shown_by) for each in changes] == [
        (ChangeKind.DEFERRED, 6, 6, "row-05")
    ]


@pytest.mark.parametrize("shift", [-10, -3, 3, 8])
def test_a_moved_due_day_is_found(shift: int) -> None:
    made = lender()
    made.pay()
    made.move_due_day(shift)
    for _ in range(4):
        made.pay()

    changes = answer(made, made.since + timedelta(3)).changes

    assert [(each.kind, each.shift_days, each.period) for each in changes] == [(ChangeKind.DUE_DAY, shift, 2)]


@pytest.mark.parametrize("factor", ["0.8", "1.2"])
@pytest.mark.parametrize("method", [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY])
def test_a_changed_rate_is_found(factor: str, method: Method) -> None:
    made = lender(method)
    for _ in range(4):
        made.pay()
    made.change_rate(factor)
    while made.plan:
        made.pay()

    changes = answer(made).changes

    assert [(each.kind, each.period, each.rate_after) for each in changes] == [
        (ChangeKind.RATE, 5, Decimal("0.0004") * Decimal(factor))
    ]


@pytest.mark.parametrize(("beyond", "waived"), [(0, []), (-40, [ChangeKind.WAIVED])])
def test_a_rate_that_changed_within_a_period_is_one_change_and_no_waiver(beyond: int, waived: list[ChangeKind]) -> None:
    """The fifth period runs from 15 May to 15 June; from 1 June on the rate is lower. Forty fen less fit no day."""
    made = lender(Method.EQUAL_PRINCIPAL)
    for _ in range(4):
        made.pay()
    first, day, due = made.since, date(2026, 6, 1), made.plan[0].due
    lower = made.rate * Decimal("0.8")
    borne = interest(made.balance, made.rate, first, day) + interest(made.balance, lower, day, due)
    made.pay(odd=borne - made.plan[0].interest + beyond)
    made.change_rate("0.8")
    while made.plan:
        made.pay()

    changes = answer(made).changes

    rate = (ChangeKind.RATE, 6 if waived else 5, date(2026, 6, 15) if waived else day)
    assert [each.kind for each in changes if each.kind is ChangeKind.WAIVED] == waived
    assert rate in [(each.kind, each.period, each.on) for each in changes]


def test_half_of_an_interest_waived_is_a_waiver_and_closes() -> None:
    made = lender()
    made.pay()
    made.pay(waive=True)
    for _ in range(4):
        made.pay()

    found = answer(made, made.since + timedelta(3))

    assert [each.waived for each in found.roles] == [0, 6_198, 0, 0, 0, 0]
    assert found.best is not None
    assert found.best.closes


def test_an_amount_no_rule_explains_stays_unexplained_and_the_terms_are_still_stated() -> None:
    made = lender()
    for _ in range(3):
        made.pay()
    made.pay(odd=519)
    made.pay()

    found = answer(made, made.since + timedelta(3))

    assert found.status is Status.STATED
    assert [each.unexplained for each in found.roles] == [0, 0, 0, 519, 0]


def test_an_instalment_paid_twice_is_named_a_duplicate() -> None:
    debits = paid_as_planned(standard(), 5)
    again = replace(debits[2], key="again")

    found = infer(STANDARD_LOAN, [*debits, again], as_of=date(2026, 7, 1))

    assert found.status is Status.STATED
    assert sorted(role.kind.value for role in found.roles if role.period == 3) == ["duplicate", "instalment"]
    assert found.unmatched == ()


def test_a_missed_instalment_is_named_with_its_due_date() -> None:
    debits = [each for each in paid_as_planned(standard(), 6) if each.key != "row-04"]

    found = infer(STANDARD_LOAN, debits, as_of=date(2026, 8, 1))

    assert [(each.kind, each.on, each.amount) for each in found.changes] == [
        (ChangeKind.MISSED, date(2026, 5, 15), 108_049)
    ]


def test_an_instalment_due_on_the_day_of_the_export_is_not_missed() -> None:
    found = infer(STANDARD_LOAN, paid_as_planned(standard(), 5), as_of=date(2026, 7, 15))

    assert found.changes == ()


def test_a_drawdown_without_debits_is_open() -> None:
    found = infer(STANDARD_LOAN, [], as_of=FAR)

    assert (found.status, found.candidates) == (Status.OPEN, ())


def test_debits_of_no_loan_leave_it_open_and_are_listed() -> None:
    strays = [Paid(f"stray-{n}", DRAWN_ON + timedelta(17 * n), 12_345 + 678 * n * n) for n in range(1, 5)]

    found = infer(STANDARD_LOAN, strays, as_of=date(2026, 4, 1))

    assert found.status is not Status.STATED
    assert found.terms is None


def test_a_single_instalment_states_nothing() -> None:
    found = infer(STANDARD_LOAN, paid_as_planned(standard(), 1), as_of=date(2026, 3, 1))

    assert found.status is Status.SEVERAL
    assert found.terms is None


def test_a_rate_stated_by_the_year_is_found_as_an_exact_fraction() -> None:
    rate = Fraction(178, 365_000)
    plan = plan_of(5_000_000, "0", Method.EQUAL_PRINCIPAL, DRAWN_ON, 12)
    dues = [period.due for period in plan]
    paid = paid_as_planned(schedule(5_000_000, Terms(rate, Method.EQUAL_PRINCIPAL), DRAWN_ON, dues))

    found = infer(Drawn("yearly", DRAWN_ON, 5_000_000), paid, as_of=FAR)

    assert found.status is Status.STATED
    assert found.terms is not None
    assert Fraction(found.terms.rate) == rate
    assert found.terms.daily_rate == Decimal("0.000487671233")


@given(seed=st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_debits_changes_nothing(seed: int) -> None:
    random = Random(seed)
    made, _, as_of = any_loan(random)

    assert infer(made.drawn, shuffled(made.debits, random), as_of=as_of) == infer(made.drawn, made.debits, as_of=as_of)


@given(
    hundreds=st.integers(10, 2000),
    rate=st.integers(2, 12),
    terms=st.sampled_from([3, 6, 9, 12, 24]),
    method=st.sampled_from([Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY]),
    day=st.integers(0, 700),
)
@settings(max_examples=60, deadline=None)
def test_a_plan_read_from_its_own_rows_infers_itself(
    hundreds: int, rate: int, terms: int, method: Method, day: int
) -> None:
    on = date(2024, 1, 1) + timedelta(day)
    daily = Decimal(rate) * Decimal("0.00005")
    plan = plan_of(hundreds * 10_000, str(daily), method, on, terms)

    found = infer(Drawn("itself", on, hundreds * 10_000), paid_as_planned(plan), as_of=FAR)

    assert found.best is not None
    assert found.best.plan == plan
    assert found.status is Status.STATED


@pytest.mark.slow
def test_of_two_hundred_random_loans_at_most_one_is_stated_wrongly() -> None:
    wrong, stated = [], 0
    for seed in range(200):
        made, course, as_of = any_loan(Random(seed))
        terms = infer(made.drawn, made.debits, as_of=as_of).terms
        stated += terms is not None
        if terms is not None and (terms.method, terms.terms, terms.rate) != (made.method, *made.original):
            wrong.append((seed, course, terms))

    assert len(wrong) <= 1, wrong
    assert stated >= 170


def test_roles_add_up_to_their_rows_in_every_story() -> None:
    for seed in range(200, 260):
        made, _, as_of = any_loan(Random(seed))
        for role in infer(made.drawn, made.debits, as_of=as_of).roles:
            parts = role.principal + role.interest + role.penalty + role.reserve - role.waived + role.unexplained
            assert parts == role.amount, (seed, role)

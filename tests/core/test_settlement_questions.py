"""Prepaying a part and a balance that a page claims: what each saves, and what leads from one amount to the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.facts import Method, Product, Source
from app.core.loans import Terms, schedule
from app.core.loans.claimed_balance import explain_claimed
from app.core.loans.prepayment import InterestOn, Replan
from app.core.loans.prepayment_options import prepay_on
from app.core.loans.settlement import settle
from app.core.loans.standing import Doubt, LoanPayoff, LoanStanding, OpenPeriod, Reading, ReserveStanding
from tests.due_dates import due_dates

DRAWN = date(2026, 1, 15)
DUES = due_dates(DRAWN, 12)
RATE = Decimal("0.0004")
PLAN = schedule(1_200_000, Terms(RATE, Method.EQUAL_INSTALMENT), DRAWN, DUES)
ROW = (Source("plan.csv", "", 2, "plan"),)
OPEN = tuple(OpenPeriod(p.number, p.starts, p.due, p.principal, p.interest, sources=ROW) for p in PLAN)


def loan(paid: int, known_until: date, method: Method | None = Method.EQUAL_INSTALMENT) -> LoanStanding:
    reading = Reading(OPEN[paid:], RATE, method)
    return LoanStanding("JB-1", Product.JIEBEI, 1_200_000, known_until, (reading,), DRAWN, OPEN[paid - 1])


def payoff(paid: int = 4, on: date = date(2026, 5, 25)) -> LoanPayoff:
    return settle(loan(paid, date(2026, 5, 20)), on)


# -- a partial prepayment, by the worked example F11 ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("replan", "instalment", "periods", "to_come"),
    [
        (Replan.KEEP_TERM, 72_649, 9, 38_175),
        (Replan.KEEP_PAYMENT, 108_049, 6, 26_343),
        (Replan.CUT_FROM_END, 104_449, 7, 27_228),
    ],
)
def test_a_prepayment_on_a_due_date_gives_the_published_plans(
    replan: Replan, instalment: int, periods: int, to_come: int
) -> None:
    told = prepay_on(loan(3, DUES[2]), DUES[2], 300_000)
    assert (told.instalment, told.periods) == (108_049, 9)
    option = next(o for o in told.by(replan) if o.rule.interest_on is InterestOn.PREPAID_PART)
    assert (option.instalment, len(option.plan), option.to_come, option.interest) == (instalment, periods, to_come, 0)
    assert option.saved == 56_778 - to_come


def test_inside_a_period_each_way_of_taking_the_interest_is_told() -> None:
    told = prepay_on(loan(3, DUES[2]), date(2026, 4, 25), 300_000)
    paid = {o.rule.interest_on: o.interest for o in told.by(Replan.KEEP_TERM)}
    assert paid == {InterestOn.PREPAID_PART: 1_200, InterestOn.WHOLE_BALANCE: 3_663, InterestOn.NOTHING: 0}
    for option in told.options:
        assert sum(p.principal for p in option.plan) == 915_669 - 300_000
        assert option.saved == 56_778 - option.interest - option.to_come > 0


def test_of_a_plan_that_no_rule_gives_nothing_is_said() -> None:
    assert prepay_on(loan(3, DUES[2], Method.EQUAL_PRINCIPAL), DUES[2], 300_000).doubts == (Doubt.PLAN_NOT_COMPUTED,)
    odd = replace(OPEN[5], principal=OPEN[5].principal + 1)
    standing = replace(
        loan(3, DUES[2]), readings=(Reading((*OPEN[3:5], odd, *OPEN[6:]), RATE, Method.EQUAL_INSTALMENT),)
    )
    assert prepay_on(standing, DUES[2], 300_000).doubts == (Doubt.PLAN_NOT_COMPUTED,)
    assert prepay_on(loan(3, DUES[2]), DUES[2], 915_669).doubts == (Doubt.NOT_A_PART,)
    assert prepay_on(loan(3, DUES[2]), DRAWN, 300_000).doubts == (Doubt.BEFORE_PAPERS,)


# -- a claimed balance ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimed", "components"),
    [
        (818_608, ["interest-not-shown"]),
        (864_398, ["interest-of-whole-plan"]),
        (818_608 + OPEN[4].interest, ["interest-of-whole-period"]),
        (821_882 + OPEN[3].principal, ["principal-not-taken-off"]),
        (818_608 + OPEN[3].principal, ["interest-not-shown", "principal-not-taken-off"]),
        (864_398 + OPEN[3].instalment, ["interest-of-whole-plan", "instalment-not-taken-off"]),
        (821_882 + 50_000, ["reserve-outstanding"]),
        (821_882 + 50_199, ["reserve-with-fee"]),
    ],
)
def test_a_claimed_balance_is_explained_to_the_fen(claimed: int, components: list[str]) -> None:
    told = explain_claimed(payoff(), claimed, (ReserveStanding(50_000, 0, date(2026, 5, 20), ROW),))
    assert [part.component for part in told.parts] == components
    assert told.computed and told.computed.amount + sum(part.amount for part in told.parts) == claimed
    assert told.rest == 0


def test_one_advance_is_never_counted_twice_to_make_up_a_claimed_balance() -> None:
    told = explain_claimed(payoff(), 821_882 + 50_000 + 50_199, (ReserveStanding(50_000, 0, date(2026, 5, 20), ROW),))
    assert (told.parts, told.rest) == ((), 100_199)


def test_a_balance_that_a_way_gives_agrees_and_one_of_another_day_names_that_day() -> None:
    assert explain_claimed(payoff(), 821_882).agrees
    more = explain_claimed(payoff(), 821_882 + 328)
    assert more.agrees
    assert more.computed and "one-day-more" in more.computed.way[0]
    other = explain_claimed(payoff(), settle(loan(4, date(2026, 5, 20)), date(2026, 6, 1)).least)
    assert other.quoted_for == date(2026, 6, 1)
    assert not other.agrees


def test_what_nothing_gives_stays_open_as_it_is() -> None:
    told = explain_claimed(payoff(), 700_001)
    assert (told.parts, told.rest) == ((), 700_001 - 821_882)
    assert not told.agrees

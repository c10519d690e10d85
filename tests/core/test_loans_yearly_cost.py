"""Yearly cost: rates of return with all their roots, nominal and effective, beside published lines (F6, F15)."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.facts import Method
from app.core.loans import Terms, schedule
from app.core.loans.published_lines import lines_on
from app.core.loans.roots import positive_roots
from app.core.loans.yearly_cost import YearlyCost, dated_cost, xirr
from app.resource_files import resource
from tests.due_dates import due_dates
from tests.oracles.apr import UnitFlow, actuarial_apr, eu_interval
from tests.oracles.yields import effective_year, irr, monthly_cost, npv, shortcut_rate, xnpv


def percent(rate: Decimal | Fraction | None) -> Decimal:
    assert rate is not None
    return round(Decimal(rate.numerator) / rate.denominator * 100 if isinstance(rate, Fraction) else rate * 100, 2)


def of(cost: YearlyCost) -> tuple[Decimal, Decimal]:
    return percent(cost.nominal), percent(cost.effective)


@pytest.mark.parametrize(
    ("terms", "fee", "nominal", "effective", "shortcut"),
    [
        (3, "0.025", "14.94", "16.00", "15.00"),
        (6, "0.045", "15.27", "16.38", "15.43"),
        (9, "0.065", "15.34", "16.47", "15.60"),
        (12, "0.088", "15.86", "17.07", "16.25"),
        (12, "0.06", "10.90", "11.46", "11.08"),
        (12, "0.144", "25.60", "28.82", "26.58"),
        (24, "0.288", "25.59", "28.81", "27.65"),
    ],
)
def test_a_flat_fee_as_nominal_and_effective_yearly_cost(
    terms: int, fee: str, nominal: str, effective: str, shortcut: str
) -> None:
    instalment = (1 + Decimal(fee)) / terms
    assert of(monthly_cost(Decimal(1), [instalment] * terms)) == (Decimal(nominal), Decimal(effective))
    assert percent(shortcut_rate(Fraction(fee), terms)) == Decimal(shortcut)


@pytest.mark.parametrize(
    ("monthly_charge", "up_front", "nominal"),
    [(0, 0, "18.00"), (2_500, 0, "23.21"), (3_000, 0, "24.25"), (4_000, 0, "26.31"), (0, 30_000, "23.91")],
)
def test_charges_to_others_raise_the_all_in_cost(monthly_charge: int, up_front: int, nominal: str) -> None:
    cost = monthly_cost(1_000_000 - up_front, [91_680 + monthly_charge] * 12)
    assert percent(cost.nominal) == Decimal(nominal)


def test_a_guarantee_of_25_a_month_costs_25_85_effective() -> None:
    assert percent(monthly_cost(1_000_000, [94_180] * 12).effective) == Decimal("25.85")


def test_a_loan_has_exactly_one_rate_and_it_balances_the_flows() -> None:
    drawn = date(2026, 1, 15)
    plan = schedule(1_200_000, Terms(Decimal("0.0004"), Method.EQUAL_INSTALMENT), drawn, due_dates(drawn, 12))
    flows = [(drawn, 1_200_000), *((p.due, -p.total) for p in plan)]
    found = xirr(flows)
    assert found.rate is not None
    assert len(found.all_rates) == 1
    assert abs(xnpv(found.rate, flows)) < Decimal("1e-20")
    assert percent(found.rate) == Decimal("15.62")
    assert xirr(list(reversed(flows))) == found


def test_dated_charges_to_a_third_party_raise_the_dated_cost() -> None:
    drawn = date(2026, 1, 15)
    dues = due_dates(drawn, 12)
    alone = dated_cost([(drawn, 1_000_000), *((due, -91_680) for due in dues)])
    with_guarantee = dated_cost([(drawn, 1_000_000), *((due, -94_680) for due in dues)])
    assert of(alone) == (Decimal("18.08"), Decimal("19.65"))
    assert of(with_guarantee) == (Decimal("24.35"), Decimal("27.26"))
    assert dated_cost([(drawn, 1_000_000)]) == YearlyCost(None, None)


def test_flows_without_a_return_have_no_rate() -> None:
    assert irr([100, 100]).rate is None
    assert irr([]).rate is None
    assert xirr([]).all_rates == ()
    assert monthly_cost(100, []) == YearlyCost(None, None)


def test_several_rates_are_all_found_and_the_one_a_spreadsheet_shows_is_chosen() -> None:
    found = irr([-100, 260, -168])  # 1/x of 0.2 and 0.4 above one: 20 % and 40 %
    assert [round(rate, 10) for rate in found.all_rates] == [Decimal("0.2"), Decimal("0.4")]
    assert found.rate == found.all_rates[0]


def test_a_rate_at_which_the_sum_only_touches_zero_is_found() -> None:
    found = irr([-100, 220, -121])  # (1.1 x)² = 0 twice at 10 %
    assert [round(rate, 6) for rate in found.all_rates] == [Decimal("0.1")]


@given(st.lists(st.integers(-40, 300), min_size=1, max_size=4, unique=True))
def test_every_root_of_a_polynomial_is_found(tenths: list[int]) -> None:
    terms = {0: Decimal(1)}
    roots = sorted(Decimal(100 + n) / 50 for n in tenths)
    for root in roots:
        longer = {power + 1: value for power, value in terms.items()}
        for power, value in terms.items():
            longer[power] = longer.get(power, Decimal(0)) - root * value
        terms = longer
    found = positive_roots(terms, Decimal(1), Decimal(10))
    assert len(found) == len(roots)
    assert all(abs(a - b) < Decimal("1e-20") for a, b in zip(found, roots, strict=True))


@given(st.integers(100, 10**7), st.integers(1, 36), st.integers(1, 400))
def test_a_level_plan_costs_the_rate_it_was_made_with(principal: int, terms: int, basis_points: int) -> None:
    rate = Decimal(basis_points) / 10_000
    payment = principal * rate / (1 - (1 + rate) ** -terms)
    found = irr([principal, *[-payment] * terms]).rate
    assert found is not None
    assert abs(found - rate) < Decimal("1e-15")


def test_present_values_begin_with_the_first_flow() -> None:
    assert npv(Decimal("0.1"), [0, 110]) == 100
    assert npv(Decimal("0.1"), [110], 1) == 100
    assert xnpv(Decimal("0.1"), [(date(2025, 1, 1), 0), (date(2026, 1, 1), 110)]) == 100


def test_effective_is_compound() -> None:
    assert percent(effective_year(Decimal("0.015"))) == Decimal("19.56")


def test_legal_rates_of_two_other_lands() -> None:
    apr = actuarial_apr(
        [UnitFlow(500_000, 0)], [UnitFlow(23_000, n) for n in range(1, 24)] + [UnitFlow(28_000, 24)], 12
    )
    assert percent(apr) == Decimal("10.50")
    with pytest.raises(ValueError, match="less than"):
        actuarial_apr([UnitFlow(100, 0)], [UnitFlow(90, 1)], 12)
    assert eu_interval(date(2013, 2, 26), date(2013, 3, 29), "month") == (1, 12, 2, 366)
    assert eu_interval(date(2024, 1, 1), date(2024, 1, 31), "week") == (4, 52, 2, 365)
    assert eu_interval(date(2012, 1, 12), date(2012, 2, 15), "year").years == Fraction(34, 365)


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return tomllib.loads(resource("tables", "published_lines.toml").read_text(encoding="utf-8"))


def test_the_lines_of_a_day_are_those_in_force_then(table: dict[str, Any]) -> None:
    assert [(line.id, line.rate) for line in lines_on(table, date(2019, 5, 1))] == [
        ("court-24", Decimal("0.24")),
        ("court-36", Decimal("0.36")),
    ]
    assert [(line.id, line.rate) for line in lines_on(table, date(2020, 8, 20))] == [("court-4-lpr", Decimal("0.154"))]
    latest = lines_on(table, date(2026, 1, 20))
    assert latest[0].rate == Decimal("0.12")
    assert not latest[0].assumed
    assert lines_on(table, date(2026, 11, 23))[0].assumed


def test_a_line_by_the_loan_prime_rate_follows_the_one_published_last(table: dict[str, Any]) -> None:
    before, after = (
        {line.rate for line in lines_on(table, date(2024, 10, day)) if not line.assumed} for day in (20, 21)
    )
    assert Decimal("0.0335") * 4 in before - after
    assert Decimal("0.0310") * 4 in after - before

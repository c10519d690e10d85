"""The yearly cost of all that is paid for a loan, and what of it the lender's own table has no line for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.core.facts import Ledger, Source, WalletKind
from app.core.loans.all_in_cost import AllInCost, Cover
from app.core.loans.yearly_cost import dated_cost
from app.core.papers import CostDisclosure, DisclosedItem
from app.core.pipeline import explain
from app.texts import Language, Phrasebook, languages
from app.texts.cost_texts import CostTexts
from tests.core.case_builder import CONTRACT, DRAWN, CaseBuilder, at, day
from tests.languages import ENGLISH, EVERY_LANGUAGE
from tests.oracles.yields import monthly_cost


def only(case: CaseBuilder) -> AllInCost:
    (cost,) = explain(case.ledger).costs
    return cost


def percent(rate: Decimal | None) -> Decimal:
    assert rate is not None
    return round(rate * 100, 2)


def running(charge: int = 0, paid: int = 4) -> CaseBuilder:
    """A loan of which some periods are paid, each with another payee's charge."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:paid]:
        case.paid(period)
        if charge:
            moment = at(f"{period.due:%m-%d} 12:01")
            case.wallet(moment, charge, WalletKind.CHARGE, text="担保费", counterparty="某融资担保公司")
            case.bank(period.due, -charge, "某融资担保公司")
    case.page(day("05-20"), plan, settled=range(1, paid + 1))
    return case


def test_a_loan_kept_to_its_plan_costs_what_its_plan_does() -> None:
    cost = only(running())
    assert cost.cost == cost.planned == cost.lender_alone
    assert cost.cost
    assert percent(cost.cost.effective) == Decimal("15.62")
    assert cost.paid + cost.to_come == sum(line.amount for line in cost.lines)
    assert {line.cover for line in cost.lines} == {Cover.PLAN}


def test_another_payees_charges_are_counted_and_named_as_not_in_the_lenders_table() -> None:
    cost = only(running(charge=25_00))
    assert cost.of(Cover.THIRD_PARTY) == 4 * 25_00
    outside = [line for line in cost.lines if not line.cover.disclosed]
    assert [line.payee for line in outside] == ["某融资担保公司"] * 4
    flows = [(DRAWN.date(), cost.received), *((line.on, -line.amount) for line in cost.lines)]
    assert cost.cost == dated_cost(flows)
    assert cost.cost and cost.lender_alone and cost.cost.effective and cost.lender_alone.effective
    assert cost.cost.effective > cost.lender_alone.effective
    assert cost.lender_alone == cost.planned


def test_a_charge_that_the_disclosure_table_names_is_told_as_disclosed_and_others_are_not() -> None:
    case = running(charge=25_00)
    named = DisclosedItem("担保费", "每期25.00元", "某融资担保公司")
    case.ledger += Ledger(disclosures=(CostDisclosure("", 12_000_00, Decimal("0.232"), (named,)),))
    cost = only(case)
    assert cost.of(Cover.DISCLOSED) == 4 * 25_00
    assert all(line.cover.disclosed for line in cost.lines)
    other = running(charge=25_00)
    late = DisclosedItem("担保费", "逾期时收取", contingent=True)
    for table in (CostDisclosure("", 9_000_00, None, (named,)), CostDisclosure("", 12_000_00, None, (late,))):
        other.ledger += Ledger(disclosures=(table,))
        assert only(other).of(Cover.THIRD_PARTY) == 4 * 25_00


TABLE = (Source("明示表.html", "", 3, "0123456789abcdef"),)


@pytest.mark.parametrize(
    ("stated", "charge", "told"),
    [
        ("0.1460", 0, "the plan's nominal cost"),
        ("0.1562", 0, "the plan's effective cost"),
        ("0.156", 0, "the plan's effective cost"),
        ("0.2400", 0, "none of those computed here"),
        ("0.1563", 0, "none of those computed here"),
        ("0.1563", 25_00, "none of those computed here"),
    ],
)
def test_the_rate_of_the_disclosure_table_is_told_with_the_computed_one_that_it_is(
    stated: str, charge: int, told: str
) -> None:
    case = running(charge)
    table = CostDisclosure("", 12_000_00, Decimal(stated), (), yearly_sources=TABLE)
    case.ledger += Ledger(disclosures=(table,))
    cost = only(case)
    assert cost.stated and (cost.stated.yearly, cost.stated.sources) == (Decimal(stated), TABLE)
    text = CostTexts(Phrasebook(ENGLISH)).cost(cost)
    assert f"The lender's disclosure table states {Decimal(stated) * 100:.2f}% a year, which is {told}" in text


def test_a_table_of_another_loan_states_nothing_of_this_one() -> None:
    case = running()
    case.ledger += Ledger(disclosures=(CostDisclosure("", 9_000_00, Decimal("0.24"), ()),))
    assert only(case).stated is None


@pytest.mark.parametrize(("monthly", "nominal"), [(0, "18.00"), (25_00, "23.21"), (30_00, "24.25"), (40_00, "26.31")])
def test_the_worked_example_of_a_guarantor_holds(monthly: int, nominal: str) -> None:
    assert percent(monthly_cost(10_000_00, [916_80 + monthly] * 12).nominal) == Decimal(nominal)


def paid_late(again: bool) -> CaseBuilder:
    """A loan of which one period was paid late with a penalty, and may have been taken a second time."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1], at("03-17 12:00"), penalty=1_95)
    if again:
        case.wallet(at("03-17 18:00"), plan[1].total + 1_95)
        case.bank(day("03-17"), -(plan[1].total + 1_95))
    case.page(day("03-20"), plan, settled=(1, 2))
    return case


def test_a_penalty_is_a_contingent_cost_and_money_taken_twice_is_none() -> None:
    once, twice = only(paid_late(again=False)), only(paid_late(again=True))
    (asked,) = [d for d in explain(paid_late(again=True).ledger).discrepancies if "DUPLICATE" in d.code]
    assert twice.of(Cover.PENALTY) == 1_95
    assert (once.twice, twice.twice) == (0, asked.difference)
    assert twice.of(Cover.BEYOND) == 0
    assert (twice.cost, twice.lender_alone, twice.paid) == (once.cost, once.lender_alone, once.paid)
    assert CostTexts(Phrasebook(ENGLISH)).cost(twice) != CostTexts(Phrasebook(ENGLISH)).cost(once)


def debited(*beyond: int, returned: int = 0) -> AllInCost:
    """A loan without a record of which the bank alone shows debits, each so much beyond what was due."""
    case = CaseBuilder()
    plan = case.loan()
    for period, more in zip(plan, beyond, strict=False):
        case.bank(period.due, -(period.total + more))
    if returned:
        case.bank(plan[0].due + timedelta(days=1), returned, "支付宝-借呗还款退款")
    case.page(day("05-20"), plan, settled=range(1, len(beyond) + 1))
    return only(case)


def test_what_debits_took_beyond_the_plan_is_counted_where_no_record_tells_what_for() -> None:
    plain, more = debited(0, 0, 0), debited(37_00, 0, 0)
    assert (more.of(Cover.ABOVE), more.paid - plain.paid) == (37_00, 37_00)
    assert more.cost and plain.cost and more.cost.effective and plain.cost.effective
    assert more.cost.effective > plain.cost.effective
    assert not Cover.ABOVE.disclosed


def test_what_a_record_has_beyond_the_debit_is_no_coupon_unless_the_wallet_names_one() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        noon = at(f"{period.due:%m-%d} 12:00")
        case.bank(period.due, -period.total + (37_00 if period.number == 2 else 0))
        case.record(noon, period.number, period.principal, period.interest)
    case.page(day("05-01"), plan, settled=(1, 2, 3))
    cost = only(case)
    assert (cost.of(Cover.COUPON), cost.paid) == (0, sum(period.total for period in plan[:3]))


def test_where_papers_do_not_tell_how_the_rest_was_paid_no_cost_is_told() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    later = plan[5].due + timedelta(days=3)
    case.wallet(at("07-18 10:00"), 10_00, WalletKind.PURCHASE, text="早餐")
    cost = only(case)
    assert later.month == 7
    assert cost.cost is None
    assert cost.planned is not None


def short(*arrived: int) -> CaseBuilder:
    """The running loan of 12,000.00 of which these amounts were paid out."""
    case = running()
    (drawdown,) = (row for row in case.ledger.wallet if row.kind is WalletKind.DRAWDOWN)
    others = tuple(row for row in case.ledger.wallet if row is not drawdown)
    paid_out = tuple(
        replace(drawdown, amount=amount, order_no=f"out-{n}", at=drawdown.at + timedelta(minutes=n))
        for n, amount in enumerate(arrived)
    )
    case.ledger = replace(case.ledger, wallet=(*others, *paid_out))
    return case


def test_the_cost_of_a_loan_paid_out_short_of_what_was_lent_is_that_of_what_arrived() -> None:
    whole, cost = only(running()), only(short(11_640_00))
    assert (cost.received, cost.short, cost.lent) == (11_640_00, 360_00, 12_000_00)
    flows = [(cost.drawn_on, 11_640_00), *((line.on, -line.amount) for line in cost.lines)]
    assert cost.cost == cost.lender_alone == dated_cost(flows)
    assert percent(cost.cost.effective) > percent(whole.cost.effective if whole.cost else None)
    assert cost.planned == whole.planned
    for language in languages():
        said = CostTexts(Phrasebook(language)).cost(cost)
        assert all(amount in said for amount in ("12,000.00", "11,640.00", "360.00"))
        assert "360.00" not in CostTexts(Phrasebook(language)).cost(whole)


@pytest.mark.parametrize("arrived", [(7_000_00, 5_000_00), (11_640_00, 200_00), (6_000_00,), (12_300_00,), ()])
def test_payments_that_may_be_parts_of_a_loan_or_another_loan_make_none_of_it_short(arrived: tuple[int, ...]) -> None:
    costs = {cost.facility: cost for cost in explain(short(*arrived).ledger).costs}
    assert (costs[CONTRACT].received, costs[CONTRACT].short) == (12_000_00, 0)


@EVERY_LANGUAGE
def test_what_it_costs_is_said_first_and_every_cover_has_words(language: Language) -> None:
    texts = CostTexts(Phrasebook(language))
    lines = texts.lines([only(running(charge=25_00))])
    assert len(lines) == 2
    assert "某融资担保公司" in lines[0]
    assert "100.00" in lines[0]
    assert "{" not in "".join(lines)
    assert all(texts.cover(cover) for cover in Cover)
    assert texts.lines([]) == []

"""Charges of guarantors and go-betweens beside a loan, by the wallet or by the bank alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.calendar import add_months
from app.core.discrepancy import Discrepancy, Severity
from app.core.facts import Product, Source, WalletKind
from app.core.loans import Period
from app.core.loans.all_in_cost import Cover
from app.core.papers import CostDisclosure, DisclosedItem
from app.core.pipeline import explain
from app.core.sources import Service
from tests.core.case_builder import CaseBuilder, at, day

GUARANTOR = "海南某某融资担保有限公司 担保费"


def test_a_guarantors_charge_that_only_the_bank_shows_is_named_each_month_and_summed() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
        case.bank(period.due, -104_00, GUARANTOR)
    found = explain(case.ledger).discrepancies
    assert [d.code for d in found] == ["FEE-THIRD-PARTY"] * 3
    assert {(d.variant, d.difference) for d in found} == {("with-repayment", 104_00)}
    assert {dict(d.facts)["payee"] for d in found} == {GUARANTOR.partition(" ")[0]}
    assert {(dict(d.facts)["times"], dict(d.facts)["total"]) for d in found} == {(3, 312_00)}


def test_a_charge_away_from_any_repayment_is_not_laid_to_one() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.bank(plan[0].due + timedelta(days=9), -104_00, GUARANTOR)
    assert case.found()["FEE-THIRD-PARTY"].variant == "alone"


@pytest.mark.parametrize("has_plan", [True, False])
def test_a_plan_is_said_to_lack_a_charge_only_where_there_is_a_plan(has_plan: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.bank(plan[0].due, -104_00, GUARANTOR)
    ledger = case.ledger if has_plan else replace(case.ledger, plan_rows=(), postings=(), loans=())
    (found,) = [d for d in explain(ledger).discrepancies if d.code == "FEE-THIRD-PARTY"]
    assert found.variant == "with-repayment"
    assert bool(dict(found.facts).get("plan_periods")) is has_plan


@pytest.mark.parametrize(
    "words", ["某某融资担保有限公司 代偿还款", "某某保险公司 车险保费", "物业公司 押金", "某某担保公司 退保"]
)
def test_repayments_insurance_and_deposits_are_no_third_partys_charge(words: str) -> None:
    case = CaseBuilder()
    case.paid(case.loan()[0])
    case.bank(day("02-15"), -104_00, words)
    assert case.found() == {}


def table(case: CaseBuilder, *items: DisclosedItem) -> CostDisclosure:
    principal = sum(row.principal for row in case.ledger.plan_rows)
    return CostDisclosure("", principal, None, items, sources=(Source("明示表.html", "", 1, "f" * 16),))


def charged_with(*items: DisclosedItem) -> Discrepancy:
    case = CaseBuilder()
    case.paid(case.loan()[0])
    case.bank(day("02-15"), -104_00, GUARANTOR)
    ledger = replace(case.ledger, disclosures=(table(case, *items),))
    (found,) = [d for d in explain(ledger).discrepancies if d.code == "FEE-THIRD-PARTY"]
    return found


GUARANTEE = DisclosedItem(
    "担保费", "每期104.00元", "海南某某融资担保有限公司", sources=(Source("明示表.html", "", 4, "f" * 16),)
)


def test_a_charge_that_the_loans_cost_table_has_a_line_for_is_told_as_disclosed() -> None:
    found = charged_with(GUARANTEE)
    assert (found.variant, found.severity) == ("disclosed", Severity.INFO)
    assert dict(found.facts)["disclosed"] == "担保费 每期104.00元"
    assert GUARANTEE.sources[0] in found.evidence


def test_a_charge_that_the_cost_table_leaves_out_says_what_stands_there() -> None:
    found = charged_with(DisclosedItem("利息", "年利率14.4%"), DisclosedItem("罚息", "按日", contingent=True))
    assert (found.variant, found.severity) == ("with-repayment", Severity.WARNING)
    assert dict(found.facts)["items"] == ("利息",)


def test_what_is_due_only_when_something_goes_wrong_is_no_line_for_it() -> None:
    assert charged_with(replace(GUARANTEE, contingent=True)).variant == "with-repayment"


def test_the_table_of_another_loan_says_nothing() -> None:
    case = CaseBuilder()
    case.paid(case.loan()[0])
    case.bank(day("02-15"), -104_00, GUARANTOR)
    other = replace(table(case, GUARANTEE), principal=1_00)
    found = explain(replace(case.ledger, disclosures=(other,))).discrepancies
    assert [(d.variant, "items" in dict(d.facts)) for d in found] == [("with-repayment", False)]


LENDER, EXTENSION = "某某小额贷款", (Service.EXTENSION,)


def deferred() -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan whose repayments its lender takes, put off by a month between two pages in March."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0], counterparty=LENDER)
    case.page(day("03-01"), plan, settled=[1])
    later = tuple(p._replace(due=add_months(p.due, 1)) for p in plan[1:])
    case.page(day("03-10"), (plan[0], *later), settled=[1])
    return case, later


def fee(case: CaseBuilder) -> Discrepancy:
    (found,) = [d for d in explain(case.ledger).discrepancies if d.code in ("FEE-LENDER", "COST-NOT-DISCLOSED")]
    return found


def test_what_the_lender_takes_for_putting_a_plan_off_is_a_cost_of_that_change() -> None:
    case, _ = deferred()
    case.wallet(at("03-09 10:00"), 15_00, WalletKind.CHARGE, text="借呗延期还款服务费", services=EXTENSION)
    told = fee(case)
    assert (told.code, told.variant, told.difference) == ("FEE-LENDER", "for-extension", 15_00)
    facts = dict(told.facts)
    assert (facts["seen_after"], facts["months"]) == (day("03-10"), 1)


def test_without_a_change_of_the_plan_the_fee_is_told_by_its_wording_alone() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.bank(plan[0].due, -15_00, "支付宝-借呗延期服务费")
    told = fee(case)
    assert (told.variant, told.facility, "seen_after" in dict(told.facts)) == ("for-extension", "JB-1", False)


def test_who_takes_the_repayments_too_is_the_lender_and_a_guarantor_never_is() -> None:
    case, _ = deferred()
    case.wallet(at("03-20 10:00"), 30_00, WalletKind.CHARGE, product=Product.OTHER, text="服务费", counterparty=LENDER)
    case.wallet(
        at("03-20 10:00"), 20_00, WalletKind.CHARGE, product=Product.OTHER, text="服务费", counterparty="别的公司"
    )
    case.wallet(
        at("03-20 10:00"), 10_00, WalletKind.CHARGE, product=Product.OTHER, text="服务费", counterparty=LENDER,
        services=(Service.GUARANTEE,),
    )  # fmt: skip
    found = explain(case.ledger).discrepancies
    told = {(d.code, d.difference) for d in found if d.code.startswith("FEE")}
    assert told == {("FEE-LENDER", 30_00), ("FEE-THIRD-PARTY", 20_00), ("FEE-THIRD-PARTY", 10_00)}


@pytest.mark.parametrize("listed", [True, False])
def test_a_lenders_fee_that_its_own_cost_table_lacks_is_called_that(listed: bool) -> None:
    case, _ = deferred()
    case.wallet(at("03-20 10:00"), 30_00, WalletKind.CHARGE, product=Product.OTHER, text="服务费", counterparty=LENDER)
    item = DisclosedItem("服务费", "30元", LENDER) if listed else DisclosedItem("利息", "每日")
    ledger = replace(case.ledger, disclosures=(CostDisclosure("JB-1", 12_000_00, None, (item,)),))
    (told,) = [d for d in explain(ledger).discrepancies if d.difference == 30_00]
    expected = ("FEE-LENDER", "disclosed") if listed else ("COST-NOT-DISCLOSED", "by-lender")
    assert (told.code, told.variant) == expected


def test_a_lenders_fee_is_counted_in_what_the_loan_costs_by_the_lender_alone() -> None:
    case = CaseBuilder()
    for period in case.loan(terms=2):
        case.paid(period)
    case.wallet(at("03-01 10:00"), 15_00, WalletKind.CHARGE, text="借呗延期还款服务费", services=EXTENSION)
    (cost,) = explain(case.ledger).costs
    assert (cost.of(Cover.LENDER_FEE), cost.of(Cover.THIRD_PARTY)) == (15_00, 0)
    assert cost.cost == cost.lender_alone != cost.planned

"""Charges of guarantors and go-betweens beside a loan, by the wallet or by the bank alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, day

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
    assert {(dict(d.facts)["times"], dict(d.facts)["total"]) for d in found} == {(3, 312_00)}


def test_a_charge_away_from_any_repayment_is_not_laid_to_one() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.bank(plan[0].due + timedelta(days=9), -104_00, GUARANTOR)
    assert case.found()["FEE-THIRD-PARTY"].variant == "alone"


@pytest.mark.parametrize(
    "words", ["某某融资担保有限公司 代偿还款", "某某保险公司 车险保费", "物业公司 押金", "某某担保公司 退保"]
)
def test_repayments_insurance_and_deposits_are_no_third_partys_charge(words: str) -> None:
    case = CaseBuilder()
    case.paid(case.loan()[0])
    case.bank(day("02-15"), -104_00, words)
    assert case.found() == {}

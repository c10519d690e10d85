"""Loans that a guarantor or insurer repaid to the lender: the debt goes on, and is no settlement of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.discrepancy import Severity
from app.core.facts import Product, WalletKind
from app.core.pipeline import explain
from app.core.sources import Service
from app.core.views.summary import summary_of
from app.texts import Language, Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.core.case_builder import CaseBuilder, at, day
from tests.languages import EVERY_LANGUAGE

ON = at("08-05 10:00")
TAKEN_SINCE = "中科信融资担保有限公司 追偿款"


def repaid(case: CaseBuilder, *, by_guarantor: bool = True, in_one_row: bool = False) -> int:
    """Three periods paid, three overdue, then all repaid on 5 August; a later page shows all as settled.

    Return the principal of what was repaid then.
    """
    plan = case.loan()
    case.covers(day("01-01"), day("12-31"))
    for period in plan[:3]:
        case.paid(period)
    case.page(day("08-01"), plan, settled=(1, 2, 3), overdue=(4, 5, 6))
    before, principal = len(case.ledger.postings), sum(p.principal for p in plan[3:])
    interest = sum(p.interest for p in plan[3:7])
    if in_one_row:
        case.record(ON, 4, principal, interest)
    else:
        for period in plan[3:]:
            case.record(ON, period.number, period.principal, period.interest if period.number < 8 else 0)
    own = [replace(p, batch="g", by_another=by_guarantor, by_guarantor=by_guarantor) for p in case.ledger.postings]
    case.ledger = replace(case.ledger, postings=(*case.ledger.postings[:before], *own[before:]))
    if not by_guarantor:
        case.wallet(ON, principal + interest)
    case.page(day("12-20"), plan, settled=range(1, 13))
    return principal


@pytest.mark.parametrize("in_one_row", [False, True])
def test_what_a_guarantor_repaid_is_owed_to_it_and_is_no_settlement_of_ones_own(in_one_row: bool) -> None:
    case = CaseBuilder()
    principal = repaid(case, in_one_row=in_one_row)
    found = case.found()
    assert set(found) == {"GUARANTOR-PAID"}
    told = found["GUARANTOR-PAID"]
    assert (told.variant, told.severity, told.difference) == ("loan-ended", Severity.SERIOUS, 0)
    facts = dict(told.facts)
    assert (facts["principal"], facts["paid_on"], facts["days"], facts["paid"]) == (principal, ON.date(), 82, 0)
    told_of = explain(case.ledger)
    assert summary_of(told_of).owed == principal
    assert not summary_of(told_of).missed
    assert {chain.state for chain in told_of.chains} == {"paid", "guarantor-paid"}


def test_an_ordinary_settlement_is_told_as_ones_own() -> None:
    case = CaseBuilder()
    repaid(case, by_guarantor=False)
    told = explain(case.ledger)
    late = [("DEBIT-LATE", period) for period in (4, 5, 6)]
    assert sorted((d.code, d.period) for d in told.discrepancies) == [*late, ("SETTLE-INTEREST-TO-DATE", 7)]
    assert summary_of(told).owed == 0


def test_what_a_bank_shows_as_paid_to_the_guarantor_since_is_a_payment_on_it_and_no_fee() -> None:
    case = CaseBuilder()
    principal = repaid(case)
    case.bank(day("07-30"), -5_00, TAKEN_SINCE)
    case.bank(day("09-05"), -1_000_00, TAKEN_SINCE)
    assert set(case.found()) == {"GUARANTOR-PAID"}
    assert dict(case.found()["GUARANTOR-PAID"].facts)["paid"] == 1_000_00
    assert (summary_of(explain(case.ledger)).owed or 0) < principal


def test_what_a_wallet_shows_as_paid_to_the_guarantor_counts_once_beside_its_bank_row() -> None:
    case = CaseBuilder()
    repaid(case)
    case.wallet(
        at("09-05 12:00"), 1_000_00, WalletKind.CHARGE, text="代偿款", counterparty="中科信融资担保有限公司",
        product=Product.OTHER, services=(Service.GUARANTEE, Service.RECOVERY),
    )  # fmt: skip
    case.bank(day("09-05"), -1_000_00, "支付宝-中科信融资担保有限公司 代偿款")
    assert set(case.found()) == {"GUARANTOR-PAID"}
    assert dict(case.found()["GUARANTOR-PAID"].facts)["paid"] == 1_000_00


def test_what_the_lender_debits_since_is_asked_about_and_neither_taken_twice_nor_a_state_too_early() -> None:
    case = CaseBuilder()
    repaid(case)
    due = CaseBuilder().loan()[8]
    case.wallet(at("10-15 12:00"), due.total)
    case.bank(day("10-15"), -due.total)
    assert set(case.found()) == {"GUARANTOR-PAID"}
    assert dict(case.found()["GUARANTOR-PAID"].facts)["total"] == due.total


def test_a_guarantors_fee_beside_it_stays_a_fee() -> None:
    case = CaseBuilder()
    repaid(case)
    case.bank(day("09-05"), -30_00, "中科信融资担保有限公司 担保费")
    assert set(case.found()) == {"GUARANTOR-PAID", "FEE-THIRD-PARTY"}
    assert not dict(case.found()["GUARANTOR-PAID"].facts)["paid"]


def test_one_period_that_a_guarantor_paid_leaves_the_loan_running() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in (*plan[:3], *plan[4:]):
        case.paid(period)
    case.record(at("06-05 10:00"), 4, plan[3].principal, plan[3].interest)
    *others, own = case.ledger.postings
    case.ledger = replace(case.ledger, postings=(*others, replace(own, by_another=True, by_guarantor=True)))
    case.page(date_after := plan[-1].due.replace(day=20), plan, settled=range(1, 13))
    told = case.found()["GUARANTOR-PAID"]
    assert (told.variant, told.period, told.severity) == ("periods", 4, Severity.WARNING)
    assert summary_of(explain(case.ledger, as_of=date_after)).owed == plan[3].principal


@EVERY_LANGUAGE
def test_it_says_who_is_owed_and_what_to_ask_for(language: Language) -> None:
    case = CaseBuilder()
    repaid(case)
    told = DiscrepancyTexts(Phrasebook(language))
    says = told.answer(case.found()["GUARANTOR-PAID"]) + told.advice(case.found()["GUARANTOR-PAID"])
    for words in {"zh": ("欠代偿的那一方", "代偿证明")}.get(
        language.code, ("owed to the firm that paid", "proof of the")
    ):
        assert words in says

"""Loans that ended otherwise than planned, and payments that landed on the wrong loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.core.discrepancy import Certainty, Severity
from app.core.facts import Ledger, Product
from app.core.pipeline import explain
from app.texts import Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.core.case_builder import CONTRACT, CaseBuilder, at, day
from tests.languages import ENGLISH

OTHER = "JB-2"


def settled(case: CaseBuilder, on: str = "03-20 10:00") -> int:
    """Two periods paid, then the rest settled with interest to the day; return what was paid for it."""
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period)
    principal = sum(p.principal for p in plan[2:])
    days = (at(on).date() - plan[1].due).days
    interest = (principal * 4 * days + 5000) // 10000
    case.wallet(at(on), principal + interest)
    case.record(at(on), 3, principal, interest)
    return principal + interest


def test_a_page_of_the_day_of_settlement_does_not_hide_the_settlement() -> None:
    case = CaseBuilder()
    plan_after = CaseBuilder().loan()
    settled(case)
    case.page(day("03-20"), plan_after, settled=range(1, 13))
    assert case.found()["SETTLE-INTEREST-TO-DATE"].unexplained == 0


@pytest.mark.parametrize("as_planned", [True, False])
def test_a_page_that_shows_what_a_settlement_took_is_no_plan_to_compare_it_with(as_planned: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    settled(case)
    interest = case.ledger.postings[-1].interest
    took = [p._replace(interest=interest if p.number == 3 else 0) if p.number > 2 else p for p in plan]
    case.ledger = replace(case.ledger, plan_rows=())
    case.page(day("04-01"), plan if as_planned else took, settled=range(1, 13))
    assert ("SETTLE-INTEREST-TO-DATE" in case.found()) is as_planned


def test_a_few_fen_collected_after_a_settlement_are_named() -> None:
    case = CaseBuilder()
    settled(case)
    case.wallet(at("03-22 08:00"), 38)
    found = case.found()
    assert set(found) == {"SETTLE-INTEREST-TO-DATE", "SETTLE-RESIDUAL-CENTS"}
    rest = found["SETTLE-RESIDUAL-CENTS"]
    assert (rest.difference, rest.variant, rest.certainty) == (38, "not-recorded", Certainty.PATTERN)


def test_a_drawdown_that_went_back_the_next_day_is_a_cancelled_loan() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("01-16 09:00"), 12_000_00)
    case.record(at("01-16 09:00"), 1, 12_000_00, 0)
    cancelled = case.found()["LOAN-CANCELLED"]
    assert (cancelled.severity, cancelled.unexplained, cancelled.variant) == (Severity.INFO, 0, "without-interest")
    assert cancelled.difference == -sum(p.interest for p in plan)


def twins(wrong: bool) -> Ledger:
    """Two equal loans whose first periods were debited a minute apart; ``wrong`` posts both to the first loan."""
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-01"), plan, settled=[1])
    case.wallet(at("02-15 09:00"), plan[0].total)
    case.record(at("02-15 09:00"), 1, plan[0].principal, plan[0].interest)
    other = CaseBuilder()
    other.loan()
    other.page(day("03-01"), plan, settled=[] if wrong else [1], overdue=[1] if wrong else [])
    other.wallet(at("02-15 09:01"), plan[0].total)
    other.record(at("02-15 09:01"), 1, plan[0].principal, plan[0].interest)
    return case.ledger + renamed(other.ledger, posted_to=CONTRACT if wrong else OTHER)


def renamed(ledger: Ledger, posted_to: str) -> Ledger:
    """The facts of another loan, drawn a minute later, with rows of their own."""

    def moved(fact, contract: str = OTHER):  # type: ignore[no-untyped-def]
        rows = tuple(replace(s, row=s.row + 500) for s in fact.sources)
        return replace(fact, sources=rows, **({"contract": contract} if hasattr(fact, "contract") else {}))

    later = timedelta(minutes=1)
    return Ledger(
        wallet=tuple(replace(moved(r), at=r.at + later, order_no=f"x{r.order_no}") for r in ledger.wallet),
        loans=tuple(replace(moved(r), drawn_at=r.drawn_at and r.drawn_at + later) for r in ledger.loans),
        plan_rows=tuple(moved(r) for r in ledger.plan_rows),
        postings=tuple(moved(r, posted_to) for r in ledger.postings),
    )


def test_two_equal_loans_paid_on_one_day_have_nothing_to_explain() -> None:
    assert explain(twins(wrong=False)).discrepancies == ()


def test_equal_debits_that_the_record_lays_to_two_loans_are_no_double_debit_without_a_plan() -> None:
    assert explain(replace(twins(wrong=False), plan_rows=())).discrepancies == ()


def test_a_bank_that_names_a_platform_alone_pays_no_loan_twice_and_leaves_none_unpaid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for number, period in enumerate(plan[:3]):
        case.record(datetime.combine(period.due, time(9)), period.number, period.principal, period.interest)
        case.bank(period.due, -period.total, "支付宝-蚂蚁借呗还款")
        case.bank(period.due, -period.total, "支付宝-还款" if number else "支付宝-蚂蚁借呗还款")
    case.page(day("05-01"), plan, settled=[1, 2, 3])
    ledger = replace(case.ledger, loans=tuple(replace(r, product=Product.OTHER) for r in case.ledger.loans), wallet=())
    other = replace(renamed(ledger, posted_to=OTHER), bank=())
    assert explain(ledger + other).discrepancies == ()


def test_a_payment_posted_to_the_other_loan_is_neither_missed_nor_paid_twice() -> None:
    (found,) = explain(twins(wrong=True)).discrepancies
    assert (found.code, found.facility, found.difference) == ("ALLOC-OTHER-LOAN", OTHER, 0)
    assert [part.component for part in found.bridge] == ["posted-to-other-loan", "lacking-on-this-loan"]
    assert dict(found.facts)["other_loan"] == CONTRACT
    asked = [DiscrepancyTexts(Phrasebook(ENGLISH)).question(found, question) for question in found.questions]
    assert [CONTRACT in text and "Please move this payment" in text for text in asked] == [True]

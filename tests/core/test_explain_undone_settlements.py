"""Settlements that are not final: pending by the record, or given back by the bank."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from app.core.discrepancy import Severity
from app.core.facts import Outcome, Purpose, Trigger, WalletKind
from app.core.loans import Period
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, day

ON = day("03-02")


def settling(outcome: Outcome = Outcome.DONE) -> tuple[CaseBuilder, tuple[Period, ...], int]:
    """A loan of which the first period was paid and all the rest on a day, with interest to that day."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    left = sum(p.principal for p in plan[1:])
    total = left + round(left * 4 * (ON - plan[0].due).days / 10_000)
    case.wallet(
        datetime.combine(ON, time(9, 30)), total, text="借呗提前结清", purpose=Purpose.SETTLEMENT, outcome=outcome,
        trigger=Trigger.MANUAL,
    )  # fmt: skip
    return case, plan, total


def came_back(case: CaseBuilder, total: int) -> None:
    case.bank(ON, -total)
    case.bank(ON + timedelta(days=1), total, "支付宝-借呗还款退汇")


@pytest.mark.parametrize(("named", "returned"), [("借呗提前结清", True), ("借呗还款", False)])
def test_a_refund_with_a_number_of_its_own_gives_back_what_its_words_repeat(named: str, returned: bool) -> None:
    case, plan, total = settling()
    case.wallet(
        datetime.combine(ON + timedelta(days=1), time(10)), total, WalletKind.REFUND, order_no="R-1", refund_of="R-1",
        item=named,
    )  # fmt: skip
    case.page(day("03-08"), plan, settled=(1,))
    assert ("STATUS-SETTLED-PREMATURE" in case.found(day("03-10"))) is returned


@pytest.mark.parametrize("shown_settled", [True, False])
def test_a_page_that_shows_all_settled_while_the_debit_for_it_has_no_result_is_ahead_of_it(shown_settled: bool) -> None:
    """Interface files leave out what is pending: then the wallet alone tells that it is."""
    case, plan, total = settling(Outcome.PENDING)
    case.page(day("03-08"), plan, settled=[p.number for p in plan] if shown_settled else [1])
    found = case.found(day("03-10"))
    assert set(found) == ({"STATUS-SETTLED-PREMATURE"} if shown_settled else {"STATUS-UNCONFIRMED"})
    if shown_settled:
        told = found["STATUS-SETTLED-PREMATURE"]
        assert (told.variant, told.severity) == ("settlement-pending", Severity.SERIOUS)
        assert (told.actual, dict(told.facts)["shown_on"]) == (total, day("03-08"))


@pytest.mark.parametrize("open_again", [True, False])
def test_a_settlement_that_the_bank_gave_back_has_not_settled_the_loan(open_again: bool) -> None:
    case, plan, total = settling()
    came_back(case, total)
    case.page(ON, plan, settled=[p.number for p in plan])
    if open_again:
        case.page(day("03-08"), plan, settled=(1,))
    found = case.found(day("03-10"))
    assert "SETTLE-INTEREST-TO-DATE" not in found
    told = found["STATUS-SETTLED-PREMATURE"]
    assert (told.variant, dict(told.facts)["shown_on"]) == ("settlement-returned", ON)
    assert told.severity is (Severity.WARNING if open_again else Severity.SERIOUS)


@pytest.mark.parametrize("recorded", [True, False])
def test_a_settlement_on_a_due_day_that_came_back_leaves_that_period_to_be_paid(recorded: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    due, left = plan[1].due, sum(p.principal for p in plan[1:])
    total, noon = left + plan[1].interest, datetime.combine(plan[1].due, time(12))
    case.wallet(noon, total, text="借呗提前结清", purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    if recorded:
        case.record(noon + timedelta(minutes=3), 2, left, plan[1].interest)
    case.bank(due, -total)
    case.bank(due + timedelta(days=1), total, "支付宝-借呗还款退汇")
    case.covers(day("01-01"), due + timedelta(days=5))
    told = explain(case.ledger, as_of=due + timedelta(days=5))
    (found,) = told.discrepancies
    assert (found.code, found.variant) == ("STATUS-SETTLED-PREMATURE", "settlement-returned")
    assert dict(found.facts)["later_due"] == due
    assert told.costs[0].cost is None  # what came back paid nothing


def test_a_settlement_that_came_back_and_was_made_again_is_settled() -> None:
    case, plan, total = settling()
    came_back(case, total)
    case.wallet(
        datetime.combine(ON + timedelta(days=2), time(10)), total + 9_45, text="借呗提前结清",
        purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL,
    )  # fmt: skip
    case.bank(ON + timedelta(days=2), -total - 9_45)
    case.page(day("03-08"), plan, settled=[p.number for p in plan])
    assert "STATUS-SETTLED-PREMATURE" not in case.found(day("03-10"))


def test_a_settlement_pending_by_the_record_is_not_called_right() -> None:
    case, plan, total = settling(Outcome.PENDING)
    left = sum(p.principal for p in plan[1:])
    moment = datetime.combine(ON, time(9, 30))
    case.record(moment, 2, plan[1].principal, total - left, outcome=Outcome.PENDING)
    for period in plan[2:]:
        case.record(moment, period.number, period.principal, 0, outcome=Outcome.PENDING)
    case.page(ON + timedelta(days=1), plan, settled=[p.number for p in plan])
    found = case.found(ON + timedelta(days=1))
    assert "SETTLE-INTEREST-TO-DATE" not in found
    told = found["STATUS-SETTLED-PREMATURE"]
    assert (told.variant, told.severity) == ("settlement-pending", Severity.SERIOUS)

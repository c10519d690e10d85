"""Things that fell on one another: a reserve's return and a debit, an outage and a payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Trigger, WalletKind
from app.core.rules.incidents import beside
from app.texts import Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.core.case_builder import CARD, CaseBuilder, at, day
from tests.languages import ENGLISH


def drained(account: str, paid: str = "02-16 21:00", period: int = 0) -> CaseBuilder:
    """A debit of the first period fails after a reserve was returned; the period with this index is paid later."""
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    case.reserve(at("02-08 10:00"), returned_at=at("02-15 13:05"), returned=500_00)
    case.wallet(at("02-08 10:00"), 500_00, WalletKind.RESERVE_TAKEN, account="余额")
    case.wallet(at("02-15 13:05"), 500_00, WalletKind.RESERVE_RETURNED, account=CARD)
    case.wallet(at("02-15 19:00"), first.total, outcome=Outcome.FAILED, account=account)
    case.paid(plan[period], at(paid))
    return case


def test_a_debit_that_failed_after_the_reserve_took_from_the_same_card() -> None:
    found = drained(CARD).found()["RESERVE-DRAINS-DEBIT"]
    assert (found.severity, found.certainty, found.difference) == (Severity.WARNING, Certainty.PATTERN, 0)


@pytest.mark.parametrize(("paid", "paid_on"), [("02-16 21:00", day("02-16")), ("", None)], ids=["paid", "not paid"])
def test_it_says_when_what_had_failed_was_paid_and_does_not_ask_to_pay_again(paid: str, paid_on: date | None) -> None:
    found = (drained(CARD, paid) if paid else drained(CARD, period=1)).found()["RESERVE-DRAINS-DEBIT"]
    assert dict(found.facts).get("paid_on") == paid_on
    texts = DiscrepancyTexts(Phrasebook(ENGLISH))
    assert ("paid later" in texts.advice(found), bool(texts.deadline(found))) == (paid_on is None, paid_on is None)


def test_a_failed_try_that_was_made_good_the_same_evening_is_only_a_hint() -> None:
    assert drained(CARD, "02-15 21:00").found()["RESERVE-DRAINS-DEBIT"].severity is Severity.INFO


def test_where_the_failed_try_names_no_card_it_is_only_a_hint() -> None:
    assert drained("").found()["RESERVE-DRAINS-DEBIT"].severity is Severity.INFO


def test_a_lag_in_the_hours_of_a_reported_outage_is_noted_beside_it() -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    case.wallet(at("02-15 09:00"), first.total)
    case.record(at("02-18 03:00"), 1, first.principal, first.interest)
    lag = case.found()["POST-LAG"]
    assert list(beside([lag])) == []
    (note,) = beside([replace(lag, at=datetime(2024, 11, 11, 10, 0))])
    assert (note.code, note.severity, note.evidence) == ("INCIDENT-OUTAGE", Severity.INFO, lag.evidence)


@pytest.mark.parametrize(("settled", "variant"), [((1, 2, 3), "set-off"), ((1, 2), "kept")])
def test_a_second_debit_that_paid_the_next_period_is_not_called_kept(settled: tuple[int, ...], variant: str) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1])
    case.wallet(at("03-15 18:00"), plan[1].total)
    case.page(day("04-20"), plan, settled=settled)
    case.covers(day("01-01"), day("04-30"))
    twice = case.found(as_of=day("04-25"))["DEBIT-DUPLICATE"]
    assert twice.variant == variant
    assert twice.certainty is (
        Certainty.PATTERN if variant == "set-off" else Certainty.STRONG
    )  # paid elsewhere perhaps
    assert (twice.difference, twice.unexplained) == ((0 if variant == "set-off" else plan[1].total), 0)


def collected_again(first: Trigger, second: Trigger, on: str = "03-15 12:00") -> dict[str, Discrepancy]:
    """The second period is paid in the morning, and the same amount once more, which the lender lays to the third."""
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1], at("03-15 08:00"), trigger=first)
    again = plan[1].total
    case.wallet(at(on), again, trigger=second)
    case.bank(at(on).date(), -again)
    case.record(at(on), 3, again - plan[2].interest, plan[2].interest, counted_on=plan[2].due, trigger=second)
    case.page(day("04-20"), plan, settled=[1, 2, 3])
    return case.found()


def test_a_period_paid_by_hand_and_debited_too_is_told_where_the_second_was_recorded_for_the_next() -> None:
    found = collected_again(Trigger.MANUAL, Trigger.AUTO)
    told = found["DEBIT-MANUAL-AUTO-OVERLAP"]
    assert set(found) == {"DEBIT-MANUAL-AUTO-OVERLAP"}, "the next period is neither early nor posted late"
    assert (told.variant, told.severity, told.difference, told.unexplained) == ("posted-ahead", Severity.INFO, 0, 0)
    assert dict(told.facts)["later_due"] == day("04-15")


@pytest.mark.parametrize(
    ("first", "second", "on"),
    [
        pytest.param(Trigger.AUTO, Trigger.MANUAL, "03-15 12:00", id="meant a month ahead"),
        pytest.param(Trigger.MANUAL, Trigger.MANUAL, "03-15 12:00", id="by hand both times"),
        pytest.param(Trigger.MANUAL, Trigger.AUTO, "03-17 12:00", id="another day"),
    ],
)
def test_a_period_that_somebody_meant_to_pay_ahead_is_early_and_not_posted_late(
    first: Trigger, second: Trigger, on: str
) -> None:
    assert set(collected_again(first, second, on)) == {"DEBIT-EARLY"}

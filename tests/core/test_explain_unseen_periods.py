"""Periods that these files do not show as paid: what is sure of them, and until when it may be too early to tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.ahead import MarkBasis
from app.core.discrepancy import Certainty, Severity
from app.core.facts import Outcome, PeriodState
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

PLAN = CaseBuilder().loan()


def without_the_third(last: str = "05-10", *, tries: bool = False, later: bool = False) -> CaseBuilder:
    """Two periods paid, the third, due on 15 April, not; the wallet covers the days and no later page is there."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period)
    if tries:
        case.wallet(at("04-15 09:00"), plan[2].total, outcome=Outcome.FAILED)
    if later:
        case.paid(plan[3])
    case.covers(day("01-01"), day(last))
    return case


@pytest.mark.parametrize("how", [{"tries": True}, {"later": True, "last": "05-25"}])
def test_a_period_that_was_tried_or_passed_over_is_missed_and_its_month_says_the_same(how: dict[str, bool]) -> None:
    case = without_the_third(**how)  # type: ignore[arg-type]
    told = case.found()["DEBIT-MISSED"]
    assert (told.variant, told.severity, told.certainty) == ("not-seen", Severity.SERIOUS, Certainty.PATTERN)
    assert told.missing == ("plan-page",)
    april = next(m for m in explain(case.ledger).ahead.credit.months if m.month == (2026, 4))
    assert april.basis is MarkBasis.UNPAID


def test_the_last_period_without_a_debit_is_told_as_open_and_makes_no_month_overdue() -> None:
    case = without_the_third()
    told = case.found()["DEBIT-MISSED"]
    assert (told.variant, told.severity, told.certainty) == ("not-seen", Severity.INFO, Certainty.OPEN)
    months = explain(case.ledger).ahead.credit.months
    assert [m.basis for m in months if m.month >= (2026, 4)] == [MarkBasis.UNKNOWN, MarkBasis.UNKNOWN]


@pytest.mark.parametrize(
    ("later", "missed"), [(PLAN[3].total, True), (PLAN[3].total - 30_00, False), (None, False)],
    ids=["by the plan", "less than the plan", "nothing since"],
)  # fmt: skip
def test_a_plan_that_says_neither_its_day_nor_states_is_missed_in_only_where_a_later_debit_is_still_by_it(
    later: int | None, missed: bool
) -> None:
    case = without_the_third("05-25")
    if later is not None:
        case.wallet(at("05-15 12:00"), later)
    rows = (replace(row, as_of=None, state=PeriodState.UNKNOWN) for row in case.ledger.plan_rows)
    case.ledger = replace(case.ledger, plan_rows=tuple(rows), postings=())
    told = case.found().get("DEBIT-MISSED")
    assert (told is not None) is missed
    if told:
        assert (told.variant, told.certainty, told.missing) == ("not-seen", Certainty.PATTERN, ("plan-page",))


def test_a_loan_of_which_nothing_is_seen_any_more_is_not_called_missed_month_by_month() -> None:
    assert without_the_third("10-20").found() == {}


def test_a_bank_that_may_still_book_it_shows_nothing_missing() -> None:
    assert without_the_third("04-17").found() == {}


def test_the_day_after_a_due_date_a_period_may_still_be_debited_or_shown() -> None:
    case = without_the_third("04-16")
    case.page(day("04-16"), PLAN, settled=[1, 2], overdue=[3])
    told = case.found()["DEBIT-MISSED"]
    assert (told.variant, told.severity, dict(told.facts)["wait_until"]) == (
        "just-due", Severity.SERIOUS, day("04-16"),
    )  # fmt: skip
    later = without_the_third("04-20")
    later.page(day("04-16"), PLAN, settled=[1, 2], overdue=[3])
    assert later.found()["DEBIT-MISSED"].variant == "not-debited"


@pytest.mark.parametrize(("shown_on", "variant"), [("04-16", "recent"), ("04-19", "overdue")])
def test_a_page_of_the_day_after_a_debit_may_only_lag_behind_it(shown_on: str, variant: str) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1])
    case.wallet(at("04-15 21:14"), plan[2].total)
    case.page(day(shown_on), plan, settled=[1, 2], overdue=[3])
    case.covers(day("01-01"), day(shown_on))
    told = case.found()["POST-MISSING"]
    assert told.variant == variant
    assert told.severity is (Severity.WARNING if variant == "recent" else Severity.SERIOUS)


def test_a_record_made_after_it_that_lacks_the_debit_is_no_lag() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1])
    case.wallet(at("04-15 21:14"), plan[2].total)
    case.page(day("04-16"), plan, settled=[1, 2], overdue=[3])
    case.paid(plan[3])
    assert case.found()["POST-MISSING"].variant == "overdue"


def of_three(*, last_paid: bool = False, prepaid: bool = False) -> CaseBuilder:
    """A loan of three periods whose page of 20 April has the last one, due on the 15th, no more."""
    case = CaseBuilder()
    plan = case.loan(terms=3)
    for period in plan[: 3 if last_paid else 2]:
        case.paid(period)
    if prepaid:
        case.wallet(at("03-20 12:00"), plan[2].principal)
    case.page(day("04-20"), plan[:2], settled=[1, 2])
    case.covers(day("01-01"), day("04-25"))
    return case


def test_a_last_period_that_a_later_page_has_no_more_is_told_with_that_page() -> None:
    told = of_three().found()["DEBIT-MISSED"]
    assert (told.variant, told.severity) == ("not-seen", Severity.WARNING)
    assert dict(told.facts)["shown_on"] == day("04-20")


@pytest.mark.parametrize("paid", ["last_paid", "prepaid"])
def test_one_that_was_paid_or_may_have_been_prepaid_is_not(paid: str) -> None:
    assert "DEBIT-MISSED" not in of_three(**{paid: True}).found()


@pytest.mark.parametrize("beside", [0, 1])
def test_a_nameless_debit_of_all_that_settling_took_to_the_fen_leaves_no_later_period_missing(beside: int) -> None:
    case = CaseBuilder()
    plan = case.loan(terms=4)
    for period in plan[:2]:
        case.paid(period)
    case.ledger = replace(case.ledger, postings=())
    left = sum(p.principal for p in plan[2:])
    case.bank(day("03-25"), -(left + (left * 4 * 10 + 5_000) // 10_000 + beside), "支付宝-还款")
    case.covers(day("01-01"), day("04-25"))
    assert ("DEBIT-MISSED" in case.found()) is (beside == 1)

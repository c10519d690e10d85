"""A part of a case keeps its sentences and loses what is of other loans or days; its figures are never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.discrepancy import Certainty, Severity
from app.core.explanation import Chain, EventKind
from app.core.facts import Purpose, WalletKind
from app.core.kinds import KINDS
from app.core.pipeline import explain
from app.core.reconciliation import LoanAccount
from app.core.views.scope import Scope, restricted
from app.core.views.summary import Claim, claim_of, summary_of
from tests.core.case_builder import CaseBuilder, at
from tests.core.test_explain_after_the_end import twins
from tests.timeline_cases import discrepancy, event, explanation, sketch_case

DAY = datetime(2024, 5, 15, 9)
CASE = sketch_case()


def test_the_whole_is_shown_as_it_is() -> None:
    assert restricted(CASE, Scope()) is CASE


def test_a_debit_that_pays_two_loans_is_seen_with_either() -> None:
    both = event("debit", EventKind.DEBIT, DAY, loan="L1")
    case = explanation([both], [Chain("c", "L2", ("debit",), "paid", 1)])
    assert restricted(case, Scope(frozenset({"L2"}))).events == (both,)
    assert restricted(case, Scope(frozenset({"L3"}))).events == ()


@given(
    loans=st.frozensets(st.sampled_from(sorted(f.id for f in CASE.facilities))),
    first=st.none() | st.datetimes(datetime(2023, 12, 1), datetime(2024, 12, 1)),
    days=st.integers(0, 400),
)
def test_a_part_holds_nothing_that_the_whole_does_not_and_nothing_of_other_loans(
    loans: frozenset[str], first: datetime | None, days: int
) -> None:
    scope = Scope(loans, first, None if first is None else first + timedelta(days=days))
    part = restricted(CASE, scope)
    assert set(part.events) <= set(CASE.events)
    assert set(part.discrepancies) <= set(CASE.discrepancies)
    if loans:
        assert all(f.id in loans for f in part.facilities)
        assert all(d.facility in loans or d.facility is None for d in part.discrepancies)
        assert all(c.facility in loans for c in part.chains)
    if first is not None:
        assert all(scope.holds(e.at if e.timed else e.at.date()) for e in part.events)


def test_a_discrepancy_that_reaches_into_the_days_is_shown() -> None:
    early, late = event("e1", EventKind.DUE, DAY), event("e2", EventKind.DEBIT, DAY + timedelta(days=9))
    found = discrepancy("d", DAY, ("e1", "e2"))
    case = explanation([early, late], discrepancies=[found])
    after = Scope(first=DAY + timedelta(days=5), last=DAY + timedelta(days=20))
    assert restricted(case, after).discrepancies == (found,)
    assert restricted(case, after).events == (late,)
    assert restricted(case, Scope(first=DAY + timedelta(days=10), last=None)).discrepancies == ()


def test_only_what_was_taken_too_much_for_certain_is_claimed() -> None:
    sure = replace(discrepancy("a", DAY, amount=108), code="DEBIT-DUPLICATE", variant="kept")
    less = discrepancy("b", DAY, amount=-500)
    open_one = replace(sure, id="c", certainty=Certainty.PATTERN)
    odd = discrepancy("d", DAY, severity=Severity.INFO, amount=329)
    case = explanation([], discrepancies=[sure, less, open_one, odd])
    summary = summary_of(case)
    assert (summary.refund, [d.id for d in summary.confirm], summary.explained) == (108, ["b", "c"], 329)
    assert {claim_of(d) for d in case.discrepancies} == set(Claim)


def test_a_penalty_for_a_late_payment_is_no_claim_and_one_for_a_payment_in_time_is() -> None:
    late = discrepancy("a", DAY, amount=108)
    assert claim_of(late) is Claim.CONFIRM
    assert claim_of(replace(late, code="POST-LAG")) is Claim.REFUND


def test_a_penalty_for_a_late_payment_is_a_claim_where_the_bank_shows_enough_money_all_day() -> None:
    late = discrepancy("a", DAY, amount=108)
    assert (late.code, late.variant) == ("DEBIT-LATE", "charged")
    assert claim_of(replace(late, facts=(*late.facts, ("funds_enough", 900_00)))) is Claim.REFUND


def test_what_is_held_without_a_right_is_loud_and_asks_for_it() -> None:
    held = [(kind, name) for kind in KINDS.values() for name, variant in kind.variants.items() if variant.held]
    assert all(kind.questions_of(name) and kind.variants[name].asks for kind, name in held)
    assert not {kind.code for kind, _ in held} & {"DEBIT-LATE", "UNEXPLAINED", "FEE-THIRD-PARTY"}


def test_what_no_paper_states_is_not_said_to_be_owed() -> None:
    assert summary_of(explanation([])).owed is None
    account = LoanAccount("L1", 300_000, ())
    assert summary_of(replace(explanation([]), accounts=(account,))).owed == 300_000


@pytest.mark.parametrize(("paid", "owed"), [((1, 2, 3), True), ((1, 3), False), (range(1, 13), True)])
def test_a_plan_whose_periods_were_all_seen_paid_tells_what_is_owed_without_a_record(
    paid: Sequence[int], owed: bool
) -> None:
    built = CaseBuilder()
    plan = built.loan()
    for period in paid:
        built.wallet(datetime.combine(plan[period - 1].due, time(8)), plan[period - 1].total)
    told = summary_of(explain(built.ledger))
    left = sum(row.principal for row in plan[max(paid) :])
    assert (told.owed, told.untold) == ((left, 0) if owed else (None, 1))


def test_what_was_posted_to_another_loan_is_not_to_be_paid_again() -> None:
    case = explain(twins(wrong=True))
    assert [d.code for d in case.discrepancies] == ["ALLOC-OTHER-LOAN"]
    assert summary_of(case).missed == ()


@pytest.mark.parametrize("recorded", [True, False])
def test_principal_that_was_paid_and_is_not_in_the_lenders_records_is_told_beside_what_is_owed(recorded: bool) -> None:
    """By what was paid it is not owed any more; the lender's own page says otherwise."""
    built = CaseBuilder()
    first, second, *_ = built.loan()
    built.paid(first)
    if recorded:
        built.paid(second)
    else:
        built.wallet(datetime.combine(second.due, time(9)), second.total)
    told = summary_of(explain(built.ledger))
    assert (told.owed, told.unrecorded) == (
        12_000_00 - first.principal - second.principal,
        0 if recorded else second.principal,
    )


def test_a_period_of_which_no_paper_speaks_is_not_called_unpaid() -> None:
    due = date(2024, 5, 15)
    case = explanation([], [Chain("c", "L1", (), "missed", 1, due, 5000)])
    assert summary_of(replace(case, as_of=date(2024, 9, 1))).missed == ()


def test_of_a_loan_whose_plan_is_here_the_owed_principal_lies_between_all_and_what_is_seen_paid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("03-15 09:00"), plan[1].total)
    case.wallet(at("04-20 09:00"), 12_00, text="话费充值", kind=WalletKind.OTHER)
    summary = summary_of(explain(case.ledger))
    principal = [period.principal for period in plan]
    assert (summary.untold, summary.unseen) == (1, 1)
    assert (summary.unseen_least, summary.unseen_most) == (sum(principal[3:]), sum(principal) - principal[1])


def test_a_prepayment_no_page_shows_leaves_nothing_to_be_said_between() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.wallet(at("03-20 09:00"), 3000_00, purpose=Purpose.PREPAYMENT, text="借呗提前还款")
    summary = summary_of(explain(case.ledger))
    assert summary.unseen == 0

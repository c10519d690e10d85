"""A plan changed unseen, before periods of which no later page has amounts, is told as what it was, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal

import pytest

from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import Method, PeriodState, Purpose
from app.core.loans import Period, Terms
from app.core.loans.changes import change_rate, redate
from app.core.loans.conventions import STANDARD
from app.core.loans.prepayment import PrepaymentRule, Replan, prepay
from app.core.money import Rounding
from app.core.pipeline import explain
from tests.core.case_builder import RATE, CaseBuilder, at, day

LOWER = Decimal("0.0003")
TERMS = Terms(RATE, Method.EQUAL_INSTALMENT)


def debited(case: CaseBuilder, periods: Sequence[Period]) -> None:
    """Each period debited at noon of its day; the lender recorded nothing."""
    for period in periods:
        case.wallet(datetime.combine(period.due, time(12)), period.total)


def shown(case: CaseBuilder, on: str, plan: Sequence[Period], first_open: int, hidden: bool) -> None:
    """A page that hides the amounts of settled periods, as interface files do, or leaves these periods out."""
    kept = plan if hidden else [p for p in plan if p.number >= first_open]
    case.page(day(on), kept, settled=range(1, first_open))
    rows = tuple(
        replace(r, principal=0, interest=0, amounts_kept=False)
        if r.as_of == day(on) and r.state is PeriodState.SETTLED else r
        for r in case.ledger.plan_rows
    )  # fmt: skip
    case.ledger = replace(case.ledger, plan_rows=rows)


def told(case: CaseBuilder) -> list[Discrepancy]:
    case.covers(day("01-01"), day("08-01"))
    return list(explain(case.ledger, as_of=day("08-01")).discrepancies)


@pytest.mark.parametrize("hidden", [True, False])
def test_another_rate_is_told_from_the_day_on_that_gives_the_later_page(hidden: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    anew = redate(plan[3:], TERMS._replace(rate=LOWER), [p.due for p in plan[3:]])
    debited(case, (*plan[:3], *anew[:3]))
    shown(case, "08-01", (*plan[:3], *anew), 7, hidden)
    (change,) = told(case)
    facts = dict(change.facts)
    assert (change.code, change.certainty, change.unexplained) == ("PLAN-RATE-CHANGED", Certainty.PROVED, 0)
    assert (facts["rate_before"], facts["rate_after"]) == (RATE, LOWER)
    assert (facts["changed_from"], facts["times"]) == (anew[0].due, 3)
    assert change.difference == sum(p.interest for p in anew[3:]) - sum(p.interest for p in plan[6:])


def test_a_rate_that_changed_inside_a_period_is_found_by_its_day() -> None:
    case = CaseBuilder()
    plan = case.loan()
    anew = change_rate(plan[3:], TERMS, LOWER, day("05-01"))
    debited(case, (*plan[:3], *anew[:3]))
    shown(case, "08-01", (*plan[:3], *anew), 7, hidden=True)
    assert [(d.code, dict(d.facts)["changed_from"]) for d in told(case)] == [("PLAN-RATE-CHANGED", anew[0].due)]


@pytest.mark.parametrize("hidden", [True, False])
def test_periods_added_are_told_as_that_and_no_principal_as_risen(hidden: bool) -> None:
    case = CaseBuilder()
    plan = case.loan(terms=8)
    dues = [day(f"{month:02d}-15") for month in range(4, 13)]
    anew = redate(plan[2:], TERMS, dues)
    debited(case, (*plan[:2], *anew[:4]))
    shown(case, "08-01", (*plan[:2], *anew), 7, hidden)
    assert [(d.code, d.variant, dict(d.facts)["added"]) for d in told(case)] == [("PLAN-DEFERRED", "more-interest", 3)]


def test_a_prepayment_before_periods_without_amounts_is_told_with_its_very_principal() -> None:
    case = CaseBuilder()
    plan = case.loan()
    done = prepay(plan[3:], TERMS, day("04-25"), 2_000_00, PrepaymentRule())
    debited(case, (*plan[:3], *done.plan[:3]))
    case.wallet(at("04-25 10:00"), done.total, purpose=Purpose.PREPAYMENT)
    shown(case, "08-01", (*plan[:3], *done.plan), 7, hidden=True)
    (change,) = told(case)
    assert (change.code, dict(change.facts)["prepaid"]) == ("PLAN-REAMORTISED", 2_000_00)


def test_principal_gone_without_a_payment_is_counted_back_to_the_first_debit_of_the_new_amount() -> None:
    case = CaseBuilder()
    plan = case.loan()
    done = prepay(plan[3:], TERMS, day("04-25"), 2_000_00, PrepaymentRule())
    debited(case, (*plan[:3], *done.plan[:3]))
    shown(case, "08-01", (*plan[:3], *done.plan), 7, hidden=True)
    (change,) = told(case)
    assert (change.variant, dict(change.facts)["prepaid"]) == ("cause-unknown", 2_000_00)


def test_a_debit_that_does_not_pay_the_interest_to_date_is_no_prepayment() -> None:
    case = CaseBuilder()
    plan = case.loan()
    done = prepay(plan[3:], TERMS, day("04-25"), 2_000_00, PrepaymentRule())
    debited(case, (*plan[:3], *done.plan[:3]))
    case.wallet(at("04-11 09:00"), 3)
    shown(case, "08-01", (*plan[:3], *done.plan), 7, hidden=True)
    changes = [d for d in told(case) if d.code.startswith("PLAN-")]
    assert [(d.variant, dict(d.facts)["prepaid"]) for d in changes] == [("cause-unknown", 2_000_00)]


def test_without_debits_nothing_is_asserted_of_the_principal() -> None:
    case = CaseBuilder()
    plan = case.loan()
    done = prepay(plan[3:], TERMS, day("04-25"), 2_000_00, PrepaymentRule())
    shown(case, "08-01", (*plan[:3], *done.plan), 7, hidden=True)
    changes = [d for d in told(case) if d.code.startswith("PLAN-")]
    assert [(d.code, d.variant, d.certainty) for d in changes] == [("PLAN-REAMORTISED", "untold", Certainty.OPEN)]
    assert set(changes[0].missing) == {"repayment-record", "plan-page"}
    assert not dict(changes[0].facts)["prepaid"]


def test_debits_of_the_new_amount_are_no_differences_of_their_own_where_nobody_can_tell() -> None:
    case = CaseBuilder()
    plan = case.loan()
    done = prepay(plan[3:], TERMS, day("04-25"), 300_00, PrepaymentRule())
    debited(case, (*plan[:2], done.plan[0], done.plan[2]))  # which plan periods 3 and 5 were paid by no debit tells
    shown(case, "08-01", (*plan[:3], *done.plan), 7, hidden=True)
    assert [(d.code, d.variant, dict(d.facts)["times"]) for d in told(case)] == [("PLAN-REAMORTISED", "untold", 2)]


def test_debits_of_the_old_amount_tell_that_the_plan_changed_after_them() -> None:
    case = CaseBuilder()
    plan = case.loan()
    done = prepay(plan[6:], TERMS, day("07-20"), 2_000_00, PrepaymentRule())
    debited(case, plan[:6])
    shown(case, "08-01", (*plan[:6], *done.plan), 7, hidden=True)
    (change,) = told(case)
    assert (change.variant, dict(change.facts)["prepaid"]) == ("cause-unknown", 2_000_00)
    assert "changed_from" not in dict(change.facts)


def test_a_recorded_instalment_on_an_earlier_due_day_is_no_prepayment() -> None:
    case = CaseBuilder()
    plan = case.loan()
    anew = redate(plan[3:], TERMS, [p.due.replace(day=8) for p in plan[3:]])
    for period in (*plan[:3], *anew[:3]):
        case.paid(period)
    shown(case, "08-01", (*plan[:3], *anew), 7, hidden=True)
    (change,) = told(case)
    assert (change.code, dict(change.facts)["shift"]) == ("PLAN-DUE-DAY-CHANGED", -7)


@pytest.mark.parametrize("recorded", [True, False])
def test_less_interest_by_a_lower_rate_is_not_called_waived(recorded: bool) -> None:
    case = CaseBuilder()
    plan = case.loan(method=Method.INTEREST_ONLY)
    terms = Terms(LOWER, Method.INTEREST_ONLY)
    anew = redate(plan[3:], terms, [p.due for p in plan[3:]])
    for period in (*plan[:3], *anew[:3]):
        case.paid(period)
    if not recorded:
        case.ledger = replace(case.ledger, postings=())
    shown(case, "08-01", (*plan[:3], *anew), 7, hidden=True)
    assert [d.code for d in told(case)] == ["PLAN-RATE-CHANGED"]


def test_periods_added_are_told_where_all_of_the_earlier_plan_is_settled() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=6)
    anew = redate(plan[2:], TERMS, [day(f"{month:02d}-15") for month in range(4, 12)])
    debited(case, (*plan[:2], *anew[:4]))
    shown(case, "08-01", (*plan[:2], *anew), 7, hidden=False)
    (change,) = told(case)
    assert (change.code, dict(change.facts)["added"]) == ("PLAN-DEFERRED", 4)
    assert change.difference == sum(p.interest for p in anew[4:])


def test_a_later_page_of_a_loan_shown_in_pieces_has_no_periods_added() -> None:
    case = CaseBuilder()
    plan = case.loan()
    first, *_ = {row.as_of for row in case.ledger.plan_rows}
    rows = tuple(row for row in case.ledger.plan_rows if row.period <= 6 and row.as_of == first)
    case.ledger = replace(case.ledger, plan_rows=rows)
    debited(case, plan[:6])
    case.page(day("08-01"), plan[6:])
    assert [d.code for d in told(case)] == []


def test_interest_that_the_next_page_shows_lowered_was_not_taken_as_before_the_prepayment() -> None:
    case = CaseBuilder()
    plan = case.loan()
    done = prepay(plan[3:], TERMS, day("04-25"), 2_000_00, PrepaymentRule(Replan.KEEP_PAYMENT))
    debited(case, (*plan[:3], *done.plan[:2]))
    case.wallet(at("04-25 10:00"), done.total, purpose=Purpose.PREPAYMENT)
    case.page(day("06-20"), (*plan[:3], *done.plan), settled=range(1, 6))
    assert [d.code for d in told(case) if d.code == "PREPAID-INTEREST"] == []


def test_equal_parts_of_principal_that_a_lender_rounds_half_up_are_followed_too() -> None:
    case = CaseBuilder()
    plan = case.loan(method=Method.EQUAL_PRINCIPAL)
    shares = replace(STANDARD, share_rounding=Rounding.HALF_UP)
    terms = Terms(RATE, Method.EQUAL_PRINCIPAL, shares)
    done = prepay(plan[3:], terms, day("04-25"), 2_000_05, PrepaymentRule())
    debited(case, (*plan[:3], *done.plan[:3]))
    case.wallet(at("04-25 10:00"), done.total, purpose=Purpose.PREPAYMENT)
    shown(case, "08-01", (*plan[:3], *done.plan), 7, hidden=True)
    (change,) = told(case)
    assert (change.code, dict(change.facts)["prepaid"]) == ("PLAN-REAMORTISED", 2_000_05)


def test_debits_by_a_plan_between_two_changes_are_part_of_what_nobody_can_tell() -> None:
    case = CaseBuilder()
    plan = case.loan()
    between = redate(plan[2:], TERMS._replace(rate=LOWER), [p.due for p in plan[2:]])
    last = redate(between[2:], TERMS._replace(rate=LOWER), [p.due for p in between[2:-2]])
    debited(case, (*plan[:2], *between[:2], *last[:2]))
    shown(case, "08-01", (*plan[:2], *between[:2], *last), 7, hidden=True)
    assert [(d.variant, dict(d.facts)["differing"]) for d in told(case)] == [("untold", 2)]

"""A credit record beside the rows: months as they may show, and reports whose wrong statements are found, none else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from app.core.ahead import CreditMonth, MarkBasis, MarkCheck, MarkStanding
from app.core.discrepancy import Severity
from app.core.explanation import Explanation
from app.core.facts import Outcome, Product, Purpose
from app.core.papers import CreditAccount, CreditLineKind, CreditReport, MonthMark
from app.core.pipeline import explain
from tests.core.case_builder import CONTRACT, DRAWN, CaseBuilder, at, day
from tests.core.generated_credit_reports import FACTS, LENDER, PLANTED, REPORT, planted, right

RIGHT, WRONG = range(20), range(5)


def contradicted(explanation: Explanation) -> list[MarkCheck]:
    return [c for c in explanation.ahead.credit.checks if c.standing is MarkStanding.CONTRADICTS]


@pytest.mark.parametrize("seed", RIGHT)
def test_in_a_report_that_is_right_nothing_contradicts_and_much_agrees(seed: int) -> None:
    explanation = right(seed)
    assert contradicted(explanation) == []
    agreed = [c for c in explanation.ahead.credit.checks if c.standing is MarkStanding.AGREES]
    assert len(agreed) >= 3
    assert all(c.evidence and c.source for c in agreed)


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("seed", WRONG)
def test_a_planted_contradiction_is_found_and_no_other(kind: str, seed: int) -> None:
    (found,) = contradicted(planted(kind, seed))
    assert found.fact == FACTS[kind]
    assert found.evidence and found.told != found.rows


def months(case: CaseBuilder, as_of: date) -> dict[tuple[int, int], CreditMonth]:
    found = explain(case.ledger, as_of=as_of).ahead.credit.months
    return {month.month: month for month in found if month.facility == CONTRACT}


def test_a_due_paid_in_the_month_after_is_over_its_end_and_within_the_next() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0], at("03-09 10:00"))
    case.paid(plan[1])
    found = months(case, day("04-01"))
    assert [(found[2026, m].mark, found[2026, m].basis, found[2026, m].days) for m in (2, 3)] == [
        ("1", MarkBasis.UNPAID, 13), ("1", MarkBasis.WITHIN, 22),
    ]  # fmt: skip
    assert found[2026, 2].overdue == plan[0].total
    assert found[2026, 2].evidence


@pytest.mark.parametrize(("provider", "days"), [("alipay", 21), ("wechat", 0)])
def test_a_bill_is_unpaid_only_by_the_export_of_the_wallet_that_pays_it(provider: str, days: int) -> None:
    case = CaseBuilder()
    case.bill(3, [case.line(day("02-05"), 300_00)])
    case.bill(2, [case.line(day("01-05"), 200_00)])
    case.wallet(at("02-10 09:00"), 200_00, product=Product.HUABEI, bill_month=(2026, 2))
    case.covers(day("01-01"), day("05-01"))
    case.ledger = replace(case.ledger, coverages=tuple(replace(c, provider=provider) for c in case.ledger.coverages))
    found = explain(case.ledger, as_of=day("05-01")).ahead.credit.months
    assert sum(m.days for m in found if m.month == (2026, 3)) == days


def test_what_is_late_for_more_than_thirty_days_has_the_second_mark() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0], at("04-20 10:00"))
    case.paid(plan[1], at("04-20 11:00"))
    found = months(case, day("05-01"))
    assert [(found[2026, m].mark, found[2026, m].whole) for m in (2, 3, 4)] == [("1", False), ("2", True), ("3", False)]


def test_a_month_within_grace_and_one_posted_late_say_so() -> None:
    case = CaseBuilder()
    plan = case.loan(grace=3)
    case.paid(plan[0], at("02-17 09:00"))
    when = datetime.combine(plan[1].due, time(20, 0))
    case.wallet(when, plan[1].total)
    case.record(when, 2, plan[1].principal, plan[1].interest, counted_on=plan[1].due + timedelta(days=2))
    found = months(case, day("04-01"))
    assert (found[2026, 2].basis, found[2026, 3].basis) == (MarkBasis.GRACE, MarkBasis.POSTED_LATE)


@pytest.mark.parametrize(
    ("booked", "by_wallet", "basis"),
    [
        ("02-16", False, MarkBasis.ON_TIME),
        ("02-17", False, MarkBasis.WITHIN),
        ("02-16", True, MarkBasis.WITHIN),
    ],
    ids=["the bank's next day", "a day more", "the wallet's own day"],
)
def test_what_the_bank_alone_booked_the_next_working_day_is_not_called_overdue(
    booked: str, by_wallet: bool, basis: MarkBasis
) -> None:
    case = CaseBuilder()
    first, *_ = case.loan()
    if by_wallet:
        case.wallet(at(f"{booked} 10:00"), first.total)
    case.bank(day(booked), -first.total)
    assert months(case, day("03-01"))[2026, 2].basis is basis


def test_a_due_of_which_no_paper_tells_leaves_its_month_unknown() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    found = months(case, day("04-20"))
    assert (found[2026, 2].mark, found[2026, 3].mark, found[2026, 3].basis) == ("N", "", MarkBasis.UNKNOWN)


def test_a_month_of_which_the_papers_tell_only_the_beginning_is_unknown() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period)
    case.wallet(at("04-15 09:00"), plan[2].total, outcome=Outcome.FAILED)
    case.covers(day("01-01"), day("04-20"))
    assert months(case, day("04-20"))[2026, 4].basis is MarkBasis.UNPAID
    found = months(case, day("05-20"))
    assert [found[2026, m].basis for m in (4, 5)] == [MarkBasis.UNKNOWN, MarkBasis.UNKNOWN]


def test_after_a_prepayment_that_no_page_shows_yet_an_old_plan_makes_nothing_overdue() -> None:
    """The wallet prepays and the next debit is smaller: what was due by then only the new plan tells."""
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(datetime.combine(plan[0].due, time(8)), plan[0].total)
    case.wallet(at("02-20 10:00"), 3_000_00, text="借呗提前还款", purpose=Purpose.PREPAYMENT)
    case.wallet(datetime.combine(plan[1].due, time(8)), plan[1].total // 2)
    case.covers(day("01-01"), day("06-01"))
    found = months(case, day("06-01"))
    assert (found[2026, 2].basis, found[2026, 3].basis) == (MarkBasis.ON_TIME, MarkBasis.UNKNOWN)


def test_a_mark_of_a_debit_that_left_in_time_and_was_posted_late_contradicts_the_rows() -> None:
    case = CaseBuilder()
    plan = case.loan()
    when = datetime.combine(plan[0].due, time(20, 0))
    case.wallet(when, plan[0].total)
    case.record(when, 1, plan[0].principal, plan[0].interest, counted_on=plan[0].due + timedelta(days=2))
    account = account_with(MonthMark((2026, 2), "1", 0))
    (found,) = checks(case, account, "mark")
    assert (found.standing, found.why, found.rows) == (MarkStanding.CONTRADICTS, "posted-late", "N")


def account_with(*marks: MonthMark, **more: object) -> CreditAccount:
    made = CreditAccount(
        CreditLineKind.LOAN, LENDER, DRAWN.date(), 12_000_00, as_of=(2026, 3), marks=marks, sources=REPORT
    )
    return replace(made, **more)  # type: ignore[arg-type]


def checks(case: CaseBuilder, account: CreditAccount, fact: str) -> list[MarkCheck]:
    report = CreditReport(at("05-01 04:00"), bool(account.marks), (account,), sources=REPORT)
    case._add(credit_reports=(report,))
    found = explain(case.ledger, as_of=day("05-02")).ahead.credit.checks
    return [check for check in found if check.fact == fact]


@pytest.mark.parametrize(("page", "standing", "why"), [
    ("04-10", MarkStanding.CONTRADICTS, "not-settled"), ("03-10", MarkStanding.NOT_CHECKED, "end-unknown"),
])  # fmt: skip
def test_a_loan_reported_as_settled_whose_later_plan_is_open_is_contradicted(
    page: str, standing: MarkStanding, why: str
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.page(day(page), plan, settled=[1])
    (found,) = checks(case, account_with(settled=(2026, 3)), "settled-month")
    assert (found.standing, found.why) == (standing, why)


def test_a_mark_within_the_days_of_grace_is_left_to_the_contract() -> None:
    case = CaseBuilder()
    plan = case.loan(grace=3)
    case.paid(plan[0], at("02-17 09:00"))
    (found,) = checks(case, account_with(MonthMark((2026, 2), "1")), "mark")
    assert (found.standing, found.why) == (MarkStanding.NOT_CHECKED, "within-grace")


def test_a_mark_of_a_month_that_the_rows_do_not_reach_is_not_checked() -> None:
    case = CaseBuilder()
    case.loan()
    (found,) = checks(case, account_with(MonthMark((2026, 4), "1")), "mark")
    assert (found.standing, found.why) == (MarkStanding.NOT_CHECKED, "rows-end-before")


def test_a_record_that_shows_less_than_the_rows_is_no_contradiction() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0], at("04-20 10:00"))
    case.paid(plan[1], at("04-20 11:00"))
    (found,) = checks(case, account_with(MonthMark((2026, 3), "N")), "mark")
    assert (found.standing, found.why) == (MarkStanding.NOT_CHECKED, "late-not-shown")


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (CreditAccount(CreditLineKind.CARD, "招商银行", day("01-01"), sources=REPORT), "no-card-rows"),
        (CreditAccount(CreditLineKind.LOAN, LENDER, day("01-02"), 5_000_00, sources=REPORT), "no-loan"),
        (CreditAccount(CreditLineKind.REVOLVING, LENDER, day("01-01"), 5_000_00, sources=REPORT), "line-of-several"),
    ],
)
def test_an_account_of_another_loan_is_not_checked(account: CreditAccount, why: str) -> None:
    case = CaseBuilder()
    for period in case.loan()[:2]:
        case.paid(period)
    (found,) = checks(case, account, "account")
    assert (found.standing, found.why) == (MarkStanding.NOT_CHECKED, why)


def test_a_revolving_line_is_checked_where_its_balance_is_that_of_the_loans_here() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.ledger = replace(case.ledger, loans=tuple(replace(loan, lender=LENDER) for loan in case.ledger.loans))
    for period in plan[:3]:
        case.paid(period)
    owed = 12_000_00 - plan[0].principal - plan[1].principal
    line = account_with(
        kind=CreditLineKind.REVOLVING, opened=day("01-01"), amount=50_000_00, balance=owed // 100 * 100, overdue=200_00
    )
    (found,) = checks(case, line, "overdue-now")
    assert found.standing is MarkStanding.CONTRADICTS
    (other,) = checks(case, replace(line, balance=999_00), "account")
    assert (other.standing, other.why) == (MarkStanding.NOT_CHECKED, "line-of-several")


def test_without_a_record_a_balance_is_held_against_what_debits_left_and_not_against_the_amount_lent() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.wallet(datetime.combine(period.due, time(9)), period.total)
    left = plan[2].balance
    (balance,) = checks(case, account_with(balance=left // 100 * 100, as_of=(2026, 4)), "balance")
    assert balance.standing is MarkStanding.AGREES


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ({"marks": (MonthMark((2026, 2), "1", 0),)}, ("overdue", Severity.SERIOUS, "2026-02")),
        ({"marks": (MonthMark((2026, 2), "N"),), "amount": 11_000_00}, None),
        ({"balance": 3_000_00}, ("state", Severity.WARNING, None)),
        ({"marks": (MonthMark((2026, 4), "1"),)}, None),
    ],
)
def test_what_a_dated_report_states_against_the_rows_stands_among_the_discrepancies(
    account: dict[str, Any], told: tuple[str, Severity, str | None] | None
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.paid(period)
    report = CreditReport(at("04-10 04:00"), True, (account_with(**account),), sources=REPORT)
    case._add(credit_reports=(report,))
    found = [d for d in explain(case.ledger, as_of=day("04-10")).discrepancies if d.code == "CREDIT-REPORT-MISMATCH"]
    assert [(d.variant, d.severity, dict(d.facts).get("month")) for d in found] == ([told] if told else [])
    assert all(set(REPORT) < set(d.evidence) and d.difference == 0 for d in found)

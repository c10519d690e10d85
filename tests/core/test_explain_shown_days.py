"""What a lender's page says of the day on which a period was repaid, where no record of repayments is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Ledger, Product, Source, WalletKind
from app.core.loans import Period
from app.core.papers import Notice, NoticeKind
from app.core.pipeline import explain
from app.workspace.tables import work_calendar
from tests.core.case_builder import CaseBuilder, at, day

LATE = 3  # due on 15 April 2026, a Wednesday
SEEN = day("05-01")
DAY = timedelta(days=1)


def shown(cleared_on: date, penalty: int = 0, period: int = LATE) -> tuple[CaseBuilder, tuple[Period, ...]]:
    """A loan whose page of May says on which day one of its first periods was repaid."""
    case = CaseBuilder()
    plan = case.loan()
    case.page(SEEN, plan, settled=range(1, LATE + 1), penalty={period: penalty})
    rows = (
        replace(row, cleared_on=cleared_on if row.period == period else row.due)
        if row.as_of == SEEN and row.period <= LATE
        else row
        for row in case.ledger.plan_rows
    )
    case.ledger = replace(case.ledger, plan_rows=tuple(rows))
    return case, plan


def pay(case: CaseBuilder, period: Period, on: date | None = None, more: int = 0) -> None:
    case.wallet(datetime.combine(on or period.due, time(9)), period.total + more, WalletKind.REPAYMENT)


def told(case: CaseBuilder) -> list[Discrepancy]:
    return [d for d in explain(case.ledger, calendar=work_calendar()).discrepancies if d.period == LATE]


def test_a_page_alone_tells_that_a_period_was_counted_late_and_not_that_it_was_paid_late() -> None:
    case, plan = shown(day("04-17"))
    (found,) = told(case)
    assert (found.code, found.variant, found.severity, found.certainty) == (
        "DEBIT-LATE", "shown", Severity.WARNING, Certainty.OPEN,
    )  # fmt: skip
    assert (dict(found.facts)["days"], dict(found.facts)["amount"], found.difference) == (2, plan[LATE - 1].total, 0)
    assert found.missing == ("bank-statement",)


def test_the_penalty_that_the_page_shows_is_explained_by_a_rule() -> None:
    plan = CaseBuilder().loan()[LATE - 1]
    penalty = round(plan.principal * 0.0006 * 10 + 1e-9)  # 1.5 times the rate, ten days
    case, _ = shown(day("04-25"), penalty)
    (found,) = told(case)
    assert (found.variant, found.severity, found.difference) == ("shown-charged", Severity.SERIOUS, penalty)
    assert sum(part.amount for part in found.bridge) + found.unexplained == penalty


def test_paid_in_time_and_counted_later_by_the_page_is_a_lag_of_the_lender() -> None:
    case, plan = shown(day("04-17"))
    for period in plan[:LATE]:
        pay(case, period)
    (found,) = told(case)
    assert (found.code, found.variant, found.severity) == ("POST-LAG", "no-charge", Severity.WARNING)
    assert (dict(found.facts)["days"], dict(found.facts)["counted_on"]) == (2, day("04-17"))


def test_a_debit_of_the_very_day_that_the_page_names_was_late_though_only_the_bank_shows_it() -> None:
    case, plan = shown(day("04-16"))
    for period in plan[:LATE]:
        case.bank(
            period.due + timedelta(days=period.number == LATE), -period.total - (7 if period.number == LATE else 0)
        )
    (found,) = told(case)
    assert (found.code, found.variant, dict(found.facts)["days"]) == ("DEBIT-LATE", "unrecorded-charged", 1)
    assert sum(part.amount for part in found.bridge) + found.unexplained == 7


@pytest.mark.parametrize("cleared_on", [day("04-14"), day("04-15")])
def test_a_page_that_says_in_time_tells_nothing(cleared_on: date) -> None:
    case, plan = shown(cleared_on)
    for period in plan[:LATE]:
        pay(case, period)
    assert told(case) == []


def test_what_the_next_working_day_took_is_no_lateness_to_act_on() -> None:
    case, _ = shown(day("03-16"), period=2)  # due on a Sunday
    (found,) = [d for d in explain(case.ledger, calendar=work_calendar()).discrepancies if d.period == 2]
    assert (found.variant, found.severity) == ("shown", Severity.INFO)
    assert dict(found.facts)["opens_on"] == day("03-16")


def test_where_the_lender_gave_a_record_its_own_days_count() -> None:
    case, plan = shown(day("04-17"))
    for period in plan[:LATE]:
        pay(case, period)
        case.record(datetime.combine(period.due, time(9)), period.number, period.principal, period.interest)
    assert told(case) == []


def reminded(minutes: int, *, second_due: bool = False, amount: int | None = None) -> CaseBuilder:
    """The first period paid a day late, and a reminder of lateness so many minutes after that."""
    case = CaseBuilder()
    first, second, *_ = case.loan()
    paid = at("02-16 09:58")
    case.wallet(paid, first.total)
    case.record(paid, 1, first.principal, first.interest)
    sent = paid + timedelta(minutes=minutes) if not second_due else datetime.combine(second.due, time(10)) + DAY
    if second_due:
        case.wallet(sent - timedelta(minutes=8), first.total)
        case.record(sent - timedelta(minutes=8), 1, first.principal, first.interest)
    case.ledger += Ledger(
        notices=(
            Notice(
                NoticeKind.OVERDUE, Product.JIEBEI, amount or first.total, sent.date(), sent=sent,
                sources=(Source("sms.txt", "", 1, "sms"),),
            ),
        )
    )  # fmt: skip
    return case


@pytest.mark.parametrize("minutes", [0, 8, 600])
def test_a_reminder_of_lateness_that_came_after_the_payment_only_crossed_it(minutes: int) -> None:
    (told,) = (d for d in explain(reminded(minutes).ledger).discrepancies if d.code == "STATUS-STALE")
    assert (told.variant, told.severity, told.difference) == ("reminder", Severity.INFO, 0)
    assert {s.file for s in told.evidence} == {"sms.txt", "wallet.csv"}


@pytest.mark.parametrize(
    "case",
    [reminded(-8), reminded(3 * 24 * 60), reminded(8, amount=1_00), reminded(8, second_due=True)],
    ids=["before", "days later", "another sum", "the next period is behind"],
)
def test_a_reminder_that_may_be_right_is_not_called_crossed(case: CaseBuilder) -> None:
    assert "reminder" not in {d.variant for d in explain(case.ledger).discrepancies}

"""Payments and the lender's records are set side by side; what differs has a reason that states the very amount."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.explanation import EventKind
from app.core.pipeline import explain
from app.core.reconciliation import Line, LoanAccount, Reason, Recorded
from app.core.views.summary import summary_of
from app.export.workbook.months import by_month
from tests.core.case_builder import CaseBuilder, at
from tests.export.export_cases import LOAN, case, event, events
from tests.labelled_cases import all_cases, explanation_of
from tests.shared import shared


def account(*lines: Line, principal: int = 3000_00) -> LoanAccount:
    """A loan of 3,000 yuan with some lines."""
    return LoanAccount(LOAN, principal, lines)


def test_the_lenders_book_is_principal_less_recorded_principal() -> None:
    a = account(Line(date(2024, 3, 14), 1001_62, 0, Recorded(976_80, 23_20, 1_62)))
    assert (a.book, a.adjusted, a.residual) == (2023_20, 2023_20, 0)


def test_a_payment_that_nobody_recorded_stays_a_residual_until_a_discrepancy_states_it() -> None:
    open_line = Line(date(2024, 3, 20), 500_00, 0, Recorded(), reason=Reason.OPEN)
    assert account(open_line).residual == 500_00
    named = replace(open_line, reason=Reason.DISCREPANCY, named=500_00, applies=480_00)
    assert (account(named).residual, account(named).book, account(named).adjusted) == (0, 3000_00, 2520_00)


def test_what_is_named_wrongly_shows() -> None:
    wrong = Line(date(2024, 3, 20), 500_00, 0, Recorded(), reason=Reason.DISCREPANCY, named=499_99)
    assert account(wrong).residual == 1


def test_a_debit_that_came_back_leaves_no_rest() -> None:
    assert Line(date(2024, 3, 20), 500_00, 500_00, Recorded()).rest == 0


@pytest.mark.slow
def test_every_case_closes_with_a_named_reason_and_no_loan_is_owed_less_than_nothing() -> None:
    """Of the cases that the letters' test reads as well."""
    for folder in all_cases()[::3]:
        for a in explanation_of(folder).accounts:
            where = (folder.name, a.facility)
            assert a.residual == 0, where
            assert a.adjusted >= 0, where
            changed = [line for line in a.lines if line.applies]
            assert a.adjusted == a.book or changed, where
            assert all(line.reason is not Reason.NONE for line in changed), where
            assert all(line.reason is not Reason.NONE for line in a.lines if line.rest), where


def test_the_shares_of_a_joint_debit_make_up_the_debit() -> None:
    joint: dict[tuple[date, int], int] = {}
    for a in explanation_of(shared("cases", "full-0026")).accounts:
        for line in a.lines:
            if line.debit > line.paid:
                joint[line.on, line.debit] = joint.get((line.on, line.debit), 0) + line.paid
    assert joint
    assert all(total == debit for (_, debit), total in joint.items())


def test_months_hold_what_was_due_and_paid() -> None:
    assert by_month(case()) == {date(2024, 3, 1): (1000_00, 1001_62)}


def test_a_period_after_the_settlement_never_fell_due() -> None:
    later = event(9, EventKind.DUE, datetime(2024, 4, 11), 1000_00, period=3)
    settled = replace(account(), settled_on=date(2024, 3, 14))
    e = replace(case(), events=(*events(), later), accounts=(settled,))
    assert date(2024, 4, 1) not in by_month(e)
    assert e.fallen_away == {"e9"}


def test_a_record_that_two_debits_of_one_minute_share_is_counted_once() -> None:
    built = CaseBuilder()
    plan = built.loan()
    for period in (1, 2):
        row = plan[period - 1]
        built.wallet(at("02-15 09:03"), row.total)
        built.record(at("02-15 09:03"), period, row.principal, row.interest)
    explained = explain(built.ledger)
    (account,) = explained.accounts
    assert account.book == account.adjusted == 12_000_00 - plan[0].principal - plan[1].principal
    assert [line.rest for line in account.lines] == [0, 0]
    assert summary_of(explained).owed == sum(p.principal for s in explained.standings for p in s.readings[0].periods)

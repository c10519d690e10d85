"""The wallet says paid from an account, and the whole statement of that account lacks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from app.core.facts import Coverage, Source
from tests.core.case_builder import CaseBuilder, day


def a_year(lacking: int | None = None, last: date | None = None) -> CaseBuilder:
    """Four periods paid by card; the bank's statement, of a year, lacks one of them."""
    case = CaseBuilder()
    for number, period in enumerate(case.loan()[:4], 1):
        noon = datetime.combine(period.due, time(12))
        case.wallet(noon, period.total)
        case.record(noon, period.number, period.principal, period.interest)
        if number != lacking:
            case.bank(period.due, -period.total)
    ends = datetime.combine(last or day("12-31"), time(23, 59))
    bank = tuple(
        replace(row, account="6214****1234", sources=(Source("bank.csv", "", n, "bank"),))
        for n, row in enumerate(case.ledger.bank, 1)
    )
    starts = datetime(2026, 1, 1)
    statement = Coverage(
        "cmb-debit", "6214****1234", starts, ends, len(bank), None, starts, ends,
        declaring=(Source("bank.csv", "", 90, "bank"),), digest="bank",
    )  # fmt: skip
    case.ledger = replace(case.ledger, bank=bank, coverages=(statement,))
    return case


def test_what_the_statement_holds_is_no_contradiction() -> None:
    assert a_year().found() == {}


def test_a_payment_that_the_whole_statement_lacks_is_told_as_a_contradiction() -> None:
    case = a_year(lacking=3)
    found = case.found()["SOURCE-CONTRADICTION"]
    amounts = [row.amount for row in case.ledger.wallet if row.text == "借呗还款"]
    assert (found.difference, found.unexplained) == (-amounts[2], 0)
    assert Source("bank.csv", "", 90, "bank") in found.evidence


@pytest.mark.parametrize("ends", ["04-10", "04-16"])
def test_a_statement_that_ends_before_the_bank_must_have_booked_it_lacks_nothing(ends: str) -> None:
    assert a_year(lacking=3, last=day(ends)).found() == {}


def test_a_debit_near_it_that_belongs_to_nothing_may_hold_it() -> None:
    case = a_year(lacking=3)
    joined = replace(case.ledger.bank[0], on=day("04-15"), amount=-3_000_00, counterparty="支付宝", product=None)
    joined = replace(joined, sources=(Source("bank.csv", "", 50, "bank"),))
    case.ledger = replace(case.ledger, bank=(*case.ledger.bank, joined))
    assert case.found() == {}

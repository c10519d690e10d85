"""A bank's own balances tell whether there was enough money when a debit was due, where they can tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.discrepancy import Discrepancy
from app.core.facts import BankRow, Coverage, Ledger, Outcome, Source
from app.importers.banks.wording import worded
from tests.core.case_builder import CARD, OTHER_CARD, CaseBuilder, at, day

DUE, PAID = "02-15", "02-18 09:10"


def booked(on: str, amount: int, balance: int | None, row: int, text: str = "某某超市") -> BankRow:
    return worded(
        BankRow(
            day(on), amount, bank="招商银行", summary="快捷支付", counterparty=text, balance=balance,
            sources=(Source("bank.csv", "", row, "bank.csv"),),
        )
    )  # fmt: skip


def late(
    *rows: tuple[str, int, int | None], first: date = date(2026, 1, 1), tried: str = f"{DUE} 08:10"
) -> Discrepancy:
    """A first period debited three days late, with the statement of its account: a day, an amount, the balance."""
    case = CaseBuilder()
    period, *_ = case.loan()
    assert period.due == day(DUE)
    if tried:
        case.wallet(at(tried), period.total, outcome=Outcome.FAILED)
    case.paid(period, at(PAID), penalty=162)
    own = booked(PAID[:5], -(period.total + 162), None, 90, "支付宝-借呗还款")
    bank = tuple(booked(on, amount, balance, n) for n, (on, amount, balance) in enumerate(rows, start=2))
    whole = Coverage(
        "cmb-debit", "", datetime(2026, 1, 1), datetime(2026, 3, 31), len(bank) + 1, None,
        datetime.combine(first, datetime.min.time()), datetime(2026, 3, 31), None, digest="bank.csv",
    )  # fmt: skip
    case.ledger = replace(case.ledger, bank=())
    case.ledger += Ledger(bank=(*bank, own), coverages=(whole,))
    return case.found()["DEBIT-LATE"]


def told(found: Discrepancy) -> dict[str, object]:
    return {name: value for name, value in found.facts if name.startswith("funds") or name.endswith("_at")}


def timed(*rows: tuple[str, int, int], tries: tuple[str, ...] = ("08:10", "18:05"), by: str = CARD) -> Discrepancy:
    """The same period, tried in vain without a word of the account; the statement prints the time of each row.

    ``by`` is the account that paid it in the end; the period after it was paid by the usual card.
    """
    case = CaseBuilder()
    period, later, *_ = case.loan()
    for clock in tries:
        case.wallet(at(f"{DUE} {clock}"), period.total, outcome=Outcome.FAILED, account="")
    case.paid(period, at(PAID), penalty=162)
    case.paid(later, account=by)
    moments = [*rows, (PAID, -(period.total + 162), 0)]
    bank = tuple(
        replace(booked(moment[:5], amount, balance, n, "支付宝-借呗还款" if moment == PAID else "转账"), at=at(moment))
        for n, (moment, amount, balance) in enumerate(moments, start=2)
    )
    whole = Coverage(
        "cmb-debit", "", datetime(2026, 1, 1), datetime(2026, 2, 28), len(bank), None,
        datetime(2026, 1, 1), datetime(2026, 2, 28), None, digest="bank.csv",
    )  # fmt: skip
    case.ledger = replace(case.ledger, bank=()) + Ledger(bank=bank, coverages=(whole,))
    return case.found()["DEBIT-LATE"]


def test_a_balance_that_was_enough_all_day_is_told_with_its_rows() -> None:
    found = late(("02-10", -50_00, 9_000_00), ("02-15", -100_00, 8_900_00))
    assert told(found) == {"funds": 8_900_00, "funds_enough": 8_900_00}
    assert {2, 3} <= {source.row for source in found.evidence if source.file == "bank.csv"}


def test_a_balance_that_was_too_little_all_day_is_told_with_what_lacked() -> None:
    facts = told(late(("02-10", -50_00, 30_00), ("02-15", 20_00, 50_00)))
    assert facts["funds"] == 50_00
    assert set(facts) == {"funds", "funds_short"}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("02-10", -50_00, 30_00), ("02-15", 9_000_00, 9_030_00)), id="the salary came that day"),
        pytest.param((("02-15", -100_00, 8_900_00),), id="nothing is known of the morning"),
        pytest.param((("02-10", -50_00, 9_000_00), ("02-15", -100_00, None)), id="a row of the day has no balance"),
        pytest.param((("02-10", -50_00, 9_000_00), ("02-10", -60_00, 40_00)), id="the order of the day before"),
        pytest.param((), id="no balance at all"),
    ],
)
def test_where_the_statement_cannot_tell_nothing_is_said(rows: tuple[tuple[str, int, int | None], ...]) -> None:
    assert told(late(*rows)) == {}


def test_money_that_came_after_the_last_try_of_the_day_is_told_with_both_times() -> None:
    found = timed(("02-10 12:00", -50_00, 80_00), ("02-15 20:40", 9_000_00, 9_080_00))
    assert told(found) == {
        "funds": 80_00, "funds_at_try": 80_00, "tried_at": at("02-15 18:05"), "came_at": at("02-15 20:40"),
    }  # fmt: skip
    assert not dict(found.facts).get("unknown")


def test_what_left_the_account_before_the_tries_explains_them_and_no_money_that_never_came() -> None:
    found = timed(("02-10 12:00", -50_00, 9_000_00), ("02-15 07:00", -8_900_00, 100_00))
    assert (told(found)["funds_at_try"], "came_at" in told(found)) == (100_00, False)


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        pytest.param((("02-10 12:00", -50_00, 80_00), ("02-15 12:00", 9_000_00, 9_080_00)), {}, id="enough at one"),
        pytest.param((("02-10 12:00", -50_00, 80_00), ("02-15 18:09", 9_000_00, 9_080_00)), {}, id="within the clocks"),
        pytest.param(
            (("02-10 12:00", -50_00, 80_00), ("02-15 20:40", 9_000_00, 9_080_00)), {"by": OTHER_CARD}, id="another card"
        ),
        pytest.param((("02-10 12:00", -50_00, 80_00), ("02-15 20:40", 9_000_00, 9_080_00)), {"tries": ()}, id="no try"),
    ],
)
def test_no_try_is_laid_to_the_balance_where_it_may_not_have_been_that(
    rows: tuple[tuple[str, int, int], ...], more: dict[str, object]
) -> None:
    assert told(timed(*rows, **more)) == {}


def test_a_statement_that_begins_after_the_due_day_tells_nothing() -> None:
    assert told(late(("02-10", -50_00, 9_000_00), first=date(2026, 2, 16))) == {}


@pytest.mark.parametrize("tried", ["", "02-16 08:10"])
def test_enough_money_tells_nothing_where_no_debit_was_tried_on_the_due_day(tried: str) -> None:
    """The payment may have been one to make by hand, and forgotten."""
    assert told(late(("02-10", -50_00, 9_000_00), ("02-15", -100_00, 8_900_00), tried=tried)) == {}

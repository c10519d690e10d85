"""A message counts as a movement of money once, and only where no wallet tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import permutations

import pytest

from app.core.facts import Coverage, Ledger, LoanRecord, Outcome, PlanRow, Product, Source, WalletKind, WalletRow
from app.core.normalise import keep_books
from app.core.notices import PROVIDER, told_by_messages_alone, with_years
from app.core.papers import OWN_LIST, Notice, NoticeKind
from app.core.pipeline import latest_day, tell
from tests.core.case_builder import CaseBuilder, at, day

REPAID = Notice(
    NoticeKind.REPAID, Product.JIEBEI, 103390, date(2025, 10, 22), sender="支付宝", text="您的借呗已成功还款",
    sources=(Source("sms.txt", "", 1, "a"),),
)  # fmt: skip
ROW = WalletRow(
    datetime(2025, 10, 22, 9, 2), WalletKind.REPAYMENT, Product.JIEBEI, 103390, Outcome.DONE, provider="alipay",
    sources=(Source("wallet.csv", "", 2, "b"),),
)  # fmt: skip


def test_a_message_alone_becomes_a_row_of_its_own_provider() -> None:
    (row,) = keep_books(Ledger(notices=(REPAID,))).wallet
    assert (row.provider, row.amount, row.kind, row.outcome) == (PROVIDER, 103390, WalletKind.REPAYMENT, Outcome.DONE)
    assert row.sources == REPAID.sources
    assert latest_day(Ledger(notices=(REPAID,))) == date(2025, 10, 22)


def test_what_the_wallet_tells_already_is_not_counted_again() -> None:
    assert keep_books(Ledger(wallet=(ROW,), notices=(REPAID,))).wallet == (ROW,)


def test_two_lines_of_one_own_list_are_two_payments_though_a_day_apart() -> None:
    listed = [
        replace(REPAID, on=day, rule=OWN_LIST, sources=(Source("账.csv", "", row, "d" * 16),))
        for row, day in ((2, date(2026, 3, 10)), (3, date(2026, 3, 11)))
    ]
    assert len(told_by_messages_alone(Ledger(notices=tuple(listed)))) == 2


def test_a_failed_try_is_not_the_success_of_the_same_day() -> None:
    failed = replace(REPAID, kind=NoticeKind.FAILED, text="扣款失败")
    assert [row.outcome for row in told_by_messages_alone(Ledger(wallet=(ROW,), notices=(failed,)))] == [Outcome.FAILED]


def test_two_senders_telling_of_one_payment_make_one_row() -> None:
    bank = replace(REPAID, sender="招商银行", product=Product.OTHER, account="1001", sources=(Source("s", "", 2, "a"),))
    for order in permutations((REPAID, bank)):
        (row,) = told_by_messages_alone(Ledger(notices=order))
        assert (row.product, row.account, len(row.sources)) == (Product.JIEBEI, "1001", 2)


def test_two_payments_that_leave_different_principal_are_two() -> None:
    one, two = replace(REPAID, remaining=900000), replace(REPAID, remaining=800000)
    assert len(told_by_messages_alone(Ledger(notices=(one, two)))) == 2


def test_a_day_without_a_year_is_placed_where_the_other_facts_leave_one_year() -> None:
    bare = replace(REPAID, on=None, month_day=(10, 22))
    assert with_years(Ledger(notices=(bare,)))[0].on is None
    assert told_by_messages_alone(Ledger(notices=(bare,))) == ()
    (placed,) = with_years(Ledger(wallet=(replace(ROW, amount=5),), notices=(bare,)))
    assert placed.on == date(2025, 10, 22)


def test_of_several_years_the_one_with_the_same_amount_is_chosen_or_none() -> None:
    bare = replace(REPAID, on=None, month_day=(10, 22))
    older = replace(ROW, at=datetime(2023, 1, 1, 9), amount=1)
    assert with_years(Ledger(wallet=(older, ROW), notices=(bare,)))[0].on == date(2025, 10, 22)
    other = replace(ROW, amount=7)
    assert with_years(Ledger(wallet=(older, other), notices=(bare,)))[0].on is None


def test_a_day_in_the_time_of_an_export_without_such_rows_gets_the_one_year_of_all_files() -> None:
    bare = replace(REPAID, on=None, month_day=(7, 19))
    early = replace(ROW, at=datetime(2026, 2, 3, 9), amount=5)
    export = Coverage("alipay", "", datetime(2026, 1, 1, 8), datetime(2026, 9, 30, 8))
    assert with_years(Ledger(wallet=(early,), notices=(bare,)))[0].on is None
    assert with_years(Ledger(wallet=(early,), coverages=(export,), notices=(bare,)))[0].on == date(2026, 7, 19)
    longer = replace(export, first=datetime(2025, 1, 1, 8))
    assert with_years(Ledger(wallet=(early,), coverages=(longer,), notices=(bare,)))[0].on is None


def test_what_falls_due_on_a_plan_shown_from_its_beginning_gives_the_year() -> None:
    loan = LoanRecord("a", 1_200_000, datetime(2026, 1, 19, 9), 12)
    period = PlanRow("a", 6, None, date(2026, 7, 19), 100000, 3390)
    bare = replace(REPAID, on=None, month_day=(7, 19))
    case = Ledger(loans=(loan,), plan_rows=(period,), notices=(bare,))
    assert with_years(case)[0].on == date(2026, 7, 19)
    assert with_years(replace(case, notices=(replace(bare, amount=1),)))[0].on is None
    assert with_years(replace(case, loans=(replace(loan, contract="b"),)))[0].on is None


def test_a_reminder_moves_nothing() -> None:
    due = replace(REPAID, kind=NoticeKind.DUE)
    assert told_by_messages_alone(Ledger(notices=(due,))) == ()
    assert latest_day(Ledger(notices=(due,))) == date(1970, 1, 1)


def test_a_message_is_never_laid_into_a_year_to_come() -> None:
    page = PlanRow("", 9, date(2025, 12, 11), date(2026, 6, 22), 100000, 3390)
    bare = replace(REPAID, on=None, month_day=(6, 10), amount=1)
    assert with_years(Ledger(plan_rows=(page,), notices=(bare,)))[0].on is None
    due = replace(REPAID, on=None, month_day=(6, 22))
    assert with_years(Ledger(plan_rows=(page,), notices=(due,)))[0].on is None
    undated = replace(page, as_of=None)
    assert with_years(Ledger(plan_rows=(undated,), notices=(due,)))[0].on == date(2026, 6, 22)


@pytest.mark.parametrize("account", ["", "1234"])
def test_a_message_of_the_day_alone_takes_nothing_from_the_times_of_the_banks_rows(account: str) -> None:
    case = CaseBuilder()
    for time_of_day in ("09:01", "18:30"):
        case.bank(day("04-15"), -1080_49)
        *before, last = case.ledger.bank
        timed = replace(last, at=at(f"04-15 {time_of_day}"), account="1234")
        case.ledger = replace(case.ledger, bank=(*before, timed))
    told = replace(REPAID, amount=1080_49, on=day("04-15"), account=account)
    case.ledger = replace(case.ledger, notices=(told,))
    facts = dict(case.found()["DEBIT-DUPLICATE"].facts)
    assert (facts["first_at"], facts["second_at"]) == (at("04-15 09:01"), at("04-15 18:30"))
    case.ledger = replace(case.ledger, notices=(replace(told, account="9999"),))
    assert all(not m.bank for m in tell(case.ledger).moved if m.row)  # another card's digits are another debit

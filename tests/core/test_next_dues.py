"""What falls due next is foretold as far as the papers bear it, and each due says how sure it is."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from app.core.ahead import Ahead, DueBasis, DueKind
from app.core.calendar import WorkCalendar
from app.core.facts import LineKind, PeriodState, Product, Purpose, WalletKind
from app.core.papers import Notice, NoticeKind, PictureRow, PictureStanding
from app.core.pipeline import explain
from tests.core.case_builder import CARD, CONTRACT, OTHER_CARD, CaseBuilder, at, day, plan_of


def ahead(case: CaseBuilder, as_of: str, calendar: WorkCalendar | None = None) -> Ahead:
    return explain(case.ledger, as_of=day(as_of), calendar=calendar).ahead


def test_the_next_period_of_a_plan_that_was_kept_to_is_certain_and_later_ones_are_computed() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:4]:
        case.paid(period)
    dues = ahead(case, "06-01").dues
    assert [(d.on, d.amount, d.period) for d in dues] == [(p.due, p.total, p.number) for p in plan[4:]]
    assert [d.basis for d in dues] == [DueBasis.CERTAIN, *[DueBasis.COMPUTED] * 7]
    assert dues[0].evidence and dues[0].why == "next-on-page"


def test_a_period_more_than_two_weeks_away_is_computed_because_it_may_still_be_changed() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:4]:
        case.paid(period)
    due = ahead(case, "05-20").dues[0]
    assert (due.on, due.basis, due.why) == (plan[4].due, DueBasis.COMPUTED, "still-far")


def test_the_account_that_usually_pays_is_named_with_the_debits_that_show_it() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.paid(plan[3], account=OTHER_CARD)
    account = ahead(case, "06-01").dues[0].account
    assert account and (account.name, account.times, account.of) == (CARD, 3, 4)
    assert {source.file for source in account.evidence} == {"wallet.csv", "bank.csv"}


def test_no_account_is_called_usual_after_one_debit_or_a_draw() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    assert ahead(case, "03-01").dues[0].account is None
    case.paid(plan[1], account=OTHER_CARD)
    assert ahead(case, "04-01").dues[0].account is None


def test_a_loan_whose_dues_no_paper_tells_of_is_stale_and_nothing_of_it_is_foretold() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    found = ahead(case, "06-01")
    assert found.dues == ()
    (paper,) = found.stale
    assert (paper.why, paper.since, paper.dues, paper.page_on) == ("unpaid-unknown", plan[1].due, 3, day("01-15"))


def test_a_due_that_an_export_shows_unpaid_makes_the_next_one_less_than_certain() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.covers(day("01-01"), day("04-01"))
    found = ahead(case, "04-01")
    assert found.stale == ()
    assert (found.dues[0].on, found.dues[0].basis, found.dues[0].why) == (plan[2].due, DueBasis.COMPUTED, "arrears")


def test_an_export_that_ends_on_a_due_date_does_not_tell_whether_it_was_paid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.covers(day("01-01"), plan[1].due)
    assert ahead(case, "03-15").stale == ()
    (paper,) = ahead(case, "03-20").stale
    assert (paper.since, paper.dues) == (plan[1].due, 1)


def test_after_a_prepayment_that_no_page_shows_yet_nothing_is_foretold() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.wallet(at("02-20 10:00"), 3_000_00, text="借呗提前还款")
    case.record(at("02-20 10:00"), 2, 2_980_00, 20_00)
    (paper,) = ahead(case, "03-01").stale
    assert (paper.why, paper.since, paper.paper) == ("changed-since", day("02-20"), "plan-page")


@pytest.mark.parametrize("purpose", [Purpose.PREPAYMENT, Purpose.UNKNOWN])
def test_after_a_debit_that_no_record_and_no_period_accounts_for_nothing_is_foretold(purpose: Purpose) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(datetime.combine(plan[0].due, time(8)), plan[0].total)
    case.wallet(at("02-20 10:00"), 3_000_00, text="借呗主动还款", purpose=purpose)
    (paper,) = ahead(case, "03-01").stale
    assert (paper.why, paper.since) == ("changed-since", day("02-20"))


def test_a_settled_loan_has_nothing_to_come() -> None:
    case = CaseBuilder()
    plan = case.loan(terms=3)
    for period in plan:
        case.paid(period)
    found = ahead(case, "06-01")
    assert found.dues == () and found.stale == ()


def test_a_bill_that_owes_money_back_asks_for_nothing_in_the_estimate_of_the_next() -> None:
    case = CaseBuilder()
    for month, amount in ((3, 100_00), (4, -300_00), (5, 200_00)):
        case.bill(month, [case.line(date(2026, month - 1, 20), amount)])
    after = ahead(case, "05-02").dues[-1]
    assert (after.low, after.high) == (0, 200_00)


def test_a_bill_is_certain_less_what_was_paid_it_is_computed_and_the_one_after_is_estimated() -> None:
    case = CaseBuilder()
    for month, amount in ((3, 100_00), (4, 300_00), (5, 200_00)):
        case.bill(month, [case.line(date(2026, month - 1, 20), amount)])
    due, after = ahead(case, "05-02").dues
    assert (due.kind, due.on, due.amount, due.basis) == (DueKind.BILL, day("05-10"), 200_00, DueBasis.CERTAIN)
    assert (after.on, after.amount, after.low, after.high) == (day("06-10"), None, 100_00, 300_00)
    assert (after.basis, after.month) == (DueBasis.ESTIMATED, "2026-06")
    case.wallet(at("05-02 09:00"), 50_00, product=Product.HUABEI, bill_month=(2026, 5), text="花呗还款")
    due = ahead(case, "05-03").dues[0]
    assert (due.amount, due.basis, due.why) == (150_00, DueBasis.COMPUTED, "bill-less-paid")


def test_an_instalment_that_stands_on_a_bill_is_not_counted_twice() -> None:
    case = CaseBuilder()
    case.wallet(at("01-20 10:00"), 1_200_00, WalletKind.PURCHASE, product=Product.HUABEI, text="某某订单")
    plan = [p._replace(due=p.due.replace(day=10)) for p in plan_of(1_200_00, day("01-20"), 3)]
    case.page(day("01-20"), plan)
    whole = [d.kind for d in ahead(case, "02-05").dues if d.on == day("02-10")]
    case.bill(2, [case.line(day("02-01"), plan[0].total, LineKind.INSTALMENT)])
    billed = [d.kind for d in ahead(case, "02-05").dues if d.on == day("02-10")]
    assert (whole, billed) == ([DueKind.INSTALMENT], [DueKind.BILL])


def test_dues_of_one_day_and_account_are_added_up() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    (due,) = [d for d in ahead(case, "05-01").dues if d.period == 4]
    assert (due.together, due.due_together) == (plan[3].total, 1)


def test_a_due_on_a_day_off_names_it_and_the_next_working_day() -> None:
    table = {"2026": {"off": [{"name": "国庆节", "from": day("10-01"), "to": day("10-08")}], "working": []}}
    case = CaseBuilder()
    plan = case.loan(terms=9)
    for period in plan[:7]:
        case.paid(period)
    case.page(day("09-01"), [p._replace(due=day("10-02")) if p.number == 8 else p for p in plan], range(1, 8))
    due = ahead(case, "09-20", WorkCalendar.read(table)).dues[0]
    assert due.day_off and (due.day_off.name, due.day_off.next_working) == ("国庆节", day("10-09"))


def test_what_only_a_message_tells_is_not_certain() -> None:
    case = CaseBuilder()
    case.wallet(at("05-01 10:00"), 10_00)
    notice = Notice(NoticeKind.DUE, Product.BAITIAO, 88_00, day("05-20"), sources=case._row("sms.txt"))
    case._add(notices=(notice,))
    (due,) = [d for d in ahead(case, "05-02").dues if d.product == "baitiao"]
    assert (due.amount, due.basis, due.why) == (88_00, DueBasis.COMPUTED, "message")


def test_what_was_read_from_a_picture_is_certain_only_once_it_is_confirmed() -> None:
    case = CaseBuilder()
    case.loan()
    rows = tuple(s for row in case.ledger.plan_rows for s in row.sources)
    case._add(picture_rows=(PictureRow(PictureStanding.READ, False, rows),))
    due = ahead(case, "02-01").dues[0]
    assert (due.basis, due.why) == (DueBasis.COMPUTED, "from-picture")


def test_where_no_row_names_a_day_nothing_is_foretold() -> None:
    assert explain(CaseBuilder().ledger).ahead == Ahead()


def test_a_reserve_advance_that_is_out_is_due_on_its_seventh_day() -> None:
    case = CaseBuilder()
    case.reserve(datetime(2026, 5, 3, 9, 0))
    (due,) = ahead(case, "05-05").dues
    assert (due.on, due.amount, due.basis) == (day("05-10"), 500_00, DueBasis.ESTIMATED)


def test_a_period_shown_as_overdue_makes_the_next_one_less_than_certain() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-01"), plan, overdue=[1])
    assert case.ledger.plan_rows[-12].state is PeriodState.OVERDUE
    found = ahead(case, "03-01")
    assert found.dues[0].why == "arrears" and found.dues[0].facility == CONTRACT

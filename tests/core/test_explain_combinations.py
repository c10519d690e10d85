"""Two things at once: a debit beside a prepayment, a plan that lags behind, interest put off, a remainder left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import (
    Coverage,
    Ledger,
    LoanRecord,
    Method,
    Outcome,
    Posting,
    Product,
    Purpose,
    Source,
    Trigger,
    WalletKind,
)
from app.core.loans import Period, Terms, schedule
from app.core.money import product
from app.core.pipeline import explain
from tests.core.case_builder import CaseBuilder, at, day

RATE = Decimal("0.0004")


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12))


def three_paid() -> tuple[CaseBuilder, tuple[Period, ...]]:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    return case, plan


def rest_of(principal: int, since: date, dues: tuple[date, ...], first: int) -> tuple[Period, ...]:
    """Equal instalments of what is owed from a day on, numbered from ``first``."""
    return tuple(
        p._replace(number=n)
        for n, p in enumerate(schedule(principal, Terms(RATE, Method.EQUAL_INSTALMENT), since, dues), first)
    )


def owed(plan: tuple[Period, ...], done: int) -> int:
    return sum(p.principal for p in plan[done:])


def test_interest_that_was_put_off_and_added_to_the_principal_is_what_the_plan_costs_more() -> None:
    case, plan = three_paid()
    case.page(day("04-16"), plan, settled=[1, 2, 3])
    left, since = owed(plan, 3), plan[2].due
    resumed = day("07-15")
    interest = product(left, RATE, (resumed - since).days)
    later = rest_of(
        left + interest, resumed, tuple(date(2026 + (m > 12), (m - 1) % 12 + 1, 15) for m in range(8, 17)), 4
    )
    case.page(day("04-20"), (*plan[:3], *later), settled=[1, 2, 3])
    told = case.found()["PLAN-DEFERRED"]
    assert (told.variant, told.certainty) == ("capitalised", Certainty.PROVED)
    assert told.bridge[0].amount == interest
    assert told.difference == sum(p.total for p in later) - sum(p.total for p in plan[3:])


def test_principal_that_rose_without_a_reason_is_asked_about_and_never_called_interest() -> None:
    case, plan = three_paid()
    case.page(day("04-16"), plan, settled=[1, 2, 3])
    more = rest_of(owed(plan, 3) + 77_77, plan[2].due, tuple(p.due for p in plan[3:]), 4)
    case.page(day("04-20"), (*plan[:3], *more), settled=[1, 2, 3])
    told = case.found()["PLAN-REAMORTISED"]
    assert (told.variant, told.certainty, dict(told.facts)["principal"]) == ("principal-rose", Certainty.OPEN, 77_77)
    assert told.difference == sum(p.total for p in more) - sum(p.total for p in plan[3:])


def test_a_plan_that_shows_a_prepayment_only_after_a_later_page_names_it() -> None:
    case, plan = three_paid()
    case.page(day("04-16"), plan, settled=[1, 2, 3])
    part = 2_000_00
    interest = product(part, RATE, 7)
    case.wallet(at("04-22 12:00"), part + interest, purpose=Purpose.PREPAYMENT, trigger=Trigger.MANUAL)
    case.record(at("04-22 12:00"), None, part, interest, trigger=Trigger.MANUAL)  # type: ignore[arg-type]
    case.page(day("04-24"), plan, settled=[1, 2, 3])
    again = rest_of(owed(plan, 3) - part, plan[2].due, tuple(p.due for p in plan[3:]), 4)
    case.page(day("04-30"), (*plan[:3], *again), settled=[1, 2, 3])
    told = case.found()["PLAN-REAMORTISED"]
    assert (told.variant, dict(told.facts)["prepaid_on"]) == ("lower-instalment", day("04-22"))


@pytest.mark.parametrize("overdue", [True, False])
def test_a_remainder_that_a_page_asks_for_after_a_settlement_is_told_once(overdue: bool) -> None:
    case, plan = three_paid()
    left, on = owed(plan, 3), day("04-25")
    short, whole = product(left, RATE, 9), product(left, RATE, 10)
    case.wallet(noon(on), left + short, purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.record(noon(on), None, left, short, trigger=Trigger.MANUAL)  # type: ignore[arg-type]
    rest = plan[3]._replace(principal=0, interest=whole - short)
    case.page(
        day("05-20"), (*plan[:3], rest, *plan[4:]), settled=[1, 2, 3, *range(5, 13)], overdue=[4] if overdue else []
    )
    case.covers(day("01-01"), day("05-20"))
    found = case.found()
    told = found.pop("SETTLE-RESIDUAL-CENTS")
    assert (told.variant, told.difference, dict(told.facts)["one_day"]) == ("still-open", whole - short, whole - short)
    assert told.severity is (Severity.SERIOUS if overdue else Severity.WARNING)
    assert set(found) <= {"SETTLE-INTEREST-TO-DATE"}


@pytest.mark.parametrize(
    ("lenders", "told"), [(("", ""), True), (("甲小贷", "甲小贷"), True), (("甲小贷", "乙银行"), False)]
)
def test_a_payment_posted_to_another_loan_as_a_prepayment_is_no_missed_debit(
    lenders: tuple[str, str], told: bool
) -> None:
    """Unless another lender took it: that one cannot have meant it for this loan."""
    case, plan = three_paid()
    case.ledger = replace(case.ledger, wallet=tuple(replace(r, counterparty=lenders[0]) for r in case.ledger.wallet))
    due, source = plan[3], (Source("records.csv", "", 900, "records.csv"),)
    other = LoanRecord("JB-2", 9_000_00, at("01-20 10:00"), 12, product=Product.JIEBEI, daily_rate=RATE,
                       sources=(Source("loans.csv", "", 900, "loans.csv"),))  # fmt: skip
    theirs = schedule(
        9_000_00,
        Terms(RATE, Method.EQUAL_INSTALMENT),
        day("01-20"),
        tuple(date(2026 + (m > 12), (m - 1) % 12 + 1, 20) for m in range(2, 14)),
    )
    more = CaseBuilder()
    for on, settled in ((day("01-20"), []), (day("05-18"), [1, 2, 3])):
        more.page(on, theirs, settled=settled)
    rows = tuple(
        replace(r, contract="JB-2", sources=(replace(r.sources[0], file="two.csv", digest="two"),))
        for r in more.ledger.plan_rows
    )
    case.ledger += Ledger(loans=(other,), plan_rows=rows)
    for period in theirs[:3]:
        case.wallet(noon(period.due), period.total, counterparty=lenders[1])
        case.record(noon(period.due), period.number, period.principal, period.interest)
        case.ledger = replace(
            case.ledger, postings=(*case.ledger.postings[:-1], replace(case.ledger.postings[-1], contract="JB-2"))
        )
    case.wallet(noon(due.due), due.total, trigger=Trigger.MANUAL, counterparty=lenders[1])
    wrong = Posting("JB-2", None, noon(due.due), due.due, due.total, due.total - 60_00, 60_00, sources=source)
    case.ledger += Ledger(postings=(wrong,))
    case.page(day("05-18"), plan, settled=[1, 2, 3], overdue=[4])
    case.covers(day("01-01"), day("05-18"))
    codes = {d.code: d for d in explain(case.ledger).discrepancies}
    assert ("ALLOC-OTHER-LOAN" in codes, "DEBIT-MISSED" in codes) == (told, not told)
    if told:
        assert dict(codes["ALLOC-OTHER-LOAN"].facts)["other_loan"] == "JB-2"
        assert "other_period" not in dict(codes["ALLOC-OTHER-LOAN"].facts)


def test_a_penalty_of_days_that_the_lender_counted_late_is_claimed_back_though_taken_with_the_next_period() -> None:
    case, plan = three_paid()
    late, following = plan[3], plan[4]
    case.wallet(noon(late.due), late.total)
    case.record(noon(late.due), 4, late.principal, late.interest, counted_on=late.due + timedelta(days=6))
    charge = product(late.principal, RATE * Decimal("1.5"), 6) + product(late.interest, RATE * Decimal("1.5"), 6)
    case.paid(following, penalty=charge)
    told = case.found()["POST-LAG"]
    assert (told.variant, told.difference, told.unexplained) == ("charged-later", charge, 0)
    assert dict(told.facts)["later_due"] == following.due


def test_who_paid_by_hand_the_evening_before_is_not_advised_to_do_just_that() -> None:
    case, plan = three_paid()
    due = plan[3]
    eve = datetime.combine(due.due - timedelta(days=1), time(20))
    case.wallet(eve, due.total, trigger=Trigger.MANUAL)
    case.record(eve, 4, due.principal, due.interest, trigger=Trigger.MANUAL)
    case.wallet(datetime.combine(due.due, time(8)), due.total, trigger=Trigger.AUTO)
    found = case.found()
    assert set(found) == {"DEBIT-MANUAL-AUTO-OVERLAP"}
    assert dict(found["DEBIT-MANUAL-AUTO-OVERLAP"].facts)["days"] == 1


def drained(held: int, clocks: tuple[str, ...] = (), tried: tuple[str, ...] = ("19:00",)) -> list[Discrepancy]:
    """An account with so much money from which 501.99 of reserve goes at 13:00, and then tries of 1,000.00 that fail.

    With ``clocks`` the bank prints the time of both its rows.
    """
    case = CaseBuilder()
    case.wallet(at("03-09 13:00"), 501_99, WalletKind.RESERVE_RETURNED, text="备用金归还", product=Product.RESERVE)
    for clock in tried:
        case.wallet(at(f"03-09 {clock}"), 1_000_00, outcome=Outcome.FAILED)
    case.bank(day("03-08"), -1_00, "便利店")
    case.bank(day("03-09"), -501_99, "支付宝-备用金归还")
    left = (held, held - 501_99)
    bank = tuple(
        replace(row, account="6214****1234", balance=balance, sources=(Source("bank.csv", "", n, "bank"),))
        for n, (row, balance) in enumerate(zip(case.ledger.bank, left, strict=True), 1)
    )
    if clocks:
        bank = tuple(replace(row, at=at(clock)) for row, clock in zip(bank, clocks, strict=True))
    first, last = datetime(2026, 3, 1), datetime(2026, 3, 20, 23, 59)
    statement = Coverage("cmb-debit", "6214****1234", first, last, 2, None, first, last, digest="bank")
    case.ledger = replace(case.ledger, bank=bank, coverages=(statement,))
    return [d for d in explain(case.ledger).discrepancies if d.code == "RESERVE-DRAINS-DEBIT"]


@pytest.mark.parametrize(("held", "told"), [(9_000_00, 0), (600_00, 1)])
def test_a_reserve_drains_no_account_that_held_enough_all_day(held: int, told: int) -> None:
    assert len(drained(held)) == told


TIMES = ("03-08 12:00", "03-09 13:00")


@pytest.mark.parametrize(
    ("held", "told"), [(1_400_00, 1), (9_000_00, 0), (600_00, 0)], ids=["so", "enough", "too little"]
)
def test_the_balance_of_the_minute_tells_whether_it_was_the_reserve(held: int, told: int) -> None:
    found = drained(held, TIMES)
    assert len(found) == told
    assert all((d.certainty, dict(d.facts)["funds_at_try"]) == (Certainty.STRONG, held - 501_99) for d in found)


def test_several_tries_of_one_day_are_one_matter() -> None:
    (found,) = drained(1_400_00, TIMES, tried=("19:00", "21:00"))
    assert found.at == at("03-09 19:00")


@pytest.mark.parametrize(("times", "told"), [(2, [("more", 38_00), ("more", 38_00)]), (3, [("each-time", 3 * 38_00)])])
def test_a_fee_that_each_automatic_debit_holds_beside_its_record_is_told_once_with_its_sum(
    times: int, told: list[tuple[str, int]]
) -> None:
    """Twice is not each time."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:times]:
        moment = noon(period.due) + timedelta(seconds=17)
        case.wallet(moment, period.total + 38_00, trigger=Trigger.AUTO)
        case.record(noon(period.due), period.number, period.principal, period.interest)
    found = explain(case.ledger).discrepancies
    assert [(d.variant, d.unexplained) for d in found if d.code == "UNEXPLAINED"] == told
    assert {dict(d.facts)["times"] for d in found} == {times}


@pytest.mark.parametrize("later", [True, False])
def test_a_settlement_without_a_result_is_laid_beside_the_page_that_shows_the_loan_running(later: bool) -> None:
    """Without that page, the one that shows all as settled is ahead of the debit."""
    case, plan = three_paid()
    case.page(day("04-20"), plan, settled=[1, 2, 3])
    paid = owed(plan, 3) + product(owed(plan, 3), RATE, 10)
    case.wallet(at("04-25 12:00"), paid, purpose=Purpose.SETTLEMENT, outcome=Outcome.PENDING)
    case.page(day("04-26"), plan, settled=range(1, 13))
    if later:
        case.page(day("05-10"), plan, settled=[1, 2, 3])
    (told,) = case.found(day("05-10")).values()
    assert told.variant == ("no-statement" if later else "settlement-pending")
    shown = {name: value for name, value in told.facts if name in ("seen_after", "shown_on")}
    assert shown == {"shown_on": day("04-26")} | ({"seen_after": day("05-10")} if later else {})


@pytest.mark.parametrize("trigger", [Trigger.AUTO, Trigger.MANUAL])
def test_a_debit_on_the_due_day_of_before_the_change_is_asked_about_unless_it_was_made_by_hand(
    trigger: Trigger,
) -> None:
    case, plan = three_paid()
    case.page(day("04-16"), plan, settled=[1, 2, 3])
    dues = tuple(p.due + timedelta(days=10) for p in plan[3:])
    moved = rest_of(owed(plan, 3), plan[2].due, dues, 4)
    case.page(day("04-20"), (*plan[:3], *moved), settled=[1, 2, 3])
    case.paid(moved[0], noon(plan[3].due), trigger=trigger)
    told = case.found()["DEBIT-EARLY"]
    by_hand = trigger is Trigger.MANUAL
    assert (told.variant, told.severity) == (("whole", Severity.INFO) if by_hand else ("old-day", Severity.WARNING))
    if not by_hand:
        assert dict(told.facts)["interest"] == product(moved[0].principal, RATE, 10)


@pytest.mark.parametrize("ends", [True, False])
def test_a_period_shown_overdue_is_not_missed_where_a_settlement_since_paid_it_with_the_rest(ends: bool) -> None:
    """Whether the lender's record names it or no record is given; a prepayment of the periods ahead paid it not."""
    for recorded in (True, False):
        case, plan = three_paid()
        on = plan[3].due + timedelta(days=5)
        case.page(on - timedelta(days=1), plan, settled=[1, 2, 3], overdue=[4])
        paid = plan[3:] if ends else plan[-2:]
        interest = product(sum(p.principal for p in plan[4:]), RATE, 5) + plan[3].interest if ends else 0
        total = sum(p.principal for p in paid) + interest
        case.wallet(noon(on), total, purpose=Purpose.SETTLEMENT if ends else Purpose.PREPAYMENT, trigger=Trigger.MANUAL)
        case.bank(on, -total)
        if recorded:
            for p in paid:
                case.record(noon(on), p.number, p.principal, interest if p is paid[0] else 0)
        else:
            case.ledger = replace(case.ledger, postings=())
        case.covers(day("01-01"), on + timedelta(days=20))
        missed = [d for d in explain(case.ledger).discrepancies if d.code == "DEBIT-MISSED"]
        assert bool(missed) is not ends, (recorded, missed)


@pytest.mark.parametrize("overdue", [True, False])
def test_a_period_overdue_when_all_is_settled_was_late_and_its_penalty_is_no_fee_for_settling(overdue: bool) -> None:
    """The fourth period's penalty is its own; the same sum beside a settlement in time is a fee that nobody knows."""
    case, plan = three_paid()
    on = plan[3].due + timedelta(days=5)
    first, *rest = plan[3:]
    penalty = sum(product(part, RATE, Decimal("1.5"), 5) for part in (first.principal, first.interest))
    if not overdue:
        case.paid(first)
    interest = product(sum(p.principal for p in rest), RATE, 5)
    left = sum(p.principal for p in rest) + interest + penalty + (first.total if overdue else 0)
    case.wallet(noon(on), left, purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.bank(on, -left)
    if overdue:
        case.record(noon(on), 4, first.principal, first.interest, penalty)
    for p in rest:
        extra = 0 if overdue or p is not rest[0] else penalty
        case.record(noon(on), p.number, p.principal, interest if p is rest[0] else 0, extra)
    found = case.found()
    settled = found["SETTLE-INTEREST-TO-DATE"]
    assert set(found) == ({"SETTLE-INTEREST-TO-DATE", "DEBIT-LATE"} if overdue else {"SETTLE-INTEREST-TO-DATE"})
    assert settled.variant == ("closes" if overdue else "with-fee")
    if overdue:
        assert (found["DEBIT-LATE"].difference, found["DEBIT-LATE"].unexplained, settled.unexplained) == (penalty, 0, 0)
        assert settled.difference == interest - sum(p.interest for p in rest)


@pytest.mark.parametrize("days", [5, 0], ids=["late", "the same evening"])
def test_what_was_paid_of_a_period_before_a_settlement_is_not_expected_of_it_again(days: int) -> None:
    case, plan = three_paid()
    first, *rest = plan[3:]
    half = first.total // 2
    case.wallet(noon(first.due), half)
    case.record(noon(first.due), 4, half - first.interest, first.interest)
    left, evening = first.total - half, noon(first.due + timedelta(days=days)) + timedelta(hours=8)
    ahead = sum(p.principal for p in rest)
    penalty, interest = product(left, RATE, Decimal("1.5"), days), product(ahead, RATE, days)
    case.wallet(evening, left + penalty + ahead + interest, purpose=Purpose.SETTLEMENT, trigger=Trigger.MANUAL)
    case.record(evening, 4, left, 0, penalty)
    for p in rest:
        case.record(evening, p.number, p.principal, interest if p is rest[0] else 0)
    found = case.found()
    assert set(found) == {"SETTLE-INTEREST-TO-DATE", *(["DEBIT-LATE"] if days else [])}
    settled = found["SETTLE-INTEREST-TO-DATE"]
    assert (settled.difference, settled.unexplained) == (interest - sum(p.interest for p in rest), 0)
    assert not days or (found["DEBIT-LATE"].difference, found["DEBIT-LATE"].unexplained) == (penalty, 0)

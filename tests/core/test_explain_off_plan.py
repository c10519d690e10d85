"""What the plan's page shows and no file compares, and debits in time that are not what the plan has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.comparison import Standing
from app.core.discrepancy import Certainty, Severity
from app.core.facts import Ledger, Outcome, Product, Purpose, Trigger
from app.core.papers import Notice, NoticeKind
from app.core.pipeline import explain
from tests.core.case_builder import CARD, OTHER_CARD, CaseBuilder, at, day


def test_a_period_that_only_the_page_shows_as_overdue_is_told_as_open_with_the_paper_that_would_decide_it() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-20"), plan, settled=[1], overdue=[2])
    told = case.found()["DEBIT-MISSED"]
    assert (told.variant, told.severity, told.certainty) == ("shown-unpaid", Severity.SERIOUS, Certainty.OPEN)
    assert (told.difference, told.missing) == (-plan[1].total, ("bank-statement",))


def test_a_period_past_due_that_a_page_lists_as_still_to_be_paid_is_to_be_looked_at() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-20"), plan, settled=[1])
    told = case.found()["DEBIT-MISSED"]
    assert (told.variant, told.severity, told.certainty) == ("shown-unpaid", Severity.WARNING, Certainty.OPEN)


def test_a_period_that_a_page_alone_shows_as_unpaid_is_compared_with_nothing() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-20"), plan, settled=[1], overdue=[2])
    checks = [c for c in explain(case.ledger).comparison.checks if c.period == 2]
    assert {c.standing for c in checks} == {Standing.NOT_CHECKED}


def test_a_page_on_which_nothing_was_ever_paid_is_not_taken_to_show_what_is_unpaid() -> None:
    case = CaseBuilder()
    case.page(day("03-20"), case.loan())
    assert case.found() == {}


def test_one_period_from_two_cards_on_its_day_is_combined_also_without_a_record() -> None:
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    case.wallet(at("02-15 11:30"), 300_00, account=CARD)
    case.wallet(at("02-15 11:31"), first.total - 300_00, account=OTHER_CARD)
    case.page(day("02-20"), plan, settled=[1])
    told = case.found()["DEBIT-PARTIAL-COMBINED"]
    assert (told.severity, told.difference) == (Severity.INFO, 0)


def off_plan(*off: int) -> CaseBuilder:
    """The first periods, each debited on its day with so much more than the plan has, and settled by the last page."""
    case = CaseBuilder()
    plan = case.loan()
    for period, more in zip(plan, off, strict=False):
        case.wallet(at(f"{period.due:%m-%d} 11:30"), period.total + more)
    case.page(day("06-20"), plan, settled=range(1, len(off) + 1))
    case.covers(day("01-01"), day("06-20"))
    return case


def test_a_debit_a_little_above_its_plan_is_of_its_own_period_and_not_a_late_one_of_the_month_before() -> None:
    told = explain(off_plan(0, 8_00, 8_00, 8_00, 0).ledger).discrepancies
    assert [(d.code, d.variant, d.unexplained) for d in told] == [("UNEXPLAINED", "each-time", 3 * 8_00)]
    assert (dict(told[0].facts)["times"], len(told[0].evidence)) == (3, 6)


def test_a_debit_above_its_plan_leaves_no_month_that_a_credit_record_may_show_as_late() -> None:
    credit = explain(off_plan(0, 8_00, 8_00, 8_00, 0).ledger).ahead.credit
    assert {month.mark for month in credit.months} == {"N"}


def test_a_debit_a_little_below_its_plan_is_told_where_the_page_shows_the_period_as_settled() -> None:
    told = off_plan(0, 0, -30_00, 0, 0).found()["UNEXPLAINED"]
    assert (told.variant, told.severity, told.certainty) == ("taken-below-plan", Severity.WARNING, Certainty.OPEN)
    assert (told.period, told.difference, told.unexplained) == (3, -30_00, -30_00)
    assert dict(told.facts)["shown_on"] == day("06-20")
    assert len([s for s in told.evidence if s.file == "plan.csv"]) == 2


def test_a_month_s_arrears_paid_on_the_next_due_day_stay_late_where_the_page_shows_that_month_as_unpaid() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.wallet(at("02-15 11:30"), plan[0].total)
    case.wallet(at("04-15 11:30"), plan[1].total + 20_10)
    case.page(day("04-20"), plan, settled=[1, 2], overdue=[3])
    case.covers(day("01-01"), day("04-20"))
    told = case.found()
    assert told["DEBIT-LATE"].period == 2
    assert told["DEBIT-MISSED"].period == 3


def twins(*, second_overdue: bool) -> CaseBuilder:
    """Two loans alike whose pages name no contract, each instalment taken twice until the last one."""
    case = CaseBuilder()
    plan = case.loan()
    rows = case.ledger.plan_rows
    case.ledger = replace(case.ledger, loans=(), plan_rows=())
    case.wallet(at("01-15 10:05"), 12_000_00, kind=case.ledger.wallet[0].kind, text="借呗放款至银行卡")
    for period in plan[:3]:
        for minute in (30, 31) if period.number < 3 or not second_overdue else (30,):
            case.wallet(at(f"{period.due:%m-%d} 11:{minute}"), period.total)
    case.page(day("04-20"), plan, settled=[1, 2, 3])
    case.page(day("04-20"), plan, settled=[1, 2], overdue=[3]) if second_overdue else None
    shown = tuple(
        replace(row, contract="", sources=(replace(row.sources[0], file=f"plan-{n // 12}.csv", digest=f"{n // 12}"),))
        for n, row in enumerate(r for r in case.ledger.plan_rows if r not in rows)
    )
    case.ledger = replace(case.ledger, plan_rows=shown)
    case.covers(day("01-01"), day("04-20"))
    return case


def test_two_pages_of_one_day_that_differ_in_what_is_paid_are_two_loans_where_each_instalment_was_taken_twice() -> None:
    case = twins(second_overdue=True)
    told = case.found()
    assert set(told) == {"DEBIT-MISSED"}
    assert {source.file for source in told["DEBIT-MISSED"].evidence} == {"plan-1.csv"}


def test_the_instalments_of_a_loan_whose_plan_is_not_there_are_said_to_be_compared_with_nothing() -> None:
    counts = explain(twins(second_overdue=False).ledger).comparison.counts
    assert (counts.agree, counts.differ, counts.unchecked) == (3, 0, 3)


def test_what_is_settled_by_the_page_of_the_day_falls_due_no_more() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.page(day("03-20"), plan, settled=[1, 2])
    case.page(day("04-01"), plan, settled=range(1, 13))
    told = explain(case.ledger, as_of=day("04-01"))
    assert not told.ahead.dues
    assert not told.outlook


def test_a_period_cut_short_by_a_prepayment_is_no_promotion_that_ends() -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    left, days = sum(p.principal for p in plan[1:]), 10
    interest = left * 4 * days // 10_000
    case.wallet(at("02-25 11:30"), 3_000_00 + interest)
    case.record(at("02-25 11:30"), 2, 3_000_00, interest)
    rest = [p._replace(principal=p.principal - 3_000_00 // 11, interest=p.interest * 2 // 3) for p in plan[1:]]
    shorter = rest[0]._replace(interest=rest[0].interest * 18 // 28)
    case.page(day("03-01"), [plan[0], shorter, *rest[1:]], settled=[1])
    assert not explain(case.ledger, as_of=day("03-01")).ahead.risks


def test_why_a_debit_failed_is_told_where_a_message_says_it_and_only_else_that_no_file_does() -> None:
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    case.page(day("03-01"), plan, settled=[1])
    case.wallet(at("02-16 09:30"), first.total + 65)
    unknown = dict(case.found()["DEBIT-LATE"].facts)
    failed = Notice(NoticeKind.FAILED, Product.JIEBEI, first.total, day("02-15"), reason="余额不足")
    case.ledger += Ledger(notices=(failed,))
    told = dict(case.found()["DEBIT-LATE"].facts)
    assert (unknown["unknown"], unknown.get("reason")) == (1, None)
    assert (told.get("unknown"), told["reason"], told["tries"]) == (None, "余额不足", 1)


def debited(*accounts: str) -> CaseBuilder:
    """A loan without a record, its first periods debited on their days from these accounts."""
    case = CaseBuilder()
    plan = case.loan()
    for period, account in zip(plan, accounts, strict=False):
        case.wallet(at(f"{period.due:%m-%d} 11:30"), period.total, account=account)
    return case


def test_one_period_from_another_account_than_the_others_is_told_without_a_record_too() -> None:
    told = debited(CARD, CARD, OTHER_CARD, CARD).found()["DEBIT-WRONG-SOURCE"]
    assert (told.period, dict(told.facts)["usual"]) == (3, CARD)


@pytest.mark.parametrize(("before", "since"), [(3, 2), (2, 3), (2, 5)])
def test_an_account_that_was_changed_for_good_is_no_wrong_one(before: int, since: int) -> None:
    assert debited(*[CARD] * before, *[OTHER_CARD] * since).found() == {}


def test_an_account_that_paid_once_among_others_is_not_taken_for_the_older_one() -> None:
    told = debited(OTHER_CARD, CARD, OTHER_CARD, OTHER_CARD, OTHER_CARD).found()["DEBIT-WRONG-SOURCE"]
    assert (told.period, dict(told.facts)["account"]) == (2, CARD)


def test_who_pays_by_hand_chose_the_account() -> None:
    case = debited(CARD, CARD, OTHER_CARD, CARD)
    case.ledger = replace(case.ledger, wallet=tuple(replace(row, trigger=Trigger.MANUAL) for row in case.ledger.wallet))
    assert case.found() == {}


def test_after_a_prepayment_of_which_no_page_tells_nobody_knows_what_fell_due() -> None:
    case = CaseBuilder()
    first, second, *_ = case.loan()
    case.wallet(at("02-15 11:30"), first.total)
    case.wallet(at("02-20 11:30"), 3_000_00, purpose=Purpose.PREPAYMENT)
    for on in ("03-15 11:30", "04-15 11:30"):  # together a period of the old plan and a little more
        case.wallet(at(on), second.total // 2 + 7_00)
    assert case.found() == {}


def test_a_failed_debit_that_the_page_shows_as_paid_after_all_is_no_claim() -> None:
    case = CaseBuilder()
    first, *_ = plan = case.loan()
    case.wallet(at("02-15 09:00"), first.total, outcome=Outcome.FAILED)
    case.bank(day("02-15"), -first.total)
    kept = case.found()["DEBIT-FAIL-CHARGED"]
    case.page(day("03-01"), plan, settled=[1])
    counted = case.found()["DEBIT-FAIL-CHARGED"]
    assert (kept.variant, kept.severity) == ("kept", Severity.SERIOUS)
    assert (counted.variant, counted.severity, counted.difference) == ("counted", Severity.WARNING, first.total)


def test_fees_that_rise_between_two_pages_are_told_as_fees_and_not_as_no_loss() -> None:
    case = CaseBuilder()
    case.loan()
    rows = tuple(replace(row, fee=20_00) for row in case.ledger.plan_rows)
    later = tuple(replace(row, fee=35_00, as_of=day("02-01")) for row in rows)
    case.ledger = replace(case.ledger, plan_rows=(*rows, *later))
    told = case.found()["PLAN-RATE-CHANGED"]
    assert (told.variant, told.difference, told.certainty) == ("more-fees", 12 * 15_00, Certainty.PROVED)


@pytest.mark.parametrize(
    ("off", "settled", "day_of_payment", "told"),
    [
        (-3_00, True, "04-15", {"AMOUNT-WAIVED"}),
        (-3_00, False, "04-15", set()),  # the rest may still be open
        (-3_00, True, "04-13", set()),  # two days of interest less
        (-2, True, "04-15", set()),  # cents of rounding
    ],
)
def test_less_interest_debited_and_recorded_is_told_where_the_page_shows_the_period_as_settled(
    off: int, settled: bool, day_of_payment: str, told: set[str]
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:4]:
        less = off if period.number == 3 else 0
        when = at(f"{day_of_payment if less else f'{period.due:%m-%d}'} 10:00")
        case.paid(period._replace(interest=period.interest + less), when)
    case.page(day("06-01"), plan, settled=[1, 2, 3, 4] if settled else [1, 2, 4])
    found = case.found(day("06-02"))
    assert {"AMOUNT-WAIVED"} & set(found) == told
    if told:
        assert (found["AMOUNT-WAIVED"].difference, found["AMOUNT-WAIVED"].unexplained) == (off, 0)


@pytest.mark.parametrize(("posted_to", "lacks"), [(4, True), (3, True), (4, False)])
def test_a_payment_of_a_due_that_was_recorded_for_a_later_period_is_not_called_missing(
    posted_to: int, lacks: bool
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    case.paid(plan[0])
    case.paid(plan[1])
    when = at(f"{plan[2].due:%m-%d} 12:00")
    case.wallet(when, plan[2].total)
    case.bank(plan[2].due, -plan[2].total)
    target = plan[posted_to - 1]
    case.record(when, posted_to, target.principal, plan[2].total - target.principal)
    if not lacks:  # another payment is recorded for it: the first one was meant for the next period
        case.record(when, 3, plan[2].principal, plan[2].interest)
    case.page(day("05-01"), plan, settled=[1, 2, posted_to], overdue=[3] if posted_to == 4 and lacks else [])
    case.covers(day("01-01"), day("05-01"))
    found = case.found(day("05-02"))
    told = {"ALLOC-OTHER-LOAN"} if posted_to == 4 and lacks else set()
    assert {"ALLOC-OTHER-LOAN", "DEBIT-MISSED"} & set(found) == told
    if told:
        one = found["ALLOC-OTHER-LOAN"]
        assert (one.variant, one.period, dict(one.facts)["other_period"]) == ("recorded-ahead", 3, 4)
        assert "DEBIT-EARLY" not in found


@pytest.mark.parametrize(("part", "variant"), [(40_00, "rest-not-debited"), (0, "not-debited")])
def test_a_part_debited_about_the_due_date_is_not_told_as_no_debit_where_no_record_lays_it(
    part: int, variant: str
) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:2]:
        case.wallet(at(f"{period.due:%m-%d} 12:00"), period.total)
    if part:
        case.wallet(at(f"{plan[2].due:%m-%d} 12:00"), part)
    case.page(day("05-01"), plan, settled=[1, 2], overdue=[3])
    case.covers(day("01-01"), day("05-01"))
    told = case.found(day("05-02"))["DEBIT-MISSED"]
    assert (told.variant, told.period, told.difference) == (variant, 3, part - plan[2].total)
    assert dict(told.facts).get("paid", 0) == part

"""A message that announces just what a later page or the debits show is their cause; one that differs is told too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.core.calendar import add_months
from app.core.discrepancy import Discrepancy, Severity
from app.core.facts import Method, Product
from app.core.loans import Period, Terms
from app.core.loans.changes import change_rate, redate
from app.core.papers import ChangedTerms, Notice, NoticeKind
from app.core.pipeline import explain
from app.texts import Phrasebook, languages
from app.texts.discrepancy_texts import DiscrepancyTexts
from tests.core.case_builder import RATE, CaseBuilder, day

TERMS = Terms(RATE, Method.EQUAL_INSTALMENT)
SEEN = day("04-20")
LOWER = Decimal("0.00035")  # 12.6 % of a year of 360 days


def message(kind: NoticeKind, on: date, terms: ChangedTerms, **more: Any) -> Notice:
    """A message of 借呗, as the last fact of the case."""
    return Notice(kind, **{"product": Product.JIEBEI, "on": on, "terms": terms, **more})


def rate(text: str, on: str = "04-16", **more: Any) -> Notice:
    daily = Decimal(text) < Decimal("0.01")
    return message(NoticeKind.RATE_CHANGED, day(on), ChangedTerms(rate=Decimal(text), is_daily=daily), **more)


def due_day(number: int, on: str = "04-16", **more: Any) -> Notice:
    return message(NoticeKind.DUE_DAY_CHANGED, day(on), ChangedTerms(due_day=number), **more)


def deferred(due: date, was_due: date | None = None, **more: Any) -> Notice:
    return message(NoticeKind.DEFERRED, due, ChangedTerms(due=due, was_due=was_due), **more)


def told(anew: str, *notices: Notice) -> Discrepancy:
    """The one thing told where three periods were paid and a later page has the rest of the plan ``anew``."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(SEEN, (*plan[:3], *changed(plan, anew)), settled=range(1, 4))
    return heard(case, *notices)


def changed(plan: Sequence[Period], anew: str) -> Sequence[Period]:
    rest = plan[3:]
    if anew == "rate":
        return change_rate(rest, TERMS, LOWER, rest[0].starts)
    if anew in ("one", "one-dearer"):
        first, *others = redate(rest, TERMS, [day("05-28"), *(p.due for p in rest[1:])])
        return (first._replace(interest=first.interest + (12_00 if anew == "one-dearer" else 0)), *others)
    months, on = {"day": (0, 20), "put-off": (1, 15)}[anew]
    return redate(rest, TERMS, [add_months(p.due, months, on) for p in rest])


def heard(case: CaseBuilder, *notices: Notice) -> Discrepancy:
    for notice in notices:
        case._add(notices=(replace(notice, sources=case._row("sms.txt")),))
    (change,) = case.found(SEEN).values()
    return change


def is_named(change: Discrepancy) -> bool:
    """Whether the message stands among the evidence."""
    return "sms.txt" in {source.file for source in change.evidence}


JUST = [
    ("rate", rate("0.126"), "announced_yearly", Decimal("0.126")),
    ("rate", rate("0.00035"), "announced_daily", LOWER),
    ("rate", rate("0.12775"), "announced_yearly", Decimal("0.12775")),  # of 365 days
    ("day", due_day(20), "announced_day", 20),
    ("put-off", deferred(day("06-15"), day("05-15")), "announced_due", day("06-15")),
    ("put-off", deferred(day("06-15"), period=4), "announced_due", day("06-15")),
    ("put-off", deferred(day("06-15")), "announced_due", day("06-15")),
    ("one", deferred(day("05-28"), day("05-15")), "announced_due", day("05-28")),
]


@pytest.mark.parametrize(("anew", "notice", "fact", "figure"), JUST)
def test_a_message_that_announces_just_the_change_is_its_cause_and_nothing_is_asked(
    anew: str, notice: Notice, fact: str, figure: object
) -> None:
    change = told(anew, notice)
    assert dict(change.facts)[fact] == figure
    assert is_named(change)
    assert (change.severity, change.questions, change.deadline) == (Severity.INFO, (), "")
    for language in languages():
        texts = DiscrepancyTexts(Phrasebook(language))
        assert texts.answer(change) != texts.answer(told(anew))


def test_a_message_does_not_answer_for_interest_that_the_new_days_do_not_bear() -> None:
    change = told("one-dearer", deferred(day("05-28"), day("05-15")))
    assert dict(change.facts)["announced_due"] == day("05-28")
    assert change.severity is Severity.WARNING and change.questions


def test_a_message_of_a_later_period_is_not_the_cause_of_what_moved_before_it() -> None:
    assert not is_named(told("put-off", deferred(day("07-15"), day("06-15"), period=5)))


@pytest.mark.parametrize(
    ("anew", "notice", "facts"),
    [
        ("rate", rate("0.12"), {"said_yearly": Decimal("0.12"), "yearly_after": Decimal("0.126")}),
        ("rate", rate("0.0003"), {"said_daily": Decimal("0.0003"), "rate_after": LOWER}),
        ("day", due_day(18), {"said_day": 18, "due_after": day("05-20")}),
        ("put-off", deferred(day("07-15"), day("05-15")), {"said_due": day("07-15"), "due_after": day("06-15")}),
        ("put-off", deferred(day("07-15"), period=4), {"said_due": day("07-15"), "due_after": day("06-15")}),
    ],
)
def test_a_message_that_announces_another_figure_is_told_with_both_and_asked_about(
    anew: str, notice: Notice, facts: dict[str, object]
) -> None:
    change = told(anew, notice)
    assert facts.items() <= dict(change.facts).items()
    assert is_named(change)
    assert change.severity is Severity.WARNING and change.questions
    said = [DiscrepancyTexts(Phrasebook(language)).question(change, change.questions[0]) for language in languages()]
    assert any(mark in said[0] for mark in ("12.00%", "0.0300%", "18", "2026-07-15"))


@pytest.mark.parametrize(
    ("anew", "notice"),
    [
        ("rate", rate("0.126", product=Product.HUABEI)),
        ("rate", rate("0.126", product=Product.OTHER)),
        ("rate", rate("0.126", lent=9_000_00)),
        ("rate", rate("0.126", account="9999")),  # of another loan or card
        ("rate", rate("0.126", on="01-10")),  # before the earlier page, which has the old rate
        ("rate", rate("0.126", on="05-01")),  # yet to come
        ("rate", rate("0.12", on="05-01")),
        ("rate", due_day(15)),  # of something else than the rate
        ("day", rate("0.12")),
        ("day", due_day(20, product=Product.HUABEI)),
        ("put-off", deferred(day("06-15"), product=Product.WEILIDAI)),
        ("put-off", deferred(day("07-15"))),  # of no named period: it can be another one
        ("put-off", deferred(day("06-15"), day("05-15"), sent=datetime(2026, 5, 2, 9))),  # after the page
        ("rate", rate("0.1262")),  # as near as a daily rate that was cut
    ],
)
def test_a_message_of_another_loan_time_or_thing_is_no_cause_and_no_contradiction(anew: str, notice: Notice) -> None:
    change = told(anew, notice)
    assert not is_named(change)
    assert change.facts == told(anew).facts
    assert change.questions


def test_the_message_that_holds_counts_beside_an_earlier_one_that_differs() -> None:
    change = told("rate", rate("0.12", on="04-15"), rate("0.126", on="04-10"))
    assert dict(change.facts)["announced_yearly"] == Decimal("0.126")
    assert sum(source.file == "sms.txt" for source in change.evidence) == 1


def test_a_message_that_may_be_of_another_loan_of_the_product_contradicts_nothing() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(SEEN, (*plan[:3], *changed(plan, "rate")), settled=range(1, 4))
    (record,) = case.ledger.loans
    case._add(loans=(replace(record, contract="JB-2222", principal=3_000_00, sources=case._row("loans.csv")),))
    unsure = replace(rate("0.12"), sources=case._row("sms.txt"))
    case._add(notices=(unsure,))
    changes = [d for d in explain(case.ledger, as_of=SEEN).discrepancies if d.code == "PLAN-RATE-CHANGED"]
    assert [is_named(change) for change in changes] == [False]


@pytest.mark.parametrize(
    ("text", "sender", "named"),
    [
        ("0.126", "招商银行", True),
        ("0.126", "建设银行", False),
        ("0.12", "招商银行", True),
        ("0.12", "建设银行", False),
        ("0.12", "", False),  # of whichever bank
    ],
)
def test_a_loan_of_a_bank_is_not_that_of_another_bank(text: str, sender: str, named: bool) -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period, product=Product.BANK_LOAN)
    case.page(SEEN, (*plan[:3], *changed(plan, "rate")), settled=range(1, 4))
    (record,) = case.ledger.loans
    bank = replace(record, product=Product.BANK_LOAN, lender="招商银行股份有限公司")
    case.ledger = replace(case.ledger, loans=(bank,))
    case._add(notices=(replace(rate(text, product=Product.BANK_LOAN, sender=sender), sources=case._row("sms.txt")),))
    (change,) = (d for d in explain(case.ledger, as_of=SEEN).discrepancies if d.code == "PLAN-RATE-CHANGED")
    assert is_named(change) is named


def test_a_message_alone_tells_of_no_change() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(SEEN, plan, settled=range(1, 4))
    for notice in (rate("0.126"), due_day(20), deferred(day("06-15"), day("05-15"))):
        case._add(notices=(replace(notice, sources=case._row("sms.txt")),))
    assert not case.found(SEEN)


def debited(number: int, *notices: Notice) -> Discrepancy:
    """The one thing told where all debits from the fourth on came on the 20th and no later page is at hand."""
    case = CaseBuilder()
    plan = case.loan()
    moved = redate(plan[3:], TERMS, [add_months(p.due, 0, number) for p in plan[3:]])
    for period in (*plan[:3], *moved[:3]):
        case.paid(period)
    for notice in notices:
        case._add(notices=(replace(notice, sources=case._row("sms.txt")),))
    (change,) = case.found(day("07-25")).values()
    return change


def test_debits_on_another_day_are_as_announced_where_a_message_before_them_names_the_day() -> None:
    change = debited(20, due_day(20))
    assert (change.code, change.variant) == ("PLAN-DUE-DAY-CHANGED", "as-announced")
    assert (change.severity, change.questions, is_named(change)) == (Severity.INFO, (), True)


def test_debits_on_a_day_that_no_message_names_are_told_with_the_day_that_it_does() -> None:
    change = debited(20, due_day(18))
    assert (change.variant, change.severity, dict(change.facts)["said_day"]) == (
        "not-as-announced",
        Severity.WARNING,
        18,
    )
    assert change.questions and is_named(change)


@pytest.mark.parametrize("notice", [due_day(20, on="06-01"), due_day(20, product=Product.HUABEI), rate("0.12")])
def test_debits_before_a_message_or_of_another_product_stay_as_the_debits_alone_tell(notice: Notice) -> None:
    change = debited(20, notice)
    assert (change.variant, is_named(change)) == ("by-amounts", False)


def next_due(*notices: Notice) -> tuple[str, bool]:
    """Why the fourth period is foretold as it is, by a page of April, and whether a message is among the evidence."""
    case = CaseBuilder()
    plan = case.loan()
    for period in plan[:3]:
        case.paid(period)
    case.page(SEEN, plan, settled=range(1, 4))
    for notice in notices:
        case._add(notices=(replace(notice, sources=case._row("sms.txt")),))
    due = explain(case.ledger, as_of=day("05-05")).ahead.dues[0]
    return due.why, "sms.txt" in {source.file for source in due.evidence}


@pytest.mark.parametrize(
    "notice",
    [
        rate("0.126", on="05-01"),
        due_day(20, on="05-01"),
        deferred(day("06-15"), day("05-15")),
        deferred(day("05-28")),
    ],
)
def test_what_a_message_since_the_last_page_announces_makes_the_next_due_uncertain(notice: Notice) -> None:
    assert next_due(notice) == ("announced", True)


@pytest.mark.parametrize(
    "notice",
    [
        rate("0.126", on="04-10"),  # the page is younger
        rate("0.144", on="05-01"),  # the page follows it
        rate("0.126", on="06-01"),  # of later periods
        rate("0.126", on="05-01", product=Product.HUABEI),
        due_day(15, on="05-01"),
        due_day(20, on="06-01"),
        deferred(day("07-15"), day("06-15")),
        deferred(day("06-15"), period=4, sent=datetime(2026, 4, 2, 9)),
    ],
)
def test_a_message_that_says_nothing_new_of_the_next_due_leaves_it_certain(notice: Notice) -> None:
    assert next_due(notice) == ("next-on-page", False)

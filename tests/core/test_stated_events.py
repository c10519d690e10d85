"""What papers state stands on the timeline as a mark of its own, once, and never in the place of what moved."""

from __future__ import annotations

from datetime import date

from app.core.explanation import Event, EventKind
from app.core.facts import Ledger, PlanTotal, Product, Source
from app.core.papers import Notice, NoticeKind, SettlementCertificate
from app.core.pipeline import explain
from tests.core.case_builder import CONTRACT, CaseBuilder


def marks(case: CaseBuilder) -> list[Event]:
    return [event for event in explain(case.ledger).events if event.kind is EventKind.STATUS]


def test_a_certificate_stands_on_the_day_that_it_certifies() -> None:
    case = CaseBuilder()
    case.loan()
    case.ledger += Ledger(certificates=(SettlementCertificate(CONTRACT, date(2026, 5, 20), lender="某某银行"),))
    (mark,) = marks(case)
    assert (mark.at.date(), mark.facility, mark.text, mark.amount) == (date(2026, 5, 20), CONTRACT, "某某银行", None)


def test_a_certificate_that_names_no_day_of_the_settlement_stands_on_its_own() -> None:
    case = CaseBuilder()
    case.loan()
    issued = SettlementCertificate(CONTRACT, None, date(2026, 6, 3))
    case.ledger += Ledger(certificates=(issued, SettlementCertificate(CONTRACT, None)))
    assert [mark.at.date() for mark in marks(case)] == [date(2026, 6, 3)]


def test_a_reminder_of_a_plan_of_totals_is_no_mark_of_its_own() -> None:
    case = CaseBuilder()
    due = PlanTotal("", 1, None, date(2026, 3, 15), 1_080_49, sources=(Source("plan.csv", "", 2),))
    told = Notice(NoticeKind.DUE, Product.JIEBEI, 1_080_49, None, month_day=(3, 15), text="还款提醒")
    case.ledger += Ledger(plan_totals=(due,), notices=(told,))
    assert marks(case) == []


def test_a_reminder_is_shown_where_no_plan_says_the_same() -> None:
    case = CaseBuilder()
    first, second, *_ = case.loan()
    told = Notice(NoticeKind.DUE, Product.JIEBEI, first.total, first.due, text="还款提醒")
    new = Notice(NoticeKind.DUE, Product.JIEBEI, 12_34, second.due, text="还款提醒")
    paid = Notice(NoticeKind.REPAID, Product.JIEBEI, first.total, first.due)
    case.ledger += Ledger(notices=(told, new, paid))
    (mark,) = marks(case)
    assert (mark.at.date(), mark.amount, mark.facility) == (second.due, 12_34, CONTRACT)

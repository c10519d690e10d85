"""What lies ahead is told in short lists, in both languages, without a hole, a promise or an unbearable claim."""

from __future__ import annotations

import re

import pytest

from app.core.ahead import RiskKind
from app.core.explanation import Explanation
from app.core.pipeline import explain
from app.texts import Phrasebook, languages
from app.texts.ahead_groups import MOST_DUES, ahead_groups
from app.texts.ahead_texts import AheadTexts, months_of
from tests.core.case_builder import CaseBuilder, day
from tests.core.generated_credit_reports import planted
from tests.core.generated_risks import MAKERS, composed
from tests.languages import CHINESE

BOOKS = [Phrasebook(language) for language in languages()]
HAN = "\u4e00-\u9fff"


def told(explanation: Explanation, book: Phrasebook) -> list[str]:
    return [line for heading, lines in ahead_groups(explanation, book) for line in (heading, *lines)]


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("kind", MAKERS)
def test_dues_and_risks_are_told_without_a_hole(book: Phrasebook, kind: RiskKind) -> None:
    lines = told(composed(kind, 3, planted=True), book)
    assert book.say("ahead.risk.heading") in lines
    assert not any("{" in line or "None" in line for line in lines)
    if book.language == CHINESE:
        assert not [line for line in lines if re.search(rf"[{HAN}][,;:?!()]\s|[，。；：]\s", line)]


@pytest.mark.parametrize("book", BOOKS)
def test_a_report_comes_with_its_outcome_what_contradicts_and_the_rules(book: Phrasebook) -> None:
    lines = told(planted("mark-too-high", 1), book)
    assert book.say("ahead.credit.heading-report") in lines and book.say("ahead.credit.heading-rules") in lines


@pytest.mark.parametrize("book", BOOKS)
def test_a_long_plan_is_cut_short_and_the_rest_is_counted(book: Phrasebook) -> None:
    case = CaseBuilder()
    for period in case.loan(terms=36)[:2]:
        case.paid(period)
    groups = ahead_groups(explain(case.ledger, as_of=day("04-01")), book)
    (_, lines) = groups[0]
    assert len(lines) <= MOST_DUES + 5
    assert book.say("ahead.later", count=31) in lines


@pytest.mark.parametrize("book", BOOKS)
def test_months_are_summed_only_where_one_of_them_has_more_than_one_due(book: Phrasebook) -> None:
    one = CaseBuilder()
    one.loan()
    cases = [explain(one.ledger, as_of=day("01-31")), *(composed(kind, 3, planted=True) for kind in MAKERS)]
    seen = set()
    for explanation in cases:
        texts = AheadTexts(explanation, book)
        soon = texts.soon()
        months = {texts.month(month) for month in months_of(soon)}
        several = len(soon) > len(months)
        seen.add(several)
        assert months & set(told(explanation, book)) == (months if several else set())
    assert seen == {True, False}


@pytest.mark.parametrize("book", BOOKS)
def test_a_stale_loan_says_since_when_and_what_would_tell(book: Phrasebook) -> None:
    case = CaseBuilder()
    case.loan()
    explanation = explain(case.ledger, as_of=day("06-01"))
    (line,) = [AheadTexts(explanation, book).stale(paper) for paper in explanation.ahead.stale]
    assert "2026-01-15" in line and "2026-02-15" in line and line in told(explanation, book)


def test_a_case_without_a_day_has_nothing_ahead() -> None:
    assert ahead_groups(explain(CaseBuilder().ledger), BOOKS[0]) == []

"""What may go wrong is raised where it was planted, with rows that show it, and not where the rows lie by chance."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from app.core.ahead import Risk, RiskKind
from app.core.pipeline import explain
from app.texts import Language, Phrasebook
from app.texts.ahead_texts import AheadTexts
from tests.core.case_builder import CARD, CaseBuilder, day
from tests.core.generated_risks import MAKERS, composed
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE

SEEDS = range(12)
CHANCES = range(16)


def raised(kind: RiskKind, seed: int) -> list[Risk]:
    return [risk for risk in composed(kind, seed, planted=True).ahead.risks if risk.kind is kind]


@pytest.mark.parametrize("kind", RiskKind)
def test_every_planted_pattern_is_found_with_the_rows_that_show_it(kind: RiskKind) -> None:
    found = [raised(kind, seed) for seed in SEEDS]
    assert [len(risks) for risks in found] == [1] * len(SEEDS)
    assert all(risks[0].evidence for risks in found)


@pytest.mark.parametrize("kind", RiskKind)
def test_nothing_else_is_raised_beside_a_planted_pattern(kind: RiskKind) -> None:
    others = {risk.kind for seed in SEEDS for risk in composed(kind, seed, planted=True).ahead.risks} - {kind}
    # A drained account is seen by its balance and by the try that failed.
    assert others <= ({RiskKind.FAILED_FIRST} if kind is RiskKind.DRAINED else set())


def test_of_the_same_rows_in_an_order_of_chance_less_than_one_in_fifty_raises_anything() -> None:
    cases = [(kind, seed) for kind in MAKERS for seed in CHANCES]
    noisy = [(kind, seed) for kind, seed in cases if composed(kind, seed, planted=False).ahead.risks]
    assert len(noisy) / len(cases) < 0.02, noisy


@EVERY_LANGUAGE
def test_every_risk_is_told_as_something_that_may_be_and_never_as_a_score(language: Language) -> None:
    may = {CHINESE: "可能", ENGLISH: " may "}[language]
    for kind in RiskKind:
        explanation = composed(kind, 1, planted=True)
        texts = AheadTexts(explanation, Phrasebook(language))
        for risk in explanation.ahead.risks:
            told = texts.risk(risk)
            assert may in told and "%" not in told and "{" not in told


def test_how_often_and_of_how_many_is_counted_by_the_rows() -> None:
    case = CaseBuilder()
    plan = case.loan()
    for period, hour in zip(plan[:4], (9, 22, 23, 22), strict=True):
        case.paid(period, datetime.combine(period.due, time(hour, 30)))
    (risk,) = explain(case.ledger, as_of=day("06-01")).ahead.risks
    assert (risk.kind, risk.seen, risk.of, risk.on) == (RiskKind.LATE_EVENING, 3, 4, date(2026, 6, 15))
    assert dict(risk.facts)["account"] == CARD
    assert len([source for source in risk.evidence if source.file == "wallet.csv"]) == 3


def test_nothing_is_raised_of_a_loan_that_has_nothing_to_come() -> None:
    case = CaseBuilder()
    for period in case.loan(terms=3):
        case.paid(period, datetime.combine(period.due, time(22, 30)))
    assert explain(case.ledger, as_of=day("06-01")).ahead.risks == ()

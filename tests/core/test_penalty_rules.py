"""Rules of charging lateness: dated hypotheses, tried against what was charged, and named where they give it."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.discrepancy import Certainty
from app.core.facts import Product
from app.core.loans import RoundingStep
from app.core.loans.late_charge import Grace
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import CONTRACT_RULE, Base, PenaltyRule, PenaltyWay, ways
from app.core.loans.plan_rate import Accrual
from app.core.rules.penalties import Late, explain_penalty
from app.texts import Language, Phrasebook
from tests.languages import EVERY_LANGUAGE
from tests.oracles.lateness import PenaltyTerms, penalty

DUE = date(2024, 6, 10)
ACCRUAL = Accrual(Decimal("0.0004"))
LATE = Late(Product.JIEBEI, DUE)
TABLE = Path(__file__).parents[2] / "resources" / "tables" / "lender_rules.toml"
KEPT = PenaltyRule("multiple-grace-kept", Decimal("1.5"), grace=Grace.KEPT, published=False)
OWN = PenaltyRule("own-rate", rate=Decimal("0.0005"), products=frozenset({Product.HUABEI}))


def entries() -> list[PenaltyRule]:
    return [PenaltyRule.read(entry) for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["penalty"]]


def charge(rule: PenaltyRule, base: Base, step: RoundingStep, overdue: list[Overdue], grace: int = 0) -> int:
    return sum(part.amount for part in PenaltyWay(rule, base, step).formula(overdue, ACCRUAL, grace))


def test_the_table_names_every_rule_once_with_source_and_certainty_and_begins_with_the_contract_s() -> None:
    rules = entries()
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.source and rule.bases for rule in rules)
    assert (rules[0].id, rules[0].multiple, rules[0].published) == ("multiple", CONTRACT_RULE.multiple, True)


@EVERY_LANGUAGE
def test_every_rule_of_the_table_and_what_bears_it_has_its_words(language: Language) -> None:
    book = Phrasebook(language)
    assert all(f"penalty-rule.{rule.id}" in book for rule in entries())
    assert all(f"penalty-base.{base.value}" in book for base in Base)


def test_a_rule_has_a_multiple_or_a_rate_and_not_both() -> None:
    entry = {"id": "x", "bases": ["each"], "grace": "lost", "products": [], "certainty": "published", "source": "s"}
    for wrong in ({}, {"multiple": "1.5", "rate": "0.0005"}):
        with pytest.raises(ValueError, match="either"):
            PenaltyRule.read(entry | wrong)


def test_a_rule_holds_for_its_products_and_its_days() -> None:
    dated = PenaltyRule("d", Decimal(1), first=date(2024, 1, 1), last=date(2024, 12, 31))
    assert [dated.holds(Product.JIEBEI, date(year, 6, 10)) for year in (2023, 2024, 2025)] == [False, True, False]
    assert not OWN.holds(Product.JIEBEI, DUE) and OWN.holds(Product.HUABEI, DUE)


@given(
    principal=st.integers(0, 9_999_99), interest=st.integers(0, 999_99), days=st.integers(1, 40),
    grace=st.integers(0, 5), kept=st.booleans(), step=st.sampled_from(RoundingStep),
)  # fmt: skip
def test_the_formula_is_the_loan_engine_s_penalty(
    principal: int, interest: int, days: int, grace: int, kept: bool, step: RoundingStep
) -> None:
    rule = KEPT if kept else CONTRACT_RULE
    if step not in (RoundingStep.PER_DAY, RoundingStep.PER_PERIOD):
        return
    terms = PenaltyTerms(grace_days=grace, grace=rule.grace, step=step)
    late = max(days, grace + 1)
    paid = date.fromordinal(DUE.toordinal() + late)
    expected = penalty(principal, interest, ACCRUAL.rate, DUE, paid, terms).total
    assert charge(rule, Base.EACH, step, [Overdue(principal, interest, late, ())], grace) == expected


def test_grace_days_kept_come_off_the_first_spans_alone() -> None:
    spans = [Overdue(1_000_00, 0, 2, ()), Overdue(500_00, 0, 4, ())]
    assert charge(KEPT, Base.PRINCIPAL, RoundingStep.PER_PERIOD, spans, 3) == 90  # 500.00 for three of its four days


def test_ways_of_published_rules_come_first_and_grace_kept_only_where_there_is_grace() -> None:
    assert {way.rule.id for way in ways([KEPT, CONTRACT_RULE], Product.JIEBEI, DUE, 0)} == {"multiple"}
    assert next(ways([KEPT, CONTRACT_RULE], Product.JIEBEI, DUE, 3)).rule is CONTRACT_RULE


OVERDUE = [Overdue(1_000_00, 30_00, 5, ())]


def test_the_rule_that_gives_the_charge_is_named_and_proved() -> None:
    found = explain_penalty(3_00 + 9, OVERDUE, [ACCRUAL], LATE, [CONTRACT_RULE])
    assert (found.certainty, found.rest) == (Certainty.PROVED, 0)
    assert (found.facts["rule"], found.facts["base"]) == ("penalty-rule.multiple", "penalty-base.each")


def test_other_ways_that_give_the_same_are_named_too() -> None:
    found = explain_penalty(3_00 + 9, OVERDUE, [ACCRUAL], LATE, [CONTRACT_RULE])
    assert "penalty-base.joined" in found.facts["also"]


def test_a_rate_of_its_own_is_found_where_the_product_has_one() -> None:
    charged = 2_58  # 1,030.00 at 0.05 % a day for 5 days
    own = explain_penalty(charged, OVERDUE, [ACCRUAL], Late(Product.HUABEI, DUE), [CONTRACT_RULE, OWN])
    assert (own.facts["rule"], own.rest) == ("penalty-rule.own-rate", 0)
    other = explain_penalty(charged, OVERDUE, [ACCRUAL], LATE, [CONTRACT_RULE, OWN])
    assert other.certainty is Certainty.OPEN and other.rest != 0


def test_a_supposed_rule_that_fits_is_a_pattern_and_no_proof() -> None:
    late = Late(Product.JIEBEI, DUE, grace_days=3)
    kept = explain_penalty(1_20 + 4, OVERDUE, [ACCRUAL], late, [CONTRACT_RULE, KEPT])  # two days of five
    assert (kept.certainty, kept.facts["rule"]) == (Certainty.PATTERN, "penalty-rule.multiple-grace-kept")


def test_what_no_rule_gives_is_left_over_and_the_tries_are_counted() -> None:
    found = explain_penalty(9_99, OVERDUE, [ACCRUAL], LATE, [CONTRACT_RULE])
    assert (found.certainty, found.way, found.tried) == (Certainty.OPEN, None, 6)
    assert sum(part.amount for part in found.parts) + found.rest == 9_99


THIRD_MORE = PenaltyRule("third-more", Decimal("1.3"), bases=(Base.JOINED,), published=False)


def test_what_a_rule_of_another_rate_gives_as_well_is_not_proved() -> None:
    """790.97 and 117.64 for 5 days at 0.05 %: 2.95 by half as much again of principal by day, and by 1.3 times both."""
    overdue, accrual = [Overdue(790_97, 117_64, 5, ())], [Accrual(Decimal("0.0005"))]
    alone = explain_penalty(2_95, overdue, accrual, LATE, [CONTRACT_RULE])
    beside = explain_penalty(2_95, overdue, accrual, LATE, [CONTRACT_RULE, THIRD_MORE])
    assert (alone.certainty, alone.rest) == (Certainty.PROVED, 0)
    assert (beside.certainty, beside.facts["also"]) == (Certainty.STRONG, ("penalty-rule.third-more",))


def test_a_rule_that_comes_to_the_same_rate_raises_no_doubt() -> None:
    same = PenaltyRule("own-rate-supposed", rate=Decimal("0.0006"), published=False)
    found = explain_penalty(6_00, [Overdue(1_000_00, 0, 10, ())], [ACCRUAL], LATE, [CONTRACT_RULE, same])
    assert found.certainty is Certainty.PROVED
    assert not any("rule" in name for name in found.facts["also"])


@pytest.mark.parametrize(("principal", "certainty"), [(1_00_00, Certainty.STRONG), (10_000_00, Certainty.PROVED)])
def test_an_amount_of_a_few_fen_is_not_proved_as_chance_gives_it_too(principal: int, certainty: Certainty) -> None:
    overdue = [Overdue(principal, 0, 1, ())]
    charged = principal * 6 // 10_000
    assert explain_penalty(charged, overdue, [ACCRUAL], LATE, [CONTRACT_RULE]).certainty is certainty

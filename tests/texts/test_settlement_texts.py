"""Whatever can be said of settling is said in both languages, each way and each doubt with its own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.core.explanation import Facility
from app.core.facts import Product, ReserveAdvance, WalletKind
from app.core.loans.flat_fees import FlatFeeRule
from app.core.loans.settlement import USUAL, Counted, settle
from app.core.loans.settlement_fees import SettlementFee
from app.core.loans.standing import Doubt
from app.core.money import grouped
from app.core.pipeline import explain
from app.core.views.settlement_outlook import Beside, SettlementQuestion, settlement_outlook
from app.texts import Language, Phrasebook, languages
from app.texts.settlement_texts import SettlementTexts
from app.workspace.tables import lender_rules
from tests.core.case_builder import CaseBuilder, at, day
from tests.languages import CHINESE, ENGLISH, EVERY_LANGUAGE

BOOKS = {language: Phrasebook(language) for language in languages()}


def case(paid: int = 4) -> CaseBuilder:
    built = CaseBuilder()
    plan = built.loan()
    for period in plan[:paid]:
        built.paid(period)
    built.page(day("05-20"), plan, settled=range(1, paid + 1))
    built.ledger = replace(
        built.ledger,
        reserves=(ReserveAdvance(at("05-19 10:00"), 50_000, sources=plan and built.ledger.loans[0].sources),),
    )
    return built


@EVERY_LANGUAGE
def test_every_doubt_and_every_way_has_words(language: Language) -> None:
    ways = {c.value for c in USUAL if c is not Counted.TO_THE_DAY} | {rule.value for rule in FlatFeeRule}
    ways |= {f"billed-{rule.value}" for rule in FlatFeeRule}
    assert all(f"penalty-rule.{rule.id}" in BOOKS[language] for rule in lender_rules().penalties)
    ways |= {
        "whole-period",
        "by-thirtieths",
        "by-days-of-month",
        "no-interest",
        "given-back",
        "interest-first",
        "principal-first",
    }
    said = {m.split(".")[1] for m in BOOKS[language].messages if m.startswith("settle-way.")}
    assert said == ways
    assert {m.split(".")[1] for m in BOOKS[language].messages if m.startswith("settle-doubt.")} == {
        doubt.value for doubt in Doubt
    }


@EVERY_LANGUAGE
def test_the_answer_names_the_amount_first_then_its_parts_the_range_and_the_plan(language: Language) -> None:
    explanation = explain(case().ledger)
    asked = SettlementQuestion(day("05-25"), 300_000, ((0, 818_608), (0, 700_000), (0, 821_882), (0, 821_882 + 328)))
    lines = list(SettlementTexts(BOOKS[language]).lines(settlement_outlook(explanation, asked)))
    assert len(lines) == 1 + 1 + 1 + 4 + 1
    assert "8,218.82" in lines[0]
    assert lines[0].index("8,218.82") < lines[0].index("8,186.08 × 0.04% × 10") < lines[0].index("8,643.98")
    assert "8,222.10" in lines[0]
    assert "500.00" in lines[1]
    assert "{" not in "".join(lines)


@EVERY_LANGUAGE
def test_each_reason_for_saying_nothing_is_a_sentence(language: Language) -> None:
    texts = SettlementTexts(BOOKS[language])
    standing = explain(case().ledger).standings[0]
    for doubt in Doubt:
        told = texts.doubt(settle(replace(standing, doubts=(doubt,)), day("05-25")))
        assert told
        assert "{" not in told
    assert not texts.doubt(settle(standing, day("05-25")))


def test_what_is_taken_as_paid_without_a_paper_is_said() -> None:
    explanation = explain(case().ledger)
    later = explanation.as_of + timedelta(days=60)
    outlook = settlement_outlook(explanation, SettlementQuestion(later))
    said = SettlementTexts(BOOKS[ENGLISH]).loan(outlook.day.loans[0])
    assert "which no paper shows" in said
    assert isinstance(later, date)


@EVERY_LANGUAGE
def test_charges_of_other_payees_and_used_coupons_are_told_beside_the_settlement(language: Language) -> None:
    told = SettlementTexts(BOOKS[language]).beside(Beside(("某担保公司",), (25_00, 30_00), (5_00,)))
    assert "某担保公司" in told[0]
    assert "55.00" in told[0]
    assert "30.00" in told[0]
    assert "5.00" in told[1]
    assert "{" not in "".join(told)


@EVERY_LANGUAGE
def test_coupons_that_came_alike_are_told_as_given_up_for_the_periods_that_are_settled_early(
    language: Language,
) -> None:
    texts = SettlementTexts(BOOKS[language])
    assert "15.00" in texts.beside(Beside(coupons=(8_00, 5_00, 5_00)), early=3)[1]
    assert len(texts.beside(Beside(coupons=(5_00, 8_00)), early=3)) == 1  # no two alike: nothing to go by
    assert len(texts.beside(Beside(coupons=(5_00, 5_00)), early=0)) == 1


@EVERY_LANGUAGE
def test_a_fee_that_public_pages_tell_of_is_named_beside_the_amount_with_its_years(language: Language) -> None:
    """Only for the products that the page is about, and of what is repaid before it is due."""
    (standing,) = explain(case().ledger).standings
    rule = SettlementFee(
        "share-5", Decimal("0.05"), products=frozenset({standing.product}), published=True, seen="2023–2025"
    )
    plain, asked = settle(standing, day("05-25")), settle(replace(standing, fees=(rule,)), day("05-25"))
    assert plain.fee is None
    early = sum(p.principal for p in asked.early)
    assert asked.fee == (rule, (early * 5 + 50) // 100)
    assert [way.amount for way in asked.ways] == [way.amount for way in plain.ways]
    assert not asked.certain
    said = SettlementTexts(BOOKS[language]).loan(asked)
    assert "2023–2025" in said and grouped(asked.fee[1]) in said and "5.00%" in said
    other = replace(standing, fees=(replace(rule, products=frozenset({Product.DOUYIN})),))
    assert settle(other, day("05-25")).fee is None
    last = standing.readings[0].periods[-1].due
    assert settle(replace(standing, fees=(rule,)), last).fee is None  # nothing is repaid early


def test_only_fees_that_a_page_tells_of_for_the_product_are_told_of_a_loan_to_come() -> None:
    built = case()
    standing, *_ = explain(built.ledger, rules=lender_rules()).standings
    assert standing.fees == ()  # what is only supposed explains what was charged, and foretells nothing
    told = [rule for rule in lender_rules().fees if rule.published]
    assert all(rule.seen for rule in told)
    said = {m.split(".")[1] for m in BOOKS[CHINESE].messages if m.startswith("settle-fee.")}
    assert said == {rule.id for rule in told}  # each is said of the very product that its page is about


def test_a_charge_beside_a_loan_is_found_with_its_settlement() -> None:
    built = case()
    built.wallet(at("05-15 12:01"), 25_00, WalletKind.CHARGE, text="担保费", counterparty="某担保公司")
    outlook = settlement_outlook(explain(built.ledger), SettlementQuestion(day("05-25")))
    assert dict(outlook.beside)["JB-1"] == Beside(("某担保公司",), (25_00,))
    assert any("25.00" in line for line in SettlementTexts(BOOKS[CHINESE]).lines(outlook))


@EVERY_LANGUAGE
def test_loans_that_are_alike_are_told_apart_by_day_and_number(language: Language) -> None:
    built = CaseBuilder()
    built.loan()
    explanation = explain(built.ledger)
    (standing,), (loan,) = explanation.standings, explanation.facilities
    book = Phrasebook(language)

    def told(*loans: Facility) -> list[str]:
        texts = SettlementTexts(book, loans)
        of = [replace(standing, facility=each.id) for each in loans]
        return [texts.loan(settle(one, standing.known_until)) for one in of]

    (alone,) = told(loan)
    assert "(" not in alone.split(":")[0] and "（" not in alone.split("：")[0]
    one, later = told(loan, replace(loan, id="JB-2", contract="JB-2", drawn_at=datetime(2026, 1, 2)))
    assert "2026-01-15" in one and "2026-01-02" in later
    one, twin = told(loan, replace(loan, id="JB-29876", contract="JB-29876"))
    assert "9876" in twin and "9876" not in one
    assert "9876" in told(*[replace(loan, id=n, contract=n, drawn_at=None) for n in ("1", "9876")])[1]

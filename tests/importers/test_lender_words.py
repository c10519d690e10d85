"""The table of column words is whole: whatever it names exists and can be said to a person."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from app.core.facts import LineKind, Method, Product
from app.importers.recognising.cell_shapes import parse_period, parse_rate
from app.importers.recognising.vocabulary import heading, kinds, meaning, roles
from app.resource_files import resource
from app.texts import Language, Phrasebook
from tests.languages import EVERY_LANGUAGE

TABLE = tomllib.loads(resource("tables", "column_words.toml").read_text(encoding="utf-8"))


def test_every_concept_that_a_role_weighs_has_words() -> None:
    weighed = {concept for role in roles().values() for concept in (*role.wanted, *role.unwanted)}
    leaning = {concept for kind in kinds() for concept in kind.leans}
    assert weighed | leaning <= TABLE["concepts"].keys()


def test_every_role_of_a_kind_is_defined_and_every_defined_role_is_used() -> None:
    assert {role for kind in kinds() for role in kind.roles} == roles().keys()


def test_every_vocabulary_that_a_role_names_exists() -> None:
    assert {role.vocabulary for role in roles().values() if role.vocabulary} <= TABLE["values"].keys()


def test_vocabularies_stand_for_values_that_the_core_knows() -> None:
    assert TABLE["values"]["method"].keys() == {method.value for method in Method}
    assert TABLE["values"]["line_kind"].keys() == {kind.value for kind in LineKind} - {"other"}
    assert TABLE["values"]["product"].keys() <= {product.value for product in Product}


@pytest.mark.parametrize("vocabulary", sorted(TABLE["values"]))
def test_no_word_of_a_vocabulary_stands_for_two_things(vocabulary: str) -> None:
    words = [word for words in TABLE["values"][vocabulary].values() for word in words]
    assert sorted(words) == sorted(set(words))
    assert all(meaning(vocabulary, word) == key for key, words in TABLE["values"][vocabulary].items() for word in words)


@EVERY_LANGUAGE
def test_every_role_and_kind_has_a_name_for_people(language: Language) -> None:
    book = Phrasebook(language)
    assert all(f"column.{role}" in book for role in roles())
    assert all(f"kind.{kind.name}" in book for kind in kinds())


def test_a_misspelt_english_header_is_still_understood() -> None:
    assert heading("Princpal").concepts == {"principal"}
    assert heading("Intrest amount").concepts >= {"interest", "amount"}


def test_the_longest_word_decides_what_a_cell_stands_for() -> None:
    assert [meaning("period_state", text) for text in ("未结清", "已结清", "逾期已还清", "已逾期3天", "部分还款")] == [
        "open",
        "settled",
        "settled",
        "overdue",
        "open",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("3.0", 3),
        ("第3期", 3),
        ("第三期", 3),
        ("第十期", 10),
        ("第二十一期", 21),
        ("3/12", 3),
        ("第3期/共12期", 3),
        ("3 of 12", 3),
        ("12个月", 12),
        ("全部", None),
        ("1-3", None),
        ("0", None),
        ("", None),
    ],
)
def test_period_numbers_are_read_in_every_writing(text: str, number: int | None) -> None:
    assert parse_period(text) == number


def test_a_rate_that_no_consumer_loan_can_have_is_none() -> None:
    assert parse_rate("14.4%") is None
    assert parse_rate("14.4") is None
    assert parse_rate("0") == Decimal(0)
    assert parse_rate("0.05") == Decimal("0.0005")

"""Promises of the catalogue: whatever an explainer can emit is told in every language, and nothing is told in vain."""

from __future__ import annotations

import ast
import re
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

import app
from app.core.discrepancy import Certainty, Layer, Phenomenon, Severity
from app.core.explanation import Basis
from app.core.facts import Method, PeriodState, Product
from app.core.kinds import FACT_TYPES, KINDS, Kind, Variant
from app.core.loans import Convention
from app.core.loans.prepayment import Replan
from app.gui.services.help_pages import text_of
from app.resource_files import resource
from app.texts import Language, Phrasebook, languages
from app.texts.catalogue_lines import messages_in
from app.texts.discrepancy_texts import DiscrepancyTexts, Sentence, sentences, told_facts
from tests.languages import CHINESE, EVERY_LANGUAGE
from tests.shared import shared
from tests.texts.texts_samples import SAMPLES, WRITTEN, StrictPhrasebook, made, placeholders

ROOT = Path(app.__file__).parent
BOOKS = {language: Phrasebook(language) for language in languages()}
PARTS = ("title", "answer", "details", "advice")
SENTENCES = ("discrepancy.", "question.", "deadline.", "hypothesis.", "outlook.", "arithmetic.")
FOLLOWING = frozenset(told_facts(made("UNEXPLAINED", "more", {})))
ALWAYS = frozenset(DiscrepancyTexts.facts(made("UNEXPLAINED", "more", {}))) - {"contract"}


def declared() -> list[tuple[Kind, str, Variant]]:
    """Every variant of every kind."""
    return [(kind, name, told) for kind in KINDS.values() for name, told in kind.variants.items()]


def messages_of(kind: Kind, name: str, told: Variant) -> list[str]:
    """Every message that a discrepancy of a variant is told with."""
    said = [f"discrepancy.{kind.code}.{name}.{part}" for part in PARTS]
    said += [f"question.{q.text}.text" for q in kind.questions_of(name) if told.asks]
    return [*said, *([f"deadline.{kind.deadline}.text"] if kind.deadline and told.asks else [])]


def test_every_code_of_the_contract_has_a_declaration() -> None:
    asked_for, _, _further = shared("contract", "codes.md").read_text("utf-8").partition("## Further codes")
    scored = set(re.findall(r"^\| ([A-Z]+(?:-[A-Z]+)*) \|", asked_for, re.M))
    assert len(scored) > 30
    assert scored <= set(KINDS)


@EVERY_LANGUAGE
def test_every_kind_has_a_name_and_says_what_it_is(language: Language) -> None:
    asked = [f"discrepancy.{code}.{part}" for code in KINDS for part in ("name", "about")]
    assert not [message for message in asked if message not in BOOKS[language]]


@EVERY_LANGUAGE
def test_each_variant_has_every_sentence_and_each_names_only_declared_facts_of_its_type(language: Language) -> None:
    book, faults = BOOKS[language], []
    for kind, name, told in declared():
        for message in messages_of(kind, name, told):
            assert message in sentences(language), f"no {message}"
            for sentence in sentences(language)[message]:
                sure = told.always | ALWAYS | ({sentence.fact} if sentence.wanted else set())
                for fact, written in placeholders(book.messages[sentence.message]):
                    if fact not in sure and not _never_said(sentence, told):
                        faults.append(f"{sentence.message} names {fact}, which {kind.code}.{name} need not tell")
                    if fact in FACT_TYPES and written not in WRITTEN[FACT_TYPES[fact]]:
                        faults.append(f"{sentence.message} writes {fact} as {written}")
    assert not faults, "\n".join(faults)


def _never_said(sentence: Sentence, told: Variant) -> bool:
    """Whether a sentence, shared by several kinds, waits for a fact that this variant never tells."""
    return bool(sentence.fact) and sentence.wanted and sentence.fact not in told.always | told.sometimes | ALWAYS


@EVERY_LANGUAGE
def test_each_condition_of_a_sentence_is_a_fact_that_may_have_a_value(language: Language) -> None:
    faults = []
    for kind, name, told in declared():
        for part in PARTS:
            for sentence in sentences(language)[f"discrepancy.{kind.code}.{name}.{part}"]:
                if sentence.fact and sentence.fact not in told.always | told.sometimes | FOLLOWING:
                    faults.append(sentence.message)
    assert not faults


def test_what_stands_in_for_a_fact_in_a_sentence_is_never_taken_for_the_fact() -> None:
    """A sentence that waits for the day of a payment would else be said of the day of the discrepancy."""
    for kind, name, told in declared():
        known = told_facts(made(kind.code, name, {fact: SAMPLES[FACT_TYPES[fact]] for fact in told.always}))
        assert not [fact for fact in told.sometimes if known.get(fact)], f"{kind.code}.{name}"


@EVERY_LANGUAGE
@pytest.mark.parametrize("filled", [True, False], ids=["every fact has a value", "only the facts always told"])
def test_every_variant_is_told_without_a_gap(language: Language, filled: bool) -> None:
    texts = DiscrepancyTexts(StrictPhrasebook(language))
    for kind, name, told in declared():
        facts = {fact: SAMPLES[FACT_TYPES[fact]] for fact in told.always | (told.sometimes if filled else set())}
        d = made(kind.code, name, facts, 123_45 if filled else 0)
        said = [texts.title(d), texts.answer(d), texts.details(d), texts.advice(d)]
        said += [texts.question(d, q) for q in kind.questions_of(name) if told.asks]
        assert all(said), f"{kind.code}.{name}"
        assert not [text for text in said if "{" in text or "None" in text]


@EVERY_LANGUAGE
def test_what_the_kinds_refer_to_has_its_words(language: Language) -> None:
    book, said = BOOKS[language], sentences(language)
    questions = {q for kind, name, _ in declared() for q in kind.questions_of(name)}
    assert not [q for q in questions if f"question.{q.text}.text" not in said or f"party.{q.to}" not in book]
    assert not [k for k in KINDS.values() if k.deadline and f"deadline.{k.deadline}.text" not in said]
    assert not [m for k in KINDS.values() for m in k.missing if f"missing.{m}" not in book]


@EVERY_LANGUAGE
def test_the_help_lists_every_kind_once_with_its_name_and_what_it_is(language: Language) -> None:
    book = BOOKS[language]
    rows = [row.split(" | ") for row in text_of(book, "kinds").splitlines() if "`" in row]
    told = {code.strip("`| "): (name.removeprefix("| "), about) for name, about, _, code in rows}
    parts = {code: tuple(book.say(f"discrepancy.{code}.{part}") for part in ("name", "about")) for code in KINDS}
    assert (told, len(rows)) == (parts, len(KINDS))


# ---- Every language says the same -----------------------------------------------------------------------------------


@EVERY_LANGUAGE
def test_every_language_holds_the_same_messages(language: Language) -> None:
    own, first = (set(BOOKS[x].messages) for x in (language, CHINESE))
    assert own - first == set()
    assert first - own == set()


def test_every_language_states_the_same_habits() -> None:
    told = {
        language: dict(messages_in(resource("translations", language.code, "language.toml").read_text("utf-8")))
        for language in languages()
    }
    assert all(set(habits) == set(told[CHINESE]) for habits in told.values())


@EVERY_LANGUAGE
def test_every_language_fills_the_same_placeholders_in_the_same_kinds(language: Language) -> None:
    own, first = BOOKS[language].messages, BOOKS[CHINESE].messages
    assert not [m for m in first if m in own and set(placeholders(first[m])) != set(placeholders(own[m]))]


def test_an_amount_is_never_written_without_its_kind() -> None:
    told = {m: text for book in BOOKS.values() for m, text in book.messages.items() if m.startswith(SENTENCES)}
    money = {name for text in told.values() for name, kind in placeholders(text) if kind in ("money", "signed")}
    assert not [m for m, text in told.items() if any(name in money and not kind for name, kind in placeholders(text))]


# ---- Nothing is said in vain ----------------------------------------------------------------------------------------

VOCABULARY: dict[str, type[Enum]] = {
    "severity": Severity,
    "certainty": Certainty,
    "phenomenon": Phenomenon,
    "layer": Layer,
    "product": Product,
    "method": Method,
    "basis": Basis,
    "replan": Replan,
}


@pytest.mark.parametrize("table", VOCABULARY)
def test_a_vocabulary_names_exactly_the_members_of_its_enumeration(table: str) -> None:
    named = {message.split(".")[1] for message in BOOKS[CHINESE].messages if message.startswith(f"{table}.")}
    assert named == {member.value for member in VOCABULARY[table]}


def test_every_departure_of_a_convention_from_the_standard_has_words() -> None:
    standard = Convention()
    departures = {
        f"convention.{field}.{value.value}"
        for field in Convention.__dataclass_fields__
        for value in type(getattr(standard, field))
        if value is not getattr(standard, field)
    }
    named = {m for m in BOOKS[CHINESE].messages if m.startswith("convention.")} - {"convention.standard"}
    assert named == departures


def test_every_state_of_a_period_has_words() -> None:
    assert not [state for state in PeriodState if f"state.{state.value}" not in BOOKS[CHINESE]]


def test_no_sentence_about_a_discrepancy_is_for_what_nothing_declares() -> None:
    told = [m.split(".") for m in BOOKS[CHINESE].messages if m.startswith("discrepancy.")]
    variants = {(kind.code, name) for kind, name, _ in declared()}
    assert not [m for m in told if len(m) == 4 and (m[1], m[2]) not in variants]
    assert not [m for m in told if len(m) == 3 and (m[1] not in KINDS or m[2] not in ("name", "about"))]


NAMED_IN_THE_SOURCE = (
    "arithmetic", "component", "input", "party", "question", "deadline", "missing", "outlook", "hypothesis", "state",
    "link",
)  # fmt: skip
"""Tables whose names stand in the source, whole or behind a fixed beginning (``f"change-{kind}"``)."""


@cache
def literals() -> tuple[frozenset[str], tuple[str, ...]]:
    """Every text in the program's source, and the fixed beginning of every text that is put together there."""
    nodes = [n for path in ROOT.rglob("*.py") for n in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    plain = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    composed = [n.values[0] for n in nodes if isinstance(n, ast.JoinedStr) and n.values]
    heads = {str(head.value) for head in composed if isinstance(head, ast.Constant)}
    return frozenset(plain), tuple(sorted(head for head in heads if re.fullmatch(r"[a-z]+-", head)))


def test_no_name_and_no_question_stands_in_the_catalogue_unused() -> None:
    plain, heads = literals()
    mine = [m.split(".") for m in BOOKS[CHINESE].messages if m.split(".")[0] in NAMED_IN_THE_SOURCE]
    assert not [m for m in mine if m[1] not in plain and ".".join(m) not in plain and not m[1].startswith(heads)]

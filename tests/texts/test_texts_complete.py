"""Promises of the catalogue: whatever an explainer can emit is told in both languages, and nothing is told in vain."""

from __future__ import annotations

import ast
import re
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

import app
from app.core.discrepancy import Certainty, FactValue, Layer, Phenomenon, Severity
from app.core.explanation import Basis
from app.core.facts import Method, PeriodState, Product
from app.core.kinds import KINDS
from app.core.loans import Convention
from app.texts import Language, Phrasebook
from app.texts.discrepancy_texts import DiscrepancyTexts, sentences
from tests.shared import shared
from tests.texts.texts_emitted import Emission, emissions
from tests.texts.texts_samples import StrictPhrasebook, made, placeholders, sample

ROOT = Path(app.__file__).parent
BOOKS = {language: Phrasebook(language) for language in Language}
PARTS = ("title", "answer", "story", "advice")
SENTENCES = ("discrepancy.", "question.", "deadline.", "hypothesis.", "outlook.", "arithmetic.")
ALWAYS = frozenset(DiscrepancyTexts.facts(made("UNEXPLAINED", "more", {}))) - {"contract"}

IMPOSSIBLE = {
    ("RESERVE-NOT-ON-BILL", "more"), ("RESERVE-NOT-ON-BILL", "less"), ("RESERVE-AMOUNT-DIFF", "missing"),
    ("RESERVE-FEE-SEPARATE", "late"), ("RESERVE-LATE-ACCRUAL", "fee"), ("DEBIT-CUTOFF-MIDNIGHT", "no-charge"),
    ("PLAN-REAMORTISED", "more-interest"), ("PLAN-REAMORTISED", "less-interest"),
    *((code, variant) for code in ("PLAN-DEFERRED", "PLAN-RATE-CHANGED", "PLAN-DUE-DAY-CHANGED")
      for variant in ("shorter", "cut-from-end", "lower-instalment")),
}  # fmt: skip
"""Pairs that one call names side by side but never joins."""


def possible() -> list[tuple[Emission, str, str]]:
    return [(e, *pair) for e in emissions() for pair in e.pairs if pair not in IMPOSSIBLE]


def lookup(code: str, variant: str, part: str) -> str:
    by_variant = f"discrepancy.{code}.{variant}.{part}"
    return by_variant if by_variant in sentences(Language.ZH) else f"discrepancy.{code}.{part}"


def needed(book: Phrasebook, message: str) -> list[tuple[str, str, str]]:
    """Name, kind and the condition's fact of every placeholder of every sentence of a message."""
    said = sentences(book.language)[message]
    return [
        (name, kind, s.fact if s.wanted else "") for s in said for name, kind in placeholders(book.messages[s.message])
    ]


def test_the_explainers_are_read_rightly_by_the_scan() -> None:
    pairs = {(code, variant) for _, code, variant in possible()}
    assert ("DEBIT-LATE", "in-grace") in pairs
    assert ("PLAN-REAMORTISED", "cut-from-end") in pairs
    assert ("RESERVE-IN-SETTLE-SCOPE", "inferred") in pairs
    assert all(e.codes and e.variants for e in emissions())


@pytest.mark.parametrize("language", Language)
def test_every_code_of_the_contract_and_the_catalogue_has_a_name(language: Language) -> None:
    asked_for, _, _further = shared("contract", "codes.md").read_text("utf-8").partition("## Further codes")
    scored = set(re.findall(r"^\| ([A-Z]+(?:-[A-Z]+)*) \|", asked_for, re.M))
    assert len(scored) > 30
    assert not [code for code in scored | set(KINDS) if f"discrepancy.{code}.name" not in BOOKS[language]]


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_code_of_the_catalogue_can_be_told(code: str) -> None:
    variants = {variant for _, c, variant in possible() if c == code}
    assert variants or all(f"discrepancy.{code}.{part}" in BOOKS[Language.ZH] for part in PARTS)


@pytest.mark.parametrize("language", Language)
def test_each_part_of_each_variant_has_a_message_that_names_only_what_its_explainer_tells(language: Language) -> None:
    for emission, code, variant in possible():
        for part in PARTS:
            message = lookup(code, variant, part)
            assert message in sentences(language), f"{emission.where}: no {message}"
            for name, _, given in needed(BOOKS[language], message):
                told = name in emission.facts | ALWAYS or name == given
                assert told, f"{message} names {name}, which {emission.where} does not tell"


@pytest.mark.parametrize("language", Language)
def test_questions_and_deadlines_name_only_what_the_explainers_tell(language: Language) -> None:
    for emission, code, _ in possible():
        if emission.always_info:
            continue
        kind = KINDS[code]
        messages = [f"question.{q.text}.text" for q in kind.questions]
        messages += [f"deadline.{kind.deadline}.text"] if kind.deadline else []
        for message in messages:
            for name, _, given in needed(BOOKS[language], message):
                told = name in emission.facts | ALWAYS | {"contract"} or name == given
                with_another = _only_with(emission, message, language, name)
                assert told or with_another, f"{message} names {name}, which {emission.where} does not tell"


def _only_with(emission: Emission, message: str, language: Language, name: str) -> bool:
    """Whether every sentence that names the fact is said only with another fact that this explainer never tells."""
    book = BOOKS[language]
    naming = [s for s in sentences(language)[message] if name in dict(placeholders(book.messages[s.message]))]
    return all(s.fact and s.wanted and s.fact not in emission.facts | ALWAYS for s in naming)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("filled", [True, False], ids=["every fact has a value", "every fact that may be zero is zero"])
def test_every_variant_is_told_without_a_gap(language: Language, filled: bool) -> None:
    texts = DiscrepancyTexts(StrictPhrasebook(language))
    for emission, code, variant in possible():
        d = made(code, variant, _facts(emission, code, variant, filled=filled), 123_45 if filled else 0)
        told = [texts.title(d), texts.answer(d), texts.story(d), texts.advice(d)]
        assert all(told), f"{code}.{variant}"
        if not emission.always_info:
            told += [texts.question(d, q) for q in d.questions]
        assert not [text for text in told if "{" in text or "None" in text]


def _facts(emission: Emission, code: str, variant: str, *, filled: bool) -> dict[str, FactValue]:
    kinds: dict[str, set[str]] = {name: {""} for name in emission.facts - {"product"}}
    messages = [lookup(code, variant, part) for part in PARTS]
    messages += [f"question.{q.text}.text" for q in KINDS[code].questions]
    for message in messages:
        for name, kind, _ in needed(BOOKS[Language.ZH], message):
            kinds.setdefault(name, set()).add(kind)
    zero = {"tries", "grace", "returned", "kept", "unpaid", "prepaid", "paid", "fee", "interest_on_prepaid", "charged"}
    facts = {name: sample(found) for name, found in kinds.items() if name in emission.facts}
    return {name: 0 if name in zero and not filled else value for name, value in facts.items()}


@pytest.mark.parametrize("language", Language)
def test_what_the_catalogue_of_kinds_refers_to_has_its_words(language: Language) -> None:
    book = BOOKS[language]
    questions = {q for kind in KINDS.values() for q in kind.questions}
    said = sentences(language)
    assert not [q for q in questions if f"question.{q.text}.text" not in said or f"party.{q.to}" not in book]
    assert not [k for k in KINDS.values() if k.deadline and f"deadline.{k.deadline}.text" not in said]
    assert not [m for e in emissions() for m in e.missing if f"missing.{m}" not in book]


# ---- Both languages say the same -------------------------------------------------------------------------------------


def test_both_languages_hold_the_same_messages() -> None:
    zh, en = (set(BOOKS[language].messages) for language in (Language.ZH, Language.EN))
    assert zh - en == set()
    assert en - zh == set()


def test_both_languages_fill_the_same_placeholders_in_the_same_kinds() -> None:
    zh, en = BOOKS[Language.ZH].messages, BOOKS[Language.EN].messages
    assert not [m for m in zh if m in en and set(placeholders(zh[m])) != set(placeholders(en[m]))]


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
}


@pytest.mark.parametrize("table", VOCABULARY)
def test_a_vocabulary_names_exactly_the_members_of_its_enumeration(table: str) -> None:
    named = {message.split(".")[1] for message in BOOKS[Language.ZH].messages if message.startswith(f"{table}.")}
    assert named == {member.value for member in VOCABULARY[table]}


def test_every_departure_of_a_convention_from_the_standard_has_words() -> None:
    standard = Convention()
    departures = {
        f"convention.{field}.{value.value}"
        for field in Convention.__dataclass_fields__
        for value in type(getattr(standard, field))
        if value is not getattr(standard, field)
    }
    named = {m for m in BOOKS[Language.ZH].messages if m.startswith("convention.")} - {"convention.standard"}
    assert named == departures


def test_every_state_of_a_period_has_words() -> None:
    assert not [state for state in PeriodState if f"state.{state.value}" not in BOOKS[Language.ZH]]


def test_no_sentence_about_a_discrepancy_is_for_a_variant_that_nothing_emits() -> None:
    emitted = {(code, variant) for _, code, variant in possible()}
    told = [m.split(".") for m in BOOKS[Language.ZH].messages if m.startswith("discrepancy.")]
    assert {(m[1], m[2]) for m in told if len(m) == 4} <= emitted
    by_code = {m[1] for m in told if len(m) == 3 and m[2] == "title"}
    assert not [code for code in by_code if code not in KINDS or any(code == c for c, _ in emitted)]


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
    mine = [m.split(".") for m in BOOKS[Language.ZH].messages if m.split(".")[0] in NAMED_IN_THE_SOURCE]
    assert not [m for m in mine if m[1] not in plain and ".".join(m) not in plain and not m[1].startswith(heads)]

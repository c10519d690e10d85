"""Whole explanations in both languages, word for word, as a person and as a program read them.

A sentence, an amount or a field that changed shows here as a difference to be read. Where the change is meant, write
the files anew with ``python -m pytest tests/golden --refresh-golden`` and look through the difference before it is
committed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.core.explanation import Explanation
from app.export.json_report import to_json
from app.export.terminal import summary
from app.texts import Language, Phrasebook, languages
from tests.golden.cases import CASES
from tests.languages import EVERY_LANGUAGE

FORMS = ("txt", "json.txt")
EXPECTED = Path(__file__).parent / "expected"
HINT = "if this is meant: python -m pytest tests/golden --refresh-golden"


@cache
def explained(name: str) -> Explanation:
    return CASES[name]()


def told(name: str, language: Language, form: str) -> str:
    """The explanation as text or as JSON; the program's version is left out."""
    book = Phrasebook(language)
    if form == "txt":
        return summary(explained(name), book) + "\n"
    document = json.loads(to_json(explained(name), book))
    document["generator"]["version"] = ""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: dict[str, object]) -> Iterator[str]:
    """A line for each item of each list, so that a difference can be read."""
    for key, value in document.items():
        if isinstance(value, list):
            yield f"{key}:"
            yield from (f" {json.dumps(item, ensure_ascii=False)}" for item in value)
        elif isinstance(value, dict):
            yield f"{key}:"
            yield from (f" {line}" for line in _lines(value))
        else:
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"


@pytest.mark.parametrize("form", FORMS)
@EVERY_LANGUAGE
@pytest.mark.parametrize("name", CASES)
def test_an_explanation_reads_as_it_was_agreed(
    name: str, language: Language, form: str, request: pytest.FixtureRequest
) -> None:
    path, now = EXPECTED / f"{name}.{language.code}.{form}", told(name, language, form)
    if request.config.getoption("--refresh-golden"):
        path.write_text(now, encoding="utf-8", newline="\n")
    assert path.exists(), HINT
    assert now == path.read_text(encoding="utf-8"), HINT


def test_no_file_is_kept_of_a_case_that_is_gone() -> None:
    kept = {path.name for path in EXPECTED.iterdir()}
    wanted = {f"{name}.{language.code}.{form}" for name in CASES for language in languages() for form in FORMS}
    assert kept == wanted


def test_the_cases_show_many_kinds_and_every_standing() -> None:
    made = [explained(name) for name in CASES]
    assert len({d.code for e in made for d in e.discrepancies}) >= 12
    assert len({check.standing for e in made for check in e.comparison.checks}) == 3

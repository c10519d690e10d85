"""Promises of the whole: of questions in people's words, in both languages, most lead to what answers them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.questions.answering import leads


@pytest.fixture(scope="module")
def labelled() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("labelled.toml").read_text(encoding="utf-8"))


def test_most_questions_lead_to_what_answers_them_first_and_nearly_all_among_three(labelled: dict[str, Any]) -> None:
    asked = [(set(entry["about"]), question) for entry in labelled["asked"] for question in entry["questions"]]
    told = {question: [lead.about for lead in leads(question)] for _, question in asked}
    first = [question for about, question in asked if told[question][:1] and told[question][0] in about]
    among = [question for about, question in asked if about.intersection(told[question])]
    missed = {question: told[question] for about, question in asked if question not in among}
    assert len(asked) >= 150
    assert len(first) / len(asked) >= 0.88, missed
    assert len(among) / len(asked) >= 0.95, missed


def test_what_is_about_something_else_or_beyond_any_file_is_declined(labelled: dict[str, Any]) -> None:
    others = [*labelled["unrelated"]["questions"], *labelled["beyond"]["questions"]]
    taken = [question for question in others if any(not lead.is_beyond for lead in leads(question))]
    assert len(others) >= 100
    assert len(taken) / len(others) <= 0.05, taken

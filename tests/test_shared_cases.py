"""The labelled cases that lie beside the project are explained as well as promised; skipped where they are absent."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from app.export.json_report import to_json
from app.resource_files import resource
from app.texts import Phrasebook, languages
from tests.labelled_cases import explanation_of
from tests.shared import shared

pytestmark = pytest.mark.slow

COUNTERS = ("true", "found", "missed", "false")
NUMBERS = ("matched", "cent", "loud", "odd", "odd_ok", "loans", "inferred", "chatter")
BELOW = "loans whose balance falls below nothing"


@pytest.fixture(scope="module")
def tally() -> dict[str, Any]:
    """Every case explained, in turn in either language, its JSON held against the schema, and judged."""
    judge = _judge()
    # The contract's schema is in this one whole and forbids nothing beside it (test_contract): this is the stricter.
    schema = json.loads(resource("schema", "explanation.schema.json").read_text("utf-8"))
    valid = jsonschema.Draft202012Validator(schema)
    books = [Phrasebook(language) for language in languages()]
    counted: dict[str, Any] = (
        {name: Counter() for name in COUNTERS} | dict.fromkeys(NUMBERS, 0) | {"cases": 0, BELOW: []}
    )
    for truth in sorted(shared("cases-truth").glob("*.json")):
        explained = explanation_of(shared("cases", truth.stem))
        counted[BELOW] += [loan.id for loan in explained.facilities if any(owed < 0 for _, owed in loan.balance)]
        said = json.loads(to_json(explained, books[counted["cases"] % 2]))
        valid.validate(said)
        judge.judge(json.loads(truth.read_text("utf-8")), said, counted, None)
        counted["cases"] += 1
    return counted


def _judge() -> ModuleType:
    path: Path = shared("score", "score.py")
    spec = importlib.util.spec_from_file_location("shared_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_true_is_found(tally: dict[str, Any]) -> None:
    assert tally["found"].total() / tally["true"].total() >= 0.97, tally["missed"]


def test_what_is_warned_of_is_true(tally: dict[str, Any]) -> None:
    assert 1 - tally["false"].total() / tally["loud"] >= 0.97, tally["false"]


def test_amounts_are_right_to_the_cent_and_bridges_close(tally: dict[str, Any]) -> None:
    assert tally["cent"] / tally["matched"] >= 0.99


def test_what_no_rule_explains_stays_unexplained(tally: dict[str, Any]) -> None:
    assert tally["odd_ok"] == tally["odd"] > 0


def test_terms_are_found_wherever_the_debits_pin_them_down(tally: dict[str, Any]) -> None:
    assert tally["inferred"] == tally["loans"] > 0


def test_little_is_said_that_matters_to_nobody(tally: dict[str, Any]) -> None:
    assert tally["chatter"] / tally["cases"] <= 3


def test_no_loan_is_repaid_more_than_was_owed(tally: dict[str, Any]) -> None:
    """What was debited twice is owed back and repaid nothing."""
    assert tally[BELOW] == []

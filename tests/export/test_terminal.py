"""What is told in a terminal fits into it, and is coloured only where colours are wanted."""

from __future__ import annotations

import json

import pytest

from app.core.money import grouped
from app.core.pipeline import explain
from app.export.json_report import to_json
from app.export.terminal import summary, width
from app.resource_files import resource
from app.texts import Language, Phrasebook
from app.workspace import Workspace
from tests.core.case_builder import CaseBuilder
from tests.export.export_cases import case
from tests.languages import CHINESE, EVERY_LANGUAGE


@EVERY_LANGUAGE
@pytest.mark.parametrize("room", [60, 80, 96])
def test_no_line_is_wider_than_the_terminal(language: Language, room: int) -> None:
    lines = summary(case(), Phrasebook(language), room).splitlines()
    assert max(width(line) for line in lines) <= room


def test_amounts_end_at_the_right_edge() -> None:
    lines = summary(case(), Phrasebook(CHINESE), 80).splitlines()
    assert any(line.endswith("+1.80") and width(line) == 80 for line in lines)


def test_colours_are_there_only_where_they_are_wanted() -> None:
    assert "\x1b[" not in summary(case(), Phrasebook(CHINESE))
    assert "\x1b[31m▲" in summary(case(), Phrasebook(CHINESE), coloured=True)


@EVERY_LANGUAGE
def test_what_can_be_claimed_and_what_is_owed_stand_at_the_top_as_in_the_json(language: Language) -> None:
    sample = Workspace()
    sample.add([resource("samples")])
    book = Phrasebook(language)
    figures = json.loads(to_json(sample.explanation, book))["summary"]
    head = summary(sample.explanation, book).split("\n\n")[0]
    for amount in (figures["to_claim_back"]["amount"], figures["principal_owed"]):
        assert grouped(int(amount.replace(".", ""))) in head


@EVERY_LANGUAGE
def test_a_charge_that_comes_again_is_told_in_full_once(language: Language) -> None:
    built = CaseBuilder()
    for period in built.loan()[:3]:
        built.paid(period)
        built.bank(period.due, -104_00, "某某融资担保有限公司")
    found, book = explain(built.ledger), Phrasebook(language)
    told = summary(found, book)
    assert told.count("+104.00\n") >= 3
    asked = book.say("terminal.ask", party=book.say("party.payee"), text="").strip()
    assert told.count(f"  ? {asked}") == 1

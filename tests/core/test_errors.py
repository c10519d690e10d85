"""Known trouble is found by its code, and each code has its sentence in both languages."""

from __future__ import annotations

from pathlib import Path

from app.core.errors import KnownTrouble, TroubleCode, code_of
from app.storage import recovery
from app.storage.errors import CaseTrouble, DamagedCase, NewerCase
from app.texts import Language, Phrasebook
from tests.languages import EVERY_LANGUAGE


def kinds_below(kind: type[KnownTrouble]) -> set[type[KnownTrouble]]:
    return {kind for below in kind.__subclasses__() for kind in {below, *kinds_below(below)}}


@EVERY_LANGUAGE
def test_every_code_has_a_sentence(language: Language) -> None:
    book = Phrasebook(language)
    assert [code for code in TroubleCode if f"window.trouble.{code.value}" not in book] == []


def test_each_kind_of_trouble_has_a_code_of_its_own() -> None:
    assert recovery.NothingToRecover.code is TroubleCode.NOTHING_TO_RECOVER
    codes = [kind.code for kind in kinds_below(KnownTrouble) - {CaseTrouble}]
    assert len(codes) > 5
    assert len(set(codes)) == len(codes)


def test_a_newer_case_is_told_apart_from_a_damaged_one() -> None:
    assert code_of(NewerCase(Path("a.tally"))) is TroubleCode.NEWER_CASE
    assert code_of(DamagedCase(Path("a.tally"))) is TroubleCode.DAMAGED_CASE


def test_any_other_exception_is_a_defect_without_a_code() -> None:
    assert code_of(ValueError("no")) is None

"""A Mac takes accents and Hangul in names apart; what is told of a file never shows that."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from app.file_names import as_file_name
from app.importers.reading.containers import Finder, Held
from app.workspace import Workspace
from tests.importers.test_containers import zipped
from tests.small_exports import write_export

NAME = "Crédit für 한국.csv"
APART = unicodedata.normalize("NFD", NAME)


def placed(folder: Path, name: str) -> Path:
    """An export under a name of somebody's choice."""
    folder.mkdir(exist_ok=True)
    return write_export(folder, "one-loan-row.csv").rename(folder / name)


def test_the_two_spellings_are_two_names_to_a_machine() -> None:
    assert APART != NAME
    assert unicodedata.normalize("NFC", APART) == NAME


def test_evidence_names_a_file_composed_however_its_disk_spells_it(tmp_path: Path) -> None:
    path = placed(tmp_path / "a", APART)
    case = Workspace(as_of=None)
    case.add([path])
    assert {source.file for event in case.explanation.events for source in event.sources} == {NAME}
    (report,) = case.sources
    assert (report.file, report.path) == (NAME, str(path))  # the place stays as the disk spells it


def test_a_file_added_under_both_spellings_is_one(tmp_path: Path) -> None:
    case = Workspace(as_of=None)
    case.add([placed(tmp_path / "a", APART)])
    case.add([placed(tmp_path / "b", NAME)])
    assert [report.file for report in case.sources] == [NAME]


def test_members_of_a_zip_that_a_mac_packed_are_named_composed(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    packed.write_bytes(zipped({f"한국/{APART}": b"a,b\n1,2\n", f"__MACOSX/._{APART}": b"x"}))
    listing = Finder().find([packed])
    assert [item.name for item in listing.items] == [NAME]
    assert [item.load() for item in listing.items] == [b"a,b\n1,2\n"]


def test_a_file_that_is_gone_is_named_composed(tmp_path: Path) -> None:
    (refusal,) = Finder().find([tmp_path / APART]).refused
    assert refusal.name == NAME


@pytest.mark.parametrize("place", [f"/Users/a/{APART}", f"C:\\Users\\a\\{APART}", f"\\\\server\\share\\{APART}", APART])
def test_a_file_kept_in_a_case_has_one_name_from_whatever_system_it_came(place: str) -> None:
    assert Held(place, 1, bytes).name == NAME


def test_a_letter_to_somebody_whose_name_a_mac_spelled_has_one_name() -> None:
    assert as_file_name(APART) == NAME

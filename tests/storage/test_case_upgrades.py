"""A case of an older version opens as one of the newest, or stays what it was."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest

from app.core.decisions import Step, step_to_json
from app.storage import migrations, schema
from app.storage.case_file import CaseFile
from app.storage.errors import DamagedCase, ReadOnly
from tests.storage.case_making import note, undo

STEPS = (note("一"), note("二"), undo())
FIRST = """
CREATE TABLE step (number INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE original (number INTEGER PRIMARY KEY, path TEXT NOT NULL, packed BLOB NOT NULL);
CREATE TABLE password (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
"""
"""The tables of version 1."""


def write_first_version(path: Path, steps: tuple[Step, ...], content: bytes = b"a,b\n" * 1000) -> None:
    """A case as version 1 wrote it."""
    with sqlite3.connect(path) as database:
        database.executescript(FIRST)
        database.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        database.execute("PRAGMA user_version=1")
        lines = [(json.dumps(step_to_json(step), ensure_ascii=False),) for step in steps]
        database.executemany("INSERT INTO step (line) VALUES (?)", lines)
        database.execute("INSERT INTO original (path, packed) VALUES (?, ?)", ("/x/a.csv", zlib.compress(content)))
        database.execute("INSERT INTO password (text) VALUES ('秘密')")
    database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "old.tally"
    write_first_version(path, STEPS)
    return path


def test_every_version_before_this_one_has_a_described_upgrade() -> None:
    assert set(migrations.UPGRADES) == set(range(1, schema.VERSION))
    assert all(upgrade.says.endswith(".") for upgrade in migrations.UPGRADES.values())


def test_a_case_of_the_first_version_keeps_all_it_had(path: Path) -> None:
    CaseFile.open(path).close()
    case = CaseFile.open(path)
    assert schema.version_of(path) == schema.VERSION
    assert (case.log(), case.passwords(), case.is_named) == (STEPS, ("秘密",), True)
    assert [(kept.path, case.content(kept)) for kept in case.sources()] == [("/x/a.csv", b"a,b\n" * 1000)]
    case.append(note("三"))


def test_a_case_that_may_not_be_written_is_brought_up_in_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    monkeypatch.setattr("os.access", lambda *_: False)
    case = CaseFile.open(path)
    assert (case.read_only, case.log()) == (ReadOnly.NOT_WRITABLE, STEPS)
    case.close()
    assert path.read_bytes() == before


def test_an_upgrade_that_fails_half_way_leaves_the_case_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    real = migrations.UPGRADES[1].apply

    def fail_at_the_end(database: sqlite3.Connection) -> None:
        real(database)
        raise ZeroDivisionError

    monkeypatch.setattr(migrations, "UPGRADES", {1: migrations.Upgrade("Fails.", fail_at_the_end)})
    with pytest.raises(ZeroDivisionError):
        CaseFile.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TABLE original",
        "UPDATE step SET line = '{}' WHERE number = 2",
        "UPDATE step SET line = 'x'",
        "UPDATE original SET packed = 'x'",
        "DELETE FROM step WHERE number < 3",
        "ALTER TABLE original DROP COLUMN path",
    ],
)
def test_an_old_case_that_is_not_what_it_was_is_damaged_and_left_alone(path: Path, harm: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(harm)
    database.close()
    before = path.read_bytes()
    with pytest.raises(DamagedCase):
        CaseFile.open(path)
    assert path.read_bytes() == before

"""What can be read of a damaged case comes into a new file, and nothing that is not proved whole."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.decisions import Mark, replay
from app.storage import page_scan, schema
from app.storage.case_file import CaseFile
from app.storage.errors import CaseNeedsPassword, NewerCase
from app.storage.recovery import NothingToRecover, recover_case
from tests.storage.case_making import make_case, mark, note, quick, redo, undo

STEPS = (note("一"), mark(Mark.SETTLED), note("三" * 3000, "d-2"), undo(), redo(), note("四", "d-3"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\n" * 1000 + os.urandom(20_000))
    path = tmp_path / "case.tally"
    make_case(path, *STEPS, files=(file,)).close()
    return path


def damage(path: Path, page: int) -> None:
    """Fill a page with nonsense."""
    data = bytearray(path.read_bytes())
    data[page * schema.PAGE : (page + 1) * schema.PAGE] = random.Random(page).randbytes(schema.PAGE)
    path.write_bytes(data)


def test_a_whole_case_is_recovered_whole(path: Path, tmp_path: Path) -> None:
    found = recover_case(path, tmp_path / "new.tally")
    assert (found.steps, found.is_whole) == (len(STEPS), True)
    case = CaseFile.open(tmp_path / "new.tally")
    assert case.log() == STEPS
    assert [case.content(kept) for kept in case.sources()] == [(tmp_path / "a.csv").read_bytes()]


def test_every_page_may_be_lost_and_what_is_found_is_true(path: Path, tmp_path: Path) -> None:
    whole = path.read_bytes()
    original = (tmp_path / "a.csv").read_bytes()
    kept_steps = kept_sources = 0
    pages = len(whole) // schema.PAGE
    for page in range(pages):
        path.write_bytes(whole)
        damage(path, page)
        damaged = path.read_bytes()
        into = tmp_path / f"new-{page}.tally"
        try:
            found = recover_case(path, into)
        except NothingToRecover:
            continue
        assert path.read_bytes() == damaged
        case = CaseFile.open(into)
        assert {d.value for d in replay(case.log()).done} <= {d.value for d in replay(STEPS).done}
        assert {case.content(kept) for kept in case.sources()} <= {original}
        kept_steps += found.steps == len(STEPS)
        kept_sources += len(found.sources)
        case.close()
    assert kept_steps >= pages - 4  # the decisions lie on one page and its overflow
    assert kept_sources >= pages - 10


def test_a_case_cut_short_gives_what_stands_before_the_cut(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - 3 * schema.PAGE])
    found = recover_case(path, tmp_path / "new.tally")
    (place,) = found.sources or found.lost_sources
    assert place == str(tmp_path / "a.csv")
    values = [d.value for d in replay(CaseFile.open(tmp_path / "new.tally").log()).done]
    assert "一" in values
    assert set(values) <= {d.value for d in replay(STEPS).done}


def test_with_a_line_lost_an_undo_still_undoes_what_it_undid(tmp_path: Path) -> None:
    path = tmp_path / "case.tally"
    make_case(path, note("一", "a"), note("二", "b"), undo(), note("three", "c"), note("四", "d")).close()
    data = path.read_bytes()
    path.write_bytes(data.replace(b"three", b"thXee"))
    found = recover_case(path, tmp_path / "new.tally")
    assert found.lost_steps == 1
    done = replay(CaseFile.open(tmp_path / "new.tally").log()).done
    assert [decision.value for decision in done] == ["一", "四"]


def test_a_sealed_case_is_recovered_with_its_password_and_stays_sealed(tmp_path: Path) -> None:
    path = tmp_path / "case.tally"
    make_case(path, *STEPS, protection=quick("x")).close()
    with pytest.raises(CaseNeedsPassword):
        recover_case(path, tmp_path / "new.tally")
    recover_case(path, tmp_path / "new.tally", "x")
    with pytest.raises(CaseNeedsPassword):
        CaseFile.open(tmp_path / "new.tally")
    assert CaseFile.open(tmp_path / "new.tally", "x").log() == STEPS


def test_what_a_killed_program_had_begun_is_taken_back_first(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with sqlite3.connect(path, isolation_level=None) as database:
        database.execute("PRAGMA cache_spill=1")
        database.execute("PRAGMA cache_size=1")
        database.execute("BEGIN IMMEDIATE")
        for number in range(40):
            database.execute("INSERT INTO view (name, value) VALUES (?, ?)", (str(number), "x" * 5000))
        half, journal = path.read_bytes(), path.with_name("case.tally-journal").read_bytes()
        database.execute("ROLLBACK")
    database.close()
    assert half != before
    path.write_bytes(half)
    path.with_name("case.tally-journal").write_bytes(journal)
    recover_case(path, tmp_path / "new.tally")
    case = CaseFile.open(tmp_path / "new.tally")
    assert (case.log(), dict(case.view())) == (STEPS, {})
    assert path.read_bytes() == half


def test_nothing_is_made_where_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "no.tally"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(NothingToRecover):
        recover_case(path, tmp_path / "new.tally")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_there_is_not_written_over(path: Path, tmp_path: Path) -> None:
    there = tmp_path / "new.tally"
    there.write_text("mine")
    with pytest.raises(FileExistsError):
        recover_case(path, there)
    assert there.read_text() == "mine"


def test_a_newer_case_is_no_damaged_one(path: Path, tmp_path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    database.close()
    with pytest.raises(NewerCase):
        recover_case(path, tmp_path / "new.tally")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_damage_makes_the_search_for_rows_fail(path: Path, data: st.DataObject) -> None:
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 40))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    size = data.draw(st.sampled_from((512, 1024, 4096)))
    assert all(isinstance(row.number, int) for row in page_scan.rows(bytes(whole), size))

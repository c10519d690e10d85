"""A case from its first file to its last name: nothing confirmed is lost, whatever happens in between."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.decisions import Mark, decided, replay
from app.storage import encryption
from app.storage.case_file import CaseFile
from app.storage.errors import CaseInUse, CaseMoved, CaseNeedsPassword, ReadOnly, ReadOnlyCase
from app.workspace import Workspace, digest_of, recover, unfinished_cases
from tests.gui.small_case import write_case
from tests.storage.case_making import QUICK, Clock, make_case, note


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_case(tmp_path / "files")


@pytest.fixture
def unnamed(tmp_path: Path) -> Path:
    return tmp_path / "data" / "unnamed"


@pytest.fixture
def case(unnamed: Path, files: Path) -> Workspace:
    workspace = Workspace.create(unnamed, Clock())
    workspace.add([files])
    return workspace


def note_on_first(case: Workspace, text: str) -> None:
    case.decide(case.noting(case.explanation.discrepancies[0], text, "晚"))


def empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


# -- cases without a name ----------------------------------------------------------------------------------------------


def test_a_program_that_was_only_started_leaves_nothing_behind(unnamed: Path) -> None:
    Workspace.create(unnamed).close()
    assert not unnamed.exists()
    assert unfinished_cases(unnamed) == ()


def test_a_case_without_a_name_survives_its_program_and_is_offered_again(
    case: Workspace, unnamed: Path, files: Path
) -> None:
    note_on_first(case, "问过了")
    log, found = case.log, case.explanation.discrepancies
    empty(files)
    assert unfinished_cases(unnamed) == ()  # it is open here
    case.close()
    (left,) = unfinished_cases(unnamed)
    assert "alipay.csv" in left.files[0]
    again = Workspace.open(left.path)
    assert (again.log, again.explanation.discrepancies) == (log, found)
    assert (again.path, again.is_changed, again.needs_saving) == (None, True, True)


def test_saving_names_a_case_and_takes_the_unnamed_file_away(case: Workspace, unnamed: Path, tmp_path: Path) -> None:
    case.save(tmp_path / "mine.tally")
    assert list(unnamed.iterdir()) == []
    assert (case.path, case.is_changed) == (tmp_path / "mine.tally", False)


def test_a_decision_in_a_named_case_needs_no_saving(case: Workspace, tmp_path: Path) -> None:
    case.save(tmp_path / "mine.tally")
    note_on_first(case, "问过了")
    assert not case.is_changed
    case.close()
    assert Workspace.open(tmp_path / "mine.tally").decided == case.decided


def test_a_case_given_up_is_gone(case: Workspace, unnamed: Path) -> None:
    case.forget_changes()
    case.close()
    assert list(unnamed.iterdir()) == []


def test_an_unnamed_case_that_was_emptied_is_not_kept(case: Workspace, unnamed: Path) -> None:
    case.undo()
    case.close()
    assert unfinished_cases(unnamed) == ()
    assert list(unnamed.iterdir()) == []


def test_an_unnamed_case_that_is_damaged_is_offered_for_recovery(unnamed: Path, case: Workspace) -> None:
    case.close()
    (path,) = unnamed.glob("*.tally")
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)
    path.write_bytes(data)
    assert [left.is_damaged for left in unfinished_cases(unnamed)] == [True]


# -- save as, copies, passwords ----------------------------------------------------------------------------------------


def test_save_as_leaves_the_earlier_case_as_it_was(case: Workspace, tmp_path: Path) -> None:
    case.save(tmp_path / "one.tally")
    case.save(tmp_path / "two.tally")
    note_on_first(case, "only in two")
    one = Workspace.open(tmp_path / "one.tally")
    assert (one.decided.notes, one.read_only) == ({}, None)
    assert case.path == tmp_path / "two.tally"


def test_a_copy_without_the_originals_explains_the_same(case: Workspace, files: Path, tmp_path: Path) -> None:
    note_on_first(case, "问过了")
    case.save_copy(tmp_path / "copy.tally", originals=False)
    empty(files)
    copy = Workspace.open(tmp_path / "copy.tally")
    assert copy.explanation.discrepancies == case.explanation.discrepancies
    assert copy.decided == case.decided
    assert copy.rows_around(copy.explanation.discrepancies[0].evidence) == {}
    assert [s.path for s in copy.sources] == [""] * 4
    assert case.path is None


def test_a_copy_without_the_originals_holds_no_rows_places_and_passwords(
    case: Workspace, files: Path, tmp_path: Path
) -> None:
    case.preview([files], ["zip-password"])
    case.decide(case.hiding_info(True))
    case.save_copy(tmp_path / "copy.tally", originals=False)
    copy = CaseFile.open(tmp_path / "copy.tally")
    assert (copy.sources(), copy.passwords()) == ([], ())
    assert str(files).encode() not in (tmp_path / "copy.tally").read_bytes()
    assert "某某餐厅".encode() not in (tmp_path / "copy.tally").read_bytes()  # an everyday purchase


def test_a_copy_of_a_copy_without_originals_is_as_good(case: Workspace, tmp_path: Path) -> None:
    case.save_copy(tmp_path / "copy.tally", originals=False)
    Workspace.open(tmp_path / "copy.tally").save(tmp_path / "again.tally")
    again = Workspace.open(tmp_path / "again.tally")
    assert again.explanation.discrepancies == case.explanation.discrepancies


def test_a_case_in_memory_alone_can_be_copied_too(files: Path, tmp_path: Path) -> None:
    case = Workspace(Clock())
    case.add([files])
    for originals in (True, False):
        case.save_copy(tmp_path / f"{originals}.tally", originals=originals)
        copy = Workspace.open(tmp_path / f"{originals}.tally")
        assert copy.explanation.discrepancies == case.explanation.discrepancies


def test_a_password_can_be_set_kept_and_taken_away(
    case: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encryption, "SCRYPT_N", QUICK)
    path = tmp_path / "mine.tally"
    case.save(path, password="秘密")
    note_on_first(case, "问过了")
    case.close()
    with pytest.raises(CaseNeedsPassword):
        Workspace.open(path)
    opened = Workspace.open(path, password="秘密")
    assert opened.decided == case.decided
    opened.save(tmp_path / "other.tally")
    with pytest.raises(CaseNeedsPassword):
        Workspace.open(tmp_path / "other.tally")
    opened.save(tmp_path / "other.tally", password="")
    opened.close()
    assert Workspace.open(tmp_path / "other.tally").decided == case.decided


def test_a_case_open_elsewhere_is_not_written_over(case: Workspace, tmp_path: Path) -> None:
    other = make_case(tmp_path / "other.tally", note("一"))
    with pytest.raises(CaseInUse):
        case.save(tmp_path / "other.tally")
    assert other.log() == (note("一"),)
    other.close()


# -- reading only, moved, damaged --------------------------------------------------------------------------------------


def test_the_second_window_on_a_case_reads_and_can_save_its_own(case: Workspace, tmp_path: Path) -> None:
    case.save(tmp_path / "mine.tally")
    second = Workspace.open(tmp_path / "mine.tally")
    assert second.read_only is ReadOnly.IN_USE
    before = second.log
    with pytest.raises(ReadOnlyCase):
        note_on_first(second, "x")
    assert second.log == before
    second.save(tmp_path / "own.tally")
    note_on_first(second, "mine")
    assert second.read_only is None
    assert case.decided.notes == {}


def test_a_case_whose_file_was_taken_away_loses_nothing_by_saving_again(case: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"
    case.save(path)
    path.unlink()
    with pytest.raises(CaseMoved):
        note_on_first(case, "x")
    case.save(path)
    note_on_first(case, "问过了")
    case.close()
    assert Workspace.open(path).decided == case.decided


def test_a_damaged_case_is_recovered_and_explains_the_same(case: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"
    case.save(path)
    case.close()
    data = bytearray(path.read_bytes())
    data[20:60] = bytes(40)
    path.write_bytes(data)
    recover(path, tmp_path / "new.tally")
    assert Workspace.open(tmp_path / "new.tally").explanation.discrepancies == case.explanation.discrepancies


# -- newer exports -----------------------------------------------------------------------------------------------------


def test_notes_stay_with_their_rows_when_a_newer_export_joins_and_the_older_goes(case: Workspace, files: Path) -> None:
    note_on_first(case, "问过了")
    wallet = next(s for s in case.sources if s.file == "alipay.csv")
    export = (files / "alipay.csv").read_bytes().decode("gb18030")
    export = export.replace("导出时间：[2024-05-01", "导出时间：[2024-05-02")
    newer = files / "alipay-newer.csv"
    newer.write_bytes(export.encode("gb18030"))
    case.add([newer])
    case.remove_source(digest_of(wallet))
    (found,) = case.explanation.discrepancies
    assert case.note_on(found) == "问过了"
    case.undo()
    assert {"alipay.csv", "alipay-newer.csv"} <= {s.file for s in case.sources}
    assert case.note_on(case.explanation.discrepancies[0]) == "问过了"


def test_a_file_that_changed_under_its_name_is_kept_in_both_states(
    case: Workspace, files: Path, tmp_path: Path
) -> None:
    changed = files / "alipay.csv"
    changed.write_bytes(changed.read_bytes().replace(b"2024-05-01 10:12:00", b"2024-05-02 10:12:00"))
    case.add([changed])
    found = case.explanation.discrepancies
    case.save(tmp_path / "mine.tally")
    case.close()
    empty(files)
    opened = Workspace.open(tmp_path / "mine.tally")
    assert opened.explanation.discrepancies == found
    assert len([s for s in opened.sources if s.file == "alipay.csv"]) == 2
    assert set(opened.rows_around(found[0].evidence)) == set(found[0].evidence)


# -- undo and redo -----------------------------------------------------------------------------------------------------

MOVES = ("mark", "note", "hide", "remove", "add", "link", "part", "map", "undo", "undo", "redo")


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 5)), min_size=50, max_size=50))
def test_fifty_decisions_undone_and_redone_give_back_every_state(
    files: Path, unnamed: Path, moves: list[tuple[str, int]]
) -> None:
    workspace = Workspace.create(unnamed, Clock())
    workspace.add([files])
    for move, number in moves:
        make(workspace, move, number, files)
    states = [workspace.decided]
    explanation, depth = workspace.explanation, len(workspace.history.done)
    for _ in range(depth):
        workspace.undo()
        states.append(workspace.decided)
    assert workspace.is_empty
    for state in reversed(states[:-1]):
        workspace.redo()
        assert workspace.decided == state
    assert workspace.explanation == explanation
    workspace.close()
    (left,) = unfinished_cases(unnamed) or (None,)
    if left is not None:
        opened = Workspace.open(left.path)
        assert (opened.decided, opened.log) == (workspace.decided, workspace.log)
        assert decided(replay(opened.log).done) == workspace.decided
        opened.forget_changes()


def make(workspace: Workspace, move: str, number: int, files: Path) -> None:
    found = next(iter(workspace.explanation.discrepancies), None)
    events = workspace.explanation.events
    match move:
        case "mark" if found:
            workspace.decide(workspace.marking(found, list(Mark)[number % len(Mark)], ""))
        case "note" if found:
            workspace.decide(workspace.noting(found, "n" * number, ""))
        case "hide":
            workspace.decide(workspace.hiding_info(not workspace.decided.info_hidden))
        case "remove" if workspace.sources:
            workspace.remove_source(digest_of(workspace.sources[number % len(workspace.sources)]))
        case "add":
            workspace.add([sorted(files.iterdir())[number % 4]])
        case "link" | "part" if len(events) > 1:
            a, b = events[number % len(events)], events[(number + 1) % len(events)]
            workspace.decide(workspace.linking(a.id, b.id, same=move == "link", label=""))
        case "map":
            workspace.decide(workspace.mapping(f"shape {number}", '{"": "plan", "甲": "due"}', "x"))
        case "undo" if len(workspace.history.done) > 1:
            workspace.undo()
        case "redo":
            workspace.redo()


def test_a_case_with_its_originals_keeps_no_second_telling_of_what_they_say(case: Workspace, tmp_path: Path) -> None:
    case.save(tmp_path / "a.tally")
    case.save_copy(tmp_path / "b.tally")
    case.save_copy(tmp_path / "bare.tally", originals=False)
    case.close()

    def told(name: str) -> int:
        with closing(sqlite3.connect(tmp_path / name)) as database:
            (count,) = database.execute("SELECT count(*) FROM facts").fetchone()
        return int(count)

    assert [told(name) for name in ("a.tally", "b.tally", "bare.tally")] == [0, 0, 1]

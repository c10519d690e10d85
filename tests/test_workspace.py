"""A case: what is added is explained, every decision can be undone, and nothing is lost by saving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.decisions import DecisionKind, Mark, Step, StepKind, decided, replay, step_from_json, step_to_json
from app.importers.reading.progress import Cancelled
from app.storage.case_file import DamagedCase
from app.workspace import Workspace, digest_of, mapping_text, table_kinds
from tests.gui.small_case import write_case, write_locked, write_unknown


class Clock:
    """Goes a second forward each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "files")


@pytest.fixture
def case(folder: Path) -> Workspace:
    workspace = Workspace(Clock())
    workspace.add([folder])
    return workspace


def test_a_case_without_files_is_empty_and_unchanged() -> None:
    workspace = Workspace()
    assert workspace.is_empty
    assert not workspace.is_changed
    assert workspace.explanation.discrepancies == ()


def test_a_preview_changes_nothing(folder: Path) -> None:
    workspace = Workspace()
    preview = workspace.preview([folder])
    assert len(preview.fresh) == 4
    assert workspace.is_empty
    assert not workspace.is_changed


def test_added_files_are_explained(case: Workspace) -> None:
    (found,) = case.explanation.discrepancies
    assert (found.code, found.difference, found.unexplained) == ("DEBIT-LATE", 16, 0)
    assert case.is_changed


def test_a_file_given_again_is_known_and_adds_nothing(case: Workspace, folder: Path) -> None:
    before = case.explanation
    preview = case.preview([folder / "alipay.csv"])
    assert preview.fresh == ()
    case.decide(case.keep(preview))
    assert case.explanation.discrepancies == before.discrepancies


def test_files_added_one_by_one_explain_the_same_as_together(case: Workspace, folder: Path) -> None:
    apart = Workspace(Clock())
    for file in sorted(folder.iterdir(), reverse=True):
        apart.add([file])
    assert apart.explanation.discrepancies == case.explanation.discrepancies
    assert apart.explanation.chains == case.explanation.chains


def test_a_removed_file_takes_its_rows_along_and_undo_brings_them_back(case: Workspace) -> None:
    before = case.explanation
    wallet = next(s for s in case.sources if s.file == "alipay.csv")
    changes = case.remove_source(digest_of(wallet))
    assert changes.explanation
    assert all(source.file != "alipay.csv" for event in case.explanation.events for source in event.sources)
    case.undo()
    assert case.explanation == before


def test_undoing_the_import_empties_the_case_and_redo_fills_it(case: Workspace) -> None:
    before = case.explanation
    case.undo()
    assert case.is_empty
    case.redo()
    assert case.explanation == before


def test_a_mark_does_not_explain_the_case_anew(case: Workspace) -> None:
    (found,) = case.explanation.discrepancies
    changes = case.decide(case.marking(found, Mark.SETTLED, "late"))
    assert not changes.explanation
    assert case.mark_of(found) is Mark.SETTLED
    case.undo()
    assert case.mark_of(found) is Mark.OPEN


def test_a_note_stays_with_its_discrepancy_when_files_come_under_other_names(case: Workspace, tmp_path: Path) -> None:
    (found,) = case.explanation.discrepancies
    case.decide(case.noting(found, "asked on Monday", "late"))
    renamed = write_case(tmp_path / "again") / "还款记录.csv"
    renamed = renamed.rename(renamed.with_name("记录（新）.csv"))
    for source in case.sources:
        if source.file == "还款记录.csv":
            case.remove_source(digest_of(source))
    case.add([renamed])
    (again,) = case.explanation.discrepancies
    assert case.note_on(again) == "asked on Monday"


def test_an_emptied_note_is_gone(case: Workspace) -> None:
    (found,) = case.explanation.discrepancies
    case.decide(case.noting(found, "x", "late"))
    case.decide(case.noting(found, "  ", "late"))
    assert case.note_on(found) == ""
    assert case.decided.notes == {}


def test_a_decision_after_an_undo_forgets_what_was_undone(case: Workspace) -> None:
    (found,) = case.explanation.discrepancies
    case.decide(case.marking(found, Mark.SETTLED, "late"))
    case.undo()
    case.decide(case.hiding_info(True))
    assert case.history.undone == ()
    assert [d.kind for d in case.history.done] == [DecisionKind.ADD_SOURCES, DecisionKind.HIDE_INFO]


def test_undo_with_nothing_to_undo_leaves_no_trace() -> None:
    workspace = Workspace()
    workspace.undo()
    workspace.redo()
    assert workspace.log == ()


def test_a_saved_case_opens_without_its_files(case: Workspace, folder: Path, tmp_path: Path) -> None:
    (found,) = case.explanation.discrepancies
    case.decide(case.marking(found, Mark.IN_PROGRESS, "late"))
    case.undo()
    case.redo()
    case.save(tmp_path / "mine.tally")
    assert not case.is_changed
    for file in folder.iterdir():
        file.unlink()
    opened = Workspace.open(tmp_path / "mine.tally")
    assert opened.explanation.discrepancies == case.explanation.discrepancies
    assert opened.log == case.log
    assert opened.mark_of(found) is Mark.IN_PROGRESS
    assert not opened.is_changed


def test_evidence_can_be_read_in_a_case_whose_files_are_gone(case: Workspace, folder: Path, tmp_path: Path) -> None:
    case.save(tmp_path / "mine.tally")
    for file in folder.iterdir():
        file.unlink()
    opened = Workspace.open(tmp_path / "mine.tally")
    (found,) = opened.explanation.discrepancies
    assert set(opened.rows_around(found.evidence)) == set(found.evidence)


def test_a_file_removed_before_saving_comes_back_by_undo_after_opening(case: Workspace, tmp_path: Path) -> None:
    before = case.explanation.discrepancies
    case.remove_source(digest_of(case.sources[0]))
    case.save(tmp_path / "mine.tally")
    case.close()
    opened = Workspace.open(tmp_path / "mine.tally")
    opened.undo()
    assert opened.explanation.discrepancies == before


def test_a_case_with_a_locked_zip_opens_without_asking_again(tmp_path: Path) -> None:
    workspace = Workspace(Clock())
    workspace.add([write_locked(tmp_path / "locked", "秘密1")], ["秘密1"])
    workspace.save(tmp_path / "mine.tally")
    opened = Workspace.open(tmp_path / "mine.tally")
    assert opened.explanation.discrepancies == workspace.explanation.discrepancies


def test_an_opened_case_can_be_saved_again_after_its_files_are_gone(
    case: Workspace, folder: Path, tmp_path: Path
) -> None:
    case.save(tmp_path / "one.tally")
    for file in folder.iterdir():
        file.unlink()
    Workspace.open(tmp_path / "one.tally").save(tmp_path / "two.tally")
    assert Workspace.open(tmp_path / "two.tally").explanation.discrepancies == case.explanation.discrepancies


def test_a_file_that_is_no_case_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "no.tally"
    path.write_bytes(b"not a database")
    with pytest.raises(DamagedCase):
        Workspace.open(path)
    assert path.read_bytes() == b"not a database"


def test_a_case_that_cannot_be_written_leaves_the_old_one(case: Workspace, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        case.save(tmp_path / "missing" / "case.tally")
    assert case.is_changed
    assert list(tmp_path.glob("*.tally")) == []


def test_a_locked_zip_opens_with_its_password_and_the_password_is_remembered(tmp_path: Path) -> None:
    path = write_locked(tmp_path / "locked", "秘密1")
    workspace = Workspace(Clock())
    assert [p.code for s in workspace.preview([path]).sources for p in s.problems] == ["needs-password"]
    assert [p.code for s in workspace.preview([path], ["no"]).sources for p in s.problems] == ["wrong-password"]
    workspace.decide(workspace.keep(workspace.preview([path], ["秘密1"])))
    (found,) = workspace.explanation.discrepancies
    assert found.code == "DEBIT-LATE"
    assert set(workspace.rows_around(found.evidence)) == set(found.evidence)


def test_a_cancelled_preview_stops(folder: Path) -> None:
    with pytest.raises(Cancelled):
        Workspace().preview([folder], cancelled=lambda: True)


def test_evidence_is_shown_as_it_stands_with_its_neighbours(case: Workspace) -> None:
    (found,) = case.explanation.discrepancies
    rows = case.rows_around(found.evidence, reach=1)
    debit = next(s for s in found.evidence if s.file == "alipay.csv")
    numbers = [number for number, _ in rows[debit]]
    assert numbers == [debit.row - 1, debit.row, debit.row + 1]
    assert "69.76" in dict(rows[debit])[debit.row]


def test_a_taught_table_is_read_by_what_was_taught(tmp_path: Path) -> None:
    path = write_unknown(tmp_path / "unknown")
    workspace = Workspace(Clock())
    (report,) = workspace.preview([path]).sources
    facts = dict(report.problems[0].facts)
    roles = dict(zip(("甲", "乙", "丙", "丁"), ("period", "due", "principal", "interest"), strict=True))
    taught = mapping_text("plan", roles)
    (again,) = workspace.preview([path], mappings={str(facts["shape"]): taught}).sources
    assert again.used == 6
    workspace.decide(workspace.mapping(str(facts["shape"]), taught, report.file))
    (remembered,) = workspace.preview([path]).sources
    assert remembered.used == 6


def test_every_kind_of_table_has_roles() -> None:
    assert {"plan", "records", "drawdowns"} <= set(table_kinds())
    assert "due" in table_kinds()["plan"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=st.lists(st.sampled_from(("mark", "note", "hide", "remove", "undo", "redo")), max_size=12))
def test_undo_of_everything_and_redo_of_everything_give_the_same_case(folder: Path, moves: list[str]) -> None:
    workspace = Workspace(Clock())
    workspace.add([folder])
    for move in moves:
        _make(workspace, move)
    before = workspace.decided, workspace.explanation
    depth = len(workspace.history.done)
    for _ in range(depth):
        workspace.undo()
    assert workspace.is_empty
    for _ in range(depth):
        workspace.redo()
    assert (workspace.decided, workspace.explanation) == before
    assert decided(replay(workspace.log).done) == workspace.decided


def _make(workspace: Workspace, move: str) -> None:
    found = next(iter(workspace.explanation.discrepancies), None)
    match move:
        case "mark" if found:
            workspace.decide(workspace.marking(found, Mark.SETTLED, ""))
        case "note" if found:
            workspace.decide(workspace.noting(found, "n", ""))
        case "hide":
            workspace.decide(workspace.hiding_info(not workspace.decided.info_hidden))
        case "remove" if workspace.sources:
            workspace.remove_source(digest_of(workspace.sources[-1]))
        case "undo" if len(workspace.history.done) > 1:
            workspace.undo()
        case "redo":
            workspace.redo()


def test_every_step_survives_the_way_through_json(case: Workspace) -> None:
    (found,) = case.explanation.discrepancies
    case.decide(case.noting(found, "问过了", "晚扣"))
    case.undo()
    case.redo()
    assert [step_from_json(step_to_json(step)) for step in case.log] == list(case.log)


def test_joined_and_parted_rows_are_remembered_by_content(case: Workspace) -> None:
    a, b = case.explanation.events[0].id, case.explanation.events[1].id
    case.decide(case.linking(a, b, same=False, label=""))
    assert list(case.decided.links.values()) == [False]
    case.decide(case.linking(b, a, same=True, label=""))
    assert list(case.decided.links.values()) == [True]


def test_a_step_that_is_no_step_is_refused() -> None:
    with pytest.raises(ValueError, match="not a valid StepKind"):
        step_from_json({"step": "jump", "at": "2024-01-01T00:00:00"})
    with pytest.raises(ValueError, match="list"):
        step_from_json({"step": "decide", "at": "2024-01-01T00:00:00", "kind": "mark", "subjects": "x"})
    undo = Step(StepKind.UNDO, datetime(2024, 1, 1, tzinfo=UTC))
    assert replay([undo]).done == ()

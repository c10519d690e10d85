"""A case survives what happens to the program, asks for its password, and says when it may only be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from app.core.decisions import Mark
from app.gui.services.settings import Settings
from app.gui.window.main_window import MainWindow
from app.timeline.lanes import AS_THEY_ARE, Choice, Lane
from app.workspace import Workspace, unfinished_cases
from tests.gui.driving import Driver
from tests.gui.small_case import write_locked


@contextmanager
def saved_case(folder: Path, path: Path, password: str = "") -> Iterator[Workspace]:
    """A case at ``path`` that this program has open."""
    workspace = Workspace()
    workspace.add([folder])
    workspace.save(path, password=password)
    yield workspace
    workspace.close()


def test_a_case_that_was_never_named_is_offered_at_the_next_start(
    driver: Driver, folder: Path, own_settings: Path
) -> None:
    unnamed = Workspace.create(Settings(own_settings).cases_folder())
    unnamed.add([folder])
    unnamed.close()

    def scene(window: MainWindow) -> None:
        offers = [b for b in window.start.findChildren(QPushButton) if "alipay.csv" in b.toolTip()]
        assert len(offers) == 1
        offers[0].click()
        driver.filled(window)
        assert window.workbench.listed.model.rowCount() == 1

    driver.play(scene)


def test_a_case_that_was_given_up_is_not_offered_again(driver: Driver, folder: Path, own_settings: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.close()
        question = window.workbench.case_files.question
        assert question is not None
        next(b for b in question.buttons() if b.text() == "不保存").click()

    driver.play(scene, close=False)
    assert unfinished_cases(Settings(own_settings).cases_folder()) == ()


def test_a_protected_case_asks_until_the_password_is_right(driver: Driver, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"
    with saved_case(folder, path, "right"):
        pass

    def scene(window: MainWindow) -> None:
        case_files = window.workbench.case_files
        for password in ("wrong", "right"):
            driver.until(lambda: case_files.password_dialog is not None)
            dialog = case_files.password_dialog
            assert dialog is not None
            dialog.password.setText(password)
            dialog.open_button.click()
        driver.filled(window)
        assert window.workbench.session.workspace.path == path

    driver.play(scene, str(path))


def test_a_case_open_elsewhere_can_be_read_and_says_why_no_more(driver: Driver, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"

    def scene(window: MainWindow) -> None:
        driver.filled(window)
        assert "只能查看" in window.workbench.status.privacy.text()
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-settled"].trigger()
        dialog = window.workbench.troubleshooter.dialog
        assert dialog is not None
        assert dialog.objectName() == "messageBox"
        dialog.close()
        (found,) = window.workbench.session.explanation.discrepancies
        assert window.workbench.session.workspace.mark_of(found) is Mark.OPEN

    with saved_case(folder, path):
        driver.play(scene, str(path))


def test_lanes_are_arranged_in_each_case_as_the_person_left_them(driver: Driver, folder: Path, tmp_path: Path) -> None:
    path, other = tmp_path / "mine.tally", tmp_path / "other.tally"
    for place in (path, other):
        with saved_case(folder, place):
            pass
    chosen = Choice(hidden=frozenset({Lane.BANK}), folded=frozenset({Lane.DUE}), pinned=frozenset({Lane.DEBIT}))

    def arrange(window: MainWindow) -> None:
        driver.filled(window)
        window.workbench.session.view.choose_lanes(chosen)

    def look(window: MainWindow) -> None:
        driver.filled(window)
        view = window.workbench.session.view
        driver.until(lambda: view.lanes == chosen)
        timeline = window.workbench.timeline.timeline
        assert timeline is not None
        assert Lane.BANK not in {row.lane for row in timeline.rows.rows}
        window.take([other])
        driver.until(lambda: window.workbench.session.workspace.path == other)
        driver.until(lambda: view.lanes == AS_THEY_ARE)

    driver.play(arrange, str(path))
    driver.play(look, str(path))


def test_a_decision_in_a_named_case_needs_no_saving(driver: Driver, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"
    with saved_case(folder, path):
        pass

    def scene(window: MainWindow) -> None:
        driver.filled(window)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-settled"].trigger()
        assert not window.isWindowModified()

    driver.play(scene, str(path))
    opened = Workspace.open(path)
    (found,) = opened.explanation.discrepancies
    assert opened.mark_of(found) is Mark.SETTLED
    opened.close()


def test_cases_that_were_never_saved_are_told_apart_by_what_was_done_and_when_and_none_is_out_of_reach(
    driver: Driver, folder: Path, own_settings: Path
) -> None:
    place = Settings(own_settings).cases_folder()
    begun = datetime(2026, 3, 4, 21, 5, 7, tzinfo=UTC).timestamp()
    for number in range(5):
        before = set(place.glob("*.tally"))
        case = Workspace.create(place)
        case.add([folder])
        case.close()
        (left,) = set(place.glob("*.tally")) - before
        os.utime(left, (begun + number, begun + number))

    def scene(window: MainWindow) -> None:
        names = [name for _, name in window.workbench.case_files.unfinished()]
        assert len(set(names)) == len(names) == 5
        assert all("等 4 个文件" in name for name in names)
        shown = window.start.unfinished
        assert shown.count() == 1 + 3 + 1
        (more,) = (b for b in window.start.findChildren(QPushButton) if b.text() == "还有更早的 2 份")
        more.click()
        assert shown.count() == 1 + 5
        first = Path(window.workbench.case_files.unfinished()[0][0])
        window.workbench.case_files.ask_discard(first, list)
        question = window.workbench.case_files.question
        assert question is not None
        assert names[0] in question.text()

    driver.play(scene)


def test_a_case_that_was_never_saved_says_how_many_of_its_discrepancies_are_done(
    driver: Driver, folder: Path, own_settings: Path
) -> None:
    place = Settings(own_settings).cases_folder()

    def leave(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-settled"].trigger()
        window.workbench.session.workspace.close()  # as where the program is ended from outside
        (left,) = unfinished_cases(place)
        assert (left.count, left.discrepancies, left.done) == (4, 1, 1)

    driver.play(leave)


def test_a_case_of_a_desk_bears_its_folders_name_and_is_left_without_a_question_until_something_is_decided(
    driver: Driver, folder: Path, own_settings: Path, tmp_path: Path
) -> None:
    locked = write_locked(tmp_path / "locked", "x")

    def scene(window: MainWindow) -> None:
        w = window.workbench
        w.import_sources.take_as_new(folder)
        driver.filled(window)
        assert w.head.name.text() == folder.name
        assert not window.isWindowModified()
        w.import_sources.take_as_new(locked)
        assert w.case_files.question is None
        assert unfinished_cases(Settings(own_settings).cases_folder()) == ()
        assert driver.preview(window).lock.isVisible(), "what is locked is asked about"
        driver.preview(window).reject()
        driver.until(lambda: w.importing.dialog is None)
        w.import_sources.take_as_new(folder)
        driver.filled(window)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["mark-settled"].trigger()
        assert window.isWindowModified()
        w.import_sources.take_as_new(folder)
        assert w.case_files.question is not None
        w.case_files.question.reject()

    driver.play(scene)


def test_a_folder_without_files_is_told_of_and_shows_no_empty_list(driver: Driver, tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()

    def scene(window: MainWindow) -> None:
        window.take([empty])
        driver.until(lambda: "没有文件" in window.workbench.message_bar.text.text())
        assert window.workbench.importing.dialog is None

    driver.play(scene)

"""A case can be locked, given away without its originals, recovered, and is shown again as it was left."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.gui.dialogs.text_dialog import NewPasswordDialog
from app.gui.window.main_window import MainWindow
from app.workspace import Workspace
from tests.gui.driving import Driver, answering


def _shown(driver: Driver, window: MainWindow) -> NewPasswordDialog:
    window.actions_["protect"].trigger()
    dialog = window.workbench.case_protection.dialog
    assert isinstance(dialog, NewPasswordDialog)
    return dialog


def test_a_case_saved_with_a_password_asks_for_it_when_it_is_opened(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.tally"

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        dialog = _shown(driver, window)
        driver.qtbot.keyClicks(dialog.password, "geheim")
        assert not dialog.keep.isEnabled()
        driver.qtbot.keyClicks(dialog.again, "geheim")
        with answering(monkeypatch, "ask_place", (str(path), "")):
            driver.qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
        assert window.workbench.session.workspace.path == path
        window.take([path])
        driver.until(lambda: window.workbench.case_files.password_dialog is not None)
        asked = window.workbench.case_files.password_dialog
        assert asked is not None
        asked.reject()

    driver.play(scene)
    with pytest.raises(Exception, match=r"locked\.tally"):
        Workspace.open(path)
    opened = Workspace.open(path, password="geheim")
    assert not opened.is_empty
    opened.close()


def test_a_copy_to_give_away_explains_the_same_and_has_no_original(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copy.tally"
    codes: list[str] = []

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        codes.extend(d.code for d in window.workbench.session.explanation.discrepancies)
        with answering(monkeypatch, "ask_place", (str(path), "")):
            window.actions_["share-copy"].trigger()
        assert window.workbench.session.workspace.path is None

    driver.play(scene)
    copy = Workspace.open(path)
    assert [d.code for d in copy.explanation.discrepancies] == codes
    assert not any(source.path for source in copy.sources)
    copy.close()


def test_what_is_left_of_a_damaged_case_is_recovered_and_opened(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, damaged, rescued = (tmp_path / f"{name}.tally" for name in ("whole", "damaged", "rescued"))
    case = Workspace()
    case.add([folder])
    case.save(whole)
    case.close()
    damaged.write_bytes(bytes(100) + whole.read_bytes()[100:])

    def scene(window: MainWindow) -> None:
        window.take([damaged])
        driver.until(lambda: window.workbench.case_protection.dialog is not None)
        box = window.workbench.case_protection.dialog
        assert isinstance(box, QMessageBox)
        with answering(monkeypatch, "ask_place", (str(rescued), "")):
            driver.qtbot.mouseClick(box.defaultButton(), Qt.MouseButton.LeftButton)
        driver.filled(window)
        assert window.workbench.session.workspace.path == rescued

    driver.play(scene)


def test_a_case_is_shown_again_as_it_was_left(driver: Driver, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"
    left: dict[str, object] = {}

    def leave(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        w.session.save(path)
        w.tables.show_tab("plans")
        window.actions_["next-discrepancy"].trigger()
        assert w.selection.discrepancy is not None
        w.timeline.zoom(3.0)
        assert w.timeline.scale is not None
        left.update(found=w.selection.discrepancy.id, days=w.timeline.scale.days)

    def return_(window: MainWindow) -> None:
        driver.filled(window)
        w = window.workbench
        driver.until(lambda: w.selection.discrepancy is not None)
        assert w.selection.discrepancy is not None
        assert w.selection.discrepancy.id == left["found"]
        assert w.tables.current is w.tables.views["plans"]
        assert w.timeline.scale is not None
        assert w.timeline.scale.days == left["days"]

    driver.play(leave)
    driver.play(return_, str(path))


def test_an_event_opened_in_the_timeline_is_shown_in_the_table(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        w = window.workbench
        w.tables.show_tab("sources")
        event = w.session.explanation.events[3]
        w.timeline.select_event(event.id)
        w.timeline.activate()
        view = w.tables.views["events"]
        assert w.tables.current is view
        assert w.tables.events.row_at(view.currentIndex().row()).id == event.id

    driver.play(scene)


def test_terms_of_every_loan_are_listed_with_what_was_ruled_out(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        tables = window.workbench.tables
        rows = [tables.terms.row_at(n) for n in range(tables.terms.rowCount())]
        facilities = window.workbench.session.explanation.facilities
        assert {row.facility.id for row in rows} == {f.id for f in facilities}
        tried = [row for row in rows if row.about in ("fits", "ruled-out")]
        assert len(tried) == sum(len(f.hypotheses) for f in facilities)

    driver.play(scene)

"""The journal in the window: recorded by a dialog, told in the explanation and the list, overdue said on opening."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTableWidgetItem

from app.core.journal import EntryKind, JournalEntry
from app.gui.dialogs.typed_list_dialog import TypedListDialog
from app.gui.dialogs.unfinished import Unfinished
from app.gui.models.discrepancies import WAITING_ROLE
from app.gui.window.main_window import MainWindow
from app.workspace import Workspace
from tests.gui.driving import Driver, answering
from tests.gui.test_window_access import nameless


def test_a_question_is_recorded_told_and_taken_away(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["journal"].trigger()
        w = window.workbench
        dialog = w.journaling.dialog
        assert dialog is not None
        assert nameless(dialog) == [] or [type(c) for c in dialog.findChildren(QComboBox)]
        asked_on = w.session.workspace.today
        dialog.on.set_day(asked_on)
        dialog.text.setPlainText("请说明 0.16 元怎么算")
        due = dialog.answer_due
        assert due is not None and due > asked_on
        dialog.accept()
        (found,) = w.session.explanation.discrepancies
        (entry,) = w.session.workspace.journal_of(found)
        assert (entry.kind, entry.due) == (EntryKind.ASKED, due)
        assert due.isoformat() in str(w.listed.model.index(0).data(WAITING_ROLE))
        told = [label.text() for label in w.why.findChildren(QLabel) if "请说明 0.16 元怎么算" in label.text()]
        assert told and not any("。 " in sentence for sentence in told), "Chinese sentences stand without a gap"
        with answering(monkeypatch, "ask_place", (str(tmp_path / "a.ics"), "")):
            window.actions_["export-calendar"].trigger()
        assert f"{due:%Y%m%d}" in (tmp_path / "a.ics").read_text(encoding="utf-8")
        remove = next(b for b in w.why.findChildren(QPushButton) if b.text() == window.wording.say("journal.remove"))
        remove.click()
        assert w.session.workspace.journal_of(found) == ()
        window.actions_["undo"].trigger()
        assert w.session.workspace.journal_of(found) == (entry,)

    driver.play(scene)


def test_tab_leaves_a_day_at_once_and_no_question_is_asked_tomorrow(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["journal"].trigger()
        dialog, today = window.workbench.journaling.dialog, window.workbench.session.workspace.today
        assert dialog is not None
        dialog.on.setFocus()
        driver.until(lambda: QApplication.focusWidget() is dialog.on)
        for field in (dialog.due, dialog.text):
            driver.press(window, Qt.Key.Key_Tab)
            assert QApplication.focusWidget() is field
        dialog.on.set_day(today + timedelta(days=1))
        assert dialog.day == today
        dialog.reject()

    driver.play(scene)


def test_enter_presses_the_button_that_has_the_focus_and_else_the_one_that_keeps(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        w = window.workbench
        (found,) = w.session.explanation.discrepancies
        for of_cancel in (True, False):
            window.actions_["journal"].trigger()
            dialog = w.journaling.dialog
            assert dialog is not None
            cancel = next(
                b for b in dialog.findChildren(QPushButton) if b.text() == window.wording.say("window.cancel")
            )
            focused = cancel if of_cancel else dialog.on
            driver.until(dialog.isActiveWindow)
            focused.setFocus()
            driver.qtbot.keyClick(focused, Qt.Key.Key_Return)
            assert not dialog.isVisible()
            assert len(w.session.workspace.journal_of(found)) == (0 if of_cancel else 1)

    driver.play(scene)


def test_words_of_ones_own_are_not_lost_without_a_question(driver: Driver, folder: Path) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.actions_["next-discrepancy"].trigger()
        w = window.workbench
        for action, shown in (
            ("journal", lambda: w.journaling.dialog),
            ("note", lambda: w.commands.note_dialog),
            ("type-list", lambda: w.import_sources.typing),
        ):
            window.actions_[action].trigger()
            dialog: Unfinished = shown()
            dialog.reject()
            assert not dialog.isVisible(), "nothing was written, so nothing is asked"
            window.actions_[action].trigger()
            dialog = shown()
            if isinstance(dialog, TypedListDialog):
                dialog.table.setItem(0, 2, QTableWidgetItem("x"))
            else:
                dialog.text.setPlainText("x")  # type: ignore[attr-defined]
            driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
            assert dialog.question is not None
            driver.qtbot.keyClick(dialog.question, Qt.Key.Key_Escape)
            assert dialog.isVisible()
            dialog.reject()
            assert dialog.question is not None
            leave = window.wording.say("window.unfinished.leave")
            next(b for b in dialog.question.buttons() if b.text() == leave).click()
            assert not dialog.isVisible()

    driver.play(scene)


def test_an_overdue_answer_is_said_when_the_case_is_opened(driver: Driver, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.tally"
    case = Workspace()
    case.add([folder])
    (found,) = case.explanation.discrepancies
    late = case.today - timedelta(days=3)
    case.decide(case.journaling(found, JournalEntry("", EntryKind.ASKED, late, "lender", late), "x"))
    case.save(path)
    case.close()

    def scene(window: MainWindow) -> None:
        driver.filled(window)
        bar = window.workbench.message_bar
        driver.until(bar.isVisible)
        assert bar.text.text() == window.wording.say("journal.overdue-on-opening", count=1)
        bar.steps.findChildren(QPushButton)[0].click()
        assert window.workbench.selection.discrepancy is not None

    driver.play(scene, str(path))

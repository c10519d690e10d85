"""The journal in the window: recorded by a dialog, told in the explanation and the list, overdue said on opening."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from app.core.journal import EntryKind, JournalEntry
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
        dialog.on.setDate(QDate(asked_on.year, asked_on.month, asked_on.day))
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

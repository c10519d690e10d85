"""What has changed since an earlier case or export, as the window tells it."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from app.gui.window.main_window import MainWindow
from app.texts import Language
from tests.gui.driving import Driver, answering
from tests.languages import EVERY_LANGUAGE


def compared(window: MainWindow, driver: Driver, monkeypatch: pytest.MonkeyPatch, paths: list[Path]) -> str:
    """Compare with files as a person chooses them, copy what is said, and close it."""
    with answering(monkeypatch, "ask_files", [str(path) for path in paths]):
        window.actions_["compare"].trigger()
    comparing = window.workbench.comparing
    driver.until(lambda: comparing.dialog is not None)
    dialog = comparing.dialog
    assert dialog is not None
    driver.qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    dialog.reject()
    driver.until(lambda: comparing.dialog is None)
    return QGuiApplication.clipboard().text()


def test_the_same_files_have_not_changed_and_the_case_is_left_as_it_is(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        explanation = window.workbench.session.explanation
        said = compared(window, driver, monkeypatch, sorted(folder.iterdir()))
        assert "全都一样" in said
        assert "只有以前" not in said
        assert window.workbench.session.explanation is explanation

    driver.play(scene)


def test_a_saved_case_with_fewer_files_says_which_rows_it_did_not_have(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.workbench.session.workspace.save_copy(tmp_path / "copy.tally")
        window.workbench.tables.views["sources"].selectRow(0)
        window.actions_["remove-source"].trigger()
        driver.until(lambda: window.workbench.tasks.current is None)
        said = compared(window, driver, monkeypatch, [tmp_path / "copy.tally"])
        assert f"{len(window.workbench.session.workspace.sources) + 1} 个文件" in said
        assert "没有比的" in said or "只有以前" in said
        window.workbench.session.workspace.forget_changes()

    driver.play(scene)


@EVERY_LANGUAGE
@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.EIO, errno.EMFILE])
def test_an_earlier_case_that_cannot_be_read_is_told_in_the_language_of_the_window(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language, number: int
) -> None:
    def refuse(*_args: object) -> object:
        raise OSError(number, "WORDS OF THE SYSTEM")

    def scene(window: MainWindow) -> None:
        window.choose_language(language)
        driver.import_all(window, folder)
        monkeypatch.setattr(shutil, "copyfile", refuse)
        window.workbench.comparing.compare([folder / "old.tally"])
        driver.until(lambda: window.workbench.troubleshooter.dialog is not None)
        box = window.workbench.troubleshooter.dialog
        assert isinstance(box, QMessageBox)
        assert "WORDS" not in box.text()
        assert "old.tally" in box.text()
        assert window.wording.say("cli.unread.gone") in box.text() or number != errno.ENOENT
        box.close()

    driver.play(scene)


def test_earlier_files_that_nobody_understands_are_not_compared(
    driver: Driver, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.txt").write_text("shopping: milk\n", encoding="utf-8")

    def scene(window: MainWindow) -> None:
        driver.import_all(window, folder)
        window.workbench.comparing.compare([tmp_path / "notes.txt"])
        bar = window.workbench.message_bar
        driver.until(lambda: bar.isVisible() and "notes.txt" in bar.text.text())
        assert window.workbench.comparing.dialog is None
        said = compared(window, driver, monkeypatch, [*folder.iterdir(), tmp_path / "notes.txt"])
        assert "全都一样" in said
        assert bar.text.text() == window.wording.say("changes.left-out", files=("notes.txt",))

    driver.play(scene)

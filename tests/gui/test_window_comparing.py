"""What has changed since an earlier case or export, as the window tells it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.gui.window.main_window import MainWindow
from tests.gui.driving import Driver, answering


def compared(window: MainWindow, driver: Driver, monkeypatch: pytest.MonkeyPatch, paths: list[Path]) -> str:
    """Compare with files as a person chooses them, copy what is said, and close it."""
    with answering(monkeypatch, "getOpenFileNames", ([str(path) for path in paths], "")):
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

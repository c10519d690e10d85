"""Qt's own dialog for files, where the system has none: all of it is whole, and what was typed is what is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from app.gui.services.file_dialogs import ask_files, ask_folder, ask_place
from tests.patience import MILLISECONDS


def played(qtbot: QtBot, scene: Callable[[QFileDialog, QTreeView], object]) -> None:
    """Play a scene in the dialog that is about to be asked, once it lists its folder."""

    def act() -> None:
        (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible()]
        view = dialog.findChild(QTreeView, "treeView")
        assert view is not None
        qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) > 0, timeout=MILLISECONDS)
        scene(dialog, view)

    QTimer.singleShot(0, act)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    """A window that asks."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_names_sizes_and_days_are_whole(qtbot: QtBot, tmp_path: Path, parent: QWidget) -> None:
    (tmp_path / "支付宝交易明细.csv").write_bytes(b"0" * 123456)
    cut: list[int] = []

    def look(dialog: QFileDialog, view: QTreeView) -> None:
        cut.extend(c for c in range(view.header().count()) if view.sizeHintForColumn(c) > view.columnWidth(c))
        dialog.reject()

    played(qtbot, look)
    assert ask_files(parent, "", str(tmp_path), "CSV (*.csv)") == []
    assert cut == []


def test_a_folder_that_was_typed_is_the_one_that_is_meant(qtbot: QtBot, tmp_path: Path, parent: QWidget) -> None:
    (tmp_path / "cases").mkdir()

    def type_it(dialog: QFileDialog, _view: QTreeView) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(str(tmp_path / "cases"))
        dialog.accept()

    played(qtbot, type_it)
    assert ask_folder(parent, "", str(tmp_path)) == str(tmp_path / "cases")


def test_a_name_is_offered_to_write_to_and_who_gives_up_writes_nothing(
    qtbot: QtBot, tmp_path: Path, parent: QWidget
) -> None:
    (tmp_path / "old.xlsx").touch()
    start, kinds = str(tmp_path / "new.xlsx"), "Excel (*.xlsx)"
    played(qtbot, lambda dialog, _view: dialog.accept())
    assert ask_place(parent, "", start, kinds) == (start, kinds)
    played(qtbot, lambda dialog, _view: dialog.reject())
    assert ask_place(parent, "", start, kinds) == ("", "")

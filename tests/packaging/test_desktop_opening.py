"""Files opened from outside come in together: by argument on Linux and Windows, by events on macOS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.controllers.file_opening import FileOpening
from tests.patience import MILLISECONDS


def test_files_of_one_gesture_are_taken_together(qapp: QApplication, qtbot: QtBot) -> None:
    taken: list[Sequence[Path]] = []
    listener = FileOpening(qapp, taken.append)
    for name in ("/账单/一.csv", "/账单/二 空格.xlsx"):
        QApplication.sendEvent(qapp, QFileOpenEvent(name))
    qtbot.waitUntil(lambda: bool(taken), timeout=MILLISECONDS)
    assert taken == [[Path("/账单/一.csv"), Path("/账单/二 空格.xlsx")]]
    QApplication.sendEvent(qapp, QFileOpenEvent("/账单/三.tally"))
    qtbot.waitUntil(lambda: len(taken) == 2, timeout=MILLISECONDS)
    assert taken[1] == [Path("/账单/三.tally")]
    qapp.removeEventFilter(listener)
    listener.deleteLater()

"""Drives the window through the program's one door, waiting for facts and never for a fixed time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.__main__ import main
from app.gui.dialogs.import_dialog import ImportDialog
from app.gui.services import file_dialogs
from app.gui.window.main_window import MainWindow
from tests.patience import MILLISECONDS


class Driver:
    """Starts the program with arguments, plays a scene in its window and closes it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot

    def play(self, scene: Callable[[MainWindow], object], *arguments: str, close: bool = True) -> int:
        """Run ``main`` with ``scene`` in its event loop and return the exit status."""
        trouble: list[BaseException] = []

        def act() -> None:
            window = the_window()
            window.resize(1440, 900)  # the screen of a test may be smaller
            window.set_up()
            try:
                scene(window)
            except BaseException as error:
                trouble.append(error)
            if close or trouble:
                for dialog in window.findChildren(QDialog):
                    if not dialog.close():  # it asks whether it may
                        dialog.done(QDialog.DialogCode.Rejected)
                window.workbench.session.workspace.forget_changes()
                window.close()

        QTimer.singleShot(0, act)
        status = main(list(arguments))
        for window in _windows():
            window.deleteLater()
        self.qtbot.waitUntil(lambda: not _windows(), timeout=MILLISECONDS)
        if trouble:
            raise trouble[0]
        return status

    def until(self, fact: Callable[[], Any]) -> None:
        """Let the event loop run until something is so."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=MILLISECONDS)

    def idle(self, window: MainWindow) -> None:
        """Wait until no work is under way."""
        self.until(lambda: window.workbench.tasks.current is None)

    def preview(self, window: MainWindow) -> ImportDialog:
        """Wait for the preview of an import."""
        importing = window.workbench.importing
        self.until(lambda: importing.dialog is not None and importing.dialog.isVisible())
        assert importing.dialog is not None
        return importing.dialog

    def import_all(self, window: MainWindow, folder: Path) -> None:
        """Import a folder and accept its preview."""
        window.take([folder])
        self.qtbot.mouseClick(self.preview(window).add_button, Qt.MouseButton.LeftButton)
        self.filled(window)

    def filled(self, window: MainWindow) -> None:
        """Wait until the case is explained."""
        self.until(lambda: window.workbench.tasks.current is None and not window.workbench.session.workspace.is_empty)

    def press(self, window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or window
        self.qtbot.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)


def _windows() -> list[MainWindow]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]


def the_window() -> MainWindow:
    """The one main window."""
    (window,) = _windows()
    return window


def drop(window: MainWindow, paths: list[Path]) -> None:
    """Drop files on the window as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 200), action, data, button, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(40, 200), action, data, button, keys))


@contextmanager
def answering(monkeypatch: Any, method: str, answer: object) -> Iterator[None]:
    """Let a dialog for files (``ask_files`` and those beside it) answer without showing it."""
    monkeypatch.setattr(file_dialogs, method, lambda *_a, **_k: answer)
    yield

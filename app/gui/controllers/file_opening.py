"""Takes the files that macOS asks a running program to open: a case double-clicked, files dropped on the icon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class FileOpening(QObject):
    """Listens to an application; ``take`` gets the files of one gesture together."""

    def __init__(self, application: QApplication, take: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(application)
        self._take = take
        self._waiting: list[Path] = []
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep the file of a request; macOS sends one for each file."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        if not self._waiting:
            QTimer.singleShot(0, self, self._deliver)
        self._waiting.append(Path(event.file()))
        return True

    def _deliver(self) -> None:
        paths, self._waiting = self._waiting, []
        self._take(paths)

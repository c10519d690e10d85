"""Brings the desk's window when it is first asked for, and shows a case of it in the main window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.gui.controllers.error_reporting import Troubleshooter
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording
from app.gui.style.theme import Theme

if TYPE_CHECKING:
    from app.gui.desk.desk_window import DeskWindow


class Desks:
    """File → many cases. ``window`` is there once it was shown."""

    def __init__(
        self, wording: Wording, theme: Theme, settings: Settings, troubleshooter: Troubleshooter,
        open_case: Callable[[Path], object], main: QWidget,
    ) -> None:  # fmt: skip
        self._wording, self._theme, self._settings = wording, theme, settings
        self._troubleshooter, self._open_case = troubleshooter, open_case
        self._main = main
        self.window: DeskWindow | None = None

    def show(self) -> None:
        """Show the desk's window."""
        from app.gui.desk.desk_window import DeskWindow

        if self.window is None:
            trouble = self._troubleshooter
            self.window = DeskWindow(
                self._wording, self._theme, self._settings, trouble.show, trouble.tell, self._open_in_front
            )
            self.window.open_last()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _open_in_front(self, path: Path) -> None:
        """Show a case in the main window, which comes to the front: it may lie behind, or be put away."""
        self._main.setWindowState(self._main.windowState() & ~Qt.WindowState.WindowMinimized)
        self._main.raise_()
        self._main.activateWindow()
        self._open_case(path)

    def close(self) -> None:
        """End it with the main window."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

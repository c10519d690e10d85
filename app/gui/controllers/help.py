"""Help, about, licences and log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app import __version__
from app.gui.services.translator import Wording
from app.gui.style.theme import Theme
from app.resource_files import resource

if TYPE_CHECKING:
    from app.gui.dialogs.help_window import HelpWindow

_PARTS = (
    "PySide6-Essentials", "numpy", "python-calamine", "openpyxl", "python-docx", "pdfplumber", "pyzipper", "rapidfuzz",
)  # fmt: skip
_AIR = 60
"""Pixels between the upper edges of the window and of the help over it."""


class Papers(QObject):
    """Everything there is to read beside the case; ``help_window`` and ``dialog`` are what is open."""

    def __init__(self, wording: Wording, theme: Theme, log_file: Path | None, window: QWidget) -> None:
        super().__init__(window)
        self._wording, self._theme, self._log_file, self._window = wording, theme, log_file, window
        self.help_window: HelpWindow | None = None
        self.dialog: QDialog | None = None

    def help(self, page: str, heading: str = "") -> None:
        """Open a help page, at a heading where one is named."""
        from app.gui.dialogs.help_window import HelpWindow

        if self.help_window is None:
            self.help_window = HelpWindow(self._wording, self._theme, None)
            self._place(self.help_window)
        self.help_window.show()  # before the page, which is laid out as wide as the window is
        self.help_window.show_page(page, heading)
        self.help_window.raise_()
        self.help_window.activateWindow()

    def _place(self, help_window: QWidget) -> None:
        """Over the middle of the window, so that list and explanation stay in sight."""
        there, size = self._window.frameGeometry(), help_window.size()
        left = there.left() + max((there.width() - size.width()) // 2, 0)
        help_window.move(left, there.top() + min(_AIR, max(there.height() - size.height(), 0)))

    def about(self) -> None:
        """Say what this is."""
        say = self._wording.say
        self._open(say("window.about.title"), say("window.about.text", version=__version__), _details())

    def licences(self) -> None:
        """Show the licence of the program and of its parts."""
        say = self._wording.say
        parts = "\n".join(_part(name) for name in _PARTS)
        self._open(say("window.licences.title"), say("window.licences.text"), f"{_own_licence()}\n\n{parts}")

    def log(self) -> None:
        """Show the log, which holds no amounts, names or numbers."""
        say = self._wording.say
        path = self._log_file
        text = path.read_text(encoding="utf-8", errors="replace") if path and path.exists() else ""
        intro = say("window.log.text", file=str(path or ""))
        self._open(say("window.log.title"), intro, text or say("window.log.empty"))

    def close(self) -> None:
        """Close what is open."""
        if self.help_window is not None:
            self.help_window.close()
            self.help_window.deleteLater()
            self.help_window = None

    def _open(self, title: str, intro: str, text: str) -> None:
        from app.gui.dialogs.text_dialog import TextDialog

        dialog = TextDialog(title, intro, text, self._wording, self._window)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()


def _details() -> str:
    """What a person who helps from afar asks for: versions, system and licence; nothing of the person."""
    import platform

    from PySide6.QtCore import qVersion

    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    licence = _own_licence().partition("\n")[0]
    lines = (f"Tallyline {__version__}", f"Python {platform.python_version()}", f"Qt {qVersion()}", system, licence)
    return "\n".join(lines)


def _part(name: str) -> str:
    from importlib import metadata

    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return name
    licence = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    return f"{name} {about['Version']}  {licence.partition(chr(10))[0]}".rstrip()


def _own_licence() -> str:
    here = Path(__file__).resolve().parents[3] / "LICENSE"
    if here.exists():
        return here.read_text(encoding="utf-8")
    try:
        return resource("LICENSE").read_text(encoding="utf-8")
    except FileNotFoundError:
        return "MIT"

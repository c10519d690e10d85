"""Tells the person what went wrong: known trouble in a sentence, a defect with the report it would save."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from app import __version__
from app.core.errors import KnownTrouble
from app.gui.services import file_dialogs
from app.gui.services.messages import Messages
from app.gui.services.redaction import redacted
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import heading, make_primary, paragraph, size_within_screen
from app.texts.file_reasons import reason_of, unread_reason_of

_LOG = logging.getLogger("tallyline")


class CrashDialog(QDialog):
    """Says that the program failed, keeps the person's work, and shows the report it would save."""

    def __init__(self, error: BaseException, wording: Wording, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self._wording = wording
        say = wording.say
        self.setWindowTitle(say("window.crash.title"))
        lines = "".join(traceback.format_exception(error))
        platform = f"Tallyline {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
        self.report = redacted(f"{platform}\n\n{lines}")
        text = QPlainTextEdit(self.report, self)
        text.setReadOnly(True)
        text.setAccessibleName(say("window.crash.report"))
        buttons = QDialogButtonBox(self)
        save = buttons.addButton(say("window.crash.save"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self._save)
        close = buttons.addButton(say("window.crash.continue"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)  # or Enter would write a report instead of going on
        make_primary(close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("window.crash.heading"), self, Sizes.title))
        layout.addWidget(paragraph(say("window.crash.text"), self))
        layout.addWidget(text, 1)
        layout.addWidget(buttons)
        size_within_screen(self, 640, 440)

    def _save(self) -> None:
        title = self._wording.say("window.crash.save")
        path, _ = file_dialogs.ask_place(self, title, "tallyline-report.txt", "*.txt")
        if path:
            write_text(path, self.report)


def write_text(path: str, text: str) -> None:
    """Write a text file. Raises OSError."""
    Path(path).write_text(text, encoding="utf-8")


class Unread(Exception):
    """A file could not be opened to be read, for the reason of ``cause``."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(path.name)
        self.file, self.cause = path.name, cause


class Troubleshooter:
    """Shows errors over a window; known ones as a sentence, others as a crash."""

    def __init__(self, wording: Wording, messages: Messages, window: QWidget) -> None:
        self._wording, self.messages, self._window = wording, messages, window
        self.dialog: QDialog | None = None

    def show(self, error: BaseException) -> None:
        """Tell the person of an error."""
        _LOG.error("%s", redacted("".join(traceback.format_exception(error))))
        sentence = self._known(error)
        if sentence:
            self.tell(sentence)
        elif self.dialog is None or not self.dialog.isVisible():
            self.dialog = CrashDialog(error, self._wording, self._window)
            self.dialog.open()

    def tell(self, sentence: str) -> None:
        """Say a sentence with one button."""
        box = QMessageBox(QMessageBox.Icon.Warning, self._wording.say("window.name"), sentence, parent=self._window)
        box.setObjectName("messageBox")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(self._wording.say("window.ok"), QMessageBox.ButtonRole.AcceptRole)
        self.dialog = box
        box.open()

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Stand in for ``sys.excepthook`` while the window is up."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show(error.with_traceback(trace))

    def _known(self, error: BaseException) -> str:
        say = self._wording.say
        if isinstance(error, KnownTrouble):
            return say(f"window.trouble.{error.code.value}", file=error.file)
        if isinstance(error, Unread):
            return say(
                "window.trouble.unread", file=error.file, reason=unread_reason_of(error.cause, self._wording.book)
            )
        if isinstance(error, OSError):
            return say(
                "window.trouble.file", file=str(error.filename or ""), reason=reason_of(error, self._wording.book)
            )
        return ""

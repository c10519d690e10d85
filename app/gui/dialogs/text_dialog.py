"""Dialogs that show or take a text: about, licences, the log, a note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.gui.dialogs.buttons import keep_or_cancel
from app.gui.dialogs.unfinished import Unfinished
from app.gui.services.translator import Wording
from app.gui.style.theme import EDGE, GAP, Sizes
from app.gui.style.widgets import heading, make_primary, paragraph, size_within_screen

_FEW_LINES = 6


class TextDialog(QDialog):
    """A heading, a paragraph where there is one, and a long text to read and copy."""

    def __init__(self, title: str, intro: str, text: str, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("textDialog")
        self.setWindowTitle(title)
        layout = _column(self)
        layout.addWidget(heading(title, self, Sizes.title))
        if intro:
            layout.addWidget(paragraph(intro, self))
        if text:
            body = QPlainTextEdit(text, self)
            body.setReadOnly(True)
            body.setAccessibleName(title)
            layout.addWidget(body, 1)
        else:
            layout.addStretch(1)
        buttons = QDialogButtonBox(self)
        if text:
            copy = buttons.addButton(wording.say("window.text.copy"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        buttons.addButton(wording.say("window.close"), QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        size_within_screen(self, 620, 460 if text.count("\n") > _FEW_LINES else 300 if text else 220)


class NoteDialog(Unfinished):
    """Takes a note on a discrepancy; an empty one takes the note away."""

    def __init__(self, title: str, note: str, wording: Wording, parent: QWidget) -> None:
        super().__init__("noteDialog", wording, parent)
        say, self._note = wording.say, note
        self.setWindowTitle(say("window.note.title"))
        self.text = QPlainTextEdit(note, self)
        self.text.setAccessibleName(say("window.note.title"))
        self.text.setTabChangesFocus(True)
        buttons = QDialogButtonBox(self)
        self.keep = buttons.addButton(say("window.note.keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        make_primary(self.keep)
        key = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self.keep.setToolTip(f"{self.keep.text()}  {key}")
        self.keep.setDefault(True)
        buttons.addButton(say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = _column(self)
        layout.addWidget(heading(title, self, Sizes.heading))
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        size_within_screen(self, 460, 280)

    def is_unfinished(self) -> bool:
        """Whether the note is another one."""
        return self.text.toPlainText() != self._note

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the note by Ctrl+Enter: Enter alone begins a line."""
        if event.key() == Qt.Key.Key_Return and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.accept()
        else:
            super().keyPressEvent(event)


class PasswordDialog(QDialog):
    """Asks for the password of a case."""

    def __init__(self, sentence: str, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passwordDialog")
        say = wording.say
        self.setWindowTitle(say("window.case.open"))
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(say("window.case.password"))
        self.password.setPlaceholderText(say("window.case.password"))
        buttons = QDialogButtonBox(self)
        self.open_button = buttons.addButton(say("window.import.unlock"), QDialogButtonBox.ButtonRole.AcceptRole)
        make_primary(self.open_button)
        buttons.addButton(say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = _column(self)
        layout.addWidget(paragraph(sentence, self))
        layout.addWidget(self.password)
        layout.addWidget(buttons)
        size_within_screen(self, 420, 150)


class NewPasswordDialog(QDialog):
    """Takes a password for a case, twice; two empty fields take the protection away."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("newPasswordDialog")
        say = wording.say
        self.setWindowTitle(say("window.case.protect"))
        self.password, self.again = QLineEdit(self), QLineEdit(self)
        self.differ = paragraph("", self, secondary=True, factor=Sizes.small)
        self._differ_text = say("window.case.passwords-differ")
        layout = _column(self)
        layout.addWidget(paragraph(say("window.case.protect-text"), self))
        for field, name in ((self.password, "new-password"), (self.again, "password-again")):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(say(f"window.case.{name}"))
            field.setPlaceholderText(say(f"window.case.{name}"))
            field.textChanged.connect(self._compare)
            layout.addWidget(field)
        layout.addWidget(self.differ)
        layout.addStretch(1)
        buttons, self.keep = keep_or_cancel(self, say("window.case.save"), say("window.cancel"))
        layout.addWidget(buttons)
        size_within_screen(self, 440, 250)

    def _compare(self) -> None:
        same = self.password.text() == self.again.text()
        self.keep.setEnabled(same)
        self.differ.setText("" if same or not self.again.text() else self._differ_text)


def _column(dialog: QDialog) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(EDGE + 4, EDGE, EDGE + 4, EDGE)
    layout.setSpacing(GAP)
    return layout

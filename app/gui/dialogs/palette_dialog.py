"""Every command by its words: type a few letters, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.gui.services.translator import Wording
from app.gui.style.theme import GAP

_WIDTH, _HEIGHT = 520, 420
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Command:
    """A command by the words of its menu and its own."""

    menu: str
    words: str
    action: QAction

    @property
    def line(self) -> str:
        """How it is listed: menu, words and key."""
        keys = self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return f"{self.menu} ▸ {self.words}" + (f"    {keys}" if keys else "")


class PaletteDialog(QDialog):
    """Lists what can be done now; ``chosen`` is the action to trigger once the dialog is gone."""

    def __init__(self, commands: Sequence[Command], wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle(wording.say("window.palette.title"))
        self._commands = commands
        self.chosen: QAction | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(wording.say("window.palette.hint"))
        self.field.setAccessibleName(wording.say("window.palette.hint"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(wording.say("window.palette.title"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        self.resize(_WIDTH, _HEIGHT)
        self.field.textChanged.connect(self._show_matching)
        self.field.returnPressed.connect(self._choose)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self._show_matching("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while the letters go into the field."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if watched is self.field and pressed and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _show_matching(self, text: str) -> None:
        self.list.clear()
        words = text.casefold().split()
        for command in self._commands:
            if all(word in command.line.casefold() for word in words):
                item = QListWidgetItem(command.line, self.list)
                item.setData(Qt.ItemDataRole.UserRole, self._commands.index(command))
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.chosen = self._commands[int(item.data(Qt.ItemDataRole.UserRole))].action
            self.accept()

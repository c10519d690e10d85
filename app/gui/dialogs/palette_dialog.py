"""Every command by its words: type a few letters, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.gui.services.translator import Wording
from app.gui.style.painting import never_raises
from app.gui.style.theme import GAP
from app.gui.style.widgets import size_within_screen

_WIDTH, _HEIGHT, _AROUND = 520, 440, 12
_FAINTER = 0.7
_KEYS = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Command:
    """A command by the words of its menu and its own; ``found_by`` are both in every other language."""

    menu: str
    words: str
    action: QAction
    found_by: str = ""

    @property
    def line(self) -> str:
        """How it is listed: menu and words."""
        return f"{self.menu} ▸ {self.words}"

    @property
    def keys(self) -> str:
        """Its key as the system writes it; empty where it has none."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class _Lines(QStyledItemDelegate):
    """Paints a command with its key at the right edge."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for both, and some air."""
        size, metrics = super().sizeHint(option, index), option.fontMetrics
        keys = metrics.horizontalAdvance(str(index.data(_KEYS)))
        return QSize(size.width() + keys + 3 * GAP, metrics.height() + GAP)

    @never_raises
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one command."""
        super().paint(painter, option, index)
        painter.save()
        try:
            painter.setFont(option.font)
            painter.setPen(option.palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text))
            painter.setOpacity(_FAINTER)
            box = option.rect.adjusted(0, 0, -GAP, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.data(_KEYS)))
        finally:
            painter.restore()


class PaletteDialog(QDialog):
    """Lists what can be done now; ``chosen`` is the action to trigger once the dialog is gone."""

    def __init__(self, commands: Sequence[Command], wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle(wording.say("window.palette.title"))
        self._commands, self._none = commands, wording.say("window.palette.none")
        self.chosen: QAction | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(wording.say("window.palette.hint"))
        self.field.setAccessibleName(wording.say("window.palette.hint"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(wording.say("window.palette.title"))
        self.list.setItemDelegate(_Lines(self.list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        layout.setSpacing(GAP)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        self.field.textChanged.connect(self._show_matching)
        self.field.returnPressed.connect(self._choose)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self._show_matching("")
        room = self.list.sizeHintForColumn(0) + 2 * _AROUND + self.list.verticalScrollBar().sizeHint().width() + GAP
        size_within_screen(self, max(_WIDTH, room), _HEIGHT)

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
            told = f"{command.line} {command.keys}".strip()
            searched = f"{told} {command.found_by}".casefold()
            if all(word in searched for word in words):
                item = QListWidgetItem(command.line, self.list)
                item.setData(Qt.ItemDataRole.UserRole, self._commands.index(command))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
                item.setData(_KEYS, command.keys)
        if not self.list.count():
            QListWidgetItem(self._none, self.list).setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None and (number := item.data(Qt.ItemDataRole.UserRole)) is not None:
            self.chosen = self._commands[int(number)].action
            self.accept()

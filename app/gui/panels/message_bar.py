"""A message that floats above the status line, with the next step; it goes by itself unless it warns."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from app.gui.services.dragged import file_data
from app.gui.services.messages import Message, Messages
from app.gui.services.translator import Wording
from app.gui.style.icons import tinted
from app.gui.style.theme import GAP, Theme
from app.gui.style.widgets import cleared, link_button, paragraph, plain_label
from app.palette import Ink

SHOWN_MS = 12_000
_WIDEST = 720
_MARGIN = 16


class MessageBar(QFrame):
    """One message at a time, over the lower edge of ``ground``."""

    def __init__(self, messages: Messages, wording: Wording, theme: Theme, ground: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._wording, self._theme, self._ground = wording, theme, ground
        self.mark = plain_label("!", self)
        self.mark.setObjectName("messageMark")
        self.text = paragraph("", self)
        self.steps = QWidget(self)
        self._row = QHBoxLayout(self.steps)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP + 4)
        self.close_button = QToolButton(self)
        self.close_button.setProperty("quiet", True)
        self.close_button.clicked.connect(self.dismiss)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 8, 8)
        line.setSpacing(12)
        line.addWidget(self.mark)
        line.addWidget(self.text, 1)
        line.addWidget(self.steps)
        line.addWidget(self.close_button)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOWN_MS)
        self._patience.timeout.connect(self.dismiss)
        self._lasting = False
        self._file: Path | None = None
        self.hide()
        ground.installEventFilter(self)
        messages.told.connect(self.show_message)

    def show_message(self, message: Message) -> None:
        """Show a message in place of the one before, and let a screen reader say it."""
        cleared(self._row)
        self.text.setText(message.text)
        self.setAccessibleName(message.text)
        for step in message.steps:
            button = link_button(step.text, self.steps)
            button.clicked.connect(lambda _checked=False, run=step.run: self._go(run))
            self._row.addWidget(button)
            button.show()
        self.steps.setVisible(bool(message.steps))
        self.steps.setMinimumWidth(sum(b.sizeHint().width() + GAP + 4 for b in self._buttons()))
        self._file = message.file
        drags = message.file is not None
        self.text.selectable = not drags
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.text.setCursor(Qt.CursorShape.OpenHandCursor if drags else Qt.CursorShape.IBeamCursor)
        self.text.setToolTip(self._wording.say("window.message.drag-tip") if drags else "")
        self.mark.setVisible(message.warns)
        self._lasting = message.warns
        self.show()
        self.raise_()
        self._place()
        self._wait()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message.text))

    def file_data(self) -> QMimeData | None:
        """The file that the message tells of, to be dragged out; None where there is none any more."""
        return file_data(self._file) if self._file is not None and self._file.exists() else None

    def dismiss(self) -> None:
        """Take the message away; the keyboard goes back to the window where it was in the message."""
        held = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.hide()
        self._patience.stop()
        if held:
            self._ground.setFocus()

    def take_keyboard(self) -> None:
        """Put the keyboard on the next step, or on closing where there is none; nothing while no message is shown."""
        if not self.isVisible():
            return
        first: QWidget = next(iter(self._buttons()), self.close_button)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Say everything in the current language; a message said in another one goes."""
        close = self._wording.say("window.message.close")
        self.close_button.setToolTip(close)
        self.close_button.setAccessibleName(close)
        self.dismiss()

    def recolour(self) -> None:
        """Draw in the current colours."""
        self.close_button.setIcon(tinted("close", self._theme.colours[Ink.SECONDARY]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the lower edge of what lies below."""
        if watched is self._ground and event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer rests on the message."""
        self._patience.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting."""
        self._wait()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the message away."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def _wait(self) -> None:
        if not self._lasting and self.isVisible():
            self._patience.start()

    def _go(self, run: object) -> None:
        self.dismiss()
        if callable(run):
            run()

    def _buttons(self) -> list[QPushButton]:
        items = [self._row.itemAt(number) for number in range(self._row.count())]
        return [w for item in items if item is not None and isinstance(w := item.widget(), QPushButton)]

    def _place(self) -> None:
        """As wide as the sentence needs, at most as wide as there is room."""
        beside = 60 + (self.steps.minimumWidth() + 12 if not self.steps.isHidden() else 0)
        beside += 28 if not self.mark.isHidden() else 0
        wish = self.text.fontMetrics().horizontalAdvance(self.text.text()) + beside + 12
        width = max(min(wish, _WIDEST, self._ground.width() - 2 * _MARGIN), 200)
        words = self.text.heightForWidth(max(width - beside, 60))
        height = max(words, self.close_button.sizeHint().height()) + 18
        corner = self._ground.mapTo(self.window(), QPoint(0, 0))
        left = corner.x() + (self._ground.width() - width) // 2
        bottom = corner.y() + self._ground.height() - _MARGIN
        self.setGeometry(left, bottom - height, width, height)
        if (layout := self.layout()) is not None:
            layout.activate()
        if (more := self.text.heightForWidth(self.text.width()) - self.text.height()) > 0:
            self.setGeometry(left, bottom - height - more, width, height + more)

"""Four hints over the sample, shown once: where to read what, and how one's own files come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.gui.services.translator import Wording
from app.gui.style.theme import GAP, Sizes
from app.gui.style.widgets import link_button, make_primary, paragraph

_WIDTH = 300
_AIR = 12


@dataclass(frozen=True, slots=True)
class Hint:
    """What a hint is about: ``hint.<name>`` says it; ``target`` is what it points at."""

    name: str
    target: QWidget


class Hints(QFrame):
    """A bubble beside its target and a ring around that; ``over`` is sent when they were read or skipped."""

    over = Signal()

    def __init__(self, hints: Sequence[Hint], wording: Wording, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("hint")
        self._hints, self._wording, self._at = hints, wording, 0
        self._before: QWidget | None = None
        self.ring = QFrame(window)
        self.ring.setObjectName("hintRing")
        self.ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = paragraph("", self)
        self.progress = paragraph("", self, secondary=True, factor=Sizes.small)
        self.skip = link_button("", self)
        self.next = QPushButton(self)
        make_primary(self.next)
        self.next.clicked.connect(self.go_on)
        self.skip.clicked.connect(self.end)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.progress, 1)
        row.addWidget(self.skip)
        row.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(GAP + 2)
        layout.addWidget(self.text)
        layout.addLayout(row)
        self.hide()
        self.ring.hide()
        window.installEventFilter(self)

    def begin(self) -> None:
        """Show the first hint."""
        self._at = 0
        self._before = self.window().focusWidget()
        self._show()

    def go_on(self) -> None:
        """Show the next hint, or end after the last."""
        self._at += 1
        if self._at < len(self._hints):
            self._show()
        else:
            self.end()

    def end(self) -> None:
        """Take the hints away."""
        shown, focus = self.isVisible(), self.window().focusWidget()
        if shown and focus is not None and self.isAncestorOf(focus) and self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)  # or it goes to whatever comes next
        self.hide()
        self.ring.hide()
        if shown:
            self.over.emit()

    def put_away(self) -> None:
        """Take the hints away with the case that they are about; they were neither read nor skipped."""
        self.hide()
        self.ring.hide()

    def take_keyboard(self) -> None:
        """Put the keyboard on the button that goes on."""
        self.next.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Say the hint that is shown in the current language."""
        if self.isVisible():
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the target when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the hints away."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        say, hint = self._wording.say, self._hints[self._at]
        last = self._at == len(self._hints) - 1
        self.text.setText(say(f"hint.{hint.name}"))
        self.setAccessibleName(self.text.text())
        self.progress.setText(say("hint.progress", number=self._at + 1, count=len(self._hints)))
        self.skip.setText(say("hint.skip"))
        self.skip.setVisible(not last)
        self.next.setText(say("hint.done" if last else "hint.next"))
        self.show()
        self._place()
        self.raise_()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text.text()))

    def _place(self) -> None:
        """Beside the target, on the side where there is room, and always within the window."""
        window, target = self.parentWidget(), self._hints[self._at].target
        if window is None:
            return
        there = target.isVisible()
        box = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size()) if there else window.rect()
        self.ring.setGeometry(box.adjusted(1, 1, -1, -1))
        self.ring.setVisible(there)
        self.ring.raise_()
        width = max(_WIDTH, self.next.sizeHint().width() + self.skip.sizeHint().width() + 120)
        self.ensurePolished()
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else self.sizeHint().height()
        left = box.right() + _AIR if box.right() + _AIR + width < window.width() else box.left() - _AIR - width
        if left < _AIR:
            left = box.center().x() - width // 2
        top = min(max(box.top() + 60, _AIR), window.height() - height - _AIR)
        self.setGeometry(min(max(left, _AIR), window.width() - width - _AIR), top, width, height)
        self.raise_()

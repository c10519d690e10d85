"""A frame around the region that the keyboard came to, where the region itself shows nothing of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QWidget

_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class RegionRing(QFrame):
    """Lies over ``page``, around the watched widget that got the focus by keyboard, until the focus leaves it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("regionRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._page = page
        self._around: QWidget | None = None
        self.hide()

    def watch(self, *regions: QWidget) -> None:
        """Frame these once the keyboard comes to them."""
        for region in regions:
            region.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the keyboard, and the size of what is framed."""
        if isinstance(event, QFocusEvent) and isinstance(watched, QWidget):
            arrived = event.type() is QEvent.Type.FocusIn and event.reason() in _KEYBOARD
            self._around = watched if arrived else None
            self._place()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and watched is self._around:
            self._place()
        return False

    def _place(self) -> None:
        if self._around is None:
            self.hide()
            return
        corner = self._around.mapTo(self._page, QPoint(0, 0))
        self.setGeometry(QRect(corner, self._around.size()))
        self.raise_()
        self.show()

"""Shift+F10 opens the menu of what has the focus, in every window: not every system does so by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

MENU_KEY = "Shift+F10"


class MenuKey(QObject):
    """Gives the key to each window of the program once the keyboard is in it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._arm)

    def _arm(self, _before: QWidget | None, now: QWidget | None) -> None:
        window = None if now is None else now.window()
        if window is None or window.property("menuKey"):
            return
        window.setProperty("menuKey", True)
        QShortcut(QKeySequence(MENU_KEY), window).activated.connect(open_menu)


def open_menu() -> None:
    """Ask what has the focus for its menu, at its cursor, as the menu key of a keyboard does."""
    if (focus := QApplication.focusWidget()) is not None:
        cursor = focus.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        at = (cursor if isinstance(cursor, QRect | QRectF) else focus.rect()).center()
        at = at.toPoint() if isinstance(at, QPointF) else at
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(focus, QContextMenuEvent(reason, at, focus.mapToGlobal(at)))

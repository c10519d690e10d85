"""What a drag from a widget takes into another program, where the widget knows no drag of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class DragOut(QObject):
    """Watches a widget for a drag; ``data`` makes what is dragged, or None where there is nothing.

    ``held`` is the key that a drag needs on a widget which does something else with a plain one; such a press is kept
    from the widget. Without a key the widget gets the press, and a button is let go of when the drag begins.
    """

    def __init__(
        self, widget: QWidget, data: Callable[[], QMimeData | None], held: Qt.KeyboardModifier | None = None
    ) -> None:
        super().__init__(widget)
        self._widget, self._data, self._held = widget, data, held
        self._pressed: QPointF | None = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a press, and begin the drag once the pointer has moved."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        own = self._held is not None
        wanted = event.modifiers() == (self._held or Qt.KeyboardModifier.NoModifier)
        if event.type() is QEvent.Type.MouseButtonPress and wanted and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            return own
        if event.type() is QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._pressed = None
            return own
        if event.type() is QEvent.Type.MouseMove and self._pressed is not None:
            if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag()
                return True
            return own
        return super().eventFilter(watched, event)

    def _drag(self) -> None:
        if (data := self._data()) is None:
            return
        if isinstance(self._widget, QAbstractButton):
            self._widget.setDown(False)
        drag = QDrag(self._widget)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

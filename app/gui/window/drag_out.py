"""Ctrl and drag on the timeline takes its picture into another program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class DragOut(QObject):
    """Watches a widget for a drag with Ctrl held down; ``data`` makes what is dragged."""

    def __init__(self, widget: QWidget, data: Callable[[], QMimeData | None]) -> None:
        super().__init__(widget)
        self._widget, self._data = widget, data
        self._pressed: QPointF | None = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a press with Ctrl from its widget, and begin the drag once the pointer has moved."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.type() is QEvent.Type.MouseButtonPress and held and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            return True
        if event.type() is QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._pressed = None
            return True
        if event.type() is QEvent.Type.MouseMove and self._pressed is not None:
            if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag()
            return True
        return super().eventFilter(watched, event)

    def _drag(self) -> None:
        if (data := self._data()) is not None:
            drag = QDrag(self._widget)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)

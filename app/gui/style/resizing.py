"""Hears of another size of a widget from outside: a class that hears of its own loads Qt's events when first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


def follow_size(widget: QWidget, arrange: Callable[[], None]) -> None:
    """Call ``arrange`` now and at every other size of ``widget``, for as long as it lives."""
    widget.installEventFilter(_Follower(widget, arrange))
    arrange()


class _Follower(QObject):
    def __init__(self, widget: QWidget, arrange: Callable[[], None]) -> None:
        super().__init__(widget)
        self._arrange = arrange

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of another size, and let it go on."""
        if event.type() is QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

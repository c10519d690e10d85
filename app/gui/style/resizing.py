"""Hears of another size of a widget from outside: a class that hears of its own loads Qt's events when first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


def follow_size(widget: QWidget, arrange: Callable[[], None]) -> None:
    """Call ``arrange`` now and at every other size of ``widget``, for as long as it lives."""
    widget.installEventFilter(_Follower(widget, arrange, frozenset({QEvent.Type.Resize})))
    arrange()


def follow_fit(widget: QWidget, arrange: Callable[[], None]) -> None:
    """Call ``arrange`` now, and whenever more or fewer words may fit into ``widget``, for as long as it lives."""
    kinds = frozenset({QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange})
    widget.installEventFilter(_Follower(widget, arrange, kinds))
    arrange()


class _Follower(QObject):
    def __init__(self, widget: QWidget, arrange: Callable[[], None], kinds: frozenset[QEvent.Type]) -> None:
        super().__init__(widget)
        self._arrange, self._kinds = arrange, kinds

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of what may change the fit, and let it go on."""
        if event.type() in self._kinds:
            self._arrange()
        return super().eventFilter(watched, event)

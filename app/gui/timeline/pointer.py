"""What the mouse does on the timeline: pan, choose, look closer, mark a range of time."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication


class Ground(Protocol):
    """What the pointer acts on; while ``marking`` is on, a drag marks a range."""

    marking: bool

    def pan_by(self, pixels: float, down: float) -> None:
        """Move the contents right and down by pixels."""

    def hover(self, at: QPointF) -> None:
        """The pointer rests on a point."""

    def choose(self, at: QPointF) -> None:
        """The person clicked."""

    def look_closer(self, at: QPointF) -> None:
        """The person clicked twice."""

    def mark_range(self, one: float, other: float, *, done: bool) -> None:
        """The person drags over a range of pixels."""

    def show_hand(self, closed: bool) -> None:
        """Show by the pointer's shape whether the contents are held."""


class _Doing(Enum):
    NOTHING = auto()
    PRESSED = auto()
    PANNING = auto()
    MARKING = auto()


class Pointer:
    """Tells a click from a drag, and a drag from a range (with Shift or Alt, or while its ground is ``marking``)."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._doing = _Doing.NOTHING
        self._pressed = self._last = QPointF()

    def press(self, event: QMouseEvent) -> None:
        """A button goes down."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = self._last = event.position()
        asked = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier)
        self._doing = _Doing.MARKING if asked or self._ground.marking else _Doing.PRESSED

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves."""
        at = event.position()
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._doing is _Doing.PRESSED and far:
            self._doing = _Doing.PANNING
            self._ground.show_hand(closed=True)
        if self._doing is _Doing.PANNING:
            self._ground.pan_by(at.x() - self._last.x(), at.y() - self._last.y())
        elif self._doing is _Doing.MARKING:
            self._ground.mark_range(self._pressed.x(), at.x(), done=False)
        elif self._doing is _Doing.NOTHING:
            self._ground.hover(at)
        self._last = at

    def release(self, event: QMouseEvent) -> None:
        """A button goes up."""
        doing, self._doing = self._doing, _Doing.NOTHING
        if doing is _Doing.PRESSED:
            self._ground.choose(event.position())
        elif doing is _Doing.MARKING:
            self._ground.mark_range(self._pressed.x(), event.position().x(), done=True)
        elif doing is _Doing.PANNING:
            self._ground.show_hand(closed=False)

    def twice(self, event: QMouseEvent) -> None:
        """Two clicks."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._doing = _Doing.NOTHING
            self._ground.look_closer(event.position())

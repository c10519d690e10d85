"""What the keys do on the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from app.timeline.navigation import Step

_ZOOM_STEP = 1.5
_PAN_PX = 120.0
_STEPS = {
    Qt.Key.Key_Comma: "previous",
    Qt.Key.Key_Period: "next",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_FULL_WIDTH = {"，": Qt.Key.Key_Comma, "。": Qt.Key.Key_Period}
"""The same two keys while a Chinese input method is on."""


class Ground(Protocol):
    """What the keys act on; while ``marking`` is on, a drag marks a range."""

    marking: bool

    def pan_by(self, pixels: float, down: float) -> None:
        """Move the contents right and down by pixels."""

    def zoom(self, factor: float) -> None:
        """Come closer, or go further away where the factor is below one."""

    def fit(self) -> None:
        """Show all time, or all that happened."""

    def set_marking(self, marking: bool) -> None:
        """Begin or end marking a range."""

    def go(self, step: Step) -> None:
        """Select another event."""

    def go_to_discrepancy(self, forward: bool) -> None:
        """Select the next or the previous discrepancy."""

    def activate(self) -> None:
        """Open what is selected."""

    def clear(self) -> bool:
        """Select nothing; False where nothing was selected."""


def act(view: Ground, event: QKeyEvent) -> bool:
    """Do what a key asks; False where it asks nothing here."""
    from app.timeline.navigation import Step

    key = _FULL_WIDTH.get(event.text(), event.key())
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if held == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        view.pan_by(_PAN_PX if key == Qt.Key.Key_Left else -_PAN_PX, 0)
        return True
    if held != Qt.KeyboardModifier.NoModifier:
        return False
    if key in _STEPS:
        view.go(Step(_STEPS[Qt.Key(key)]))
        return True
    match key:
        case Qt.Key.Key_F:
            view.fit()
        case Qt.Key.Key_R:
            view.set_marking(not view.marking)
        case Qt.Key.Key_F8:
            view.go_to_discrepancy(not shifted)
        case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
            view.zoom(_ZOOM_STEP)
        case Qt.Key.Key_Minus:
            view.zoom(1 / _ZOOM_STEP)
        case Qt.Key.Key_Return | Qt.Key.Key_Enter:
            view.activate()
        case Qt.Key.Key_Escape:
            if not view.clear() and not view.marking:
                return False
            view.set_marking(False)
        case _:
            return False
    return True

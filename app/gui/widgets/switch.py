"""A button that stays on or off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget


class Switch(QPushButton):
    """A button that shows whether something is on; ``asked`` is sent when a person wants it otherwise.

    A screen reader toggles a button and clicks none, so that ``clicked`` alone would not hear it.
    """

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.toggled.connect(lambda _on: self.asked.emit())

    def show_on(self, on: bool) -> None:
        """Show that it is on, or is not, and tell nobody."""
        blocked = self.blockSignals(True)
        self.setChecked(on)
        self.blockSignals(blocked)

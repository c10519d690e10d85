"""A box of choices among other things that scroll."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """The wheel leaves the choice alone and moves what the box stands in: who scrolls past would change it unseen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let it go on to what the box stands in."""
        event.ignore()

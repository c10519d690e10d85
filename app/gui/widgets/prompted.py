"""A field to type in that says what for, in as many words as it has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

if TYPE_CHECKING:  # the first page has such a field, and is up sooner without them
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent

_BESIDE = 2
"""The pixels that a field leaves free on each side of its text."""


class Prompted(QLineEdit):
    """Shows the first of several prompts that fits whole; the longest is the tip as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts: tuple[str, ...] = ("",)

    def prompt(self, *texts: str) -> None:
        """Say what the field is for, the longest first."""
        self._prompts = texts
        self._choose()

    def room(self) -> int:
        """The width there is for a text."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.width() - 2 * _BESIDE

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more or less in another width."""
        super().resizeEvent(event)
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        """Say more or less in another size of text; after other changes what is said stays the same."""
        super().changeEvent(event)
        self._choose()

    def _choose(self) -> None:
        wide, room = self.fontMetrics().horizontalAdvance, self.room()
        self.setPlaceholderText(next((text for text in self._prompts if wide(text) <= room), self._prompts[-1]))

"""A field to type in that says what for, in as many words as it has room for."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

_BESIDE = 2
"""The pixels that a field leaves free on each side of its text."""
_HINTED = 17
"""The letters ``x`` for which a field asks for room, whatever it holds."""


class Prompted(QLineEdit):
    """Shows the first of several prompts that fits whole; the longest is the tip as well.

    It does so once told to `follow`: hearing of its own size, and asking the style what that leaves for the text, would
    load Qt's events and styles for the first page.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts: tuple[str, ...] = ("",)

    def prompt(self, *texts: str) -> None:
        """Say what the field is for, the longest first."""
        self._prompts = texts
        self.choose()

    def follow(self) -> None:
        """Say more or less in another width or size of text from now on."""
        from app.gui.style.resizing import follow_fit

        follow_fit(self, self.choose)

    def room(self) -> int:
        """The width there is for a text: without the frame that the style adds to the letters asked for."""
        asked = _HINTED * self.fontMetrics().horizontalAdvance("x") + 2 * _BESIDE
        return self.width() - (self.sizeHint().width() - asked) - 2 * _BESIDE

    def choose(self) -> None:
        """Say as much as there is room for."""
        wide, room = self.fontMetrics().horizontalAdvance, self.room()
        self.setPlaceholderText(next((text for text in self._prompts if wide(text) <= room), self._prompts[-1]))

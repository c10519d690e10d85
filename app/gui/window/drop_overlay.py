"""Says, while files are held over the window, what letting go does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.gui.services.translator import Wording
from app.gui.style.theme import Sizes
from app.gui.style.widgets import heading

_MARGIN = 24


class DropOverlay(QFrame):
    """Lies over all of a window; it takes no mouse, so that the window beneath gets what is dropped."""

    def __init__(self, wording: Wording, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._wording, self._window = wording, window
        self.words = heading("", self, Sizes.title)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self)
        inside.addStretch(1)
        inside.addWidget(self.words)
        inside.addStretch(1)
        self.hide()

    def cover(self, *, is_case_open: bool) -> None:
        """Lie over the window as it is now."""
        self.words.setText(self._wording.say("window.drop.here" if is_case_open else "window.drop.new"))
        self.setGeometry(self._window.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        self.raise_()
        self.show()

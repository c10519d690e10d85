"""Says, while files are held over the window, what letting go does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.gui.services.translator import Wording
from app.gui.style.theme import Sizes
from app.gui.style.widgets import heading


class DropOverlay(QFrame):
    """Lies over all of a page, whose window keeps menus and status in sight; it takes no mouse, so that what is dropped
    goes to what is beneath.
    """

    def __init__(self, wording: Wording, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._wording, self._page = wording, page
        self.words = heading("", self, Sizes.title)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self)
        inside.addStretch(1)
        inside.addWidget(self.words)
        inside.addStretch(1)
        self.hide()

    def cover(self, *, is_case_open: bool) -> None:
        """Lie over the page as it is now."""
        self.words.setText(self._wording.say("window.drop.here" if is_case_open else "window.drop.new"))
        self.setGeometry(self._page.rect())
        self.raise_()
        self.show()

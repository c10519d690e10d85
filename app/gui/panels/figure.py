"""A figure with what it is of above it, as a button: pressing it leads to where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.gui.style.theme import Sizes
from app.gui.style.widgets import font_scaled, plain_label, plain_tip


class Figure(QPushButton):
    """Two lines: a small label, and the figure; as wide as the longer of them, so that neither is cut."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"figure-{name}")
        self.setProperty("figure", True)
        self._label, self._value = plain_label("", self), plain_label("", self)
        self._label.setProperty("secondary", True)
        font_scaled(self._label, Sizes.small)
        font_scaled(self._value, Sizes.heading, bold=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.setSpacing(0)
        for label in (self._label, self._value):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)

    @property
    def value(self) -> str:
        """The figure as it is written."""
        return self._value.text()

    def tell(self, label: str, value: str, tip: str) -> None:
        """Show a figure; ``tip`` says what it is made of."""
        self._label.setText(label)
        self._value.setText(value)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(f"{label} {value}")
        self.setAccessibleDescription(tip)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """What both lines need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """No less: a figure is whole or not there."""
        return self.sizeHint()

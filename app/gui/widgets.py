"""Small widgets and habits that several panels share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QSizePolicy, QWidget


def font_scaled(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Make a widget's text larger or smaller than the application's font; it follows when that changes."""
    widget.setProperty("fontFactor", factor)
    widget.setProperty("fontBold", bold)
    _apply_font(widget)


def refresh_fonts(root: QWidget) -> None:
    """Size all texts anew after the application's font changed."""
    for widget in root.findChildren(QWidget):
        if widget.property("fontFactor") is not None:
            _apply_font(widget)


def _apply_font(widget: QWidget) -> None:
    from PySide6.QtWidgets import QApplication

    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * float(widget.property("fontFactor")))
    if widget.property("fontBold"):
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def paragraph(text: str, parent: QWidget, *, secondary: bool = False, factor: float = 1.0) -> QLabel:
    """A text that wraps and can be selected and copied, by mouse and by keyboard."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    label.setMinimumWidth(40)
    if secondary:
        label.setProperty("secondary", True)
    if factor != 1.0:
        font_scaled(label, factor)
    return label


def heading(text: str, parent: QWidget, factor: float = 1.0) -> QLabel:
    """A heading inside a panel."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    font_scaled(label, factor, bold=True)
    return label


def link_button(text: str, parent: QWidget) -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(text, parent)
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def card(parent: QWidget) -> QFrame:
    """A quiet box for things that belong together."""
    frame = QFrame(parent)
    frame.setObjectName("card")
    return frame


def cleared(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            cleared(inner)

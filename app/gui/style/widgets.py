"""Small widgets and habits that several panels share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.gui.style import qt_flags

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

_NARROWEST = 40
_SHARE_OF_SCREEN = 0.92


def font_scaled(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Make a widget's text larger or smaller than the application's font; it follows when that changes."""
    widget.setProperty("fontFactor", factor)
    widget.setProperty("fontBold", bold)
    _apply_font(widget)


def refresh_fonts(root: QWidget) -> None:
    """Size all texts anew after the application's font changed.

    A widget without a font of its own keeps what the font before asked of its letters, unless it is told to forget it.
    """
    from PySide6.QtCore import Qt  # its enumerations are no part of the start

    for widget in root.findChildren(QWidget):
        if widget.property("fontFactor") is not None:
            _apply_font(widget)
        elif not widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
            widget.setFont(QFont())


def _apply_font(widget: QWidget) -> None:
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * float(widget.property("fontFactor")))
    if widget.property("fontBold"):
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def plain_label(text: str, parent: QWidget) -> QLabel:
    """A label that shows its text as it stands: a heading of a file may look like HTML and name a picture."""
    label = QLabel(text, parent)
    label.setProperty("textFormat", qt_flags.PLAIN_TEXT)
    return label


def plain_tip(text: str) -> str:
    """A tool tip that shows its text as it stands, though tool tips know no plain text."""
    if "<" not in text and "&" not in text:
        return text
    from PySide6.QtGui import Qt  # the names of QtGui take a tenth of the start, and few texts ask for them

    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


class Wrapped(QLabel):
    """A text that wraps at any width and never asks for more height than it needs at the width it has.

    Where it is ``selectable``, the mouse can select it once it is over it: a text that can be selected is a document,
    and costs three times as much to lay out, which an explanation of forty texts would feel.
    """

    selectable = False

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setProperty("textFormat", qt_flags.PLAIN_TEXT)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let the mouse select it from now on."""
        if self.selectable:
            self.setProperty("textInteractionFlags", qt_flags.TEXT_SELECTABLE_BY_MOUSE)
        super().enterEvent(event)

    def minimumSizeHint(self) -> QSize:
        """One line: QLabel's own hint is as high as the text would be at its narrowest."""
        return QSize(_NARROWEST, self.fontMetrics().lineSpacing())

    def sizeHint(self) -> QSize:
        """The height at the width it has."""
        width = max(self.width(), _NARROWEST)
        return QSize(width, self.heightForWidth(width))


def paragraph(text: str, parent: QWidget, *, secondary: bool = False, factor: float = 1.0) -> Wrapped:
    """A text that wraps and can be selected and copied."""
    label = Wrapped(text, parent)
    label.selectable = True
    if secondary:
        label.setProperty("secondary", True)
    if factor != 1.0:
        font_scaled(label, factor)
    return label


def heading(text: str, parent: QWidget, factor: float = 1.0) -> Wrapped:
    """A heading inside a panel."""
    label = Wrapped(text, parent)
    font_scaled(label, factor, bold=True)
    return label


def link_button(text: str, parent: QWidget) -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(text, parent)
    button.setProperty("link", True)
    button.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
    return button


def make_primary(button: QPushButton) -> None:
    """Mark the button that most people will press."""
    button.setProperty("primary", True)
    button.style().unpolish(button)
    button.style().polish(button)


def shortened(text: str, longest: int) -> str:
    """A long name or line with its middle left out, so that beginning and ending tell two apart."""
    half = (longest - 1) // 2
    return text if len(text) <= longest else f"{text[:half]}…{text[-half:]}"


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


def size_within_screen(widget: QWidget, width: int, height: int) -> None:
    """Give a dialog or window its size, smaller where the screen has no room for it and its frame."""
    room = widget.screen().availableSize() * _SHARE_OF_SCREEN
    widget.resize(QSize(width, height).boundedTo(room))

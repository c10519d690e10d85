"""Gives the window its colours and the shapes of its controls, from the system's palette or the person's choice."""

from __future__ import annotations

from enum import Enum

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.gui.style.colours import Colours, palette_for, scheme_of, wants_contrast
from app.palette import Ink, Scheme
from app.resource_files import resource

GAP = 8
EDGE = 16
GROUP = 20
_HALF = 127


class Look(Enum):
    """How the window is coloured."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Sizes:
    """How much larger or smaller than the system font a text is."""

    title = 1.3
    heading = 1.1
    small = 0.92


class Theme(QObject):
    """The current colours; ``changed`` is sent when they are others."""

    changed = Signal()

    def __init__(self, application: QApplication, look: Look, *, contrast: bool = False) -> None:
        super().__init__(application)
        self._application = application
        self.look = look
        self.more_contrast = contrast
        self.colours = Colours(Scheme.LIGHT)
        dark = look is Look.SYSTEM and scheme_of(application.palette(), False) is Scheme.DARK
        self._colour(self._chosen(contrast=False, dark=dark), anew=False)

    def settle(self) -> None:
        """Ask the system itself: the first page took it from the palette, which is quicker."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        if self._scheme() is not self.colours.scheme:
            self.apply()

    def choose(self, look: Look) -> None:
        """Take other colours."""
        self.look = look
        self.apply()

    def choose_contrast(self, more: bool) -> None:
        """Take the strongest contrasts, or those of the system."""
        self.more_contrast = more
        self.apply()

    def apply(self) -> None:
        """Colour the application anew."""
        self._colour(self._scheme())

    def _colour(self, scheme: Scheme, *, anew: bool = True) -> None:
        """Take these colours; ``anew`` also where the sheet is the same, which polishes every widget again."""
        self.colours = Colours(scheme)
        self._application.setPalette(palette_for(scheme))
        sheet = style_sheet(self.colours)
        if anew or sheet != self._application.styleSheet():
            self._application.setStyleSheet(sheet)
        self.changed.emit()

    def _follow(self) -> None:
        if self.look is Look.SYSTEM:
            self.apply()

    def _scheme(self) -> Scheme:
        if self.look is Look.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() == QtCore.Qt.ColorScheme.Dark
            return self._chosen(contrast=wants_contrast(), dark=dark)
        return self._chosen(contrast=wants_contrast())

    def _chosen(self, *, contrast: bool, dark: bool = False) -> Scheme:
        dark = dark or self.look is Look.DARK
        if contrast or self.more_contrast:
            return Scheme.CONTRAST_DARK if dark else Scheme.CONTRAST_LIGHT
        return Scheme.DARK if dark else Scheme.LIGHT


def style_sheet(colours: Colours) -> str:
    """The shapes of all controls in one sheet; ``@ink`` stands for a colour, ``@edge`` for that of strong contrasts."""
    text = resource("styles", "window.qss").read_text(encoding="utf-8")
    names = sorted(Ink, key=lambda ink: -len(ink.value))
    for ink in names:
        text = text.replace(f"@{ink.value}", colours[ink].name())
    text = text.replace("@edge", colours[Ink.LINE].name() if colours.high_contrast else "transparent")
    above = on(colours[Ink.ACCENT])
    text = text.replace("@icons", resource("icons").as_posix())
    text = text.replace("@tick", "tick-white" if above.lightness() > _HALF else "tick-black")
    return text.replace("@on_accent", above.name())


def on(ground: QColor) -> QColor:
    """White or near-black, whichever reads better on ``ground``."""
    return max((QColor("#FFFFFF"), QColor("#16191E")), key=lambda ink: contrast(ink, ground))


def contrast(a: QColor, b: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Turns the inks of the design into Qt colours, and takes window parts from the palette where the system sets them."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from app.core.severity import Severity
from app.palette import INKS, SEVERITY_INK, Ink, Scheme

_DARK_BELOW = 128  # lightness of the window colour, 0 to 255
_FROM_PALETTE = {
    Ink.CANVAS: QPalette.ColorRole.Window,
    Ink.PANEL: QPalette.ColorRole.Base,
    Ink.TEXT: QPalette.ColorRole.WindowText,
}
_FROM_PALETTE_IN_CONTRAST = {
    **_FROM_PALETTE,
    Ink.SECONDARY: QPalette.ColorRole.WindowText,
    Ink.LINE: QPalette.ColorRole.WindowText,
    Ink.DUE: QPalette.ColorRole.WindowText,
}


def wants_contrast() -> bool:
    """Say whether the system asks for high contrast; False where Qt cannot tell (before 6.10)."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == QtCore.Qt.ContrastPreference.HighContrast)


def scheme_of(palette: QPalette, contrast: bool | None = None) -> Scheme:
    """Return the scheme that suits a palette; ``contrast`` None asks the system."""
    dark = palette.color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW
    if wants_contrast() if contrast is None else contrast:
        return Scheme.CONTRAST_DARK if dark else Scheme.CONTRAST_LIGHT
    return Scheme.DARK if dark else Scheme.LIGHT


class Colours:
    """The colours of one scheme: ``colours[Ink.SERIOUS]`` is a QColor."""

    def __init__(self, scheme: Scheme, palette: QPalette | None = None) -> None:
        self.scheme = scheme
        self._colours = {ink: QColor(text) for ink, text in INKS[scheme].items()}
        if palette is not None:
            roles = _FROM_PALETTE_IN_CONTRAST if self.high_contrast else _FROM_PALETTE
            self._colours |= {ink: palette.color(role) for ink, role in roles.items()}

    @classmethod
    def of(cls, palette: QPalette, contrast: bool | None = None) -> Colours:
        """Return the colours that suit a palette, its window parts taken from it."""
        return cls(scheme_of(palette, contrast), palette)

    @property
    def dark(self) -> bool:
        """Whether light things stand on a dark ground."""
        return self.scheme in (Scheme.DARK, Scheme.CONTRAST_DARK)

    @property
    def high_contrast(self) -> bool:
        """Whether only the strongest contrasts are used."""
        return self.scheme in (Scheme.CONTRAST_LIGHT, Scheme.CONTRAST_DARK)

    def __getitem__(self, ink: Ink) -> QColor:
        return self._colours[ink]

    def severity(self, severity: Severity) -> tuple[QColor, QColor]:
        """Return the colour of a severity and of its ground."""
        ink, ground = SEVERITY_INK[severity]
        return self._colours[ink], self._colours[ground]

    def faded(self, ink: Ink, opacity: float) -> QColor:
        """Return an ink with an opacity from 0 to 1."""
        colour = QColor(self._colours[ink])
        colour.setAlphaF(opacity)
        return colour


def palette_for(scheme: Scheme) -> QPalette:
    """Return a palette made of a scheme's inks, for a theme that the person chose against the system's."""
    c = Colours(scheme)
    roles = {
        QPalette.ColorRole.Window: c[Ink.CANVAS],
        QPalette.ColorRole.Base: c[Ink.PANEL],
        QPalette.ColorRole.AlternateBase: c[Ink.CANVAS],
        QPalette.ColorRole.Button: c[Ink.PANEL],
        QPalette.ColorRole.ToolTipBase: c[Ink.PANEL],
        QPalette.ColorRole.WindowText: c[Ink.TEXT],
        QPalette.ColorRole.Text: c[Ink.TEXT],
        QPalette.ColorRole.ButtonText: c[Ink.TEXT],
        QPalette.ColorRole.ToolTipText: c[Ink.TEXT],
        QPalette.ColorRole.BrightText: c[Ink.SERIOUS],
        QPalette.ColorRole.PlaceholderText: c[Ink.HINT],
        QPalette.ColorRole.Link: c[Ink.ACCENT],
        QPalette.ColorRole.LinkVisited: c[Ink.PLAN],
        QPalette.ColorRole.Highlight: c[Ink.ACCENT],
        QPalette.ColorRole.HighlightedText: c[Ink.PANEL],
        QPalette.ColorRole.Accent: c[Ink.ACCENT],
        QPalette.ColorRole.Light: c[Ink.PANEL],
        QPalette.ColorRole.Midlight: c[Ink.GRID],
        QPalette.ColorRole.Mid: c[Ink.LINE],
        QPalette.ColorRole.Dark: c[Ink.HINT],
        QPalette.ColorRole.Shadow: c[Ink.HINT],
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, colour)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, c[Ink.HINT])
    return palette

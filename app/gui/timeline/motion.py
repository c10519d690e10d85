"""Moves the timeline from one scale to another, briefly, or at once where less motion is wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

from app.timeline.scale import Scale

DURATION_MS = 110


class Motion:
    """One movement at a time; a new one starts from where the view is."""

    def __init__(self, widget: QWidget, show: Callable[[Scale], None]) -> None:
        self._widget = widget
        self._show = show
        self._animation = QVariantAnimation(widget)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(DURATION_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._advance)
        self._from: Scale | None = None
        self._to: Scale | None = None
        self.allowed = True

    def go(self, start: Scale, end: Scale) -> None:
        """Move from one scale to another."""
        self.stop()
        if not self._wanted() or start == end:
            self._show(end)
            return
        self._from, self._to = start, end
        self._animation.start()

    def stop(self) -> None:
        """End a movement where it is."""
        self._animation.stop()

    def _wanted(self) -> bool:
        """Whether the person, the system's style and the moment allow it: what nobody sees need not move."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        system = self._widget.style().styleHint(hint, None, self._widget) > 0
        return system and self.allowed and self._widget.isVisible()

    def _advance(self, share: object) -> None:
        if self._from is not None and self._to is not None and isinstance(share, float):
            self._show(self._to if share >= 1.0 else self._from.between(self._to, share))

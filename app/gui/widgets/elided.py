"""A line of text that is shortened in the middle where there is no room; the whole of it is in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.gui.style.painting import never_raises, painting
from app.gui.style.widgets import plain_tip

_NARROWEST = 60


class Elided(QLabel):
    """For names of files, whose beginning and end tell most, and for lines that can be said in fewer words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._choices: tuple[str, ...] = ("",)

    def setText(self, text: str) -> None:
        """Show a text."""
        self.offer(text)

    def offer(self, *texts: str) -> None:
        """Show the first of these texts that there is room for, the last one shortened where there is for none."""
        self._choices = texts
        self.setToolTip(plain_tip(texts[0]))
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more or less in another width."""
        super().resizeEvent(event)
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        """Say more or less in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._choose()

    def showEvent(self, event: QShowEvent) -> None:
        """Say what there is room for, which is known only now."""
        super().showEvent(event)
        self._choose()

    def _choose(self) -> None:
        if not self.isVisible():
            super().setText(self._choices[0])
            return
        room = self.fontMetrics().horizontalAdvance
        fitting = (text for text in self._choices if room(text) <= self.width() - 2)
        super().setText(next(fitting, self._choices[-1]))

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of it as there is room for."""
        with painting(self) as painter:
            self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def sizeHint(self) -> QSize:
        """The whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Enough to recognise it."""
        return QSize(_NARROWEST, self.fontMetrics().height() + 2)

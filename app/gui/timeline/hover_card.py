"""The card that floats beside the pointer and says what a mark is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.gui.style.colours import Colours
from app.gui.style.painting import never_raises, painting
from app.gui.timeline.painter import tabular
from app.palette import Ink
from app.timeline.tooltips import Card, Line

_PAD, _GAP = 12, 4
_LOW_PAD, _LOW_GAP = 4, 0
"""Where the room is lower than the card."""
_COLUMN_GAP = 20
_AWAY = 14
"""Distance from the pointer."""
_WIDEST = 380
_SHADOW = 3


class HoverCard(QWidget):
    """A title and lines, amounts at the right; long lines are wrapped, none is cut. It never takes the pointer."""

    def __init__(self, beside: QWidget, colours: Colours) -> None:
        """It stands beside points of one widget and may reach over all of the region that holds it."""
        self._room = beside.parentWidget() or beside
        super().__init__(self._room)
        self._beside = beside
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.colours = colours
        self._card: Card | None = None
        self._pad, self._gap = _PAD, _GAP
        self.hide()

    @property
    def card(self) -> Card | None:
        """What it says, None while it is hidden."""
        return self._card

    def say(self, card: Card, at: QPoint, left: int | None = None) -> None:
        """Show a card beside a point of its widget, on the side where there is room.

        What it is about may begin farther left, at ``left``: the card then stands before that where it fits there.
        """
        if card != self._card:
            self._card = card
            self._pad, self._gap = _PAD, _GAP
            if self._needed().height() > self._room.height():
                self._pad, self._gap = _LOW_PAD, _LOW_GAP
            self.resize(self._needed())
            self.update()
        off = QPoint() if self._beside is self._room else self._beside.pos()
        self.move(self._place(at + off, (at.x() if left is None else left) + off.x()))
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Hide."""
        self._card = None
        self.hide()

    def _place(self, at: QPoint, left: int) -> QPoint:
        room = self._room.rect()
        after, before = at.x() + _AWAY, left - _AWAY - self.width()
        inside = at.x() - _AWAY - self.width()
        x = after if after + self.width() <= room.width() else before if before >= 0 else inside
        y = at.y() + _AWAY if at.y() + _AWAY + self.height() <= room.height() else at.y() - _AWAY - self.height()
        return QPoint(max(min(x, room.width() - self.width()), 0), max(min(y, room.height() - self.height()), 0))

    def _fonts(self) -> tuple[QFont, QFont]:
        return tabular(self.font(), 1.0, True), tabular(self.font(), 0.92)

    def _needed(self) -> QSize:
        rows, inner = self._rows()
        height = sum(area.height() for _, area, _ in rows) + self._gap * (len(rows) - 1)
        return QSize(inner + 2 * _PAD + 2 * _SHADOW, height + 2 * self._pad + 2 * _SHADOW)

    def _rows(self) -> tuple[list[tuple[Line, QRect, QFont]], int]:
        """The lines with the size each needs, and the width that holds them all."""
        if self._card is None:
            return [], 0
        title, small = self._fonts()
        lines = [(Line(self._card.title, Ink.TEXT), title), *((line, small) for line in self._card.lines)]
        rows = [(line, _size(line, font), font) for line, font in lines]
        return rows, max(area.width() for _, area, _ in rows)

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground with a soft edge, then the lines."""
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
            for spread in range(_SHADOW, 0, -1):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(0, 0, 0, 14))
                painter.drawRoundedRect(ground.adjusted(-spread, -spread + 1, spread, spread), 8 + spread, 8 + spread)
            painter.setPen(QPen(self.colours[Ink.LINE], 1))
            painter.setBrush(self.colours[Ink.PANEL])
            painter.drawRoundedRect(ground, 8, 8)
            self._paint_lines(painter)

    def _paint_lines(self, painter: QPainter) -> None:
        rows, inner = self._rows()
        y = self._pad + _SHADOW
        for line, area, font in rows:
            painter.setFont(font)
            painter.setPen(self.colours[line.ink])
            place = QRect(_PAD + _SHADOW, y, inner, area.height())
            text = place.adjusted(0, 0, -_beside(line, font), 0)
            painter.drawText(text, wrapping(line.text, font, text.width()), line.text)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, line.amount)
            y += area.height() + self._gap


def wrapping(text: str, font: QFont, width: int) -> int:
    """Lines end between words; inside one only where it is wider than the card, as a long name of a file."""
    metrics = QFontMetrics(font)
    breaks = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    widest = metrics.boundingRect(QRect(0, 0, width, 10_000), int(breaks), text).width()
    return int(breaks | Qt.TextFlag.TextWrapAnywhere if widest > width else breaks)


def _beside(line: Line, font: QFont) -> int:
    """The width that the amount takes beside the text."""
    return QFontMetrics(font).horizontalAdvance(line.amount) + _COLUMN_GAP if line.amount else 0


def _size(line: Line, font: QFont) -> QRect:
    amount = _beside(line, font)
    room = _WIDEST - amount
    area = QFontMetrics(font).boundingRect(QRect(0, 0, room, 10_000), wrapping(line.text, font, room), line.text)
    return QRect(0, 0, area.width() + amount + 1, area.height())

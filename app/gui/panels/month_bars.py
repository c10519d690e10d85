"""What falls due month by month as bars: certain full, computed pale, what is only usual as an outline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.core.money import Fen, grouped
from app.core.views.months import MonthAhead
from app.gui.services.translator import Wording
from app.gui.style.painting import never_raises, painting
from app.gui.style.theme import Sizes, Theme
from app.gui.style.widgets import font_scaled, plain_tip
from app.palette import Ink

MOST_MONTHS = 6
"""As many as have room for their amounts side by side."""
_FIELD, _GAP, _WIDEST, _WIDEST_SLOT = 72, 5, 34.0, 96.0
_PALE = 0.45


class MonthBars(QWidget):
    """Paints a bar for each month; what it shows is said in its accessible name and, by month, in its tool tips."""

    def __init__(self, months: Sequence[MonthAhead], wording: Wording, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._months, self._wording, self._theme = tuple(months), wording, theme
        self._highest = max(1, *(month.most for month in self._months))
        self.setAccessibleName(wording.say("ahead.chart.name"))
        self.setAccessibleDescription("\n".join(self.told(month) for month in self._months))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font_scaled(self, Sizes.small)

    def told(self, month: MonthAhead) -> str:
        """A month in words."""
        say = self._wording.say
        parts = [
            say(f"ahead.chart.{name}", amount=amount)
            for name, amount in (("certain", month.certain), ("computed", month.computed))
            if amount
        ]
        if month.high:
            parts.append(say("ahead.chart.estimated", low=month.low, high=month.high))
        if month.untold:
            parts.append(say("ahead.chart.untold", count=month.untold))
        if not parts:
            parts.append(say("ahead.chart.nothing"))
        return say("ahead.chart.month", month=f"{month.first:%Y-%m}", parts=tuple(parts))

    @property
    def key(self) -> str:
        """What the ways to draw a bar mean, of those that are drawn."""
        ways = {"certain": "certain", "computed": "computed", "estimated": "high"}
        drawn = [way for way, amount in ways.items() if any(getattr(month, amount) for month in self._months)]
        return " · ".join(self._wording.say(f"ahead.chart.key-{way}") for way in drawn)

    def label(self, month: MonthAhead) -> str:
        """What stands above a bar: the amount, up to which it may go, or nothing."""
        if month.high > month.low:
            return f"≤{_short(month.most)}"
        return _short(month.most) if month.most else ("?" if month.untold else "")

    def sizeHint(self) -> QSize:
        """Two lines of words and the bars between them."""
        return QSize(200, _FIELD + 2 * self.fontMetrics().height() + 3 * _GAP)

    def minimumSizeHint(self) -> QSize:
        """As high as it needs."""
        return QSize(120, self.sizeHint().height())

    @never_raises
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars with their amounts and months."""
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            colours, field = self._theme.colours, self._field()
            painter.setPen(QPen(colours[Ink.LINE], 1))
            painter.drawLine(field.bottomLeft() + QPointF(0, 0.5), field.bottomRight() + QPointF(0, 0.5))
            for number, month in enumerate(self._months):
                self._bar(painter, month, self._slot(number), field)
                self._words(painter, month, self._slot(number), field)

    def _field(self) -> QRectF:
        line = self.fontMetrics().height() + _GAP
        return QRectF(self.rect()).adjusted(0, line, 0, -line)

    def _slot(self, number: int) -> QRectF:
        width = min(self.width() / len(self._months), _WIDEST_SLOT)
        left = (self.width() - width * len(self._months)) / 2
        return QRectF(left + number * width, 0, width, self.height())

    def _bar(self, painter: QPainter, month: MonthAhead, slot: QRectF, field: QRectF) -> None:
        high = self._highest
        width = min(slot.width() * 0.56, _WIDEST)
        left, colour = slot.center().x() - width / 2, self._theme.colours[Ink.ACCENT]

        def box(start: Fen, end: Fen) -> QRectF:
            foot, top = (field.bottom() - field.height() * level / high for level in (start, end))
            return QRectF(left, min(top, foot - 2), width, max(foot - top, 2))

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if month.certain:
            painter.drawRect(box(0, month.certain))
        painter.setOpacity(_PALE)
        if month.computed:
            painter.drawRect(box(month.certain, month.known))
        painter.setOpacity(1.0)
        if month.high:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DashLine))
            painter.drawRect(box(month.known, month.most).adjusted(0.6, 0.6, -0.6, -0.6))

    def _words(self, painter: QPainter, month: MonthAhead, slot: QRectF, field: QRectF) -> None:
        colours, metrics = self._theme.colours, QFontMetrics(self.font())
        high = self._highest
        top = field.bottom() - field.height() * month.most / high
        above = QRectF(slot.left() - 4, top - metrics.height() - 2, slot.width() + 8, metrics.height())
        painter.setPen(colours[Ink.TEXT])
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, self.label(month))
        below = QRectF(slot.left(), field.bottom() + _GAP, slot.width(), metrics.height())
        painter.setPen(colours[Ink.SECONDARY])
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._wording.say(f"timeline.month.{month.first.month}"))

    def event(self, event: QEvent) -> bool:
        """Say the month under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._months:
            under = [n for n in range(len(self._months)) if self._slot(n).contains(QPointF(event.pos()))]
            QToolTip.showText(event.globalPos(), plain_tip(self.told(self._months[under[0]])) if under else "", self)
            return True
        return super().event(event)


def _short(amount: Fen) -> str:
    """An amount that has room above a bar: without the fen where they are none or the amount is large."""
    text = grouped(amount)
    return text.removesuffix(".00") if text.endswith(".00") else text

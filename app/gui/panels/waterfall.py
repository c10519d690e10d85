"""The bridge as a picture: expected, each cause as a step, actual."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.money import Fen, grouped
from app.gui.style.painting import never_raises, painting
from app.gui.style.theme import Sizes, Theme
from app.gui.style.widgets import font_scaled
from app.palette import Ink

_TOP, _SIDE, _HEIGHT, _NAME_GAP = 26, 12, 132, 6
_NAME_FLAGS = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from ``start`` to ``end`` in fen; ``step`` tells a cause from the two ends."""

    label: str
    start: Fen
    end: Fen
    ink: Ink
    step: bool

    @property
    def amount(self) -> str:
        """What stands above the bar."""
        return grouped(self.end - self.start, signed=True) if self.step else grouped(self.end)


def bars(expected: Fen, parts: list[tuple[str, Fen]], ends: tuple[str, str], *, harmless: bool = False) -> list[Bar]:
    """The bars of a bridge: from ``expected`` by each part to what happened; ``ends`` name the first and the last.

    Red is what was paid too much; what is less, and all of what is ``harmless``, says nothing of good or bad.
    """
    found = [Bar(ends[0], 0, expected, Ink.DUE, False)]
    level = expected
    for label, amount in parts:
        ink = Ink.PAID_MORE if amount > 0 and not harmless else Ink.SECONDARY
        found.append(Bar(label, level, level + amount, ink, True))
        level += amount
    return [*found, Bar(ends[1], 0, level, Ink.DEBIT, False)]


def scale_of(shown: list[Bar]) -> tuple[Fen, Fen]:
    """The lowest and the highest amount drawn.

    Where the steps are small beside the ends, the axis does not begin at zero but below the lowest step, so that a
    cause of a yuan can be seen on a debit of a thousand; the ends are then drawn with a torn foot.
    """
    levels = [level for bar in shown for level in (bar.start, bar.end)]
    steps = [level for bar in shown if bar.step for level in (bar.start, bar.end)]
    high, low = max([0, *levels]), min([0, *levels])
    if steps and low == 0 and high > 0 and (max(steps) - min(steps)) * 4 < high:
        reach = max(max(steps) - min(steps), 1)
        return min(steps) - reach, max(steps)
    return low, max(high, low + 1)


class Waterfall(QWidget):
    """Paints the bars; the same numbers stand in the table below it."""

    def __init__(self, shown: list[Bar], theme: Theme, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._bars = shown
        self._theme = theme
        self.setAccessibleName(spoken)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        font_scaled(self, Sizes.small)

    def sizeHint(self) -> QSize:
        """Wide as there is room, high enough to see steps."""
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def hasHeightForWidth(self) -> bool:
        """Names of causes wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that steps and the longest name need."""
        return _HEIGHT + self._names_height(width)

    def _names_height(self, width: int) -> int:
        slot = (width - 2 * _SIDE) / len(self._bars) - _NAME_GAP
        box, metrics = QRect(0, 0, int(slot), 1000), QFontMetrics(self.font())
        return max(metrics.boundingRect(box, _NAME_FLAGS, bar.label).height() for bar in self._bars)

    @never_raises
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all bars with their amounts, their names and what joins them."""
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            low, high = scale_of(self._bars)
            field = QRectF(self.rect()).adjusted(_SIDE, _TOP, -_SIDE, -(self._names_height(self.width()) + 12))
            slot = field.width() / len(self._bars)
            width = min(slot * 0.62, 56.0)

            def y(level: Fen) -> float:
                return field.bottom() - field.height() * (max(level, low) - low) / (high - low)

            for number, bar in enumerate(self._bars):
                middle = field.left() + slot * (number + 0.5)
                box = QRectF(middle - width / 2, y(bar.end), width, y(bar.start) - y(bar.end)).normalized()
                box = box if box.height() >= 2.5 else QRectF(box.left(), box.center().y() - 1.25, width, 2.5)
                self._bar(painter, bar, box, torn=low > 0 and not bar.step)
                self._words(painter, bar, middle, slot, box.top(), field.bottom())
                if number + 1 < len(self._bars):
                    following = QPointF(middle + slot - width / 2, y(bar.end))
                    self._join(painter, QPointF(middle + width / 2, y(bar.end)), following)

    def _bar(self, painter: QPainter, bar: Bar, box: QRectF, torn: bool) -> None:
        colours = self._theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours[bar.ink])
        painter.drawRoundedRect(box, 2, 2)
        if torn:
            painter.setPen(QPen(colours[Ink.CANVAS], 2))
            cut = box.bottom() - 9
            for shift in (0, 4):
                painter.drawLine(QPointF(box.left() - 2, cut + shift + 2), QPointF(box.right() + 2, cut + shift - 2))

    def _words(self, painter: QPainter, bar: Bar, middle: float, slot: float, top: float, bottom: float) -> None:
        colours, metrics = self._theme.colours, QFontMetrics(self.font())
        painter.setFont(self.font())
        painter.setPen(colours[Ink.TEXT])
        above = QRectF(middle - slot / 2 - 8, top - metrics.height() - 3, slot + 16, metrics.height())
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, bar.amount)
        painter.setPen(colours[Ink.SECONDARY])
        below = QRectF(middle - (slot - _NAME_GAP) / 2, bottom + 6, slot - _NAME_GAP, self.height() - bottom - 6)
        painter.drawText(below, _NAME_FLAGS, bar.label)

    def _join(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        pen = QPen(self._theme.colours[Ink.HINT], 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(start, end)

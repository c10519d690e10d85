"""What the marks of the timeline mean, in a strip as high as it needs; only what the case has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.explanation import EventKind
from app.gui.style.colours import Colours
from app.gui.style.painting import never_raises, painting
from app.gui.timeline.painter import Canvas
from app.palette import Ink
from app.timeline import glyphs
from app.timeline.metrics import Say, TextSize
from app.timeline.shapes import Anchor, Lines, Shape, Text

if TYPE_CHECKING:
    from app.timeline.model import Timeline

_MARK, _GAP, _BETWEEN, _LINE, _EDGE = 13.0, 6.0, 16.0, 20.0, 14.0
_ORDER = (
    EventKind.DRAWDOWN, EventKind.DUE, EventKind.DEBIT, EventKind.FAILED_DEBIT, EventKind.REFUND, EventKind.FEE,
    EventKind.PREPAYMENT, EventKind.SETTLEMENT, EventKind.BANK, EventKind.POSTING, EventKind.WAIVER, EventKind.STATUS,
    EventKind.PLAN_CHANGE, EventKind.BILL, EventKind.BILL_LINE, EventKind.RESERVE_TAKEN, EventKind.RESERVE_RETURNED,
)  # fmt: skip
_SEVERAL, _DAY, _TIMES = "several", "as-of", "×2"


class Legend(QWidget):
    """Marks with their words side by side, in as many lines as the width asks for."""

    def __init__(self, say: Say, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._say = say
        self._canvas = Canvas(self.font(), colours)
        self._kinds: list[EventKind] = []
        self._dated = self._merged = False
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_case(self, timeline: Timeline | None, say: Say, colours: Colours) -> None:
        """Tell of the marks of a case, in a language and in colours."""
        self._say = say
        self._canvas = Canvas(self.font(), colours)
        present = {event.kind for event in timeline.events} if timeline is not None else set()
        self._kinds = [kind for kind in _ORDER if kind in present]
        self._dated = timeline is not None and timeline.explanation.day is not None
        self._merged = timeline is not None and len(timeline.events) > len(timeline.starts)
        self.setAccessibleName(say("timeline.legend.name"))
        self.setAccessibleDescription(", ".join(text for _, text in self._items()))
        self.updateGeometry()
        self.update()

    def _items(self) -> list[tuple[EventKind | str, str]]:
        """What is shown, each with its words."""
        marks: list[tuple[EventKind | str, str]] = [(k, self._say(f"timeline.kind.{k.value}")) for k in self._kinds]
        marks += [(_SEVERAL, self._say("timeline.legend.several"))] if self._merged else []
        return marks + ([(_DAY, self._say("timeline.legend.as-of"))] if self._dated else [])

    def _wide(self, item: EventKind | str) -> float:
        """How wide the mark of an item is: one that stands for several is wider."""
        return self._canvas.metrics.units(_MARK * 1.6 if item == _SEVERAL else _MARK)

    def _placed(self, width: float) -> tuple[list[tuple[EventKind | str, str, float, float]], float]:
        """Each item with its left edge and the middle of its line; and the height of all lines."""
        metrics = self._canvas.metrics
        line, edge = metrics.units(_LINE), metrics.units(_EDGE)
        x, y, placed = edge, line / 2, []
        for item, text in self._items():
            wide = self._wide(item) + _GAP + metrics.width(text, TextSize.SMALL)
            if x > edge and x + wide > width - edge:
                x, y = edge, y + line
            placed.append((item, text, x, y))
            x += wide + _BETWEEN
        return placed, y + line / 2

    def hasHeightForWidth(self) -> bool:
        """Less width makes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at a width."""
        return round(self._placed(width)[1]) + 4 if self._items() else 0

    def sizeHint(self) -> QSize:
        """As high as it is now."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Any width does."""
        return QSize(80, self.heightForWidth(max(self.width(), 200)))

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks as the timeline does, each with its words."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), self._canvas.background)
            self._canvas.draw(painter, self._shapes())

    def _shapes(self) -> Iterator[Shape]:
        size = self._canvas.metrics.units(_MARK)
        for item, text, x, y in self._placed(self.width())[0]:
            middle = y + 2
            if isinstance(item, EventKind):
                yield from glyphs.mark(item, x, x + size, middle, size)
            elif item == _SEVERAL:
                yield from glyphs.mark(EventKind.DEBIT, x, x + self._wide(item), middle, size, plain=True)
                place = x + self._wide(item) / 2
                yield Text(place, middle, _TIMES, Ink.PANEL, TextSize.SMALL, Anchor.MIDDLE, strong=True)
            else:
                at = x + size / 2
                yield Lines(np.array([[at, middle - size / 2, at, middle + size / 2]]), Ink.HINT, dashed=True)
            yield Text(x + self._wide(item) + _GAP, middle, text, Ink.SECONDARY, TextSize.SMALL)

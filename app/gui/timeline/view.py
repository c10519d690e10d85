"""The timeline as a widget: pan, zoom, choose by mouse or keyboard; it announces what is selected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.gui.style.colours import Colours
from app.gui.timeline.keys import act
from app.gui.timeline.pointer import Pointer
from app.gui.timeline.selectable_area import SelectableArea
from app.timeline.scale import day_number

if TYPE_CHECKING:  # numpy comes with the first case, not with the empty window
    from app.core.explanation import Explanation
    from app.timeline.metrics import Say
    from app.timeline.model import Timeline
    from app.timeline.picking import Hit
    from app.timeline.shapes import Shape

_ZOOM_STEP = 1.25
_CLOSE_UP_MARGIN_PX = 80.0
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class TimelineView(SelectableArea):
    """Shows an explanation in time."""

    laneNamed = Signal(object, QPoint)
    """The name of a lane (``Lane``) was pressed, at a point of the screen."""

    def __init__(self, say: Say, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(say, colours, parent)
        self._hit: Hit | None = None
        self._settling: tuple[float, str] | None = None
        self.pointer = Pointer(self)
        self._describe()

    # The case

    def set_explanation(self, explanation: Explanation | None) -> None:
        """Show a case, or nothing. Large cases: prepare them in a thread and call ``set_timeline``."""
        from app.timeline.model import prepare

        self.set_timeline(None if explanation is None else prepare(explanation))

    def set_timeline(self, timeline: Timeline | None) -> None:
        """Show what ``app.timeline.model.prepare`` made; the selection and the span in view stay where they can."""
        event, discrepancy = self.selected_event, self.selected_discrepancy
        self.mark_range(0, 0, done=True)
        self._event = None if timeline is None else timeline.index.get(event or "")
        self._discrepancy = None if timeline is None else timeline.brackets.index.get(discrepancy or "")
        self._put_on_stage(timeline)
        if event and self._event is None:
            self.eventSelected.emit("")
        if discrepancy and self._discrepancy is None:
            self.discrepancySelected.emit("")

    def _reset(self) -> None:
        if self._card is not None:
            self._card.colours = self._colours
        if self._stage is not None:
            self._stage.choose(self._event, self._discrepancy)
        super()._reset()
        self._describe()
        self._show_range_card()

    def clear(self) -> bool:
        """Take back the last thing that is marked: the range, else the selection. Say whether there was one."""
        if self._range is not None:
            self.mark_range(0, 0, done=True)
            return True
        marked = self._event is not None or self._discrepancy is not None
        self._select(None, None)
        return marked

    # Paper

    def save_picture(self, path: Path, *, everything: bool = True) -> None:
        """Write SVG, PNG or PDF, by the ending of the name. Raises OSError, ValueError for another ending."""
        from app.gui.timeline.output import save

        if self._stage is not None:
            save(self._stage.layout, path, self._say, everything=everything)

    def picture(self) -> QImage | None:
        """What is in view as a picture in the colours of paper, twice as sharp as the screen; None without a case."""
        from app.gui.timeline.output import image

        return None if self._stage is None else image(self._stage.layout)

    # The pointer

    def hover(self, at: QPointF) -> None:
        """Show what lies under a point, in a card and with a ring."""
        if self._stage is None:
            return
        hit = self._stage.pick(at, self._scrolled)
        if hit != self._hit:
            before = self._stage.ring_area(self._hit, self._scrolled)
            self._hit = hit
            self.viewport().update(before.united(self._stage.ring_area(hit, self._scrolled)))
        self.viewport().setCursor(self._cursor_over(at))
        if hit is not None:
            self._floating().say(self._stage.hit_card(hit), at.toPoint())
        else:
            self._show_range_card()

    def _cursor_over(self, at: QPointF) -> Qt.CursorShape:
        """The shape of the pointer over what it can do there."""
        if self.marking:
            return Qt.CursorShape.CrossCursor
        named = self._stage is not None and self._stage.lane_at(at, self._scrolled) is not None
        return Qt.CursorShape.PointingHandCursor if named or self._hit is not None else Qt.CursorShape.ArrowCursor

    def choose_if_hit(self, at: QPointF) -> bool:
        """Select what lies under a point, beside everything nothing; say whether it was a lane, with its own menu."""
        lane = self._stage is not None and self._stage.lane_at(at, self._scrolled) is not None
        if lane or (self._stage is not None and self._stage.pick(at, self._scrolled) is not None):
            self.choose(at)
        return lane

    def choose(self, at: QPointF) -> None:
        """Select what was clicked: an event, the worst discrepancy of a frame; beside everything, nothing."""
        if self._stage is None:
            return
        if (lane := self._stage.lane_at(at, self._scrolled)) is not None:
            self.laneNamed.emit(lane, self.viewport().mapToGlobal(at.toPoint()))
            return
        event, discrepancy = self._stage.chosen(at, self._scrolled)
        keeps = event is not None and discrepancy is None
        self._select(event, self._discrepancy if keeps else discrepancy)

    def look_closer(self, at: QPointF) -> None:
        """Fit what was clicked twice into the view, or zoom in there; a single mark is opened."""
        if self._stage is None:
            return
        hit = self._stage.pick(at, self._scrolled, joined=True)
        span = self._stage.span_of(hit)
        if span is None:
            self._go(self._stage.scale.zoomed(_ZOOM_STEP**3, at.x()))
        elif span[0] == span[1]:
            if not self._stage.holds_selected(hit):
                self.choose(at)
            self.activate()
        else:
            self._go(self._stage.scale.showing(*span, _CLOSE_UP_MARGIN_PX))

    def show_hand(self, closed: bool) -> None:
        """Show by the pointer's shape whether the contents are held."""
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor if closed else Qt.CursorShape.ArrowCursor)

    def _forget_hover(self) -> None:
        self._hit = None
        if self._card is not None:
            self._card.dismiss()

    def _over(self) -> Iterable[Shape]:
        if self._stage is None:
            return ()
        over = self._stage.over(self._hit, self._range)
        return over if self._settling is None else chain(over, self._stage.settling(self._settling[0]))

    def _above(self) -> Iterable[Shape]:
        if self._stage is None or self._settling is None:
            return ()
        return self._stage.settling_head(*self._settling)

    def reveal_day(self, day: date) -> None:
        """Move as little as brings a day into view; zoomed in to less than a week it stays where it is."""
        if self._stage is not None:
            at, top = day_number(day) + 0.5, float(self.verticalScrollBar().value()) + self._stage.grid.pinned
            if not self._stage.scale.start <= at <= self._stage.scale.end:
                self._reveal(at, at, top, top)

    def show_settling(self, day: date | None, amount: str = "") -> None:
        """Show the line of a day on which everything is settled and what that costs; None takes it away."""
        self._settling = None if day is None else (day_number(day) + 0.5, amount)
        self.viewport().update()

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a pan or a range."""
        self.show_focus(False)
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, mark or hover."""
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click, a pan or a range."""
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look closer."""
        self.pointer.twice(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms about the pointer, Shift or a sideways wheel pans, else rows scroll where there are more."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM_STEP ** (turn.y() / 120), event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self.pan_by(turn.x() or turn.y(), 0)
        else:
            super().wheelEvent(event)
            return
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by pinching; forget the pointer when it leaves."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(max(1 + event.value(), 0.1), event.position().x())
            return True
        if event.type() is QEvent.Type.Leave and self._stage is not None:
            self.viewport().update(self._stage.ring_area(self._hit, self._scrolled).united(QRect()))
            self._forget_hover()
            self._show_range_card()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See ``keys``; a key that means nothing here is left to others."""
        if self._stage is None or not act(self, event):
            event.ignore()
            return
        self.show_focus(True)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, when it came by keyboard."""
        super().focusInEvent(event)
        self.show_focus(event.reason() in _KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.show_focus(False)

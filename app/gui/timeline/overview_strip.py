"""The strip above the timeline: the whole case, with a frame on what is in view that can be dragged."""

from __future__ import annotations

from itertools import chain

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.style.painting import never_raises, painting
from app.gui.timeline.painter import Canvas
from app.gui.timeline.presenter import Stage
from app.palette import Ink
from app.timeline.overview import Told, strip, told
from app.timeline.scale import Scale
from app.timeline.shapes import Box

_GRIP_PX = 5
_SMALLEST_PX = 8.0


class OverviewStrip(QWidget):
    """Drag the frame to move the view, its edges to narrow or widen it; a click elsewhere brings the frame there."""

    moved = Signal(float, float)
    """The first day number and the number of days that the view shall show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stage: Stage | None = None
        self._canvas: Canvas | None = None
        self._pixmap: QPixmap | None = None
        self._told: tuple[Told, ...] = ()
        self._grip: tuple[str, float] | None = None

    def show_stage(self, stage: Stage | None, canvas: Canvas | None) -> None:
        """Show a case; None shows nothing."""
        self._stage, self._canvas, self._pixmap = stage, canvas, None
        self.update()

    def _scale(self) -> Scale | None:
        if self._stage is None:
            return None
        whole, gutter = self._stage.everything(), self._stage.grid.gutter
        return Scale(whole.start, whole.days, gutter + 1, max(self.width() - gutter - 13.0, 1.0))

    def _frame(self) -> QRectF:
        """The frame on what is in view; never so narrow that it cannot be held."""
        scale = self._scale()
        if scale is None or self._stage is None:
            return QRectF()
        left, right = scale.x(self._stage.scale.start), scale.x(self._stage.scale.end)
        missing = max(_SMALLEST_PX - (right - left), 0) / 2
        return QRectF(left - missing, 6.5, right - left + 2 * missing, self.height() - 12)

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the bars and the frame."""
        scale = self._scale()
        if self._stage is None or self._canvas is None or scale is None:
            return
        if self._pixmap is None:
            self._pixmap = self._drawn(self._stage, self._canvas, scale)
        frame = self._frame()
        box = Box(frame.x(), frame.y(), frame.width(), frame.height(), 4, Ink.ACCENT, Ink.ACCENT, 1.4, 0.12)
        with painting(self) as painter:
            painter.drawPixmap(0, 0, self._pixmap)
            left, right = frame.left(), frame.right()
            over = [one for one in self._told if one.left < left < one.right or one.left < right < one.right]
            self._canvas.draw(painter, [box, *chain.from_iterable(one.shapes for one in over)])

    def _drawn(self, stage: Stage, canvas: Canvas, scale: Scale) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(canvas.background)
        with painting(pixmap) as painter:
            ground = Box(scale.left - 1, 6.5, scale.width + 2, self.height() - 12.0, 4, Ink.PANEL, Ink.LINE)
            ends = 8.0, self.height() - 7.0
            shapes = list(strip(stage.timeline, scale, canvas.metrics, stage.words.say, ends))
            self._told = told(shapes, canvas.metrics)
            canvas.draw(painter, [ground, *shapes])
        return pixmap

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew at the other size."""
        self._pixmap = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the frame or of an edge; elsewhere bring the frame there first."""
        scale = self._scale()
        if event.button() is not Qt.MouseButton.LeftButton or scale is None or self._stage is None:
            return
        place, at = self._part(event.position()), scale.day(event.position().x())
        if place == "outside":
            days = self._stage.scale.days
            self.moved.emit(at - days / 2, days)
            place = "frame"
        self._grip = place, at - self._stage.scale.start

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held; else show by the pointer's shape what could be."""
        scale = self._scale()
        if scale is None or self._stage is None:
            return
        if self._grip is None:
            part = self._part(event.position())
            edge = part in ("left", "right")
            self.setCursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)
            return
        part, offset = self._grip
        day, view = scale.day(event.position().x()), self._stage.scale
        if part == "frame":
            self.moved.emit(day - offset, view.days)
        elif part == "left":
            self.moved.emit(min(day, view.end - 1), max(view.end - day, 1.0))
        else:
            self.moved.emit(view.start, max(day - view.start, 1.0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None

    def _part(self, at: QPointF) -> str:
        frame = self._frame()
        if abs(at.x() - frame.left()) <= _GRIP_PX:
            return "left"
        if abs(at.x() - frame.right()) <= _GRIP_PX:
            return "right"
        return "frame" if frame.left() < at.x() < frame.right() else "outside"

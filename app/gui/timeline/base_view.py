"""The base of the timeline widget: a stage, the current scale, the strip above, and painting."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.core.discrepancy import Discrepancy
from app.gui.style.colours import Colours
from app.gui.style.painting import never_raises, painting
from app.gui.timeline.motion import Motion
from app.palette import Ink
from app.timeline.scale import Scale

if TYPE_CHECKING:  # numpy comes with the first case, not with the empty window
    from app.gui.timeline.overview_strip import OverviewStrip
    from app.gui.timeline.painter import Canvas
    from app.gui.timeline.presenter import Stage
    from app.timeline.metrics import Say
    from app.timeline.model import Timeline
    from app.timeline.shapes import Shape

_STRIP_HEIGHT = 52
"""The height of the strip for text of 13 px."""
_CLOSEST = 1.0
"""The days that are shown where the zoom control is at its end."""


class Fitting(Enum):
    """What a view shows until the person moves it."""

    ACTIVITY = auto()
    ALL = auto()
    NOTHING = auto()


class TimelineArea(QAbstractScrollArea):
    """Shows a timeline at a scale; `TimelineView` adds selection and hover."""

    scaleChanged = Signal()
    """Another span of time is shown, or it is fitted to something else."""

    def __init__(self, say: Say, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say, self._colours = say, colours
        self._titles: Callable[[Discrepancy], str] | None = None
        self._stage: Stage | None = None
        self._canvas: Canvas | None = None
        self._strip: OverviewStrip | None = None
        self._fitting = Fitting.ACTIVITY
        self._focus_shown = False
        self._faded: frozenset[str] = frozenset()
        self.motion = Motion(self, self._show)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._forget_hover)

    # What is shown

    @property
    def timeline(self) -> Timeline | None:
        """The geometry of what is shown; None where nothing is."""
        return None if self._stage is None else self._stage.timeline

    @property
    def highest(self) -> int | None:
        """The height from which more would stay empty; None where nothing is shown."""
        return None if self._stage is None else self._stage.highest + self._strip_height

    def set_wording(self, say: Say) -> None:
        """Speak another language."""
        self._say = say
        self._rebuild()

    def set_titles(self, titles: Callable[[Discrepancy], str]) -> None:
        """Take the words that title a discrepancy, the same as in the list; without them it is just called one."""
        self._titles = titles
        self._rebuild()

    def set_colours(self, colours: Colours) -> None:
        """Take other colours."""
        self._colours = colours
        self._rebuild()

    def fade(self, discrepancies: frozenset[str]) -> None:
        """Let discrepancies step back that the list does not show or that are done with; they stay where they are."""
        if discrepancies != self._faded:
            self._faded = discrepancies
            if self._stage is not None:
                self._stage.fade(discrepancies)
                self.viewport().update()

    def set_motion(self, allowed: bool) -> None:
        """Allow or forbid movement between views."""
        self.motion.allowed = allowed

    def _put_on_stage(self, timeline: Timeline | None) -> None:
        """Show a timeline, or nothing; the span in view stays where it can, unless it was fitted."""
        before = None if self._stage is None else self._stage.scale
        self._stage = None if timeline is None else self._staged(timeline)
        if before is None:
            self._fitting = Fitting.ACTIVITY
        elif self._stage is not None:
            left, width = self._stage.scale.left, self._stage.scale.width
            self._stage.show(self._fitted(before.resized(left, width)))
        self._reset()

    def _fitted(self, scale: Scale) -> Scale:
        """The scale that a view takes after a change of size or of the case: what it was fitted to, else as it was."""
        if self._stage is None or self._fitting is Fitting.NOTHING:
            return scale if self._stage is None else self._stage.kept_inside(scale)
        return self._stage.activity() if self._fitting is Fitting.ACTIVITY else self._stage.everything()

    def _rebuild(self) -> None:
        """Make fonts, colours and words anew; case, time and selection stay."""
        self._put_on_stage(None if self._stage is None else self._stage.timeline)

    def _staged(self, timeline: Timeline) -> Stage:
        from app.gui.timeline.painter import Canvas
        from app.gui.timeline.presenter import Stage
        from app.timeline.tooltips import Words

        self._canvas = Canvas(self.font(), self._colours)
        self._ensure_strip()
        words = Words(self._say, self._titles)
        stage = Stage(timeline, self._canvas, words, self.viewport().size(), self.devicePixelRatioF())
        stage.fade(self._faded)
        return stage

    @property
    def _strip_height(self) -> int:
        return 0 if self._canvas is None else round(self._canvas.metrics.units(_STRIP_HEIGHT))

    def _ensure_strip(self) -> None:
        from app.gui.timeline.overview_strip import OverviewStrip

        if self._strip is None:
            self._strip = OverviewStrip(self)
            self._strip.moved.connect(self.show_span)
            self._strip.setVisible(True)
        self.setViewportMargins(0, self._strip_height, 0, 0)
        self._place_strip()

    def _reset(self) -> None:
        """Everything on screen is out of date."""
        self.motion.stop()
        self._forget_hover()
        if self._strip is not None:
            self._strip.setVisible(self._stage is not None)
            self._strip.setAccessibleName(self._say("timeline.overview"))
            self._strip.show_stage(self._stage, self._canvas)
        self._fit_scroll_bar()
        self.viewport().update()
        self.scaleChanged.emit()

    # The scale

    @property
    def scale(self) -> Scale | None:
        """Which time lies on which pixels; None where nothing is shown."""
        return None if self._stage is None else self._stage.scale

    @property
    def fitting(self) -> Fitting:
        """What is shown until the person moves it."""
        return self._fitting

    def fit_all(self) -> None:
        """Show everything, also what falls due in years."""
        if self._stage is not None:
            self._fit(self._stage.everything(), Fitting.ALL)

    def fit_activity(self) -> None:
        """Show what happened and what falls due next."""
        if self._stage is not None:
            self._fit(self._stage.activity(), Fitting.ACTIVITY)

    def fit(self) -> None:
        """Show what happened; where that is what is shown, everything."""
        if self._fitting is Fitting.ACTIVITY:
            self.fit_all()
        else:
            self.fit_activity()

    def _fit(self, scale: Scale, fitting: Fitting) -> None:
        self._go(scale)
        self._fitting = fitting
        self.scaleChanged.emit()

    def zoom(self, factor: float, about_x: float | None = None) -> None:
        """Show ``factor`` times as much detail; what lies under a pixel stays there, the middle if none is named."""
        if self._stage is not None:
            scale = self._stage.scale
            self._take(scale.zoomed(factor, (scale.left + scale.right) / 2 if about_x is None else about_x))

    @property
    def zoom_share(self) -> float:
        """How far it is zoomed in: 0 shows everything, 1 a day."""
        if self._stage is None:
            return 0.0
        whole, days = self._stage.everything().days, self._stage.scale.days
        return min(max(math.log(whole / days) / math.log(max(whole, _CLOSEST * 2) / _CLOSEST), 0.0), 1.0)

    def zoom_to(self, share: float) -> None:
        """Zoom about the middle; 0 shows everything, 1 a day."""
        if self._stage is not None:
            whole = self._stage.everything().days
            days = whole * (_CLOSEST / max(whole, _CLOSEST * 2)) ** share
            self.zoom(self._stage.scale.days / days)

    def show_span(self, first: float, days: float) -> None:
        """Show a number of days from a day number on, at once."""
        if self._stage is not None:
            scale = self._stage.scale
            self._take(Scale(first, days, scale.left, scale.width))

    def pan_by(self, pixels: float, down: float) -> None:
        """Move the contents right and down by pixels."""
        if self._stage is not None:
            self._take(self._stage.scale.panned(pixels))
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - round(down))

    def _go(self, scale: Scale) -> None:
        """Move to a scale, kept inside what there is."""
        if self._stage is not None:
            self._fitting = Fitting.NOTHING
            self.motion.go(self._stage.scale, self._stage.kept_inside(scale))

    def _take(self, scale: Scale) -> None:
        """Take a scale at once, kept inside what there is."""
        if self._stage is not None:
            self._fitting = Fitting.NOTHING
            self.motion.stop()
            self._show(self._stage.kept_inside(scale))

    def _show(self, scale: Scale) -> None:
        if self._stage is None:
            return
        self._stage.show(scale)
        self._forget_hover()
        self.viewport().update()
        self.scaleChanged.emit()
        if self._strip is not None:
            self._strip.update()

    # Painting

    def _over(self) -> Iterable[Shape]:
        """What is drawn over the picture."""
        return ()

    def _above(self) -> Iterable[Shape]:
        """What is drawn over the calendar."""
        return ()

    def _forget_hover(self) -> None:
        """The pointer rests on nothing known."""

    @property
    def _scrolled(self) -> int:
        return self.verticalScrollBar().value()

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that is dirty."""
        with painting(self.viewport()) as painter:
            if self._stage is None:
                self._paint_empty(painter)
            else:
                self._stage.set_ratio(self.devicePixelRatioF())
                self._stage.paint(painter, event.rect(), self._scrolled, self._over(), self._above())
            if self._focus_shown:
                self._paint_focus(painter)

    def _paint_empty(self, painter: QPainter) -> None:
        area = self.viewport().rect()
        painter.fillRect(area, self._colours[Ink.CANVAS])
        painter.setPen(self._colours[Ink.SECONDARY])
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(24, 24, -24, -24), flags, self._say("timeline.empty"))

    def _paint_focus(self, painter: QPainter) -> None:
        painter.resetTransform()
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._colours[Ink.ACCENT], 2))
        painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def show_focus(self, shown: bool) -> None:
        """Show or hide the frame that says where the keyboard is."""
        if shown != self._focus_shown:
            self._focus_shown = shown
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the other size; what was shown whole stays whole."""
        super().resizeEvent(event)
        self._place_strip()
        if self._stage is not None:
            self._stage.resize(self.viewport().size(), self.devicePixelRatioF())
            self._fit_scroll_bar()
            fitting, scale = self._fitting, self._fitted(self._stage.scale)
            self._take(scale)
            self._fitting = fitting
            self.scaleChanged.emit()
            if self._strip is not None:
                self._strip.show_stage(self._stage, self._canvas)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._rebuild()

    def sizeHint(self) -> QSize:
        """A size at which a year can be read."""
        return QSize(720, 480)

    def minimumSizeHint(self) -> QSize:
        """A size at which something can still be seen."""
        return QSize(280, 180)

    def _place_strip(self) -> None:
        if self._strip is not None:
            area = self.contentsRect()
            self._strip.setGeometry(area.x(), area.y(), self.viewport().width(), self._strip_height)

    def _fit_scroll_bar(self) -> None:
        hidden = 0 if self._stage is None else max(round(self._stage.grid.height) - self.viewport().height(), 0)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(20)
        bar.setRange(0, hidden)

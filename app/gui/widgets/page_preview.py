"""The sheets of a print job below each other, as they come out of the printer; only those in view are painted."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.gui.services.print_sheets import PrintJob
from app.gui.services.translator import Wording
from app.gui.style.painting import never_raises, painting
from app.gui.style.theme import GAP, Theme
from app.palette import Ink

WHOLE, WIDTH = 0.0, -1.0
"""Instead of a size: a whole sheet is seen, or its whole width."""
SIZES = (0.5, 0.75, 1.0, 1.5, 2.0)
"""How large sheets can be shown, by what they are on paper."""
_KEPT = 4
"""Painted sheets that are kept: those in view and one more."""
_PAPER = Qt.GlobalColor.white


class PagePreview(QAbstractScrollArea):
    """Shows ``job``; ``moved`` tells the sheet that is looked at, the first of which is 0, ``sized`` another `zoom`."""

    moved = Signal(int)
    sized = Signal()

    def __init__(self, wording: Wording, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording, self._theme = wording, theme
        self.job = PrintJob("")
        self._tops: list[int] = []
        self._sheet_sizes: list[QSize] = []
        self._kept: dict[int, QPixmap] = {}
        self._current = self._widest = 0
        self.zoom = WHOLE
        self.setObjectName("pagePreview")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._name()

    @property
    def current(self) -> int:
        """The sheet that is looked at."""
        return self._current

    def show_job(self, job: PrintJob) -> None:
        """Show other sheets, from the first on."""
        self.job, self._current = job, 0
        self._place()
        self.verticalScrollBar().setValue(0)
        self.moved.emit(0)

    def go_to(self, number: int) -> None:
        """Look at a sheet, or at the one that is next to it at the beginning or the end."""
        if self._tops:
            at = min(max(number, 0), len(self._tops) - 1)
            self.verticalScrollBar().setValue(self._tops[at] - GAP)
            self._look_at(at)  # the last ones may stand below each other in the view

    def set_zoom(self, zoom: float) -> None:
        """Show the sheets at another size, and stay at the same one."""
        at = self._current
        self.zoom = zoom
        self._place()
        self.go_to(at)
        self.sized.emit()

    def step_zoom(self, by: int) -> None:
        """One size larger or smaller."""
        scale = self._dots_per_mm() / self._true_size()
        larger, smaller = [s for s in SIZES if s > scale * 1.01], [s for s in SIZES if s < scale * 0.99]
        if by > 0 and larger:
            self.set_zoom(larger[0])
        elif by < 0 and smaller:
            self.set_zoom(smaller[-1])

    def retranslate(self) -> None:
        """Say its name anew."""
        self._name()

    # -- where the sheets stand ----------------------------------------------------------------------------------------

    def _true_size(self) -> float:
        """Dots of the screen in a millimetre of paper."""
        return self.logicalDpiX() / 25.4

    def _dots_per_mm(self) -> float:
        room = self.viewport().size() - QSize(2 * GAP, 2 * GAP)
        wide = max((sheet.wide for sheet in self.job.sheets), default=1.0)
        high = max((sheet.high for sheet in self.job.sheets), default=1.0)
        if self.zoom > 0:
            return self.zoom * self._true_size()
        by_width = max(room.width(), 1) / wide
        return by_width if self.zoom == WIDTH else min(by_width, max(room.height(), 1) / high)

    def _place(self) -> None:
        """Count where each sheet stands."""
        scale = self._dots_per_mm()
        self._kept.clear()
        self._sheet_sizes = [QSize(round(s.wide * scale), round(s.high * scale)) for s in self.job.sheets]
        *self._tops, end = accumulate((size.height() + GAP for size in self._sheet_sizes), initial=GAP)
        room = self.viewport().size()
        self._widest = max((size.width() for size in self._sheet_sizes), default=0) + 2 * GAP
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(end - room.height(), 0))
        down.setPageStep(room.height())
        down.setSingleStep(max(room.height() // 12, 1))
        across.setRange(0, max(self._widest - room.width(), 0))
        across.setPageStep(room.width())
        across.setSingleStep(max(room.width() // 12, 1))
        self.viewport().update()

    def _rect(self, number: int) -> QRect:
        """Where a sheet stands in the view."""
        size, room = self._sheet_sizes[number], max(self.viewport().width(), self._widest)
        left = (room - size.width()) // 2 - self.horizontalScrollBar().value()
        return QRect(left, self._tops[number] - self.verticalScrollBar().value(), size.width(), size.height())

    def _between(self, top: int, bottom: int) -> range:
        """The sheets that reach into a part of the view, from above to below."""
        scrolled = self.verticalScrollBar().value()
        first = bisect_right(self._tops, top + scrolled) - 1
        return range(max(first, 0), bisect_right(self._tops, bottom + scrolled))

    def _scrolled(self) -> None:
        """Whichever sheet reaches over the upper third of the view is looked at."""
        if self._tops:
            line = self.verticalScrollBar().value() + self.viewport().height() // 3
            self._look_at(max(bisect_right(self._tops, line) - 1, 0))
        self.viewport().update()

    def _look_at(self, number: int) -> None:
        if number != self._current:
            self._current = number
            self.moved.emit(number)
        self._name()

    def _name(self) -> None:
        count = len(self.job.sheets)
        said = self._wording.say("print.preview-at", page=self._current + 1, count=count)
        self.setAccessibleName(said if count else self._wording.say("print.preview"))

    # -- Qt's events ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sheets to the room there is."""
        super().resizeEvent(event)
        at = self._current
        self._place()
        self.go_to(at)

    @never_raises
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheets in view."""
        area = event.rect()
        with painting(self.viewport()) as painter:
            painter.fillRect(area, self._theme.colours[Ink.GRID])
            for number in self._between(area.top(), area.bottom()):
                place = self._rect(number)
                painter.drawPixmap(place.topLeft(), self._pixmap(number))
                painter.setPen(QPen(self._theme.colours[Ink.LINE], 1))
                painter.drawRect(place.adjusted(0, 0, -1, -1))
            if self.hasFocus():
                painter.setPen(QPen(self._theme.colours[Ink.ACCENT], 2))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _pixmap(self, number: int) -> QPixmap:
        """A sheet as it was painted, anew where it is not kept."""
        if (kept := self._kept.get(number)) is not None:
            return kept
        while len(self._kept) >= _KEPT:
            self._kept.pop(max(self._kept, key=lambda n: abs(n - number)))
        size, ratio = self._sheet_sizes[number], self.devicePixelRatioF()
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(_PAPER)
        with painting(made) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            self.job.paint(painter, number, QRectF(0, 0, size.width(), size.height()))
        self._kept[number] = made
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn the sheets, plus and minus change their size, arrows move."""
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self.go_to(self._current + 1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_Backspace:
                self.go_to(self._current - 1)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(len(self._tops) - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.step_zoom(1)
            case Qt.Key.Key_Minus:
                self.step_zoom(-1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it changes the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

"""Three columns that can be resized and hidden; where there is little room the explanation slides over the timeline."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStyle, QVBoxLayout, QWidget

from app.gui.services.settings import Settings

NARROW = 1100
_SHEET = 400
_LONGEST_MS = 120


class Regions(QWidget):
    """Holds list, timeline, tables and explanation. ``changed`` is sent when one is shown or hidden."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.down = QSplitter(Qt.Orientation.Vertical, self.across)
        self.sheet = QFrame(self)
        self.sheet.setObjectName("sheet")
        self._sheet_layout = QVBoxLayout(self.sheet)
        self._sheet_layout.setContentsMargins(0, 0, 0, 0)
        self.sheet.hide()
        self._slide = QPropertyAnimation(self.sheet, b"geometry", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._slid)
        self._leaving = False
        self._list: QWidget | None = None
        self._tables: QWidget | None = None
        self._why: QWidget | None = None
        self._narrow: bool | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.across)

    def place(self, listed: QWidget, timeline: QWidget, tables: QWidget, why: QWidget) -> None:
        """Put the regions in their places, as they were left last time."""
        self._list, self._tables, self._why = listed, tables, why
        for splitter in (self.across, self.down):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.down.addWidget(timeline)
        self.down.addWidget(tables)
        self.across.addWidget(listed)
        self.across.addWidget(self.down)
        self.across.addWidget(why)
        for number, stretch in enumerate((0, 1, 0)):
            self.across.setStretchFactor(number, stretch)
        self.down.setStretchFactor(0, 3)
        self.down.setStretchFactor(1, 2)
        self.across.setSizes([330, 724, 380])
        self.down.setSizes([590, 200])
        for name, splitter in (("across", self.across), ("down", self.down)):
            if not (state := self._settings.layout(name)).isEmpty():
                splitter.restoreState(state)
        for name in ("list", "tables", "why"):
            self._widget(name).setVisible(self._settings.shown(name))

    @property
    def narrow(self) -> bool:
        """Whether the explanation slides over the timeline."""
        return bool(self._narrow)

    def is_shown(self, name: str) -> bool:
        """Whether a region is shown."""
        if name == "why" and self._narrow:
            return self.sheet.isVisible() and not self._leaving
        return not self._widget(name).isHidden()

    def show_region(self, name: str, shown: bool) -> None:
        """Show or hide a region and remember it; the explanation slides where there is little room."""
        if name == "why" and self._narrow:
            self._slide_sheet(shown)
        else:
            self._widget(name).setVisible(shown)
            self._settings.set_shown(name, shown)
        self.changed.emit()

    def remember(self, *, down: bool) -> None:
        """Keep the sizes for the next run; ``down`` says whether those of timeline and tables are worth it."""
        if down:
            self._settings.set_layout("down", self.down.saveState())
        if not self._narrow:
            self._settings.set_layout("across", self.across.saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the explanation between its column and the sheet as the room asks."""
        super().resizeEvent(event)
        narrow = self.width() <= NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._house_why()
            self.changed.emit()
        if self.sheet.isVisible():
            self._slide.stop()
            self.sheet.setGeometry(self._open_place())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the sheet."""
        if event.key() == Qt.Key.Key_Escape and self.sheet.isVisible():
            self.show_region("why", False)
            return
        super().keyPressEvent(event)

    def _house_why(self) -> None:
        if self._why is None:
            return
        if self._narrow:
            self._settings.set_layout("across", self.across.saveState())
            self._sheet_layout.addWidget(self._why)
            self._why.show()
            self.sheet.hide()
            return
        self.sheet.hide()
        self.across.addWidget(self._why)
        self._why.setVisible(self._settings.shown("why"))
        if not (state := self._settings.layout("across")).isEmpty():
            self.across.restoreState(state)

    def _slide_sheet(self, shown: bool) -> None:
        if shown == self.is_shown("why"):
            return
        self._slide.stop()
        self._leaving = not shown
        away, here = self._away_place(), self._open_place()
        if shown:
            self.sheet.setGeometry(away)
            self.sheet.show()
            self.sheet.raise_()
        self._slide.setStartValue(self.sheet.geometry())
        self._slide.setEndValue(here if shown else away)
        hint = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)
        self._slide.setDuration(min(_LONGEST_MS, hint))
        self._slide.start()

    def _slid(self) -> None:
        if self._leaving:
            self.sheet.hide()
            self._leaving = False
            self.changed.emit()

    def _open_place(self) -> QRect:
        width = min(_SHEET, round(self.width() * 0.85))
        return QRect(self.width() - width, 0, width, self.height())

    def _away_place(self) -> QRect:
        return self._open_place().translated(self._open_place().width(), 0)

    def _widget(self, name: str) -> QWidget:
        widget = {"list": self._list, "tables": self._tables, "why": self._why}[name]
        if widget is None:
            raise RuntimeError("the regions are not in place yet")
        return widget

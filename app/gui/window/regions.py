"""Three columns that can be resized and hidden; where there is little room list and explanation share one of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.gui.services.settings import Settings

NARROW, _NARROW_LINES = 1100, 56
"""Pixels, and heights of a line of text: there is no room for three columns in less."""
_COLUMN, _COLUMN_LINES = 400, 21
"""How wide the column of list and explanation is where they share it, if the timeline leaves so much."""


class Regions(QWidget):
    """Holds list, timeline, tables and explanation. ``changed`` is sent when one is shown or hidden.

    Where there is little room the explanation takes the place of the list and gives it back: the timeline stays in
    sight, and there is always a way to both.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.down = QSplitter(Qt.Orientation.Vertical, self.across)
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
        """Whether list and explanation share a column."""
        return bool(self._narrow)

    def is_shown(self, name: str) -> bool:
        """Whether a region is shown."""
        return not self._widget(name).isHidden()

    def show_region(self, name: str, shown: bool) -> None:
        """Show or hide a region and remember it; where two share a column, one gives its place to the other."""
        if self._narrow and name in ("list", "why"):
            self._take_turns(name, shown)
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
        """Let list and explanation share a column, or give each its own, as the room asks."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads from the explanation back to the list."""
        if event.key() == Qt.Key.Key_Escape and self._narrow and self.is_shown("why"):
            self.show_region("why", False)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        narrow = self.width() <= max(NARROW, _NARROW_LINES * self.fontMetrics().lineSpacing())
        if narrow != self._narrow:
            first = self._narrow is None
            self._narrow = narrow
            if self._why is not None and not (first and not narrow):
                self._share() if narrow else self._part()
            self.changed.emit()
        if narrow:
            self._widen()

    def _share(self) -> None:
        """One column for list and explanation: the list first."""
        if self._why is None or self._list is None:
            return
        self._settings.set_layout("across", self.across.saveState())
        self.across.insertWidget(0, self._why)
        self._why.hide()
        self._list.setVisible(self._settings.shown("list"))

    def _part(self) -> None:
        """A column for each."""
        if self._why is None or self._list is None:
            return
        self.across.addWidget(self._why)
        self._why.setVisible(self._settings.shown("why"))
        self._list.setVisible(self._settings.shown("list"))
        if not (state := self._settings.layout("across")).isEmpty():
            self.across.restoreState(state)

    def _take_turns(self, name: str, shown: bool) -> None:
        """Show the explanation or the list in the one column; without the one there is the other, if it is wished."""
        here, there = self._widget(name), self._widget("why" if name == "list" else "list")
        focus = self.window().focusWidget()
        held = focus is not None and (here.isAncestorOf(focus) or there.isAncestorOf(focus))
        here.setVisible(shown)
        there.setVisible(not shown and name == "why" and self._settings.shown("list"))
        if name == "list":
            self._settings.set_shown("list", shown)
        self._widen()
        if held and (next_one := here if shown else there).isVisible():
            next_one.setFocus(Qt.FocusReason.OtherFocusReason)

    def _widen(self) -> None:
        """Give the shared column its width, as far as the timeline leaves it."""
        wanted = max(_COLUMN, _COLUMN_LINES * self.fontMetrics().lineSpacing())
        left = self.width() - self.down.minimumSizeHint().width() - self.across.handleWidth()
        column = min(wanted, left, self.width() // 2)
        self.across.setSizes([column, column, self.width() - column])

    def _widget(self, name: str) -> QWidget:
        widget = {"list": self._list, "tables": self._tables, "why": self._why}[name]
        if widget is None:
            raise RuntimeError("the regions are not in place yet")
        return widget

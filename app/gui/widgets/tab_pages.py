"""Pages behind tabs; where the tabs have no room side by side, behind a box of choices."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

_AROUND_BOX = (10, 3, 0, 3)


class TabPages(QWidget):
    """Shows one of several pages. ``bar`` has a tab for each, ``box`` the same choices in the room of one.

    No name is ever cut or scrolled out of sight: a tab bar of Qt does both. ``touched`` is sent when the person chooses
    a page, also the one that is shown already.
    """

    currentChanged = Signal(int)
    touched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar, self.box, self.pages = QTabBar(self), QComboBox(self), QStackedWidget(self)
        self.pages.setObjectName("tabPages")
        self.bar.setUsesScrollButtons(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setExpanding(False)
        self.bar.setMinimumWidth(1)  # or the column could never become too narrow for it
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.hide()
        self._corner: QWidget | None = None
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(self.bar)
        self._beside = QHBoxLayout()
        self._beside.addWidget(self.box)
        self._row.addLayout(self._beside)
        self._row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._row)
        layout.addWidget(self.pages, 1)
        self.bar.currentChanged.connect(self._show)
        self.bar.tabBarClicked.connect(lambda _number: self.touched.emit())
        self.box.activated.connect(self._choose)

    @property
    def chooser(self) -> QWidget:
        """What takes the keyboard to choose a page: the tabs, or the box in their place."""
        return self.box if self.box.isVisibleTo(self) else self.bar

    def add_page(self, page: QWidget) -> None:
        """Put a page behind those that are there; `name_page` says what it is."""
        self.pages.addWidget(page)
        self.box.addItem("")
        self.bar.addTab("")

    def add_corner(self, widget: QWidget) -> None:
        """Put a widget at the other end of the tabs."""
        self._row.addWidget(widget)
        self._corner = widget

    def name_page(self, number: int, name: str) -> None:
        """Say what a page is."""
        self.bar.setTabText(number, name)
        self.box.setItemText(number, name)
        self._fit()

    def name_all(self, name: str) -> None:
        """Say what is chosen from, to those who hear it."""
        self.bar.setAccessibleName(name)
        self.box.setAccessibleName(name)

    def count(self) -> int:
        """How many pages there are."""
        return self.bar.count()

    def currentIndex(self) -> int:
        """The number of the page that is shown."""
        return self.bar.currentIndex()

    def setCurrentIndex(self, number: int) -> None:
        """Show a page."""
        self.bar.setCurrentIndex(number)

    def head_height(self) -> int:
        """The height of the tabs alone."""
        return self._row.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between tabs and box."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab and Ctrl+Shift+Tab lead to the next and the previous page, as in other tabs."""
        step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.setCurrentIndex((self.currentIndex() + step) % self.count())
            return
        super().keyPressEvent(event)

    def _show(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.box.setCurrentIndex(number)
        self.currentChanged.emit(number)

    def _choose(self, number: int) -> None:
        self.setCurrentIndex(number)
        self.touched.emit()

    def _fit(self) -> None:
        beside = self._corner.sizeHint().width() if self._corner is not None else 0
        narrow = self.bar.sizeHint().width() + beside > self.width()
        if narrow == self.box.isVisibleTo(self):
            return
        held = self.chooser.hasFocus()
        self.bar.setVisible(not narrow)
        self.box.setVisible(narrow)
        self._beside.setContentsMargins(*(_AROUND_BOX if narrow else (0, 0, 0, 0)))
        if held:
            self.chooser.setFocus(Qt.FocusReason.OtherFocusReason)

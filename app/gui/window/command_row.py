"""The one row above everything: menus, the commands of every day, the search field, the other language."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenuBar, QSizePolicy, QToolButton, QWidget

from app.gui.services.actions import Actions
from app.gui.style import qt_flags

_COMMANDS = ("add-files", "export-excel", "undo", "redo")
_GIVEN_UP_FIRST = ("redo", "undo", "export-excel")
"""Commands that stand in the menus as well, and leave the row where it is too narrow, in this order."""
_SEARCH_NARROWEST, _SEARCH_WIDEST = 150, 320
_MARGIN, _GAP = 10, 6


class CommandRow(QFrame):
    """At most 44 pixels high at ordinary text size. ``menus``, ``search`` and ``other_language`` belong to the window.

    Where there is little room the commands give way to the menus, never the other way round.
    """

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandRow")
        self.menus = QMenuBar(self)
        self.menus.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.search = QLineEdit(self)
        self.other_language = QToolButton(self)
        self.commands = {name: self._command(actions, name) for name in _COMMANDS}
        self._searching = False
        self._build()

    def _command(self, actions: Actions, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(actions[name])
        button.setProperty("toolButtonStyle", qt_flags.TOOL_BUTTON_TEXT_ONLY)
        button.setProperty("focusPolicy", qt_flags.TAB_FOCUS)
        button.setProperty("command", True)
        button.setProperty("primary", name == "add-files")
        actions[name].setEnabled(name == "add-files")
        return button

    def _build(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SEARCH_NARROWEST)
        self.search.setMaximumWidth(_SEARCH_WIDEST)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.hide()
        self.other_language.setProperty("quiet", True)
        self.other_language.setProperty("focusPolicy", qt_flags.TAB_FOCUS)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN - 4, 4, _MARGIN, 4)
        row.setSpacing(_GAP)
        row.addWidget(self.menus)
        for button in self.commands.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.search, 4)
        row.addWidget(self.other_language)

    def show_search(self, shown: bool) -> None:
        """Show the search field, which has nothing to find before there is a case."""
        self._searching = shown
        self.search.setVisible(shown)
        self.arrange()

    def arrange(self) -> None:
        """Show as many commands as there is room for."""
        self.menus.setMinimumWidth(self._width_of_menus())
        fixed = self.menus.minimumWidth() + self.other_language.sizeHint().width() + 2 * _MARGIN + 2 * _GAP
        room = self.width() - fixed - (_SEARCH_NARROWEST + _GAP if self._searching else 0)
        widths = {name: button.sizeHint().width() + _GAP for name, button in self.commands.items()}
        shown = set(widths)
        for name in _GIVEN_UP_FIRST:
            if sum(widths[one] for one in shown) > room:
                shown.discard(name)
        for name, button in self.commands.items():
            button.setVisible(name in shown)

    def _width_of_menus(self) -> int:
        """What the menus need side by side; a bar in a layout asks for less and hides the rest behind an arrow."""
        menus = self.menus
        return max((menus.actionGeometry(a).right() for a in menus.actions()), default=0) + 12

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up or take back commands."""
        super().resizeEvent(event)
        self.arrange()

"""The commands of a desk's window, the row of buttons above its table and the menu of the right button."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.desk.table import State
from app.gui.services.translator import Wording
from app.gui.widgets.choice_box import ChoiceBox
from app.gui.widgets.prompted import Prompted
from app.gui.widgets.table_view import TableView

_KEYS = {
    "open": "Ctrl+O",
    "run": "Ctrl+R",
    "stop": "Esc",
    "show": "Ctrl+Return",
    "note": "F2",
    "copy": "Ctrl+C",
    "find": "Ctrl+F",
    "export-overview": "Ctrl+E",
    "export-papers": "Ctrl+Shift+E",
    "show-results": "Ctrl+Shift+O",
}
_BUTTONS = ("open", "run", "stop", "note")
_OF_A_CASE = ("show", "note", "copy")
_EXPORTS = ("export-overview", "export-papers", "show-results")


class DeskBar(QToolBar):
    """``actions_`` are the commands by name, ``state`` chooses how far the cases shown are, ``search`` finds."""

    def __init__(self, wording: Wording, window: QMainWindow) -> None:
        super().__init__(window)
        self._wording, self._window = wording, window
        self.actions_ = {name: QAction(window) for name in _KEYS}
        self.state, self.search = ChoiceBox(self), Prompted(self)
        self._export = QToolButton(self)
        self.setMovable(False)
        for name in _BUTTONS:
            self.addAction(self.actions_[name])
        menu = QMenu(self._export)
        menu.addActions([self.actions_[name] for name in _EXPORTS])
        self._export.setMenu(menu)
        self._export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.addWidget(self._export)
        room = QWidget(self)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(room)
        for number in range(len(State) + 1):
            self.state.addItem("", list(State)[number - 1] if number else None)
        self.addWidget(self.state)
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        self.search.follow()
        self.addWidget(self.search)

    def connect_all(self, handlers: Mapping[str, Callable[[], object]], table: TableView) -> None:
        """Give each command its handler and key, and the table a menu of what is done with its cases."""
        for name, action in self.actions_.items():
            action.setShortcut(QKeySequence(_KEYS[name]))
            action.triggered.connect(lambda _checked=False, run=handlers[name]: run())
            self._window.addAction(action)
        menu = QMenu(table)
        menu.setObjectName("deskMenu")
        menu.addActions([self.actions_[name] for name in _OF_A_CASE])
        table.customContextMenuRequested.connect(lambda at: menu.popup(table.viewport().mapToGlobal(at)))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self._wording.say
        for name, action in self.actions_.items():
            action.setText(say(f"desk.window.{name}"))
            action.setToolTip(f"{say(f'desk.window.{name}')}  {action.shortcut().toString()}")
        self._export.setText(say("desk.window.export"))
        for number in range(self.state.count()):
            state = self.state.itemData(number)
            self.state.setItemText(number, say(f"desk.state.{state.value}" if state else "desk.window.any-state"))
        self.state.setAccessibleName(say("desk.column.state"))
        self.search.prompt(say("desk.window.search"), say("window.search-short"))
        self.search.setAccessibleName(say("desk.window.search"))

    def refresh(self, *, idle: bool, opened: bool, filled: bool, chosen: bool) -> None:
        """Enable what can be done; what is to be done first stands out."""
        can = {"open": idle, "stop": not idle, "note": idle and chosen, "show": chosen, "copy": chosen, "find": filled}
        can |= dict.fromkeys(("run", "export-overview", "export-papers"), idle and filled)
        for name, possible in can.items():
            self.actions_[name].setEnabled(possible)
        self.actions_["show-results"].setEnabled(filled)
        self._export.setEnabled(filled)
        self.state.setEnabled(filled)
        self.search.setEnabled(filled)
        for name in ("open", "run"):
            if isinstance(button := self.widgetForAction(self.actions_[name]), QToolButton):
                button.setProperty("primary", (name == "open") == (not opened))
                button.style().polish(button)

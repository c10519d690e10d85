"""The one row above everything: menus, commands of every day, the line to ask in, the search, the other language."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenuBar, QSizePolicy, QToolButton, QWidget

from app.gui.services.actions import Actions, plain
from app.gui.style import qt_flags
from app.gui.widgets.prompted import Prompted

_COMMANDS = ("add-files", "export-excel", "undo", "redo")
_GIVEN_UP_FIRST = ("redo", "undo", "export-excel")
"""Commands that stand in the menus as well, and leave the row where it is too narrow, in this order."""
_MENUS = {"add-files": "add-otherwise", "export-excel": "export"}
"""Commands with a button beside them that opens the menu of what else does such a thing."""
_SEARCH_NARROWEST, _SEARCH_WIDEST = 150, 280
_ASK_NARROWEST, _ASK_WIDEST = 210, 420
_MARGIN, _GAP = 10, 6


class CommandRow(QFrame):
    """At most 44 pixels high at ordinary text size. ``menus``, ``ask``, ``search`` and ``other_language`` belong to
    the window, which has it arranged at every other width (`resizing.follow_size`) once the first page is up.

    Where there is little room the commands give way to the menus, never the other way round.
    """

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandRow")
        self.menus = QMenuBar(self)
        self.menus.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.search = Prompted(self)
        self.other_language = QToolButton(self)
        self.commands = {name: self._command(actions, name) for name in _COMMANDS}
        self._actions = actions
        self.more: dict[str, QToolButton] = {}
        self._beside = {name: QHBoxLayout() for name in _MENUS}
        self.ask = Prompted(self)
        self._searching = self._asking = False
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

    def _open_menus(self) -> None:
        """Set a button beside a command that opens the menu of what else does such a thing; none on the first page,
        which has no export and its own way to a folder, and is up the sooner.
        """
        for name, line in self._beside.items():
            button = self.more[name] = QToolButton(self)
            button.setMenu(self._actions.menus[_MENUS[name]])
            button.setProperty("popupMode", qt_flags.INSTANT_POPUP)
            button.setProperty("focusPolicy", qt_flags.TAB_FOCUS)
            button.setProperty("command", True)
            button.setProperty("beside", True)
            button.setProperty("primary", name == "add-files")
            button.setEnabled(self._actions[name].isEnabled())
            self._actions[name].enabledChanged.connect(button.setEnabled)
            self._actions.menus[_MENUS[name]].aboutToShow.connect(self._actions.tint)
            self.commands[name].setProperty("joined", True)
            self.commands[name].style().polish(self.commands[name])
            line.addWidget(button)
            self.setTabOrder(self.commands[name], button)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the buttons that open a menu."""
        for name, button in self.more.items():
            button.setText("▾")
            button.setAccessibleName(plain(self._actions[_MENUS[name]].text()))
            button.setToolTip(button.accessibleName())

    def _build(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SEARCH_NARROWEST)
        self.search.setMaximumWidth(_SEARCH_WIDEST)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.hide()
        self.ask.setClearButtonEnabled(True)
        self.ask.setMinimumWidth(_ASK_NARROWEST)
        self.ask.setMaximumWidth(_ASK_WIDEST)
        self.ask.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.other_language.setProperty("quiet", True)
        self.other_language.setProperty("focusPolicy", qt_flags.TAB_FOCUS)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN - 4, 4, _MARGIN, 4)
        row.setSpacing(_GAP)
        row.addWidget(self.menus)
        for name, button in self.commands.items():
            if line := self._beside.get(name):
                line.setSpacing(0)
                line.addWidget(button)
                row.addLayout(line)
            else:
                row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.ask, 6)
        row.addWidget(self.search, 4)
        row.addWidget(self.other_language)

    def show_search(self, shown: bool) -> None:
        """Show the search field, which has nothing to find before there is a case."""
        self._searching = shown
        if shown and not self.more:
            self._open_menus()
        self.arrange()

    def begin_asking(self) -> None:
        """Show the line to ask in even where the search field must give way to it."""
        self._asking = True
        self.arrange()

    def end_asking(self) -> None:
        """Give the search field its place back."""
        self._asking = False
        self.arrange()

    def arrange(self, width: int = 0) -> None:
        """Show as many commands as there is room for. The line to ask in comes before what also stands in a menu; where
        it does not fit beside the search field, it takes that one's place while it is asked for. ``width`` is told
        before the row has its own.
        """
        self.menus.setMinimumWidth(self._width_of_menus())
        taken = self.menus.minimumWidth() + self.other_language.sizeHint().width() + 2 * (_MARGIN + _GAP)
        room = (width or self.width()) - taken
        widths = {name: self._width_of(name) + _GAP for name in self.commands}
        ask, search = _ASK_NARROWEST + _GAP, (_SEARCH_NARROWEST + _GAP if self._searching else 0)
        beside = ask + search + widths["add-files"] <= room
        shown = set(widths)
        if self._asking and not beside:
            search, shown = 0, {"add-files"} if ask + widths["add-files"] <= room else set()
        self.ask.setVisible(beside or self._asking)
        self.search.setVisible(bool(search))
        room -= search + (ask if beside or self._asking else 0)
        for name in _GIVEN_UP_FIRST:
            if sum(widths[one] for one in shown) > room:
                shown.discard(name)
        for name, button in self.commands.items():
            button.setVisible(name in shown)
        for name, button in self.more.items():
            button.setVisible(name in shown)

    def _width_of(self, name: str) -> int:
        """What a command needs with the button beside it."""
        beside = self.more[name].sizeHint().width() if name in self.more else 0
        return self.commands[name].sizeHint().width() + beside

    def _width_of_menus(self) -> int:
        """What the menus need side by side; a bar in a layout asks for less and hides the rest behind an arrow."""
        menus = self.menus
        return max((menus.actionGeometry(a).right() for a in menus.actions()), default=0) + 12

"""The menus of the right button, the menu key and Shift+F10: what can be done with what they are opened on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.gui.services.messages import show_folder_of

if TYPE_CHECKING:
    from app.gui.widgets.table_view import TableView
    from app.gui.window.parts import Parts

_DISCREPANCY = (
    "mark-accepted",
    "mark-settled",
    "mark-progress",
    "mark-open",
    "",
    "note",
    "journal",
    "refuse-link",
    "",
    "copy",
    "export-letters",
)
_OVERVIEW = ("copy", "", "export-explanation", "export-excel", "export-letters")
_TIMELINE = ("copy-picture", "export-view", "export-picture", "print", "", "timeline-fit")
_WITH_SELECTION = ("", "mark-accepted", "mark-settled", "note", "journal", "export-letters", "refuse-link")
_TABLE = {
    "events": ("copy", "", "accept-link", "refuse-link"),
    "sources": ("copy", "", "map-columns", "check-picture", "remove-source"),
}


class ContextMenus(QObject):
    """Gives every region its menu; ``menu`` is the one that was opened last.

    ``refresh`` enables what can be done now, before a menu shows it.
    """

    def __init__(self, parts: Parts, refresh: Callable[[], None]) -> None:
        super().__init__(parts)
        self._window, self._parts, self._refresh = parts.window, parts, refresh
        self.menu: QMenu | None = None
        w = parts
        self._give(w.listed.view, self._of_list)
        self._give(w.timeline, self._of_timeline)
        w.timeline.installEventFilter(self)
        self._give(w.why.area, self._of_explanation)
        for view in w.tables.views.values():
            self._give(view, lambda at, table=view: self._of_table(table, at))
            head = view.horizontalHeader()
            head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            head.customContextMenuRequested.connect(
                lambda at, table=view: self.columns(table, table.horizontalHeader().mapToGlobal(at))
            )

    def columns_of_current(self) -> None:
        """Which columns of the table in front are shown, and how wide."""
        table = self._parts.tables.current
        self.columns(table, table.mapToGlobal(QPoint(0, 0)))

    def columns(self, table: TableView, at: QPoint) -> None:
        """Which columns of a table are shown, and how wide."""
        say = self._window.wording.say
        menu = self._new_menu()
        for number, title in table.titles():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(not table.isColumnHidden(number))
            action.setEnabled(table.isColumnHidden(number) or table.shown_columns > 1)
            action.toggled.connect(lambda shown, column=number: table.setColumnHidden(column, not shown))
        menu.addSeparator()
        menu.addAction(say("window.columns.fit")).triggered.connect(table.fit_contents)
        menu.addAction(say("window.columns.reset")).triggered.connect(table.reset_columns)
        menu.popup(at)

    def _give(self, widget: QWidget, opened: object) -> None:
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(opened)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """By keyboard the timeline's menu is about what is selected, not about what lies under some point."""
        if isinstance(event, QContextMenuEvent) and event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._show_of_timeline(self._parts.timeline.viewport().rect().center())
            return True
        return super().eventFilter(watched, event)

    def _of_list(self, at: QPoint) -> None:
        self._show(self._of_selected(), self._parts.listed.view.viewport().mapToGlobal(at))

    def _of_timeline(self, at: QPoint) -> None:
        if not self._parts.timeline.choose_if_hit(QPointF(at)):
            self._show_of_timeline(at)

    def _show_of_timeline(self, at: QPoint) -> None:
        selected = self._parts.selection.discrepancy is not None
        place = self._parts.timeline.viewport().mapToGlobal(at)
        self._show((*_TIMELINE, *(_WITH_SELECTION if selected else ())), place)

    def _of_explanation(self, at: QPoint) -> None:
        self._show(self._of_selected(), self._parts.why.area.mapToGlobal(at))

    def _of_selected(self) -> Sequence[str]:
        """What can be done with the selected discrepancy; without one, with the whole case."""
        return _OVERVIEW if self._parts.selection.discrepancy is None else _DISCREPANCY

    def _of_table(self, table: TableView, at: QPoint) -> None:
        say = self._window.wording.say
        name = next(name for name, view in self._parts.tables.views.items() if view is table)
        menu = self._filled(_TABLE.get(name, ("copy",)))
        if name == "sources" and (place := self._place_of_source(table)):
            menu.addAction(say("window.message.show-in-folder")).triggered.connect(lambda: show_folder_of(Path(place)))
        menu.addSeparator()
        menu.addAction(self._window.actions_["columns"])
        menu.popup(table.viewport().mapToGlobal(at))

    def _place_of_source(self, table: TableView) -> str:
        index = table.currentIndex()
        if not index.isValid():
            return ""
        report = self._parts.tables.sources.row_at(index.row())
        place = self._parts.session.workspace.place_of(report)
        return place if place and Path(place).exists() else ""

    def _show(self, names: Sequence[str], at: QPoint) -> None:
        self._filled(names).popup(at)

    def _filled(self, names: Sequence[str]) -> QMenu:
        """A menu of actions; an empty name is a line between them."""
        self._refresh()
        self._window.actions_.tint()
        menu = self._new_menu()
        for name in names:
            if name:
                menu.addAction(self._window.actions_[name])
            else:
                menu.addSeparator()
        return menu

    def _new_menu(self) -> QMenu:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._window)
        return self.menu

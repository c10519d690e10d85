"""Everything the timeline paints, as tables in tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.core.explanation import Chain, Event, SourceReport
from app.core.facts import Source
from app.gui.models.checks import CheckRow, check_columns, check_rows
from app.gui.models.rows_model import RowsModel
from app.gui.models.tables import (
    EventIndex,
    PlanRow,
    chain_columns,
    event_columns,
    plan_columns,
    plan_rows,
    source_columns,
    source_id,
)
from app.gui.models.terms import TermRow, term_columns, term_rows
from app.gui.services.shared import Services
from app.gui.widgets.tab_pages import TabPages
from app.gui.widgets.table_view import TableView

TABS = ("events", "chains", "checks", "plans", "terms", "sources")
_UNBOUNDED = 16_777_215
"""The greatest height of a widget in Qt."""


class TablesPanel(QWidget):
    """Six tables; ``event_chosen``, ``chain_chosen`` and ``source_chosen`` carry ids.

    ``summed`` carries how many rows of the table in front are selected, and their sums by the words above them.
    ``fold_asked`` carries whether the person wants the tables folded to their tabs, ``open_asked`` that one is shown.
    """

    event_chosen = Signal(str)
    chain_chosen = Signal(str)
    source_chosen = Signal(str)
    summed = Signal(object)
    fold_asked = Signal(bool)
    open_asked = Signal()

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("regionTables")
        session, wording, names, theme = services.session, services.wording, services.names, services.theme
        self._session, self._wording, self._names = session, wording, names
        self._index = EventIndex()
        index = self._index
        self.events = RowsModel[Event](event_columns(names), lambda e: e.id, wording, theme, self)
        self.chains = RowsModel[Chain](chain_columns(names, index), lambda c: c.id, wording, theme, self)
        self.checks = RowsModel[CheckRow](check_columns(names, wording, session), lambda c: c.id, wording, theme, self)
        self.plans = RowsModel[PlanRow](plan_columns(names), lambda p: p.id, wording, theme, self)
        self.terms = RowsModel[TermRow](term_columns(names, wording), lambda t: t.id, wording, theme, self)
        self.sources = RowsModel[SourceReport](source_columns(names), source_id, wording, theme, self)
        models: dict[str, RowsModel[Any]] = dict(
            zip(TABS, (self.events, self.chains, self.checks, self.plans, self.terms, self.sources), strict=True)
        )
        self.tabs = TabPages(self)
        self.views = {name: TableView(name, model, services.settings, self.tabs) for name, model in models.items()}
        for name, view in self.views.items():
            self.tabs.add_page(view)
            models[name].shown_changed.connect(self._name_tabs)
            view.selectionModel().selectionChanged.connect(self._sum)
        self.tabs.currentChanged.connect(self._sum)
        self.folded = False
        self.tabs.touched.connect(self._open_folded)
        self.fold_button = QPushButton(self.tabs)
        self.fold_button.setProperty("tool", True)
        self.fold_button.clicked.connect(lambda: self.fold_asked.emit(not self.folded))
        self.tabs.add_corner(self.fold_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.views["events"].chosen.connect(self.event_chosen)
        self.views["chains"].chosen.connect(self.chain_chosen)
        self.views["checks"].chosen.connect(self._choose_checked)
        self.views["terms"].chosen.connect(self._choose_refuting)
        self.views["sources"].chosen.connect(self.source_chosen)
        session.explained.connect(self.refill)
        session.view.changed.connect(self.refill)

    @property
    def current(self) -> TableView:
        """The table in front."""
        return self.views[TABS[self.tabs.currentIndex()]]

    def show_tab(self, name: str) -> None:
        """Bring a table to the front, and open the tables where they are folded."""
        self.bring(name)
        self.open_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar on the tabs open folded tables."""
        if self.folded and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.fold_asked.emit(False)
            self.current.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)

    def bring(self, name: str) -> None:
        """Bring a table to the front, folded or not."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def set_folded(self, folded: bool) -> None:
        """Show the tabs alone, or the tables as well."""
        self.folded = folded
        self.tabs.pages.setVisible(not folded)
        self.setMaximumHeight(self._height_of_tabs() if folded else _UNBOUNDED)
        self.setMinimumHeight(self._height_of_tabs() if folded else 0)
        self._name_folding()

    def _open_folded(self) -> None:
        if self.folded:
            self.fold_asked.emit(False)

    def _height_of_tabs(self) -> int:
        return self.tabs.head_height() + 1

    def _name_folding(self) -> None:
        name = self._wording.say("window.tables.open" if self.folded else "window.tables.fold")
        self.fold_button.setText("▴" if self.folded else "▾")
        self.fold_button.setAccessibleName(name)
        self.fold_button.setToolTip(name)

    def select_event(self, event_id: str) -> None:
        """Select an event without telling anyone but who shows the sums."""
        self.views["events"].select_id(event_id)
        self._sum()

    def search(self, needle: str) -> None:
        """Show only rows that hold every word."""
        for view in self.views.values():
            view.rows.search(needle)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, view in self.views.items():
            view.setAccessibleName(self._wording.say(f"window.tab.{name}"))
            view.rows.retranslate()
            view.refit()
        self.tabs.name_all(self._wording.say("window.tab.all"))
        self._name_folding()
        self._name_tabs()
        self._sum()

    def refit(self) -> None:
        """Size the tables anew after the font changed."""
        for view in self.views.values():
            view.refit()
        self.set_folded(self.folded)

    def remember(self) -> None:
        """Keep the layout of every table."""
        for view in self.views.values():
            view.remember()

    def refill(self) -> None:
        """Fill every table anew."""
        explanation = self._session.view.shown
        self._names.fill(self._session.explanation, self._session.workspace.decided.loan_names)
        self._index.fill(self._session.explanation)
        self.events.fill(explanation.events)
        self.chains.fill(explanation.chains)
        self.checks.fill(check_rows(explanation))
        self.plans.fill(plan_rows(explanation))
        self.terms.fill(term_rows(explanation))
        self.sources.fill(self._session.workspace.sources)

    def _choose_refuting(self, row_id: str) -> None:
        """Show the event whose row ruled out the chosen answer."""
        row = next((t for t in term_rows(self._session.view.shown) if t.id == row_id), None)
        if row is not None:
            self._choose_event_of(row.sources)

    def _choose_checked(self, row_id: str) -> None:
        """Show the event that the chosen check is about."""
        self._choose_event_of(self._session.view.shown.comparison.checks[int(row_id)].sources)

    def _choose_event_of(self, sources: Sequence[Source]) -> None:
        """Show the first event that stands in any of these rows."""
        wanted = set(sources)
        found = next((e for e in self._session.view.of_loans.events if wanted.intersection(e.sources)), None)
        if found is not None:
            self.event_chosen.emit(found.id)

    def _sum(self) -> None:
        view = self.current
        self.summed.emit((len(view.selectionModel().selectedRows()), view.sums()))

    def forget_order(self) -> None:
        """Show the rows of every table in their own order, as another case is not looked at in the same way."""
        for view in self.views.values():
            view.forget_order()

    def _name_tabs(self) -> None:
        for number, name in enumerate(TABS):
            count = self.views[name].rows.rowCount()
            self.tabs.name_page(number, f"{self._wording.say(f'window.tab.{name}')} {count}")

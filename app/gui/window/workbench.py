"""Everything behind the first page: the case, its regions and dialogs, and how they hear of each other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from app.core.decisions import OF_DISCREPANCIES, StepKind
from app.core.facts import Source
from app.gui.style.widgets import plain_tip
from app.gui.window.action_handlers import Commands
from app.gui.window.asking import Asking
from app.gui.window.context_menus import ContextMenus
from app.gui.window.copying import picture_data, told, workbook_data
from app.gui.window.drag_out import DragOut
from app.gui.window.folding import Folding
from app.gui.window.frame import Frame
from app.gui.window.menu_key import MenuKey
from app.gui.window.parts import Parts
from app.gui.window.region_ring import RegionRing
from app.gui.window.view_state import remember, restore
from app.workspace import Changes


class Workbench(Parts):
    """The parts of a main window and what is done with them; built once, then `settle` connects them."""

    def __init__(self, window: Frame) -> None:
        super().__init__(window)
        self.asking = Asking(self)
        self.commands = Commands(self)
        self.folding = Folding(self.regions, self.timeline_panel, self.tables, window.settings)
        self.menus, self.menu_key = ContextMenus(self, self.commands.refresh), MenuKey(self)
        self._shows_sample, self._explained_id = False, ""
        DragOut(self.timeline.viewport(), lambda: picture_data(self), Qt.KeyboardModifier.ControlModifier)
        DragOut(window.row.commands["export-excel"], lambda: workbook_data(self))
        DragOut(self.message_bar.text, self.message_bar.file_data)

    def settle(self) -> None:
        """Put everything in its place and let it listen."""
        window = self.window
        self.regions.place(self.listed, self.timeline_panel, self.tables, self.why)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.regions, 1)
        window.pages.addWidget(self.page)
        window.setStatusBar(self.status)
        self.commands.connect_all(
            {"sample": self.sample, "ask": self.asking.focus, "columns": self.menus.columns_of_current}
        )
        self._listen()
        self.recolour()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self._name_undo()
        parts = (self.head, self.listed, self.tables, self.why, self.status, self.message_bar, self.hints, self.asking)
        for part in parts:
            part.retranslate()
        self.timeline_panel.retranslate()
        self._case_changed()

    def recolour(self) -> None:
        """Draw in the current colours."""
        self.listed.recolour()
        self.why.recolour()
        self.message_bar.recolour()
        self.timeline_panel.recolour()

    def close(self) -> None:
        """Remember the layout and end what runs or is open."""
        remember(self)
        self.folding.remember()
        self.regions.remember(down=self.folding.of_their_own)
        self.tables.remember()
        self.papers.close()
        self.desks.close()
        self.import_sources.close()
        self.why.readers.close()
        self.tasks.close()
        self.session.workspace.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the search field, in the list and in a table clears the search."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        search = self.window.search
        if event.key() == Qt.Key.Key_Escape and search.text():
            search.clear()
            return True
        return super().eventFilter(watched, event)

    def _listen(self) -> None:
        window, session = self.window, self.session
        session.touched.connect(self._case_changed)
        session.leaving.connect(lambda: remember(self))
        session.opened.connect(lambda: restore(self))
        session.explained.connect(self._show_explanation)
        session.touched.connect(self._name_undo)
        session.view.loans_changed.connect(self._show_loans)
        self.head.loans_chosen.connect(session.view.choose_loans)
        self.head.wanted.connect(self.figures.follow)
        self.head.name_asked.connect(self.loan_naming.ask)
        self.why.wanted.connect(self.selection.choose_discrepancy)
        self.listed.chosen.connect(self.selection.choose_discrepancy)
        self.timeline.discrepancySelected.connect(self.selection.choose_discrepancy)
        self.timeline.eventSelected.connect(self.selection.choose_event)
        self.tables.event_chosen.connect(self.selection.choose_event)
        self.tables.chain_chosen.connect(self.selection.choose_chain)
        self.selection.changed.connect(self._show_selection)
        self.tables.summed.connect(self.status.show_sums)
        session.opened.connect(self.tables.forget_order)
        self.listed.view.text_of_current = self._told
        window.search.installEventFilter(self)
        self.ring = RegionRing(self.page)
        self.ring.watch(self.listed.view, *self.tables.views.values(), self.why.area)
        for listening in (self.listed.view, *self.tables.views.values()):
            listening.installEventFilter(self)
        self.listed.model.shown_changed.connect(lambda: self.timeline.fade(self.listed.model.resting))
        for opened in (self.listed.view.clicked, self.listed.view.activated):
            opened.connect(lambda: self.regions.show_region("why", True))
        self.regions.changed.connect(lambda: self.why.show_way_back(shared=self.regions.narrow))
        self.timeline.eventActivated.connect(self.read_event)
        self.exporting.written.connect(self._tell_written)
        self.exporting.said.connect(self.messages.tell)
        self.tasks.changed.connect(self.commands.refresh)
        self.regions.changed.connect(self.commands.refresh)
        self.why.row_chosen.connect(self._show_row)
        self.why.closed.connect(lambda: self.regions.show_region("why", False))
        window.start.recent_chosen.connect(lambda path: self.import_sources.take([Path(path)]))
        window.start.unfinished_discarded.connect(
            lambda path: self.case_files.ask_discard(Path(path), self._case_changed)
        )
        session.stepped.connect(self._keep_counts)
        session.stepped.connect(self._back_to_subject)
        self.hints.over.connect(window.settings.set_hints_seen)
        window.start.unfinished_chosen.connect(lambda path: self.case_files.open(Path(path)))
        window.search.textChanged.connect(self.search_soon.start)
        window.search.returnPressed.connect(lambda: self.commands.find_step(1))
        for view in self.tables.views.values():
            view.selectionModel().selectionChanged.connect(self.commands.refresh)

    def _show_explanation(self) -> None:
        self.timeline_panel.show_case()
        self.selection.refresh()

    def _show_loans(self) -> None:
        """Show the timeline of other loans, and select nothing that belongs to none of them."""
        self.timeline_panel.show_case()
        self.selection.refresh()

    def _case_changed(self) -> None:
        window, workspace, say = self.window, self.session.workspace, self.window.wording.say
        empty = workspace.is_empty
        first = self.listed.view if self.listed.model.rowCount() else self.timeline
        window.turn_page(*((window.start, window.start.add_button) if empty else (self.page, first)))
        window.row.show_search(not empty)
        name = workspace.path.name if workspace.path else self.session.name or say("window.case.unnamed")
        window.setWindowTitle(f"{say('window.name')}[*]" if empty else f"{name}[*] — {say('window.name')}")
        window.setWindowModified(self.session.loses_something)
        if empty:
            self.hints.put_away()
            window.start.show_recent(self.case_files.told_recent())
            window.start.show_unfinished(self.case_files.unfinished())
        self.commands.refresh()

    def _show_selection(self) -> None:
        found, event = self.selection.discrepancy, self.selection.current_event
        self.listed.select(found.id if found else "")
        self.timeline.select_discrepancy(found.id if found else None)
        self.timeline.select_event(event.id if event else None)
        self.tables.select_event(event.id if event else "")
        self.why.explain(found)
        chosen = found.id if found else ""
        if self.regions.narrow:
            # Who goes through the list by its keys stays there, and opens what is selected with Enter.
            if not (found and self.listed.view.isVisible() and self.window.focusWidget() is self.listed.view):
                self.regions.show_region("why", found is not None)
        elif chosen and chosen != self._explained_id and not self.regions.is_shown("why"):
            self.regions.show_region("why", True)
        self._explained_id = chosen
        self.commands.refresh()

    def sample(self) -> None:
        """Open the sample, with hints where they were not seen before."""
        self._shows_sample = True
        self.import_sources.sample()

    def _keep_counts(self, changes: Changes) -> None:
        """Keep what the first page says of a case, so that it is known even if the program is ended."""
        if not changes.explanation:
            return
        remember(self)
        if self._shows_sample and not self.session.workspace.is_empty:
            self._shows_sample = False
            if not self.window.settings.hints_seen():
                self.hints.begin()

    def _back_to_subject(self, changes: Changes) -> None:
        """Select the discrepancy whose mark, note or journal was undone or redone: it is no longer the one at hand."""
        if changes.step.kind is not StepKind.DECIDE and changes.decision and changes.decision.kind in OF_DISCREPANCIES:
            self.selection.choose_key(*changes.decision.subjects)

    def _show_row(self, row: Source) -> None:
        """Select the event that stands in a row, in timeline and table, first one of the discrepancy that is read.

        Of a row that is no event nothing is selected: what was before would be taken for it.
        """
        found, explanation = self.selection.discrepancy, self.session.explanation
        own = set(found.events) if found is not None else set[str]()
        events = [event for event in explanation.events if row in event.sources]
        if not events:
            self.selection.show_event("")
            return
        self.tables.bring("events")
        self.selection.show_event(min(events, key=lambda event: event.id not in own).id)

    def _told(self) -> str:
        found = self.selection.discrepancy
        return told(self, found) if found is not None else ""

    def _tell_written(self, path: Path) -> None:
        self.messages.tell_written(self.window.wording.say("window.status.written", file=path.name), path)

    def _name_undo(self) -> None:
        say = self.window.wording.say
        for name, what in (("undo", self.session.undo_name), ("redo", self.session.redo_name)):
            action = self.window.actions_[name]
            action.setText(say(f"window.{name}-named", what=what) if what else say(f"window.action.{name}"))
            action.setToolTip(plain_tip(f"{action.text().replace('&', '')}  {action.shortcut().toString()}"))
            action.setIconText(say(f"window.{name}-short"))

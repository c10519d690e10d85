"""Everything behind the first page: the case, its regions and dialogs, and how they hear of each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.decisions import Decision
from app.core.facts import Source
from app.gui.controllers.case_figures import CaseFigures
from app.gui.controllers.case_files import CaseFiles
from app.gui.controllers.case_protection import CaseProtection
from app.gui.controllers.comparing import Comparing
from app.gui.controllers.error_reporting import Troubleshooter
from app.gui.controllers.exports import Exporting
from app.gui.controllers.help import Papers
from app.gui.controllers.import_flow import Importing
from app.gui.controllers.import_sources import ImportSources
from app.gui.controllers.journaling import Journaling
from app.gui.controllers.loan_names import LoanNaming
from app.gui.controllers.step_messages import StepMessages
from app.gui.desk.opening import Desks
from app.gui.panels.case_head import CaseHead
from app.gui.panels.discrepancy_panel import DiscrepancyPanel
from app.gui.panels.explanation_panel import WhyPanel
from app.gui.panels.hints import Hint, Hints
from app.gui.panels.message_bar import MessageBar
from app.gui.panels.tables_panel import TablesPanel
from app.gui.panels.timeline_panel import TimelinePanel
from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.display_names import Names
from app.gui.services.log_file import start_log
from app.gui.services.messages import Messages
from app.gui.services.selection_model import SelectionModel
from app.gui.services.session import Session
from app.gui.services.shared import Services
from app.gui.services.tasks import Tasks
from app.gui.style.widgets import plain_tip
from app.gui.timeline import TimelineView
from app.gui.timeline.preparing import prepared
from app.gui.window.action_handlers import Commands
from app.gui.window.asking import Asking
from app.gui.window.context_menus import ContextMenus
from app.gui.window.copying import picture_data, told, workbook_data
from app.gui.window.drag_out import DragOut
from app.gui.window.folding import Folding
from app.gui.window.menu_key import MenuKey
from app.gui.window.region_ring import RegionRing
from app.gui.window.regions import Regions
from app.gui.window.status_bar import StatusLine
from app.gui.window.view_state import remember, restore
from app.workspace import Changes

if TYPE_CHECKING:
    from app.gui.window.main_window import MainWindow

_SEARCH_AFTER_MS = 120
_LABEL_LENGTH = 32
_WHOLE_LABEL = 120


class Workbench(QObject):
    """The parts of a main window; built once, then `settle` connects them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        wording, theme, settings = window.wording, window.theme, window.settings
        self.names, self.texts = Names(wording), DiscrepancyWording(wording, lambda: self.session.explanation)
        self.tasks = Tasks(self)
        self.messages = Messages(wording, self)
        self.troubleshooter = Troubleshooter(wording, self.messages, window)
        trouble = self.troubleshooter.show
        self.session = Session(self.tasks, settings.cases_folder(), prepared, self._name_of, trouble, self)
        services = Services(self.session, wording, self.texts, self.names, theme, settings, self.messages, trouble)
        self.selection = SelectionModel(self.session)
        self.page = QWidget(window.pages)
        self.head = CaseHead(services, self.page)
        self.regions = Regions(settings, self.page)
        self.listed = DiscrepancyPanel(services, self.regions)
        self.timeline = TimelineView(wording.say, theme.colours, self.regions)
        self.timeline.set_titles(self.texts.title)
        self.timeline_panel = TimelinePanel(self.timeline, services, self.regions)
        self.tables = TablesPanel(services, self.regions)
        self.why = WhyPanel(services, window.actions_, self.regions)
        self.case_protection = CaseProtection(services, window)
        self.case_files = CaseFiles(services, self.case_protection, window)
        self.importing = Importing(services, window)
        self.importing.told.connect(lambda text: self.messages.tell(text, warns=True))
        self.import_sources = ImportSources(services, self.importing, self.case_files, window)
        self.exporting = Exporting(services, self.timeline, window.actions_["mask"], window)
        self.papers = Papers(wording, theme, start_log(), window)
        self.comparing = Comparing(services, window)
        self.desks = Desks(wording, theme, settings, self.troubleshooter, self.import_sources.take_as_new)
        self.status = StatusLine(services, window)
        self.message_bar = MessageBar(self.messages, wording, theme, window.pages, window)
        self.journaling = Journaling(services, self.selection, window)
        self.listed.model.reminder_of = self.journaling.reminder
        self.why.set_journal(self.journaling.entries)
        StepMessages(services, self._whole_name_of)
        self.figures = CaseFigures(services, self.selection, (self.show_overview, self._show_checks), window)
        self.loan_naming = LoanNaming(services, self.selection, self._rename_loans, window)
        self.asking = Asking(self)
        self.commands = Commands(window, self)
        self.folding = Folding(self.regions, self.tables, settings)
        self.menus, self.menu_key = ContextMenus(window, self), MenuKey(self)
        add = window.row.commands["add-files"]
        targets = (("list", self.listed), ("timeline", self.timeline), ("explanation", self.why), ("add", add))
        self.hints = Hints([Hint(name, target) for name, target in targets], wording, window)
        self._shows_sample, self._explained_id = False, ""
        DragOut(self.timeline.viewport(), lambda: picture_data(self), Qt.KeyboardModifier.ControlModifier)
        DragOut(window.row.commands["export-excel"], lambda: workbook_data(self))
        DragOut(self.message_bar.text, self.message_bar.file_data)
        self._search_soon = QTimer(self)

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
        self._search_soon.setSingleShot(True)
        self._search_soon.setInterval(_SEARCH_AFTER_MS)
        self.commands.connect_all()
        self._listen()
        self.recolour()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        self._name_undo()
        parts = (self.head, self.listed, self.tables, self.why, self.status, self.message_bar, self.hints, self.asking)
        for part in parts:
            part.retranslate()
        self.timeline_panel.retranslate()
        self._case_changed()

    def recolour(self) -> None:
        """Draw in the colours of the moment."""
        self.listed.recolour()
        self.why.recolour()
        self.message_bar.recolour()
        self.timeline_panel.recolour()

    def close(self) -> None:
        """Remember the layout and end what runs or is open."""
        remember(self)
        self.folding.remember()
        self.regions.remember(down=not self.tables.folded)
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
        self.timeline.eventActivated.connect(self._read_event)
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
        self.hints.over.connect(window.settings.set_hints_seen)
        window.start.unfinished_chosen.connect(lambda path: self.case_files.open(Path(path)))
        window.search.textChanged.connect(self._search_soon.start)
        window.search.returnPressed.connect(lambda: self.commands.find_step(1))
        self._search_soon.timeout.connect(self.search_now)
        for view in self.tables.views.values():
            view.selectionModel().selectionChanged.connect(self.commands.refresh)

    def _show_explanation(self) -> None:
        self.timeline_panel.show_case()
        self.selection.refresh()

    def _rename_loans(self) -> None:
        """Say everywhere what the person calls their loans."""
        self.head.refresh()
        self.tables.refill()
        self.tables.refit()
        self.why.refresh()

    def _show_loans(self) -> None:
        """Show the timeline of other loans, and select nothing that belongs to none of them."""
        self.timeline_panel.show_case()
        self.selection.refresh()

    def show_overview(self) -> None:
        """Show the explanation of the whole case."""
        self.selection.choose_discrepancy("")
        self.regions.show_region("why", True)

    def _show_checks(self) -> None:
        """Show what was compared and what was not."""
        self.regions.show_region("tables", True)
        self.tables.show_tab("checks")
        self.tables.views["checks"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _case_changed(self) -> None:
        window, workspace, say = self.window, self.session.workspace, self.window.wording.say
        empty = workspace.is_empty
        window.turn_page(*((window.start, window.start.add_button) if empty else (self.page, self.listed.view)))
        window.row.show_search(not empty)
        name = workspace.path.name if workspace.path else say("window.case.unnamed")
        window.setWindowTitle(f"{say('window.name')}[*]" if empty else f"{name}[*] — {say('window.name')}")
        window.setWindowModified(workspace.needs_saving)
        if empty:
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

    def _read_event(self, event_id: str) -> None:
        """Show the row of an event that was opened in the timeline, with its file, and put the keyboard there."""
        self.regions.show_region("tables", True)
        self.tables.show_tab("events")
        self.tables.select_event(event_id)
        self.tables.views["events"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_row(self, row: Source) -> None:
        """Select the event that stands in a row, first one of the discrepancy that is read."""
        found, explanation = self.selection.discrepancy, self.session.explanation
        own = set(found.events) if found is not None else set[str]()
        events = [event for event in explanation.events if row in event.sources]
        if events:
            self.selection.show_event(min(events, key=lambda event: event.id not in own).id)

    def _told(self) -> str:
        found = self.selection.discrepancy
        return told(self, found) if found is not None else ""

    def search_now(self) -> None:
        """Show only what holds the words in the search field; nothing where it does already."""
        self._search_soon.stop()
        needle = self.window.search.text().strip()
        self.listed.search(needle)
        self.tables.search(needle)

    def _tell_written(self, path: Path) -> None:
        self.messages.tell_written(self.window.wording.say("window.status.written", file=path.name), path)

    def _whole_name_of(self, decision: Decision) -> str:
        return self._name_of(decision, longest=_WHOLE_LABEL)

    def _name_of(self, decision: Decision, longest: int = _LABEL_LENGTH) -> str:
        label, count = decision.label, len(decision.subjects)
        which = decision.kind.value
        if which == "mark":
            which = f"mark-{decision.value}"
        elif which == "add-sources" and count > 1:
            which, label = "add-several", label.partition(", ")[0]
        if len(label) > longest:
            label = f"{label[: longest - 1]}…"
        return self.window.wording.say(f"window.decision.{which}", label=label, count=count)

    def _name_undo(self) -> None:
        say = self.window.wording.say
        for name, what in (("undo", self.session.undo_name), ("redo", self.session.redo_name)):
            action = self.window.actions_[name]
            action.setText(say(f"window.{name}-named", what=what) if what else say(f"window.action.{name}"))
            action.setToolTip(plain_tip(f"{action.text().replace('&', '')}  {action.shortcut().toString()}"))
            action.setIconText(say(f"window.{name}-short"))

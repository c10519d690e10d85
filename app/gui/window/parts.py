"""The parts of a case in its window: services, panels and controllers, each made once and given what it needs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.core.decisions import Decision
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
from app.gui.controllers.printing import Printing
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
from app.gui.timeline import TimelineView
from app.gui.timeline.preparing import prepared
from app.gui.window.frame import Frame
from app.gui.window.regions import Regions
from app.gui.window.status_bar import StatusLine

_SEARCH_AFTER_MS = 120
_LABEL_LENGTH = 32
_WHOLE_LABEL = 120


class Parts(QObject):
    """What there is behind the first page; what listens to what is the `workbench`'s."""

    def __init__(self, window: Frame) -> None:
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
        self.printing = Printing(services, self.exporting, window.actions_["mask"], window)
        self.papers = Papers(wording, theme, start_log(), window)
        self.comparing = Comparing(services, window)
        self.desks = Desks(wording, theme, settings, self.troubleshooter, self.import_sources.take_as_new, window)
        self.status = StatusLine(services, window)
        self.message_bar = MessageBar(self.messages, wording, theme, window.pages, window)
        self.journaling = Journaling(services, self.selection, window)
        self.listed.model.reminder_of = self.journaling.reminder
        self.why.set_journal(self.journaling.entries)
        StepMessages(services, self._whole_name_of, self.importing.teach)
        self.figures = CaseFigures(services, self.selection, (self.show_overview, self._show_checks), window)
        self.loan_naming = LoanNaming(services, self.selection, self._rename_loans, window)
        add = window.row.commands["add-files"]
        targets = (("list", self.listed), ("timeline", self.timeline), ("explanation", self.why), ("add", add))
        self.hints = Hints([Hint(name, target) for name, target in targets], wording, window)
        self.search_soon = QTimer(self)
        self.search_soon.setSingleShot(True)
        self.search_soon.setInterval(_SEARCH_AFTER_MS)
        self.search_soon.timeout.connect(self.search_now)

    def show_overview(self) -> None:
        """Show the explanation of the whole case."""
        self.selection.choose_discrepancy("")
        self.regions.show_region("why", True)

    def read_event(self, event_id: str) -> None:
        """Select an event, show its row with its file, and put the keyboard there."""
        self.selection.choose_event(event_id)
        self.regions.show_region("tables", True)
        self.tables.show_tab("events")
        self.tables.select_event(event_id)
        self.tables.views["events"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_checks(self) -> None:
        """Show what was compared and what was not."""
        self.regions.show_region("tables", True)
        self.tables.show_tab("checks")
        self.tables.views["checks"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search_now(self) -> None:
        """Show only what holds the words in the search field; nothing where it does already."""
        self.search_soon.stop()
        needle = self.window.search.text().strip()
        self.listed.search(needle)
        self.tables.search(needle)

    def _rename_loans(self) -> None:
        """Say everywhere what the person calls their loans."""
        self.head.refresh()
        self.listed.tell_anew()
        self.tables.refill()
        self.tables.refit()
        self.why.refresh()

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

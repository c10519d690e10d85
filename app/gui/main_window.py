"""The main window: it puts the regions together and lets them hear of each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

from app.core.decisions import Decision
from app.gui.actions import Actions
from app.gui.casework import Casework
from app.gui.commands import Commands
from app.gui.exporting import Exporting
from app.gui.icons import program_icon
from app.gui.importing import Importing
from app.gui.intake import Intake, dropped
from app.gui.names import Names
from app.gui.panels.discrepancy_panel import DiscrepancyPanel
from app.gui.panels.start_page import StartPage
from app.gui.panels.status import StatusLine
from app.gui.panels.tables_panel import TablesPanel
from app.gui.panels.why_panel import WhyPanel
from app.gui.papers import Papers
from app.gui.regions import Regions
from app.gui.selection import Selection
from app.gui.session import Session
from app.gui.settings import Look, Settings
from app.gui.tasks import Tasks
from app.gui.telling import Telling
from app.gui.theme import Theme
from app.gui.timeline import TimelineView
from app.gui.trouble import Troubleshooter
from app.gui.widgets import refresh_fonts
from app.gui.wording import Wording
from app.texts.phrasebook import Language

_SEARCH_AFTER_MS = 120


class MainWindow(QMainWindow):
    """One case in one window."""

    def __init__(self, wording: Wording, theme: Theme, settings: Settings, log_file: Path | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowIcon(program_icon())
        self.setAcceptDrops(True)
        self.wording, self.theme, self.settings = wording, theme, settings
        self.names, self.telling = Names(wording), Telling(wording)
        self.tasks = Tasks(self)
        self.troubleshooter = Troubleshooter(wording, self)
        trouble = self.troubleshooter.show
        self.session = Session(self.tasks, self._name_of, trouble, self)
        self.actions_ = Actions(self, wording, theme)
        self.pages = QStackedWidget(self)
        self.regions = Regions(settings, self.pages)
        self.start = StartPage(wording, theme, self.actions_, settings, self.pages)
        self.listed = DiscrepancyPanel(self.session, wording, self.telling, theme, self.regions)
        self.timeline = TimelineView(wording.say, theme.colours, self.regions)
        self.tables = TablesPanel(self.session, wording, self.names, theme, settings, self.regions)
        self.why = WhyPanel(self.session, wording, self.telling, self.names, theme, self.actions_, self.regions)
        self.selection = Selection(self.session, self.listed, self.timeline, self.tables, self.why)
        self.casework = Casework(self.session, wording, settings, trouble, self)
        self.importing = Importing(self.session, wording, self.names, theme, settings, trouble, self)
        self.intake = Intake(self.importing, self.casework, wording, settings, self.troubleshooter, self)
        mask = self.actions_["mask"]
        self.exporting = Exporting(self.session, self.timeline, wording, settings, mask, trouble, self)
        self.papers = Papers(wording, theme, log_file, self)
        self.commands = Commands(self)
        self.search = QLineEdit(self)
        self.other_language = QToolButton(self)
        self.status = StatusLine(self.session, self.tasks, wording, self)
        self._search_soon = QTimer(self)
        self._build()
        self._connect()
        self._recolour()
        self._retranslate()
        self._case_changed()
        self._restore()

    def take(self, paths: Sequence[Path]) -> None:
        """Open a case, or import files and folders."""
        self.intake.take(paths)

    def choose_language(self, language: Language) -> None:
        """Speak another language, and remember it."""
        self.settings.set_language(language)
        if language is not self.wording.language:
            self.wording.choose(language)
        self._check_choices()

    def _switch_language(self) -> None:
        self.choose_language(Language.EN if self.wording.language is Language.ZH else Language.ZH)

    def choose_look(self, look: Look) -> None:
        """Take other colours, and remember it."""
        self.settings.set_look(look)
        self.theme.choose(look)
        self._check_choices()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.regions.place(self.listed, self.timeline, self.tables, self.why)
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.regions)
        self.setCentralWidget(self.pages)
        self.setStatusBar(self.status)
        self.actions_.fill(self.menuBar())
        self._build_toolbar()
        self.commands.connect_all()
        self.setMinimumSize(QSize(640, 480))
        self.resize(1440, 900)
        self._search_soon.setSingleShot(True)
        self._search_soon.setInterval(_SEARCH_AFTER_MS)

    def _build_toolbar(self) -> None:
        bar = QToolBar(self)
        bar.setObjectName("toolBar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in ("add-files", "export-excel", "undo", "redo"):
            bar.addAction(self.actions_[name])
            button = bar.widgetForAction(self.actions_[name])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("primary", name == "add-files")
        room = QWidget(bar)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(room)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(320)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bar.addWidget(self.search)
        self.other_language.setProperty("quiet", True)
        self.other_language.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.other_language.clicked.connect(self._switch_language)
        bar.addWidget(self.other_language)
        self.addToolBar(bar)
        self.tool_bar = bar

    def _connect(self) -> None:
        self.wording.changed.connect(self._retranslate)
        self.theme.changed.connect(self._recolour)
        self.session.touched.connect(self._case_changed)
        self.session.explained.connect(self._show_explanation)
        self.session.stack.indexChanged.connect(self.commands.refresh)
        self.session.stack.undoTextChanged.connect(self._name_undo)
        self.session.stack.redoTextChanged.connect(self._name_undo)
        self.selection.changed.connect(self._selected)
        self.tasks.changed.connect(self.commands.refresh)
        self.regions.changed.connect(self.commands.refresh)
        self.why.closed.connect(lambda: self.regions.show_region("why", False))
        self.start.recent_chosen.connect(lambda path: self.take([Path(path)]))
        self.search.textChanged.connect(self._search_soon.start)
        self.search.returnPressed.connect(self._search)
        self._search_soon.timeout.connect(self._search)
        for view in self.tables.views.values():
            view.selectionModel().selectionChanged.connect(self.commands.refresh)

    def _restore(self) -> None:
        self.restoreGeometry(self.settings.layout("window"))

    # -- following the case ----------------------------------------------------------------------------------------

    def _show_explanation(self) -> None:
        self.timeline.set_timeline(None if self.session.workspace.is_empty else self.session.timeline)

    def _case_changed(self) -> None:
        workspace = self.session.workspace
        self._turn_page(self.start if workspace.is_empty else self.regions)
        self.search.setVisible(not workspace.is_empty)
        name = workspace.path.name if workspace.path else self.wording.say("window.case.unnamed")
        program = self.wording.say("window.name")
        self.setWindowTitle(f"{program}[*]" if workspace.is_empty else f"{name}[*] — {program}")
        self.setWindowModified(workspace.needs_saving)
        self.start.show_recent()
        self.commands.refresh()

    def _turn_page(self, page: QWidget) -> None:
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            (self.listed.view if page is self.regions else self.start.add_button).setFocus()

    def _selected(self) -> None:
        if self.regions.narrow:
            self.regions.show_region("why", self.selection.discrepancy is not None)
        self.commands.refresh()

    def _search(self) -> None:
        self._search_soon.stop()
        needle = self.search.text().strip()
        self.listed.search(needle)
        self.tables.search(needle)

    def _name_of(self, decision: Decision) -> str:
        label = decision.label if len(decision.label) <= 32 else f"{decision.label[:31]}…"
        which = f"{decision.kind.value}-{decision.value}" if decision.kind.value == "mark" else decision.kind.value
        return self.wording.say_or(f"window.decision.{which}", which, label=label)

    def _name_undo(self) -> None:
        for name, text in (("undo", self.session.stack.undoText()), ("redo", self.session.stack.redoText())):
            plain = self.wording.say(f"window.action.{name}")
            key = self.actions_[name].shortcut().toString()
            self.actions_[name].setText(self.wording.say(f"window.{name}-named", what=text) if text else plain)
            self.actions_[name].setToolTip(f"{self.actions_[name].text().replace('&', '')}  {key}")
            self.actions_[name].setIconText(self.wording.say(f"window.{name}-short"))

    # -- language and colours --------------------------------------------------------------------------------------

    def _retranslate(self) -> None:
        say = self.wording.say
        self.actions_.retranslate()
        self.search.setPlaceholderText(say("window.search"))
        self.search.setAccessibleName(say("window.search-name"))
        self.search.setToolTip(f"{say('window.search-name')}  {self.actions_['find'].shortcut().toString()}")
        self.tool_bar.setAccessibleName(say("window.toolbar"))
        self.other_language.setText(say("window.other-language"))
        self.other_language.setToolTip(say("window.other-language-tip"))
        self.other_language.setAccessibleName(say("window.other-language-tip"))
        self.session.rename_steps()
        self._name_undo()
        for part in (self.start, self.listed, self.tables, self.why, self.status):
            part.retranslate()
        self.timeline.set_wording(self.wording.say)
        self._check_choices()
        self._case_changed()

    def _recolour(self) -> None:
        self.actions_.recolour()
        for part in (self.start, self.listed, self.why):
            part.recolour()
        self.timeline.set_colours(self.theme.colours)

    def _check_choices(self) -> None:
        self.actions_[f"language-{self.wording.language.value}"].setChecked(True)
        self.actions_[f"look-{self.theme.look.value}"].setChecked(True)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the application's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            refresh_fonts(self)
            self.tables.refit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from anywhere on the window."""
        if dropped(event.mimeData()) and self.tasks.current is None:
            event.acceptProposedAction()
            self.start.glow(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self.start.glow(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        self.start.glow(False)
        event.acceptProposedAction()
        self.take(dropped(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved decisions, remember the layout and stop what runs."""
        if self.session.workspace.needs_saving:
            event.ignore()
            if self.casework.question is None:
                self.casework.leave(self._really_close)
            return
        self._really_close()
        event.accept()

    def _really_close(self) -> None:
        self.settings.set_layout("window", self.saveGeometry())
        self.regions.remember()
        self.tables.remember()
        self.settings.sync()
        self.papers.close()
        self.intake.close()
        self.why.readers.close()
        self.tasks.close()
        self.session.workspace.forget_changes()
        self.session.stack.blockSignals(True)
        self.hide()
        QApplication.quit()

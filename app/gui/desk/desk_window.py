"""The window of a desk: every case of a folder with what was found and how far the desk is, and work on all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QProgressBar

from app.core.discrepancy import FactValue
from app.desk.deadlines import answer_due
from app.desk.run import MixedMasking, Ran
from app.desk.table import BETWEEN, TABLE, Entry, UnreadableTable
from app.gui.controllers.dropping import dropped
from app.gui.desk.desk_bar import DeskBar
from app.gui.desk.desk_page import DeskPage
from app.gui.desk.desk_work import OUT, Opened, keep_note, open_folder, run_folder
from app.gui.desk.note_dialog import DeskNoteDialog
from app.gui.services import file_dialogs
from app.gui.services.messages import open_with_system
from app.gui.services.saving_places import chosen_place
from app.gui.services.session import Trouble
from app.gui.services.settings import Settings
from app.gui.services.tasks import Report, Tasks
from app.gui.services.translator import Wording
from app.gui.style.icons import program_icon
from app.gui.style.theme import Theme
from app.gui.style.widgets import size_within_screen
from app.gui.widgets.table_view import told_sums

_SEARCH_AFTER_MS = 120


class DeskWindow(QMainWindow):
    """A table over one folder. ``open_case`` shows a case in the main window, ``tell`` says a sentence.

    ``case_done`` carries folder and row of a case as a run ends it, from the run's own thread.
    """

    case_done = Signal(object, object)

    def __init__(
        self, wording: Wording, theme: Theme, settings: Settings, trouble: Trouble, tell: Callable[[str], None],
        open_case: Callable[[Path], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("deskWindow")
        self.setWindowIcon(program_icon())
        self._wording, self._settings, self._trouble = wording, settings, trouble
        self._tell, self._open_case = tell, open_case
        self.tasks = Tasks(self)
        self.note_dialog: DeskNoteDialog | None = None
        self.page = DeskPage(wording, theme, settings, self)
        self.model, self.table, self.summary = self.page.model, self.page.table, self.page.summary
        self.bar, self.progress = DeskBar(wording, self), QProgressBar(self)
        self._search_soon = QTimer(self)
        self._build()
        self._listen()
        wording.changed.connect(self.retranslate)
        self.retranslate()
        size_within_screen(self, 1180, 720)
        self.restoreGeometry(settings.layout("desk"))
        self.setAcceptDrops(True)

    @property
    def opened(self) -> Opened | None:
        """The folder that is shown; None before one is chosen."""
        return self.page.opened

    # -- what it does ----------------------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Ask for a folder of cases."""
        say = self._wording.say
        before = self._settings.desk_folder() or self._settings.last_folder()
        path = file_dialogs.ask_folder(self, say("desk.window.open-title"), before)
        if path:
            self.open_folder(Path(path))

    def open_last(self) -> None:
        """Show the folder of the last time again, where it is still there; asks for none."""
        before = self._settings.desk_folder()
        if self.opened is None and before and Path(before).is_dir():
            self.open_folder(Path(before))

    def open_folder(self, folder: Path, *, stopped: bool = False) -> None:
        """Show the cases of a folder; ``stopped`` says that work on it was given up just now."""
        if self.tasks.current is not None:
            return

        def done(opened: Opened) -> None:
            self._show(opened)
            if stopped:
                self._say("stopped", left=opened.waiting)

        self.tasks.run(
            lambda _report: open_folder(folder), self._wording.say("desk.window.reading"), done, self._failed
        )

    def explain_all(self, overview: Path | None = None, *, papers: bool = False) -> None:
        """Explain every case of the folder that is not explained yet, or whose files changed."""
        if self.opened is None or self.tasks.current is not None:
            return
        folder, language = self.opened.folder, self._wording.language
        target = overview or folder / OUT

        def work(report: Report) -> tuple[Ran, Opened]:
            ran = run_folder(
                folder, language, report.progress, report.cancelled,
                ended=lambda entry: self.case_done.emit(folder, entry), overview=overview, papers=papers,
            )  # fmt: skip
            return ran, open_folder(folder)

        def done(result: tuple[Ran, Opened]) -> None:
            self._show(result[1])
            self._say("written", path=str(target))

        self.tasks.run(work, self._wording.say("desk.window.run"), done, self._failed)

    def stop(self) -> None:
        """Give up the work under way; what is done stays, and the table is read again once it has ended."""
        opened = self.opened
        if self.tasks.current is not None and opened is not None:
            self.tasks.cancel()
            self.tasks.close()
            self.open_folder(opened.folder, stopped=True)

    def export_overview(self) -> None:
        """Write the workbook about all cases to a place of the person's choice."""
        say = self._wording.say
        folder = self.opened.folder if self.opened else Path()
        out = folder / OUT  # there it is no file among the cases
        name = (out if out.is_dir() else folder) / f"{say('desk.workbook.title')}.xlsx"
        path = chosen_place(self, self._wording, say("desk.window.export-overview"), name, "Excel (*.xlsx)")
        if path is not None:
            self.explain_all(path)

    def show_case(self) -> None:
        """Show the case at hand in the main window."""
        row = self.table.currentIndex().row()
        if self.opened is None or row < 0:
            return
        path = self.opened.folder / self.model.row_at(row).case
        if path.exists():
            self._open_case(path)
        else:
            self._tell(self._wording.say("desk.window.not-here"))

    def show_results(self) -> None:
        """Open the folder that takes what is written, or the cases' own before anything was."""
        if self.opened is not None:
            out = self.opened.folder / OUT
            open_with_system(out if out.is_dir() else self.opened.folder)

    def write_note(self) -> None:
        """Ask how far the desk is with the selected cases, and keep it in the table."""
        chosen = self.selected()
        if self.opened is None or not chosen or self.tasks.current is not None:
            return
        folder = self.opened.folder

        def due(day: date) -> date | None:
            lenders = {x for e in chosen for x in e.texts.get("lenders", "").split(BETWEEN) if x}
            return answer_due(sorted(lenders), day)

        dialog = DeskNoteDialog([e.case for e in chosen], chosen[0].note, due, self._wording, self)
        self.note_dialog = dialog

        def given(result: int) -> None:
            self.note_dialog = None
            if result == QDialog.DialogCode.Accepted:
                self._keep(folder, chosen, dialog)
            dialog.deleteLater()

        dialog.finished.connect(given)
        dialog.open()

    def selected(self) -> list[Entry]:
        """The selected cases, in the order shown."""
        return [self.model.row_at(index.row()) for index in self.table.selectionModel().selectedRows()]

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.addToolBar(self.bar)
        self.setCentralWidget(self.page)
        self.progress.setMaximumWidth(260)
        self.progress.hide()
        self.statusBar().addPermanentWidget(self.progress)

    def _listen(self) -> None:
        handlers: dict[str, Callable[[], object]] = {
            "open": self.choose_folder,
            "run": self.explain_all,
            "stop": self.stop,
            "show": self.show_case,
            "note": self.write_note,
            "copy": self.table.copy,
            "find": lambda: self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "export-overview": self.export_overview,
            "export-papers": lambda: self.explain_all(papers=True),
            "show-results": self.show_results,
        }
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.connect_all(handlers, self.table)
        self.bar.state.currentIndexChanged.connect(lambda: self.model.show_state(self.bar.state.currentData()))
        self.table.activated.connect(lambda _index: self.show_case())
        self.table.selectionModel().selectionChanged.connect(self._refresh)
        self.table.selectionModel().selectionChanged.connect(self._tell_sums)
        self._search_soon.setSingleShot(True)
        self._search_soon.setInterval(_SEARCH_AFTER_MS)
        self._search_soon.timeout.connect(lambda: self.model.search(self.bar.search.text().strip()))
        self.bar.search.textChanged.connect(self._search_soon.start)
        self.tasks.changed.connect(self._refresh)
        self.tasks.progressed.connect(self._progressed)
        self.case_done.connect(self._fill_row, Qt.ConnectionType.QueuedConnection)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self._wording.say
        self.setWindowTitle(f"{say('desk.window.title')} — {say('window.name')}")
        self.bar.retranslate()
        self.page.retranslate()
        self._refresh()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _show(self, opened: Opened) -> None:
        self._settings.set_desk_folder(opened.folder)
        self.page.show_folder(opened)
        self._refresh()

    def _fill_row(self, folder: Path, entry: Entry) -> None:
        """Show what was found in a case that is just done; the rest of the run goes on."""
        if self.opened is not None and self.opened.folder == folder:
            self.page.put(entry)

    def _say(self, name: str, **facts: FactValue) -> None:
        self.statusBar().showMessage(self._wording.say(f"desk.window.{name}", **facts))

    def _tell_sums(self) -> None:
        """Say what the amounts of several selected cases come to."""
        self.statusBar().showMessage(told_sums(len(self.selected()), self.table.sums(), self._wording))

    def _keep(self, folder: Path, chosen: list[Entry], dialog: DeskNoteDialog) -> None:
        try:
            keep_note(folder, [e.case for e in chosen], dialog.note)
            self._show(open_folder(folder))
        except (OSError, UnreadableTable) as error:
            self._failed(error)
            return
        self.table.select_id(chosen[0].case)

    def _refresh(self) -> None:
        idle, opened = self.tasks.current is None, self.opened
        filled, chosen = opened is not None and bool(opened.entries), self.table.selectionModel().hasSelection()
        self.bar.refresh(idle=idle, opened=opened is not None, filled=filled, chosen=chosen)
        self.progress.setVisible(not idle)
        if not idle:
            self.progress.setRange(0, 0)

    def _progressed(self, done: int, total: int, case: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self._say("working", done=done, total=total, case=case)

    def _failed(self, error: Exception) -> None:
        out = (self.opened.folder if self.opened else Path()) / OUT
        if isinstance(error, UnreadableTable):
            self._tell(self._wording.say("desk.unreadable-table", path=str(out / TABLE)))
        elif isinstance(error, MixedMasking):
            self._tell(self._wording.say("desk.mixed-masking", path=str(out)))
        else:
            self._trouble(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the search gives all cases back; it stops work only while there is some."""
        if event.key() == Qt.Key.Key_Escape and self.focusWidget() is self.bar.search:
            self.bar.search.clear()
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one folder."""
        if self.tasks.current is None and _folder_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the cases of the folder that was dropped."""
        if (folder := _folder_in(event)) is not None:
            event.acceptProposedAction()
            self.open_folder(folder)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end what runs; what is done stays."""
        self._settings.set_layout("desk", self.saveGeometry())
        self.table.remember()
        self.tasks.close()
        event.accept()


def _folder_in(event: QDropEvent) -> Path | None:
    """The folder that is dragged; None where it is none or more than one thing."""
    paths = dropped(event.mimeData())
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else None

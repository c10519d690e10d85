"""Printing: what goes on paper is made without keeping the window waiting, looked at, and printed or saved as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QObject
from PySide6.QtGui import QAction, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from app.atomic_write import write_whole
from app.core.errors import KnownTrouble
from app.gui.controllers.exports import Exporting
from app.gui.controllers.print_contents import Contents, Setting, reader
from app.gui.dialogs.print_dialog import CONTENTS, REPORT, PrintDialog
from app.gui.services import printers
from app.gui.services.paper_thread import on_paper_thread
from app.gui.services.print_sheets import NotPrinted, PrintJob, painted
from app.gui.services.set_text import upright_a4
from app.gui.services.shared import Services
from app.gui.services.tasks import Task
from app.gui.services.turns import Turns
from app.gui.style.paper import paper_font
from app.gui.style.pdf_text import with_true_text
from app.own_files import NAME

_PIXELS = 14
"""Of the font by which the characters of a written PDF are told; any size tells the same."""


class Printing(QObject):
    """``dialog`` is the preview while it is open."""

    def __init__(self, services: Services, exporting: Exporting, mask: QAction, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._wording, self._theme = services.session, services.wording, services.theme
        self._messages, self._trouble = services.messages, services.trouble
        self._exporting, self._mask, self._window = exporting, mask, window
        self.dialog: PrintDialog | None = None
        self._jobs: dict[str, PrintJob] = {}
        self._turns: Turns | None = None
        self._task: Task | None = None

    def show(self, content: str = REPORT) -> None:
        """Show what would be printed of one of the dialog's contents."""
        if self.dialog is not None or self._session.tasks.current is not None:
            return
        dialog = PrintDialog(self._wording, self._theme, self._window)
        self.dialog = dialog
        dialog.what.setCurrentIndex(CONTENTS.index(content))
        dialog.chosen.connect(lambda content: self._prepare(dialog, content))
        dialog.printing.connect(lambda: self._print(dialog))
        dialog.saving.connect(lambda: self._save(dialog))
        dialog.finished.connect(lambda _result: self._closed(dialog))
        dialog.open()
        self._prepare(dialog, dialog.content)

    def _closed(self, dialog: PrintDialog) -> None:
        """Give up what is under way, and what was made."""
        self._stop()
        self._jobs.clear()
        self.dialog = None
        dialog.deleteLater()

    def _stop(self) -> None:
        if self._turns is not None:
            self._turns.stop()
        if self._task is not None:
            self._task.cancel()
        self._turns = self._task = None

    # -- what is seen ------------------------------------------------------------------------------------------------

    def _prepare(self, dialog: PrintDialog, content: str) -> None:
        """Make the sheets of one of the contents, or show those that were made."""
        self._stop()
        if content in self._jobs:
            self._show(dialog, content)
            return
        preparing, workspace = self._wording.say("print.preparing"), self._session.workspace
        dialog.wait(preparing)
        name, mask = self._exporting.name(), self._mask.isChecked()
        read = reader(workspace, content, self._wording.language, name=name, mask=mask)
        self._work(lambda: on_paper_thread(read), preparing, lambda found: self._set(dialog, content, found))

    def _set(self, dialog: PrintDialog, content: str, contents: Contents) -> None:
        """Set the text in turns, then show it."""
        setting, total = Setting(contents), len(contents.parts)

        def done() -> None:
            self._jobs[content] = setting.job()
            self._show(dialog, content)

        turns = Turns(setting.steps(), self)
        turns.stepped.connect(lambda at: dialog.wait(self._wording.say("print.setting", done=at, total=total)))
        self._begin(turns, done)

    def _show(self, dialog: PrintDialog, content: str) -> None:
        dialog.show_job(self._jobs[content], self._ready(content))

    def _ready(self, content: str) -> str:
        said = self._wording.say("print.ready", count=len(self._jobs[content].sheets))
        return self._wording.say("print.masked", sheets=said) if self._mask.isChecked() else said

    # -- where it goes -----------------------------------------------------------------------------------------------

    def _print(self, dialog: PrintDialog) -> None:
        """Ask for a printer and print; say so where there is none."""
        job, say = self._jobs[dialog.content], self._wording.say
        if not printers.is_any_installed():
            dialog.go_on(say("print.no-printer"))
            dialog.save_button.setFocus()
            return
        printer = printers.ask_printer(dialog, job.name, len(job.sheets))
        if printer is None:
            return
        order = printers.wanted_sheets(printer, len(job.sheets), dialog.preview.current)
        if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:  # the system's own dialog was told a file
            self._write(dialog, Path(printer.outputFileName()), order)
            return

        def done() -> None:
            dialog.accept()
            self._messages.tell(say("print.sent", count=len(order), printer=printer.printerName()))

        self._paint(dialog, printer, order, done)

    def _save(self, dialog: PrintDialog) -> None:
        """Ask for a place and write all sheets there as PDF."""
        name = f"{self._exporting.name()}.pdf"
        path = self._exporting.ask(self._wording.say("print.save"), name, "PDF (*.pdf)", dialog)
        if path is not None:
            self._write(dialog, path, range(len(self._jobs[dialog.content].sheets)))

    def _write(self, dialog: PrintDialog, path: Path, order: Sequence[int]) -> None:
        """Paint the sheets into a PDF and write it, whole or not at all, and over no file of the case."""
        try:
            self._session.workspace.refuse_input(path, also_itself=True)
        except KnownTrouble as error:
            self._trouble(error)
            return
        job, target = self._jobs[dialog.content], QByteArray()
        buffer = QBuffer(target, dialog)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageLayout(upright_a4())
        writer.setTitle(job.name)
        writer.setCreator(NAME)

        def write() -> None:
            write_whole(path, with_true_text(bytes(target.data()), job.words, paper_font(_PIXELS)))

        def written(_nothing: object) -> None:
            dialog.accept()
            self._exporting.tell(path)

        writing = self._wording.say("window.status.writing", file=path.name)
        self._paint(dialog, writer, order, lambda: self._work(lambda: on_paper_thread(write), writing, written))

    def _paint(
        self, dialog: PrintDialog, device: QPrinter | QPdfWriter, order: Sequence[int], done: Callable[[], None]
    ) -> None:
        """Paint sheets in turns, and say how far it is."""
        turns, say = Turns(painted(device, self._jobs[dialog.content], order), self), self._wording.say
        turns.stepped.connect(lambda at: dialog.wait(say("print.printing", done=at, total=len(order)), for_paper=True))
        self._begin(turns, done)

    # -- work --------------------------------------------------------------------------------------------------------

    def _begin(self, turns: Turns, done: Callable[[], None]) -> None:
        self._turns = turns
        turns.done.connect(done)
        turns.failed.connect(self._failed)
        turns.start()

    def _work(self, work: Callable[[], object], label: str, done: Callable[..., None]) -> None:
        self._task = self._session.tasks.run(lambda _report: work(), label, done, self._failed)

    def _failed(self, error: Exception) -> None:
        """Say what went wrong, and let it be tried again."""
        dialog = self.dialog
        if dialog is not None and dialog.content in self._jobs:
            refused = isinstance(error, NotPrinted)
            dialog.go_on(self._wording.say("print.refused") if refused else self._ready(dialog.content))
            if refused:
                return
        self._trouble(error)

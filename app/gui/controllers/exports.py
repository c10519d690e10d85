"""Writing what is shown: workbook, letters, picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from app.core.errors import KnownTrouble
from app.gui.services.letters_pdf import letter_pdf
from app.gui.services.paper_thread import on_paper_thread
from app.gui.services.saving_places import chosen_place
from app.gui.services.shared import Services
from app.gui.services.tasks import Report, Task
from app.gui.timeline import TimelineView
from app.texts.catalogue import Phrasebook
from app.workspace import exports

if TYPE_CHECKING:
    from app.gui.dialogs.letters_dialog import LettersDialog


class Setting(Protocol):
    """Sets a page of HTML with a title as PDF; ``pictures`` are those it names, as PNG."""

    def __call__(self, html: str, title: str, pictures: Mapping[str, bytes] = ..., /) -> bytes: ...


class Exporting(QObject):
    """Each export is written beside the window, whole or not at all.

    ``written`` carries the path of what was written, ``said`` a sentence where there was nothing to write.
    """

    written = Signal(object)
    said = Signal(str)

    def __init__(self, services: Services, timeline: TimelineView, mask: QAction, window: QMainWindow) -> None:
        super().__init__(window)
        self._session, self._timeline, self._wording = services.session, timeline, services.wording
        self._settings, self._trouble = services.settings, services.trouble
        self._mask, self._window = mask, window

    def workbook(self) -> None:
        """Write the Excel workbook."""
        say = self._wording.say
        path = self.ask(say("window.export.excel"), f"{self.name()}.xlsx", "Excel (*.xlsx)")
        if path is None or self._session.tasks.current is not None:
            return
        write = self._workbook_writer()
        self._session.tasks.run(
            lambda _report: write(path),
            say("window.status.writing", file=path.name),
            lambda _done: self.tell(path),
            self._trouble,
        )

    def explanation(self) -> None:
        """Write the whole explanation as PDF."""
        from app.gui.timeline.render import sheet_pictures

        say = self._wording.say
        path = self.ask(say("window.export.explanation"), f"{self.name()}.pdf", "PDF (*.pdf)")
        if path is None or self._session.tasks.current is not None:
            return
        workspace, language, mask, name = (
            self._session.workspace, self._wording.language, self._mask.isChecked(), self.name(),
        )  # fmt: skip

        def write(pdf: Setting) -> None:
            told = exports.told_explanation(workspace, language, name=name, mask=mask)
            exports.write_explanation(workspace, told, path, language, pdf=pdf, draw=sheet_pictures)

        self._set_pages(path, write)

    def _set_pages(self, path: Path, write: Callable[[Setting], object], then: Callable[[], object] = int) -> Task:
        """Write what has pages to be set, beside the window; ``write`` is given what sets them, ``then`` follows it.

        Nothing is written where the person cancels before all pages are set.
        """
        say = self._wording.say

        def work(report: Report) -> None:
            def goes_on(sheet: int) -> bool:
                report.progress(sheet, 0, "")
                return not report.cancelled()

            def pdf(html: str, title: str, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
                return letter_pdf(html, title, pictures, goes_on)

            on_paper_thread(lambda: write(pdf))

        def done(_written: object) -> None:
            then()
            self.tell(path)

        return self._session.tasks.run(work, say("window.status.writing", file=path.name), done, self._trouble)

    def write_workbook(self, path: Path) -> None:
        """Write the workbook to a path, now. Raises OSError and KnownTrouble."""
        self._workbook_writer()(path)

    def _workbook_writer(self) -> Callable[[Path], object]:
        workspace, language, mask = self._session.workspace, self._wording.language, self._mask.isChecked()
        return lambda path: exports.export_workbook(workspace, path, language, mask=mask)

    def calendar(self) -> None:
        """Write the dues to come and the answers awaited as a calendar file; say so where there is neither."""
        say = self._wording.say
        workspace, language, mask = self._session.workspace, self._wording.language, self._mask.isChecked()
        path = self.ask(say("journal.export"), f"{self.name()}.ics", "iCalendar (*.ics)")
        if path is not None:
            try:
                written = exports.export_calendar(workspace, path, language, mask=mask)
            except (OSError, KnownTrouble) as error:
                self._trouble(error)
                return
            if written:
                self.tell(path)
            else:
                self.said.emit(say("journal.nothing-due"))

    def letters(self) -> None:
        """Show the letters to each addressee to be looked through; say so where there is none."""
        from app.gui.dialogs.letters_dialog import LettersDialog
        from app.workspace.letter_drafts import Drafts

        workspace, language, mask = self._session.workspace, self._wording.language, self._mask.isChecked()
        written = exports.letters(workspace, language, mask=mask)
        if not written:
            self.said.emit(self._wording.say("window.export.no-letters"))
            return
        drafts = Drafts(written, Phrasebook(language))
        dialog = LettersDialog(drafts, self._settings.sender(), workspace.today, self._wording, self._window)
        dialog.wanted.connect(lambda: self._write_letters(dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _write_letters(self, dialog: LettersDialog) -> None:
        """Write what was looked through, as one text or each letter as DOCX and PDF.

        The documents go into a folder of the chosen name, and never over one that is there: it may be filled in. The
        dialog stays, with all that was edited in it, until they are written.
        """
        say = self._wording.say
        self._settings.remember_sender(dialog.remembered)
        path = self.ask(say("window.export.letters"), f"{self.name()}.docx", "DOCX + PDF (*.docx);;TXT (*.txt)", dialog)
        if path is None or self._session.tasks.current is not None:
            return
        target = path.with_suffix("") if path.suffix.lower() == ".docx" else path
        workspace, language, written = (
            self._session.workspace,
            self._wording.language,
            dialog.drafts.letters(dialog.chosen),
        )

        def write(pdf: Setting) -> None:
            exports.write_letters(
                workspace, written, target, language, pdf=pdf, may_replace=lambda place: place == target
            )

        task = self._set_pages(target, write, then=dialog.accept)
        dialog.finished.connect(task.cancel)

    def picture(self, *, everything: bool = True) -> None:
        """Write the timeline as a picture: all of it, or what is in view."""
        say = self._wording.say
        path = self.ask(say("window.export.picture"), f"{self.name()}.png", "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)")
        if path is not None:
            self._guarded(path, lambda: self._draw(path, everything=everything))

    def _draw(self, path: Path, *, everything: bool) -> None:
        self._session.workspace.refuse_input(path, also_itself=True)
        self._timeline.save_picture(path, everything=everything)

    def _guarded(self, path: Path, write: Callable[[], object]) -> None:
        try:
            write()
        except (OSError, ValueError, KnownTrouble) as error:
            self._trouble(error)
            return
        self.tell(path)

    def tell(self, path: Path) -> None:
        """Remember where a file was written, and say so."""
        self._settings.set_last_folder(path.parent)
        self.written.emit(path)

    def ask(self, title: str, name: str, pattern: str, parent: QWidget | None = None) -> Path | None:
        """Where to write a file that is called ``name`` unless the person says otherwise; None where they give up."""
        start = Path(self._settings.last_folder()) / name
        return chosen_place(parent or self._window, self._wording, title, start, pattern)

    def name(self) -> str:
        """What an exported file is called unless the person says otherwise, without its ending."""
        path = self._session.workspace.path
        return path.stem if path else self._wording.say("window.export.name")

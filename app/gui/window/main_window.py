"""The main window: up at once with menus and the first page, set up with everything else right after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.gui.window.frame import Frame

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from app.gui.window.drop_overlay import DropOverlay
    from app.gui.window.workbench import Workbench


class MainWindow(Frame):
    """One case in one window. `set_up` brings what needs more than a blink: the case, its views and its dialogs."""

    overlay: DropOverlay | None = None
    _workbench: Workbench | None = None

    @property
    def workbench(self) -> Workbench:
        """Everything behind the first page; brought when it is first asked for."""
        if self._workbench is None:
            from app.gui.style.icons import program_icon
            from app.gui.style.resizing import follow_size
            from app.gui.window.workbench import Workbench

            self.wording.complete()
            self.theme.settle()
            self.actions_.arm()
            self.retranslate()
            self._workbench = Workbench(self)
            self._workbench.settle()
            follow_size(self.row, self.row.arrange)
            for field in (self.row.ask, self.row.search):
                field.follow()
            self.start.check_fonts()
            QApplication.setWindowIcon(program_icon())
        return self._workbench

    def set_up(self) -> None:
        """Bring everything behind the first page."""
        self.workbench.commands.refresh()

    def take(self, paths: Sequence[Path]) -> None:
        """Open a case, or import files and folders."""
        self.workbench.import_sources.take(paths)

    def take_sample(self) -> None:
        """Open the sample that comes with the program."""
        self.workbench.sample()

    def tell_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Stand in for ``sys.excepthook`` while the window is up."""
        self.workbench.troubleshooter.catch(kind, error, trace)

    def choose_text_size(self, by: int) -> None:
        """Write larger (1), smaller (-1) or as the system does (0), remember it and say so."""
        super().choose_text_size(by)
        if self._workbench is not None:
            text = self.wording.say("window.message.text-size", percent=self.settings.text_percent())
            self._workbench.messages.tell(text)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        if self._workbench is not None:
            self._workbench.retranslate()

    def recolour(self) -> None:
        """Draw in the current colours."""
        super().recolour()
        if self._workbench is not None:
            self._workbench.recolour()

    def refit(self) -> None:
        """Another language, or another size of texts, may bring another font."""
        super().refit()
        if self._workbench is not None:
            self._workbench.tables.refit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from anywhere on the window; what is dragged out of the program itself is none for it."""
        if event.source() is None and _files_in(event) and self.workbench.tasks.current is None:
            event.acceptProposedAction()
            self._show_drop(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self._show_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        self._show_drop(False)
        event.acceptProposedAction()
        self.take(_files_in(event))

    def _show_drop(self, hot: bool) -> None:
        """Say what letting go does: on the first page its own place glows, over a case a sheet lies."""
        self.start.glow(hot)
        if hot and self.pages.currentWidget() is not self.start:
            self.overlay = self.overlay or self._made_overlay()
            self.overlay.cover(is_case_open=not self.workbench.session.workspace.is_empty)
        elif self.overlay is not None:
            self.overlay.hide()

    def _made_overlay(self) -> DropOverlay:
        from app.gui.window.drop_overlay import DropOverlay  # the first page does without what it loads

        return DropOverlay(self.wording, self.pages)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved decisions; else remember the layout and stop what runs."""
        files = self._workbench.case_files if self._workbench is not None else None
        if self._workbench is not None and self._workbench.session.loses_something:
            event.ignore()
        if files is None:
            self._really_close()
        elif files.question is None:
            files.leave(self._really_close)

    def _really_close(self) -> None:
        self.settings.set_layout("window", self.saveGeometry())
        if self._workbench is not None:
            self._workbench.close()
        self.settings.sync()
        self.hide()
        QApplication.quit()


def _files_in(event: QDropEvent) -> list[Path]:
    from app.gui.controllers.dropping import dropped  # nothing is dropped before the first page is up

    return dropped(event.mimeData())

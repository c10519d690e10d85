"""The main window: up at once with menus and the first page, set up with everything else right after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenuBar,
    QStackedWidget,
    QWidget,
)

from app.gui.services.actions import Actions
from app.gui.services.settings import TEXT_SIZES, Settings
from app.gui.services.translator import Wording
from app.gui.style.theme import Look, Theme
from app.gui.style.widgets import refresh_fonts
from app.gui.window.command_row import CommandRow
from app.gui.window.start_page import StartPage
from app.texts import Language, languages

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from app.gui.window.drop_overlay import DropOverlay
    from app.gui.window.workbench import Workbench


_SHARE_OF_SCREEN = 0.94
"""How much of a small screen the window takes at first, so that its frame has room as well."""


class MainWindow(QMainWindow):
    """One case in one window. `set_up` brings what needs more than a blink: the case, its views and its dialogs.

    ``text_sized`` is sent when another size of texts is chosen.
    """

    text_sized = Signal()

    def __init__(self, wording: Wording, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.wording, self.theme, self.settings = wording, theme, settings
        self.actions_ = Actions(self, wording, theme)
        self.pages = QStackedWidget(self)
        self.start = StartPage(wording, self.actions_, settings, self.pages)
        self.row = CommandRow(self.actions_, self)
        self.search, self.other_language = self.row.search, self.row.other_language
        self._workbench: Workbench | None = None
        self.overlay: DropOverlay | None = None
        self._build()
        wording.changed.connect(self._refit)
        wording.changed.connect(self.retranslate)
        theme.changed.connect(self.recolour)
        self.retranslate()
        self.recolour()
        self.restoreGeometry(settings.layout("window"))
        self.row.arrange(self.width())

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

    def choose_language(self, language: Language) -> None:
        """Speak another language, and remember it."""
        self.settings.set_language(language)
        if language != self.wording.language:
            self.wording.choose(language)
        self._check_choices()

    def choose_look(self, look: Look) -> None:
        """Take other colours, and remember it."""
        self.settings.set_look(look)
        self.theme.choose(look)
        self._check_choices()

    def choose_contrast(self, more: bool) -> None:
        """Take the strongest contrasts, or those of the system, and remember it."""
        self.settings.set_contrast(more)
        self.theme.choose_contrast(more)
        self._check_choices()

    def choose_text_size(self, by: int) -> None:
        """Write larger (1), smaller (-1) or as the system does (0), and remember it."""
        at = TEXT_SIZES.index(self.settings.text_percent())
        place = min(max(at + by, 0), len(TEXT_SIZES) - 1) if by else TEXT_SIZES.index(100)
        if place != at:
            self.settings.set_text_percent(TEXT_SIZES[place])
            self.text_sized.emit()
            self._refit()
            self.row.arrange()
        if self._workbench is not None:
            text = self.wording.say("window.message.text-size", percent=TEXT_SIZES[place])
            self._workbench.messages.tell(text)

    def turn_page(self, page: QWidget, focus: QWidget) -> None:
        """Show the first page or the case."""
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            focus.setFocus()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.pages.addWidget(self.start)
        self.setCentralWidget(self.pages)
        self.actions_.fill(self.row.menus)
        self.setMenuWidget(self.row)
        self.other_language.clicked.connect(lambda: self.choose_language(self._next_language()))
        self.setMinimumSize(QSize(640, 360))
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
        self.setWindowTitle(f"{self.wording.say('window.name')}[*]")

    def menuBar(self) -> QMenuBar:
        """The menus, which share their row with the commands of every day."""
        return self.row.menus

    # -- language and colours --------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        say = self.wording.say
        self.actions_.retranslate()
        self.search.setPlaceholderText(say("window.search"))
        self.search.setAccessibleName(say("window.search-name"))
        self.search.setToolTip(f"{say('window.search-name')}  {self.actions_.key_text('find')}".strip())
        self.row.ask.setPlaceholderText(say("window.ask"))
        self.row.ask.setAccessibleName(say("window.ask-name"))
        self.row.ask.setToolTip(f"{say('window.ask-name')}  {self.actions_.key_text('ask')}".strip())
        self.row.setAccessibleName(say("window.toolbar"))
        other = self._next_language()
        self.other_language.setText(other.habit("short-name"))
        self.other_language.setToolTip(other.habit("switch"))
        self.other_language.setAccessibleName(other.habit("switch"))
        self.row.arrange()
        self.start.retranslate()
        if self._workbench is not None:
            self._workbench.retranslate()
        self._check_choices()

    def recolour(self) -> None:
        """Draw in the colours of the moment."""
        self.actions_.recolour()
        if self._workbench is not None:
            self._workbench.recolour()

    def _refit(self) -> None:
        """Another language may bring another font."""
        refresh_fonts(self)
        if self._workbench is not None:
            self._workbench.tables.refit()

    def _next_language(self) -> Language:
        known = languages()
        return known[(known.index(self.wording.language) + 1) % len(known)]

    def _check_choices(self) -> None:
        self.actions_[f"language-{self.wording.language.code}"].setChecked(True)
        self.actions_[f"look-{self.theme.look.value}"].setChecked(True)
        self.actions_["look-contrast"].setChecked(self.theme.more_contrast)

    # -- Qt --------------------------------------------------------------------------------------------------------

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

        return DropOverlay(self.wording, self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved decisions; else remember the layout and stop what runs."""
        if self._workbench is not None and self._workbench.session.workspace.needs_saving:
            event.ignore()
            if self._workbench.case_files.question is None:
                self._workbench.case_files.leave(self._really_close)
            return
        self._really_close()
        event.accept()

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

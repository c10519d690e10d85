"""The frame of the main window: its menus, its first page, and the choice of language, colours and size of texts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMainWindow, QMenuBar, QStackedWidget, QWidget

from app.gui.services.actions import Actions
from app.gui.services.settings import TEXT_SIZES, Settings
from app.gui.services.translator import Wording
from app.gui.style.theme import Look, Theme
from app.gui.style.widgets import refresh_fonts
from app.gui.window.command_row import CommandRow
from app.gui.window.start_page import StartPage
from app.texts import Language, languages

_SHARE_OF_SCREEN = 0.94
"""How much of a small screen the window takes at first, so that its frame has room as well."""


class Frame(QMainWindow):
    """What there is before any case: ``pages`` holds the first page, ``row`` menus and commands.

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
        self._build()
        wording.changed.connect(self.refit)
        wording.changed.connect(self.retranslate)
        theme.changed.connect(self.recolour)
        self.retranslate()
        self.recolour()
        self.restoreGeometry(settings.layout("window"))
        self.row.arrange(self.width())

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
            self.refit()
            self.row.arrange()

    def turn_page(self, page: QWidget, focus: QWidget) -> None:
        """Show the first page or the case."""
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            focus.setFocus()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        say = self.wording.say
        self.actions_.retranslate()
        self.search.prompt(say("window.search"), say("window.search-short"))
        self.search.setAccessibleName(say("window.search-name"))
        self.search.setToolTip(f"{say('window.search-name')}  {self.actions_.key_text('find')}".strip())
        self.row.ask.prompt(say("window.ask"), say("window.ask-name"), say("window.ask-short"))
        self.row.ask.setAccessibleName(say("window.ask-name"))
        self.row.ask.setToolTip(f"{say('window.ask-name')}  {self.actions_.key_text('ask')}".strip())
        self.row.setAccessibleName(say("window.toolbar"))
        other = self._next_language()
        self.other_language.setText(other.habit("short-name"))
        self.other_language.setToolTip(other.habit("switch"))
        self.other_language.setAccessibleName(other.habit("switch"))
        self.row.retranslate()
        self.row.arrange()
        self.start.retranslate()
        self._check_choices()

    def recolour(self) -> None:
        """Draw in the current colours."""
        self.actions_.recolour()

    def refit(self) -> None:
        """Another language, or another size of texts, may bring another font."""
        refresh_fonts(self)

    def menuBar(self) -> QMenuBar:
        """The menus, which share their row with the commands of every day."""
        return self.row.menus

    def _build(self) -> None:
        self.pages.addWidget(self.start)
        self.setCentralWidget(self.pages)
        self.actions_.fill(self.row.menus)
        self.setMenuWidget(self.row)
        self.other_language.clicked.connect(lambda: self.choose_language(self._next_language()))
        self.setMinimumSize(QSize(640, 360))
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
        self.setWindowTitle(f"{self.wording.say('window.name')}[*]")

    def _next_language(self) -> Language:
        known = languages()
        return known[(known.index(self.wording.language) + 1) % len(known)]

    def _check_choices(self) -> None:
        self.actions_[f"language-{self.wording.language.code}"].setChecked(True)
        self.actions_[f"look-{self.theme.look.value}"].setChecked(True)
        self.actions_["look-contrast"].setChecked(self.theme.more_contrast)

"""Speaks the chosen language to every widget, and to Qt's own dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QFont, QFontDatabase

from app.texts import Language, Phrasebook
from app.texts.languages import ELSEWHERE, language_spoken

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue

_HAN = {
    "win32": ("Microsoft YaHei UI", "Microsoft YaHei", "SimHei", "SimSun"),
    "darwin": ("PingFang SC", "Hiragino Sans GB", "Heiti SC"),
}
_FIRST_PAGE = "start"
NO_WORDS: str = None  # type: ignore[assignment]
"""Qt's null string, which PySide takes for None alone."""
_PROPORTIONAL = "pwid"
"""The OpenType feature of widths as each glyph needs."""
_OF_DIALOGS = frozenset({
    "QFileDialog", "QFileSystemModel", "QAbstractFileIconProvider", "QFileIconProvider",
    "QPrintSettingsOutput", "QCupsJobWidget", "QPageSetupWidget",
})  # fmt: skip
_QT_WORDS = {
    "&Look in:": "look-in", "Files of &type:": "file-type", "Size": "size", "Folder": "folder", "File Folder": "folder",
    "File": "file", "%1 File": "file-of", "Drive": "drive", "Unknown": "unknown", "Computer": "computer",
    "Page &Set:": "page-set", "Scheduled &printing:": "scheduled", "&Billing information:": "billing",
    "Job &priority:": "priority", "&Start:": "first-banner", "&End:": "last-banner", "Page &order:": "page-order",
    "Pages &per sheet:": "pages-per-sheet",
}  # fmt: skip
"""Words of Qt's own dialogs that its translation lacks, or has wrong, by message id under ``qt``."""
_HAN_ANYWHERE = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")


class Wording(QObject):
    """The current phrasebook; ``changed`` is sent when another language is chosen."""

    changed = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = Phrasebook(language, only=_FIRST_PAGE)
        self._translators: list[QTranslator] = []

    @property
    def language(self) -> Language:
        """The current language."""
        return self.book.language

    def say(self, message: str, /, **facts: FactValue) -> str:
        """The sentence for a message id. Raises MissingMessage."""
        return self.book.say(message, **facts)

    def say_or(self, message: str, fallback: str, /, **facts: FactValue) -> str:
        """The sentence for a message id made of data, or ``fallback`` where the catalogue has none."""
        return self.book.say(message, **facts) if message in self.book else fallback

    def complete(self) -> None:
        """Read the whole catalogue; the first page does with its own part."""
        self.book = Phrasebook(self.language)

    def choose(self, language: Language) -> None:
        """Switch everything to a language, Qt's own dialogs included."""
        self.book = Phrasebook(language)
        self.translate_qt()
        self.changed.emit()

    def translate_qt(self) -> None:
        """Load Qt's own sentences and number habits for the current language."""
        application = QCoreApplication.instance()
        if application is None:
            return
        # by name: the enum of all languages costs a tenth of the start
        locale = QLocale(self.language.habit("qt-locale"))
        QLocale.setDefault(locale)
        for known in self._translators:
            application.removeTranslator(known)
        self._translators = []
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if (words := self.language.habit("qt-words")) and translator.load(words, folder):
            self._translators = [translator, MissingWords(self)]
            for one in self._translators:
                application.installTranslator(one)


class MissingWords(QTranslator):
    """Says what Qt's own translation of its dialogs lacks."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self._wording = wording

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The words of the catalogue; none at all where Qt has its own, as an empty text would be said."""
        name = _QT_WORDS.get(source, "") if context in _OF_DIALOGS else ""
        return self._wording.say_or(f"qt.{name}", source) if name else NO_WORDS

    def isEmpty(self) -> bool:
        """It has words."""
        return False


def system_language() -> Language:
    """The language that the system asks for: 简体中文 wherever it speaks any Chinese."""
    return language_spoken(QLocale.system().uiLanguages(), otherwise=ELSEWHERE)


def font_for(language: Language, base: QFont, platform: str) -> QFont:
    """The interface font: the system's own, with a simplified-Chinese family behind it so that no glyph is Japanese."""
    candidates = (*_HAN.get(platform, ()), *_HAN_ANYWHERE)
    han = next(([name] for name in candidates if QFontDatabase.hasFamily(name)), [])
    font = QFont(base)
    own = [family for family in base.families() if family]
    font.setFamilies([*han, *own] if language.is_han and not own else [*own, *han])
    font.setStyleHint(QFont.StyleHint.SansSerif)
    if not language.is_han:  # quotation marks of a Chinese font are as wide as a character, which letters are not
        font.setFeature(QFont.Tag(_PROPORTIONAL), 1)
    return font


def default_font() -> QFont:
    """The font that the platform gives applications, whatever the application has set since."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)

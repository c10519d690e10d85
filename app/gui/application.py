"""Starts the window: settings, language, colours, log, and what the command line named."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.gui.services.settings import Settings
from app.gui.services.translator import Wording, default_font, font_for, system_language
from app.gui.style.theme import Theme

if TYPE_CHECKING:
    from app.gui.window.main_window import MainWindow

_STYLE = ("-style", "fusion")  # by argument: a style object in Python would cost the start its many enums


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; ``arguments`` are paths to open, or ``sample``. Returns the exit status."""
    application = prepare()
    window = open_window(application, arguments, Settings())
    sys.excepthook = window.tell_error
    try:
        return application.exec()
    finally:
        sys.excepthook = sys.__excepthook__


def prepare() -> QApplication:
    """The application object, the one there is or a new one."""
    gc.disable()  # nothing made while starting is garbage yet, and looking for it takes a tenth of the start
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], *_STYLE])
    application.setApplicationName("Tallyline")
    application.setOrganizationName("Tallyline")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("tallyline")
    return application


def open_window(application: QApplication, arguments: Sequence[str], settings: Settings) -> MainWindow:
    """Build and show the window; what the arguments name is opened once the event loop runs."""
    from app.gui.window.main_window import MainWindow

    wording = Wording(settings.language() or system_language(), application)
    wording.translate_qt()
    base = default_font()

    def take_font() -> None:
        font = font_for(wording.language, base, sys.platform)
        font.setPointSizeF(base.pointSizeF() * settings.text_percent() / 100)
        application.setFont(font)

    take_font()
    wording.changed.connect(take_font)
    theme = Theme(application, settings.look(), contrast=settings.contrast())
    window = MainWindow(wording, theme, settings)
    window.text_sized.connect(take_font)
    window.text_sized.connect(theme.apply)  # what the style sheet has polished keeps its font until it does so anew
    window.show()
    window.row.ask.choose()  # it has its width now
    gc.freeze()
    gc.enable()
    QTimer.singleShot(0, window, window.set_up)
    if sys.platform == "darwin":
        from app.gui.controllers.file_opening import FileOpening

        FileOpening(application, window.take)
    if "sample" in arguments:
        QTimer.singleShot(0, window, window.take_sample)
    elif paths := [Path(argument) for argument in arguments]:
        QTimer.singleShot(0, window, lambda: window.take(paths))
    return window

"""Starts the window: settings, language, colours, log, and what the command line named."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.gui.icons import program_icon
from app.gui.main_window import MainWindow
from app.gui.settings import Settings
from app.gui.theme import Theme
from app.gui.wording import Wording, default_font, font_for, system_language

_LOG_BYTES = 256 * 1024


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; ``arguments`` are paths to open, or ``sample``. Returns the exit status."""
    application = prepare()
    window = open_window(application, arguments, Settings())
    sys.excepthook = window.troubleshooter.catch
    try:
        return application.exec()
    finally:
        sys.excepthook = sys.__excepthook__


def prepare() -> QApplication:
    """The application object, the one there is or a new one."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Tallyline")
    application.setOrganizationName("Tallyline")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("tallyline")
    application.setWindowIcon(program_icon())
    application.setStyle("Fusion")
    return application


def open_window(application: QApplication, arguments: Sequence[str], settings: Settings) -> MainWindow:
    """Build and show the window; what the arguments name is opened once the event loop runs."""
    wording = Wording(settings.language() or system_language(), application)
    wording.translate_qt()
    base = default_font()

    def take_font() -> None:
        application.setFont(font_for(wording.language, base, sys.platform))

    take_font()
    wording.changed.connect(take_font)
    theme = Theme(application, settings.look())
    window = MainWindow(wording, theme, settings, start_log())
    window.show()
    if "sample" in arguments:
        QTimer.singleShot(0, window.intake.sample)
    elif paths := [Path(argument) for argument in arguments]:
        QTimer.singleShot(0, window, lambda: window.take(paths))
    return window


def start_log() -> Path | None:
    """Log to a file in the person's own folder, without amounts or names; None where nothing can be written."""
    logger = logging.getLogger("tallyline")
    for handler in logger.handlers:
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            return Path(handler.baseFilename)
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "tallyline.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return Path(handler.baseFilename)

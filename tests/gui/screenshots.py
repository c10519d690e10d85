"""Takes pictures of every state of the window: ``python -m tests.gui.screenshots OUTDIR [CASE]``.

OUTDIR lies outside the tree. CASE is a folder of exports; without it the bundled sample is shown.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core.discrepancies import Severity
from app.gui import application
from app.gui.main_window import MainWindow
from app.gui.settings import Look, Settings
from app.texts.phrasebook import Language

PATIENCE = 60.0


class Photographer:
    """Drives one window and keeps pictures of it."""

    def __init__(self, folder: Path, case: Path | None, mark: str = "") -> None:
        self.folder, self.case, self.mark = folder, case, mark
        self.folder.mkdir(parents=True, exist_ok=True)
        self._settings = tempfile.TemporaryDirectory()
        self.app = application.prepare()

    def window(self, language: Language, look: Look, width: int = 1440, height: int = 900) -> MainWindow:
        """A fresh window."""
        settings = Settings(Path(self._settings.name) / f"{time.monotonic_ns()}.ini")
        settings.set_language(language)
        settings.set_look(look)
        window = application.open_window(self.app, [], settings)
        window.resize(width, height)
        self.settle(lambda: True)
        return window

    def fill(self, window: MainWindow) -> None:
        """Import the case without asking."""
        if self.case is None:
            window.furniture.intake.sample()
        else:
            window.furniture.importing.start([self.case], ask=False)
        self.settle(lambda: not window.furniture.session.workspace.is_empty and window.furniture.tasks.current is None)
        window.furniture.timeline.fit_all()

    def settle(self, done: Callable[[], bool]) -> None:
        """Let the event loop run until ``done`` and nothing is left to do."""
        deadline = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < 5:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            quiet = quiet + 1 if done() else 0
            if time.monotonic() > deadline:
                raise TimeoutError("the window did not come to rest")
            time.sleep(0.01)

    def settle_reading(self, window: MainWindow) -> None:
        """Let the evidence rows be read."""
        self.settle(lambda: window.furniture.why.readers.current is None)

    def shoot(self, widget: QWidget, name: str) -> None:
        """Keep a picture."""
        self.settle(lambda: True)
        widget.grab().save(str(self.folder / f"{name}{self.mark}.png"))

    def discard(self, window: MainWindow) -> None:
        """Close a window without asking."""
        window.furniture.session.workspace.forget_changes()
        window.close()
        window.deleteLater()
        self.settle(lambda: True)


def choose(camera: Photographer, window: MainWindow, code: str) -> bool:
    """Select the first discrepancy whose code begins with ``code``."""
    for found in window.furniture.session.explanation.discrepancies:
        if found.code.startswith(code):
            window.furniture.selection.choose_discrepancy(found.id)
            camera.settle_reading(window)
            return True
    return False


def take_all(camera: Photographer) -> None:
    """Every state."""
    for language in Language:
        window = camera.window(language, Look.LIGHT)
        camera.shoot(window, f"empty-{language.value}")
        case = camera.case or Path("resources/samples")
        window.furniture.importing.start([case])
        camera.settle(lambda w=window: w.furniture.importing.dialog is not None)
        camera.shoot(window.furniture.importing.dialog or window, f"import-{language.value}")
        if window.furniture.importing.dialog is not None:
            window.furniture.importing.dialog.accept()
        camera.settle(lambda w=window: w.furniture.tasks.current is None and not w.furniture.session.workspace.is_empty)
        camera.shoot(window, f"open-{language.value}")
        for code in ("DEBIT", "RESERVE", "SETTLE", "PLAN", "POST", "BILL", "UNEXPLAINED"):
            if choose(camera, window, code):
                camera.shoot(window, f"why-{code.lower()}-{language.value}")
                bar = window.furniture.why.area.verticalScrollBar()
                bar.setValue(bar.maximum())
                camera.shoot(window.furniture.why, f"why-{code.lower()}-end-{language.value}")
        window.furniture.tables.show_tab("sources")
        camera.shoot(window, f"sources-{language.value}")
        window.furniture.papers.help("exports")
        camera.shoot(window.furniture.papers.help_window or window, f"help-{language.value}")
        camera.discard(window)
    window = camera.window(Language.ZH, Look.DARK)
    camera.shoot(window, "empty-dark")
    camera.fill(window)
    window.furniture.listed.step(1)
    camera.settle_reading(window)
    camera.shoot(window, "open-dark")
    camera.discard(window)
    window = camera.window(Language.ZH, Look.LIGHT, 800, 600)
    camera.shoot(window, "empty-small")
    camera.fill(window)
    camera.shoot(window, "open-small")
    window.furniture.listed.step(1)
    camera.settle_reading(window)
    camera.settle(lambda: window.furniture.regions.is_shown("why"))
    camera.shoot(window, "why-small")
    window.furniture.listed.chips[Severity.INFO].click()
    camera.shoot(window, "filtered-small")
    camera.discard(window)


def main(arguments: list[str]) -> int:
    """Take the pictures into the folder named first."""
    case = Path(arguments[1]) if len(arguments) > 1 else None
    scale = os.environ.get("QT_SCALE_FACTOR", "")
    camera = Photographer(Path(arguments[0]), case, f"-{scale}x" if scale else "")
    take_all(camera)
    QApplication.closeAllWindows()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

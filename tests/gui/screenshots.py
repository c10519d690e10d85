"""Takes pictures of every state of the window: ``python -m tests.gui.screenshots OUTDIR [CASE]``.

OUTDIR lies outside the tree. CASE is a folder of exports; without it the bundled sample is shown. QT_SCALE_FACTOR=2
takes them at 200 %.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from app.core.discrepancy import Severity
from app.gui import application
from app.gui.services.settings import Look, Settings
from app.gui.window.main_window import MainWindow
from app.resource_files import resource
from app.texts import Language, languages
from tests.gui.small_case import write_locked, write_unknown
from tests.languages import CHINESE

PATIENCE = 90.0
CODES = ("DEBIT", "RESERVE", "SETTLE", "PLAN", "POST", "BILL", "UNEXPLAINED")


class Photographer:
    """Opens windows, waits until they are at rest, and keeps pictures of them."""

    def __init__(self, folder: Path, case: Path, scratch: Path) -> None:
        self.folder, self.case, self.scratch = folder, case, scratch
        self.folder.mkdir(parents=True, exist_ok=True)
        self.app = application.prepare()
        scale = os.environ.get("QT_SCALE_FACTOR", "")
        self._mark = f"-{scale}x" if scale else ""

    @contextmanager
    def window(self, language: Language, look: Look, width: int = 1440, height: int = 900) -> Iterator[MainWindow]:
        """A fresh window, closed at the end."""
        settings = Settings(self.scratch / f"{time.monotonic_ns()}.ini")
        settings.set_language(language)
        settings.set_look(look)
        window = application.open_window(self.app, [], settings)
        window.resize(width, height)
        window.set_up()
        self.settle(lambda: True)
        yield window
        window.workbench.session.workspace.forget_changes()
        window.close()
        window.deleteLater()
        self.settle(lambda: True)

    def fill(self, window: MainWindow) -> None:
        """Import the case without asking."""
        parts = window.workbench
        parts.importing.start([self.case], ask=False)
        self.settle(lambda: parts.tasks.current is None and not parts.session.workspace.is_empty)
        parts.timeline.fit_activity()

    def settle(self, done: Callable[[], bool]) -> None:
        """Let the event loop run until ``done`` holds and goes on holding."""
        deadline = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < 8:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            quiet = quiet + 1 if done() else 0
            if time.monotonic() > deadline:
                raise TimeoutError("the window did not come to rest")
            time.sleep(0.01)

    def shoot(self, widget: QWidget, name: str) -> None:
        """Keep a picture."""
        self.settle(lambda: True)
        widget.grab().save(str(self.folder / f"{name}{self._mark}.png"))

    def choose(self, window: MainWindow, code: str) -> bool:
        """Select the first discrepancy whose code begins with ``code``; says whether there is one."""
        parts = window.workbench
        found = [d for d in parts.session.explanation.discrepancies if d.code.startswith(code)]
        if found:
            parts.selection.choose_discrepancy(found[0].id)
            self.settle(lambda: parts.why.readers.current is None)
        return bool(found)


def in_one_language(camera: Photographer, language: Language) -> None:
    """From the empty window to every kind of explanation."""
    tag = language.code
    with camera.window(language, Look.LIGHT) as window:
        parts = window.workbench
        camera.shoot(window, f"empty-{tag}")
        parts.importing.start([camera.case])
        camera.settle(lambda: parts.importing.dialog is not None)
        dialog = parts.importing.dialog
        assert dialog is not None
        camera.shoot(dialog, f"import-{tag}")
        dialog.accept()
        camera.settle(lambda: parts.tasks.current is None and not parts.session.workspace.is_empty)
        camera.shoot(window, f"open-{tag}")
        for code in CODES:
            if camera.choose(window, code):
                camera.shoot(window, f"why-{code.lower()}-{tag}")
                bar = parts.why.area.verticalScrollBar()
                bar.setValue(bar.maximum())
                camera.shoot(parts.why, f"why-{code.lower()}-end-{tag}")
        window.actions_["mark-settled"].trigger()
        for tab in ("chains", "checks", "plans", "terms", "sources"):
            parts.tables.show_tab(tab)
            camera.shoot(window, f"{tab}-{tag}")
        for page in ("index", "exports", "keys"):
            parts.papers.help(page)
            assert parts.papers.help_window is not None
            camera.shoot(parts.papers.help_window, f"help-{page}-{tag}")
        window.actions_["about"].trigger()
        camera.shoot(parts.papers.dialog or window, f"about-{tag}")


def asking(camera: Photographer) -> None:
    """The states in which the person is asked: password, unknown table, note, unsaved, crash; and while it works."""
    with camera.window(CHINESE, Look.LIGHT) as window:
        parts = window.workbench
        parts.importing.start([write_locked(camera.scratch / "locked", "x"), write_unknown(camera.scratch / "unknown")])
        camera.settle(lambda: parts.importing.dialog is not None)
        dialog = parts.importing.dialog
        assert dialog is not None
        camera.shoot(dialog, "password")
        row = next(p for p in range(dialog.model.rowCount()) if dialog.model.row_at(p).file.startswith("unknown"))
        dialog.files.selectRow(row)
        camera.shoot(dialog, "unknown")
        dialog.map_button.click()
        camera.settle(lambda: parts.importing.mapping_dialog is not None)
        mapping = parts.importing.mapping_dialog
        assert mapping is not None
        camera.shoot(mapping, "mapping")
        mapping.reject()
        dialog.reject()
        camera.fill(window)
        window.actions_["next-discrepancy"].trigger()
        window.actions_["note"].trigger()
        camera.shoot(parts.commands.note_dialog or window, "note")
        if parts.commands.note_dialog:
            parts.commands.note_dialog.reject()
        parts.case_files.leave(lambda: None)
        camera.shoot(parts.case_files.question or window, "unsaved")
        if parts.case_files.question:
            parts.case_files.question.reject()
        go_on = threading.Event()
        label = window.wording.say("window.status.reading", file="支付宝交易明细.csv")
        parts.tasks.run(lambda _report: go_on.wait(30), label, lambda _done: None, parts.troubleshooter.show)
        camera.settle(parts.status.bar.isVisible)
        parts.tasks.progressed.emit(42, 100, "支付宝交易明细.csv")
        camera.shoot(window, "busy")
        go_on.set()
        camera.settle(lambda: parts.tasks.current is None)
        parts.troubleshooter.show(RuntimeError("an example"))
        camera.shoot(parts.troubleshooter.dialog or window, "crash")
        if parts.troubleshooter.dialog:
            parts.troubleshooter.dialog.close()


def in_other_looks(camera: Photographer) -> None:
    """Dark, and in little room."""
    with camera.window(CHINESE, Look.DARK) as window:
        camera.shoot(window, "empty-dark")
        camera.fill(window)
        window.actions_["next-discrepancy"].trigger()
        camera.settle(lambda: window.workbench.why.readers.current is None)
        camera.shoot(window, "open-dark")
    for language in languages():
        with camera.window(language, Look.LIGHT, 800, 600) as window:
            tag = language.code
            camera.shoot(window, f"empty-small-{tag}")
            camera.fill(window)
            camera.shoot(window, f"open-small-{tag}")
            window.actions_["next-discrepancy"].trigger()
            camera.settle(lambda w=window: w.workbench.why.readers.current is None)
            camera.settle(lambda w=window: w.workbench.regions.is_shown("why"))
            camera.shoot(window, f"why-small-{tag}")
            window.workbench.listed.chips[Severity.INFO].click()
            camera.shoot(window, f"filtered-small-{tag}")


def main(arguments: list[str]) -> int:
    """Take the pictures into the folder named first."""
    if not arguments:
        print(__doc__)
        return 2
    case = Path(arguments[1]) if len(arguments) > 1 else resource("samples")
    with tempfile.TemporaryDirectory(prefix="tallyline-pictures-") as scratch:
        camera = Photographer(Path(arguments[0]), case, Path(scratch))
        for language in languages():
            in_one_language(camera, language)
        asking(camera)
        in_other_looks(camera)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

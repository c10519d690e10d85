"""Opens every dialog in both languages and says what is cut: ``python -m tests.gui.dialogs_walk LOOK CONTRAST``.

A program of its own, since a scale factor holds for a whole process. It prints a list of sentences as JSON, empty
where every dialog is within the screen and shows its words whole.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.gui.services.settings import Look
from app.gui.window.main_window import MainWindow
from app.resource_files import resource
from app.texts import languages
from tests.gui.screenshots import Photographer
from tests.gui.small_case import write_locked, write_unknown
from tests.packaging.test_languages_fit import cut_off

Find = Callable[[], QWidget | None]


class Walk:
    """Opens a dialog, waits until it is at rest, looks and closes it."""

    def __init__(self, camera: Photographer, window: MainWindow) -> None:
        self.camera, self.window, self.faults = camera, window, list[str]()

    def look(self, name: str, find: Find) -> None:
        """Note what is cut in what ``find`` finds once it is there, and what reaches over the screen."""
        self.camera.settle(lambda: (dialog := find()) is not None and dialog.isVisible())
        dialog = find()
        assert dialog is not None
        self.faults += [f"{name}: {line}" for line in cut_off(dialog)]
        room = dialog.screen().availableGeometry()
        if not (dialog.width() <= room.width() and dialog.height() <= room.height()):
            sizes = f"{dialog.width()}×{dialog.height()} on a screen of {room.width()}×{room.height()}"
            self.faults.append(f"{name}: {sizes}")
        buttons = [b for b in dialog.findChildren(QPushButton) if b.isVisible()]
        first = [b.text() for b in buttons if b.property("primary") and b.isEnabled()]
        pressed = [b.text() for b in buttons if b.isDefault()]
        deaf = [b.text() for b in buttons if not b.autoDefault() and not b.isDefault()]
        if deaf:
            self.faults.append(f"{name}: Enter does not press {', '.join(deaf)} where it has the focus")
        if first and pressed and pressed[0] not in first:
            self.faults.append(f"{name}: Enter presses {pressed[0]}, not {first[0]}")
        dialog.close()
        self.camera.settle(lambda: True)

    def action(self, name: str, find: Find) -> None:
        """Look at the dialog of an action."""
        self.window.actions_[name].trigger()
        self.look(name, find)

    def modal(self, name: str) -> QWidget | None:
        """The dialog that stands over the window and has an object name, where it is shown."""
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not self.window]
        return next((w for w in shown if w.objectName() == name), None)


def before_a_case(walk: Walk, folder: Path) -> None:
    """Preview, password and mapping of an import; a list typed by hand; help, licences, about and log."""
    parts = walk.window.workbench
    paths = [write_locked(folder / "locked", "x"), write_unknown(folder / "unknown")]
    parts.importing.start(paths)
    walk.camera.settle(lambda: parts.importing.dialog is not None)
    dialog = parts.importing.dialog
    assert dialog is not None
    row = next(p for p in range(dialog.model.rowCount()) if dialog.model.row_at(p).file.startswith("unknown"))
    dialog.files.selectRow(row)
    dialog.map_button.click()
    walk.look("mapping", lambda: parts.importing.mapping_dialog)
    walk.look("import", lambda: parts.importing.dialog)
    walk.action("type-list", lambda: parts.import_sources.typing)
    walk.action("help-keys", lambda: parts.papers.help_window)
    for name in ("licences", "about", "show-log"):
        walk.action(name, lambda: parts.papers.dialog)


def with_a_case(walk: Walk) -> None:
    """Everything that is asked about a case."""
    parts, window = walk.window.workbench, walk.window
    walk.camera.fill(window)
    window.actions_["next-discrepancy"].trigger()
    walk.camera.settle(lambda: parts.why.readers.current is None)
    walk.action("note", lambda: parts.commands.note_dialog)
    walk.action("journal", lambda: parts.journaling.dialog)
    walk.action("name-loan", lambda: parts.loan_naming.dialog)
    walk.action("palette", lambda: parts.commands.palette_dialog)
    walk.action("export-letters", lambda: walk.modal("lettersDialog"))
    window.actions_["print"].trigger()
    walk.camera.settle(lambda: (shown := parts.printing.dialog) is not None and shown.print_button.isEnabled())
    walk.look("print", lambda: parts.printing.dialog)
    parts.comparing.compare(sorted(walk.camera.case.iterdir())[:3])
    walk.look("changes", lambda: parts.comparing.dialog)
    parts.head.figures["as-of"].click()
    walk.look("day", lambda: walk.modal("dayDialog"))
    window.actions_["desk"].trigger()
    walk.look("desk", lambda: parts.desks.window)
    parts.case_files.leave(lambda: None)
    walk.look("unsaved", lambda: parts.case_files.question)
    parts.troubleshooter.show(RuntimeError("an example"))
    walk.look("crash", lambda: parts.troubleshooter.dialog)


def main(arguments: list[str]) -> int:
    """Walk and tell."""
    look, more = arguments
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tallyline-dialogs-") as scratch:
        camera = Photographer(Path(scratch, "pictures"), Path(str(resource("samples"))), Path(scratch))
        for language in languages():
            with camera.window(language, Look(look), 780, 460) as window:
                window.theme.choose_contrast(more == "more")
                walk = Walk(camera, window)
                before_a_case(walk, Path(scratch, language.code))
                with_a_case(walk)
                if window.workbench.desks.window is not None:
                    window.workbench.desks.close()
            faults += (f"{language.code} {fault}" for fault in walk.faults)
    print(json.dumps(faults, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

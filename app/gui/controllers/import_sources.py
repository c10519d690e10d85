"""How files come in: dropped, chosen, pasted, or named on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from app.file_names import CASE_SUFFIX, is_case_name
from app.gui.controllers.case_files import CaseFiles
from app.gui.controllers.dropping import dropped, is_table
from app.gui.controllers.import_flow import Importing
from app.gui.dialogs.typed_list_dialog import TypedListDialog
from app.gui.services import file_dialogs
from app.gui.services.pasted_tables import PastedTables
from app.gui.services.shared import Services
from app.resource_files import resource

_READABLE = (
    "*.csv *.tsv *.txt *.xlsx *.xls *.xlsb *.ods *.et *.docx *.rtf *.xml *.zip *.pdf "
    "*.json *.jsonl *.ofx *.qfx *.qif *.sta *.eml *.mht *.mhtml *.md *.html *.htm *.png *.jpg *.jpeg *.webp *.bmp"
)


class ImportSources(QObject):
    """Sorts what is given into cases, which are opened, and everything else, which is imported."""

    def __init__(self, services: Services, importing: Importing, case_files: CaseFiles, window: QWidget) -> None:
        super().__init__(window)
        self._importing, self._case_files, self._wording = importing, case_files, services.wording
        self._settings, self._messages, self._window = services.settings, services.messages, window
        self._pasted = PastedTables()
        self.typing: TypedListDialog | None = None

    def take(self, paths: Sequence[Path]) -> None:
        """Open a case, or import files and folders."""
        cases = [path for path in paths if is_case_name(path)]
        if cases:
            self._case_files.open(cases[0])
            return
        if paths:
            self._settings.set_last_folder(paths[0].resolve().parent)
            self._importing.start(paths)

    def take_as_new(self, path: Path) -> None:
        """Open a case, or import a folder or zip into a case of its own, once the one at hand may be left."""
        if is_case_name(path):
            self.take([path])
        else:
            self._case_files.leave(lambda: self._take_anew(path))

    def choose_files(self) -> None:
        """Let the person choose files."""
        say = self._wording.say
        pattern = f"{say('window.import.readable')} ({_READABLE});;{say('window.import.all')} (*)"
        chosen = file_dialogs.ask_files(
            self._window, say("window.import.choose"), self._settings.last_folder(), pattern
        )
        self.take([Path(path) for path in chosen])

    def choose_any(self) -> None:
        """Let the person choose a case to open or files to add, in one dialog."""
        say = self._wording.say
        cases = f"*{CASE_SUFFIX}"
        kinds = (("window.import.cases-and-exports", f"{cases} {_READABLE}"), ("window.case.files", cases),
                 ("window.import.readable", _READABLE), ("window.import.all", "*"))  # fmt: skip
        pattern = ";;".join(f"{say(name)} ({endings})" for name, endings in kinds)
        chosen = file_dialogs.ask_files(self._window, say("window.import.open"), self._settings.last_folder(), pattern)
        self.take([Path(path) for path in chosen])

    def choose_folder(self) -> None:
        """Let the person choose a folder."""
        chosen = file_dialogs.ask_folder(
            self._window, self._wording.say("window.import.choose-folder"), self._settings.last_folder()
        )
        if chosen:
            self.take([Path(chosen)])

    def sample(self) -> None:
        """Open the sample that comes with the program."""
        self._importing.start([resource("samples")], ask=False)

    def paste(self) -> None:
        """Take a table or files from the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        paths = dropped(data)
        if not paths and data.hasText() and is_table(data.text()):
            name = self._wording.say("window.import.pasted", number=self._pasted.count + 1)
            paths = [self._pasted.add(data.text(), name)]
        if paths:
            self.take(paths)
        else:
            self._messages.tell(self._wording.say("window.import.nothing-to-paste"), warns=True)

    def type_list(self) -> None:
        """Let the person type payments that no file tells of."""
        name = self._wording.say("window.typed.called", number=self._pasted.count + 1)
        self.typing = TypedListDialog(name, self._wording, self._window)
        self.typing.finished.connect(self._typed)
        self.typing.open()

    def _typed(self, result: int) -> None:
        dialog, self.typing = self.typing, None
        if dialog is None:
            return
        if result == QDialog.DialogCode.Accepted:
            self._importing.start([self._pasted.add(dialog.text, dialog.name)])
        dialog.deleteLater()

    def _take_anew(self, path: Path) -> None:
        self._case_files.begin_anew(path)
        self._importing.start([path], ask=False)

    def close(self) -> None:
        """Take away what was pasted or typed."""
        self._pasted.clear()

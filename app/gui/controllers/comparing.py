"""Compares the case at hand with an earlier case or earlier exports, which are explained beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.errors import TroubleCode, code_of
from app.core.explanation import Explanation
from app.file_names import is_case_name
from app.gui.controllers.error_reporting import Unread
from app.gui.dialogs.changes_dialog import ChangesDialog
from app.gui.dialogs.text_dialog import PasswordDialog
from app.gui.services import file_dialogs
from app.gui.services.shared import Services
from app.gui.services.tasks import Report

_LOCKED = (TroubleCode.CASE_NEEDS_PASSWORD, TroubleCode.WRONG_CASE_PASSWORD)


class Comparing(QObject):
    """``dialog`` shows what has changed while it is open, ``password_dialog`` asks for the password of a case."""

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._wording, self._settings = services.session, services.wording, services.settings
        self._trouble, self._messages, self._window = services.trouble, services.messages, window
        self.dialog: ChangesDialog | None = None
        self.password_dialog: PasswordDialog | None = None

    def choose(self) -> None:
        """Let the person choose an earlier case or earlier exports."""
        say = self._wording.say
        pattern = f"{say('window.import.all')} (*)"
        chosen = file_dialogs.ask_files(self._window, say("changes.choose"), self._settings.last_folder(), pattern)
        if chosen:
            self.compare([Path(path) for path in chosen])

    def compare(self, paths: Sequence[Path], password: str = "") -> None:
        """Explain the earlier papers and show what has changed since."""
        from app.workspace.earlier import explained_apart

        case = next((path for path in paths if is_case_name(path)), None)
        is_case = case is not None
        paths = [case] if case is not None else paths
        name = paths[0].name if len(paths) == 1 else f"{paths[0].name} +{len(paths) - 1}"

        passwords = [password] if password else []

        def work(report: Report) -> Explanation:
            return explained_apart(paths, is_case=is_case, passwords=passwords, progress=report.progress)

        def failed(error: Exception) -> None:
            if code_of(error) in _LOCKED:
                self._ask_password(paths, wrong=bool(password))
            else:
                self._trouble(Unread(paths[0], error) if isinstance(error, OSError) else error)

        label = self._wording.say("changes.comparing", name=name)
        self._session.tasks.run(work, label, lambda before: self._show(before, name), failed)

    def _show(self, before: Explanation, name: str) -> None:
        from app.core.views.changes import changes
        from app.texts.changes_texts import ChangesTexts

        unread = tuple(source.file for source in before.sources if not source.format)
        if len(unread) == len(before.sources):
            self._messages.tell(self._wording.say("changes.nothing-read", name=name), warns=True)
            return
        if unread:
            self._messages.tell(self._wording.say("changes.left-out", files=unread), warns=True)
        after = self._session.explanation
        texts = ChangesTexts(before, after, changes(before, after), self._wording.book)
        dialog = ChangesDialog(name, texts, self._wording, self._window)
        self.dialog = dialog

        def closed(_result: int) -> None:
            self.dialog = None
            dialog.deleteLater()

        dialog.finished.connect(closed)
        dialog.open()

    def _ask_password(self, paths: Sequence[Path], *, wrong: bool) -> None:
        code = TroubleCode.WRONG_CASE_PASSWORD if wrong else TroubleCode.CASE_NEEDS_PASSWORD
        sentence = self._wording.say(f"window.trouble.{code.value}", file=paths[0].name)
        dialog = PasswordDialog(sentence, self._wording, self._window)
        self.password_dialog = dialog

        def given(result: int) -> None:
            self.password_dialog = None
            if result == QDialog.DialogCode.Accepted:
                self.compare(paths, dialog.password.text())
            dialog.deleteLater()

        dialog.finished.connect(given)
        dialog.open()

"""A password on a case, a copy to give away, and what can be saved of a damaged case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.file_names import CASE_SUFFIX
from app.gui.dialogs.question import Question
from app.gui.dialogs.text_dialog import NewPasswordDialog
from app.gui.services.saving_places import chosen_place
from app.gui.services.shared import Services
from app.gui.services.tasks import Report
from app.workspace import recover

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue
    from app.storage.recovery import Recovered


class CaseProtection(QObject):
    """File → password and copy. ``dialog`` is the question that is asked at the moment."""

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._wording, self._settings = services.session, services.wording, services.settings
        self.messages, self._window = services.messages, window
        self._trouble = services.trouble
        self.dialog: QDialog | None = None

    def protect(self) -> None:
        """Give the case a password, or take it away; a case without a name gets one first."""
        dialog = NewPasswordDialog(self._wording, self._window)
        self.dialog = dialog

        def given(result: int) -> None:
            self.dialog = None
            if result == QDialog.DialogCode.Accepted:
                self._save_with(dialog.password.text())
            dialog.deleteLater()

        dialog.finished.connect(given)
        dialog.open()

    def share(self) -> None:
        """Write a copy without the original files, to give to somebody."""
        name = self._wording.say("window.case.copy-name", name=self._name())
        if (path := self.place(self._wording.say("window.case.share"), name)) is None:
            return
        try:
            self._session.workspace.save_copy(path, originals=False)
        except Exception as error:  # told to the person; the case is as it was
            self._trouble(error)
            return
        self.messages.tell_written(self._wording.say("window.case.shared", file=path.name), path, opens=False)

    def offer_recovery(self, path: Path, then: Callable[[Path], object], password: str = "") -> None:
        """Say that a case is damaged and offer to put what can be read into a new one, which ``then`` opens."""
        say = self._wording.say
        question, more = say("window.case.damaged", file=path.name), say("window.case.damaged-text")
        box = Question("damagedQuestion", question, self._wording, self._window, more=more, warns=True)
        box.offer(say("window.case.recover"), lambda: self._recover(path, then, password), usual=True)

        def closed() -> None:
            self.dialog = None

        self.dialog = box
        box.ask(closed)

    def place(self, title: str, name: str) -> Path | None:
        """Ask where to put a case; None where the person gives up."""
        start = Path(self._settings.last_folder()) / f"{name}{CASE_SUFFIX}"
        pattern = f"{self._wording.say('window.case.files')} (*{CASE_SUFFIX})"
        return chosen_place(self._window, self._wording, title, start, pattern)

    def _save_with(self, password: str) -> None:
        path = self._session.workspace.path
        if path is None:
            path = self.place(self._wording.say("window.case.save-as"), self._name())
        if path is None:
            return
        try:
            self._session.save(path, password)
        except Exception as error:  # told to the person; the case is as it was
            self._trouble(error)
            return
        self._settings.add_recent(path.resolve())
        which = "protected" if password else "unprotected"
        self.messages.tell_written(self._wording.say(f"window.case.{which}", file=path.name), path, opens=False)

    def _recover(self, path: Path, then: Callable[[Path], object], password: str) -> None:
        say = self._wording.say
        if (into := self.place(say("window.case.recover"), say("window.case.recovered-name", name=path.stem))) is None:
            return

        def work(_report: Report) -> Recovered:
            return recover(path, into, password)

        def done(found: Recovered) -> None:
            which = "recovered" if found.is_whole else "recovered-in-part"
            facts: dict[str, FactValue] = {"file": into.name, "steps": found.steps, "files": len(found.sources)}
            facts["lost"] = found.lost_steps + len(found.lost_sources)
            self.messages.tell(say(f"window.case.{which}", **facts), warns=not found.is_whole)
            then(into)

        self._session.tasks.run(work, say("window.status.opening"), done, self._trouble)

    def _name(self) -> str:
        return self._session.name or self._wording.say("window.case.unnamed")

"""Opening, saving and leaving a case, and the question before unsaved decisions are lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.gui.session import Session, Trouble, prepared
from app.gui.settings import Settings
from app.gui.tasks import Report
from app.gui.wording import Wording
from app.workspace import Workspace

if TYPE_CHECKING:
    from app.timeline.model import Timeline

SUFFIX = ".tally"


class Casework(QObject):
    """File → new, open, save. ``question`` is the three-way question while it is asked."""

    def __init__(
        self, session: Session, wording: Wording, settings: Settings, trouble: Trouble, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._wording, self._settings = session, wording, settings
        self._trouble, self._window = trouble, window
        self.question: QMessageBox | None = None

    def new(self) -> None:
        """Begin an empty case."""
        self.leave(lambda: self._session.replace(Workspace(), None))

    def ask_open(self) -> None:
        """Choose a case to open."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, self._wording.say("window.case.open"), self._settings.last_folder(), self._pattern()
        )
        if path:
            self.open(Path(path))

    def open(self, path: Path) -> None:
        """Open a case, once the one at hand may be left."""
        self.leave(lambda: self._open(path))

    def save(self) -> bool:
        """Save the case where it lies, asking for a place the first time; says whether it was saved."""
        if self._session.workspace.path is None:
            return self.save_as()
        return self._write(self._session.workspace.path)

    def save_as(self) -> bool:
        """Choose a place and save the case there; says whether it was saved."""
        start = str(Path(self._settings.last_folder()) / f"{self._wording.say('window.case.unnamed')}{SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(
            self._window, self._wording.say("window.case.save-as"), start, self._pattern()
        )
        if not path:
            return False
        return self._write(Path(path) if path.endswith(SUFFIX) else Path(path + SUFFIX))

    def leave(self, then: Callable[[], object]) -> None:
        """Do ``then`` once unsaved decisions are saved or given up; nothing where the person stays."""
        if not self._session.workspace.needs_saving:
            then()
            return
        say = self._wording.say
        box = QMessageBox(
            QMessageBox.Icon.Question, say("window.name"), say("window.case.unsaved"), parent=self._window
        )
        box.setObjectName("unsavedQuestion")
        box.setInformativeText(say("window.case.unsaved-text"))
        keep = box.addButton(say("window.case.save"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(say("window.case.discard"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(say("window.cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(stay)

        def answered() -> None:
            self.question = None
            chosen = box.clickedButton()
            if chosen is drop or (chosen is keep and self.save()):
                then()

        box.finished.connect(answered)
        self.question = box
        box.open()

    def _open(self, path: Path) -> None:
        def work(report: Report) -> tuple[Workspace, Timeline]:
            workspace = Workspace.open(path, progress=report.progress)
            return workspace, prepared(workspace.explanation)

        def done(opened: tuple[Workspace, Timeline]) -> None:
            self._session.replace(*opened)
            self._remember(path)

        self._session.tasks.run(work, self._wording.say("window.status.opening"), done, self._trouble)

    def _write(self, path: Path) -> bool:
        try:
            self._session.save(path)
        except Exception as error:  # told to the person; the case stays as it was
            self._trouble(error)
            return False
        self._remember(path)
        return True

    def _remember(self, path: Path) -> None:
        self._settings.add_recent(path.resolve())
        self._settings.set_last_folder(path.resolve().parent)

    def _pattern(self) -> str:
        return f"{self._wording.say('window.case.files')} (*{SUFFIX})"

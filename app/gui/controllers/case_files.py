"""Opening, saving and leaving a case, and the question before unsaved decisions are lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.errors import TroubleCode, code_of
from app.gui.controllers.case_protection import CaseProtection
from app.gui.controllers.error_reporting import Unread
from app.gui.dialogs.question import Question
from app.gui.dialogs.text_dialog import PasswordDialog
from app.gui.services.shared import Services
from app.gui.services.tasks import Report
from app.gui.style.widgets import shortened
from app.workspace import Workspace, discard_unfinished, glance, unfinished_cases

if TYPE_CHECKING:
    from app.storage.unnamed_cases import Unfinished
    from app.timeline.model import Timeline

_LOOKED_INTO = 5
_LONGEST_NAME = 24
_LOCKED = (TroubleCode.CASE_NEEDS_PASSWORD, TroubleCode.WRONG_CASE_PASSWORD)


class CaseFiles(QObject):
    """File → new, open, save. ``question`` is the three-way question while it is asked."""

    def __init__(self, services: Services, case_protection: CaseProtection, window: QWidget) -> None:
        super().__init__(window)
        self._case_protection = case_protection
        self._session, self._wording, self._settings = services.session, services.wording, services.settings
        self._trouble, self._window = services.trouble, window
        self.question: Question | None = None
        self.password_dialog: PasswordDialog | None = None

    def new(self) -> None:
        """Begin an empty case."""
        self.leave(self._session.begin_anew)

    def begin_anew(self, origin: Path | None = None) -> None:
        """Put an empty case in place of the one at hand, which may be left; ``origin`` is what it is read from."""
        self._session.begin_anew(origin)

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
        say = self._wording.say
        path = self._case_protection.place(say("window.case.save-as"), self._session.name or say("window.case.unnamed"))
        return path is not None and self._write(path)

    def leave(self, then: Callable[[], object]) -> None:
        """Do ``then`` once unsaved decisions are saved or given up; nothing where the person stays."""
        if not self._session.loses_something:
            if self._session.origin is not None:
                self._session.workspace.forget_changes()
            then()
            return
        say = self._wording.say

        def drop() -> None:
            self._session.workspace.forget_changes()
            then()

        more = say("window.case.unsaved-text")
        box = Question("unsavedQuestion", say("window.case.unsaved"), self._wording, self._window, more=more)
        box.offer(say("window.case.save"), lambda: self.save() and then(), usual=True)
        box.offer(say("window.case.discard"), drop, destroys=True)
        self._ask(box)

    def unfinished(self) -> list[tuple[str, str]]:
        """Cases that were never named and are not open: the place of each, and how it is called."""
        found = unfinished_cases(self._session.folder)
        names = {case.path: self._unfinished_name(case) for case in found}
        times = Counter(names.values())
        alike = [case for case in found if times[names[case.path]] > 1]
        names |= {case.path: self._unfinished_name(case, to_the_second=True) for case in alike}
        return [(str(path), name) for path, name in names.items()]

    def _unfinished_name(self, case: Unfinished, *, to_the_second: bool = False) -> str:
        """When it was left, its first file and how many it has, its discrepancies and how many are done."""
        say, at = self._wording.say, case.changed_at
        which = "at-second" if to_the_second else "at"
        when = say(f"window.start.{which}", at=at, second=f"{at:%S}")
        if case.is_damaged:
            return f"{when} · {say('window.start.damaged')}"
        first = shortened(case.files[0].partition(", ")[0], _LONGEST_NAME)
        held = "case-of-several" if case.count > 1 else "case-of-one"
        parts = [when, say(f"window.start.{held}", first=first, count=case.count)]
        if case.discrepancies is not None:
            told = "progress" if case.done else "discrepancies"
            parts.append(say(f"window.start.{told}", count=case.discrepancies, done=case.done))
        return " · ".join(parts)

    def told_recent(self) -> dict[Path, str]:
        """What each of the cases opened last holds; nothing of one that is locked or cannot be read."""
        told = {}
        for path in self._settings.recent()[:_LOOKED_INTO]:
            if (seen := glance(path)) is None:
                continue
            parts = [self._wording.say("window.start.files", count=seen.files)]
            if seen.discrepancies is not None:
                which = "progress" if seen.done else "discrepancies"
                count, done = seen.discrepancies, seen.done or 0
                parts.append(self._wording.say(f"window.start.{which}", count=count, done=done))
            told[path] = " · ".join(parts)
        return told

    def ask_discard(self, path: Path, then: Callable[[], object]) -> None:
        """Ask whether an unnamed case is to be deleted, and delete it."""
        say = self._wording.say

        def drop() -> None:
            try:
                discard_unfinished(path)
            except Exception as error:  # told to the person; the case is as it was
                self._trouble(error)
            then()

        question = say("window.start.discard-question", case=dict(self.unfinished()).get(str(path), path.name))
        box = Question("discardQuestion", question, self._wording, self._window, warns=True)
        box.offer(say("window.start.discard"), drop, destroys=True)
        self._ask(box)

    def _ask(self, box: Question) -> None:
        def closed() -> None:
            self.question = None

        self.question = box
        box.ask(closed)

    def _open(self, path: Path, password: str = "") -> None:
        def work(report: Report) -> tuple[Workspace, Timeline]:
            workspace = Workspace.open(path, progress=report.progress, password=password)
            timeline = self._session.prepare(workspace.explanation)
            if not report.settle():
                workspace.close()
            return workspace, timeline

        def done(opened: tuple[Workspace, Timeline]) -> None:
            self._session.replace(*opened)
            if opened[0].path is not None:
                self._remember(path)

        def failed(error: Exception) -> None:
            if code_of(error) in _LOCKED:
                self._ask_password(path, wrong=bool(password))
            elif code_of(error) is TroubleCode.DAMAGED_CASE:
                self._case_protection.offer_recovery(path, self._open, password)
            else:
                self._trouble(Unread(path, error) if isinstance(error, OSError) else error)

        self._session.tasks.run(work, self._wording.say("window.status.opening"), done, failed)

    def _ask_password(self, path: Path, *, wrong: bool) -> None:
        say = self._wording.say
        code = TroubleCode.WRONG_CASE_PASSWORD if wrong else TroubleCode.CASE_NEEDS_PASSWORD
        dialog = PasswordDialog(say(f"window.trouble.{code.value}", file=path.name), self._wording, self._window)
        self.password_dialog = dialog

        def given(result: int) -> None:
            self.password_dialog = None
            if result == QDialog.DialogCode.Accepted:
                self._open(path, dialog.password.text())
            dialog.deleteLater()

        dialog.finished.connect(given)
        dialog.open()

    def _write(self, path: Path) -> bool:
        try:
            self._session.save(path)
        except Exception as error:  # told to the person; the case stays as it was
            self._trouble(error)
            return False
        self._remember(path)
        text = self._wording.say("window.case.saved", file=path.name)
        self._case_protection.messages.tell_written(text, path, opens=False)
        return True

    def _remember(self, path: Path) -> None:
        self._settings.add_recent(path.resolve())
        self._settings.set_last_folder(path.resolve().parent)

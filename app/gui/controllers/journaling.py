"""Takes entries of the journal of a dispute, tells them, and says on opening a case which answers are overdue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.discrepancy import Discrepancy
from app.core.journal import JournalEntry, awaited
from app.gui.dialogs.journal_dialog import JournalDialog
from app.gui.services.messages import NextStep
from app.gui.services.selection_model import SelectionModel
from app.gui.services.shared import Services
from app.texts.journal_texts import JournalTexts

_ANSWER_DAYS = {"dispute-days": 20, "certificate-now": 20}
_USUAL_DAYS = 15
_PARTIES = ("lender", "wallet", "bank", "credit-centre")


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry in a sentence, and how it is taken away."""

    sentence: str
    remove: Callable[[], None]


class Journaling(QObject):
    """``dialog`` is the question for an entry while it is asked."""

    def __init__(self, services: Services, selection: SelectionModel, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._selection, self._texts = services.session, selection, services.texts
        self._wording, self._messages, self._window = services.wording, services.messages, window
        self.dialog: JournalDialog | None = None
        services.session.opened.connect(self._tell_overdue)

    def ask(self) -> None:
        """Ask for an entry on the selected discrepancy."""
        found = self._selection.discrepancy
        if found is None or self.dialog is not None:
            return
        title, days = self._texts.title(found), _ANSWER_DAYS.get(found.deadline, _USUAL_DAYS)
        today = self._session.workspace.today
        dialog = JournalDialog(title, self._parties(found), today, days, self._wording, self._window)
        self.dialog = dialog

        def taken(result: int) -> None:
            self.dialog = None
            if result == QDialog.DialogCode.Accepted:
                self._keep(found, dialog)
            dialog.deleteLater()

        dialog.finished.connect(taken)
        dialog.open()

    def entries(self, found: Discrepancy) -> list[ToldEntry]:
        """The journal of a discrepancy in sentences, oldest first."""
        texts = self._journal_texts()
        return [
            ToldEntry(texts.entry(entry), lambda gone=entry: self._remove(found, gone))  # type: ignore[misc]
            for entry in self._session.workspace.journal_of(found)
        ]

    def reminder(self, found: Discrepancy) -> str:
        """What a discrepancy waits for, and that it has a note; empty where there is neither."""
        entries = self._session.workspace.journal_of(found)
        waits = self._journal_texts().reminder(entries) if entries else ""
        noted = self._wording.say("window.list.noted") if self._session.workspace.note_on(found) else ""
        return " · ".join(filter(None, (waits, noted)))

    def _journal_texts(self) -> JournalTexts:
        return JournalTexts(self._wording.book, self._session.workspace.today)

    def _parties(self, found: Discrepancy) -> list[tuple[str, str]]:
        """Whom there is a question for, then the others."""
        known = dict.fromkeys((*(question.to for question in found.questions), *_PARTIES))
        return [
            (party, self._wording.say(f"party.{party}")) for party in known if f"party.{party}" in self._wording.book
        ]

    def _keep(self, found: Discrepancy, dialog: JournalDialog) -> None:
        workspace = self._session.workspace
        entry = JournalEntry(
            "", dialog.entry_kind, dialog.day, dialog.party, dialog.answer_due, dialog.text.toPlainText().strip()
        )
        self._session.decide(workspace.journaling(found, entry, self._texts.title(found)))

    def _remove(self, found: Discrepancy, entry: JournalEntry) -> None:
        self._session.decide(self._session.workspace.unjournaling(found, entry, self._texts.title(found)))

    def _tell_overdue(self) -> None:
        """Say how many answers are overdue, and lead to the first."""
        workspace = self._session.workspace
        late = [
            (waiting.due, found)
            for found in workspace.explanation.discrepancies
            if (waiting := awaited(workspace.journal_of(found))) and waiting.due and waiting.due < workspace.today
        ]
        if late:
            first = min(late, key=lambda one: (one[0], one[1].id))[1]
            show = NextStep(self._wording.say("journal.show"), lambda: self._selection.choose_discrepancy(first.id))
            self._messages.tell(self._wording.say("journal.overdue-on-opening", count=len(late)), show, warns=True)

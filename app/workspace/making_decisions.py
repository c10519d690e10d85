"""The decisions that a person can take about a case, each made with the keys by which it stays with its subject."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.core.decisions import Decided, Decision, DecisionKind, Mark, Step, StepKind
from app.core.explanation import Explanation, SourceReport
from app.core.journal import JournalEntry, entry_to_json, removal_to_json
from app.workspace.sources import digest_of

if TYPE_CHECKING:
    from app.core.discrepancy import Discrepancy

_CHINA = timedelta(hours=8)


class MakesDecisions:
    """Makes decisions about what its case explains, and looks them up; `Workspace.decide` takes them."""

    _clock: Callable[[], datetime]
    explanation: Explanation
    decided: Decided

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """The files of the case."""
        raise NotImplementedError

    def removal(self, digest: str) -> Decision:
        """The decision that takes a file out."""
        label = next((s.file for s in self.sources if digest_of(s) == digest), "")
        return Decision(DecisionKind.REMOVE_SOURCE, self._clock(), (digest,), label=label)

    def mapping(self, shape: str, columns: str, label: str) -> Decision:
        """The decision to read tables of a shape in a way; ``columns`` is what `mapping_text` made."""
        return Decision(DecisionKind.MAP_COLUMNS, self._clock(), (shape,), columns, label)

    def confirming_picture(self, digest: str, rows: str, label: str) -> Decision:
        """The decision that a picture's rows are these; ``rows`` is what `ShownPicture.confirmed` made."""
        return Decision(DecisionKind.CONFIRM_PICTURE, self._clock(), (digest,), rows, label)

    def marking(self, found: Discrepancy, mark: Mark, label: str) -> Decision:
        """The decision that sets how far the person is with a discrepancy."""
        return Decision(DecisionKind.MARK, self._clock(), (self.explanation.keys[found.id],), mark.value, label)

    def noting(self, found: Discrepancy, note: str, label: str) -> Decision:
        """The decision that sets the note on a discrepancy."""
        return Decision(DecisionKind.NOTE, self._clock(), (self.explanation.keys[found.id],), note.strip(), label)

    def journaling(self, found: Discrepancy, entry: JournalEntry, label: str) -> Decision:
        """The decision that puts an entry into the journal of a discrepancy; the entry is named by its moment."""
        at = self._clock()
        named = replace(entry, id=entry.id or at.isoformat())
        return Decision(DecisionKind.JOURNAL, at, (self.explanation.keys[found.id],), entry_to_json(named), label)

    def unjournaling(self, found: Discrepancy, entry: JournalEntry, label: str) -> Decision:
        """The decision that takes an entry out of the journal of a discrepancy."""
        value = removal_to_json(entry.id)
        return Decision(DecisionKind.JOURNAL, self._clock(), (self.explanation.keys[found.id],), value, label)

    def journal_of(self, found: Discrepancy) -> tuple[JournalEntry, ...]:
        """What was asked, answered and noted about a discrepancy, in order of days."""
        return self.decided.journal.get(self.explanation.keys.get(found.id, ""), ())

    @property
    def today(self) -> date:
        """The day it is in China."""
        return (self._clock() + _CHINA).date()

    def linking(self, a: str, b: str, *, same: bool, label: str) -> Decision:
        """The decision that the facts behind two events (by id) belong together, or do not."""
        facts = tuple(self.explanation.event(event_id).fact for event_id in (a, b))
        kind = DecisionKind.ACCEPT_LINK if same else DecisionKind.REFUSE_LINK
        return Decision(kind, self._clock(), facts, label=label)

    def setting_day(self, day: date | None, label: str) -> Decision:
        """The decision to see the case as it stood on a day; None goes back to the day that its files speak of."""
        return Decision(DecisionKind.SET_DAY, self._clock(), value=day.isoformat() if day else "", label=label)

    def naming_loan(self, loan: str, name: str, label: str) -> Decision:
        """The decision what the person calls a loan (by id); an empty name takes it away."""
        return Decision(DecisionKind.NAME_LOAN, self._clock(), (loan,), " ".join(name.split()), label)

    def hiding_info(self, hidden: bool) -> Decision:
        """The decision to show or hide what is only informational."""
        return Decision(DecisionKind.HIDE_INFO, self._clock(), value="1" if hidden else "")

    def mark_of(self, found: Discrepancy) -> Mark:
        """How far the person is with a discrepancy; open for one that this case does not have."""
        return self.decided.marks.get(self.explanation.keys.get(found.id, ""), Mark.OPEN)

    def note_on(self, found: Discrepancy) -> str:
        """The person's note on a discrepancy, empty where there is none."""
        return self.decided.notes.get(self.explanation.keys.get(found.id, ""), "")

    def undoing(self) -> Step:
        """The step that undoes the latest decision."""
        return Step(StepKind.UNDO, self._clock())

    def redoing(self) -> Step:
        """The step that redoes what was undone last."""
        return Step(StepKind.REDO, self._clock())

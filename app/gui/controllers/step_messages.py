"""Says in a line what a step changed: what was taken or undone, and which discrepancies came, went or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from app.core.decisions import Decision, DecisionKind, StepKind
from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation, SourceReport
from app.gui.dialogs.import_dialog import mappable_problem
from app.gui.services.messages import NextStep
from app.gui.services.shared import Services
from app.workspace import Changes, digest_of

_PART_OF_AN_IMPORT = (DecisionKind.MAP_COLUMNS, DecisionKind.CONFIRM_PICTURE)
_SEEN_AT_ONCE = (DecisionKind.HIDE_INFO,)
_MOST_NAMED = 4


class StepMessages(QObject):
    """Listens to the steps of a session and tells them; ``teach`` lets the person say what a table is."""

    def __init__(
        self, services: Services, name_of: Callable[[Decision], str], teach: Callable[[SourceReport], object]
    ) -> None:
        super().__init__(services.session)
        self._session, self._messages = services.session, services.messages
        self._wording, self._name_of, self._teach = services.wording, name_of, teach
        services.session.stepped.connect(self._tell)

    def _tell(self, changes: Changes, before: Explanation) -> None:
        decision, say = changes.decision, self._wording.say
        if decision is None:
            return
        undone = changes.step.kind is StepKind.UNDO
        unread = self._unread(decision) if changes.step.kind is StepKind.DECIDE else []
        part_of_import = decision.kind in _PART_OF_AN_IMPORT and not changes.explanation
        if changes.step.kind is StepKind.DECIDE and (
            part_of_import or decision.kind in _SEEN_AT_ONCE or not (before.sources or before.events)
        ):
            self._tell_unread(unread)
            return
        which = {StepKind.UNDO: "undone", StepKind.REDO: "redone", StepKind.DECIDE: "taken"}[changes.step.kind]
        text = say(f"window.step.{which}", what=self._name_of(decision))
        if changes.explanation:
            text = f"{text}{self._wording.book.gap}{self._difference(before, self._session.explanation)}"
        back = NextStep(say("window.redo-short"), self._session.redo) if undone else None
        steps = [back or NextStep(say("window.undo-short"), self._session.undo)]
        if unread:
            self._tell_unread(unread, text, steps)
        else:
            self._messages.tell(text, *steps)

    def _unread(self, decision: Decision) -> list[SourceReport]:
        """The files that were added now and that nobody could read."""
        if decision.kind is not DecisionKind.ADD_SOURCES:
            return []
        return [s for s in self._session.workspace.sources if not s.format and digest_of(s) in decision.subjects]

    def _tell_unread(self, unread: Sequence[SourceReport], before: str = "", steps: Sequence[NextStep] = ()) -> None:
        """Name the files that were not read, and offer to say what the first of them is that a person can teach."""
        if not unread:
            return
        say = self._wording.say
        names = tuple(source.file for source in unread)
        more = len(names) - _MOST_NAMED
        which = "unread-more" if more > 0 else "unread"
        told = say(f"window.step.{which}", count=len(names), files=names[:_MOST_NAMED], more=more)
        first = next((source for source in unread if mappable_problem(source)), None)
        teach = [NextStep(say("window.import.map"), lambda: self._teach(first))] if first is not None else []
        text = self._wording.book.gap.join(filter(None, (before, told)))
        self._messages.tell(text, *teach, *steps, warns=True)

    def _difference(self, before: Explanation, after: Explanation) -> str:
        """How two explanations differ: in discrepancies, by what they are about, and in chains."""
        old = {before.keys[d.id]: d for d in before.discrepancies}
        new = {after.keys[d.id]: d for d in after.discrepancies}
        both = [(old[key], new[key]) for key in old.keys() & new.keys()]
        facts = {
            "new": len(new.keys() - old.keys()),
            "gone": len(old.keys() - new.keys()),
            "changed": sum(a.difference != b.difference for a, b in both),
        }
        say = self._wording.say
        differs = [say("window.step.difference", **facts)] if any(facts.values()) else []
        if otherwise := sum(a.difference == b.difference and _told(a) != _told(b) for a, b in both):
            differs.append(say("window.step.told-otherwise", count=otherwise))
        told = self._wording.book.gap.join(differs) if differs else say("window.step.no-difference")
        chains = len(after.chains) - len(before.chains)
        if not differs and chains:
            chained = say("window.step.chains", before=len(before.chains), after=len(after.chains))
            told = f"{told}{self._wording.book.gap}{chained}"
        return told


def _told(found: Discrepancy) -> tuple[object, ...]:
    """What its explanation and advice rest on, beside the amount."""
    return found.variant, found.severity, found.certainty, found.facts, found.unexplained, found.questions

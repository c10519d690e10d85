"""Says in a line what a step changed: what was taken or undone, and which discrepancies came, went or changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.core.decisions import Decision, DecisionKind, StepKind
from app.core.explanation import Explanation
from app.gui.services.messages import NextStep
from app.gui.services.shared import Services
from app.workspace import Changes

_PART_OF_AN_IMPORT = (DecisionKind.MAP_COLUMNS, DecisionKind.CONFIRM_PICTURE)
_SEEN_AT_ONCE = (DecisionKind.HIDE_INFO,)


class StepMessages(QObject):
    """Listens to the steps of a session and tells them."""

    def __init__(self, services: Services, name_of: Callable[[Decision], str]) -> None:
        super().__init__(services.session)
        self._session, self._messages = services.session, services.messages
        self._wording, self._name_of = services.wording, name_of
        services.session.stepped.connect(self._tell)

    def _tell(self, changes: Changes, before: Explanation) -> None:
        decision, say = changes.decision, self._wording.say
        if decision is None:
            return
        undone = changes.step.kind is StepKind.UNDO
        if changes.step.kind is StepKind.DECIDE and (
            decision.kind in (*_PART_OF_AN_IMPORT, *_SEEN_AT_ONCE) or not (before.sources or before.events)
        ):
            return
        which = {StepKind.UNDO: "undone", StepKind.REDO: "redone", StepKind.DECIDE: "taken"}[changes.step.kind]
        text = say(f"window.step.{which}", what=self._name_of(decision))
        if changes.explanation:
            text = f"{text} {self._difference(before, self._session.explanation)}"
        back = NextStep(say("window.redo-short"), self._session.redo) if undone else None
        self._messages.tell(text, back or NextStep(say("window.undo-short"), self._session.undo))

    def _difference(self, before: Explanation, after: Explanation) -> str:
        """How two explanations differ: in discrepancies, by what they are about, and in chains."""
        old = {before.keys[d.id]: d.difference for d in before.discrepancies}
        new = {after.keys[d.id]: d.difference for d in after.discrepancies}
        facts = {
            "new": len(new.keys() - old.keys()),
            "gone": len(old.keys() - new.keys()),
            "changed": sum(old[key] != new[key] for key in old.keys() & new.keys()),
        }
        say = self._wording.say
        told = say("window.step.difference", **facts) if any(facts.values()) else say("window.step.no-difference")
        chains = len(after.chains) - len(before.chains)
        if not any(facts.values()) and chains:
            told = f"{told} {say('window.step.chains', before=len(before.chains), after=len(after.chains))}"
        return told

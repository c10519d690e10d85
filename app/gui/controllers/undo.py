"""A decision on Qt's undo stack, so that Edit can name what it undoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from app.core.decisions import Decision

if TYPE_CHECKING:
    from app.gui.services.session import Session


class StepCommand(QUndoCommand):
    """A decision already taken; undoing and redoing it moves the workspace along its log."""

    def __init__(self, session: Session, decision: Decision, name: str) -> None:
        super().__init__(name)
        self.decision = decision
        self._session = session
        self._fresh = True

    def redo(self) -> None:
        """Redo in the workspace; the push that put it on the stack does nothing."""
        if self._fresh:
            self._fresh = False
            return
        self._session.step_forth()

    def undo(self) -> None:
        """Undo in the workspace."""
        self._session.step_back()

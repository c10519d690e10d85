"""A dialog in which something is written that is kept nowhere else: it asks before that is lost."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QDialog, QWidget

from app.gui.dialogs.question import Question
from app.gui.services.translator import Wording


class Asking(NamedTuple):
    """The messages of the question: itself, what would be lost, and the button that leaves all the same."""

    question: str = "window.unfinished.edited"
    more: str = "window.unfinished.edited-text"
    leave: str = "window.unfinished.leave"


_ANYTHING = Asking()


class Unfinished(QDialog):
    """Closed otherwise than by being accepted it asks once, where ``is_unfinished`` says so; ``question`` asks then.

    ``asking`` are the messages it asks with, if its own say better what is lost.
    """

    def __init__(self, name: str, wording: Wording, parent: QWidget, asking: Asking = _ANYTHING) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._wording, self._asking = wording, asking
        self.question: Question | None = None

    def is_unfinished(self) -> bool:
        """Whether something would be lost."""
        raise NotImplementedError

    def reject(self) -> None:
        """Close; where something would be lost, ask first."""
        if not self.is_unfinished():
            super().reject()
        elif self.question is None:
            say, asking = self._wording.say, self._asking
            self.question = Question(
                "unfinishedQuestion", say(asking.question), self._wording, self, warns=True, more=say(asking.more)
            )
            self.question.offer(say(asking.leave), super().reject, destroys=True)
            self.question.ask(self._answered)

    def _answered(self) -> None:
        self.question = None

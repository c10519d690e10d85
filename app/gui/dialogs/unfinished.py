"""A dialog in which something is written that is kept nowhere else: it asks before that is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from app.gui.dialogs.question import Question
from app.gui.services.translator import Wording

_WORDS = "window.unfinished"


class Unfinished(QDialog):
    """Closed otherwise than by being accepted it asks once, where ``is_unfinished`` says so; ``question`` asks then.

    ``words`` are the messages it asks with, if its own say better what is lost.
    """

    def __init__(self, name: str, wording: Wording, parent: QWidget, words: str = _WORDS) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._wording, self._words = wording, words
        self.question: Question | None = None

    def is_unfinished(self) -> bool:
        """Whether something would be lost."""
        raise NotImplementedError

    def reject(self) -> None:
        """Close; where something would be lost, ask first."""
        if not self.is_unfinished():
            super().reject()
        elif self.question is None:
            say, words = self._wording.say, self._words
            more = say(f"{words}.edited-text")
            self.question = Question(
                "unfinishedQuestion", say(f"{words}.edited"), self._wording, self, warns=True, more=more
            )
            self.question.offer(say(f"{words}.leave"), super().reject, destroys=True)
            self.question.ask(self._answered)

    def _answered(self) -> None:
        self.question = None

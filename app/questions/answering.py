"""Leads from a question to what answers it: kinds of discrepancies, a page of the help, one's own findings."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation
from app.core.kinds import KINDS
from app.questions.recognising import ranked

MOST = 3
"""Answers that are offered; the person chooses."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One thing that a question may be about (``ask.about.<about>`` says it), the likeliest first.

    ``page`` is a page of the help, empty where files cannot answer (``ask.beyond.<about>`` says so). ``kinds`` are
    codes, ``found`` the person's own discrepancies of these kinds, in their order. ``is_sure`` is False where it is no
    more than the closest, which is to be said.
    """

    about: str
    page: str
    kinds: tuple[str, ...]
    found: tuple[Discrepancy, ...] = ()
    is_sure: bool = True

    @property
    def is_beyond(self) -> bool:
        """Whether no file that a person can export answers it."""
        return not self.page


def leads(question: str, explanation: Explanation | None = None, most: int = MOST) -> list[Lead]:
    """What a question may be about; none where it is about something else, which is then said.

    A question that files cannot answer gives that one lead alone, so that nothing is offered in its place.
    """
    found = explanation.discrepancies if explanation is not None else ()
    given: list[Lead] = []
    for guess in ranked(question):
        intent = guess.intent
        lead = Lead(
            intent.id,
            intent.page,
            tuple(code for code in KINDS if intent.tells_of(code)),
            tuple(d for d in found if intent.tells_of(d.code, d.variant)),
            guess.is_sure,
        )
        if lead.is_beyond and not given:
            return [lead]
        if not lead.is_beyond:
            given.append(lead)
        if len(given) == most:
            break
    return given

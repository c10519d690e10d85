"""The sentences of a discrepancy in the current language."""

from __future__ import annotations

from collections.abc import Callable

from app.core.discrepancy import BridgePart, Discrepancy
from app.core.explanation import Explanation
from app.core.kinds import kind_of
from app.gui.services.translator import Wording
from app.texts.discrepancy_texts import DiscrepancyTexts

_MOST_KEPT = 4_000


class DiscrepancyWording:
    """Tells each discrepancy; follows the language and the day that the case speaks of."""

    def __init__(self, wording: Wording, explanation: Callable[[], Explanation]) -> None:
        self._wording, self._explanation = wording, explanation
        self._book = wording.book
        self._lines: dict[str, tuple[Discrepancy, str, str]] = {}

    @property
    def _now(self) -> DiscrepancyTexts:
        return DiscrepancyTexts(self._wording.book, self._explanation().years)

    def title(self, found: Discrepancy) -> str:
        """A short line with the date in it."""
        return self._line(found)[1]

    def cause(self, found: Discrepancy) -> str:
        """One line of cause: the first sentence of the answer."""
        return self._line(found)[2]

    def _line(self, found: Discrepancy) -> tuple[Discrepancy, str, str]:
        """Title and cause, kept while nothing changes: a list asks for them at every measure and every paint."""
        if self._book is not self._wording.book or len(self._lines) > _MOST_KEPT:
            self._book = self._wording.book
            self._lines.clear()
        known = self._lines.get(found.id)
        if known is None or known[0] is not found:
            known = found, self._now.title(found), _first_sentence(self._now.answer(found))
            self._lines[found.id] = known
        return known

    def answer(self, found: Discrepancy) -> str:
        """Is it right, where is the money."""
        return self._now.answer(found)

    def details(self, found: Discrepancy) -> str:
        """What was expected and what happened."""
        return self._now.details(found)

    def advice(self, found: Discrepancy) -> str:
        """What to do now."""
        return self._now.advice(found)

    def layer(self, found: Discrepancy) -> str:
        """Where the cause lies: between systems, in rules, in what a page shows; or that the rows do not show it."""
        if not kind_of(found.code).cause_shown:
            return self._wording.say("cause.unshown")
        return self._wording.say(f"layer.{found.layer.value}.sentence")

    def certainty(self, found: Discrepancy) -> str:
        """How sure it is, in a few words."""
        return self._wording.say(f"window.certainty.{found.certainty.value}", unexplained=found.unexplained)

    def certainty_sentence(self, found: Discrepancy) -> str:
        """How sure it is, in a sentence."""
        return self._now.certainty(found)

    def part(self, part: BridgePart) -> str:
        """The name of a cause."""
        return self._now.component(part)

    def formula(self, part: BridgePart) -> str:
        """The arithmetic of a cause: 816.12 × 0.06% × 2 days."""
        return self._now.formula(part)

    def questions(self, found: Discrepancy) -> list[tuple[str, str]]:
        """What to ask whom, ready to send."""
        return [(self._now.party(q), self._now.question(found, q)) for q in found.questions]

    def deadline(self, found: Discrepancy) -> str:
        """By when; empty where nothing presses."""
        return self._now.deadline(found)

    def missing(self, found: Discrepancy) -> list[str]:
        """What would decide it."""
        return self._now.missing(found)


def _first_sentence(text: str) -> str:
    ends = [at for mark in ("。", ". ", "；", "; ") if (at := text.find(mark)) > 0]
    return text[: min(ends)] if ends else text.rstrip(".")

"""Says how a case came out: the answer in a line, then the rest of it, and each figure in a few words."""

from __future__ import annotations

from app.core.comparison import Counts
from app.core.discrepancy import FactValue
from app.core.explanation import Explanation
from app.core.views.summary import Summary
from app.texts.catalogue import Phrasebook


class SummaryTexts:
    """The sentences of one case in one language."""

    def __init__(self, explanation: Explanation, summary: Summary, phrasebook: Phrasebook) -> None:
        self._counts: Counts = explanation.comparison.counts
        self._summary, self._years = summary, explanation.years
        self._book = phrasebook

    def headline(self) -> str:
        """What can be claimed, in a few words."""
        refunds = self._summary.refunds
        if refunds:
            told = "refund" if len(refunds) == 1 else "refund-several"
            return self._say(told, amount=self._summary.refund, count=len(refunds))
        if not self._counts.checked and not self._summary.confirm:
            return self._say("nothing-checked")
        return self._say("no-refund-unchecked" if self._counts.unchecked else "no-refund")

    def losses(self) -> list[str]:
        """What is to be confirmed, what only looks odd, and whether anything else was lost."""
        summary = self._summary
        lines = [self._say("confirm", count=len(summary.confirm))] if summary.confirm else []
        if summary.refunds and not summary.confirm:
            lines.append(self._say("nothing-lost-checked" if self._counts.unchecked else "nothing-lost"))
        if summary.harmless:
            lines.append(self._say("harmless", count=len(summary.harmless)))
        return lines

    def owing(self) -> list[str]:
        """What is past due, what is still owed and what falls due next."""
        lines, coming = self.still_owed(), self._summary.next_due
        if coming is not None:
            lines.append(self._book.say_in(self._years, "summary.next", on=coming.on, amount=coming.amount or 0))
        return lines

    def still_owed(self) -> list[str]:
        """What is past due and what is still owed, as far as papers tell."""
        summary = self._summary
        lines = [self._say("late", count=len(summary.missed), amount=summary.late)] if summary.missed else []
        if summary.owed is not None:
            lines.append(self._say("owed", amount=summary.owed) if summary.owed else self._say("repaid"))
            lines += [self._say("unrecorded", amount=summary.unrecorded)] if summary.unrecorded else []
        if unknown := summary.untold - summary.unseen:
            lines.append(self._say("untold", count=unknown))
        if summary.unseen:
            least, most = summary.unseen_least, summary.unseen_most
            lines.append(self._say("unseen", count=summary.unseen, least=least, most=most))
        return lines

    def _say(self, message: str, **values: FactValue) -> str:
        return self._book.say(f"summary.{message}", **values)

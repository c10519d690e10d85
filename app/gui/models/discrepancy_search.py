"""What a search looks at in a discrepancy: its sentences, its amounts, and the events and rows that it rests on."""

from __future__ import annotations

from collections.abc import Callable

from app.core.discrepancy import Discrepancy
from app.core.explanation import Explanation
from app.core.money import grouped
from app.gui.services.discrepancy_wording import DiscrepancyWording
from app.gui.services.display_names import Names, amount


class DiscrepancySearch:
    """Finds words in discrepancies; what a discrepancy holds is put together when it is first looked at."""

    def __init__(self, names: Names, texts: DiscrepancyWording, explanation: Callable[[], Explanation]) -> None:
        self._texts, self._explanation, self._names = texts, explanation, names
        self._said: dict[str, str] = {}
        self._rows: dict[str, list[str]] = {}

    def forget(self) -> None:
        """Put everything together anew: there is another explanation, another language, or another name of a loan."""
        self._said.clear()
        self._rows.clear()

    def holds(self, found: Discrepancy, needle: str) -> bool:
        """Whether every word stands in what is said of a discrepancy or in its rows."""
        text = f"{self._sentences(found)}\n" + "\n".join(self._events(found))
        return all(word in text for word in needle.casefold().split())

    def row_with(self, found: Discrepancy, needle: str) -> str:
        """The row in which the words were found, where title and cause do not hold them; empty otherwise."""
        words = needle.casefold().split()
        shown = " ".join(
            (self._texts.title(found), self._names.about(found), self._texts.cause(found),
             grouped(found.difference))
        ).casefold()  # fmt: skip
        if not words or all(word in shown for word in words):
            return ""
        lines = self._events(found)
        return next((line for line in lines if all(word in line for word in words)), "")

    def _sentences(self, found: Discrepancy) -> str:
        if (known := self._said.get(found.id)) is None:
            amounts = [grouped(n) for n in (found.expected, found.actual, abs(found.difference)) if n is not None]
            parts = [p.amount for p in found.bridge]
            told = (self._texts.title(found), self._texts.answer(found), self._texts.details(found))
            files = sorted({source.file for source in found.evidence})
            known = " ".join(
                [*told, found.code, f"{found.at:%Y-%m-%d}", *amounts, *map(grouped, parts), *files,
                 self._names.facility(found.facility)]
            ).casefold()  # fmt: skip
            self._said[found.id] = known
        return known

    def _events(self, found: Discrepancy) -> list[str]:
        if (known := self._rows.get(found.id)) is None:
            events = self._explanation().events_by_id
            known = [
                " ".join(
                    filter(None, (self._names.moment(e), self._names.kind(e), amount(e.amount), e.account, e.text))
                ).casefold()
                for event_id in found.events
                if (e := events.get(event_id)) is not None
            ]
            self._rows[found.id] = known
        return known

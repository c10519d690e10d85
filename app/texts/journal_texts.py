"""The journal of a dispute in sentences: each entry, and what is waited for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.core.journal import EntryKind, JournalEntry, awaited
from app.texts.catalogue import Phrasebook


class JournalTexts:
    """The sentences of one language about a journal, as seen on a day."""

    def __init__(self, phrasebook: Phrasebook, today: date) -> None:
        self._book, self._today = phrasebook, today

    def party(self, to: str) -> str:
        """What a party is called; a name that was typed as it stands."""
        return self._book.say(f"party.{to}") if f"party.{to}" in self._book else to

    def entry(self, entry: JournalEntry) -> str:
        """An entry in a sentence with its day, and what the person wrote."""
        which = entry.kind.value
        if entry.kind is not EntryKind.NOTE and not entry.to:
            which = f"{which}-nobody"
        said = self._book.say(f"journal.entry.{which}", on=entry.on, to=self.party(entry.to))
        if entry.due is not None:
            said = self._book.gap.join((said, self._book.say("journal.entry.due", due=entry.due)))
        return self._book.gap.join((said, entry.text)) if entry.text else said

    def reminder(self, entries: Iterable[JournalEntry]) -> str:
        """What is waited for, and whether it is late; empty where nothing is."""
        waiting = awaited(entries)
        if waiting is None:
            return ""
        if waiting.due is None:
            return self._book.say("journal.waiting")
        late = (self._today - waiting.due).days
        if late > 0:
            return self._book.say("journal.overdue", due=waiting.due, days=late)
        return self._book.say("journal.waiting-until", due=waiting.due)

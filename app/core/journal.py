"""The journal of a dispute: whom the person asked when, by when an answer is due, what was answered, and notes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class EntryKind(Enum):
    """What an entry records."""

    ASKED = "asked"
    ANSWERED = "answered"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry. ``id`` names it within its discrepancy; ``to`` is a party's id (``party.<to>``) or a name as typed.

    ``due`` is the day by which an answer is to come; only a question has one, and it may be unknown.
    """

    id: str
    kind: EntryKind
    on: date
    to: str = ""
    due: date | None = None
    text: str = ""


def entry_to_json(entry: JournalEntry) -> str:
    """An entry as a decision keeps it."""
    due = entry.due.isoformat() if entry.due else ""
    kept = {"entry": entry.id, "kind": entry.kind.value, "on": entry.on.isoformat(), "to": entry.to, "due": due}
    return json.dumps(kept | {"text": entry.text}, ensure_ascii=False)


def removal_to_json(entry_id: str) -> str:
    """That an entry is taken away, as a decision keeps it."""
    return json.dumps({"entry": entry_id})


def entry_from_json(value: str) -> tuple[str, JournalEntry | None]:
    """The id of an entry, and the entry, None where it is taken away. Raises ValueError for anything else."""
    kept = json.loads(value)
    if not isinstance(kept, dict) or not isinstance(kept.get("entry"), str):
        raise ValueError("an entry of the journal has no name")
    if "kind" not in kept:
        return kept["entry"], None
    texts = {name: str(kept.get(name, "")) for name in ("on", "to", "due", "text")}
    due = date.fromisoformat(texts["due"]) if texts["due"] else None
    on = date.fromisoformat(texts["on"])
    return kept["entry"], JournalEntry(kept["entry"], EntryKind(kept["kind"]), on, texts["to"], due, texts["text"])


def awaited(entries: Iterable[JournalEntry]) -> JournalEntry | None:
    """The latest question that no answer has followed; None where there is none."""
    waiting: JournalEntry | None = None
    for entry in sorted(entries, key=lambda e: (e.on, e.id)):
        if entry.kind is EntryKind.ASKED:
            waiting = entry
        elif entry.kind is EntryKind.ANSWERED:
            waiting = None
    return waiting

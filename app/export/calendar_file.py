"""The dues to come as a calendar file (iCalendar, RFC 5545): a whole day each, with a reminder the day before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app import __version__
from app.core.ahead import DueBasis, NextDue
from app.core.explanation import Explanation
from app.own_files import NAME
from app.texts import Phrasebook
from app.texts.ahead_texts import AheadTexts

_LINE = 75
"""Octets of a line, without its end (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day on which an answer is due; ``key`` stays the same in a newer export, so that a calendar updates it."""

    key: str
    on: date
    summary: str
    details: str


def to_ics(explanation: Explanation, phrasebook: Phrasebook, reminders: Sequence[Reminder] = ()) -> str:
    """The calendar as text with CRLF line ends; empty where nothing falls due and nothing is waited for.

    The same dues give the same text, and a due keeps its UID in a newer export, so that a calendar updates it. What is
    not certain is TENTATIVE. The stamp is the day the explanation speaks of, never a clock's.
    """
    dues = explanation.ahead.dues
    if not (dues or reminders) or explanation.day is None:
        return ""
    texts = AheadTexts(explanation, phrasebook)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{NAME}//{NAME} {__version__}//{_language(phrasebook)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(phrasebook.say('ahead.calendar.name'))}",
    ]
    for due in dues:
        lines += _event(due, texts, phrasebook, explanation.day)
    for reminder in reminders:
        lines += _reminder(reminder, explanation.day)
    return "".join(f"{line}\r\n" for text in (*lines, "END:VCALENDAR") for line in folded(text))


def _event(due: NextDue, texts: AheadTexts, phrasebook: Phrasebook, day: date) -> Iterator[str]:
    say = phrasebook.say
    summary = say("ahead.calendar.summary", due=texts.due(due), basis=texts.basis(due.basis))
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(due)}"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{due.on:%Y%m%d}"
    yield f"SUMMARY:{escaped(summary)}"
    lines = [*texts.details(due), say("ahead.calendar.from", on=day)]
    yield f"DESCRIPTION:{escaped(chr(10).join(lines))}"
    yield f"STATUS:{'CONFIRMED' if due.basis is DueBasis.CERTAIN else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escaped(summary)}"
    yield "TRIGGER:-PT15H"  # at nine on the day before, when nobody is asleep
    yield "END:VALARM"
    yield "END:VEVENT"


def _reminder(reminder: Reminder, day: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(reminder.key.encode()).hexdigest()[:32]}@{NAME.lower()}"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{reminder.on:%Y%m%d}"
    yield f"SUMMARY:{escaped(reminder.summary)}"
    yield f"DESCRIPTION:{escaped(reminder.details)}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escaped(reminder.summary)}"
    yield "TRIGGER:PT9H"
    yield "END:VALARM"
    yield "END:VEVENT"


def _uid(due: NextDue) -> str:
    """The same for the same period, bill or advance, whatever its day and amount are by then."""
    named = due.month or (str(due.period) if due.period is not None else f"{due.on:%Y%m%d}")
    told = "\x1f".join((due.kind.value, due.product, due.facility, named))
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@{NAME.lower()}"


def escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line ends escaped (RFC 5545, 3.3.11), other controls left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in text if c == "\t" or (ord(c) >= 0x20 and ord(c) != 0x7F))


def folded(line: str) -> Iterator[str]:
    """A content line cut into lines of at most 75 octets, never within a character; all but the first begin blank."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part += character
        size += octets
    yield part


def _language(phrasebook: Phrasebook) -> str:
    return phrasebook.language.code.upper()

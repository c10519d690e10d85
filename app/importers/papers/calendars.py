"""Reads calendars (.ics) in which a person, or a lender's program, noted when something is to be repaid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from app.core.calendar import add_months
from app.core.discrepancy import FactValue
from app.core.explanation import Problem
from app.core.facts import Ledger
from app.core.papers import Notice, NoticeKind
from app.importers.importer import Imported, Importer, Reader, Recognising
from app.importers.papers.message_words import amount_of, period_of, product_of, tail_of
from app.importers.reading.lines import line, lines
from app.importers.reading.table import Table

RULE = "calendar"
_BEGIN = "BEGIN:VCALENDAR"
_FIELD = re.compile(r"(?P<name>[A-Z-]{3,20})(?:;[^:]{0,200})?:(?P<value>.*)")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_REPAYS = re.compile(r"还款|应还|待还|扣款|账单|月供|还(?:借|花|白|金|微|月|分|信|房|车|贷)|repay|due", re.IGNORECASE)
_DONE = re.compile(r"已还|已结清|已扣|还清了|取消")
_CHINA = timedelta(hours=8)
_MOST, _MOST_TIMES, _MOST_ROWS = 2_000, 120, 200_000
_LONGEST = 2_000  # characters of a field; beyond them nothing is said of repaying
_NUMBER = re.compile(r"[0-9]{1,4}")
_ESCAPED = re.compile(r"\\([,;\\nN])")


@dataclass(slots=True)
class _Event:
    """An entry: the physical row of what it is called, and its fields."""

    row: int = 0
    fields: dict[str, str] = field(default_factory=dict)


class Calendars(Recognising):
    """Calendars of which some entries tell what is to be repaid and when."""

    @property
    def name(self) -> str:
        """The family's id."""
        return RULE

    def recognise(self, table: Table) -> Reader | None:
        """Read every entry that speaks of repaying as a reminder of its day, a monthly one of each of its days."""
        first = next((text for _, text in lines(table, 3)), "")
        if not first.startswith(_BEGIN) or len(table) > _MOST_ROWS:
            return None
        return partial(_imported, table)


def _events(table: Table) -> Iterator[_Event]:
    event, name = None, ""
    for number in range(1, len(table) + 1):
        text, is_more = line(table, number), table.joined(number)[:1] in (" ", "\t")
        if text == "BEGIN:VEVENT":
            event = _Event()
        elif text == "END:VEVENT" and event:
            yield event
            event = None
        elif event and is_more and name:
            if len(event.fields[name]) < _LONGEST:
                event.fields[name] += text
        elif event and (found := _FIELD.fullmatch(text)):
            name = found["name"]
            event.fields.setdefault(name, found["value"])
            event.row = number if name == "SUMMARY" or not event.row else event.row


def _days(fields: Mapping[str, str]) -> list[date]:
    """The days of an entry; of one that comes back month after month each of them, where it says how often."""
    first = _day(fields.get("DTSTART", ""))
    if first is None:
        return []
    rule = dict(part.split("=", 1) for part in fields.get("RRULE", "").split(";") if "=" in part)
    step, until, count = _number(rule, "INTERVAL", 1), _day(rule.get("UNTIL", "")), _number(rule, "COUNT", None)
    if rule.get("FREQ") != "MONTHLY" or (count is None and until is None) or not step:
        return [first]
    days: list[date] = []
    for at in range(_MOST_TIMES):
        if len(days) == count or first.year + (first.month + at * step) // 12 >= date.max.year:
            break
        day = add_months(first, at * step)
        if day.day == first.day:  # months without it are left out, and not counted (RFC 5545, 3.3.10)
            days.append(day)
    return [day for day in days if until is None or day <= until]


def _number(rule: Mapping[str, str], name: str, other: int | None) -> int | None:
    """A number of a rule; ``other`` where it has none, or none that a person would write."""
    text = rule.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else other


def _day(text: str) -> date | None:
    """The day of a field, in China's time where it is given in that of Greenwich."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        at = datetime(*(int(part or 0) for part in found.groups()[:6]))  # type: ignore[arg-type]
        return (at + _CHINA if found[7] else at).date()
    except (ValueError, OverflowError):
        return None


def _notices(table: Table) -> Iterator[Notice]:
    for event in _events(table):
        text = _ESCAPED.sub(lambda m: " " if m[1] in "nN" else m[1], event.fields.get("SUMMARY", ""))
        if not _REPAYS.search(text) or _DONE.search(text) or event.fields.get("STATUS") == "CANCELLED":
            continue
        days = _days(event.fields)
        for day in days:
            yield Notice(
                kind=NoticeKind.DUE,
                product=product_of(text, ""),
                amount=amount_of("due", text),
                on=day,
                account=tail_of(text),
                period=period_of(text) if len(days) == 1 else None,
                text=text[:300],
                rule=RULE,
                sources=(table.source(event.row),),
            )


def _imported(table: Table) -> Imported:
    events = sum(1 for _ in _events(table))
    notices = tuple(_notices(table))[:_MOST]
    used = len({notice.sources for notice in notices})
    facts: tuple[tuple[str, FactValue], ...] = (
        ("file", table.file),
        ("count", len(notices)),
        ("others", events - used),
    )
    code = "calendar-read" if notices else "calendar-without-dues"
    return Imported(
        format=RULE,
        ledger=Ledger(notices=notices),
        rows=events,
        used=used,
        problems=(Problem(code, table.source(1), facts),),
        skipped=(("calendar-other", events - used),) if events > used else (),
    )


IMPORTERS: tuple[Importer, ...] = (Calendars(),)

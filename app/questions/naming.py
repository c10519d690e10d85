"""The amounts and days that a question names, and the person's own discrepancies and marks that hold them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.amount_text import UnreadableAmount, parse_yuan
from app.core.discrepancy import Discrepancy
from app.core.explanation import Event, Explanation
from app.core.money import Fen

_NAMES_OF_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?P<name>{'|'.join(_NAMES_OF_MONTHS)})[a-z]*\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})\s*[年/.-]\s*(?P<month>\d{1,2})\s*[月/.-]\s*(?P<day>\d{1,2})\s*[号日]?",
        r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[号日]?",
        r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?",
    )
)
_AMOUNT = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?(?![\d,.]*\d)"
    r"(?!\s*(?:期|天|年|月|号|日|个|次|笔|点|分钟|小时|%|st\b|nd\b|rd\b|th\b|days?\b|months?\b|times?\b|periods?\b))",
    re.IGNORECASE,
)
_HALF = re.compile(r"一半|半数|对半|\bhalf\b", re.IGNORECASE)
_ENDED = re.compile(
    r"(?:结清|还清|结完|还完|全还|都还|都结)了|(?:结清|还清)(?:的|以后|之后|那天)"
    r"|\b(?:closed|settled|paid (?:it |everything )?off)\b",
    re.IGNORECASE,
)

_YEARS_AHEAD = 5
"""Within so many years even 29 February comes again."""

_LEAST: Fen = 1_00
"""A smaller number in a question is hardly an amount of money unless it has decimals."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names: whole fen, and days as (month, day) with the year where it is told.

    ``half``: it speaks of half of it all, ``ended``: of something as settled.
    """

    amounts: frozenset[Fen] = frozenset()
    days: frozenset[tuple[int | None, int, int]] = frozenset()
    half: bool = False
    ended: bool = False

    def holds_day(self, day: date) -> bool:
        """Whether a day is one of those named; without a year any year will do."""
        return any((year in (None, day.year)) and (month, number) == (day.month, day.day)
                   for year, month, number in self.days)  # fmt: skip

    @staticmethod
    def from_(named: tuple[int | None, int, int], first: date) -> date | None:
        """A named day as the next such one from ``first`` on; None where there is none, or it lies before."""
        year, month, number = named
        for tried in (year,) if year else range(first.year, first.year + _YEARS_AHEAD):
            try:
                day = date(tried, month, number)
            except ValueError:
                continue
            if day >= first:
                return day
        return None

    def __bool__(self) -> bool:
        return bool(self.amounts or self.days)


MOST_HELD = 6
"""So many discrepancies and marks that hold what a question names are listed."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The discrepancies and the marks of the timeline that hold what a question names, each in its own order."""

    discrepancies: tuple[Discrepancy, ...] = ()
    events: tuple[Event, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.discrepancies or self.events)


def named_in(question: str) -> Named:
    """The amounts and days in a question; a number of periods, days or months is neither."""
    plain = unicodedata.normalize("NFKC", question)
    days: set[tuple[int | None, int, int]] = set()
    for pattern in _DAYS:
        days.update(_day(found) for found in pattern.finditer(plain))
        plain = pattern.sub(" ", plain)
    return Named(frozenset(_amounts(plain)), frozenset(days), bool(_HALF.search(plain)), bool(_ENDED.search(plain)))


def _day(found: re.Match[str]) -> tuple[int | None, int, int]:
    told = found.groupdict()
    month = _NAMES_OF_MONTHS.index(told["name"][:3].lower()) + 1 if told.get("name") else int(told["month"])
    return (int(told["year"]) if told.get("year") else None, month, int(told["day"]))


def _amounts(plain: str) -> Iterator[Fen]:
    for found in _AMOUNT.finditer(plain):
        try:
            amount = parse_yuan(found[0])
        except UnreadableAmount:
            continue
        if amount >= _LEAST or "." in found[0]:
            yield amount


def holding(question: str, explanation: Explanation) -> Holding:
    """What of a case holds the amounts and days that a question names; of both together where anything holds both."""
    named = named_in(question)
    if not named:
        return Holding()
    days = {event.id: event.at.date() for event in explanation.events}
    found = [(d, _has_amount(d, named), _has_day(d, days, named)) for d in explanation.discrepancies]
    marks = [(e, abs(e.amount or 0) in named.amounts, named.holds_day(e.at.date())) for e in explanation.events]
    both = any(amount and day for _, amount, day in (*found, *marks))
    wanted = all if both else any
    told = tuple(d for d, *fits in found if wanted(fits))
    theirs = {event for d in told for event in d.events}
    return Holding(told, tuple(e for e, *fits in marks if wanted(fits) and e.id not in theirs))


def _has_amount(d: Discrepancy, named: Named) -> bool:
    told = {d.difference, d.unexplained, d.expected, d.actual, *(part.amount for part in d.bridge)}
    return any(abs(amount) in named.amounts for amount in told if amount)


def _has_day(d: Discrepancy, days: dict[str, date], named: Named) -> bool:
    told = {d.at.date(), *(days[event] for event in d.events if event in days)}
    told |= {v.date() if isinstance(v, datetime) else v for _, v in d.facts if isinstance(v, date)}
    return any(named.holds_day(day) for day in told)

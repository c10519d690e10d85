"""Fills the placeholders of messages: values in the habits of a language, days with their year where it is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from app.core.money import grouped
from app.texts.placeholders import PLACEHOLDER, in_number

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue
    from app.texts.languages import Language


_WITH_YEAR = {"month": "yearmonth", "monthday": "dayofyear"}
"""How what is told without a year is told with it."""

_OPENING = {"Message": "message", "Text": ""}
"""Kinds that begin a line, and how they are written but for the capital."""


def filled(
    language: Language,
    years: Collection[int],
    message: str,
    values: Mapping[str, FactValue],
    say: Callable[[str], str],
) -> str:
    """A message with its placeholders filled, of a case that spans ``years``, as `Phrasebook.say_in` says it.

    ``say`` says the messages that values name. Raises KeyError for a value not given.
    """
    text = in_number(message, values)
    named = {m[1] for m in PLACEHOLDER.finditer(text) if m[2] in _WITH_YEAR}
    own = {year_of(value) for name, value in values.items() if name in named or name.endswith("month")}
    dated = len((own | {*years}) - {None}) > 1
    told: int | None = None

    def one(found: re.Match[str]) -> str:
        nonlocal told
        name, kind = found[1], found[2] or ""
        if dated and kind in _WITH_YEAR and (year := year_of(values[name])) != told:
            kind, told = _WITH_YEAR[kind], year
        if kind in _OPENING:
            opening = written(language, values[name], _OPENING[kind], say)
            return opening[:1].upper() + opening[1:]
        return written(language, values[name], kind, say)

    return PLACEHOLDER.sub(one, text)


def written(language: Language, value: FactValue, kind: str, say: Callable[[str], str]) -> str:
    """Return a value as its kind is written in a language; `Phrasebook` tells the kinds, and ``say`` its messages."""
    match kind, value:
        case ("money", int()):
            return grouped(value)
        case ("signed", int()):
            return grouped(value, signed=True)
        case ("rate", Decimal()):
            return f"{value * 100:.4f}%"
        case ("percent", Decimal()):
            return f"{value * 100:.2f}%"
        case ("time", datetime()) if value.time() != time():
            return f"{value:%Y-%m-%d %H:%M}"
        case ("moment", datetime()):
            habit = "on-day" if value.time() == time() else "at-moment"
            return language.by_habit(habit, day=f"{value:%Y-%m-%d}", clock=f"{value:%H:%M}")
        case ("clock", datetime()):
            return f"{value:%H:%M}"
        case ("monthday" | "dayofyear" | "days" | "month" | "yearmonth", date() | int() | str()):
            return _in_words(language, value, kind)
        case ("message", str()):
            return say(value)
        case ("list" | "messages", tuple()):
            told = map(say, value) if kind == "messages" else value
            return language.habit("list").join(told)
        case (_, datetime()):
            return f"{value:%Y-%m-%d}"
        case (_, date()):
            return value.isoformat()
    return str(value)


def _in_words(language: Language, value: date | int | str, kind: str) -> str:
    match value:
        case date():
            habit = "day-of-year" if kind == "dayofyear" else "month-day"
            return language.by_habit(habit, year=value.year, month=_month(language, value.month), day=value.day)
        case int():
            return language.by_habit("days", count=value)
    year, _, number = value.partition("-")
    month = _month(language, int(number))
    return language.by_habit("year-month", month=month, year=year) if kind == "yearmonth" else month


def _month(language: Language, number: int) -> str:
    return language.habit(f"month-{number}")


def year_of(value: FactValue) -> int | None:
    """The year of a day, or of a month that stands as ``2024-07``; None for anything else."""
    if isinstance(value, str):
        return int(value[:4]) if value[:4].isdigit() else None
    return value.year if isinstance(value, date) else None

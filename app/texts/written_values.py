"""Writes the values of placeholders in the habits of a language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from app.core.money import grouped

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue
    from app.texts.languages import Language


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

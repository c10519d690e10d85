"""Looks up messages by id and fills their typed placeholders in the habits of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from app.resource_files import resource
from app.texts.catalogue_lines import messages_in

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue

_PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
_BY_NUMBER = re.compile(r"\{(\w+)\?([^{}|]*)\|([^{}|]*)\}")
"""``{files?file was|files were}``: the first words where the number, or the length of the list, is one."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Written out here because the C library's names follow the computer's language, not the one chosen."""


class Language(Enum):
    """The languages of the program; the value is the folder of its catalogue, ``tag`` the contract's name."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The BCP 47 tag that the JSON names."""
        return "zh-CN" if self is Language.ZH else "en"


class MissingMessage(KeyError):
    """No message of that id in the catalogue: a defect of the program, never of a file."""


class Phrasebook:
    """All messages of one language.

    A message is a line of the catalogue under ``resources/translations/<language>/*.toml``; its id is the path of its
    keys (``discrepancy.DEBIT-LATE.charged.title``). Placeholders are ``{name}`` or ``{name:kind}``; the kind says how
    a value is written: ``money`` 1,234.56 · ``signed`` +1.08 · ``date`` · ``time`` (the date, with the time if known) ·
    ``rate`` 0.0400% · ``percent`` · ``list`` (joined) · ``message`` (the value is itself a message id); in words:
    ``monthday`` of a date · ``days`` of a number · ``month`` and ``yearmonth`` of a ``2024-07``. What depends on a
    number being one stands as ``{files?file was|files were}``.
    """

    def __init__(self, language: Language, *, only: str = "*") -> None:
        self.language = language
        self._messages = _catalogue(language, only)

    def __contains__(self, message: str) -> bool:
        return message in self._messages

    @property
    def messages(self) -> Mapping[str, str]:
        """Every message by id, as it stands in the catalogue."""
        return self._messages

    def say(self, message: str, /, **values: FactValue) -> str:
        """Return the message with its placeholders filled. Raises MissingMessage, KeyError for a value not given."""
        if message not in self._messages:
            raise MissingMessage(message)
        text = _BY_NUMBER.sub(lambda m: m[2] if _is_one(values[m[1]]) else m[3], self._messages[message])
        years = {value[:4] for name, value in values.items() if name.endswith("month") and isinstance(value, str)}
        dated = {"month": "yearmonth"} if len(years - {""}) > 1 else {}  # months of two years are told by their year
        return _PLACEHOLDER.sub(lambda m: self._written(values[m[1]], dated.get(m[2], m[2] or "")), text)

    def _written(self, value: FactValue, kind: str) -> str:
        from decimal import Decimal  # not before an amount is said: the first page has none

        from app.core.money import grouped

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
            case ("clock", datetime()):
                return f"{value:%H:%M}"
            case ("monthday" | "days" | "month" | "yearmonth", date() | int() | str()):
                return self._in_words(value, kind)
            case ("message", str()):
                return self.say(value)
            case ("list" | "messages", tuple()):
                told = map(self.say, value) if kind == "messages" else value
                return ("、" if self.language is Language.ZH else ", ").join(told)
            case (_, datetime()):
                return f"{value:%Y-%m-%d}"
            case (_, date()):
                return value.isoformat()
        return str(value)

    def _in_words(self, value: date | int | str, kind: str) -> str:
        match value:
            case date():
                return self._month_and_day(value)
            case int():
                return self._days(value)
        return self._month(value, with_year=kind == "yearmonth")

    def _month_and_day(self, day: date) -> str:
        return f"{day.month} 月 {day.day} 日" if self.language is Language.ZH else f"{day.day} {_MONTHS[day.month - 1]}"

    def _month(self, text: str, *, with_year: bool) -> str:
        year, _, number = text.partition("-")
        if self.language is Language.ZH:
            return f"{year} 年 {int(number)} 月" if with_year else f"{int(number)} 月"
        name = _MONTHS[int(number) - 1]
        return f"{name} {year}" if with_year else name

    def _days(self, count: int) -> str:
        if self.language is Language.ZH:
            return f"{count} 天"
        return "1 day" if count == 1 else f"{count} days"


def _is_one(value: FactValue) -> bool:
    """Whether it is the number one, or a list of one."""
    return len(value) == 1 if isinstance(value, tuple) else value == 1


@cache
def _catalogue(language: Language, only: str) -> dict[str, str]:
    messages: dict[str, str] = {}
    for path in sorted(resource("translations", language.value).glob(f"{only}.toml")):
        for message, text in messages_in(path.read_text(encoding="utf-8")):
            if message in messages:
                raise ValueError(f"{path.name}: {message} stands in the catalogue twice")
            messages[message] = text
    return messages

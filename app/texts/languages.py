"""The languages of the program: whatever ``resources/translations`` holds, each with the habits it states itself.

A language is a folder there with a ``language.toml``. No module and no other language's file names it, so one more
language is one more folder and its pages of the help.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from app.resource_files import resource
from app.texts.catalogue_lines import messages_in

HABITS = "language.toml"
"""Beside the sentences of a language. Months are written out there because the C library's names follow the computer's
language, not the one chosen."""
FIRST = "zh"
"""Stands before the others in every list: the language of the papers."""
ELSEWHERE = "en"
"""Spoken by the window where the system has a language that we have not."""


class Language(NamedTuple):
    """One language; ``code`` is its folder under ``resources/translations`` and ``resources/help``.

    No dataclass, as the first page loads no other.
    """

    code: str

    def __str__(self) -> str:
        return self.code

    @property
    def tag(self) -> str:
        """The BCP 47 tag that JSON, workbooks and letters name."""
        return self.habit("tag")

    @property
    def is_han(self) -> bool:
        """Whether its sentences are written in Chinese characters."""
        return self.habit("script") in ("Hans", "Hant")

    def habit(self, name: str) -> str:
        """How the language does something, by the name in its ``language.toml``. Raises KeyError for an unknown one."""
        return _habits(self.code)[name]

    def by_habit(self, name: str, **values: int | str) -> str:
        """A habit that leaves something open, filled. Raises KeyError for an unknown one or a value not given."""
        from app.texts.placeholders import PLACEHOLDER, in_number  # the first page says nothing that is left open

        text = in_number(self.habit(name), values)
        return PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)


@cache
def languages() -> tuple[Language, ...]:
    """Every language that has a folder, `FIRST` before the others and these by their codes."""
    codes = (path.parent.name for path in resource("translations").glob(f"*/{HABITS}"))
    return tuple(Language(code) for code in sorted(codes, key=lambda code: (code != FIRST, code)))


def language_of(code: str) -> Language | None:
    """The language of a code; None where no folder bears it."""
    return next((own for own in languages() if own.code == code), None)


def language_spoken(names: Iterable[str], otherwise: str) -> Language:
    """The language that the first of a system's names begins with (``zh_CN.UTF-8``, ``en-GB``), else ``otherwise``."""
    first = next(iter(names), "").lower()
    return next((own for own in languages() if first.startswith(own.code)), Language(otherwise))


@cache
def _habits(code: str) -> Mapping[str, str]:
    return dict(messages_in(resource("translations", code, HABITS).read_text(encoding="utf-8")))

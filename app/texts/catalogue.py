"""Looks up messages by id and fills their typed placeholders in the habits of a language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING

from app.resource_files import resource
from app.texts.catalogue_lines import messages_in
from app.texts.languages import HABITS, Language

if TYPE_CHECKING:
    from app.core.discrepancy import FactValue


class MissingMessage(KeyError):
    """No message of that id in the catalogue: a defect of the program, never of a file."""


class Phrasebook:
    """All messages of one language.

    A message is a line of the catalogue under ``resources/translations/<language>/*.toml``; its id is the path of its
    keys (``discrepancy.DEBIT-LATE.charged.title``). Placeholders are ``{name}`` or ``{name:kind}``; the kind says how
    a value is written: ``money`` 1,234.56 · ``signed`` +1.08 · ``date`` · ``time`` (the date, with the time if known) ·
    ``moment`` (that with its preposition) ·
    ``rate`` 0.0400% · ``percent`` · ``list`` (joined) · ``message`` (the value is itself a message id) ·
    ``Message`` and ``Text`` (that, or a text, where it begins a line: with a capital); in words: ``monthday`` and
    ``dayofyear`` of a date · ``days`` of a number · ``month`` and ``yearmonth`` of a ``2024-07``. What depends on a
    number being one stands as ``{files?file was|files were}``, and on two values being equal as
    ``{low=high?{low:money}|{low:money} to …}``.
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

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return self.language.habit("gap")

    def say(self, message: str, /, **values: FactValue) -> str:
        """Return the message with its placeholders filled. Raises MissingMessage, KeyError for a value not given."""
        return self.say_in((), message, **values)

    def say_in(self, years: Collection[int], message: str, /, **values: FactValue) -> str:
        """As `say`, of a case that spans ``years``; none where that is not known.

        Days and months are told with their year unless all of it is one; once for those that follow of the same year.
        Raises as `say` does.
        """
        if message not in self._messages:
            raise MissingMessage(message)
        text = self._messages[message]
        if "{" not in text:
            return text
        from app.texts.written_values import filled  # not before a value is said: the first page has none

        return filled(self.language, years, text, values, self.say)


@cache
def _catalogue(language: Language, only: str) -> dict[str, str]:
    messages: dict[str, str] = {}
    for path in sorted(resource("translations", language.code).glob(f"{only}.toml")):
        for message, text in messages_in(path.read_text(encoding="utf-8")) if path.name != HABITS else ():
            if message in messages:
                raise ValueError(f"{path.name}: {message} stands in the catalogue twice")
            messages[message] = text
    return messages

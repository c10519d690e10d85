"""The pages of the help: Markdown beside one another in ``resources/help``, a folder for each language."""

from __future__ import annotations

import re
from pathlib import Path

from app.resource_files import resource
from app.texts import Language, Phrasebook

PAGES = (
    "index",
    "questions",
    "exports",
    "phenomena",
    "kinds",
    "reading",
    "workbook",
    "keys",
    "glossary",
    "privacy",
    "desk",
    "json",
)
_KINDS = re.compile(r"^<!-- kinds -->.*$", re.MULTILINE)
"""A line that the list of kinds takes the place of; the rest of it is for who reads the file itself."""


def path_of(language: Language, page: str) -> Path:
    """Where a page stands. Raises FileNotFoundError where a language lacks it."""
    return resource("help", language.code, f"{page}.md")


def text_of(book: Phrasebook, page: str) -> str:
    """A page in Markdown, with the lists that are made from what the program declares."""
    text = path_of(book.language, page).read_text(encoding="utf-8")
    if _KINDS.search(text) is None:
        return text
    from app.texts.kinds_list import kinds_list  # the declarations load what no other page needs

    return _KINDS.sub(lambda _: kinds_list(book), text)

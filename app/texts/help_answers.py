"""What the help answers to what people ask: a section for each thing that a question may be about."""

from __future__ import annotations

from app.resource_files import resource
from app.texts.catalogue import Phrasebook

PAGE = "questions"
"""The page of the help; its sections are headed by ``ask.about.<about>``."""


def answer_of(book: Phrasebook, about: str) -> list[str]:
    """The paragraphs that answer what a question is about, in the order to read; none where the help has none."""
    text = resource("help", book.language.code, f"{PAGE}.md").read_text(encoding="utf-8")
    for section in text.split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        if heading.strip() == book.say(f"ask.about.{about}"):
            return [line for line in body.splitlines() if line]
    return []

"""A clerk has the letter and its enclosures alone: who, which loan, what when, how much, what is asked by when."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.core.explanation import Explanation
from app.export.letter_blocks import SENDER, Letter, Style
from app.export.letter_files import as_text
from app.export.letters import letters_of
from app.export.workbook.context import rows_used
from app.importers.rows_around import rows_around
from app.texts import Language, Phrasebook, languages
from tests.labelled_cases import all_cases, explanation_of

ADVICE = ("先等", "建议您", "可拨", "当天或之前", "寄出前", "your files", "you can", "wait ")
PLACE = re.compile(r"_{4}")


def letters_about(folder: Path, language: Language) -> tuple[Explanation, list[Letter]]:
    """A case explained, and its letters."""
    e = explanation_of(folder)
    places = {s.sha256[:16]: s.path for s in e.sources}
    cells = {s: rows[0][1] for s, rows in rows_around(dict.fromkeys(rows_used(e)), places, 0).items() if rows}
    return e, letters_of(e, Phrasebook(language), cells)


def missing(letter: Letter, e: Explanation, book: Phrasebook) -> list[str]:
    """What a clerk would look for in vain."""
    lines, say = [b.text for b in letter.blocks], book.say
    told = as_text([letter])
    lacks = [n for n in SENDER if say(f"letters.{n}", value=say("letters.blank")) not in told]
    facts = [b for b in letter.blocks if b.style is Style.NUMBERED]
    strangers = {say(f"letters.title.{to}") for to in ("bank", "payee")}
    matters = [b.text for b in letter.blocks if b.style is Style.HEADING and b.text.startswith(_matter(book))]
    lacks += [] if matters and (letter.title in strangers or len(facts) >= len(matters)) else ["what happened"]
    lacks += [] if all(re.search(r"\d{4}-\d\d-\d\d", m) for m in matters) else ["when"]
    asked = sum(line.startswith((say("letters.asked"), say("letters.asked-regulator"))) for line in lines)
    lacks += [] if asked == len(matters) else ["what is asked"]
    by_when = say("letters.answer-by", day=say("letters.blank-day")), say("letters.answer-by-regulator")
    lacks += [] if any(line in lines for line in by_when) else ["by when"]
    lacks += [] if PLACE.search(lines[1]) or "12378" in lines[1] or len(lines[1]) > 4 else ["to whom"]
    named = [f for f in e.facilities if f.contract and f.contract in told]
    lacks += (
        []
        if letter.title in strangers
        or named
        or any(p in m for m in matters for p in _products(book))
        or not e.facilities
        else ["which loan"]
    )
    lacks += [f"advice: {word}" for word in ADVICE if word in told]
    return lacks


def _matter(book: Phrasebook) -> str:
    return book.say("letters.matter", number=1, about="").partition("1")[0]


def _products(book: Phrasebook) -> set[str]:
    return {text for name, text in book.messages.items() if name.startswith("product.")} | {"-"}


@pytest.mark.slow
def test_a_clerk_needs_nothing_but_the_letter_and_its_enclosures() -> None:
    """Of every third case of both sets, in turn in either language."""
    seen = 0
    for number, folder in enumerate(all_cases()[::3]):
        language = languages()[number % len(languages())]
        book = Phrasebook(language)
        e, letters = letters_about(folder, language)
        for letter in letters:
            seen += 1
            assert missing(letter, e, book) == [], (folder.name, letter.name)
            _enclosures_hold(letter, e)
    assert seen > 50


def _enclosures_hold(letter: Letter, e: Explanation) -> None:
    """The rows of some file are enclosed, each file once."""
    enclosed = [b.text for b in letter.blocks if b.style is Style.TICK]
    files = [s.file for s in e.sources]
    assert [x for x in enclosed if any(file in x for file in files)], letter.name

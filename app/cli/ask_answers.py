"""Writes what a person's own files answer to a question: their discrepancies in full, and what the case says beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from app.export.terminal import wrapped
from app.texts import Phrasebook
from app.texts.rows_text import rows_text

if TYPE_CHECKING:
    from app.core.discrepancy import Discrepancy
    from app.core.explanation import Explanation
    from app.questions.own_answers import Part

IN_FULL = 2
"""So many of one's own discrepancies are answered in full under the first thing that a question may be about."""

_FIRST, _REST, _NOTE = "   · ", "     ", "   "


def found_lines(found: Iterable[Discrepancy], explanation: Explanation | None, book: Phrasebook) -> list[str]:
    """Each discrepancy with its title, the answer, the rows that prove it, what to do and what to ask whom."""
    from app.texts.discrepancy_texts import DiscrepancyTexts

    texts = DiscrepancyTexts(book, explanation.years if explanation else ())
    lines: list[str] = []
    for d in found:
        lines += wrapped(texts.title(d), _FIRST, _REST)
        lines += wrapped(texts.answer(d), _REST)
        lines += wrapped(book.say("terminal.rows", rows=rows_text(d.evidence)), _REST)
        lines += wrapped(texts.advice(d), f"{_REST}→ ", f"{_REST}  ")
        for question in d.questions:
            asked = book.say("terminal.ask", party=texts.party(question), text=texts.question(d, question))
            lines += wrapped(asked, f"{_REST}? ", f"{_REST}  ")
    return lines


def part_lines(parts: Iterable[Part]) -> Iterator[str]:
    """Each thing that the case says, with the rows in which it stands."""
    for part in parts:
        text = f"{part.text}  {rows_text(part.rows)}" if part.rows else part.text
        yield from wrapped(text, _NOTE) if part.note else wrapped(text, _FIRST, _REST)

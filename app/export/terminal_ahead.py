"""The part of the terminal's summary that tells what lies ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.explanation import Explanation
from app.texts import Phrasebook
from app.texts.ahead_texts import AheadTexts, months_of

MOST_DUES = 12
"""Dues that are listed; the JSON, the workbook and the calendar file hold all."""

Wrap = Callable[..., Iterator[str]]


def ahead_lines(e: Explanation, phrasebook: Phrasebook, wrap: Wrap) -> Iterator[str]:
    """The dues of the next three months with their sums, and the loans of which none is foretold."""
    texts = AheadTexts(e, phrasebook)
    soon = texts.soon()
    if not (soon or e.ahead.stale):
        return
    yield ""
    yield from wrap(phrasebook.say("ahead.heading" if soon else "ahead.none-soon"), "", "  ")
    for due in soon[:MOST_DUES]:
        yield from wrap(texts.line(due), "  ", "    ")
    for month in months_of(soon):
        yield from wrap(texts.month(month), "  ", "    ")
    if later := len(e.ahead.dues) - len(soon[:MOST_DUES]):
        yield from wrap(phrasebook.say("ahead.later", count=later), "  ", "    ")
    for paper in e.ahead.stale:
        yield from wrap(texts.stale(paper), "  ", "    ")

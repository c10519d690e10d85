"""The part of the terminal's summary that tells what lies ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.ahead import MarkStanding
from app.core.explanation import Explanation
from app.texts import Phrasebook
from app.texts.ahead_texts import AheadTexts, months_of
from app.texts.credit_texts import CreditTexts
from app.texts.rows_text import rows_text

MOST_DUES = 12
"""Dues that are listed; the JSON, the workbook and the calendar file hold all."""

MOST_MONTHS = 12
"""Late months that are listed, the last ones."""

Wrap = Callable[..., Iterator[str]]


def ahead_lines(e: Explanation, phrasebook: Phrasebook, wrap: Wrap) -> Iterator[str]:
    """The dues of the next three months with their sums, and the loans of which none is foretold."""
    texts = AheadTexts(e, phrasebook)
    soon = texts.soon()
    if soon or e.ahead.stale:
        yield from _dues(e, phrasebook, texts, wrap)
    if e.ahead.risks:
        yield ""
        yield from wrap(phrasebook.say("ahead.risk.heading"), "", "  ")
        for risk in e.ahead.risks:
            yield from wrap(texts.risk(risk), "  ", "    ")
            yield from wrap(phrasebook.say("terminal.rows", rows=rows_text(risk.evidence)), "    ", "      ")
    yield from _credit(e, phrasebook, wrap)


def _dues(e: Explanation, phrasebook: Phrasebook, texts: AheadTexts, wrap: Wrap) -> Iterator[str]:
    soon = texts.soon()
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


def _credit(e: Explanation, phrasebook: Phrasebook, wrap: Wrap) -> Iterator[str]:
    """The months that may show as late, what contradicts a report, and the published rules."""
    texts, say = CreditTexts(e, phrasebook), phrasebook.say
    if months := texts.informative_months():
        yield ""
        yield from wrap(say("ahead.credit.heading"), "", "  ")
        for month in months[-MOST_MONTHS:]:
            yield from wrap(texts.month(month), "  ", "    ")
    if checks := e.ahead.credit.checks:
        yield ""
        yield from wrap(say("ahead.credit.heading-report"), "", "  ")
        yield from wrap(texts.headline(), "  ", "    ")
        wrong = [check for check in checks if check.standing is MarkStanding.CONTRADICTS]
        for check in wrong:
            yield from wrap(texts.check(check), "  ", "    ")
            yield from wrap(say("terminal.rows", rows=rows_text(check.evidence)), "    ", "      ")
        if len(wrong) < len(checks):
            yield from wrap(say("ahead.credit.more", count=len(checks) - len(wrong)), "  ", "    ")
    if rules := texts.rules():
        yield ""
        yield from wrap(say("ahead.credit.heading-rules"), "", "  ")
        for rule in rules:
            yield from wrap(texts.rule(rule), "  ", "    ")

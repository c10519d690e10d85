"""Discrepancies as text in the order a complaint needs: what, the facts by date, the sums, the request, the rows.

One text for each party that has a question to answer, ready to paste into a form or a letter.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Discrepancy, Question
from app.core.explanation import Event, Explanation
from app.core.money import grouped
from app.export.workbook.context import Desk
from app.texts import Phrasebook


def complaint_pack(explanation: Explanation, phrasebook: Phrasebook) -> str:
    """The letters about every discrepancy that has a question; empty where none has.

    Give it a masked explanation where names and numbers shall not leave the house.
    """
    desk = Desk(explanation, phrasebook)
    letters = ["\n".join(_letter(desk, d, q)) + "\n" for d in explanation.discrepancies for q in d.questions]
    return "\n".join(letters)


def _letter(desk: Desk, d: Discrepancy, question: Question) -> Iterator[str]:
    texts, say = desk.texts, desk.say
    yield say("complaint.title", party=texts.party(question), title=texts.title(d))
    yield ""
    if d.facility:
        yield say("complaint.loan", loan=desk.facility(d.facility))
    yield say("complaint.facts")
    yield from (f"  {line}" for line in _facts(desk, d))
    if d.bridge or d.unexplained:
        yield say("complaint.sums")
        yield from (f"  {line}" for line in texts.arithmetic(d))
    yield say("complaint.request")
    yield f"  {texts.question(d, question)}"
    if deadline := texts.deadline(d):
        yield say("complaint.deadline", deadline=deadline)
    yield say("complaint.evidence")
    yield from (f"  {desk.row_name(source)}" for source in d.evidence)


def _facts(desk: Desk, d: Discrepancy) -> Iterator[str]:
    """What happened, by date; where no event is known, the story in words."""
    events = {event.id: event for event in desk.explanation.events}
    told = [events[x] for x in d.events if x in events]
    if not told:
        yield desk.texts.story(d)
    for event in told:
        yield _fact(desk, event)


def _fact(desk: Desk, event: Event) -> str:
    when = f"{event.at:%Y-%m-%d %H:%M}" if event.timed else f"{event.at:%Y-%m-%d}"
    kind = desk.say_or(f"timeline.kind.{event.kind.value}", event.kind.value)
    amount = grouped(abs(event.amount)) if event.amount is not None else ""
    return " ".join(filter(None, (when, kind, amount, event.account)))

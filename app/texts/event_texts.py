"""Says a mark of the timeline in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.explanation import EventKind

if TYPE_CHECKING:
    from app.core.explanation import Event


def event_line(event: Event, say: Callable[..., str]) -> str:
    """When, what and how much, and the words of its own row: ``2026-04-15 09:00 Debit 27.00 yuan · repayment``.

    Who started a repayment that a lender recorded, and why a plan changed, are codes: they are said in words.
    """
    kind = f"timeline.kind.{event.kind.value}"
    if event.amount is None:
        said = say("ask.event-bare", at=event.at, kind=kind)
    else:
        said = say("ask.event", at=event.at, kind=kind, amount=abs(event.amount))
    code = _CODES.get(event.kind)
    words = say(code.format(event.text)) if code and event.text else event.text
    return f"{said} · {words}" if words else said


_CODES = {EventKind.POSTING: "window.trigger.{}", EventKind.PLAN_CHANGE: "discrepancy.{}.name"}

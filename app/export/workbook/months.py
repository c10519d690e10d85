"""What fell due and what was paid in each month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from app.core.explanation import EventKind, Explanation
from app.core.money import Fen

_PAID = frozenset({EventKind.DEBIT, EventKind.PREPAYMENT, EventKind.SETTLEMENT})


def by_month(e: Explanation) -> dict[date, tuple[Fen, Fen]]:
    """What fell due and what was paid, less what came back, by month; due are instalments and bills.

    Periods after a loan was settled never fell due.
    """
    found: dict[date, list[Fen]] = defaultdict(lambda: [0, 0])
    for event in e.events:
        month = event.at.date().replace(day=1)
        if event.kind in (EventKind.DUE, EventKind.BILL) and event.id not in e.fallen_away:
            found[month][0] += event.amount or 0
        elif event.kind in _PAID:
            found[month][1] += event.amount or 0
        elif event.kind is EventKind.REFUND:
            found[month][1] -= event.amount or 0
    return {month: (due, paid) for month, (due, paid) in sorted(found.items())}

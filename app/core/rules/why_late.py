"""Why a period was not debited in time, as far as a message or the bank's own balances tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.facts import Source
from app.core.linking.payments import Movement
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.funds import day_of_payer, funds_on


@dataclass(frozen=True, slots=True)
class Why:
    """What sentences can say of it, and the rows that tell; the fact ``unknown`` where nothing does."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Source, ...] = ()


def why_late(context: Context, activity: PeriodActivity, behind: Sequence[PaidPart]) -> Why:
    """What the account held when it was tried, else on the due day, and the reason that a message gives."""
    debits = [p.link.debit for p in behind if p.link]
    held = Why()
    if len(debits) == len(behind):
        held = _at_the_tries(context, activity, debits) or _on_the_day(context, activity, debits) or Why()
    return Why(
        {**held.facts, **(context.reason_of(activity.tries) or ({} if held.facts else {"unknown": 1}))}, held.rows
    )


def _on_the_day(context: Context, activity: PeriodActivity, debits: Sequence[Movement]) -> Why | None:
    """What the account held all through the due day, where that tells why nothing or too little was debited.

    Enough money tells something only where a debit was tried that day and failed: else it may be that nobody was to
    debit, and that the payment by hand was forgotten.
    """
    found, tried = funds_on(context, debits, activity.tries, activity.due), [m.on for m in activity.tries]
    told = found.told(unpaid_on_due(activity)) if found else {}
    if found and ("funds_short" in told or ("funds_enough" in told and activity.due in tried)):
        return Why(told, found.rows)
    return None


def _at_the_tries(context: Context, activity: PeriodActivity, debits: Sequence[Movement]) -> Why | None:
    """What the account held at the last try of the due day, where it was too little at each, and when enough came.

    Where it was too little all day, that says more.
    """
    tries = sorted((m for m in activity.tries if m.on == activity.due and not m.bank), key=lambda m: m.at)
    found = day_of_payer(context, debits, activity.tries, activity.due) if tries else None
    if found is None:
        return None
    all_day = found.funds.told(unpaid_on_due(activity))
    if "funds_short" in all_day:
        return Why(all_day, found.sources)
    held = [found.held_at(m.at) for m in tries]
    if any(own is None or own >= m.amount for own, m in zip(held, tries, strict=True)):
        return None
    came = found.enough_since(tries[-1].at, unpaid_on_due(activity))
    told: dict[str, Any] = {"funds": held[-1], "funds_at_try": held[-1], "tried_at": tries[-1].at}
    return Why(told | ({"came_at": came} if came else {}), found.sources)


def unpaid_on_due(activity: PeriodActivity) -> Fen:
    """What was still to pay of a period on its due day."""
    behind = sum(p.part.principal + p.part.interest for p in activity.paid if p.made_on > activity.due)
    return min(behind, activity.expected)

"""What was unpaid for how long after a due date: one span from each payment to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.money import Fen
from app.core.sources import Source


@dataclass(frozen=True, slots=True)
class Overdue:
    """What was unpaid for how long: principal and interest in fen, whole days, and the rows.

    Several of them follow each other from the due date on, one for each span between two payments. What a bill asks
    for is not parted; all of it counts as principal.
    """

    principal: Fen
    interest: Fen
    days: int
    evidence: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that came late: what it took off principal and interest, in fen, and its rows."""

    on: date
    principal: Fen
    interest: Fen = 0
    evidence: tuple[Source, ...] = ()


def overdue_spans(
    due: date, principal: Fen, interest: Fen, paid: Iterable[Paid], rows: Sequence[Source]
) -> Iterator[Overdue]:
    """What was unpaid from the due date to the first of the late payments, and from each to the next.

    ``principal`` and ``interest`` are what was unpaid at the end of the due date, in fen; ``rows`` declare it.
    """
    since = due
    for one in sorted(paid, key=lambda p: p.on):
        if one.on > since:
            yield Overdue(principal, interest, (one.on - since).days, (*rows, *one.evidence))
        principal, interest, since = principal - one.principal, interest - one.interest, one.on


def interest_first(interest: Fen, payments: Iterable[tuple[date, Fen, tuple[Source, ...]]]) -> Iterator[Paid]:
    """Payments that no record parts, each as what it took: interest as far as there is any, then principal (E09).

    A payment is its day, its amount in fen and its rows.
    """
    for on, amount, rows in payments:
        on_interest = min(interest, amount)
        interest -= on_interest
        yield Paid(on, amount - on_interest, on_interest, rows)


def penalty_first(
    due: date,
    principal: Fen,
    interest: Fen,
    payments: Iterable[tuple[date, Fen, tuple[Source, ...]]],
    rows: Sequence[Source],
    charge: Callable[[Sequence[Overdue]], Fen],
) -> tuple[Overdue, ...]:
    """The spans where each late payment that no record parts pays the penalty of the days before it, then the rest.

    Interest comes before principal (E09). ``charge`` is what a number of spans from the due date on cost, in fen; a
    payment is its day, its amount in fen and its rows.
    """
    spans: list[Overdue] = []
    since = due
    for on, amount, evidence in sorted(payments, key=lambda payment: payment[0]):
        before = charge(spans)
        if on > since:
            spans.append(Overdue(principal, interest, (on - since).days, (*rows, *evidence)))
        left = max(amount - (charge(spans) - before), 0)
        on_interest = min(interest, left)
        principal, interest, since = principal - (left - on_interest), interest - on_interest, max(on, since)
    return tuple(spans)


def after_grace(spans: Iterable[Overdue], grace_days: int) -> list[Overdue]:
    """The spans without the first ``grace_days`` days, which are not charged."""
    left, kept = grace_days, []
    for span in spans:
        free = min(left, span.days)
        left -= free
        if span.days > free:
            kept.append(Overdue(span.principal, span.interest, span.days - free, span.evidence))
    return kept

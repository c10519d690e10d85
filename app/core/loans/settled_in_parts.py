"""How a settlement that was paid in debits of several days came to its interest: every way that gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.discrepancy import BridgePart, distinct
from app.core.loans.formulas import by_days
from app.core.loans.plan_rate import Accrual
from app.core.money import Fen
from app.core.sources import Source


@dataclass(frozen=True, slots=True)
class PartPaid:
    """One debit of a settlement: its day, its amount in fen and its rows."""

    on: date
    amount: Fen
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class InParts:
    """A way to count the interest of a settlement in parts, ``way`` being its name, with the formula."""

    way: str
    interest: BridgePart


def ways_in_parts(
    balance: Fen, starts: date, paid: Sequence[PartPaid], accrual: Accrual, evidence: Sequence[Source]
) -> tuple[InParts, ...]:
    """The ways by which ``paid``, in order of days, repays ``balance`` fen and its interest since ``starts`` exactly.

    What is paid before the last day goes to the interest of that day first, or to principal first, and interest runs on
    for what is left; or the whole bears interest to the first day, as a sum that was told then, or to the last. Ways
    that are the same amount are all named, the most usual first. ``evidence`` are the rows of the balance.
    """
    interest = sum(part.amount for part in paid) - balance
    if starts > paid[0].on:
        return ()
    found = (InParts(way, _part(spans, accrual)) for way, spans in _ways(balance, starts, paid, accrual, evidence))
    return tuple(one for one in found if one.interest.amount == interest)


_Span = tuple[Fen, int, tuple[Source, ...]]


def _ways(
    balance: Fen, starts: date, paid: Sequence[PartPaid], accrual: Accrual, evidence: Sequence[Source]
) -> Iterator[tuple[str, tuple[_Span, ...]]]:
    rows = tuple(evidence)
    yield "interest-first", _by_balance(balance, starts, paid, accrual, rows)
    yield "principal-first", _by_balance(balance, starts, paid, None, rows)
    yield "to-first-day", ((balance, (paid[0].on - starts).days, rows),)
    yield "to-last-day", ((balance, (paid[-1].on - starts).days, rows),)


def _by_balance(
    balance: Fen, starts: date, paid: Sequence[PartPaid], accrual: Accrual | None, evidence: tuple[Source, ...]
) -> tuple[_Span, ...]:
    """What was open from each day to the next; with an ``accrual`` each debit pays the interest to its day first."""
    spans: list[_Span] = []
    left, since, rows = balance, starts, evidence
    for part in paid:
        days = (part.on - since).days
        if days:
            spans.append((left, days, distinct(rows)))
        own = accrual.interest(left, days) if accrual else 0
        left, since, rows = left - (part.amount - own), part.on, (*rows, *part.sources)
    return tuple(spans)


def _part(spans: Sequence[_Span], accrual: Accrual) -> BridgePart:
    return BridgePart("interest-to-date", tuple(by_days(spans, (accrual.input,), accrual.by_day)))

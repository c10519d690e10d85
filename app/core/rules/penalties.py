"""Explains a penalty: which of the known ways of charging lateness gives the amount that was charged, to the fen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.discrepancy import BridgePart, Certainty, Input, Term, Unit, distinct
from app.core.facts import Source
from app.core.loans.plan_rate import Accrual
from app.core.money import Fen
from app.core.rules.context import PENALTY_FACTOR, accrued


@dataclass(frozen=True, slots=True)
class Overdue:
    """What was unpaid for how long: principal and interest in fen, whole days from the due date, and the rows."""

    principal: Fen
    interest: Fen
    days: int
    evidence: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Penalty:
    """The parts that make a penalty up, what they leave over, and how sure that is."""

    parts: tuple[BridgePart, ...]
    rest: Fen
    certainty: Certainty


def explain_penalty(charged: Fen, overdue: Sequence[Overdue], accrual: Accrual | None) -> Penalty:
    """Try the ways of charging lateness in order of plainness; the first that closes to 0.00 is the explanation.

    Without a rate, or where none closes, the first way is shown as far as it goes and the rest stays unexplained.
    """
    if charged == 0:
        return Penalty((), 0, Certainty.PROVED)
    if accrual is None:
        return Penalty((), charged, Certainty.OPEN)
    tried = list(_ways(overdue, accrual))
    for parts in tried:
        if sum(part.amount for part in parts) == charged:
            return Penalty(parts, 0, Certainty.PROVED)
    first = tried[0]
    return Penalty(first, charged - sum(part.amount for part in first), Certainty.OPEN)


def _ways(overdue: Sequence[Overdue], accrual: Accrual) -> Iterator[tuple[BridgePart, ...]]:
    """Principal and interest each bear it; principal alone; both as one sum; each day rounded by itself (F8)."""
    on_principal = [_bearing("penalty-on-principal", o.principal, o, accrual) for o in overdue]
    on_interest = [_bearing("penalty-on-interest", o.interest, o, accrual) for o in overdue]
    yield (*_joined(on_principal), *_joined(on_interest))
    yield _joined(on_principal)
    yield _joined([_bearing("penalty-on-instalment", o.principal + o.interest, o, accrual) for o in overdue])
    yield (
        *_joined([_by_day("penalty-on-principal", o.principal, o, accrual) for o in overdue]),
        *_joined([_by_day("penalty-on-interest", o.interest, o, accrual) for o in overdue]),
    )


def _bearing(component: str, amount: Fen, overdue: Overdue, accrual: Accrual) -> BridgePart:
    return accrued(component, amount, accrual, overdue.days, overdue.evidence, factor=PENALTY_FACTOR)


def _by_day(component: str, amount: Fen, overdue: Overdue, accrual: Accrual) -> BridgePart:
    """The same, rounded once a day: as many equal terms as there are days."""
    balance = Input("balance", amount, Unit.MONEY, distinct(overdue.evidence))
    one = Term((balance, accrual.input, Input("penalty-factor", PENALTY_FACTOR, Unit.FACTOR)))
    return BridgePart(component, (one,) * overdue.days)


def _joined(parts: Sequence[BridgePart]) -> tuple[BridgePart, ...]:
    """Parts of one component as one; nothing where all are 0.00."""
    terms = tuple(term for part in parts for term in part.terms if term.amount)
    return (BridgePart(parts[0].component, terms),) if terms else ()

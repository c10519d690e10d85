"""In which order a payment is put to what is owed: named orders over named parts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from app.core.money import Fen


class Part(Enum):
    """A kind of money owed."""

    COST = "cost"
    PENALTY = "penalty"
    FEE = "fee"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class Debt(NamedTuple):
    """An amount owed, in fen: ``period`` it belongs to, ``billed`` once it is due or on a bill."""

    part: Part
    amount: Fen
    period: int = 0
    billed: bool = True
    overdue: bool = False


class Order(Enum):
    """Orders in use; within a rank the older period comes first, unless the rank takes the last period first."""

    CIVIL_CODE = "civil-code"  # costs, interest (and its like), principal, whatever the period (E09, article 561)
    BY_PERIOD = "by-period"  # the oldest period in full, within it penalty, fee, interest, principal
    BILLED_FIRST = "billed-first"  # billed interest, billed principal, unbilled principal (D03)
    REFUND = "refund"  # overdue, billed fee, billed principal, then unbilled principal from the last period (B21)


class Allotted(NamedTuple):
    """What of a payment went to a debt, in fen."""

    debt: Debt
    amount: Fen


def allocate(amount: Fen, debts: Sequence[Debt], order: Order) -> tuple[tuple[Allotted, ...], Fen]:
    """Put ``amount`` to ``debts`` in the order named and return what each took, with what is left over.

    The result does not depend on the order in which ``debts`` are given. The parts and the rest add up to ``amount``.
    """
    taken, rest = [], amount
    for debt in sorted(debts, key=lambda d: (_rank(d, order), d.amount)):
        part = min(rest, debt.amount) if _takes(debt, order) else 0
        if part:
            taken.append(Allotted(debt, part))
            rest -= part
    return tuple(taken), rest


_WITHIN = {Part.COST: 0, Part.PENALTY: 1, Part.FEE: 2, Part.INTEREST: 3, Part.PRINCIPAL: 4}


def _takes(debt: Debt, order: Order) -> bool:
    """Unbilled interest and fees are not paid in advance, except where the order looks at the kind alone."""
    if order in (Order.CIVIL_CODE, Order.BY_PERIOD):
        return True
    return debt.billed or debt.part is Part.PRINCIPAL


def _rank(debt: Debt, order: Order) -> tuple[int, ...]:
    kind = _WITHIN[debt.part]
    match order:
        case Order.CIVIL_CODE:
            return (0 if kind == 0 else 1 if debt.part is not Part.PRINCIPAL else 2, debt.period, kind)
        case Order.BY_PERIOD:
            return (debt.period, kind)
        case Order.BILLED_FIRST:
            return (0 if debt.billed else 1, 1 if debt.part is Part.PRINCIPAL else 0, debt.period, kind)
        case Order.REFUND:
            stage = 0 if debt.overdue else 1 if debt.billed else 2
            return (stage, kind, debt.period if stage < 2 else -debt.period)

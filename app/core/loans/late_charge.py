"""What lateness costs by most contracts, as an amount alone, and what becomes of days of grace."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from app.core.loans.conventions import Rate
from app.core.money import Fen, quotient


class Grace(Enum):
    """What becomes of the grace days once they are exceeded."""

    LOST = "lost"  # the charge then runs from the due date (F8)
    KEPT = "kept"  # only the days after them are charged


CONTRACT_MULTIPLE = Decimal("1.5")
"""How many times the loan's daily rate lateness costs by most contracts (fact A13)."""


def penalty(principal: Fen, interest: Fen, rate: Rate, days: int, multiple: Decimal = CONTRACT_MULTIPLE) -> Fen:
    """Return what ``days`` of delay cost in fen: on overdue principal and overdue interest, each rounded once (F8).

    The first of the ways that `penalty_rules` tries, as an amount alone: a search asks it many thousand times.
    """
    numerator, denominator = rate.as_integer_ratio()
    above, below = multiple.as_integer_ratio()
    numerator, denominator = numerator * days * above, denominator * below
    return quotient(principal * numerator, denominator) + quotient(interest * numerator, denominator)

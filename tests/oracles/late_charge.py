"""What lateness costs on an amount: a rate a day, rounded once or each day."""

from __future__ import annotations

from fractions import Fraction

from app.core.loans.conventions import Rate, RoundingStep
from app.core.money import Fen, Rounding, quotient


def late_charge(
    amount: Fen,
    penalty_rate: Rate,
    days: int,
    step: RoundingStep = RoundingStep.PER_PERIOD,
    rounding: Rounding = Rounding.HALF_UP,
) -> Fen:
    """Return ``amount`` × ``penalty_rate`` (a fraction a day) × ``days``, rounded once or for each day (F8, B13)."""
    rate = Fraction(penalty_rate)
    if step is RoundingStep.PER_DAY:
        return days * quotient(amount * rate.numerator, rate.denominator, rounding)
    return quotient(amount * rate.numerator * days, rate.denominator, rounding)

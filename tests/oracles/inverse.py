"""Amounts read backwards: how many days a charge of interest stands for."""

from __future__ import annotations

from fractions import Fraction

from app.core.loans.conventions import STANDARD, Convention, Rate, RoundingStep
from app.core.money import Fen
from tests.oracles.late_charge import late_charge
from tests.oracles.revolving import ReserveRule


def days_behind(interest: Fen, balance: Fen, daily_rate: Rate, convention: Convention = STANDARD) -> tuple[int, ...]:
    """Return every number of days whose interest on ``balance`` is exactly ``interest`` (F1, inverse).

    Usually one or none; several where a day's interest is less than a fen. None for a balance or rate of nothing.
    """
    if balance <= 0 or daily_rate <= 0 or interest < 0:
        return ()
    step, rounding = convention.step, convention.rounding
    if step is RoundingStep.PER_DAY:
        a_day = late_charge(balance, daily_rate, 1, step, rounding)
        return (interest // a_day,) if a_day and interest % a_day == 0 else ()
    a_day_exactly = balance * Fraction(daily_rate)
    first, last = (interest - 1) / a_day_exactly, (interest + 1) / a_day_exactly
    candidates = range(max(int(first), 0), int(last) + 1)
    return tuple(n for n in candidates if late_charge(balance, daily_rate, n, step, rounding) == interest)


def reserve_days_late(paid: Fen, amount: Fen, rule: ReserveRule) -> int | None:
    """Return how many days late a reserve advance was returned for ``paid`` fen; None if no number fits (F14)."""
    a_day = late_charge(amount, rule.late_rate, 1)
    days, rest = divmod(paid - amount - rule.fee, a_day)
    return days if rest == 0 and days >= 0 else None

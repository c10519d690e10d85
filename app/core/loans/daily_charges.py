"""Charges that count by the day on an amount that was left unpaid: which rate and rounding gives what was charged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from app.core.loans.conventions import RoundingStep
from app.core.loans.late_charge import late_charge
from app.core.money import Fen


class Left(NamedTuple):
    """An amount left unpaid, in fen, for whole days."""

    amount: Fen
    days: int


class DailyCharge(NamedTuple):
    """A way to charge by the day: a fraction a day, rounded for each day or once for each amount left."""

    rate: Decimal
    step: RoundingStep

    def of(self, left: Sequence[Left]) -> Fen:
        """What this way charges, in fen, rounded half-up."""
        return sum(late_charge(part.amount, self.rate, part.days, self.step) for part in left)


def daily_charges(rates: Iterable[Decimal]) -> Iterator[DailyCharge]:
    """Every way to charge by these rates, the one rounded each day before the one rounded once (F7, F8)."""
    for rate in rates:
        for step in (RoundingStep.PER_DAY, RoundingStep.PER_PERIOD):
            yield DailyCharge(rate, step)

"""Charges that count by the day on an amount that was left unpaid: which rate and rounding gives what was charged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from app.core.loans.accrual import late_charge
from app.core.loans.conventions import RoundingStep
from app.core.money import Fen

DAILY_RATES = (Decimal("0.0005"), Decimal("0.0007"), Decimal("0.0006"), Decimal("0.0004"), Decimal("0.0003"))
"""Rates a day tried for late and revolving bills: 0.05 % by public pages of 2020 to 2025 (B12, B13, D05, D09), 0.07 %
by another page of 白条 (D05), then the rates between and below them."""


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


def daily_charges_that_fit(charged: Fen, left: Sequence[Left]) -> Iterator[DailyCharge]:
    """The ways that give exactly ``charged``, the most usual first (F7, F8); none for nothing charged."""
    for rate in DAILY_RATES if charged > 0 else ():
        for step in (RoundingStep.PER_DAY, RoundingStep.PER_PERIOD):
            way = DailyCharge(rate, step)
            if way.of(left) == charged:
                yield way

"""Balances that revolve: bills paid by the minimum, 分付, and the reserve advance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from app.core.loans.conventions import STANDARD, Convention, Rate, RoundingStep
from app.core.loans.schedules import interest
from app.core.money import Fen, Rounding, product
from tests.oracles.late_charge import late_charge

REVOLVING_RATE = Decimal("0.0005")
"""0.05 % a day, what 花呗 is reported to charge on the rest after a minimum payment (B12, 2021–2024)."""


def minimum_payment(
    new_spending: Fen, instalments: Fen, fees: Fen, earlier_unpaid: Fen = 0, share: Rate = Decimal("0.1")
) -> Fen:
    """Return the minimum due on a bill: a share of new spending, rounded half-up, and all of the rest (F7, B11)."""
    return product(new_spending, share) + instalments + fees + earlier_unpaid


def revolving_interest(
    unpaid: Fen,
    days: int,
    rate: Rate = REVOLVING_RATE,
    step: RoundingStep = RoundingStep.PER_DAY,
    rounding: Rounding = Rounding.HALF_UP,
) -> Fen:
    """Return the interest on what a bill left unpaid, for ``days`` from the day after its due date (F7, B12, B13)."""
    return late_charge(unpaid, rate, days, step, rounding)


class RevolvingBill(NamedTuple):
    """A month of a revolving line (分付), in fen: interest of the month, the share of principal due, both together."""

    interest: Fen
    principal: Fen

    @property
    def due(self) -> Fen:
        """What the month asks for."""
        return self.interest + self.principal


def revolving_bill(
    balances: Sequence[tuple[date, Fen]],
    until: date,
    rate: Rate,
    share: Rate = Decimal("0.1"),
    convention: Convention = STANDARD,
) -> RevolvingBill:
    """Return what a month of a revolving line asks for (F19).

    ``balances`` are the balance from each date on, in order of time; ``until`` is not counted. Interest is the sum over
    the spans, each rounded by the convention; the principal due is ``share`` of the first balance, half-up.
    """
    ends = [*(day for day, _ in balances[1:]), until]
    accrued = sum(
        interest(amount, rate, since, end, convention) for (since, amount), end in zip(balances, ends, strict=True)
    )
    return RevolvingBill(accrued, product(balances[0][1], share))


class ReserveRule(NamedTuple):
    """A dated hypothesis of what a reserve advance costs; ``late_rate`` is per day of the advance (C03, F14)."""

    fee: Fen
    days: int = 7
    late_rate: Fraction = Fraction(56, 100_000)


class ReserveCost(NamedTuple):
    """What returning a reserve advance costs, in fen, and the days it was late."""

    fee: Fen
    late: Fen
    days_late: int


def reserve_cost(amount: Fen, taken: date, returned: date, rule: ReserveRule) -> ReserveCost:
    """Return the fee and the late charge of a reserve advance; each day beyond the free ones is rounded alone (F14)."""
    late = max((returned - taken).days - rule.days, 0)
    return ReserveCost(rule.fee, late_charge(amount, rule.late_rate, late, RoundingStep.PER_DAY), late)


def flat_cost_per_year(fee: Fen, amount: Fen, days: int) -> Fraction:
    """Return a one-off fee as a simple rate a year of 365 days, exact (F14)."""
    return Fraction(fee, amount) * Fraction(365, days)

"""What lateness costs: penalty on overdue principal and interest, days of grace kept or lost, and part payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from app.core.loans.conventions import Rate, RoundingStep
from app.core.loans.late_charge import Grace
from app.core.money import Fen, Rounding
from tests.oracles.allocation import Part
from tests.oracles.late_charge import late_charge


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """How a lender charges lateness; ``multiple`` of the daily rate then in force is the penalty rate (A13: 1.5).

    ``on_interest``: overdue interest bears it as well as overdue principal.
    """

    multiple: Fraction = Fraction(3, 2)
    on_interest: bool = True
    grace_days: int = 0
    grace: Grace = Grace.LOST
    step: RoundingStep = RoundingStep.PER_PERIOD
    rounding: Rounding = Rounding.HALF_UP


class Penalty(NamedTuple):
    """A charge for lateness in fen, by what bore it; ``days`` are the days it was charged for."""

    days: int
    on_principal: Fen
    on_interest: Fen

    @property
    def total(self) -> Fen:
        """Both parts together."""
        return self.on_principal + self.on_interest


STANDARD_PENALTY = PenaltyTerms()
PENALTY_FIRST = (Part.PENALTY, Part.INTEREST, Part.PRINCIPAL)


def penalty_days(due: date, paid: date, terms: PenaltyTerms = STANDARD_PENALTY) -> int:
    """Return the days charged: from the due date to the payment, none within the grace days (F8)."""
    late = max((paid - due).days, 0)
    if late <= terms.grace_days:
        return 0
    return late - (terms.grace_days if terms.grace is Grace.KEPT else 0)


def penalty(
    principal: Fen, interest: Fen, daily_rate: Rate, due: date, paid: date, terms: PenaltyTerms = STANDARD_PENALTY
) -> Penalty:
    """Return what ``principal`` and ``interest``, due on ``due`` and paid on ``paid``, cost for lateness (F8, F18).

    Each part is rounded by itself, once or for each day.
    """
    days = penalty_days(due, paid, terms)
    return _charged(principal, interest, daily_rate, days, terms)


def _charged(principal: Fen, interest: Fen, daily_rate: Rate, days: int, terms: PenaltyTerms) -> Penalty:
    rate = Fraction(daily_rate) * terms.multiple
    on_interest = late_charge(interest, rate, days, terms.step, terms.rounding) if terms.on_interest else 0
    return Penalty(days, late_charge(principal, rate, days, terms.step, terms.rounding), on_interest)


class Arrears(NamedTuple):
    """What is still owed of an instalment after payments, in fen; ``charged`` is the penalty accrued in all."""

    principal: Fen
    interest: Fen
    penalty: Fen
    charged: Fen
    surplus: Fen


def arrears(
    principal: Fen,
    interest: Fen,
    daily_rate: Rate,
    due: date,
    payments: Sequence[tuple[date, Fen]],
    as_of: date,
    terms: PenaltyTerms = STANDARD_PENALTY,
    order: Sequence[Part] = PENALTY_FIRST,
) -> Arrears:
    """Follow one instalment from its due date to ``as_of`` through part payments (F8, F18).

    What is paid up to the due date lowers what is late. Afterwards each span between payments bears its penalty on what
    was still open, rounded by itself; grace days lost are charged when the first payment after them (or ``as_of``)
    comes. ``order`` is the order in which money is put to penalty, interest and principal. Payments of one day are one
    sum, so their order does not matter; ``surplus`` is money left over.
    """
    owed = {Part.PRINCIPAL: principal, Part.INTEREST: interest, Part.PENALTY: 0}
    charged = surplus = 0
    since = due
    for day, amount in _by_day(payments, as_of):
        cost = _span(owed, daily_rate, due, since, day, terms)
        owed[Part.PENALTY] += cost
        charged += cost
        since = max(since, day) if penalty_days(due, day, terms) else since
        surplus += _put(owed, amount, order)
    return Arrears(owed[Part.PRINCIPAL], owed[Part.INTEREST], owed[Part.PENALTY], charged, surplus)


def _by_day(payments: Sequence[tuple[date, Fen]], as_of: date) -> list[tuple[date, Fen]]:
    sums: dict[date, Fen] = {as_of: 0}
    for day, amount in payments:
        if day <= as_of:
            sums[day] = sums.get(day, 0) + amount
    return sorted(sums.items())


def _span(owed: dict[Part, Fen], rate: Rate, due: date, since: date, day: date, terms: PenaltyTerms) -> Fen:
    days = penalty_days(due, day, terms) - penalty_days(due, since, terms)
    return _charged(owed[Part.PRINCIPAL], owed[Part.INTEREST], rate, days, terms).total if days > 0 else 0


def _put(owed: dict[Part, Fen], amount: Fen, order: Sequence[Part]) -> Fen:
    for kind in order:
        part = min(amount, owed[kind])
        owed[kind] -= part
        amount -= part
    return amount


def last_day_without_charge(due: date, terms: PenaltyTerms = STANDARD_PENALTY) -> date:
    """Return the last day on which an instalment can be paid without a charge for lateness."""
    return due + timedelta(days=terms.grace_days)

"""Finds the daily rate and the rounding that a plan's own rows follow, exactly, or says that none fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.discrepancy import Input, Unit, distinct
from app.core.facts import PlanRow, Source
from app.core.loans.conventions import STANDARD, Convention, RoundingStep
from app.core.made_quickly import made_quickly
from app.core.money import Fen, product

MOST_DIGITS = 8
"""Decimals a daily rate is looked for with; contracts state two to four in percent."""


@dataclass(frozen=True, slots=True)
class Accrual:
    """Interest by the day: ``rate`` a day, rounded half-up once a period or, with ``by_day``, once a day (F1, F8).

    ``evidence`` are the rows that state the rate, or from which it was found.
    """

    rate: Decimal
    by_day: bool = False
    evidence: tuple[Source, ...] = ()

    def interest(self, balance: Fen, days: int) -> Fen:
        """Interest on ``balance`` fen for ``days`` days, in fen."""
        if self.by_day:
            return product(balance, self.rate) * days
        return product(balance, self.rate, days)

    @property
    def convention(self) -> Convention:
        """The same rule as a convention: actual days, half-up."""
        return Convention(step=RoundingStep.PER_DAY) if self.by_day else STANDARD

    @property
    def input(self) -> Input:
        """The rate as an input of a formula."""
        return Input("daily-rate", self.rate, Unit.RATE, self.evidence)


@made_quickly
@dataclass(frozen=True, slots=True)
class Charged:
    """Interest of one period by the plan: on which balance, for how many days."""

    balance: Fen
    days: int
    interest: Fen
    source: tuple[Source, ...]


def accrual_of(rows: Sequence[PlanRow], known: Sequence[Accrual]) -> Accrual | None:
    """The accrual that every row of a plan page follows; the ``known`` ones first, then the plainest rate that fits.

    Settled rows without amounts are left out. If the first open period does not fit (a change inside it mixes two
    rates), the later ones decide. None where no rate closes them to 0.00.
    """
    charged = charges(rows)
    for usable in (charged, charged[1:]):
        if not usable:
            return None
        for accrual in known:
            for by_day in (False, True):
                if follows(usable, accrual.rate, by_day):
                    return Accrual(accrual.rate, by_day, accrual.evidence)
        for by_day in (False, True):
            rate = _plainest(usable, by_day)
            if rate is not None:
                return Accrual(rate, by_day, distinct(s for c in usable for s in c.source))
    return None


def charges(rows: Iterable[PlanRow]) -> list[Charged]:
    """The interest of each period that shows amounts, on what was outstanding when it began."""
    shown = sorted((r for r in rows if r.amounts_kept and r.starts), key=lambda r: r.period)
    outstanding = sum(r.principal for r in shown)
    found = []
    for row in shown:
        found.append(Charged(outstanding, (row.due - (row.starts or row.due)).days, row.interest, row.sources))
        outstanding -= row.principal
    return found


def follows(charged: Iterable[Charged], rate: Decimal, by_day: bool) -> bool:
    """Whether a rate gives every period's interest to the fen."""
    accrual = Accrual(rate, by_day)
    return all(accrual.interest(c.balance, c.days) == c.interest for c in charged)


def _plainest(charged: Sequence[Charged], by_day: bool) -> Decimal | None:
    """The rate with the fewest decimals inside the interval that all periods leave open."""
    bounded = [c for c in charged if c.balance > 0 and c.days > 0]
    if not bounded or (by_day and any(c.interest % c.days for c in bounded)):
        return None
    # Of each period twice its interest in fen and the base that bears it: the rates from a half fen below to a half fen
    # above round to it. Fractions of the library would find common divisors for each period of each plan.
    borne = [(2 * c.interest // c.days, 2 * c.balance) if by_day else (2 * c.interest, 2 * c.balance * c.days)
             for c in bounded]  # fmt: skip
    low = _most((twice - 1, base) for twice, base in borne)
    high = _most((-twice - 1, base) for twice, base in borne)
    for digits in range(3, MOST_DIGITS + 1):
        scale = 10**digits
        candidate = -(-low[0] * scale // low[1])
        if candidate * high[1] < -high[0] * scale:
            rate = Decimal(candidate).scaleb(-digits)
            if follows(charged, rate, by_day):
                return rate
    return None


def _most(ratios: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The largest of some ratios, each a numerator and a positive denominator."""
    most, *others = ratios
    for above, below in others:
        if above * most[1] > most[0] * below:
            most = (above, below)
    return most

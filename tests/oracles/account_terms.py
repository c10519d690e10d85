"""What an account is followed by, what can happen to it, and how it then stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from app.core.loans.conventions import DayCount, Rate
from app.core.loans.day_counts import units
from app.core.money import Fen, Rounding

TimeOf: TypeAlias = Callable[[date, date, date, date], Fraction]
"""Time, in the rate's unit, from the third to the fourth date, inside the period from the first to the second."""


def time_by_dates(day_count: DayCount) -> TimeOf:
    """Count time between any two dates by ``day_count``."""
    return lambda _starts, _due, since, until: Fraction(units(day_count, since, until))


def time_by_period(whole: Fraction | DayCount) -> TimeOf:
    """Take each period as ``whole`` (a twelfth of a year, say), or as its day count has it, and parts by real days."""

    def time(starts: date, due: date, since: date, until: date) -> Fraction:
        full = Fraction(units(whole, starts, due)) if isinstance(whole, DayCount) else whole
        return full * Fraction((until - since).days, (due - starts).days)

    return time


class AccountEvent(Enum):
    """What can happen to an account."""

    PAYMENT = "payment"
    ADVANCE = "advance"
    RATE_CHANGE = "rate-change"
    INTEREST_PAUSE = "interest-pause"


class Entry(NamedTuple):
    """Something that happened: ``amount`` in fen, ``rate`` for a change, ``until`` the day on which a pause ends."""

    on: date
    kind: AccountEvent
    amount: Fen = 0
    rate: Rate = Fraction(0)
    until: date = date.min


class Ahead(Enum):
    """What a payment does to the running instalment once nothing is due."""

    INTEREST_THEN_PRINCIPAL = "interest-then-principal"  # interest accrued to the day first
    PRINCIPAL_ONLY = "principal-only"


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """What an account is followed by.

    ``rate`` and ``time`` go together (per year and years, or per day and days). ``spread``: the equal instalment is
    moved by what the last one would differ, shared over all, while that helps (up to three times).
    ``interest_only_periods``: so many first periods repay nothing.
    """

    rate: Rate
    time: TimeOf
    rounding: Rounding = Rounding.HALF_UP
    spread: bool = False
    interest_only_periods: int = 0
    ahead: Ahead = Ahead.INTEREST_THEN_PRINCIPAL


@dataclass(slots=True)
class Instalment:
    """An instalment as it stands; amounts in fen. ``payment`` is what was agreed, ``closed`` once it is fixed."""

    number: int
    starts: date
    due: date
    payment: Fen = 0
    principal: Fen = 0
    interest: Fen = 0
    paid_principal: Fen = 0
    paid_interest: Fen = 0
    balance: Fen = 0
    closed: bool = False

    @property
    def total(self) -> Fen:
        """Principal and interest."""
        return self.principal + self.interest


class Standing(NamedTuple):
    """An account on a day, in fen: principal outstanding and interest unpaid, rounded once."""

    principal: Fen
    interest: Fen

    @property
    def total(self) -> Fen:
        """What settles the account that day."""
        return self.principal + self.interest

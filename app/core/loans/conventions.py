"""The conventions a lender may follow, each a stated hypothesis about how days are counted and cents are rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from app.core.facts import Method
from app.core.money import Rounding

Rate: TypeAlias = Decimal | Fraction
"""A rate as a fraction per day (0.0004 is 0.04 % a day), or per year with a day count that counts years."""


class DayCount(Enum):
    """How much of the rate's unit lies between two dates.

    The first four count days and go with a rate per day; the others count years and go with a rate per year.
    """

    ACTUAL = "actual"  # 算头不算尾: the first day counts, the last does not
    BOTH_ENDS = "both-ends"  # 头尾都算: one day more in every period
    THIRTY = "thirty"  # 30 days a month
    MONTH_365_12 = "month-365-12"  # 365/12 days for a whole month, pro rata by 30 inside it
    ACT_365 = "act/365"
    ACT_364 = "act/364"
    ACT_360 = "act/360"
    ACT_ACT = "act/act"  # by the length of the calendar year, split at 1 January
    ACT_ACT_DEC31 = "act/act-dec31"  # the same, split at 31 December
    ACT_ACT_FEB29 = "act/act-feb29"  # 366 only where the period holds a 29 February
    THIRTY_360 = "30/360"

    @property
    def per_day(self) -> bool:
        """Whether it counts days, so that the rate is a rate per day."""
        return self in _DAILY


_DAILY = frozenset({DayCount.ACTUAL, DayCount.BOTH_ENDS, DayCount.THIRTY, DayCount.MONTH_365_12})


class PaymentFactor(Enum):
    """What an equal instalment is computed from; the interest of a period follows the day count all the same."""

    AS_ACCRUED = "as-accrued"  # the same day count as the interest
    RATE_X_30 = "rate-x-30"  # the daily rate times 30
    RATE_X_365_12 = "rate-x-365/12"  # the daily rate times 365/12


class RoundingStep(Enum):
    """When interest is rounded to the fen."""

    PER_PERIOD = "per-period"
    PER_DAY = "per-day"


class Residual(Enum):
    """Which instalment takes what rounding leaves over."""

    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Convention:
    """One hypothesis about a lender's arithmetic (F22).

    ``rounding`` is that of interest, ``payment_rounding`` that of the equal instalment and ``share_rounding`` that of
    equal parts of principal or of a fee.
    """

    day_count: DayCount = DayCount.ACTUAL
    payment_factor: PaymentFactor = PaymentFactor.AS_ACCRUED
    rounding: Rounding = Rounding.HALF_UP
    step: RoundingStep = RoundingStep.PER_PERIOD
    residual: Residual = Residual.LAST
    payment_rounding: Rounding = Rounding.HALF_UP
    share_rounding: Rounding = Rounding.DOWN


STANDARD = Convention()
"""Actual days, each period's interest rounded half-up, the last instalment takes the rest (F2, fact A06)."""


class Terms(NamedTuple):
    """What a plan is computed from, beside its amount and dates."""

    rate: Rate
    method: Method
    convention: Convention = STANDARD

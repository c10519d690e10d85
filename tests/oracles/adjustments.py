"""Reductions and divisions of a charge: coupons, waivers, and two lenders behind one loan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from app.core.loans.conventions import STANDARD, Convention, Rate
from app.core.loans.schedules import interest
from app.core.money import Fen, quotient, rounded


class LenderShares(NamedTuple):
    """Each lender's part of one amount, rounded by itself, and what rounding adds to (or takes from) the whole."""

    parts: tuple[Fen, ...]
    rounding_difference: Fen


def split_by_lender(amount: Fen, weights: Sequence[int | Fraction]) -> LenderShares:
    """Divide an amount between lenders by weight, each part rounded half-up by itself (F16).

    The parts can add up to a fen more or less than ``amount``; that difference is returned and not hidden.
    """
    whole = sum(Fraction(weight) for weight in weights)
    parts = tuple(rounded(Fraction(weight) * amount / whole) for weight in weights)
    return LenderShares(parts, sum(parts) - amount)


class FreeDays(NamedTuple):
    """What a coupon of interest-free days is worth, in fen, if it holds, and the interest if it is lost."""

    interest_with_coupon: Fen
    interest_if_lost: Fen


def free_days_coupon(
    balance: Fen, rate: Rate, starts: date, ends: date, free: int, convention: Convention = STANDARD
) -> FreeDays:
    """Return the interest from ``starts`` to ``ends`` with the first ``free`` days free, and with none free (F20)."""
    charged_from = min(date.fromordinal(starts.toordinal() + free), ends)
    return FreeDays(
        interest(balance, rate, charged_from, ends, convention) if charged_from < ends else 0,
        interest(balance, rate, starts, ends, convention),
    )


def discounted_interest(amount: Fen, tenths: int) -> Fen:
    """Return interest with a coupon of so many tenths off (8折 leaves eight: ``tenths`` is 8), half-up."""
    return quotient(amount * tenths, 10)


class WaivedCharge(NamedTuple):
    """A charge and what is left of it after a waiver, in fen; ``unused`` is a waiver larger than the charge."""

    left: Fen
    waived: Fen
    unused: Fen


def waive(charge: Fen, waiver: Fen) -> WaivedCharge:
    """Take a waiver off a charge; it cannot make the charge negative."""
    waived = min(charge, waiver)
    return WaivedCharge(charge - waived, waived, waiver - waived)

"""Tells from a plan's own interest that its page ends before the loan: it is interest on more than the rows repay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from app.core.discrepancy import distinct
from app.core.facts import PlanRow
from app.core.loans.plan_rate import MOST_DIGITS, Accrual, Charged, accrual_of, charges

HIGHEST_RATE = Fraction(1, 1000)
"""No lender may charge more a day than 0.1 %, or 36 % a year; interest above it is interest on more principal."""

LEAST_ROWS = 3
"""A rate and a balance that nobody states are two unknowns: so many rows make them up, or none does."""


@dataclass(frozen=True, slots=True)
class CutPlan:
    """A page that ends before its loan. ``accrual`` is the rate its interest follows, None where none was found."""

    accrual: Accrual | None


def cut_plan(rows: Sequence[PlanRow]) -> CutPlan | None:
    """What a page's interest says of periods after its last row; None where it is interest on its own rows."""
    charged = charges(rows)
    if not charged or (accrual_of(rows, ()) is not None and not _too_high(charged[-1])):
        return None
    accrual = _with_more_behind(charged)
    return CutPlan(accrual) if accrual or _too_high(charged[-1]) else None


def _too_high(last: Charged) -> bool:
    return last.interest - Fraction(1, 2) > last.balance * last.days * HIGHEST_RATE  # it is rounded to the fen


def _with_more_behind(charged: Sequence[Charged]) -> Accrual | None:
    """The plainest rate by which every row bears interest on its own balance and one more that is the same for all."""
    usable = [c for c in charged if c.days > 0]
    if len(usable) < LEAST_ROWS or usable[0].balance == usable[-1].balance:
        return None
    first, last = usable[0], usable[-1]
    repaid = first.balance - last.balance
    fall = Fraction(first.interest, first.days) - Fraction(last.interest, last.days)
    slack = (Fraction(1, 2 * first.days) + Fraction(1, 2 * last.days)) / repaid
    low, high = fall / repaid - slack, fall / repaid + slack
    least = min(a.balance - b.balance for a, b in pairwise(usable))
    for digits in range(3, MOST_DIGITS + 1):
        scale = 10**digits
        candidate = max(-(-low.numerator * scale // low.denominator), 1)
        while Fraction(candidate, scale) <= min(high, HIGHEST_RATE):
            rate = Fraction(candidate, scale)
            behind = _behind(usable, rate)
            if behind is not None and 2 * behind >= least:
                return Accrual(Decimal(candidate).scaleb(-digits), False, distinct(s for c in usable for s in c.source))
            candidate += 1
    return None


def _behind(charged: Sequence[Charged], rate: Fraction) -> Fraction | None:
    """The principal beyond the rows that closes every row's interest at a rate, in fen; None where none does."""
    own = [Fraction(c.interest) / c.days / rate - c.balance for c in charged]
    room = [Fraction(1, 2 * c.days) / rate for c in charged]
    low = max(x - r for x, r in zip(own, room, strict=True))
    high = min(x + r for x, r in zip(own, room, strict=True))
    return (low + high) / 2 if low <= high else None

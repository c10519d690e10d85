"""Loans whose interest is on the first principal throughout, in the three ways of dividing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from fractions import Fraction

from app.core.loans.conventions import STANDARD, Convention
from app.core.loans.schedules import Period, periods, shares
from app.core.money import Fen, rounded


class FlatStyle(Enum):
    """How flat interest is divided over the periods."""

    TOTAL = "total"  # principal and all the interest, each divided evenly; the last period takes the rest
    PER_PERIOD = "per-period"  # each period's own interest on the first principal
    EQUAL_DUE = "equal-due"  # equal instalments; the last takes the rest


def flat_plan(
    principal: Fen,
    parts: Sequence[Fraction],
    starts: date,
    dues: Sequence[date],
    style: FlatStyle = FlatStyle.TOTAL,
    convention: Convention = STANDARD,
) -> tuple[Period, ...]:
    """Return a plan with interest on ``principal`` throughout; ``parts`` are rate × time of each period, exact.

    Interest is rounded by the convention's ``rounding``, equal parts by its ``share_rounding``.
    """
    terms = len(dues)
    principals = shares(principal, terms, convention)
    whole = rounded(principal * sum(parts), convention.rounding)
    if style is FlatStyle.PER_PERIOD:
        interests = [rounded(principal * part, convention.rounding) for part in parts]
    else:
        interests = shares(whole, terms, convention)
    if style is FlatStyle.EQUAL_DUE:
        totals = shares(principal + whole, terms, convention)
        principals = [total - interest for total, interest in zip(totals, interests, strict=True)]
    return periods(principal, list(zip(principals, interests, strict=True)), starts, dues)

"""The rest of a plan under another rate, on other due dates, with more periods, or through a pause of interest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from app.core.facts import Method
from app.core.loans.conventions import STANDARD, Convention, Rate, Terms
from app.core.loans.day_counts import units
from app.core.loans.schedules import (
    Factors,
    Period,
    charges_of,
    common,
    divide,
    level_payment,
    periods,
    schedule,
)
from app.core.money import Fen


def remaining(plan: Sequence[Period]) -> Fen:
    """Return the principal of open periods, in fen."""
    return sum(period.principal for period in plan)


def redate(
    plan: Sequence[Period],
    terms: Terms,
    dues: Sequence[date],
    since: date | None = None,
    balance: Fen | None = None,
) -> tuple[Period, ...]:
    """Return the rest of ``plan`` on other due dates: a due day moved, or periods added (more ``dues`` than periods).

    ``plan`` holds the open periods. Their principal is divided anew from the start of the first of them
    (PLAN-DUE-DAY-CHANGED, PLAN-DEFERRED, A18), or from ``since``, and a ``balance``, where payments left others.
    """
    first, starts = plan[0], since or plan[0].starts
    owed = remaining(plan) if balance is None else balance
    return schedule(owed, terms, starts, dues, first_number=first.number)


def change_rate(plan: Sequence[Period], terms: Terms, new_rate: Rate, on: date) -> tuple[Period, ...]:
    """Return the rest of ``plan`` when ``new_rate`` holds from ``on``, a day of its first period (PLAN-RATE-CHANGED).

    ``plan`` holds the open periods. From the first day of the period on, the rest simply follows the new rate; inside
    it, that period mixes both rates by days and is rounded once. Instalments are solved again.
    """
    running, dues = plan[0], [period.due for period in plan]
    if on <= running.starts:
        return redate(plan, terms._replace(rate=new_rate), dues)
    day_count = terms.convention.day_count
    after = units(day_count, on, running.due)
    before = units(day_count, running.starts, running.due) - after
    mixed = Fraction(terms.rate) * before + Fraction(new_rate) * after
    later = [Fraction(new_rate) * units(day_count, a, b) for a, b in pairwise(dues)]
    parts = common([mixed, *later])
    return by_factors(remaining(plan), parts, terms.method, running.starts, dues, terms.convention, running.number)


def by_factors(
    principal: Fen,
    parts: Factors,
    method: Method,
    starts: date,
    dues: Sequence[date],
    convention: Convention = STANDARD,
    first_number: int = 1,
) -> tuple[Period, ...]:
    """Return a plan whose interest factors are given, for periods of mixed rates or of no calendar at all.

    Interest is rounded once per period; the equal instalment follows the factors (F2).
    """
    payment = level_payment(principal, parts, convention.payment_rounding)
    rows = divide(principal, method, charges_of(parts, convention.rounding), len(dues), convention, payment)
    return periods(principal, rows, starts, dues, first_number)

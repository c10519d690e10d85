"""How a settlement within a month came to its interest where the plan counts by the month: every way that gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.core.discrepancy import distinct
from app.core.facts import PlanRow
from app.core.loans.day_counts import thirty_days
from app.core.loans.formulas import as_decimal
from app.core.loans.monthly_interest import yearly_rate
from app.core.loans.plan_rate import Accrual, charges
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class PartOfMonth:
    """A way to count the days of a month that a settlement cut short, ``way`` being its name.

    Interest is ``accrual`` for so many ``days``.
    """

    way: str
    accrual: Accrual
    days: int


def parts_that_give(
    interest: Fen, balance: Fen, rows: Sequence[PlanRow], running: PlanRow, on: date
) -> tuple[PartOfMonth, ...]:
    """The ways that give exactly ``interest`` fen on ``balance`` fen from the start of ``running`` to ``on``.

    The most usual first; ways that are the same formula on these days are one. ``rows`` are the plan's that bear the
    rate. None where they follow no yearly rate by the month, or nothing was charged.
    """
    rate = _rate(rows)
    if rate is None or interest <= 0 or running.starts is None or on <= running.starts:
        return ()
    evidence = distinct(s for row in rows for s in row.sources)
    found: dict[tuple[object, int], PartOfMonth] = {}
    for part in _parts(rate, running.starts, running.due, on):
        if part.accrual.interest(balance, part.days) == interest:
            known = replace(part, accrual=replace(part.accrual, evidence=evidence))
            found.setdefault((part.accrual.rate, part.days), known)
    return tuple(found.values())


def _rate(rows: Sequence[PlanRow]) -> Fraction | None:
    """The yearly rate of all rows, else of all after the first, which may be longer or shorter than a month."""
    charged = charges(rows)
    rate = yearly_rate(charged) or yearly_rate(charged[1:])
    return Fraction(rate) if rate else None


def _parts(rate: Fraction, starts: date, due: date, on: date) -> Iterator[PartOfMonth]:
    """A yearly rate parted by 360 days, by 365, by months of thirty days, by the days of the month itself (F1)."""
    passed = (on - starts).days
    yield PartOfMonth("year-of-360", Accrual(as_decimal(rate / 360)), passed)
    yield PartOfMonth("year-of-365", Accrual(as_decimal(rate / 365)), passed)
    yield PartOfMonth("months-of-30", Accrual(as_decimal(rate / 360)), thirty_days(starts, on))
    yield PartOfMonth("days-of-month", Accrual(as_decimal(rate / 12 / (due - starts).days)), passed)

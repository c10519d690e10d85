"""A loan at a daily rate that is repaid when its borrower pays, without a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from app.core.loans.conventions import Rate
from app.core.money import Fen, Rounding, rounded


class Repayment(NamedTuple):
    """A day's payments, in fen: what went to interest and to principal, what is owed after, money left over."""

    on: date
    interest: Fen
    principal: Fen
    balance: Fen
    surplus: Fen


class DailyStanding(NamedTuple):
    """What settles such a loan on a day, in fen."""

    principal: Fen
    interest: Fen

    @property
    def total(self) -> Fen:
        """Both together."""
        return self.principal + self.interest


def repay_daily(
    principal: Fen,
    daily_rate: Rate,
    starts: date,
    payments: Sequence[tuple[date, Fen]],
    rounding: Rounding = Rounding.HALF_UP,
) -> tuple[Repayment, ...]:
    """Return what each day's payments did: interest to the day first, then principal (F1, E09 article 561).

    Interest is balance × rate × actual days, rounded on the day it is paid; the fraction of a fen is dropped when it is
    paid in full and carried on when it is not. Payments of one day are one sum.
    """
    rows, balance, owed, since = [], principal, Fraction(0), starts
    for day, amount in _by_day(payments):
        owed += balance * Fraction(daily_rate) * (day - since).days
        due = rounded(owed, rounding)
        interest = min(amount, due)
        owed = Fraction(0) if interest == due else owed - interest
        part = min(amount - interest, balance)
        balance -= part
        since = day
        rows.append(Repayment(day, interest, part, balance, amount - interest - part))
    return tuple(rows)


def standing_daily(
    principal: Fen,
    daily_rate: Rate,
    starts: date,
    payments: Sequence[tuple[date, Fen]],
    on: date,
    rounding: Rounding = Rounding.HALF_UP,
) -> DailyStanding:
    """Return what settles the loan on ``on``, after the payments made up to then (F9)."""
    asked = 1 << 62  # more than any loan: what it takes of this is what is owed
    before = [(day, amount) for day, amount in payments if day <= on]
    rows = repay_daily(principal, daily_rate, starts, [*before, (on, asked)], rounding)
    paid_today = sum(amount for day, amount in before if day == on)
    last = rows[-1]
    interest = max(last.interest - paid_today, 0)
    return DailyStanding(last.principal - max(paid_today - last.interest, 0), interest)


def _by_day(payments: Sequence[tuple[date, Fen]]) -> list[tuple[date, Fen]]:
    sums: dict[date, Fen] = {}
    for day, amount in payments:
        sums[day] = sums.get(day, 0) + amount
    return sorted(sums.items())

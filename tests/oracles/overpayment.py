"""Extra amounts paid together with an instalment, each keeping the instalment or the term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from app.core.loans.conventions import STANDARD, Convention, Rate
from app.core.loans.day_counts import year_length
from app.core.loans.prepayment import Replan
from app.core.loans.schedules import Factors, common, level_payment
from app.core.money import Fen, quotient


class Extra(NamedTuple):
    """An extra amount, in fen, and what it does to the rest: KEEP_PAYMENT or KEEP_TERM."""

    amount: Fen
    replan: Replan


class OverpaidRow(NamedTuple):
    """A period with its extra amount in the principal; amounts in fen."""

    number: int
    balance_before: Fen
    principal: Fen
    interest: Fen

    @property
    def total(self) -> Fen:
        """What was paid in all."""
        return self.principal + self.interest


def monthly_factors(yearly_rate: Rate, terms: int) -> Factors:
    """Return a twelfth of a yearly rate for every period."""
    return common([Fraction(yearly_rate) / 12] * terms)


def factors_by_starting_year(yearly_rate: Rate, starts: date, dues: Sequence[date]) -> Factors:
    """Return the yearly rate by days over the length of the year each period starts in."""
    spans = zip((starts, *dues), dues, strict=False)
    return common([Fraction(yearly_rate) * Fraction((due - a).days, year_length(a.year)) for a, due in spans])


def with_extras(
    principal: Fen, parts: Factors, extras: Mapping[int, Extra], convention: Convention = STANDARD
) -> tuple[OverpaidRow, ...]:
    """Return the equal-instalment plan in which ``extras`` are paid with the instalments of their periods, from 1.

    KEEP_PAYMENT keeps the instalment, so the plan ends earlier; KEEP_TERM solves it again over the periods left (F11).
    """
    terms, base = len(parts.numerators), parts.denominator
    payment = level_payment(principal, parts, convention.payment_rounding)
    rows: list[OverpaidRow] = []
    balance = principal
    for number, numerator in enumerate(parts.numerators, 1):
        interest = quotient(balance * numerator, base, convention.rounding)
        extra = extras.get(number)
        part = min(balance, payment - interest + (extra.amount if extra else 0))
        part = balance if number == terms else part
        rows.append(OverpaidRow(number, balance, part, interest))
        balance -= part
        if not balance:
            break
        if extra and extra.replan is Replan.KEEP_TERM:
            payment = level_payment(balance, Factors(parts.numerators[number:], base), convention.payment_rounding)
    return tuple(rows)

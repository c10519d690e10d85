"""The formulas that every rule of lenders is written in: named inputs, multiplied, rounded once (F1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from app.core.discrepancy import BridgePart, Input, Term, Unit, distinct
from app.core.facts import Source
from app.core.loans.conventions import STANDARD, Convention, Rate, RoundingStep
from app.core.loans.day_counts import units
from app.core.loans.plan_rate import Accrual
from app.core.loans.schedules import interest
from app.core.money import Fen

RATE_DIGITS = 12
"""Decimals with which a daily rate is written that is a yearly rate divided by the days of a year."""


def given(component: str, amount: Fen, evidence: Iterable[Source], name: str = "") -> BridgePart:
    """A part whose amount stands in the rows as it is."""
    money = Input(name or component, abs(amount), Unit.MONEY, distinct(evidence))
    return BridgePart(component, (Term((money,), negative=amount < 0),))


def accrued(component: str, balance: Fen, accrual: Accrual, days: int, evidence: Iterable[Source]) -> BridgePart:
    """A part that is interest: balance × rate × days, rounded half-up to the fen once (F1).

    A lender that rounds by the day gives as many equal terms as there are days.
    """
    return BridgePart(component, tuple(by_days([(balance, days, evidence)], (accrual.input,), accrual.by_day)))


def by_days(
    spans: Iterable[tuple[Fen, int, Iterable[Source]]], factors: tuple[Input, ...], each_day: bool
) -> Iterator[Term]:
    """The terms of what runs by the day: each span's balance × factors × days, rounded once or for each day.

    A span is a balance in fen, whole days and the rows of the balance.
    """
    for balance, days, evidence in spans:
        inputs = (Input("balance", balance, Unit.MONEY, distinct(evidence)), *factors)
        if each_day:
            yield from (Term(inputs),) * days
        else:
            yield Term((*inputs, Input("days", days, Unit.DAYS)))


def interest_part(
    component: str,
    balance: Fen,
    rate: Rate,
    span: tuple[date, date],
    convention: Convention = STANDARD,
    evidence: tuple[tuple[Source, ...], tuple[Source, ...]] = ((), ()),
) -> BridgePart:
    """Interest on a balance between two days under any convention, as the formula that gives it.

    ``evidence`` are the rows of the balance and those of the rate. Where the convention's days or rounding cannot be
    written as a product of whole days (a twelfth of a year, halves to the even fen) the part holds the amount alone.
    """
    amount = interest(balance, rate, *span, convention)
    days, by_day = units(convention.day_count, *span), convention.step is RoundingStep.PER_DAY
    if convention.day_count.per_day and isinstance(days, int):
        part = accrued(component, balance, Accrual(as_decimal(rate), by_day, evidence[1]), days, evidence[0])
        if part.amount == amount:
            return part
    return given(component, amount, (*evidence[0], *evidence[1]))


def as_decimal(rate: Rate) -> Decimal:
    """A daily rate as it is written, to `RATE_DIGITS` decimals where it is a fraction."""
    if isinstance(rate, Decimal):
        return rate
    return round(Decimal(rate.numerator) / Decimal(rate.denominator), RATE_DIGITS).normalize()

"""Terms derived backwards: which methods, numbers of periods and rates give exactly the amount of one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from app.core.facts import Method, Purpose
from app.core.inference import plausibility as p
from app.core.inference.debits import Pool
from app.core.inference.hypothesis import ALTERNATIVES, MOST_TERMS, Dues, Hypothesis
from app.core.inference.model import Drawn, Terms
from app.core.inference.rate_solver import (
    Spans,
    level_payments,
    may_be_interest,
    rates_of_interest,
    rates_of_level_payment,
)
from app.core.inference.remembered import remembered
from app.core.loans import STANDARD, Convention, DayCount, Rate, RoundingStep, shares, units
from app.core.loans.day_counts import thirty_days
from app.core.money import Fen

_REMEMBERED = 1 << 15
"""Rows looked at under some due dates are met again in every search of the same loan; most give no hypothesis."""

Counts: TypeAlias = tuple[int, ...]
"""Numbers of periods that are tried."""


def _make(
    drawn: Drawn,
    method: Method,
    terms: int,
    rate: Rate,
    dues: Dues,
    convention: Convention = STANDARD,
    payment: Fen | None = None,
) -> Hypothesis:
    cost = p.cost_of_terms(terms) + p.cost_of_method(method) + p.cost_of_rate(rate)
    cost += p.cost_of_convention(convention) + dues.cost
    return Hypothesis(drawn, Terms(method, terms, rate, convention, dues.first, dues.day), cost, payment)


_FACTORS: tuple[tuple[tuple[Convention, ...], DayCount], ...] = (
    ((STANDARD,), DayCount.ACTUAL),
    ((ALTERNATIVES[6],), DayCount.BOTH_ENDS),
    ((ALTERNATIVES[7], ALTERNATIVES[9]), DayCount.THIRTY),
    ((ALTERNATIVES[8], ALTERNATIVES[10]), DayCount.MONTH_365_12),
)
"""Conventions that share an equal instalment, with the day count it is computed from."""


class LevelRange(NamedTuple):
    """A number of equal instalments, the least and the most each can be, and the spans under each day count."""

    terms: int
    least: Fen
    most: Fen
    spans: dict[DayCount, Spans]


@remembered(4096)
def _level_ranges(principal: Fen, starts: date, dues: Dues, counts: Counts) -> tuple[LevelRange, ...]:
    dates = dues.dates(max(*counts, MOST_TERMS))
    longest = {day_count: spans_of(starts, dates, day_count) for _, day_count in _FACTORS}
    return tuple(
        LevelRange(
            terms,
            *level_payments(principal, longest[DayCount.ACTUAL].of(terms)),
            {day_count: spans.of(terms) for day_count, spans in longest.items()},
        )
        for terms in counts
        if terms > 1
    )


@remembered(_REMEMBERED)
def equal_instalments(drawn: Drawn, amount: Fen, dues: Dues, counts: Counts) -> tuple[Hypothesis, ...]:
    principal = drawn.principal
    if amount * 40 < principal or amount > principal:
        return ()
    found: list[Hypothesis] = []
    for terms, least, most, spans in _level_ranges(principal, drawn.on, dues, counts):
        if not (least <= amount <= most and 0 <= amount * terms - principal <= principal * terms // 25):
            continue
        for conventions, day_count in _FACTORS:
            is_exact = len(conventions) == 1
            found += [
                _make(drawn, Method.EQUAL_INSTALMENT, terms, rate, dues, convention, amount if is_exact else None)
                for rate in rates_of_level_payment(principal, amount, spans[day_count])
                for convention in conventions
            ]
    return tuple(found)


@remembered(4096)
def spans_of(starts: date, dues: tuple[date, ...], day_count: DayCount) -> Spans:
    """Return the days each period counts, over one denominator."""
    between = tuple(zip((starts, *dues), dues, strict=False))
    if day_count is DayCount.MONTH_365_12:
        return Spans(tuple(thirty_days(since, due) * 365 * 12 // 360 for since, due in between), 12)
    return Spans(tuple(int(units(day_count, since, due)) for since, due in between))


@remembered(_REMEMBERED)
def equal_principal(drawn: Drawn, amount: Fen, index: int, dues: Dues, counts: Counts) -> tuple[Hypothesis, ...]:
    found: list[Hypothesis] = []
    dates = (drawn.on, *dues.dates(index + 1))
    for terms in counts:
        if terms < 2 or index >= terms - 1 or not 0 < amount - drawn.principal // terms <= drawn.principal // 20:
            continue
        for convention, share in _first_shares(drawn.principal, terms):
            base = drawn.principal - share * index
            if not may_be_interest(base, amount - share, (dates[-1] - dates[-2]).days):
                continue
            found += [
                _make(drawn, Method.EQUAL_PRINCIPAL, terms, rate, dues, made)
                for made, rate in _linear(base, amount - share, dates[-2], dates[-1], convention)
            ]
    return tuple(found)


@remembered(4096)
def _first_shares(principal: Fen, terms: int) -> tuple[tuple[Convention, Fen], ...]:
    """Return what every period repays of the principal, by each rounding that gives another amount."""
    made = [(convention, shares(principal, terms, convention)[0]) for convention in (STANDARD, ALTERNATIVES[5])]
    return tuple(made if made[0][1] != made[1][1] else made[:1])


@remembered(_REMEMBERED)
def interest_only(drawn: Drawn, amount: Fen, index: int, dues: Dues, counts: Counts) -> tuple[Hypothesis, ...]:
    if amount * 20 > drawn.principal:
        return ()
    dates = (drawn.on, *dues.dates(index + 1))
    found = tuple(_linear(drawn.principal, amount, dates[-2], dates[-1], STANDARD))
    return tuple(
        _make(drawn, Method.INTEREST_ONLY, terms, rate, dues, convention)
        for terms in counts
        if terms > index + 1
        for convention, rate in found
    )


def _linear(
    base: Fen, interest: Fen, since: date, due: date, convention: Convention
) -> Iterator[tuple[Convention, Rate]]:
    """Yield the rates at which ``base`` bears ``interest`` between two dates, each with the convention it takes."""
    for day_count in (DayCount.ACTUAL, DayCount.BOTH_ENDS, DayCount.THIRTY, DayCount.MONTH_365_12):
        span = units(day_count, since, due)
        if day_count is DayCount.THIRTY and span == (due - since).days:
            continue
        for rate in rates_of_interest(base, interest, span):
            yield replace(convention, day_count=day_count), rate
    for rate in rates_of_interest(base, interest, (due - since).days, by_day=True):
        yield replace(convention, step=RoundingStep.PER_DAY), rate


def in_one_sum(drawn: Drawn, pool: Pool, dues: Dues, counts: Counts) -> Iterator[Hypothesis]:
    """Yield loans repaid in one sum on a due date: principal and interest of all the time at once (F5)."""
    for terms in counts:
        due = dues.dates(terms)[-1]
        for row in pool.between(due - timedelta(p.DAYS_EARLY), due):
            interest = row.amount - drawn.principal
            if row.purpose is Purpose.PREPAYMENT or not 0 < interest <= drawn.principal * 2:
                continue
            for rate in rates_of_interest(drawn.principal, interest, (due - drawn.on).days):
                yield _make(drawn, Method.BULLET, terms, rate, dues)

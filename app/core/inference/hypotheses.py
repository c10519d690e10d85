"""Hypotheses about a loan's terms, each derived backwards from a row that it closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from app.core.calendar import add_months, due_dates_from
from app.core.facts import Method, Purpose
from app.core.inference import plausibility as p
from app.core.inference.debits import Pool, Row
from app.core.inference.model import Drawn, Terms
from app.core.inference.rate_solver import Spans, may_be_level_payment, rates_of_interest, rates_of_level_payment
from app.core.loans import (
    STANDARD,
    Convention,
    DayCount,
    PaymentFactor,
    Period,
    Rate,
    Residual,
    RoundingStep,
    schedule,
    shares,
    units,
)
from app.core.loans.day_counts import thirty_days
from app.core.money import Fen, Rounding

MOST_TERMS = 36
SEED_DAYS = 110
SEED_ROWS = 16
_COUNTS = tuple(range(1, MOST_TERMS + 1))
_REMEMBERED = 1 << 15
"""Rows looked at under some due dates are met again in every search of the same loan; most give no hypothesis."""


@dataclass(frozen=True)
class Hypothesis:
    """Terms to be tested on a drawdown, with their unlikeliness in decibel."""

    drawn: Drawn
    terms: Terms
    cost: int

    @cached_property
    def plan(self) -> tuple[Period, ...]:
        """The plan these terms imply at drawdown."""
        return _plan(self.drawn.principal, self.drawn.on, self.terms)

    @cached_property
    def order(self) -> tuple[int, str, int, str, str]:
        """By what hypotheses are ordered, the most usual first; it depends on nothing but the terms."""
        terms = self.terms
        return self.cost, terms.method.value, terms.terms, str(terms.rate), repr(terms)

    def under(self, convention: Convention) -> Hypothesis:
        """Return the same terms under another convention."""
        more = p.cost_of_convention(convention) - p.cost_of_convention(self.terms.convention)
        return Hypothesis(self.drawn, replace(self.terms, convention=convention), self.cost + more)


@lru_cache(maxsize=4096)
def _plan(principal: Fen, drawn_on: date, terms: Terms) -> tuple[Period, ...]:
    dues = due_dates_from(terms.first_due, terms.terms, terms.due_day)
    return schedule(principal, terms.rate, terms.method, drawn_on, dues, terms.convention)


@dataclass(frozen=True, slots=True)
class Dues:
    """A hypothesis about when the loan is due: the first due date, the day of the month, and its unlikeliness."""

    first: date
    day: int
    cost: int

    def dates(self, terms: int) -> tuple[date, ...]:
        """Return the due dates of ``terms`` periods."""
        return _dates(self.first, self.day, max(terms, MOST_TERMS))[:terms]


@lru_cache(maxsize=4096)
def _dates(first: date, day: int, terms: int) -> tuple[date, ...]:
    return due_dates_from(first, terms, day)


ALTERNATIVES = (
    STANDARD,
    replace(STANDARD, step=RoundingStep.PER_DAY),
    replace(STANDARD, rounding=Rounding.DOWN),
    replace(STANDARD, rounding=Rounding.HALF_EVEN),
    replace(STANDARD, residual=Residual.FIRST),
    replace(STANDARD, share_rounding=Rounding.HALF_UP),
    replace(STANDARD, day_count=DayCount.BOTH_ENDS),
    replace(STANDARD, day_count=DayCount.THIRTY),
    replace(STANDARD, day_count=DayCount.MONTH_365_12),
    replace(STANDARD, payment_factor=PaymentFactor.RATE_X_30),
    replace(STANDARD, payment_factor=PaymentFactor.RATE_X_365_12),
)
"""The grid of F22, one departure from the standard at a time."""


def due_hypotheses(drawn: Drawn, pool: Pool, days: Iterable[int] = ()) -> tuple[Dues, ...]:
    """Return when the loan may fall due: by its drawdown day, on ``days`` of other loans, or as rows show."""
    found: dict[tuple[date, int], int] = {}
    day = drawn.on.day
    found[add_months(drawn.on, 1), day] = 0 if day <= 28 else 3
    if day > 28:
        found[add_months(drawn.on, 1, 28), 28] = 2
    common = {min(other, 28) for other in days}
    seen = [row.on for row in _early_rows(drawn, pool)]
    for paid_on in seen:
        cost = 8 if paid_on.day in common else 20
        if timedelta(12) <= paid_on - drawn.on <= timedelta(62):
            found.setdefault((paid_on, paid_on.day), cost)
    return tuple(Dues(first, day, cost) for (first, day), cost in sorted(found.items()))


def _early_rows(drawn: Drawn, pool: Pool) -> list[Row]:
    last = drawn.on + timedelta(SEED_DAYS)
    return list(pool.instalments(drawn.on + timedelta(1), last))[:SEED_ROWS]


def hypotheses(drawn: Drawn, pool: Pool, days: Iterable[int] = (), terms: int | None = None) -> list[Hypothesis]:
    """Return every hypothesis that closes at least one early row, without order.

    ``days`` are due days of other loans; ``terms`` restricts the number of periods where it is known.
    """
    made: dict[int, Hypothesis] = {}  # by identity first: the same row under other due dates gives the same ones
    counts = (terms,) if terms else _COUNTS
    for dues in due_hypotheses(drawn, pool, days):
        if pool.work.is_spent:
            break
        for row, index in _rows_near_dues(drawn, pool, dues):
            pool.work.spend()
            made.update((id(each), each) for each in _from_row(drawn, row, index, dues, counts))
        made.update((id(each), each) for each in _finals(drawn, pool, dues, counts))
    found: dict[Terms, Hypothesis] = {}
    for each in made.values():
        found.setdefault(each.terms, each)
    return list(found.values())


def _rows_near_dues(drawn: Drawn, pool: Pool, dues: Dues) -> Iterator[tuple[Row, int]]:
    """Yield each early row within three days before a due date or on it, with the index of that period."""
    for index, due in enumerate(dues.dates(3)):
        for row in pool.around(due, p.DAYS_EARLY, 0):
            if row.on > drawn.on:
                yield row, index


def _from_row(drawn: Drawn, row: Row, index: int, dues: Dues, counts: tuple[int, ...]) -> Iterator[Hypothesis]:
    yield from _equal_instalments(drawn, row.amount, dues, counts)
    yield from _equal_principal(drawn, row.amount, index, dues, counts)
    yield from _interest_only(drawn, row.amount, index, dues, counts)


def _make(
    drawn: Drawn, method: Method, terms: int, rate: Rate, dues: Dues, convention: Convention = STANDARD
) -> Hypothesis:
    cost = p.cost_of_terms(terms) + p.cost_of_method(method) + p.cost_of_rate(rate)
    cost += p.cost_of_convention(convention) + dues.cost
    return Hypothesis(drawn, Terms(method, terms, rate, convention, dues.first, dues.day), cost)


_FACTORS: tuple[tuple[tuple[Convention, ...], DayCount], ...] = (
    ((STANDARD,), DayCount.ACTUAL),
    ((ALTERNATIVES[6],), DayCount.BOTH_ENDS),
    ((ALTERNATIVES[7], ALTERNATIVES[9]), DayCount.THIRTY),
    ((ALTERNATIVES[8], ALTERNATIVES[10]), DayCount.MONTH_365_12),
)
"""Conventions that share an equal instalment, with the day count it is computed from."""


@lru_cache(maxsize=_REMEMBERED)
def _equal_instalments(drawn: Drawn, amount: Fen, dues: Dues, counts: tuple[int, ...]) -> tuple[Hypothesis, ...]:
    if amount * 40 < drawn.principal or amount > drawn.principal:
        return ()
    found: list[Hypothesis] = []
    dates = dues.dates(max(*counts, MOST_TERMS))
    longest = {day_count: spans_of(drawn.on, dates, day_count) for _, day_count in _FACTORS}
    for terms in counts:
        if terms < 2 or not 0 <= amount * terms - drawn.principal <= drawn.principal * terms // 25:
            continue
        if not may_be_level_payment(drawn.principal, amount, longest[DayCount.ACTUAL].of(terms)):
            continue
        for conventions, day_count in _FACTORS:
            spans = longest[day_count].of(terms)
            found += [
                _make(drawn, Method.EQUAL_INSTALMENT, terms, rate, dues, convention)
                for rate in rates_of_level_payment(drawn.principal, amount, spans)
                for convention in conventions
            ]
    return tuple(found)


@lru_cache(maxsize=4096)
def spans_of(starts: date, dues: tuple[date, ...], day_count: DayCount) -> Spans:
    """Return the days each period counts, over one denominator."""
    between = tuple(zip((starts, *dues), dues, strict=False))
    if day_count is DayCount.MONTH_365_12:
        return Spans(tuple(thirty_days(since, due) * 365 * 12 // 360 for since, due in between), 12)
    return Spans(tuple(int(units(day_count, since, due)) for since, due in between))


@lru_cache(maxsize=_REMEMBERED)
def _equal_principal(
    drawn: Drawn, amount: Fen, index: int, dues: Dues, counts: tuple[int, ...]
) -> tuple[Hypothesis, ...]:
    found: list[Hypothesis] = []
    for terms in counts:
        if terms < 2 or index >= terms - 1 or not 0 < amount - drawn.principal // terms <= drawn.principal // 20:
            continue
        dates = (drawn.on, *dues.dates(index + 1))
        for convention in (STANDARD, ALTERNATIVES[5]):
            share = shares(drawn.principal, terms, convention)[0]
            if convention is not STANDARD and share == shares(drawn.principal, terms)[0]:
                continue
            base = drawn.principal - share * index
            found += [
                _make(drawn, Method.EQUAL_PRINCIPAL, terms, rate, dues, made)
                for made, rate in _linear(base, amount - share, dates[-2], dates[-1], convention)
            ]
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _interest_only(
    drawn: Drawn, amount: Fen, index: int, dues: Dues, counts: tuple[int, ...]
) -> tuple[Hypothesis, ...]:
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


def _finals(drawn: Drawn, pool: Pool, dues: Dues, counts: tuple[int, ...]) -> Iterator[Hypothesis]:
    """Yield loans repaid in one sum on a due date: principal and interest of all the time at once (F5)."""
    for terms in counts:
        due = dues.dates(terms)[-1]
        for row in pool.between(due - timedelta(p.DAYS_EARLY), due):
            interest = row.amount - drawn.principal
            if row.purpose is Purpose.PREPAYMENT or not 0 < interest <= drawn.principal * 2:
                continue
            for rate in rates_of_interest(drawn.principal, interest, (due - drawn.on).days):
                yield _make(drawn, Method.BULLET, terms, rate, dues)


_FIRST = 3
MOST_BY_FIRST = _FIRST * (p.ROW // 2)
"""What the first periods can be worth at most."""


def quick_score(hypothesis: Hypothesis, pool: Pool) -> int:
    """Return what the hypothesis is worth by the first periods alone: lower is better."""
    hits = sum(
        bool(pool.exactly(period.total, period.due - timedelta(p.DAYS_EARLY), period.due))
        for period in hypothesis.plan[:_FIRST]
    )
    return hypothesis.cost - hits * p.ROW // 2

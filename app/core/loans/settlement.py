"""What settling a loan costs on any day, by every rule that still fits: one formula for rules, search and outlook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum
from itertools import product as combinations
from typing import NamedTuple

from app.core.discrepancy import BridgePart, Input, Term, Unit
from app.core.facts import Source
from app.core.loans.conventions import STANDARD, Convention, Rate, RoundingStep
from app.core.loans.flat_fees import FlatFeeRule, fees_held, is_flat
from app.core.loans.formulas import as_decimal, given, interest_part
from app.core.loans.monthly_interest import is_monthly, parts_of_a_month
from app.core.loans.overdue import Overdue
from app.core.loans.penalty_rules import ways
from app.core.loans.plan_rate import Accrual
from app.core.loans.schedules import interest
from app.core.loans.standing import (
    DayPayoff,
    Doubt,
    LoanPayoff,
    LoanStanding,
    OpenPeriod,
    Payoff,
    Reading,
    ReserveStanding,
)
from app.core.money import Fen

ONE_DAY = timedelta(days=1)


GIVEN_BACK_WITHIN = 1
"""A drawdown that is repaid within so many days may be taken for one that was given back, without interest."""


class Counted(Enum):
    """How the days to a settlement are counted (F1, A07)."""

    TO_THE_DAY = "to-the-day"  # the day of the settlement bears no interest
    ONE_MORE = "one-day-more"  # it bears a day's interest, rounded by itself
    ONE_MORE_JOINED = "one-day-more-joined"  # it bears a day's interest, rounded with the rest
    ONE_LESS = "one-day-less"
    ONE_LESS_JOINED = "one-day-less-joined"

    @property
    def days(self) -> int:
        """The days counted beyond those that passed."""
        if self is Counted.TO_THE_DAY:
            return 0
        return 1 if self in _MORE else -1

    @property
    def rounded_alone(self) -> bool:
        """Whether the other day's interest is rounded by itself."""
        return self in (Counted.ONE_MORE, Counted.ONE_LESS)


_MORE = (Counted.ONE_MORE, Counted.ONE_MORE_JOINED)
USUAL = (Counted.TO_THE_DAY, *_MORE)
"""What may be asked of a settlement to come; a day less was only ever seen after the event."""


def interest_by(counted: Counted, balance: Fen, rate: Rate, span: tuple[date, date], by: Convention = STANDARD) -> Fen:
    """Interest on ``balance`` fen over ``span`` (first day counted, last not) by one way of counting days (F9)."""
    since, on = span
    if counted in (Counted.ONE_MORE_JOINED, Counted.ONE_LESS_JOINED):
        return interest(balance, rate, since, max(since, on + counted.days * ONE_DAY), by)
    return interest(balance, rate, since, on, by) + counted.days * interest(balance, rate, on, on + ONE_DAY, by)


def settle(standing: LoanStanding, on: date) -> LoanPayoff:
    """What settles a loan on ``on``: principal, interest to the day, what is due, penalty, fees (F8, F9, F10).

    What falls due between the papers' last day and ``on`` is taken as paid by the plan and named in ``assumed``. On a
    due date the running period costs exactly its instalment's interest. Nothing is said of a day before the papers'
    last one, nor of one past the plan.
    """
    doubts = standing.doubts
    if not doubts and on < standing.known_until:
        doubts = (Doubt.BEFORE_PAPERS,)
    if doubts or not standing.readings:
        return LoanPayoff(standing, on, doubts=doubts)
    read = [_split(reading, standing.known_until, on) for reading in standing.readings]
    if not all(left for _, left in read):
        return LoanPayoff(standing, on, doubts=(Doubt.PAST_PLAN,))
    found: list[Payoff] = []
    for reading, (_, left) in zip(standing.readings, read, strict=True):
        told = list(_payoffs(standing, reading, left, on))
        if not told:
            late = any(period.due < on for period in left)
            return LoanPayoff(standing, on, doubts=(Doubt.NO_RATE_FOR_LATENESS if late else Doubt.NO_START,))
        found += told
    assumed, left = read[0]
    return LoanPayoff(standing, on, _distinct(found), left, assumed)


def settle_all(standings: Iterable[LoanStanding], reserves: Iterable[ReserveStanding], on: date) -> DayPayoff:
    """What settles every loan on ``on``, with the reserve advances taken by then; cheap enough for a slider."""
    out = tuple(advance for advance in reserves if advance.taken_on <= on)
    return DayPayoff(on, tuple(settle(standing, on) for standing in standings), out)


def _split(reading: Reading, known_until: date, on: date) -> tuple[tuple[OpenPeriod, ...], tuple[OpenPeriod, ...]]:
    """The periods that are taken as paid by ``on``, and those that are left."""
    assumed = tuple(p for p in reading.periods if known_until <= p.due < on)
    return assumed, tuple(p for p in reading.periods if p not in assumed)


def _distinct(found: Iterable[Payoff]) -> tuple[Payoff, ...]:
    """Each amount once, by its most usual way."""
    by_amount: dict[Fen, Payoff] = {}
    for payoff in found:
        by_amount.setdefault(payoff.amount, payoff)
    return tuple(by_amount.values())


def _payoffs(standing: LoanStanding, reading: Reading, left: Sequence[OpenPeriod], on: date) -> Iterator[Payoff]:
    """Every way to settle by one reading: the days counted, the penalty's rule, the fees held, the order of parts."""
    for order, periods in _orders(left):
        late = [p for p in periods if p.due < on]
        ahead = _with_flat_fees(reading, [p for p in periods if p.due >= on])
        owed = [
            _sum("principal-open", [(p.principal, p.sources) for p in periods]),
            _sum("interest-due", [(p.interest, p.sources) for p in late]),
            _sum("fee-due", [(p.fee, p.sources) for p in late]),
        ]
        ways_to = (_interest(standing, reading, ahead, on), _penalties(standing, reading, late, on), _fees(ahead))
        for chosen in combinations(*(tuple(way) for way in ways_to)):
            names = (order, *(name for name, _ in chosen))
            parts = [*owed, *(part for _, those in chosen for part in those)]
            yield Payoff(tuple(n for n in names if n), tuple(part for part in parts if part.amount))


def _with_flat_fees(reading: Reading, ahead: Sequence[OpenPeriod]) -> Sequence[OpenPeriod]:
    """The periods with interest that no rate gives and that stays the same while the balance falls as the fee it is."""
    if reading.rate is not None or not is_flat([(p.principal, p.interest) for p in ahead]):
        return ahead
    return [replace(p, interest=0, fee=p.fee + p.interest) for p in ahead]


def _orders(left: Sequence[OpenPeriod]) -> Iterator[tuple[str, Sequence[OpenPeriod]]]:
    """The periods after what was paid of them without a record: interest first, or principal first (E09, D03)."""
    if not any(p.unsplit for p in left):
        yield "", left
        return
    yield "interest-first", [_paid_to(p, "interest", "principal") for p in left]
    yield "principal-first", [_paid_to(p, "principal", "interest") for p in left]


def _paid_to(period: OpenPeriod, *order: str) -> OpenPeriod:
    rest, after = period.unsplit, period
    for name in (*order, "fee"):
        part = min(rest, getattr(after, name))
        after = replace(after, **{name: getattr(after, name) - part})
        rest -= part
    return replace(after, unsplit=0)


_Way = tuple[str, tuple[BridgePart, ...]]


def _interest(standing: LoanStanding, reading: Reading, ahead: Sequence[OpenPeriod], on: date) -> Iterator[_Way]:
    """Interest of the running period; where no rate is known it lies between none and the whole period's.

    Of a plan with one rate a month the parts of a month stand before these.
    """
    component = "interest-to-date"
    if not ahead or not any(p.interest for p in ahead):
        yield "", ()
        return
    running, balance = ahead[0], sum(p.principal for p in ahead)
    rows = tuple(s for p in ahead for s in p.sources)
    if on == running.due:
        yield "", (given(component, running.interest, running.sources, "interest-in-plan"),)
    elif reading.rate is None:
        for way, amount in parts_of_a_month(running, on) if is_monthly(ahead) else ():
            yield way, (given(component, amount, running.sources, "interest-in-plan"),)
        yield "whole-period", (given(component, running.interest, running.sources, "interest-in-plan"),)
        yield "no-interest", ()
    elif running.starts is not None:
        span = (running.starts, max(running.starts, on))
        rule = _Rule(reading.rate, reading.convention, (rows, reading.evidence))
        for counted in USUAL:
            yield "" if counted is Counted.TO_THE_DAY else counted.value, _counted(counted, balance, rule, span)
        if standing.drawn_on and (on - standing.drawn_on).days <= GIVEN_BACK_WITHIN:
            yield "given-back", ()


class _Rule(NamedTuple):
    """By what interest runs, with the rows of the balance and those of the rate."""

    rate: Rate
    by: Convention
    evidence: tuple[tuple[Source, ...], tuple[Source, ...]]


def _counted(counted: Counted, balance: Fen, rule: _Rule, span: tuple[date, date]) -> tuple[BridgePart, ...]:
    """The parts of `interest_by` for a settlement to come."""
    since, on = span
    if counted is Counted.ONE_MORE_JOINED:
        on += ONE_DAY
    to_date = interest_part("interest-to-date", balance, rule.rate, (since, on), rule.by, rule.evidence)
    if counted is not Counted.ONE_MORE:
        return (to_date,)
    return (to_date, interest_part("one-more-day", balance, rule.rate, (on, on + ONE_DAY), rule.by, rule.evidence))


def _penalties(standing: LoanStanding, reading: Reading, late: Sequence[OpenPeriod], on: date) -> Iterator[_Way]:
    """The penalty of what is overdue by every rule that may hold; none where nothing is, or no rate is known."""
    if not late:
        yield "", ()
        return
    if reading.rate is None:
        return
    by_day = reading.convention.step is RoundingStep.PER_DAY
    accrual = Accrual(as_decimal(reading.rate), by_day, reading.evidence)
    tried = standing.penalty_ways or ways(standing.penalties, standing.product, late[0].due, standing.grace_days)
    for way in tried:
        parts: list[BridgePart] = []
        for period in late:
            days = (on - period.due).days
            if days > standing.grace_days:
                overdue = Overdue(period.principal, period.interest + period.fee, days, period.sources)
                parts += way.formula([overdue], accrual, standing.grace_days)
        yield f"penalty-{way.rule.id}", tuple(parts)


def _fees(ahead: Sequence[OpenPeriod]) -> Iterator[_Way]:
    """The flat fees that a settlement may still hold."""
    fees = [p.fee for p in ahead]
    if not any(fees):
        yield "", ()
        return
    for billed, rule in combinations((0, 1), FlatFeeRule):  # no row tells whether the coming one is billed already
        held = fees_held(fees, rule, billed)
        rows = [(fee, p.sources) for fee, p in zip(held, ahead, strict=False)]
        yield f"billed-{rule.value}" if billed else rule.value, (_sum("fee-on-settling", rows),)


def _sum(component: str, amounts: Iterable[tuple[Fen, tuple[Source, ...]]]) -> BridgePart:
    terms = (Term((Input(component, amount, Unit.MONEY, rows),)) for amount, rows in amounts if amount)
    return BridgePart(component, tuple(terms))

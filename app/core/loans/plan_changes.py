"""Why the rest of a plan differs from what it was: by which rule the later page follows from the earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from itertools import product as combinations

from app.core.discrepancy import BridgePart, Input, Term, Unit
from app.core.facts import Method, PlanRow
from app.core.loans.changes import change_rate, redate
from app.core.loans.conventions import Terms
from app.core.loans.plan_rate import Accrual
from app.core.loans.prepayment import InterestOn, PrepaymentRule, Replan, prepay
from app.core.loans.schedules import Period
from app.core.loans.standing import OpenPeriod
from app.core.money import Fen, Rounding, rounded


def as_plan(periods: Sequence[OpenPeriod]) -> tuple[Period, ...]:
    """Open periods as a plan with its running balance; nothing where one does not tell when it began."""
    balance, plan = sum(p.principal for p in periods), []
    for p in periods:
        if p.starts is None:
            return ()
        balance -= p.principal
        plan.append(Period(p.number, p.starts, p.due, (p.due - p.starts).days, p.principal, p.interest, balance))
    return tuple(plan)


def method_of(periods: Sequence[OpenPeriod | Period]) -> Method | None:
    """How open periods repay: by equal instalments, equal principal, or principal at the end; None for others."""
    head = periods[:-1]
    if not head:
        return None
    if not any(p.principal for p in head):
        return Method.INTEREST_ONLY
    if len({p.principal for p in head}) == 1 and len({p.principal + p.interest for p in head}) > 1:
        return Method.EQUAL_PRINCIPAL
    return Method.EQUAL_INSTALMENT if len({p.principal + p.interest for p in head}) == 1 else None


def terms_tried(accrual: Accrual, method: Method) -> Iterator[Terms]:
    """A rate with a way of repaying; equal parts of principal are cut down to the fen, or rounded half-up (F17)."""
    yield Terms(accrual.rate, method, accrual.convention)
    if method is Method.EQUAL_PRINCIPAL:
        yield Terms(accrual.rate, method, replace(accrual.convention, share_rounding=Rounding.HALF_UP))


def interest_change(before: Sequence[PlanRow], after: Sequence[PlanRow]) -> list[BridgePart]:
    """Interest after less interest before: of the first period, of the later ones, of the added ones."""
    first = after[0].period
    known = {row.period for row in before}
    groups = {
        "interest-first-period": ([first], before, after),
        "interest-later-periods": (sorted(known - {first}), before, after),
        "interest-added-periods": (sorted({r.period for r in after} - known - {first}), (), after),
    }
    parts = []
    for component, (periods, old, new) in groups.items():
        terms = (*_terms(periods, new, negative=False), *_terms(periods, old, negative=True))
        part = BridgePart(component, terms)
        if part.amount:
            parts.append(part)
    return parts


def _terms(periods: Sequence[int], rows: Sequence[PlanRow], *, negative: bool) -> tuple[Term, ...]:
    name = "interest-before" if negative else "interest-after"
    return tuple(
        Term((Input(name, row.interest, Unit.MONEY, row.sources),), negative)
        for row in rows
        if row.period in periods and row.interest
    )


def fee_change(before: Sequence[PlanRow], after: Sequence[PlanRow]) -> BridgePart:
    """The flat fees of the later rows less those of the earlier ones."""
    pages = (("fee-after", after, False), ("fee-before", before, True))
    terms = (
        Term((Input(name, row.fee, Unit.MONEY, row.sources),), negative)
        for name, rows, negative in pages
        for row in rows
        if row.fee
    )
    return BridgePart("fee-changed", tuple(terms))


def prepaid_by(
    before: Sequence[PlanRow], after: Sequence[PlanRow], accrual: Accrual, on: date, paid: tuple[Fen, Fen]
) -> tuple[PrepaymentRule, ...]:
    """The rules by which prepaying ``paid`` (principal, interest) on ``on`` gives the later rows to the fen (F11).

    Several where the day or the amounts do not tell them apart; none where no rule gives them.
    """
    plan = as_plan([OpenPeriod.of(row) for row in before])
    method = method_of(plan)
    if not plan or method is None or not plan[0].starts <= on < plan[0].due or not 0 < paid[0] < _owed(plan):
        return ()
    tried = tuple(terms_tried(accrual, method))
    found = []
    for replan, interest_on in combinations(Replan, InterestOn):
        rule = PrepaymentRule(replan, interest_on)
        done = (prepay(plan, terms, on, paid[0], rule) for terms in tried)
        if any(own.interest == paid[1] and _same(own.plan, after) for own in done):
            found.append(rule)
    return tuple(found)


def follows_from(
    before: Sequence[PlanRow], after: Sequence[PlanRow], rates: tuple[Accrual, Accrual], between: tuple[date, date]
) -> bool:
    """Whether the later rows are the earlier ones on their own due dates under the later rate, to the fen.

    The rate may have changed on any day ``between`` the pages, from which on the running period mixes both.
    """
    plan = as_plan([OpenPeriod.of(row) for row in before])
    method, (old, new) = method_of(plan), rates
    if not plan or method is None:
        return False
    tried, dues = tuple(terms_tried(old, method)), [row.due for row in after]
    if old.rate == new.rate:
        return any(_same(redate(plan, terms, dues), after) for terms in tried)
    days = tuple(_days(plan[0].starts, between))
    return any(_same(change_rate(plan, terms, new.rate, day), after) for terms in tried for day in days)


def divided_anew(before: Sequence[PlanRow], after: Sequence[PlanRow], accrual: Accrual) -> bool:
    """Whether the later rows are the earlier ones' principal at the same rate, in fewer periods or another way."""
    plan = as_plan([OpenPeriod.of(row) for row in before])
    methods = {method_of([OpenPeriod.of(row) for row in rows]) for rows in (before, after)} - {None}
    dues = [row.due for row in after]
    tried = (terms for method in methods if method for terms in terms_tried(accrual, method))
    return bool(plan) and any(_same(redate(plan, terms, dues), after) for terms in tried)


def rolled_back(
    owed: Fen, instalment: Fen, accrual: Accrual, starts: date, dues: Sequence[date], first_number: int
) -> tuple[Period, ...]:
    """The periods due on ``dues`` of equal instalments that leave ``owed`` fen, found from the last one back.

    Nothing where no balance in whole fen bears such an instalment.
    """
    found: list[Period] = []
    for number, (since, due) in reversed(list(enumerate(pairwise((starts, *dues)), first_number))):
        days = (due - since).days
        about = rounded((owed + instalment) / (1 + Fraction(accrual.rate) * days))
        near = range(about - days - 1, about + days + 2) if accrual.by_day else range(about - 1, about + 2)
        before = next((b for b in near if b + accrual.interest(b, days) - instalment == owed), None)
        if before is None:
            return ()
        found.append(Period(number, since, due, days, before - owed, accrual.interest(before, days), owed))
        owed = before
    return tuple(reversed(found))


def _days(starts: date, between: tuple[date, date]) -> Iterator[date]:
    """The start of the running period, then each day between the pages."""
    yield starts
    first, last = (day.toordinal() for day in between)
    yield from (date.fromordinal(day) for day in range(first, min(last, first + MOST_DAYS) + 1))


MOST_DAYS = 31
"""A rate changes inside the running period, so that no more days are tried."""


def _owed(plan: Sequence[Period]) -> Fen:
    return sum(period.principal for period in plan)


def _same(plan: Sequence[Period], rows: Sequence[PlanRow]) -> bool:
    return [(p.due, p.principal, p.interest) for p in plan] == [(r.due, r.principal, r.interest) for r in rows]

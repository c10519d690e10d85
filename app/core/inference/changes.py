"""Change points that no file names: periods added, the due day moved, another rate, and what was waived or missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.core.calendar import due_dates_from
from app.core.facts import Method
from app.core.inference import plausibility as p
from app.core.inference.debits import Row
from app.core.inference.derivation import spans_of
from app.core.inference.early_repayment import prepayments, settlements
from app.core.inference.model import Change, ChangeKind
from app.core.inference.paths import Node, Run
from app.core.inference.payments import instalment, late_without_penalty, regular
from app.core.inference.rate_solver import rates_of_interest, rates_of_level_payment
from app.core.loans import (
    DayCount,
    Factors,
    PaymentFactor,
    Period,
    Rate,
    Residual,
    Terms,
    interest,
    level_payment,
    shares,
    units,
)
from app.core.loans.changes import redate
from app.core.money import Fen, quotient

MOST_ADDED = 12
MOST_SHIFT = 15
LARGEST_ODDITY = 2000


def changed(node: Node, run: Run) -> Iterator[Node]:
    """Yield the ways on from a period that no row pays as planned."""
    if not run.strict:
        for way in (_deferred, _moved, _other_rate, _moved_and_odd):
            yield from way(node, run)
        yield from settlements(node, run, labelled=False)
        yield from prepayments(node, run, labelled=False)
    yield from _waived(node, run)
    if not run.strict:
        yield from late_without_penalty(node, run)
        yield from _unexplained(node, run)
    if node.plan[0].due < run.as_of:
        yield _missed(node)


def _replan(node: Node, run: Run, rate: Rate, dues: tuple[date, ...]) -> tuple[Period, ...]:
    terms = run.hypothesis.terms
    return redate(node.plan, Terms(rate, terms.method, terms.convention), dues, node.starts, node.balance)


def _dues(node: Node) -> tuple[date, ...]:
    return tuple(period.due for period in node.plan)


def _if_paid(node: Node, run: Run, change: Change, cost: int, **becomes: Any) -> Iterator[Node]:
    """Yield the changed node if a row closes its first period."""
    trial = node._replace(**becomes).plus(cost, (), change, faults=1)
    yield from regular(trial, run)


def _deferred(node: Node, run: Run) -> Iterator[Node]:
    """Periods were added behind the last one."""
    terms, period = run.hypothesis.terms, node.plan[0]
    if terms.method is Method.BULLET or (terms.method is Method.INTEREST_ONLY and len(node.plan) > 1):
        return
    near = {row.amount for row in run.pool.around(period.due, p.DAYS_EARLY, p.GRACE_DAYS, node.used)}
    longest = due_dates_from(period.due, len(node.plan) + MOST_ADDED, node.due_day)
    for added, total in _totals_if_longer(node, run, longest):
        if total in near:
            cost = p.DEFERRED + (5 if added in p.USUAL_DEFERRALS else 15)
            cost += p.DEFERRED_UNSEEN if terms.method is Method.INTEREST_ONLY else 0
            plan = _replan(node, run, node.rate, longest[: len(node.plan) + added])
            change = Change(ChangeKind.DEFERRED, period.due, period.number, added_terms=added)
            yield from _if_paid(node, run, change, cost, plan=plan)


def _totals_if_longer(node: Node, run: Run, dues: tuple[date, ...]) -> Iterator[tuple[int, Fen]]:
    """Yield what would be due next for each number of periods added."""
    terms = run.hypothesis.terms
    paid_from = spans_of(node.starts, dues, _paid_from(run))
    numerator, denominator = node.rate.as_integer_ratio()
    parts = tuple(numerator * span for span in paid_from.numerators)
    for added in range(1, MOST_ADDED + 1):
        count = len(node.plan) + added
        if terms.method is Method.EQUAL_INSTALMENT:
            yield added, level_payment(node.balance, Factors(parts[:count], denominator * paid_from.denominator))
        else:
            share = shares(node.balance, count, terms.convention)[0] if terms.method is Method.EQUAL_PRINCIPAL else 0
            yield added, share + node.plan[0].interest


def _moved(node: Node, run: Run) -> Iterator[Node]:
    """The due day moved; the row that shows it came on the new day or up to three days before it."""
    period, tried = node.plan[0], set()
    for row in run.pool.around(period.due, MOST_SHIFT + p.DAYS_EARLY, MOST_SHIFT, node.used):
        for early in range(p.DAYS_EARLY + 1):
            due = row.on + timedelta(early)
            shift = (due - period.due).days
            if shift == 0 or abs(shift) > MOST_SHIFT or due <= node.starts or due in tried or row.on < node.last:
                continue
            dues = due_dates_from(due, len(node.plan), due.day)
            if _first_total(node, run, dues) == row.amount:
                tried.add(due)
                plan = _replan(node, run, node.rate, dues)
                change = Change(ChangeKind.DUE_DAY, due, period.number, shift_days=shift)
                yield from _if_paid(node, run, change, p.DUE_DAY_MOVED, plan=plan, due_day=due.day)


def _first_total(node: Node, run: Run, dues: tuple[date, ...]) -> Fen:
    """Return what would be due first on these dates, without the rest of the plan."""
    convention = run.hypothesis.terms.convention
    if run.hypothesis.terms.method is Method.EQUAL_INSTALMENT and len(dues) > 1:
        if convention.residual is Residual.FIRST:
            return _replan(node, run, node.rate, dues)[0].total
        paid_from = spans_of(node.starts, dues, _paid_from(run))
        numerator, denominator = node.rate.as_integer_ratio()
        parts = Factors(tuple(numerator * span for span in paid_from.numerators), denominator * paid_from.denominator)
        return level_payment(node.balance, parts, convention.payment_rounding)
    return node.plan[0].principal + interest(node.balance, node.rate, node.starts, dues[0], convention)


def _moved_and_odd(node: Node, run: Run) -> Iterator[Node]:
    """The due day moved, and the row that shows it holds an amount that stays unexplained."""
    best: tuple[Fen, Row, tuple[Period, ...]] | None = None
    for row in run.pool.around(node.plan[0].due, MOST_SHIFT, MOST_SHIFT, node.used):
        if row.on in (node.plan[0].due, node.starts) or row.on < max(node.last, node.starts):
            continue
        plan = _replan(node, run, node.rate, due_dates_from(row.on, len(node.plan), row.on.day))
        left = row.amount - plan[0].total
        if left and abs(left) <= plan[0].total // 20 and (best is None or abs(left) < abs(best[0])):
            best = left, row, plan
    if best is not None:
        left, row, plan = best
        shift = (row.on - node.plan[0].due).days
        change = Change(ChangeKind.DUE_DAY, row.on, plan[0].number, shift_days=shift)
        moved = node._replace(plan=plan, due_day=row.on.day).plus(p.DUE_DAY_MOVED, (), change, faults=1)
        role = instalment(row, plan[0], left=left)
        yield moved.after(plan[0]).plus(p.UNEXPLAINED, [row], role, faults=1)


def _other_rate(node: Node, run: Run) -> Iterator[Node]:
    """The remaining plan follows another rate, found from the row that pays the first instalment of it."""
    period = node.plan[0]
    for amount in sorted(_sums_near(node, run)):
        for rate in _rates_that_give(node, run, amount) if amount != period.total else ():
            cost = p.cost_of_new_rate(rate, node.rate)
            if cost <= 28 and rate != node.rate:
                plan = _replan(node, run, rate, _dues(node))
                change = Change(ChangeKind.RATE, node.starts, period.number, rate_before=node.rate, rate_after=rate)
                yield from _if_paid(node, run, change, p.RATE_CHANGED + cost, plan=plan, rate=rate)


def _sums_near(node: Node, run: Run) -> set[Fen]:
    """Return what single debits, or two of them, bring about the due date."""
    due = node.plan[0].due
    rows = [row for row in run.pool.around(due, p.DAYS_EARLY, p.GRACE_DAYS, node.used) if row.on >= node.last]
    today = [row for row in rows if row.on == due]
    two = {one.amount + other.amount for one in today for other in rows if one.key != other.key}
    return two | {row.amount for row in rows}


def _rates_that_give(node: Node, run: Run, amount: Fen) -> tuple[Rate, ...]:
    terms, dues = run.hypothesis.terms, _dues(node)
    if terms.method is Method.EQUAL_INSTALMENT and len(dues) > 1:
        return rates_of_level_payment(node.balance, amount, spans_of(node.starts, dues, _paid_from(run)))
    part = 0
    if len(dues) == 1 or terms.method is Method.BULLET:
        part = node.balance
    elif terms.method is Method.EQUAL_PRINCIPAL:
        part = shares(node.balance, len(dues), terms.convention)[0]
    return rates_of_interest(
        node.balance, amount - part, Fraction(units(terms.convention.day_count, node.starts, dues[0]))
    )


def _paid_from(run: Run) -> DayCount:
    convention = run.hypothesis.terms.convention
    match convention.payment_factor:
        case PaymentFactor.RATE_X_30:
            return DayCount.THIRTY
        case PaymentFactor.RATE_X_365_12:
            return DayCount.MONTH_365_12
        case _:
            return convention.day_count


def _waived(node: Node, run: Run) -> Iterator[Node]:
    """Less was taken than was due, by no more than the interest: all of it, half of it, or some."""
    period = node.plan[0]
    for row in run.pool.around(period.due, p.DAYS_EARLY, 0, node.used):
        short = period.total - row.amount
        if row.on < node.last or not 0 < short <= period.interest:
            continue
        usual = short in (period.interest, period.interest // 2, quotient(period.interest, 2))
        role = replace(instalment(row, period), waived=short)
        waived = Change(ChangeKind.WAIVED, period.due, period.number, row.key, amount=short)
        after = node.after(period).plus(p.HALF_WAIVED if usual else p.WAIVED, [row], role, waived, faults=1)
        yield after
        return


def _unexplained(node: Node, run: Run) -> Iterator[Node]:
    """A row of about the right amount pays the period; what it is off by stays unexplained."""
    period = node.plan[0]
    near = [
        row
        for row in run.pool.around(period.due, p.DAYS_EARLY, p.DAYS_EARLY, node.used)
        if row.on >= node.last and 0 < abs(row.amount - period.total) <= max(period.total // 5, LARGEST_ODDITY // 10)
    ]
    for row in sorted(near, key=lambda row: (abs(row.amount - period.total), row.on, row.key))[:1]:
        role = instalment(row, period, left=row.amount - period.total)
        yield node.after(period).plus(p.UNEXPLAINED, [row], role, faults=1)


def _missed(node: Node) -> Node:
    period = node.plan[0]
    change = Change(ChangeKind.MISSED, period.due, period.number, amount=period.total)
    again = node.trail is not None and isinstance(node.trail[0], Change) and node.trail[0].kind is ChangeKind.MISSED
    return node.after(period).plus(p.MISSED_AGAIN if again else p.MISSED, (), change, faults=0 if again else 1)

"""A partial prepayment: what of it is interest, what principal, and how the rest of the plan is cut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from app.core.facts import Method
from app.core.loans.conventions import RoundingStep, Terms
from app.core.loans.day_counts import units
from app.core.loans.schedules import (
    Charge,
    Factors,
    Period,
    charges,
    charges_of,
    common,
    divide,
    factors,
    interest,
    level_payment,
    periods,
    schedule,
)
from app.core.money import Fen, rounded


class Replan(Enum):
    """How the rest of a plan is cut after a partial prepayment (F11)."""

    KEEP_TERM = "keep-term"  # (a) the same number of periods, lower instalments
    KEEP_PAYMENT = "keep-payment"  # (b) the same instalment, fewer periods
    CUT_FROM_END = "cut-from-end"  # (c) the principal of each period stays, the last periods fall away


class InterestOn(Enum):
    """On what the interest to date is collected together with a prepayment."""

    PREPAID_PART = "prepaid-part"
    WHOLE_BALANCE = "whole-balance"
    NOTHING = "nothing"  # it stays in the running period


class PrepaymentRule(NamedTuple):
    """A lender's way with prepayments. ``flat``: the sum paid includes the interest to date (ALLOC-ORDER)."""

    replan: Replan = Replan.KEEP_TERM
    interest_on: InterestOn = InterestOn.PREPAID_PART
    flat: bool = False


class Prepayment(NamedTuple):
    """A partial prepayment, in fen, and the plan after it."""

    interest: Fen
    principal: Fen
    balance: Fen
    plan: tuple[Period, ...]

    @property
    def total(self) -> Fen:
        """What was paid."""
        return self.interest + self.principal


STANDARD_PREPAYMENT = PrepaymentRule()


def prepay(
    plan: Sequence[Period], terms: Terms, on: date, amount: Fen, rule: PrepaymentRule = STANDARD_PREPAYMENT
) -> Prepayment:
    """Repay ``amount`` fen on ``on`` and cut the rest of ``plan`` anew (F11).

    ``plan`` holds the open periods, the running one first; ``on`` lies in it. Interest to date counts from the start of
    the running period and is rounded by the convention. Afterwards that period bears interest only for what is not paid
    yet: with interest on the whole balance, from ``on``; on the prepaid part, over the whole period on what is left; on
    nothing, both before and after, rounded once. Raises ValueError if more than the balance would be repaid.
    """
    balance = sum(period.principal for period in plan)
    paid, part = prepaid_parts(balance, terms, plan[0].starts, on, amount, rule)
    if not 0 <= part <= balance:
        raise ValueError("a prepayment lies between nothing and the whole balance")
    rest = balance - part
    return Prepayment(paid, part, rest, _recut(plan, terms, rest, part, on, rule) if rest else ())


def prepaid_parts(
    balance: Fen, terms: Terms, since: date, on: date, amount: Fen, rule: PrepaymentRule = STANDARD_PREPAYMENT
) -> tuple[Fen, Fen]:
    """Return interest and principal of a prepayment of ``amount`` fen; ``since`` is when the running period began.

    With ``rule.flat`` they add up to ``amount``; otherwise the principal is ``amount`` and the interest comes on top.
    """
    rate, convention = terms.rate, terms.convention
    if rule.interest_on is InterestOn.NOTHING:
        return 0, amount
    if rule.interest_on is InterestOn.WHOLE_BALANCE:
        due = interest(balance, rate, since, on, convention)
        return due, amount - due if rule.flat else amount
    part = _largest_part(amount, terms, since, on) if rule.flat else amount
    return amount - part if rule.flat else interest(part, rate, since, on, convention), part


def _largest_part(amount: Fen, terms: Terms, since: date, on: date) -> Fen:
    """The largest principal that, with its own interest to date, fits into ``amount``."""
    growth = 1 + Fraction(terms.rate) * units(terms.convention.day_count, since, on)
    part = rounded(amount / growth) + 1 + (on - since).days
    while part + interest(part, terms.rate, since, on, terms.convention) > amount:
        part -= 1
    return part


def recut(
    plan: Sequence[Period], terms: Terms, rest: Fen, since: date, replan: Replan = Replan.KEEP_TERM
) -> tuple[Period, ...]:
    """The rest of a plan for a balance of ``rest`` fen on which interest runs from ``since`` on (F11 a, b, c).

    ``plan`` holds the open periods. Equal principal keeps its parts where the payment is kept.
    """
    running, dues = plan[0], [period.due for period in plan]
    by_share = replan is Replan.KEEP_PAYMENT and terms.method is Method.EQUAL_PRINCIPAL
    if replan is Replan.CUT_FROM_END or by_share:
        rows = _cut(rest, plan, charges(terms.rate, since, dues, terms.convention))
        return periods(rest, rows, since, dues, running.number)
    payment = running.total if replan is Replan.KEEP_PAYMENT else None
    return schedule(rest, terms, since, dues, payment=payment, first_number=running.number)


def _recut(
    plan: Sequence[Period], terms: Terms, rest: Fen, part: Fen, on: date, rule: PrepaymentRule
) -> tuple[Period, ...]:
    running = plan[0]
    if rule.interest_on is InterestOn.NOTHING:
        return _carrying(plan, terms, rest, part, on, rule.replan)
    since = on if rule.interest_on is InterestOn.WHOLE_BALANCE else running.starts
    first, *later = recut(plan, terms, rest, since, rule.replan)
    return (first._replace(starts=running.starts, days=(first.due - running.starts).days), *later)


def _carrying(
    plan: Sequence[Period], terms: Terms, rest: Fen, part: Fen, on: date, replan: Replan
) -> tuple[Period, ...]:
    """The rest of a plan whose running period also bears the interest to date on what was prepaid."""
    running, dues = plan[0], [period.due for period in plan]
    parts = _factors(plan, terms, Fraction(part, rest), on)
    charge = _charge(plan, terms, parts, part, on)
    by_share = replan is Replan.KEEP_PAYMENT and terms.method is Method.EQUAL_PRINCIPAL
    if replan is Replan.CUT_FROM_END or by_share:
        return periods(rest, _cut(rest, plan, charge), running.starts, dues, running.number)
    payment = running.total
    if replan is Replan.KEEP_TERM:
        payment = level_payment(rest, parts, terms.convention.payment_rounding)
    rows = divide(rest, terms.method, charge, len(dues), terms.convention, payment)
    return periods(rest, rows, running.starts, dues, running.number)


def _factors(plan: Sequence[Period], terms: Terms, ratio: Fraction, on: date) -> Factors:
    """Rate × time per period for what is left; ``ratio`` is the prepaid part over it."""
    dues, day_count = [period.due for period in plan], terms.convention.day_count
    whole = factors(terms.rate, plan[0].starts, dues, day_count)
    to_date = units(day_count, plan[0].starts, plan[0].due) - units(day_count, on, plan[0].due)
    carried = Fraction(terms.rate) * to_date * ratio
    exact = [Fraction(n, whole.denominator) for n in whole.numerators]
    return common([exact[0] + carried, *exact[1:]])


def _charge(plan: Sequence[Period], terms: Terms, parts: Factors, part: Fen, on: date) -> Charge:
    rate, convention, dues = terms.rate, terms.convention, [period.due for period in plan]
    if convention.step is RoundingStep.PER_PERIOD:
        return charges_of(parts, convention.rounding)
    carried = interest(part, rate, plan[0].starts, on, convention)
    usual = charges(rate, plan[0].starts, dues, convention)
    return lambda k, balance: usual(k, balance) + (carried if k == 0 else 0)


def _cut(balance: Fen, plan: Sequence[Period], charge: Charge) -> list[tuple[Fen, Fen]]:
    rows: list[tuple[Fen, Fen]] = []
    for place, period in enumerate(plan):
        part = balance if place == len(plan) - 1 else min(period.principal, balance)
        rows.append((part, charge(place, balance)))
        balance -= part
        if not balance:
            break
    return rows

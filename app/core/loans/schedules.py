"""Repayment plans: how a drawdown is divided into periods with their principal and interest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple, TypeAlias

from app.core.facts import Method
from app.core.loans.conventions import (
    STANDARD,
    Convention,
    DayCount,
    PaymentFactor,
    Rate,
    Residual,
    RoundingStep,
    Terms,
)
from app.core.loans.day_counts import thirty_days, units
from app.core.money import Fen, Rounding, quotient


class Period(NamedTuple):
    """A period of a plan; amounts in fen. ``days`` are calendar days, ``balance`` is what is owed after it."""

    number: int
    starts: date
    due: date
    days: int
    principal: Fen
    interest: Fen
    balance: Fen

    @property
    def total(self) -> Fen:
        """The instalment: principal and interest."""
        return self.principal + self.interest


class Factors(NamedTuple):
    """What each period's interest is as a part of the balance: ``numerators[k] / denominator``, exact."""

    numerators: tuple[int, ...]
    denominator: int


_MORE_DAYS = {DayCount.ACTUAL: 0, DayCount.BOTH_ENDS: 1}
"""Day counts that take the days between two dates, and how many more."""


def factors(rate: Rate, starts: date, dues: Sequence[date], day_count: DayCount = DayCount.ACTUAL) -> Factors:
    """Return rate × time of every period, over one denominator."""
    exact = Fraction(rate)
    between = tuple(zip((starts, *dues), dues, strict=False))
    if day_count is DayCount.MONTH_365_12:
        whole = (thirty_days(since, due) * 365 for since, due in between)
        return Factors(tuple(exact.numerator * n for n in whole), exact.denominator * 360)
    if day_count in _MORE_DAYS:
        more = _MORE_DAYS[day_count]
        return Factors(
            tuple([exact.numerator * ((due - since).days + more) for since, due in between]), exact.denominator
        )
    return common([exact * units(day_count, since, due) for since, due in between])


def common(parts: Sequence[Fraction]) -> Factors:
    """Bring fractions over one denominator."""
    denominator = lcm(*(part.denominator for part in parts))
    return Factors(tuple(part.numerator * (denominator // part.denominator) for part in parts), denominator)


def level_payment(principal: Fen, parts: Factors, rounding: Rounding = Rounding.HALF_UP) -> Fen:
    """Return the equal instalment A = P / Σ_k Π_{j≤k} 1/(1+f_j) in fen, rounded once (F2)."""
    return level_payment_at(principal, 1, parts.numerators, parts.denominator, rounding)


def level_payment_at(
    principal: Fen, rate: int, spans: Sequence[int], base: int, rounding: Rounding = Rounding.HALF_UP
) -> Fen:
    """Return the equal instalment where the k-th period's interest is ``rate × spans[k] / base`` of the balance.

    The sum is taken from the last period on in whole units of 1/2^96, each division cut: it is too small by less than
    a unit a period. Where both ends of that give one fen, that is the exact instalment; else it is computed exactly.
    """
    total = 0
    for span in reversed(spans):
        total = (_UNIT + total) * base // (base + rate * span)
    scaled = principal * _UNIT
    if total and (least := quotient(scaled, total + len(spans) + 1, rounding)) == quotient(scaled, total, rounding):
        return least
    return _exact_level_payment(principal, Factors(tuple(rate * span for span in spans), base), rounding)


_UNIT = 1 << 96


def _exact_level_payment(principal: Fen, parts: Factors, rounding: Rounding) -> Fen:
    base = parts.denominator
    growth = base + parts.numerators[0]
    sums = power = 1
    for part in parts.numerators[1:]:
        # sums / power is fn = 1 + fn × (1 + f); growth / (base × power) is the product of all (1 + f).
        power *= base
        sums = power + sums * (base + part)
        growth *= base + part
    return quotient(principal * growth, base * sums, rounding)


def interest(balance: Fen, rate: Rate, starts: date, ends: date, convention: Convention = STANDARD) -> Fen:
    """Return the interest on ``balance`` from ``starts`` to ``ends`` in fen (F1).

    Rounded once, or for each day counted, as the convention says; ``ends`` is not counted unless it says so.
    """
    return charges(rate, starts, (ends,), convention)(0, balance)


Charge: TypeAlias = Callable[[int, Fen], Fen]
"""The interest of the period at a place (from 0) on a balance, in fen, rounded."""


def charges(rate: Rate, starts: date, dues: Sequence[date], convention: Convention = STANDARD) -> Charge:
    """Return what computes the rounded interest of each period between ``starts`` and ``dues``."""
    parts = factors(rate, starts, dues, convention.day_count)
    if convention.step is RoundingStep.PER_PERIOD:
        return charges_of(parts, convention.rounding)
    spans = zip((starts, *dues), dues, strict=False)
    counted = [_days_counted(convention.day_count, since, due) for since, due in spans]
    numerators, base, rounding = parts.numerators, parts.denominator, convention.rounding
    return lambda k, balance: counted[k] and counted[k] * quotient(balance * numerators[k], base * counted[k], rounding)


def charges_of(parts: Factors, rounding: Rounding) -> Charge:
    """Return what computes the interest of each period from its factor, rounded once per period."""
    numerators, base = parts
    return lambda k, balance: quotient(balance * numerators[k], base, rounding)


def _days_counted(day_count: DayCount, since: date, due: date) -> int:
    count = units(day_count, since, due)
    return count if isinstance(count, int) else (due - since).days


def schedule(
    principal: Fen,
    terms: Terms,
    starts: date,
    dues: Sequence[date],
    *,
    payment: Fen | None = None,
    first_number: int = 1,
) -> tuple[Period, ...]:
    """Return the plan of a loan of ``principal`` fen from ``starts``, due on ``dues`` (F2–F5).

    The rate is per day, or per year where the day count counts years. ``payment`` fixes the equal instalment instead of
    solving it: the plan then ends as soon as the principal is repaid. BULLET has one period, to the last of ``dues``.
    What rounding leaves over falls on the instalment the convention names. Raises ValueError for no due dates and for
    REVOLVING, which has no plan.
    """
    if not dues:
        raise ValueError("a plan needs a due date")
    rate, method, convention = terms
    ends = tuple(dues[-1:]) if method is Method.BULLET else tuple(dues)
    charge = charges(rate, starts, ends, convention)
    if method is Method.EQUAL_INSTALMENT and payment is None:
        paid_from = _payment_factors(rate, starts, ends, convention)
        payment = level_payment(principal, paid_from, convention.payment_rounding)
    parts = divide(principal, method, charge, len(ends), convention, payment)
    return periods(principal, parts, starts, ends, first_number)


def _payment_factors(rate: Rate, starts: date, dues: Sequence[date], convention: Convention) -> Factors:
    if convention.payment_factor is PaymentFactor.AS_ACCRUED:
        return factors(rate, starts, dues, convention.day_count)
    month = 30 if convention.payment_factor is PaymentFactor.RATE_X_30 else Fraction(365, 12)
    return common([Fraction(rate) * month] * len(dues))


Parts: TypeAlias = list[tuple[Fen, Fen]]
"""Principal and interest of each period, in fen."""


def divide(
    principal: Fen, method: Method, charge: Charge, terms: int, convention: Convention, payment: Fen | None = None
) -> Parts:
    """Divide ``principal`` over ``terms`` periods; EQUAL_INSTALMENT needs ``payment``, else ValueError."""
    match method:
        case Method.EQUAL_INSTALMENT if payment is not None:
            return _equal_instalments(principal, charge, terms, payment, convention.residual)
        case Method.EQUAL_PRINCIPAL:
            return _with_interest(principal, shares(principal, terms, convention), charge)
        case Method.INTEREST_ONLY | Method.BULLET:
            return _with_interest(principal, [0] * (terms - 1) + [principal], charge)
    raise ValueError(f"no plan for {method.value} without an instalment")


def shares(amount: Fen, terms: int, convention: Convention = STANDARD) -> list[Fen]:
    """Divide an amount into equal parts of whole fen; the last (or first) takes what rounding leaves (F17)."""
    share = quotient(amount, terms, convention.share_rounding)
    rest = amount - share * (terms - 1)
    return [share] * (terms - 1) + [rest] if convention.residual is Residual.LAST else [rest] + [share] * (terms - 1)


def _with_interest(principal: Fen, parts: Sequence[Fen], charge: Charge) -> Parts:
    balance, result = principal, []
    for k, part in enumerate(parts):
        result.append((part, charge(k, balance)))
        balance -= part
    return result


def _equal_instalments(principal: Fen, charge: Charge, terms: int, payment: Fen, residual: Residual) -> Parts:
    parts = _instalments_of(principal, charge, terms, payment, payment)
    first = payment
    # A fen in the first instalment grows a little until the last, so the difference is moved until it is gone or stays.
    for _ in range(3 if residual is Residual.FIRST and len(parts) == terms > 1 else 0):
        over = sum(parts[-1]) - payment
        if not over:
            break
        first += over
        parts = _instalments_of(principal, charge, terms, first, payment)
    return parts


def _instalments_of(balance: Fen, charge: Charge, terms: int, first: Fen, payment: Fen) -> Parts:
    result: Parts = []
    for k in range(terms):
        due = charge(k, balance)
        part = (first if k == 0 else payment) - due
        if k == terms - 1 or part >= balance:
            result.append((balance, due))
            break
        result.append((part, due))
        balance -= part
    return result


def periods(
    principal: Fen, parts: Sequence[tuple[Fen, Fen]], starts: date, dues: Sequence[date], first_number: int = 1
) -> tuple[Period, ...]:
    """Put dates and running balance to the principal and interest of each period."""
    result, since, balance = [], starts, principal
    for number, ((part, due_interest), due) in enumerate(zip(parts, dues, strict=False), first_number):
        balance -= part
        result.append(Period(number, since, due, (due - since).days, part, due_interest, balance))
        since = due
    return tuple(result)

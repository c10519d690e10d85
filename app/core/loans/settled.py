"""How the interest of a settlement that was paid was counted: to the day, or a day more or less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.discrepancy import BridgePart, Term
from app.core.loans.formulas import accrued, given
from app.core.loans.plan_rate import Accrual
from app.core.loans.settlement import Counted, interest_by
from app.core.money import Fen
from app.core.sources import Source


@dataclass(frozen=True, slots=True)
class SettledInterest:
    """The interest that a settlement charged, in fen.

    ``counted`` is the way of counting days that gives it; None where none does, or no rate is known. ``part`` is the
    interest: as its formula where that gives it to the day, else as it stands in the rows. ``exact`` is what it costs
    to the day, and ``other_day`` the formula of the day more or less that leads from there to what was charged.
    """

    counted: Counted | None
    part: BridgePart
    exact: Fen
    other_day: BridgePart | None = None


def settled_interest(
    charged: Fen, balance: Fen, days: int, accrual: Accrual | None, evidence: tuple[Source, ...]
) -> SettledInterest:
    """How interest of ``charged`` fen on ``balance`` fen came about, ``days`` days after it began to run (F1, F9)."""
    if accrual is None or not balance:
        return SettledInterest(None, given("interest-to-date", charged, evidence), charged)
    counted = counted_as(charged, balance, accrual, days)
    part = accrued("interest-to-date", balance, accrual, days, evidence)
    if counted is Counted.TO_THE_DAY:
        return SettledInterest(counted, part, charged)
    day = other_day(counted, balance, accrual, days, evidence) if counted else None
    return SettledInterest(counted, given("interest-to-date", charged, evidence), part.amount, day)


def counted_as(charged: Fen, balance: Fen, accrual: Accrual, days: int) -> Counted | None:
    """The way of counting ``days`` days that gives what was charged, the plainest first; None where none does."""
    span = (_ANY_DAY, _ANY_DAY + timedelta(days=max(days, 0)))
    rate, by = accrual.rate, accrual.convention
    return next((c for c in Counted if interest_by(c, balance, rate, span, by) == charged), None)


_ANY_DAY = date(2001, 1, 1)


def other_day(counted: Counted, balance: Fen, accrual: Accrual, days: int, evidence: tuple[Source, ...]) -> BridgePart:
    """The day too many or too few: rounded by itself, or as what it adds to the interest of all days."""
    component = "one-more-day" if counted.days > 0 else "one-day-less"
    if counted.rounded_alone:
        terms = accrued(component, balance, accrual, 1, evidence).terms
        return BridgePart(component, terms if counted.days > 0 else _negative(terms))
    whole = accrued(component, balance, accrual, days + counted.days, evidence)
    to_day = accrued(component, balance, accrual, days, evidence)
    return BridgePart(component, (*whole.terms, *_negative(to_day.terms)))


def _negative(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(replace(term, negative=True) for term in terms)

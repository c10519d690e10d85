"""What a loan really costs a year: every amount that was paid for it to anyone, each by what covers it (E01, E02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from app.core.facts import Source
from app.core.loans.yearly_cost import YearlyCost, dated_cost
from app.core.money import Fen


class Cover(Enum):
    """By which line of the lender's papers a payment is covered; the last five are by none."""

    PLAN = "plan"  # principal, interest and flat fees as the plan or the records have them
    PENALTY = "penalty"  # charges for lateness, which a disclosure names as contingent
    COUPON = "coupon"  # what a red packet or coupon took off; negative
    RETURNED = "returned"  # what came back of a payment that the records have whole; negative
    TERMS = "terms"  # instalments of a loan whose terms were found from the debits alone
    DISCLOSED = "disclosed"  # another payee's charge that the loan's disclosure table has a line for
    THIRD_PARTY = "third-party"  # another payee: guarantee, membership, credit enhancement
    LENDER_FEE = "lender-fee"  # taken by the lender beside the instalments, in no line of its papers
    BEYOND = "beyond"  # taken beyond what the lender recorded, and not given back
    ABOVE = "above"  # taken beyond what the plan asks for, where no record of the lender says what for

    @property
    def disclosed(self) -> bool:
        """Whether the lender's own papers have a line for it."""
        return self not in (Cover.THIRD_PARTY, Cover.LENDER_FEE, Cover.BEYOND, Cover.ABOVE, Cover.TERMS)


@dataclass(frozen=True, slots=True)
class CostLine:
    """An amount in fen that was paid (or is to come) for a loan on a day, and what covers it."""

    on: date
    amount: Fen
    cover: Cover
    payee: str = ""
    to_come: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedCost:
    """The yearly cost that the lender's disclosure table states for keeping to the plan, with the rows that say so."""

    yearly: Decimal
    sources: tuple[Source, ...] = ()

    def is_written_of(self, rate: Decimal | None) -> bool:
        """Whether a rate is the stated one to the last place that is written."""
        return rate is not None and rate.quantize(self.yearly) == self.yearly


@dataclass(frozen=True, slots=True)
class AllInCost:
    """A loan of ``received`` fen with all that is paid for it, in order of time; ``short`` was lent and not paid out.

    ``cost`` is the yearly cost of all lines, ``lender_alone`` of those without other payees, ``planned`` that of the
    plan at drawdown; each None where it cannot be computed, ``cost`` also where papers do not show how the rest of the
    loan is or was paid. ``stated`` is what the lender's disclosure table says, where it was given. ``twice`` was taken
    a second time and stands in no line: it is to come back.
    """

    facility: str
    product: str
    received: Fen
    drawn_on: date
    lines: tuple[CostLine, ...]
    cost: YearlyCost | None = None
    lender_alone: YearlyCost | None = None
    planned: YearlyCost | None = None
    stated: StatedCost | None = None
    short: Fen = 0
    twice: Fen = 0

    @property
    def lent(self) -> Fen:
        """What was lent, in fen."""
        return self.received + self.short

    @property
    def paid(self) -> Fen:
        """What was paid so far."""
        return sum(line.amount for line in self.lines if not line.to_come)

    @property
    def to_come(self) -> Fen:
        """What is still to come by the plan."""
        return sum(line.amount for line in self.lines if line.to_come)

    def of(self, cover: Cover) -> Fen:
        """What of it is covered so."""
        return sum(line.amount for line in self.lines if line.cover is cover)


def yearly(received: Fen, drawn_on: date, lines: Iterable[CostLine]) -> YearlyCost | None:
    """The yearly cost of a drawdown against these lines; None where no rate balances them."""
    flows = [(drawn_on, received), *((line.on, -line.amount) for line in lines if line.amount)]
    found = dated_cost(flows) if len(flows) > 1 else None
    return found if found and found.effective is not None else None

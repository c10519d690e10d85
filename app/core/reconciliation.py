"""A loan's account: its payments set against the lender's records of them, row by row, with a reason for each rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.sources import Source


class Reason(Enum):
    """Why a payment and its record are not the same amount."""

    NONE = "none"  # they are the same
    DISCREPANCY = "discrepancy"  # a discrepancy states this very amount
    OTHER_DEBT = "other-debt"  # a discrepancy says that it repaid another debt, a reserve advance
    MOVED = "moved"  # a discrepancy says that the lender recorded it on another loan
    PENDING = "pending"  # the lender shows the record as not yet final
    OUTSIDE = "outside"  # recorded on a day of which no payment export speaks
    UNSEEN = "unseen"  # recorded, and no payment was found in exports that speak of the day
    OPEN = "open"  # nothing explains it


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the lender recorded of one payment for one loan, in fen; the parts make up ``total``."""

    principal: Fen = 0
    interest: Fen = 0
    charges: Fen = 0  # penalty and fees

    @property
    def total(self) -> Fen:
        """All of it."""
        return self.principal + self.interest + self.charges


@made_quickly
@dataclass(frozen=True, slots=True)
class Line:
    """One payment and its record, either of which may be absent. Amounts in fen, none negative.

    ``paid`` is this loan's share of a debit of ``debit`` fen, ``returned`` what came back of that share. ``named`` is
    how much of the rest its ``reason`` states; ``discrepancies`` are ids of those that speak of it.
    ``applies`` is the principal that would be repaid if the lender recorded the payment, or put back if it came back
    (negative); ``overpaid`` is what was paid beyond what the loan owed.
    """

    on: date
    paid: Fen
    returned: Fen
    recorded: Recorded
    debit: Fen = 0
    reason: Reason = Reason.NONE
    named: Fen = 0
    applies: Fen = 0
    overpaid: Fen = 0
    period: int | None = None
    discrepancies: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def rest(self) -> Fen:
        """Paid less returned less recorded."""
        return self.paid - self.returned - self.recorded.total

    @property
    def residual(self) -> Fen:
        """What no reason states."""
        return self.rest - self.named


@dataclass(frozen=True, slots=True)
class LoanAccount:
    """A loan with its lines in order of time. ``principal`` is None where no paper states it.

    ``to_guarantor`` is what is owed to a guarantor that repaid it to the lender, in fen of principal.
    """

    facility: str
    principal: Fen | None
    lines: tuple[Line, ...]
    settled_on: date | None = None
    to_guarantor: Fen = 0

    @property
    def paid(self) -> Fen:
        """What was paid and did not come back."""
        return sum(line.paid - line.returned for line in self.lines)

    @property
    def recorded(self) -> Fen:
        """What the lender recorded."""
        return sum(line.recorded.total for line in self.lines)

    @property
    def book(self) -> Fen:
        """The principal still owed by the lender's own records."""
        return (self.principal or 0) - sum(line.recorded.principal for line in self.lines)

    @property
    def adjusted(self) -> Fen:
        """The principal still owed once the lender records what is not recorded."""
        return self.book - sum(line.applies for line in self.lines)

    @property
    def overpaid(self) -> Fen:
        """What was paid beyond what was owed and is not back."""
        return sum(line.overpaid for line in self.lines)

    @property
    def residual(self) -> Fen:
        """Paid less recorded, less everything that a reason states: 0 unless something is not explained."""
        return self.paid - self.recorded - sum(line.named for line in self.lines)

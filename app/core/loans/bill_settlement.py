"""What settles a bill product on a day: what bills still ask for, charges on what is overdue, and what is to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.core.discrepancy import BridgePart
from app.core.loans.daily_charges import daily_charges
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue, Paid, overdue_spans
from app.core.loans.penalty_rules import PenaltyRule
from app.core.loans.standing import InWays, Payoff
from app.core.money import Fen
from app.core.sources import Product, Source


class BillDoubt(Enum):
    """Why no amount is said of a bill product on a day."""

    BEFORE_PAPERS = "before-papers"  # the day lies before the last day that the papers speak of
    UNTOLD = "untold"  # a bill fell due, and no paper tells whether it was paid


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill that is not paid in full: what is left of it, and what was unpaid at the end of its due date, in fen.

    It was ``made`` that day, or not before, and could be paid from then on. ``paid_late`` were paid after the due date,
    so that charges ran on what they paid until then.
    """

    month: tuple[int, int]
    made: date
    due: date
    left: Fen
    unpaid_at_due: Fen
    paid_late: tuple[Paid, ...] = ()
    sources: tuple[Source, ...] = ()

    def spans(self, on: date) -> tuple[Overdue, ...]:
        """What was overdue, for how many days, up to a day; nothing by the due date."""
        paid = [*(p for p in self.paid_late if p.on < on), Paid(on, 0)]
        spans = overdue_spans(self.due, self.unpaid_at_due, 0, paid, self.sources) if on > self.due else ()
        return tuple(span for span in spans if span.principal > 0)


@dataclass(frozen=True, slots=True)
class BillStanding:
    """A bill product on ``known_until``, the last day of its papers.

    ``unbilled`` was bought since the last bill and stands on none; None where no export covers those days.
    ``to_come`` are instalments that the last bill shows to be billed later: (how many, of how much, rows).
    With ``carried`` a later bill took over what an earlier one left, and what ran on it since is on no paper.
    """

    product: Product
    known_until: date
    bills: tuple[OpenBill, ...]
    unbilled: Fen | None = None
    unbilled_rows: tuple[Source, ...] = ()
    to_come: tuple[tuple[int, Fen, tuple[Source, ...]], ...] = ()
    carried: bool = False
    rules: tuple[PenaltyRule, ...] = ()
    doubts: tuple[BillDoubt, ...] = ()


@dataclass(frozen=True)
class BillPayoff(InWays):
    """What settles a bill product on a day: every way of charging what is overdue, the most usual first.

    ``assumed`` are bills due between the papers' last day and the day: they are taken as paid, and no paper bears that.
    """

    standing: BillStanding
    on: date
    ways: tuple[Payoff, ...] = ()
    left: tuple[OpenBill, ...] = ()
    assumed: tuple[OpenBill, ...] = ()
    doubts: tuple[BillDoubt, ...] = ()

    @property
    def unbilled(self) -> Fen:
        """What was bought since the last bill, as far as the papers tell."""
        return self.standing.unbilled or 0

    @property
    def to_come(self) -> Fen:
        """Instalments that later bills will hold, at the amount of the last one."""
        return sum(count * amount for count, amount, _ in self.standing.to_come)

    @property
    def certain(self) -> bool:
        """Whether the papers bear one amount for all that is owed, and nothing is taken as paid."""
        told = self.standing.unbilled is not None and not self.standing.to_come and not self.standing.carried
        return bool(self.ways) and self.least == self.most and not self.assumed and told


def settle_bills(standings: Iterable[BillStanding], on: date) -> tuple[BillPayoff, ...]:
    """What settles each bill product on ``on``; those of which nothing is owed are left out."""
    told = (settle_bill(standing, on) for standing in standings)
    return tuple(p for p in told if p.doubts or p.left or p.assumed or p.unbilled or p.to_come)


def settle_bill(standing: BillStanding, on: date) -> BillPayoff:
    """Bills that are out, with charges by the day on those that are overdue, by each rule that may hold (B13, F7)."""
    doubts = standing.doubts
    if not doubts and on < standing.known_until:
        doubts = (BillDoubt.BEFORE_PAPERS,)
    if doubts:
        return BillPayoff(standing, on, doubts=doubts)
    assumed = tuple(bill for bill in standing.bills if standing.known_until <= bill.due < on)
    left = tuple(bill for bill in standing.bills if bill not in assumed)
    by_amount: dict[Fen, Payoff] = {}
    for payoff in _payoffs(standing, left, on):
        by_amount.setdefault(payoff.amount, payoff)
    return BillPayoff(standing, on, tuple(by_amount.values()), left, assumed)


def _payoffs(standing: BillStanding, left: Sequence[OpenBill], on: date) -> Iterator[Payoff]:
    owed = [given("bill-open", bill.left, bill.sources) for bill in left]
    late = [bill for bill in left if bill.due < on]
    if not late:
        yield Payoff((), tuple(owed))
        return
    tried = list(daily_charges(standing.rules, standing.product, late[0].due))
    for way in tried:
        charges: list[BridgePart] = [way.formula("bill-late-charge", bill.spans(on)) for bill in late]
        yield Payoff((f"penalty-{way.rule.id}",), tuple(part for part in (*owed, *charges) if part.amount))
    if not tried:
        yield Payoff((), tuple(owed))

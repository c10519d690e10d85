"""What is owed on loans as far as papers bear it, and what settling them on a day would cost: the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from app.core.discrepancy import BridgePart
from app.core.facts import Method, PlanRow, Product, Source
from app.core.loans.conventions import STANDARD, Convention, Rate
from app.core.loans.penalty_rules import CONTRACT_RULE, PenaltyRule, PenaltyWay
from app.core.loans.prepayment import PrepaymentRule
from app.core.loans.settlement_fees import SettlementFee
from app.core.money import Fen


class Doubt(Enum):
    """Why nothing is said of a loan on a day."""

    BEFORE_PAPERS = "before-papers"  # the day lies before the last day that the papers speak of
    PAST_PLAN = "past-plan"  # all of the plan falls due before the day
    UNTOLD = "untold"  # a period fell due, and no paper tells whether it was paid
    PREPAID_SINCE = "prepaid-since"  # something was prepaid, and no later page shows the plan cut anew
    PLAN_CUT = "plan-cut"  # the page shows only the first periods of the loan
    NO_START = "no-start"  # nothing tells when the running period began
    NO_RATE_FOR_LATENESS = "no-rate-for-lateness"  # something is overdue, and no rate is known for its penalty
    TERMS_OPEN = "terms-open"  # the debits alone do not tell the terms
    NOT_A_PART = "not-a-part"  # what is to be prepaid is not a part of the balance
    PLAN_NOT_COMPUTED = "plan-not-computed"  # no known rule gives the plan as it stands


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """What is still owed of a period, in fen.

    ``unsplit`` was paid of it, but no paper tells how much of that was interest; it is not yet taken off.
    """

    number: int
    starts: date | None
    due: date
    principal: Fen
    interest: Fen
    fee: Fen = 0
    unsplit: Fen = 0
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, row: PlanRow) -> OpenPeriod:
        """A period of a plan page of which nothing is paid."""
        return cls(row.period, row.starts, row.due, row.principal, row.interest, row.fee, sources=row.sources)

    @property
    def instalment(self) -> Fen:
        """What is still to be paid of it by the plan."""
        return self.principal + self.interest + self.fee - self.unsplit


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a loan's rows: the open periods in order, and the rule by which interest runs.

    Without a ``rate`` no rate closes the plan's rows. ``evidence`` are the rows that bear the rate.
    """

    periods: tuple[OpenPeriod, ...]
    rate: Rate | None = None
    method: Method | None = None
    convention: Convention = STANDARD
    evidence: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class LoanStanding:
    """A loan that runs, on ``known_until``, the last day that its papers speak of.

    Several ``readings`` are several sets of terms that close all rows, the most usual first. ``last_paid`` is the
    period that was paid last. ``penalties`` are the rules by which lateness may be charged, ``penalty_ways`` those of
    their ways by which it was charged before, ``prepayments`` the rules by which pages show that plans of this product
    were cut anew, ``fees`` what public sources say that lenders of this product may take on top of settling early. With
    a doubt in ``doubts`` nothing can be told of it.
    """

    facility: str
    product: Product
    lent: Fen
    known_until: date
    readings: tuple[Reading, ...]
    drawn_on: date | None = None
    last_paid: OpenPeriod | None = None
    grace_days: int = 0
    penalties: tuple[PenaltyRule, ...] = (CONTRACT_RULE,)
    penalty_ways: tuple[PenaltyWay, ...] = ()
    prepayments: tuple[PrepaymentRule, ...] = ()
    fees: tuple[SettlementFee, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class ReserveStanding:
    """A reserve advance that is not returned: amount and, where its record states one, fee, in fen."""

    amount: Fen
    fee: Fen
    taken_on: date
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Payoff:
    """What settles a loan by one way of counting; ``way`` names what sets it apart, nothing for the plainest one.

    The amount is the sum of the parts' formulas, so that these always prove it.
    """

    way: tuple[str, ...]
    parts: tuple[BridgePart, ...]

    @cached_property
    def amount(self) -> Fen:
        """What is to be paid, in fen."""
        return sum(part.amount for part in self.parts)

    def of(self, *components: str) -> Fen:
        """What of it is of these components."""
        return sum(part.amount for part in self.parts if part.component in components)


class InWays:
    """What can be settled in several ways of counting, the most usual first."""

    ways: tuple[Payoff, ...]

    @property
    def usual(self) -> Payoff | None:
        """The most usual way."""
        return self.ways[0] if self.ways else None

    @cached_property
    def least(self) -> Fen:
        """The smallest amount of any way."""
        return min((way.amount for way in self.ways), default=0)

    @cached_property
    def most(self) -> Fen:
        """The largest amount of any way."""
        return max((way.amount for way in self.ways), default=0)


@dataclass(frozen=True)
class LoanPayoff(InWays):
    """What settles a loan on a day: every way that still fits, the most usual first; none where ``doubts`` say why.

    ``left`` are the periods that it settles, by the most usual reading. ``assumed`` are those due between the papers'
    last day and the day: they are taken as paid by the plan, and no paper bears that.
    """

    standing: LoanStanding
    on: date
    ways: tuple[Payoff, ...] = ()
    left: tuple[OpenPeriod, ...] = ()
    assumed: tuple[OpenPeriod, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether something of what it settles is overdue then, so that the plan is no longer kept."""
        return any(period.due < self.on for period in self.left)

    @cached_property
    def planned(self) -> Fen:
        """What is still to be paid by the plan."""
        return sum(period.instalment for period in self.left)

    @property
    def early(self) -> tuple[OpenPeriod, ...]:
        """The periods that it settles before they are due."""
        return tuple(period for period in self.left if period.due > self.on)

    @cached_property
    def fee(self) -> tuple[SettlementFee, Fen] | None:
        """The highest fee of settling early that a public source tells of, with what it comes to; None without any.

        It is in no way's amount: whether this contract has it, no such source tells.
        """
        principal = sum(period.principal for period in self.early)
        rule = max((r for r in self.standing.fees if r.holds(self.standing.product, self.on)), key=_share, default=None)
        return (rule, rule.formula(principal).amount) if rule and principal and self.ways else None

    @property
    def certain(self) -> bool:
        """Whether the papers bear one amount, nothing is taken as paid that they do not show, and no fee may come."""
        return bool(self.ways) and self.least == self.most and not self.assumed and not self.fee

    @property
    def saved(self) -> Fen:
        """By how much paying by the plan comes to more than the most usual way."""
        return self.planned - self.ways[0].amount if self.ways else 0


def _share(rule: SettlementFee) -> tuple[Decimal, str]:
    return rule.share, rule.id


@dataclass(frozen=True, slots=True)
class DayPayoff:
    """What settles all loans on a day, loan by loan, and the reserve advances that are out then."""

    on: date
    loans: tuple[LoanPayoff, ...]
    reserves: tuple[ReserveStanding, ...] = field(default=())

    @property
    def told(self) -> tuple[LoanPayoff, ...]:
        """The loans of which an amount can be told."""
        return tuple(loan for loan in self.loans if loan.ways)

    @property
    def usual(self) -> Fen:
        """The most usual amounts of all loans together; without reserve advances."""
        return sum(loan.ways[0].amount for loan in self.told)

    @property
    def least(self) -> Fen:
        """The smallest amounts of all loans together; without reserve advances."""
        return sum(loan.least for loan in self.told)

    @property
    def most(self) -> Fen:
        """The largest amounts of all loans together; without reserve advances."""
        return sum(loan.most for loan in self.told)

    @property
    def planned(self) -> Fen:
        """What paying those loans by their plans still comes to."""
        return sum(loan.planned for loan in self.told)

    @property
    def advances(self) -> Fen:
        """The reserve advances, with the fees that their records state."""
        return sum(advance.amount + advance.fee for advance in self.reserves)

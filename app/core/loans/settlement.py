"""What settling a loan early costs on a day, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from app.core.loans.conventions import STANDARD, Convention, Rate
from app.core.loans.schedules import Period, interest
from app.core.money import Fen


class Payoff(NamedTuple):
    """What settles a loan on a day, in fen; ``arrears`` are instalments already due, as they stand in the plan."""

    principal: Fen
    interest: Fen
    arrears: Fen = 0
    fee: Fen = 0

    @property
    def total(self) -> Fen:
        """What is to be paid."""
        return self.principal + self.interest + self.arrears + self.fee


def payoff(
    plan: Sequence[Period], rate: Rate, on: date, convention: Convention = STANDARD, *, minimum_days: int = 0
) -> Payoff:
    """Return what settles a daily-interest loan on ``on``: the balance and its interest to the day (F9).

    ``plan`` holds the periods not yet paid. Those due before ``on`` are owed as they are (their penalty is another
    matter, see ``accrual``); of the running one interest counts from its start. On its due date the running period
    costs exactly its instalment's interest. ``minimum_days`` is 1 where borrowing and repaying on one day costs one
    (A07).
    """
    due = [period for period in plan if period.due < on]
    ahead = [period for period in plan if period.due >= on]
    arrears = sum(period.total for period in due)
    if not ahead:
        return Payoff(0, 0, arrears)
    principal = sum(period.principal for period in ahead)
    running = ahead[0]
    if on == running.due:
        return Payoff(principal, running.interest, arrears)
    until = max(on, running.starts)
    short = minimum_days - (until - running.starts).days
    if short > 0:
        until = date.fromordinal(until.toordinal() + short)
    return Payoff(principal, interest(principal, rate, running.starts, until, convention), arrears)


class SettlementFee(Enum):
    """Which fees a fee product still takes when its instalments are settled (B08–B10, D12)."""

    ALL_REMAINING = "all-remaining"  # the older rule
    BILLED_ONLY = "billed-only"
    BILLED_AND_NEXT = "billed-and-next"
    BILLED_NEXT_AND_ONE = "billed-next-and-one"  # and one period's fee for settling, none for the last two periods


class FeePayoff(NamedTuple):
    """What settles fee instalments, in fen: remaining principal, and each fee by its name."""

    principal: Fen
    billed_fee: Fen
    next_fee: Fen
    settlement_fee: Fen
    remaining_fees: Fen = 0

    @property
    def total(self) -> Fen:
        """What is to be paid."""
        return sum(self)


def settle_instalments(
    open_periods: Sequence[Period], billed: int, rule: SettlementFee = SettlementFee.BILLED_NEXT_AND_ONE
) -> FeePayoff:
    """Return what settles fee instalments; the first ``billed`` of ``open_periods`` are on a bill, unpaid (F10).

    The fee of a period is its ``interest``. The next fee is that of the first unbilled period. The settlement fee is
    one period's fee and falls away when two periods or fewer are left (the rule published for 抖音月付, B09).
    """
    principal = sum(period.principal for period in open_periods)
    fees = [period.interest for period in open_periods]
    on_bill, ahead = sum(fees[:billed]), fees[billed:]
    if rule is SettlementFee.ALL_REMAINING:
        return FeePayoff(principal, on_bill, 0, 0, sum(ahead))
    upcoming = ahead[0] if ahead and rule is not SettlementFee.BILLED_ONLY else 0
    extra = upcoming if rule is SettlementFee.BILLED_NEXT_AND_ONE and len(open_periods) > 2 else 0
    return FeePayoff(principal, on_bill, upcoming, extra)

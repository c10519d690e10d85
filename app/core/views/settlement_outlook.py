"""What a person asks of settling: on which day, how much to prepay, and which balance a page claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.explanation import Explanation
from app.core.loans.all_in_cost import AllInCost, Cover
from app.core.loans.bill_settlement import BillPayoff, settle_bills
from app.core.loans.claimed_balance import ClaimedBalance, ReadClaim, explain_claimed
from app.core.loans.prepayment_options import PrepaymentOutlook, prepay_on
from app.core.loans.settlement import settle_all
from app.core.loans.standing import DayPayoff, LoanStanding, ReserveStanding
from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class SettlementQuestion:
    """A day, a part to prepay of each loan, and balances that pages claim, each by the place of its loan, in fen."""

    on: date
    prepay: Fen | None = None
    claimed: tuple[tuple[int, Fen], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What hung on a loan beside its plan so far: charges of other payees, and what coupons took off, in fen.

    A settlement holds neither; whether the charges go on, and whether more coupons would have come, no paper tells.
    """

    payees: tuple[str, ...] = ()
    charges: tuple[Fen, ...] = ()
    coupons: tuple[Fen, ...] = ()

    @property
    def usual_coupon(self) -> Fen:
        """What the latest coupons took off alike, in fen; 0 where there was one alone or they differed."""
        return self.coupons[-1] if len(self.coupons) > 1 and self.coupons[-1] == self.coupons[-2] else 0


@dataclass(frozen=True, slots=True)
class SettlementOutlook:
    """The answer: what settles every loan and bill that day, what a prepayment would save, and the claimed balances."""

    day: DayPayoff
    bills: tuple[BillPayoff, ...] = ()
    prepayments: tuple[PrepaymentOutlook, ...] = ()
    claimed: tuple[ClaimedBalance, ...] = ()
    beside: tuple[tuple[str, Beside], ...] = ()


def settlement_outlook(explanation: Explanation, question: SettlementQuestion) -> SettlementOutlook:
    """Answer a question of settling from an explanation's standings; milliseconds, so that it may follow a slider."""
    day = settle_all(explanation.standings, explanation.reserves, question.on)
    prepaid = (
        tuple(prepay_on(standing, question.on, question.prepay) for standing in explanation.standings)
        if question.prepay
        else ()
    )
    claims = [explain_claimed(day.loans[place], amount, day.reserves) for place, amount in question.claimed]
    by_loan = {standing.facility: standing for standing in explanation.standings}
    claims += [_read(by_loan[claim.facility], explanation.reserves, claim) for claim in explanation.claims]
    beside = tuple((cost.facility, found) for cost in explanation.costs if (found := beside_of(cost)))
    bills = settle_bills(explanation.bill_standings, question.on)
    return SettlementOutlook(day, bills, prepaid, tuple(claims), beside)


def may_be_told(explanation: Explanation) -> bool:
    """Whether there is a loan or bill of which papers tell what settling it takes."""
    loans = any(standing.readings and not standing.doubts for standing in explanation.standings)
    return loans or any(
        bill.usual and not bill.doubts for bill in settle_bills(explanation.bill_standings, explanation.as_of)
    )


def _read(standing: LoanStanding, reserves: Sequence[ReserveStanding], claim: ReadClaim) -> ClaimedBalance:
    """A balance that a paper claims, beside what is computed for the day that it is of."""
    day = settle_all([standing], reserves, claim.on)
    return replace(explain_claimed(day.loans[0], claim.amount, day.reserves), sources=claim.sources)


def beside_of(cost: AllInCost) -> Beside | None:
    """The charges and coupons of a loan; None where it had neither."""
    charges = [line for line in cost.lines if line.cover in (Cover.THIRD_PARTY, Cover.DISCLOSED)]
    coupons = tuple(-line.amount for line in cost.lines if line.cover is Cover.COUPON)
    payees = tuple(dict.fromkeys(line.payee for line in charges if line.payee))
    return Beside(payees, tuple(line.amount for line in charges), coupons) if charges or coupons else None


def named(explanation: Explanation, name: str) -> Sequence[int]:
    """The places of the loans that a name means: its whole name, or letters that it begins or ends with."""
    ids = [standing.facility for standing in explanation.standings]
    if name in ids:
        return [ids.index(name)]
    return [place for place, each in enumerate(ids) if name and (each.startswith(name) or each.endswith(name))]

"""Which flat fees a plan still takes when it is settled early: rules that differ by lender, product and year.

A plan may call its flat fee interest: what stays the same although the balance falls is no interest by any rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

from app.core.discrepancy import BridgePart, Input, Term, Unit
from app.core.money import Fen
from app.core.sources import Source


class FlatFeeRule(Enum):
    """Which fees of open periods a settlement holds (B08–B10, D12), the most usual first."""

    NEXT = "next-fee"  # that of the coming period
    NEXT_AND_ONE = "next-fee-and-one"  # and one for settling, none where two periods or fewer are left
    NONE = "no-fee"
    ALL = "all-fees"  # the older rule


def fees_held(fees: Sequence[Fen], rule: FlatFeeRule, billed: int = 0) -> Sequence[Fen]:
    """The fees of ``fees``, those of the open periods in order, that a settlement by this rule holds (F10).

    The first ``billed`` periods stand on a bill already; their fees are always held, but by the rule of no fee at all.
    """
    left = len(fees) - billed
    count = {
        FlatFeeRule.NEXT: billed + 1,
        FlatFeeRule.NEXT_AND_ONE: billed + (2 if left > 1 else 1),
        FlatFeeRule.NONE: 0,
        FlatFeeRule.ALL: len(fees),
    }[rule]
    return fees[: count if len(fees) > 2 else min(count, billed + 1)]


LEAST_BY_RATE = 2
"""By how many fen interest by a rate would fall each period at least, so that its standing still tells."""


def is_flat(shares: Sequence[tuple[Fen, Fen]]) -> bool:
    """Whether the interest of open periods, each as (principal, interest), is the same while the balance falls."""
    interests, owed = [interest for _, interest in shares], sum(principal for principal, _ in shares)
    if len(shares) < 2 or not owed or min(interests) <= 0 or max(interests) - min(interests) > 1:
        return False
    return all(principal * interest >= LEAST_BY_RATE * owed for principal, interest in shares)


@dataclass(frozen=True, slots=True)
class OpenFee:
    """The flat fee of a period that was open, in fen, and the rows of the plan that ask for it."""

    amount: Fen
    evidence: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FeesCharged:
    """The fees that a settlement took, as the plan's fees less those that it spared.

    ``count`` of the first fees make up what was charged beyond the principal; None where no number does, then ``rest``
    is what stays unexplained. ``spared`` are the fees not charged, in fen, and ``parts`` their formula.
    """

    count: int | None
    spared: Fen
    rest: Fen
    parts: tuple[BridgePart, ...]


def fees_charged(charged: Fen, fees: Sequence[OpenFee]) -> FeesCharged:
    """Which of ``fees``, those of the open periods in order, a settlement took (F10).

    ``charged`` is what was paid beyond the principal, in fen.
    """
    sums = list(accumulate((fee.amount for fee in fees), initial=0))
    count = sums.index(charged) if charged in sums else None
    left = fees[count or 0 :]
    terms = (Term((Input("fee-in-plan", f.amount, Unit.MONEY, f.evidence),), negative=True) for f in left if f.amount)
    parts = (BridgePart("fees-not-charged", tuple(terms)),) if left else ()
    return FeesCharged(count, sum(f.amount for f in left), charged if count is None else 0, parts)

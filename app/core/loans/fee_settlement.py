"""Which flat fees a plan still takes when it is settled early: rules that differ by lender, product and year."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import accumulate

from app.core.money import Fen


class SettlementFee(Enum):
    """Which fees of open periods a settlement holds (B08–B10, D12), the most usual first."""

    NEXT = "next-fee"  # that of the coming period
    NEXT_AND_ONE = "next-fee-and-one"  # and one for settling, none where two periods or fewer are left
    NONE = "no-fee"
    ALL = "all-fees"  # the older rule


def fees_held(fees: Sequence[Fen], rule: SettlementFee, billed: int = 0) -> Sequence[Fen]:
    """The fees of ``fees``, those of the open periods in order, that a settlement by this rule holds (F10).

    The first ``billed`` periods stand on a bill already; their fees are always held, but by the rule of no fee at all.
    """
    left = len(fees) - billed
    count = {
        SettlementFee.NEXT: billed + 1,
        SettlementFee.NEXT_AND_ONE: billed + (2 if left > 1 else 1),
        SettlementFee.NONE: 0,
        SettlementFee.ALL: len(fees),
    }[rule]
    return fees[: count if len(fees) > 2 else min(count, billed + 1)]


def fees_counted(charged: Fen, fees: Sequence[Fen]) -> int | None:
    """How many of the first fees make up what was charged beyond the principal; None where no number does."""
    sums = list(accumulate(fees, initial=0))
    return sums.index(charged) if charged in sums else None

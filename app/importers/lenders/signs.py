"""Repayments, and lines of bills, that a table writes with a minus, as money that left the account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.facts import BillLine, LineKind, Posting
from app.importers.recognising.row_account import Fact


def as_sizes(facts: Iterable[Fact]) -> list[Fact]:
    """The facts with repayments by their size where the table writes every one with a minus, as money that left.

    One repayment alone with a minus may be one that was taken back.
    """
    kept = list(facts)
    totals = [fact.total for fact in kept if isinstance(fact, Posting) and fact.total]
    if len(totals) < 2 or max(totals) > 0:
        return kept
    return [_sized(fact) if isinstance(fact, Posting) else fact for fact in kept]


def _sized(posting: Posting) -> Posting:
    return replace(
        posting, total=-posting.total, principal=-posting.principal, interest=-posting.interest,
        penalty=-posting.penalty, fee=-posting.fee,
    )  # fmt: skip


_LOWERING = frozenset({LineKind.REFUND, LineKind.CREDIT, LineKind.REDUCTION})
_BOUGHT = frozenset({LineKind.PURCHASE, LineKind.INSTALMENT})


def as_charges(lines: Sequence[BillLine]) -> list[BillLine]:
    """The lines of a bill with what was bought as what it adds, where the bill writes all of that with a minus."""
    adding = [line for line in lines if line.kind not in _LOWERING]
    if not any(line.kind in _BOUGHT for line in adding) or any(line.amount > 0 for line in adding):
        return list(lines)
    return [line if line.kind in _LOWERING else replace(line, amount=-line.amount) for line in lines]

"""Repayments that a table writes with a minus, as money that left the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.core.facts import Posting
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

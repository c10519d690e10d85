"""What lenders take on top of an early settlement: dated rules, each a hypothesis tried against what was charged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.discrepancy import BridgePart, Input, Term, Unit, distinct
from app.core.loans.validity import DatedRule, validity_in
from app.core.money import Fen
from app.core.sources import Product, Source


@dataclass(frozen=True, slots=True)
class SettlementFee(DatedRule):
    """A fee of settling early, ``share`` of the principal repaid early, rounded half-up once.

    Its days are those of settlement. ``seen`` says from when to when the sources are.
    """

    id: str
    share: Decimal
    seen: str = ""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> SettlementFee:
        """A rule from its entry in the table. Raises KeyError or ValueError for an entry that is none."""
        return cls(
            id=entry["id"],
            share=Decimal(entry["share"]),
            seen=entry.get("seen", ""),
            **validity_in(entry),
        )

    def formula(self, principal: Fen, evidence: Iterable[Source] = ()) -> BridgePart:
        """The fee on a principal in fen, whose rows are ``evidence``, rounded half-up once."""
        balance = Input("balance", principal, Unit.MONEY, distinct(evidence))
        return BridgePart("settlement-fee", (Term((balance, Input("fee-share", self.share, Unit.RATE))),))


STATED = "stated"
"""The id of the rule that the loan's own contract is."""


def stated_fee(share: Decimal) -> SettlementFee:
    """The fee that the loan's own contract names, of ``share`` 0 where it says that nothing is taken."""
    return SettlementFee(STATED, share, published=True)


def fees_that_fit(
    fee: Fen, principal: Fen, named: Product, on: date, rules: Iterable[SettlementFee]
) -> Iterator[SettlementFee]:
    """The rules that give exactly this fee, published ones first; none for no fee."""
    for rule in sorted(rules, key=lambda r: not r.published):
        if fee > 0 and rule.holds(named, on) and rule.formula(principal).amount == fee:
            yield rule

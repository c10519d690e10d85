"""What lenders take on top of an early settlement: dated rules, each a hypothesis tried against what was charged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.discrepancy import BridgePart, Input, Term, Unit, distinct
from app.core.loans.validity import may_hold
from app.core.money import Fen
from app.core.sources import Product, Source


@dataclass(frozen=True, slots=True)
class SettlementFee:
    """A fee of settling early, ``share`` of the principal repaid early, rounded half-up once.

    ``products`` are empty where the source speaks of loans in general; ``first`` and ``last`` bound the days that it is
    known to hold for. ``published`` says that a public source states it for these products, ``seen`` from when to when
    such sources are.
    """

    id: str
    share: Decimal
    products: frozenset[Product] = frozenset()
    first: date | None = None
    last: date | None = None
    published: bool = False
    seen: str = ""
    source: str = ""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> SettlementFee:
        """A rule from its entry in the table. Raises KeyError or ValueError for an entry that is none."""
        return cls(
            id=entry["id"],
            share=Decimal(entry["share"]),
            products=frozenset(Product(name) for name in entry["products"]),
            first=entry.get("first"),
            last=entry.get("last"),
            published=entry["certainty"] == "published",
            seen=entry.get("seen", ""),
            source=entry["source"],
        )

    def holds(self, named: Product, on: date) -> bool:
        """Whether the rule may hold for a loan of this product that was settled on this day."""
        return may_hold(self, named, on)

    def formula(self, principal: Fen, evidence: Iterable[Source] = ()) -> BridgePart:
        """The fee on a principal in fen, whose rows are ``evidence``, rounded half-up once."""
        balance = Input("balance", principal, Unit.MONEY, distinct(evidence))
        return BridgePart("settlement-fee", (Term((balance, Input("fee-share", self.share, Unit.RATE))),))


def fees_that_fit(
    fee: Fen, principal: Fen, named: Product, on: date, rules: Iterable[SettlementFee]
) -> Iterator[SettlementFee]:
    """The rules that give exactly this fee, published ones first; none for no fee."""
    for rule in sorted(rules, key=lambda r: not r.published):
        if fee > 0 and rule.holds(named, on) and rule.formula(principal).amount == fee:
            yield rule

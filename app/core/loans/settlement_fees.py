"""What lenders take on top of an early settlement: dated rules, each a hypothesis tried against what was charged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.money import Fen, product
from app.core.sources import Product


@dataclass(frozen=True, slots=True)
class SettlementFee:
    """A fee of settling early, ``share`` of the principal repaid early, rounded half-up once.

    ``products`` are empty where the source speaks of loans in general; ``first`` and ``last`` bound the days that it is
    known to hold for. ``published`` says that a public source states it for these products.
    """

    id: str
    share: Decimal
    products: frozenset[Product] = frozenset()
    first: date | None = None
    last: date | None = None
    published: bool = False
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
            source=entry["source"],
        )

    def holds(self, named: Product, on: date) -> bool:
        """Whether the rule may hold for a loan of this product that was settled on this day."""
        in_time = (self.first is None or self.first <= on) and (self.last is None or on <= self.last)
        return in_time and (not self.products or named in self.products)

    def of(self, principal: Fen) -> Fen:
        """The fee on a principal, both in fen, rounded half-up."""
        return product(principal, self.share)


def fees_that_fit(
    fee: Fen, principal: Fen, named: Product, on: date, rules: Iterable[SettlementFee]
) -> Iterator[SettlementFee]:
    """The rules that give exactly this fee, published ones first; none for no fee."""
    for rule in sorted(rules, key=lambda r: not r.published):
        if fee > 0 and rule.holds(named, on) and rule.of(principal) == fee:
            yield rule

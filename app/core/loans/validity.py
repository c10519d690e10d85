"""For which products and days a rule of a table may hold, and how sure its source is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.sources import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRule:
    """What every rule of lenders has beside its contents.

    ``products`` are empty where the source speaks of lenders in general; ``first`` and ``last`` bound the days that the
    rule is known to hold for. ``published`` says that a public source states it for these products; else it is a
    supposition that only the rows can bear.
    """

    products: frozenset[Product] = frozenset()
    first: date | None = None
    last: date | None = None
    published: bool = False
    source: str = ""

    def holds(self, product: Product, on: date) -> bool:
        """Whether the rule speaks of this product and of this day."""
        in_time = (self.first is None or self.first <= on) and (self.last is None or on <= self.last)
        return in_time and (not self.products or product in self.products)


def validity_in(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `DatedRule` from a rule's entry in its table. Raises KeyError or ValueError for what is none."""
    return {
        "products": frozenset(Product(name) for name in entry["products"]),
        "first": entry.get("first"),
        "last": entry.get("last"),
        "published": entry["certainty"] == "published",
        "source": entry["source"],
    }

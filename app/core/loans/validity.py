"""Whether a dated rule of a table may hold for a product and a day."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from app.core.sources import Product


class Dated(Protocol):
    """A rule with the products it speaks of, empty for lenders in general, and the days it is known to hold for."""

    @property
    def products(self) -> frozenset[Product]: ...

    @property
    def first(self) -> date | None: ...

    @property
    def last(self) -> date | None: ...


def may_hold(rule: Dated, product: Product, on: date) -> bool:
    """Whether the rule speaks of this product and of this day."""
    in_time = (rule.first is None or rule.first <= on) and (rule.last is None or on <= rule.last)
    return in_time and (not rule.products or product in rule.products)

"""The published rules about credit records, from their table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.core.ahead import CreditMonth, MarkBasis
from app.core.money import Fen
from app.resource_files import resource

_LATE = frozenset({MarkBasis.UNPAID, MarkBasis.WITHIN})


@dataclass(frozen=True, slots=True)
class CreditRule:
    """A rule with its source; ``since`` is the year where no day is certain, else empty. A repair has a window."""

    id: str
    source: str
    certainty: str
    valid_from: date
    since: str
    when: str
    first: date = date.min
    last: date = date.max
    most: Fen = 0
    repaid_by: date = date.max

    def is_about(self, months: tuple[CreditMonth, ...]) -> bool:
        """Whether it is told with these months: always, or because one of them lies in its window."""
        return self.when == "always" or any(self._holds(month) for month in months)

    def _holds(self, month: CreditMonth) -> bool:
        begins = date(*month.month, 1)
        return month.basis in _LATE and self.first <= begins <= self.last and month.overdue <= self.most


@cache
def credit_rules() -> tuple[CreditRule, ...]:
    """Every rule of the table, in its order."""
    table = tomllib.loads(resource("tables", "credit_rules.toml").read_text(encoding="utf-8"))
    return tuple(
        CreditRule(
            r["id"], r["source"], r["certainty"], r["valid_from"], str(r.get("since", "")), r["when"],
            r.get("first", date.min), r.get("last", date.max), r.get("most_yuan", 0) * 100,
            r.get("repaid_by", date.max),
        )
        for r in table["rule"]
    )  # fmt: skip


def rules_about(months: tuple[CreditMonth, ...], on: date) -> tuple[CreditRule, ...]:
    """The rules that hold on a day and concern these months."""
    return tuple(rule for rule in credit_rules() if rule.valid_from <= on and rule.is_about(months))

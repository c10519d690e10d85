"""What a person can say that a table is: the roles its columns may have, and those that must be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from app.importers.recognising.vocabulary import kinds

Need: TypeAlias = tuple[tuple[str, ...], int]
"""Roles of which at least so many must have a column."""

PAYMENTS, STATEMENT, WALLET, BILL = "payments", "statement", "wallet", "bill"

HEADERLESS = frozenset({PAYMENTS, STATEMENT, "plan", "records"})
"""The kinds that can be read without a line of headings: the others are known by names above or beside the rows."""

_SPLIT: Need = (("principal", "interest", "total"), 2)
_NEEDS: Mapping[str, tuple[Need, ...]] = {
    PAYMENTS: ((("paid_at",), 1), (("money",), 1)),
    STATEMENT: ((("traded_at", "posted_on"), 1), (("money", "money_out", "money_in"), 1)),
    WALLET: ((("traded_at",), 1), (("money",), 1)),
    "plan": ((("due",), 1), _SPLIT),
    "records": ((("paid_at",), 1), _SPLIT),
    "drawdowns": ((("drawn_at",), 1), (("loan_amount",), 1)),
    "bill": ((("posted_on", "traded_at"), 1), (("line_amount",), 1)),
    "reserve": ((("taken_at",), 1), (("taken",), 1)),
}
_OWN: Mapping[str, tuple[str, ...]] = {
    PAYMENTS: ("paid_at", "money", "text", "period", "account"),
    STATEMENT: (
        "traded_at", "posted_on", "money", "money_out", "money_in", "direction", "balance", "text", "counterparty",
        "account", "outcome", "order_no",
    ),
    WALLET: (
        "traded_at", "money", "direction", "outcome", "account", "text", "counterparty", "channel", "order_no",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MappedKind:
    """A kind of table: its roles, the necessary ones first, and what its reader cannot do without."""

    name: str
    roles: tuple[str, ...]
    needs: tuple[Need, ...]

    @property
    def necessary(self) -> frozenset[str]:
        """The roles that some need names."""
        return frozenset(role for group, _ in self.needs for role in group)

    def lacking(self, given: Iterable[str]) -> tuple[Need, ...]:
        """The needs that the roles given do not meet."""
        have = set(given)
        return tuple((group, least) for group, least in self.needs if len(have & set(group)) < least)


@cache
def mapped_kinds() -> Mapping[str, MappedKind]:
    """Every kind by name, what people most often hold first."""
    known = {kind.name: kind.roles for kind in kinds()} | dict(_OWN)
    known["bill"] = (*known["bill"], "bill_month")  # where nothing above the table says it
    return {
        name: MappedKind(name, tuple(dict.fromkeys((*(r for group, _ in needs for r in group), *known[name]))), needs)
        for name, needs in _NEEDS.items()
    }

"""How long after a due date a payment may count as in time: dated rules on days of grace and on days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.calendar import WorkCalendar
from app.core.loans.validity import DatedRule, validity_in
from app.core.sources import Product


@dataclass(frozen=True, slots=True)
class DueRule(DatedRule):
    """A rule on late payments, as a source states it: so many days of grace, or until the working day after a day off.

    Its days are due dates.
    """

    id: str
    grace_days: int | None = None

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> DueRule:
        """A rule from its entry in the table. Raises KeyError or ValueError for an entry that is none."""
        if ("grace_days" in entry) == entry.get("next_working_day", False):
            raise ValueError(f"due rule {entry['id']}: either days of grace or the next working day")
        return cls(
            id=entry["id"],
            grace_days=entry.get("grace_days"),
            **validity_in(entry),
        )

    def allows(self, due: date, paid_on: date, calendar: WorkCalendar | None) -> bool:
        """Whether by this rule a payment after its due date was in time."""
        if self.grace_days is not None:
            return (paid_on - due).days <= self.grace_days
        if calendar is None or calendar.is_working(due):
            return False
        return paid_on <= calendar.on_or_after(due)


def due_rules_for(rules: Iterable[DueRule], product: Product, due: date) -> Iterator[DueRule]:
    """The rules that may hold, published ones first, in the order of the table."""
    yield from sorted((rule for rule in rules if rule.holds(product, due)), key=lambda rule: not rule.published)

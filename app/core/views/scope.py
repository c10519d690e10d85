"""A part of a case: only some loans, only some days; every view shows the same part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.core.ahead import Ahead, CreditRecord
from app.core.explanation import Chain, Event, Explanation

_RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be seen: ``loans`` by id, all where it is empty; from ``first`` to ``last``, both moments included."""

    loans: frozenset[str] = frozenset()
    first: datetime | None = None
    last: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.loans and self.first is None and self.last is None

    @property
    def of_all_days(self) -> Scope:
        """The same loans, at all times."""
        return Scope(self.loans)

    def holds(self, moment: datetime | date) -> bool:
        """Whether a moment, or any of a day, lies in it."""
        if isinstance(moment, datetime):
            return (self.first is None or self.first <= moment) and (self.last is None or moment <= self.last)
        after = self.first is None or self.first.date() <= moment
        return after and (self.last is None or moment <= self.last.date())


def restricted(explanation: Explanation, scope: Scope) -> Explanation:
    """Return the part of an explanation that lies in a scope; ids and sentences stay as they are.

    An event that is in a chain of a loan belongs to that loan, also where it pays another one as well. A discrepancy
    belongs to the loan that it names, else to the loans of its events; it lies where it or any of its events does.
    """
    if scope.is_whole:
        return explanation
    of_loan = _belongs_to_loans(explanation, scope.loans)
    events = {e.id: e for e in explanation.events if of_loan(e.id, e.facility) and scope.holds(_when(e))}
    chains = tuple(c for c in explanation.chains if _shows(c, scope, events))
    found = tuple(
        d for d in explanation.discrepancies
        if (not scope.loans or d.facility in scope.loans or (d.facility is None and any(e in events for e in d.events)))
        and (scope.holds(d.at) or any(e in events for e in d.events))
    )  # fmt: skip
    ids = {d.id for d in found}
    mine: Callable[[str | None], bool] = lambda loan: not scope.loans or loan in scope.loans  # noqa: E731
    checks = tuple(
        c for c in explanation.comparison.checks
        if scope.holds(c.on) and (mine(c.facility) or ids.intersection(c.discrepancies))
    )  # fmt: skip
    return replace(
        explanation,
        facilities=tuple(f for f in explanation.facilities if mine(f.id)),
        events=tuple(events.values()),
        chains=chains,
        discrepancies=found,
        outlook=tuple(o for o in explanation.outlook if mine(o.facility)),
        comparison=replace(explanation.comparison, checks=checks),
        accounts=tuple(a for a in explanation.accounts if mine(a.facility)),
        ahead=_ahead_of(explanation.ahead, mine),
        standings=tuple(s for s in explanation.standings if mine(s.facility)),
        costs=tuple(c for c in explanation.costs if mine(c.facility)),
        reserves=explanation.reserves if mine(_RESERVE) else (),
        bill_standings=tuple(s for s in explanation.bill_standings if mine(s.product.value)),
        claims=tuple(c for c in explanation.claims if mine(c.facility)),
    )


def _ahead_of(ahead: Ahead, mine: Callable[[str | None], bool]) -> Ahead:
    return Ahead(
        dues=tuple(d for d in ahead.dues if mine(d.facility)),
        stale=tuple(p for p in ahead.stale if mine(p.facility)),
        risks=tuple(r for r in ahead.risks if mine(r.facility)),
        credit=CreditRecord(
            tuple(m for m in ahead.credit.months if mine(m.facility)),
            tuple(c for c in ahead.credit.checks if mine(c.facility)),
        ),
    )


def _belongs_to_loans(explanation: Explanation, loans: frozenset[str]) -> Callable[[str, str | None], bool]:
    if not loans:
        return lambda _event, _loan: True
    chained = {event for chain in explanation.chains if chain.facility in loans for event in chain.events}
    return lambda event, loan: loan in loans or event in chained


def _shows(chain: Chain, scope: Scope, events: dict[str, Event]) -> bool:
    if scope.loans and chain.facility not in scope.loans:
        return False
    return any(e in events for e in chain.events) or (chain.due is not None and scope.holds(chain.due))


def _when(event: Event) -> datetime | date:
    return event.at if event.timed else event.at.date()

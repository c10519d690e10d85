"""Reconciles each loan: the lender's balance, what stands on one side only, and the balance by what was paid.

Both ways end in the same figure, or the program is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.discrepancy import Discrepancy, Severity
from app.core.explanation import Basis, Event, EventKind, Explanation, Facility
from app.core.money import Fen

PAID = frozenset({EventKind.DEBIT, EventKind.PREPAYMENT, EventKind.SETTLEMENT})
"""Events in which money left the borrower's wallet for a loan."""
_PENDING = ("STATUS-SETTLED-PREMATURE", "pending")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that stands on one side only. ``amount`` in fen is what was paid less what was recorded.

    ``kind`` is a message id: ``error`` where a discrepancy explains it, ``shared`` where one debit paid several loans,
    ``bank`` where only the bank knows the payment, else ``unrecorded`` or ``unseen``.
    """

    kind: str
    on: date
    amount: Fen
    events: tuple[Event, ...]
    discrepancy: Discrepancy | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The reconciliation of one loan, in fen. ``charges`` are interest, penalty and fees in what was recorded."""

    facility: Facility
    principal: Fen
    recorded: Fen
    pending: Fen
    charges: Fen
    paid: Fen
    returned: Fen
    items: tuple[Item, ...]

    @property
    def lenders(self) -> Fen:
        """What is still owed by the lender's records."""
        return self.principal - self.recorded + self.charges

    @property
    def adjusted(self) -> Fen:
        """The lender's balance once every item is taken into account."""
        return self.lenders - sum(item.amount for item in self.items)

    @property
    def borrowers(self) -> Fen:
        """What is still owed by what was paid."""
        return self.principal - self.paid + self.returned + self.charges


def statements(explanation: Explanation) -> list[Statement]:
    """A statement for every loan whose lender says what was repaid."""
    groups = _groups(explanation)
    return [
        _statement(explanation, facility, groups)
        for facility in explanation.facilities
        if facility.basis is Basis.GIVEN and facility.principal is not None and facility.balance
    ]


def _statement(e: Explanation, facility: Facility, groups: Sequence[Sequence[Event]]) -> Statement:
    pending = _pending(e)
    own = [event for event in e.events if event.facility == facility.id]
    recorded = _sum(own, EventKind.POSTING) - sum(x.amount or 0 for x in own if x.id in pending)
    principal = facility.principal or 0
    repaid = principal - facility.balance[-1][1]
    return Statement(
        facility=facility,
        principal=principal,
        recorded=recorded,
        pending=sum(x.amount or 0 for x in own if x.id in pending),
        charges=recorded - repaid,
        paid=_sum(own, *PAID),
        returned=_sum(own, EventKind.REFUND),
        items=tuple(sorted(_items(e, facility, groups, pending), key=lambda item: (item.on, item.kind, item.amount))),
    )


def _sum(events: Sequence[Event], *kinds: EventKind) -> Fen:
    return sum(event.amount or 0 for event in events if event.kind in kinds)


def _pending(e: Explanation) -> frozenset[str]:
    """The records of payments that the lender itself shows as not yet final."""
    found = [d for d in e.discrepancies if (d.code, d.variant) == _PENDING]
    kinds = {event.id: event.kind for event in e.events}
    return frozenset(x for d in found for x in d.events if kinds.get(x) is EventKind.POSTING)


def _items(
    e: Explanation, facility: Facility, groups: Sequence[Sequence[Event]], pending: frozenset[str]
) -> Iterator[Item]:
    causes = _causes(e)
    for group in groups:
        own = [event for event in group if event.facility == facility.id]
        recorded = sum(x.amount or 0 for x in own if x.kind is EventKind.POSTING and x.id not in pending)
        amount = _sum(own, *PAID) - _sum(own, EventKind.REFUND) - recorded
        if amount:
            yield _item(group, own, amount, causes)


def _item(group: Sequence[Event], own: Sequence[Event], amount: Fen, causes: Mapping[str, Discrepancy]) -> Item:
    shown = tuple(x for x in own if x.kind in PAID | {EventKind.POSTING, EventKind.REFUND})
    cause = min((causes[x.id] for x in shown if x.id in causes), key=_rank, default=None)
    return Item(_kind(group, own, amount, cause), shown[0].at.date(), amount, shown, cause)


def _rank(d: Discrepancy) -> tuple[object, ...]:
    return (not d.difference, [Severity.SERIOUS, Severity.WARNING, Severity.INFO].index(d.severity), d.id)


def _kind(group: Sequence[Event], own: Sequence[Event], amount: Fen, cause: Discrepancy | None) -> str:
    loans = {x.facility for x in group if x.kind in PAID or x.kind is EventKind.POSTING}
    if len(loans) > 1:
        return "shared"
    if cause is not None:
        return "error"
    if amount < 0 and any(x.kind is EventKind.BANK for x in own):
        return "bank"
    return "unrecorded" if amount > 0 else "unseen"


def _causes(e: Explanation) -> dict[str, Discrepancy]:
    """The discrepancy that speaks of each event: one that moves money before one that does not."""
    found: dict[str, Discrepancy] = {}
    for d in sorted(e.discrepancies, key=_rank):
        for event in d.events:
            found.setdefault(event, d)
    return found


def _groups(e: Explanation) -> list[list[Event]]:
    """Events that any chain joins, directly or through others, or that happened to one loan in one second."""
    parent: dict[str, str] = {event.id: event.id for event in e.events}

    def root(x: str) -> str:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for chain in e.chains:
        for other in chain.events[1:]:
            parent[root(other)] = root(chain.events[0])
    moments: dict[tuple[object, ...], str] = {}
    for event in e.events:
        if event.timed and event.kind in PAID | {EventKind.POSTING}:
            first = moments.setdefault((event.facility, event.at), event.id)
            parent[root(event.id)] = root(first)
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in e.events:
        groups[root(event.id)].append(event)
    return list(groups.values())

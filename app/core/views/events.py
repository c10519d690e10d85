"""The marks of the timeline, made of everything that moved, fell due, was recorded, billed or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from app.core.explanation import Event, EventKind
from app.core.facts import Bill, Ledger, LineKind, Outcome, Source, WalletKind
from app.core.inference import RoleKind
from app.core.linking.fact_keys import keys_of_rows
from app.core.linking.payments import Movement
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.made_quickly import made_quickly
from app.core.money import Fen
from app.core.normalise import Repayment
from app.core.rules.context import Context
from app.core.rules.successive_pages import plan_changes
from app.core.views.stated import stated

HUABEI, RESERVE = "huabei", "reserve"
"""Ids of the facilities that are no single loan."""

_KINDS = {
    WalletKind.DRAWDOWN: EventKind.DRAWDOWN,
    WalletKind.REPAYMENT: EventKind.DEBIT,
    WalletKind.RESERVE_TAKEN: EventKind.RESERVE_TAKEN,
    WalletKind.RESERVE_RETURNED: EventKind.RESERVE_RETURNED,
    WalletKind.CHARGE: EventKind.FEE,
}
MARKED = tuple(_KINDS)
"""The kinds of movements that are marks of the timeline; purchases are not."""
_HAPPENED = {RepaymentKind.PREPAYMENT: EventKind.PREPAYMENT, RepaymentKind.SETTLEMENT: EventKind.SETTLEMENT}
_FOUND_TO_BE = {RoleKind.PREPAYMENT: EventKind.PREPAYMENT, RoleKind.SETTLEMENT: EventKind.SETTLEMENT}


@made_quickly
@dataclass(frozen=True, slots=True)
class _Place:
    """Which loan and period a movement belongs to."""

    facility: str | None
    period: int | None
    kind: EventKind | None = None


def events_of(context: Context, ledger: Ledger | None = None) -> tuple[Event, ...]:
    """Every event once, in order of time, with ids that count in that order.

    ``ledger`` gives the certificates and messages that state something and move no money.
    """
    made = [*_moved(context), *_recorded(context), *_due(context), *_billed(context), *_changed(context)]
    made += stated(context, ledger) if ledger else ()
    made.sort(key=_order)
    keys = keys_of_rows(context.books, {source for event in made for source in event.sources})
    return tuple(_numbered(event, number, keys) for number, event in enumerate(made, start=1))


def _numbered(e: Event, number: int, keys: Mapping[Source, str]) -> Event:
    """The event with its id and its fact's key; there are thousands, and ``replace`` takes thrice the time."""
    fact = next((keys[s] for s in e.sources if s in keys), "")
    more = (e.timed, e.amount, e.sources, e.facility, e.period, e.posted, e.account, e.text)
    return Event(f"e{number}", e.kind, e.at, *more, fact)


def _order(event: Event) -> tuple[object, ...]:
    amount = event.amount if event.amount is not None else 0
    return (event.at, event.kind.value, event.facility or "", event.period or 0, amount, event.account, event.text)


def _event(
    kind: EventKind, at: datetime | date, amount: Fen | None, sources: tuple[Source, ...], place: _Place,
    *, account: str = "", text: str = "",
) -> Event:  # fmt: skip
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    timed = moment.time() != time()
    return Event("", kind, moment, timed, amount, sources, place.facility, place.period, None, account, text)


def places(context: Context) -> dict[int, _Place]:
    """By identity of the movement: what it paid, as recorded or as claimed."""
    found: dict[int, _Place] = {}
    for link in context.activity.linked:
        if link.repayments:
            first = link.repayments[0]
            periods = {part.period for r in link.repayments for part in r.parts}
            single = len(link.repayments) == 1 and len(periods) == 1
            place = _Place(first.contract, first.parts[0].period if single else None)
            found |= dict.fromkeys((id(link.debit), *map(id, link.debit.recollects)), place)
    for claim in context.activity.claims:
        found.setdefault(id(claim.debit), _Place(claim.contract, claim.period))
    for activity in context.activity.periods:
        for failed in activity.tries:
            found.setdefault(id(failed), _Place(activity.book.contract, activity.period))
    for early in context.activity.early:
        for debit in early.debits:
            old = found.get(id(debit), _Place(early.book.contract, None))
            found[id(debit)] = replace(old, kind=_HAPPENED.get(early.kind))
    for book in context.loans:
        if book.drawdown:
            found[id(book.drawdown)] = _Place(book.contract, None)
    for loan in context.inferred:
        found[id(loan.drawdown)] = _Place(loan.id, None)
        for role in loan.best.roles if loan.best and loan.stated else ():
            kind = _FOUND_TO_BE.get(role.kind)
            found.setdefault(id(loan.debits[role.key]), _Place(loan.id, None if kind else role.period, kind))
    return found


def default_place(movement: Movement) -> _Place:
    """Where a movement belongs that no loan explains: the reserve, or the product whose monthly bill it names."""
    if movement.kind in (WalletKind.RESERVE_TAKEN, WalletKind.RESERVE_RETURNED):
        return _Place(RESERVE, None)
    if movement.row and movement.row.bill_month:
        return _Place(movement.product.value, None)
    return _Place(None, None)


def _moved(context: Context) -> Iterator[Event]:
    known = places(context)
    for m in context.moved_as(*MARKED):
        place = known.get(id(m)) or default_place(m)
        failed = m.outcome in (Outcome.FAILED, Outcome.CLOSED) and m.kind is WalletKind.REPAYMENT
        kind = EventKind.FAILED_DEBIT if failed else place.kind or _KINDS[m.kind]
        if m.row:
            yield _event(kind, m.at, m.amount, m.wallet_sources, place, account=m.account, text=m.text)
        for row in m.bank:
            words = " ".join(filter(None, (row.summary, row.counterparty)))
            account = f"{row.bank}{row.account}"
            yield _event(EventKind.BANK, row.at or row.on, row.amount, row.sources, place, account=account, text=words)
        for back in m.returns:
            yield _event(EventKind.REFUND, back.at, back.amount, back.sources, place, account=m.account, text=m.text)


def _recorded(context: Context) -> Iterator[Event]:
    for book in context.loans:
        for r in book.repayments:
            yield _posting(r)
        for w in book.waivers:
            yield _event(EventKind.WAIVER, w.on, w.amount, w.sources, _Place(book.contract, w.period))
        if book.record and book.record.drawn_at and not book.drawdown:
            place = _Place(book.contract, None)
            yield _event(EventKind.DRAWDOWN, book.record.drawn_at, book.principal, book.record.sources, place)


def _posting(repayment: Repayment) -> Event:
    periods = {part.period for part in repayment.parts}
    place = _Place(repayment.contract, periods.pop() if len(periods) == 1 else None)
    text = repayment.trigger.value
    event = _event(
        EventKind.POSTING, repayment.at, repayment.total, repayment.sources, place,
        account=repayment.account, text=text,
    )  # fmt: skip
    return replace(event, posted=repayment.counted_on)


def _due(context: Context) -> Iterator[Event]:
    for activity in context.activity.periods:
        place = _Place(activity.book.contract, activity.period)
        yield _event(EventKind.DUE, activity.due, activity.expected, activity.row.sources, place)


def _billed(context: Context) -> Iterator[Event]:
    for bill in context.books.bills:
        place = _Place(bill.product.value, None)
        if bill.due:
            yield _event(EventKind.BILL, bill.due, bill.declared, bill.sources, place, text=_month(bill))
        for line in bill.lines:
            if line.kind is not LineKind.PURCHASE:
                yield _event(EventKind.BILL_LINE, line.posted_on, line.amount, line.sources, place, text=line.text)


def _month(bill: Bill) -> str:
    return f"{bill.month[0]}-{bill.month[1]:02d}"


def _changed(context: Context) -> Iterator[Event]:
    for change in (found for found in plan_changes(context) if not found.second.concluded):
        place = _Place(change.book.contract, change.after[0].period)
        rows = tuple(sorted({s for row in change.after for s in row.sources}))
        yield _event(EventKind.PLAN_CHANGE, change.second.as_of, None, rows, place, text=change.code)

"""Every obligation with the events that belong to it, in order of time, and why each belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.core.discrepancy import Certainty
from app.core.explanation import Chain, Event, EventKind, Link
from app.core.facts import Bill, Source
from app.core.linking.payments import Movement
from app.core.linking.periods import PeriodActivity
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.rules.advances import Advance, advances
from app.core.rules.context import Context
from app.core.rules.guarantors import guaranteed
from app.core.views.events import RESERVE


class _Index:
    """Finds events by the rows they stand in."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._by_row: dict[Source, list[int]] = defaultdict(list)
        for index, event in enumerate(events):
            for source in event.sources:
                self._by_row[source].append(index)

    def of(self, sources: Iterable[Source]) -> list[Event]:
        """The events of these rows, in order of time, each once."""
        found = sorted({index for source in sources for index in self._by_row.get(source, ())})
        return [self._events[index] for index in found]


def chains_of(context: Context, events: Sequence[Event]) -> tuple[Chain, ...]:
    """Chains of periods, bills and reserve advances, in this order, each group in its own order."""
    index = _Index(events)
    settled = {
        (h.book.contract, part.period): h
        for h in context.activity.early
        if h.kind is RepaymentKind.SETTLEMENT
        for part in h.repayment.parts
    }
    by_guarantor = guaranteed(context).keys()
    chains = [
        _of_period(context, activity, index, settled.keys(), by_guarantor) for activity in context.activity.periods
    ]
    paid = context.bill_payments
    chains += [_of_bill(context, bill, paid[id(bill)], index) for bill in context.books.bills]
    chains += [_of_advance(advance, index) for advance in advances(context)]
    return tuple(chains)


def _of_period(
    context: Context,
    activity: PeriodActivity,
    index: _Index,
    settled: Iterable[tuple[str, int | None]],
    by_guarantor: Iterable[tuple[str, int]],
) -> Chain:
    name = (activity.book.contract, activity.period)
    rows: list[Source] = list(activity.row.sources)
    for part in (*activity.paid, *activity.pending, *activity.charges):
        rows += part.sources
    for movement in (*(c.debit for c in activity.claims), *activity.tries):
        rows += movement.sources
    rows += [s for w in activity.waivers for s in w.sources]
    own = [e for e in index.of(rows) if _belongs(e, activity)]
    return Chain(
        id=f"{activity.book.contract}.{activity.period}",
        facility=activity.book.contract,
        events=tuple(e.id for e in own),
        state="guarantor-paid" if name in by_guarantor else _state(context, activity, name in settled),
        period=activity.period,
        due=activity.due,
        expected=activity.expected,
        links=tuple(_links(own)),
    )


def _belongs(event: Event, activity: PeriodActivity) -> bool:
    """A row may hold more than one period's event (a page's due row, a debit for two loans): keep this one's."""
    if event.kind in (EventKind.DUE, EventKind.PLAN_CHANGE):
        return event.kind is EventKind.DUE and (event.facility, event.period) == (
            activity.book.contract,
            activity.period,
        )
    return True


def _state(context: Context, activity: PeriodActivity, settled: bool) -> str:
    if settled and not activity.paid:
        return "settled-early"
    if activity.cleared + activity.waived >= activity.expected:
        return "late" if any(p.made_on > activity.due for p in activity.paid) else "paid"
    if activity.claims or activity.pending:
        return "unrecorded"
    if activity.paid:
        return "partly-paid"
    return "missed" if activity.due < context.as_of else "expected"


def _links(events: Sequence[Event]) -> Iterator[Link]:
    """Each event after the first hangs on the due amount, or on the debit that it repeats."""
    due = next((e for e in events if e.kind is EventKind.DUE), None)
    debits = [e for e in events if e.kind in (EventKind.DEBIT, EventKind.SETTLEMENT, EventKind.PREPAYMENT)]
    for event in events:
        if due and event in debits:
            certainty = Certainty.PROVED if event.amount == due.amount else Certainty.STRONG
            yield Link(due.id, event.id, "due-amount" if event.amount == due.amount else "due-date", certainty)
        elif due and event.kind is EventKind.FAILED_DEBIT:
            yield Link(due.id, event.id, "failed-try", Certainty.STRONG)
        elif event.kind in (EventKind.BANK, EventKind.POSTING, EventKind.REFUND):
            yield from _to_debit(event, debits)


def _to_debit(event: Event, debits: Sequence[Event]) -> Iterator[Link]:
    if not debits:
        return
    debit = min(debits, key=lambda d: (abs(d.at - event.at), d.id))
    same_second = event.timed and debit.at == event.at
    same_amount = abs(event.amount or 0) == debit.amount
    reason = "same-second" if same_second else "same-amount" if same_amount else "part-of-amount"
    yield Link(debit.id, event.id, reason, Certainty.PROVED if same_second and same_amount else Certainty.STRONG)


def _of_bill(context: Context, bill: Bill, paid: Sequence[Movement], index: _Index) -> Chain:
    rows = [*bill.sources, *(s for line in bill.lines for s in line.sources), *(s for m in paid for s in m.sources)]
    own = index.of(rows)
    total = sum(m.amount - m.returned for m in paid)
    in_time = sum(m.amount for m in paid if bill.due and m.on <= bill.due)
    late = any(bill.due and m.on > bill.due for m in paid) and in_time < (bill.minimum or bill.declared or in_time + 1)
    open_state = "missed" if bill.due and bill.due < context.as_of and context.covered(bill.due) else "expected"
    asked = bill.declared if bill.declared is not None else sum(line.amount for line in bill.lines) or None
    state = "late" if late else "paid" if asked is not None and total >= asked else open_state
    return Chain(
        id=f"{bill.product.value}.{bill.month[0]}-{bill.month[1]:02d}",
        facility=bill.product.value,
        events=tuple(e.id for e in own),
        state="partly-paid" if 0 < total < (bill.declared or 0) else state,
        due=bill.due,
        expected=bill.declared,
        links=tuple(_bill_links(own)),
    )


def _bill_links(events: Sequence[Event]) -> Iterator[Link]:
    bill = next((e for e in events if e.kind is EventKind.BILL), None)
    for event in events:
        if bill and event.kind is EventKind.DEBIT:
            yield Link(bill.id, event.id, "bill-month", Certainty.PROVED)


def _of_advance(advance: Advance, index: _Index) -> Chain:
    rows = [*advance.evidence, *(s for _, line in advance.lines for s in line.sources)]
    record = advance.record
    return Chain(
        id=f"{RESERVE}.{record.taken_at:%Y%m%d%H%M%S}",
        facility=RESERVE,
        events=tuple(e.id for e in index.of(rows)),
        state="paid" if record.returned_at else "moved" if record.moved_to else "open",
        due=None,
        expected=record.amount,
    )

"""What happened as numbered sentences: wallet and bank rows of one payment are one fact, with its order number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.discrepancy import Discrepancy, Phenomenon
from app.core.explanation import Event, EventKind
from app.core.facts import Source
from app.export.workbook.context import WorkbookContext

_ORDER = re.compile(r"(?=(?:[A-Za-z*]*+\d){8})[A-Za-z\d*]{12,40}")
_BANK_AND_NUMBER = re.compile(r"(?<=[^\x00-\x7f])(?=\d)")
"""Where the number of an account follows the name of its bank."""
_PAYING = frozenset({EventKind.DEBIT, EventKind.PREPAYMENT, EventKind.SETTLEMENT, EventKind.FEE})
MOVING = _PAYING | {EventKind.FAILED_DEBIT, EventKind.REFUND, EventKind.BANK}
"""What moves money, or tried to."""
_NEAR_DAYS = 4
_MISPLACED = "ALLOC-OTHER-LOAN"
_UNTOLD = frozenset({EventKind.STATUS, EventKind.PLAN_CHANGE})


@dataclass(frozen=True, slots=True)
class Fact:
    """An event, with the bank's row of the same money where there is one."""

    event: Event
    bank: Event | None = None


def facts_of(
    context: WorkbookContext, d: Discrepancy, cells: Mapping[Source, Sequence[str]], period: int | None = None
) -> list[str]:
    """The sentences about a discrepancy by date; its details in words where no event is known, or a plan changed.

    The loan of the discrepancy and ``period`` stand above them and are not told again.
    """
    e = context.explanation
    events = [e.events_by_id[x] for x in d.events if x in e.events_by_id and x not in e.fallen_away]
    facts = _joined([x for x in events if x.kind not in _UNTOLD and _is_told(x, d, events)])
    by_day = sorted(facts, key=lambda f: (f.event.at, f.event.kind not in _PAYING, f.event.id))
    told = [_sentence(context, d, fact, cells, period) for fact in by_day]
    return (
        [*told, own_words(context, context.texts.details(d))] if d.phenomenon is Phenomenon.PLAN or not told else told
    )


def charges_of(
    context: WorkbookContext, found: Sequence[Discrepancy], cells: Mapping[Source, Sequence[str]]
) -> list[str]:
    """A sentence for each charge of another payee, without the repayments beside it, which are not the payee's."""
    joined = [(d, fact) for d in found for fact in _joined(own_charges(context, d))]
    return [_sentence(context, d, fact, cells, None) for d, fact in joined]


def own_charges(context: WorkbookContext, d: Discrepancy) -> list[Event]:
    """The events of another payee's charge itself."""
    events = context.explanation.events_by_id
    own = [events[x] for x in d.events if x in events and abs(events[x].amount or 0) == abs(d.difference)]
    return [x for x in own if x.kind not in _UNTOLD]


def movements_of(context: WorkbookContext, d: Discrepancy, cells: Mapping[Source, Sequence[str]]) -> list[str]:
    """A sentence for each movement of money that a discrepancy rests on, without the loan that it was for."""
    by_day = sorted(_joined(money_moved(context, d)), key=lambda f: (f.event.at, f.event.id))
    bare = [replace(fact, event=replace(fact.event, facility=d.facility, period=None)) for fact in by_day]
    return [_sentence(context, d, fact, cells, None) for fact in bare]


def money_moved(context: WorkbookContext, d: Discrepancy) -> list[Event]:
    """What went out or came in, or was tried, by the rows of a discrepancy."""
    rows, e = set(d.evidence), context.explanation
    return [
        x for x in e.events
        if x.kind in MOVING and x.id not in e.fallen_away and (x.id in d.events or rows.intersection(x.sources))
    ]  # fmt: skip


def own_words(context: WorkbookContext, text: str) -> str:
    """A sentence that was written to the sender as the sender says it: 您 is 我, "you" is "I"."""
    said = dict(pair.split("=") for pair in context.book.say("letters.own-words").split(" "))
    each = "|".join(re.escape(word) if not word.isascii() else rf"\b{word}\b" for word in said)
    return re.sub(each, lambda found: said[found[0]], text)


def _is_told(event: Event, d: Discrepancy, beside: Sequence[Event]) -> bool:
    """What was due is told of the period it is about, and never past a settlement or a change of the plan."""
    if event.kind is not EventKind.DUE:
        return True
    settled = [x.at for x in beside if x.kind is EventKind.SETTLEMENT and x.facility == event.facility]
    if (settled and event.at > max(settled)) or d.phenomenon is Phenomenon.PLAN:
        return False
    own = any(x.kind is EventKind.DUE and x.period == d.period and x.facility == d.facility for x in beside)
    return not own or event.facility != d.facility or event.period == d.period


def concerned(context: WorkbookContext, d: Discrepancy, facility: str | None) -> str:
    """The loan that an event or a discrepancy is about; its product where no row names the loan."""
    product = dict(d.facts).get("product")
    return context.facility(facility or d.facility) or (context.say_or(product, "") if isinstance(product, str) else "")


def _joined(events: Sequence[Event]) -> Iterator[Fact]:
    """Each payment with the nearest bank row of its amount; a bank row is used once.

    What the bank took on the day of a debit that is shown as failed stands with that debit.
    """
    free = [x for x in events if x.kind is EventKind.BANK]
    for event in events:
        if event.kind in _PAYING:
            near = [b for b in free if b.amount == -(event.amount or 0) and abs((b.at - event.at).days) < _NEAR_DAYS]
            bank = min(near, key=lambda b: (abs(b.at - event.at), b.id), default=None)
            if bank:
                free.remove(bank)
            yield Fact(event, bank)
    for event in (x for x in events if x.kind is EventKind.FAILED_DEBIT):
        bank = next((b for b in free if b.amount == -(event.amount or 0) and b.at.date() == event.at.date()), None)
        if bank:
            free.remove(bank)
        yield Fact(event, bank)
    told = {*_PAYING, EventKind.FAILED_DEBIT}
    yield from (Fact(x) for x in events if x.kind not in told and (x.kind is not EventKind.BANK or x in free))


def _sentence(
    context: WorkbookContext, d: Discrepancy, fact: Fact, cells: Mapping[Source, Sequence[str]], period: int | None
) -> str:
    event, say = fact.event, context.book.say
    when = f"{event.at:%Y-%m-%d %H:%M}" if event.timed else f"{event.at:%Y-%m-%d}"
    loan, known = concerned(context, d, event.facility), f"letters.fact.{event.kind.value}"
    misplaced = d.code == _MISPLACED and event.kind in _PAYING  # for which loan it was is what is disputed
    other = loan != concerned(context, d, d.facility) and f"{known}-of-loan" in context.book and not misplaced
    what = say(f"{known}-of-loan" if other else known, loan=loan, amount=abs(event.amount or 0), text=event.text)
    told = event.kind in _OF_PERIOD and (other or event.period != period) and not misplaced
    more = [say("letters.of-period", period=event.period)] if event.period and told else []
    more += [say("letters.from-account", account=event.account)] if event.account and event.kind in _PAYING else []
    if event.kind is EventKind.REFUND and event.account:
        more.append(say("letters.to-account", account=event.account))
    if order := order_number(event, cells):
        more.append(say("letters.order", order=order))
    if fact.bank:
        on, account = fact.bank.at.date(), _BANK_AND_NUMBER.sub(" ", fact.bank.account)
        shown = "in-bank-too" if event.kind is EventKind.FAILED_DEBIT else "in-bank"
        more.append(say(f"letters.{shown}", on=on, account=account) if account else say("letters.in-a-bank", on=on))
    if event.posted and event.posted != event.at.date():
        more.append(say("letters.counted", on=event.posted))
    return say("letters.fact-line", when=when, what=what, more=say("letters.joint").join(["", *more]))


_OF_PERIOD = frozenset({EventKind.DUE, EventKind.DEBIT, EventKind.POSTING, EventKind.FAILED_DEBIT, EventKind.WAIVER})


def order_number(event: Event, cells: Mapping[Source, Sequence[str]]) -> str:
    """The order or serial number in the row of a payment; empty where the row has none."""
    if event.kind not in _PAYING | {EventKind.FAILED_DEBIT, EventKind.REFUND}:
        return ""
    for source in event.sources:
        for text in cells.get(source, ()):
            if _ORDER.fullmatch(text.strip()):
                return text.strip()
    return ""

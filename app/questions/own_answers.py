"""What a person's own files answer to a question beside their discrepancies: sentences, figures and marks to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.ahead import MarkStanding
from app.core.explanation import Event, EventKind, Explanation
from app.core.facts import Source
from app.core.money import Fen
from app.core.views.settlement_outlook import SettlementQuestion, settlement_outlook
from app.core.views.summary import summary_of
from app.questions.answering import Lead
from app.questions.naming import Holding, Named
from app.texts import Phrasebook
from app.texts.ahead_texts import AheadTexts
from app.texts.comparison_texts import ComparisonTexts
from app.texts.cost_texts import CostTexts
from app.texts.credit_texts import CreditTexts
from app.texts.event_texts import event_line
from app.texts.settlement_texts import SettlementTexts
from app.texts.summary_texts import SummaryTexts

_MOST_PARTS, _MOST_MARKS, _MOST_PAPERS = 5, 3, 2
_PREPAY = "prepay"
SETTLING = ("settle", _PREPAY)
"""What is answered by what settling takes, or what a part repaid early saves, on a day."""

_COMPUTED = (*SETTLING, "next", "interest", "credit", "overdue")
"""What is answered by sums and months of one's own, where there are any; it needs no word that nothing differs."""

_OF_PAST = ("differs", "debit", "twice", "refund", "paid-still-due", "account", "overdue")
"""What is asked of money that moved: an amount or day that no row has is said to be in none."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the files say, with its ``rows``; ``event`` is the id of a mark to go to, empty where it has none.

    A ``note`` says how the files were looked through, and nothing that stands in them.
    """

    text: str
    rows: tuple[Source, ...] = ()
    event: str = ""
    note: bool = False


def remarks(leads: Sequence[Lead], named: Named, held: Holding, e: Explanation | None, book: Phrasebook) -> list[str]:
    """What is to be said before all answers: that no row has what the question names, or that the leads are guesses."""
    nowhere = named and not held and e is not None and leads and leads[0].about in _OF_PAST
    unsure = any(not lead.is_sure for lead in leads)
    return [book.say(f"ask.{name}") for name, holds in (("named-none", nowhere), ("unsure", unsure)) if holds]


def own_parts(lead: Lead, e: Explanation, book: Phrasebook, named: Named, *, is_first: bool) -> tuple[Part, ...]:
    """What the case says to a lead beside its discrepancies; where it says nothing, what was looked through.

    ``named`` are the amounts and days of the question: for such a day, and such a part, is settling computed. How much
    was compared, and the papers that would tell more, are said of the likeliest lead alone (``is_first``).
    """
    told = tuple(_told(lead.about, e, book, named))
    if not lead.kinds or lead.found or (told and (not is_first or lead.about in _COMPUTED)):
        return told
    return (*told, *_looked_through(e, book, whole=is_first))


def _told(about: str, e: Explanation, book: Phrasebook, named: Named) -> list[Part]:
    if about in SETTLING:
        return list(_settling(e, book, named, is_part=about == _PREPAY))
    told = _OF.get(about)
    parts = list(told(e, book)) if told else []
    shown = {part.event for part in parts if part.event}
    parts += [part for part in _marks(about, e, book) if part.event not in shown]
    return parts[:_MOST_PARTS]


def _looked_through(e: Explanation, book: Phrasebook, *, whole: bool) -> Iterator[Part]:
    """That nothing of the kind was found; as a whole also how much was compared and which papers would tell more."""
    yield Part(book.say("ask.none-found"), note=True)
    if whole:
        texts = ComparisonTexts(e, book)
        yield Part(texts.headline(), note=True)
        yield from (Part(f"{paper}\n{way}") for paper, way in texts.fetch_lines()[:_MOST_PAPERS])


def _next(e: Explanation, book: Phrasebook) -> Iterator[Part]:
    texts = AheadTexts(e, book)
    yield from map(Part, SummaryTexts(e, summary_of(e), book).still_owed())
    yield from map(Part, [texts.line(due) for due in texts.soon()] or [texts.stale(paper) for paper in e.ahead.stale])


def _settling(e: Explanation, book: Phrasebook, named: Named, *, is_part: bool) -> Iterator[Part]:
    """What settling takes on the day that is asked for, or on the last of the papers, and what a part would save."""
    if named.ended and not is_part:
        yield from _since_the_end(e, book)
    if e.standings or e.bill_standings:
        on = next(filter(None, (named.from_(day, e.as_of) for day in sorted(named.days, key=str))), e.as_of)
        part = max(named.amounts, default=_half(e) if named.half else None) if is_part else None
        outlook = settlement_outlook(e, SettlementQuestion(on, part))
        yield Part(book.say("settlement.heading", on=on))
        yield from map(Part, SettlementTexts(book, e.facilities).lines(outlook))


def _since_the_end(e: Explanation, book: Phrasebook) -> Iterator[Part]:
    """What the files show of a loan that a question calls settled: that it was, and what it took since, or neither."""
    ended = [event for event in e.events if event.kind is EventKind.SETTLEMENT]
    if not ended:
        yield Part(book.say("ask.not-settled"))
        return
    last = max(ended, key=lambda event: event.at)
    since = [x for x in e.events if x.kind is EventKind.DEBIT and x.facility == last.facility and x.at > last.at]
    if since:
        yield Part(book.say("ask.debited-since", on=last.at.date(), count=len(since)))
    else:
        yield Part(book.say("ask.nothing-since", on=last.at.date(), as_of=e.as_of))
    yield _mark(last, book)
    yield from (_mark(event, book) for event in sorted(since, key=lambda event: event.at)[:_MOST_MARKS])


def _half(e: Explanation) -> Fen | None:
    """Half of the principal that the only loan still owes, in fen; None of several, or where it is not certain."""
    readings = e.standings[0].readings if len(e.standings) == 1 else ()
    owed = {sum(period.principal for period in reading.periods) for reading in readings}
    return owed.pop() // 2 or None if len(owed) == 1 else None


def _hours(e: Explanation, book: Phrasebook) -> Iterator[Part]:
    """Between which hours the debits of the files were made, with the two; nothing where only their days are known."""
    timed = [event for event in e.events if event.kind in (EventKind.DEBIT, EventKind.BANK) and event.timed]
    if not timed:
        return
    by_hour = sorted(timed, key=lambda event: (event.at.time(), event.at))
    first, last = by_hour[0], by_hour[-1]
    hours = {"first": f"{first.at:%H:%M}", "last": f"{last.at:%H:%M}"}
    yield Part(book.say("ask.debit-hours", count=len(timed), **hours))
    yield from (_mark(event, book) for event in dict.fromkeys((first, last)))


def _late(e: Explanation, book: Phrasebook) -> Iterator[Part]:
    summary = summary_of(e)
    if summary.missed:
        yield Part(book.say("summary.late", count=len(summary.missed), amount=summary.late))
    yield from _months(e, book)


def _credit(e: Explanation, book: Phrasebook) -> Iterator[Part]:
    texts, checks = CreditTexts(e, book), e.ahead.credit.checks
    if checks:
        yield Part(texts.headline())
    for check in checks:
        if check.standing is MarkStanding.CONTRADICTS:
            yield Part(texts.check(check), check.evidence, _event_in(e, check.evidence))
    yield from _months(e, book)


def _months(e: Explanation, book: Phrasebook) -> Iterator[Part]:
    """The months in which something was late, the last first."""
    texts = CreditTexts(e, book)
    yield from (Part(texts.month(month)) for month in reversed(texts.informative_months()))


def _cost(e: Explanation, book: Phrasebook) -> Iterator[Part]:
    yield from map(Part, CostTexts(book, e.facilities).lines(e.costs))


def _marks(about: str, e: Explanation, book: Phrasebook) -> Iterator[Part]:
    """The marks of the timeline that show it, the last first, each with its rows."""
    shown = (event for event in e.events if event.kind in _MARKS.get(about, ()))
    for event in sorted(shown, key=lambda event: event.at, reverse=True)[:_MOST_MARKS]:
        yield _mark(event, book, with_account=about == "account")


def _mark(event: Event, book: Phrasebook, *, with_account: bool = False) -> Part:
    account = f" · {event.account}" if with_account and event.account else ""
    return Part(f"{event_line(event, book.say)}{account}", event.sources, event.id)


def _event_in(e: Explanation, rows: Iterable[Source]) -> str:
    """The first mark that stands in one of some rows; empty where none does."""
    wanted = set(rows)
    return next((event.id for event in e.events if not wanted.isdisjoint(event.sources)), "")


_MARKS: Mapping[str, tuple[EventKind, ...]] = {
    "paid-still-due": (EventKind.DEBIT, EventKind.SETTLEMENT, EventKind.PREPAYMENT, EventKind.POSTING),
    "debit": (EventKind.FAILED_DEBIT, EventKind.DEBIT, EventKind.BANK),
    "account": (EventKind.DEBIT, EventKind.SETTLEMENT, EventKind.PREPAYMENT),
    "refund": (EventKind.REFUND,),
    "reserve": (EventKind.RESERVE_TAKEN, EventKind.RESERVE_RETURNED),
    "third-party": (EventKind.FEE,),
}
"""Which marks answer what, beside one's own discrepancies."""

_OF: Mapping[str, Callable[[Explanation, Phrasebook], Iterator[Part]]] = {
    "debit": _hours,
    "next": _next,
    "overdue": _late,
    "credit": _credit,
    "interest": _cost,
    "third-party": _cost,
}

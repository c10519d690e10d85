"""What a person's own files answer to a question: their discrepancies in full, else what was looked through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from app.export.terminal import wrapped
from app.texts import Phrasebook
from app.texts.event_texts import event_line
from app.texts.rows_text import rows_text

if TYPE_CHECKING:
    from app.core.discrepancy import Discrepancy
    from app.core.explanation import Explanation
    from app.core.money import Fen
    from app.questions.answering import Lead
    from app.questions.naming import Named

IN_FULL = 2
"""So many of one's own discrepancies are answered in full under the first thing that a question may be about."""

_MOST_LINES, _MOST_MARKS, _MOST_PAPERS = 5, 3, 2
_PREPAY = "prepay"
_SETTLING = ("settle", _PREPAY)
COMPUTED = (*_SETTLING, "next", "interest", "credit", "overdue")
"""What is answered by sums and months of one's own, where there are any; it needs no word that nothing differs."""
_FIRST, _REST = "   · ", "     "


def found_lines(found: Iterable[Discrepancy], explanation: Explanation | None, book: Phrasebook) -> list[str]:
    """Each discrepancy with its title, the answer, the rows that prove it, what to do and what to ask whom."""
    from app.texts.discrepancy_texts import DiscrepancyTexts

    texts = DiscrepancyTexts(book, explanation.years if explanation else ())
    lines: list[str] = []
    for d in found:
        lines += wrapped(texts.title(d), _FIRST, _REST)
        lines += wrapped(texts.answer(d), _REST)
        lines += wrapped(book.say("terminal.rows", rows=rows_text(d.evidence)), _REST)
        lines += wrapped(texts.advice(d), f"{_REST}→ ", f"{_REST}  ")
        for question in d.questions:
            asked = book.say("terminal.ask", party=texts.party(question), text=texts.question(d, question))
            lines += wrapped(asked, f"{_REST}? ", f"{_REST}  ")
    return lines


def own_lines(lead: Lead, explanation: Explanation, book: Phrasebook, named: Named) -> list[str]:
    """What the case says of the matter beside its discrepancies: sums, days, costs, months; maybe nothing.

    ``named`` are the amounts and days of the question: for such a day, and such a part, is settling computed.
    """
    if lead.about in _SETTLING:
        texts = list(_settling(explanation, book, named, is_part=lead.about == _PREPAY))
    else:
        told = _OF.get(lead.about)
        texts = [*(told(explanation, book) if told else ()), *_marks(lead.about, explanation, book)][:_MOST_LINES]
    return [line for text in texts for line in wrapped(text, _FIRST, _REST)]


def looked_through(explanation: Explanation, book: Phrasebook) -> list[str]:
    """That nothing of the kind was found, how much could be compared, and which paper would tell more."""
    from app.texts.comparison_texts import ComparisonTexts

    texts = ComparisonTexts(explanation, book)
    lines = [*wrapped(book.say("ask.none-found"), "   "), *wrapped(texts.headline(), "   ")]
    for paper, way in texts.fetch_lines()[:_MOST_PAPERS]:
        lines += [*wrapped(paper, _FIRST, _REST), *wrapped(way, _REST)]
    return lines


def _next(e: Explanation, book: Phrasebook) -> Iterator[str]:
    from app.core.views.summary import summary_of
    from app.texts.ahead_texts import AheadTexts
    from app.texts.summary_texts import SummaryTexts

    texts = AheadTexts(e, book)
    yield from SummaryTexts(e, summary_of(e), book).still_owed()
    dues = [texts.line(due) for due in texts.soon()]
    yield from dues or [texts.stale(paper) for paper in e.ahead.stale]


def _settling(e: Explanation, book: Phrasebook, named: Named, *, is_part: bool) -> Iterator[str]:
    """What settling takes on the day that is asked for, or on the last of the papers, and what a part would save."""
    if named.ended and not is_part:
        yield _since_the_end(e, book)
    from app.core.views.settlement_outlook import SettlementQuestion, settlement_outlook
    from app.texts.settlement_texts import SettlementTexts

    if e.standings or e.bill_standings:
        on = next(filter(None, (named.from_(day, e.as_of) for day in sorted(named.days, key=str))), e.as_of)
        part = max(named.amounts, default=_half(e) if named.half else None) if is_part else None
        outlook = settlement_outlook(e, SettlementQuestion(on, part))
        yield book.say("settlement.heading", on=on)
        yield from SettlementTexts(book, e.facilities).lines(outlook)
    yield book.say("ask.settle-how")


def _since_the_end(e: Explanation, book: Phrasebook) -> str:
    """What the files show of a loan that a question calls settled: that it was, and what it took since, or neither."""
    from app.core.explanation import EventKind

    ended = [event for event in e.events if event.kind is EventKind.SETTLEMENT]
    if not ended:
        return book.say("ask.not-settled")
    last = max(ended, key=lambda event: event.at)
    since = [x for x in e.events if x.kind is EventKind.DEBIT and x.facility == last.facility and x.at > last.at]
    if since:
        return book.say("ask.debited-since", on=last.at.date(), count=len(since))
    return book.say("ask.nothing-since", on=last.at.date(), as_of=e.as_of)


def _half(e: Explanation) -> Fen | None:
    """Half of the principal that the only loan still owes, in fen; None of several, whose halves differ."""
    if len(e.standings) != 1 or not e.standings[0].readings:
        return None
    return sum(period.principal for period in e.standings[0].readings[0].periods) // 2 or None


def _hours(e: Explanation, book: Phrasebook) -> Iterator[str]:
    """Between which hours the debits of the files were made; nothing where the files know their days alone."""
    from app.core.explanation import EventKind

    times = sorted(event.at for event in e.events if event.kind in (EventKind.DEBIT, EventKind.BANK) and event.timed)
    if times:
        by_hour = sorted(times, key=lambda at: at.time())
        yield book.say("ask.debit-hours", count=len(times), first=f"{by_hour[0]:%H:%M}", last=f"{by_hour[-1]:%H:%M}")


def _late(e: Explanation, book: Phrasebook) -> Iterator[str]:
    from app.core.views.summary import summary_of

    summary = summary_of(e)
    if summary.missed:
        yield book.say("summary.late", count=len(summary.missed), amount=summary.late)
    yield from _months(e, book)


def _credit(e: Explanation, book: Phrasebook) -> Iterator[str]:
    from app.core.ahead import MarkStanding
    from app.texts.credit_texts import CreditTexts

    texts, checks = CreditTexts(e, book), e.ahead.credit.checks
    if checks:
        yield texts.headline()
    for check in checks:
        if check.standing is MarkStanding.CONTRADICTS:
            yield f"{texts.check(check)} {book.say('terminal.rows', rows=rows_text(check.evidence))}"
    yield from _months(e, book)


def _months(e: Explanation, book: Phrasebook) -> Iterator[str]:
    """The months in which something was late, the last first."""
    from app.texts.credit_texts import CreditTexts

    texts = CreditTexts(e, book)
    yield from (texts.month(month) for month in reversed(texts.informative_months()))


def _cost(e: Explanation, book: Phrasebook) -> Iterator[str]:
    from app.texts.cost_texts import CostTexts

    yield from CostTexts(book, e.facilities).lines(e.costs)


def _marks(about: str, e: Explanation, book: Phrasebook) -> Iterator[str]:
    """The marks of the timeline that show it, the last first, each with its rows."""
    from app.core.explanation import EventKind

    kinds = [EventKind(name) for name in _MARKS.get(about, ())]
    shown = sorted((event for event in e.events if event.kind in kinds), key=lambda event: event.at, reverse=True)
    for event in shown[:_MOST_MARKS]:
        account = f" · {event.account}" if about == "account" and event.account else ""
        yield f"{event_line(event, book.say)}{account}  {rows_text(event.sources)}"


_MARKS: Mapping[str, tuple[str, ...]] = {
    "paid-still-due": ("debit", "settlement", "prepayment", "posting"),
    "debit": ("failed-debit", "debit", "bank"),
    "account": ("debit", "settlement", "prepayment"),
    "refund": ("refund",),
    "reserve": ("reserve-taken", "reserve-returned"),
    "third-party": ("fee",),
}
"""Which marks answer what, beside one's own discrepancies."""

_OF: Mapping[str, Callable[[Explanation, Phrasebook], Iterator[str]]] = {
    "debit": _hours,
    "next": _next,
    "overdue": _late,
    "credit": _credit,
    "interest": _cost,
    "third-party": _cost,
}

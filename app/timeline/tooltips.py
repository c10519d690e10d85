"""What a card says of a mark, a frame, a plan, a balance or a range; also what a screen reader hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from app.core.ahead import CreditMonth, MarkCheck, MarkStanding
from app.core.discrepancy import Discrepancy, FactValue
from app.core.explanation import Event, EventKind
from app.core.money import grouped
from app.palette import SEVERITY_INK, Ink
from app.timeline.bands import Band, band_words
from app.timeline.credit import CreditCell
from app.timeline.grid import loan_name
from app.timeline.metrics import Say
from app.timeline.model import KINDS, Timeline
from app.timeline.picking import BalanceHit, BandHit, CreditHit, FrameHit, Hit, MarkHit
from app.timeline.scale import moment_of
from app.timeline.totals import totals

_MOST_LINES = 5
_MOST_LISTED, _MOST_NAMED = 8, 3
"""How many events of a joined mark are listed one by one, and how many discrepancies where they are more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card; ``amount`` stands at the right edge."""

    text: str
    ink: Ink = Ink.SECONDARY
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A title and some lines."""

    title: str
    lines: tuple[Line, ...] = ()

    @property
    def spoken(self) -> str:
        """The card as one text."""
        return "\n".join([self.title, *(f"{line.text} {line.amount}".rstrip() for line in self.lines)])


@dataclass(frozen=True, slots=True)
class Words:
    """What cards are written with: messages, and the titles of discrepancies where somebody can tell them."""

    say: Say
    titles: Callable[[Discrepancy], str] | None = None

    def title(self, discrepancy: Discrepancy) -> str:
        """Return a discrepancy's title as the list shows it."""
        return self.titles(discrepancy) if self.titles else self.say("timeline.discrepancy")


def card(timeline: Timeline, hit: Hit, words: Words) -> Card:
    """Return the card of what was hit."""
    say = words.say
    match hit:
        case MarkHit(first, stop) if stop - first == 1:
            return event_card(timeline, first, say)
        case MarkHit(first, stop):
            return _cluster_card(timeline, first, stop, words)
        case FrameHit(frame):
            return _frame_card(timeline, frame.members, words)
        case BandHit(band):
            return _band_card(timeline, band, say)
        case CreditHit(cell):
            return _credit_card(timeline, cell, say)
        case BalanceHit(day, fen):
            return Card(say("timeline.card.balance", date=moment_of(day), amount=fen))


def event_card(timeline: Timeline, index: int, say: Say) -> Card:
    """Return the card of one event: when and what, whose period, how late, what differs, which row says so."""
    event = timeline.events[index]
    kind = _kind(event.kind, say)
    when = f"{event.at:%Y-%m-%d %H:%M}" if event.timed else f"{event.at:%Y-%m-%d}"
    if event.amount is None:
        title = say("timeline.card.event", when=when, kind=kind)
    else:
        title = say("timeline.card.event-amount", when=when, kind=kind, amount=event.amount)
    return Card(title, tuple(_event_lines(timeline, index, event, say)))


def _kind(kind: EventKind, say: Say) -> str:
    return say(f"timeline.kind.{kind.value}")


def _event_lines(timeline: Timeline, index: int, event: Event, say: Say) -> Iterator[Line]:
    loan = timeline.loans.get(event.facility or "")
    if loan is not None:
        name = loan_name(timeline, loan.id, say)
        has_period = event.period is not None
        yield Line(say("timeline.card.period", loan=name, period=event.period or 0) if has_period else name)
    if details := "  ".join(part for part in (event.account, event.text) if part):
        yield Line(details)
    yield from _against_due(timeline, index, event, say)
    if event.sources:
        first, more = event.sources[0], len(event.sources) - 1
        name = "timeline.card.sources" if more else "timeline.card.source"
        yield Line(say(name, file=first.file, row=first.row, **({"more": more} if more else {})))


_PAYING = frozenset({EventKind.DEBIT, EventKind.PREPAYMENT, EventKind.SETTLEMENT, EventKind.POSTING, EventKind.BANK})


def _against_due(timeline: Timeline, index: int, event: Event, say: Say) -> Iterator[Line]:
    chain = next((c for c in timeline.chains_of.get(index, ()) if c.due is not None), None)
    if chain is None or chain.due is None or event.kind not in _PAYING:
        return
    days = (event.at.date() - chain.due) // timedelta(days=1)
    name = "late" if days > 0 else "early" if days < 0 else "on-time"
    ink = Ink.SERIOUS if days > 0 else Ink.SECONDARY
    yield Line(say(f"timeline.card.{name}", due=chain.due, **({"days": abs(days)} if days else {})), ink)
    if chain.expected is not None and event.amount is not None and abs(event.amount) != chain.expected:
        difference = abs(event.amount) - chain.expected
        yield Line(say("timeline.card.expected", amount=chain.expected, difference=difference), ink)


def _cluster_card(timeline: Timeline, first: int, stop: int, words: Words) -> Card:
    """Return the card of a joined mark: each of its events, or the sum of each kind and what does not agree inside."""
    say = words.say
    start, end = moment_of(float(timeline.days[first])), moment_of(float(timeline.days[stop - 1]))
    one_day = start.date() == end.date()
    name = "timeline.card.cluster-day" if one_day else "timeline.card.cluster"
    title = say(name, count=stop - first, first=start, **({} if one_day else {"last": end}))
    listed = stop - first <= _MOST_LISTED
    lines = _each(timeline, first, stop, one_day, say) if listed else _by_kind(timeline, first, stop, say)
    found = [] if listed else _discrepancies_in(timeline, first, stop)
    lines += [_discrepancy_line(timeline.brackets.discrepancies[i], words) for i in found[:_MOST_NAMED]]
    if more := len(found[_MOST_NAMED:]):
        lines.append(Line(say("timeline.card.more", count=more)))
    return Card(title, (*lines, Line(say("timeline.card.zoom"))))


def _each(timeline: Timeline, first: int, stop: int, one_day: bool, say: Say) -> list[Line]:
    """A line for each event of a joined mark, in order of time; those of a discrepancy in its colour."""
    lines = []
    for event in range(first, stop):
        told = timeline.events[event]
        day = "" if one_day else f"{told.at:%Y-%m-%d}"
        when = f"{day} {told.at:%H:%M}".strip() if told.timed else day
        text = " ".join(part for part in (when, _kind(told.kind, say)) if part)
        worst = timeline.brackets.of_event.get(event)
        severity = None if worst is None else timeline.brackets.discrepancies[worst].severity
        ink = Ink.TEXT if severity is None else SEVERITY_INK[severity][0]
        lines.append(Line(text, ink, "" if told.amount is None else grouped(told.amount)))
    return lines


def _by_kind(timeline: Timeline, first: int, stop: int, say: Say) -> list[Line]:
    """A line for each kind of event in a joined mark, with their number and sum; what is most first."""
    kinds, amounts = timeline.kind[first:stop], timeline.amounts[first:stop]
    counts = np.bincount(kinds, minlength=len(KINDS)).tolist()
    found = [(kind, counts[number], number) for number, kind in enumerate(KINDS) if counts[number]]
    return [
        Line(say("timeline.card.several", kind=_kind(kind, say), count=count), Ink.TEXT,
             grouped(int(amounts[kinds == number].sum())))
        for kind, count, number in sorted(found, key=lambda one: (-one[1], one[0].value))
    ]  # fmt: skip


def _discrepancies_in(timeline: Timeline, first: int, stop: int) -> list[int]:
    """The discrepancies that events of a joined mark belong to, the worst first, then in order of time."""
    worst = np.unique(timeline.trouble[first:stop])
    return sorted(worst[worst >= 0].tolist(), key=lambda i: (int(timeline.brackets.badness[i]), i))


def discrepancy_card(timeline: Timeline, index: int, words: Words) -> Card:
    """Return the card of one discrepancy."""
    return _frame_card(timeline, (index,), words)


def _frame_card(timeline: Timeline, members: tuple[int, ...], words: Words) -> Card:
    say = words.say
    found = [timeline.brackets.discrepancies[i] for i in members]
    lines = tuple(_discrepancy_line(d, words) for d in found[:_MOST_LINES])
    if len(found) == 1:
        only = found[0]
        severity = say(f"timeline.severity.{only.severity.value}")
        ink = SEVERITY_INK[only.severity][0]
        return Card(words.title(only), (Line(severity, ink, grouped(only.difference, signed=True)),))
    rest = len(found) - len(lines)
    more = (Line(say("timeline.card.more", count=rest)),) if rest else ()
    return Card(say("timeline.card.discrepancies", count=len(found)), lines + more)


def _discrepancy_line(discrepancy: Discrepancy, words: Words) -> Line:
    ink = SEVERITY_INK[discrepancy.severity][0]
    return Line(words.title(discrepancy), ink, grouped(discrepancy.difference, signed=True))


def _band_card(timeline: Timeline, band: Band, say: Say) -> Card:
    lines = [Line(loan_name(timeline, band.facility, say))] if band.facility in timeline.loans else []
    lines.append(Line(say("timeline.plan.span", first=moment_of(band.first), last=moment_of(band.last))))
    if band.amount is not None and band.periods:
        lines.append(Line(band_words(band, say)))
    return Card(say("timeline.plan.card", number=band.number), tuple(lines))


def _credit_card(timeline: Timeline, cell: CreditCell, say: Say) -> Card:
    lines = []
    for month in cell.months[:_MOST_LINES]:
        year, number = month.month
        known = month.facility in timeline.loans
        name = loan_name(timeline, month.facility, say) if known else say(f"product.{month.product}")
        facts: dict[str, FactValue] = {
            "mark": month.mark,
            "days": month.days,
            "overdue": month.overdue,
            "month": f"{year}-{number:02d}",
        }
        lines.append(Line(say(f"ahead.credit.month.{month.basis.value}", loan=name, **facts), _month_ink(month)))
    lines += [_check_line(check, say) for check in cell.checks[:_MOST_LINES]]
    if more := len(cell.checks[_MOST_LINES:]):
        lines.append(Line(say("timeline.credit.more", count=more)))
    return Card(say("timeline.lane.credit"), tuple(lines))


def _month_ink(month: CreditMonth) -> Ink:
    """The colour of one loan's line: that of another in the same month tells nothing of it."""
    return CreditCell(0.0, 0.0, (month,)).inks[1]


def _check_line(check: MarkCheck, say: Say) -> Line:
    """What a report states of a month, and how that stands to the rows."""
    month = f"{check.month[0]}-{check.month[1]:02d}" if check.month else ""
    told = say(f"ahead.credit.told.{check.fact}", told=check.told, month=month)
    facts: dict[str, FactValue] = {"lender": check.lender, "told": told}
    standing = say(f"ahead.credit.standing.{check.standing.value}")
    ink = Ink.SERIOUS if check.standing is MarkStanding.CONTRADICTS else Ink.SECONDARY
    if check.fact == "enquiry" and check.opened:
        return Line(say("timeline.credit.enquiry", on=check.opened, standing=standing, **facts), ink)
    return Line(say("timeline.credit.check", standing=standing, **facts), ink)


def range_card(timeline: Timeline, first: float, last: float, say: Say) -> Card:
    """Return the card of a range: what each lane adds up to."""
    start, end = moment_of(first), moment_of(last)
    days = (end.date() - start.date()).days + 1
    lines = []
    for total in totals(timeline, first, last):
        part = "lower" if total.lower else "lane"
        name = say(f"timeline.{part}.{total.lane.value}")
        amount = "" if total.sum is None else grouped(total.sum)
        lines.append(Line(say("timeline.range.row", lane=name, count=total.count), Ink.TEXT, amount))
    title = say("timeline.range.title", first=start, last=end, days=days)
    return Card(title, tuple(lines) or (Line(say("timeline.range.none")),))


def summary(timeline: Timeline, say: Say) -> str:
    """Return what the whole timeline holds, in a sentence, and how to go through it."""
    first, last = (moment_of(day) for day in timeline.extent)
    found = len(timeline.brackets.discrepancies)
    return say("timeline.describe", events=len(timeline.events), discrepancies=found, first=first, last=last)

"""The months of each loan and bill as a credit record may show them, by the rows alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from app.core.ahead import CreditMonth, MarkBasis
from app.core.calendar import add_months, month_end
from app.core.discrepancy import distinct
from app.core.money import Fen
from app.core.views.overdue_spans import Borrowed, Span

DAYS_OF_A_MARK, HIGHEST = 30, 7
"""A mark stands for as many days: 1 for 1 to 30, 2 for 31 to 60; 7 for more than 180 (reports of both forms)."""

_RANK = (
    MarkBasis.UNKNOWN,
    MarkBasis.ON_TIME,
    MarkBasis.POSTED_LATE,
    MarkBasis.GRACE,
    MarkBasis.DAY_OFF,
    MarkBasis.WITHIN,
    MarkBasis.UNPAID,
)


def mark_of(days: int) -> str:
    """The mark of so many days overdue."""
    return "N" if days <= 0 else str(min(HIGHEST, -(-days // DAYS_OF_A_MARK)))


def months_of(one: Borrowed, as_of: date) -> tuple[CreditMonth, ...]:
    """Each month from the first due on, until the loan ended or the day of the case, in order."""
    if not one.spans:
        return ()
    first = date(one.spans[0].due.year, one.spans[0].due.month, 1)
    last = min(as_of, one.settled_on) if one.settled_on else as_of
    fell_due: dict[date, list[Span]] = defaultdict(list)
    for span in one.spans:
        if span.due <= as_of:
            fell_due[span.due.replace(day=1)].append(span)
    found, open_spans = [], list[Span]()
    for month in _firsts(first, last):
        due = fell_due[month]
        open_spans = [span for span in (*open_spans, *due) if not _is_over(span, month)]
        found.append(_month(one, month, min(month_end(month.year, month.month), as_of), due, open_spans))
    return tuple(found)


def _is_over(span: Span, day: date) -> bool:
    """Whether a due cannot make a month that begins on ``day``, or a later one, look bad any more."""
    if span.is_posted_late and span.counted_on:
        return span.counted_on <= day
    return span.paid_on is not None and (span.paid_on <= span.due or span.paid_on <= day)


def _firsts(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = add_months(first, 1)


def _month(one: Borrowed, first: date, end: date, due: Sequence[Span], open_spans: Sequence[Span]) -> CreditMonth:
    """The worst that any due of the loan lets the month show: those that fell due in it, and those still open then."""
    looks = [_look(span, first, end, one.grace) for span in open_spans]
    late = [(basis, days, span) for span, basis, days in looks if basis not in (MarkBasis.UNKNOWN, MarkBasis.ON_TIME)]
    basis = max((basis for _, basis, _ in looks), key=_RANK.index, default=MarkBasis.ON_TIME)
    if basis is MarkBasis.ON_TIME and any(b is MarkBasis.UNKNOWN for _, b, _ in looks):
        basis = MarkBasis.UNKNOWN
    days = max((days for _, days, _ in late), default=0)
    ended = one.settled_on and (one.settled_on.year, one.settled_on.month) == (first.year, first.month)
    mark = "" if basis is MarkBasis.UNKNOWN else mark_of(days) if late else "C" if ended else "N"
    spans = [span for _, _, span in late] or due
    return CreditMonth(
        one.facility,
        one.product,
        (first.year, first.month),
        mark,
        basis,
        days,
        _overdue([span for _, _, span in late]),
        distinct(s for span in spans for s in span.evidence),
        any(b is MarkBasis.UNPAID and span.due < first for b, _, span in late),
    )


def _look(span: Span, first: date, end: date, grace: int) -> tuple[Span, MarkBasis, int]:
    """How one due stands in a month: its basis, and for how many days it was overdue there at most."""
    if span.is_posted_late and span.counted_on:
        days = (min(span.counted_on, end) - span.due).days
        within = span.due < end and span.counted_on > first
        return span, MarkBasis.POSTED_LATE if within and days > 0 else MarkBasis.ON_TIME, max(days, 0) if within else 0
    if span.paid_on is None and span.is_unknown_at(end):
        return span, MarkBasis.UNKNOWN, 0
    last = end if span.paid_on is None else min(end, span.paid_on)
    days = (last - span.due).days
    if days <= 0:
        return span, MarkBasis.ON_TIME, 0
    if span.paid_on is not None and (span.paid_on - span.due).days <= grace:
        return span, MarkBasis.GRACE, days
    if span.moved:
        return span, MarkBasis.DAY_OFF, days
    over_the_end = last == end and (span.paid_on is None or span.paid_on > end)
    return span, MarkBasis.UNPAID if over_the_end else MarkBasis.WITHIN, days


def _overdue(spans: list[Span]) -> Fen:
    return sum(span.amount for span in spans)

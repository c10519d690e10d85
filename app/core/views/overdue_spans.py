"""When each due of a loan or bill was paid, by the rows: in time, late, not, or nobody can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.discrepancy import distinct
from app.core.facts import Bill, Outcome, PeriodState, Source
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.products import WALLETS
from app.core.money import Fen
from app.core.rules.bill_ends import BillEnd, Means, bill_ends
from app.core.rules.changed_plans import prepaid_since
from app.core.rules.context import Context
from app.core.rules.debits import told_of_holiday
from app.core.rules.late_bills import charged_as_late
from app.core.rules.unseen_periods import is_missed

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A due and its end. ``paid_on`` is when the money had left for all of it; None where it is not paid, or unknown.

    ``counted_on`` is when the lender counted it, if that is known. ``known_until`` is the last day of which papers tell
    whether it was paid; None where they do not even tell it of the due date. ``amount`` is what was due. ``moved``:
    it fell due on a day off, and was paid without a charge by the next working day.
    """

    due: date
    amount: Fen
    paid_on: date | None
    counted_on: date | None
    known_until: date | None
    evidence: tuple[Source, ...]
    moved: bool = False

    @property
    def is_late(self) -> bool:
        """Whether it is known to be unpaid at the end of its due date."""
        if self.paid_on is not None:
            return self.paid_on > self.due
        return self.known_until is not None and self.known_until > self.due

    @property
    def is_posted_late(self) -> bool:
        """Whether the money left in time and was counted after the due date."""
        return (
            self.paid_on is not None
            and self.paid_on <= self.due
            and bool(self.counted_on and self.counted_on > self.due)
        )

    def is_unknown_at(self, day: date) -> bool:
        """Whether nobody can tell if it was overdue at the end of a day."""
        if self.paid_on is not None or day <= self.due:
            return False
        return self.known_until is None or self.known_until < day


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A loan or bill product over time: its dues, when it began and ended, as far as the rows tell.

    ``lender`` is a name to compare, without the form of a company.
    """

    facility: str
    product: str
    lender: str
    principal: Fen | None
    drawn_on: date | None
    settled_on: date | None
    grace: int
    spans: tuple[Span, ...]
    owed: tuple[tuple[date, Fen], ...]  # outstanding principal from each day on
    evidence: tuple[Source, ...]
    open_on: date | None = None  # the day of the last plan page, where it shows some periods as paid and others not
    open_rows: tuple[Source, ...] = ()

    def owed_within(self, first: date, last: date) -> frozenset[Fen]:
        """What was owed on the days from ``first`` to ``last``; empty where the rows do not tell."""
        before = [fen for on, fen in self.owed if on <= first]
        return frozenset([*before[-1:], *(fen for on, fen in self.owed if first < on <= last)])


def borrowed(context: Context) -> tuple[Borrowed, ...]:
    """Every loan with a plan and every bill product, in order of product and name."""
    activities: dict[str, list[PeriodActivity]] = defaultdict(list)
    for activity in context.activity.periods:
        activities[activity.book.contract].append(activity)
    happened: dict[str, list[EarlyRepayment]] = defaultdict(list)
    for one in context.activity.early:
        happened[one.book.contract].append(one)
    found = [_loan(context, book, activities[book.contract], happened[book.contract]) for book in context.loans]
    found += _bill_products(context)
    return tuple(sorted(found, key=lambda b: (b.product, b.facility)))


def _loan(
    context: Context, book: LoanBook, activities: Sequence[PeriodActivity], happened: Sequence[EarlyRepayment]
) -> Borrowed:
    settled = [h for h in happened if h.ends]
    ended = min((h.made_on for h in settled), default=None)
    if found := context.taken_over.get(book.contract):
        ended = found.last_due(book)
    by_settlement = {part.period: h for h in settled for part in h.repayment.parts}
    spans = []
    for activity in activities:
        if activity.due < context.as_of and (ended is None or activity.due <= ended):
            spans.append(_span(context, activity, by_settlement.get(activity.period)))
    owed = _owed(book, activities, context.as_of)
    paid = [s.paid_on for s in spans if s.paid_on]
    if ended is None and owed and owed[-1][1] == 0:
        ended = max(paid, default=owed[-1][0])
    rows = book.record.sources if book.record else ()
    rows += book.drawdown.sources if book.drawdown else ()
    page = book.snapshots[-1] if book.snapshots else None
    keeps_states = page is not None and any(row.state is PeriodState.SETTLED for row in page.rows)
    still_open = page.open_rows if page and keeps_states else ()  # else it may be the plan at drawdown, dated anew
    return Borrowed(
        book.contract,
        book.product.value,
        (book.record.lender_stem or book.record.lender) if book.record else "",
        book.principal,
        book.drawn_on,
        ended,
        book.grace_days,
        tuple(sorted(spans, key=lambda s: (s.due, s.amount))),
        owed,
        distinct((*rows, *(s for h in settled for s in h.sources))),
        page.as_of if page and still_open else None,
        tuple(s for row in still_open for s in row.sources),
    )


def _span(context: Context, activity: PeriodActivity, settlement: EarlyRepayment | None) -> Span:
    """A period: paid when all of it had left, by debits and records; else as pages and exports tell."""
    parts: list[tuple[date, date | None, Fen]] = [
        (p.made_on, p.repayment.counted_on, p.cleared + (p.part.fee if activity.row.fee else 0)) for p in activity.paid
    ]
    parts += [(_made_on(context, activity, c.debit), None, c.amount) for c in activity.claims]
    parts += [(w.on, None, w.amount) for w in activity.waivers]
    parts.sort(key=lambda part: (part[0], part[2]))
    done, paid_on, counted = 0, None, None
    for on, counted_on, amount in parts:
        done += amount
        counted = max(filter(None, (counted, counted_on)), default=None)
        if done >= activity.expected:
            paid_on = on
            break
    rows = distinct((*activity.row.sources, *(s for p in activity.paid for s in p.sources), *_claimed(activity)))
    if paid_on is None and settlement is not None:
        paid_on, counted = settlement.made_on, settlement.repayment.counted_on
        rows = distinct((*rows, *settlement.sources))
    if paid_on is not None:
        moved = paid_on > activity.due and _moved(context, activity, paid_on)
        return Span(activity.due, activity.expected, paid_on, counted, paid_on, rows, moved)
    return _shown(context, activity, done, rows)


def _moved(context: Context, activity: PeriodActivity, paid_on: date) -> bool:
    return not _charged(activity) and bool(told_of_holiday(context, activity, paid_on))


def _charged(activity: PeriodActivity) -> bool:
    return bool(activity.charged) or any(c.debit.amount != c.amount for c in activity.claims)


def _made_on(context: Context, activity: PeriodActivity, debit: Movement) -> date:
    """The day of a debit without a record; the due date where a bank alone tells of it, and may have booked it late.

    A debit of the evening is booked on the next working day. One for which lateness was charged, that took again what
    had come back, or whose day a page of the lender names, was made on that day.
    """
    due, said = activity.due, any(row.cleared_on == debit.on for _, row in activity.pages())
    sure = debit.row is not None or debit.recollects or said or _charged(activity) or context.day_off(due)
    return due if not sure and due < debit.on <= context.settles_by(due) else debit.on


def _claimed(activity: PeriodActivity) -> Iterator[Source]:
    yield from (s for c in activity.claims for s in c.debit.sources)
    yield from (s for m in activity.tries for s in m.sources)


def _shown(context: Context, activity: PeriodActivity, done: Fen, rows: tuple[Source, ...]) -> Span:
    """A period without a whole payment: what pages and exports say of it."""
    left = activity.expected - done
    pages = activity.pages()
    settled = [(page.as_of - ONE_DAY, row) for page, row in pages if row.state is PeriodState.SETTLED]
    if settled:
        seen_on, row = settled[0]
        cleared = row.cleared_on or (seen_on if seen_on <= activity.due else None)
        still = max((p.as_of - ONE_DAY for p, r in pages if r.state is not PeriodState.SETTLED), default=None)
        known = still if still and still > activity.due else None
        return Span(activity.due, activity.expected, cleared, None, cleared or known, distinct((*rows, *row.sources)))
    unpaid = [page.as_of - ONE_DAY for page, _ in pages if page.as_of > activity.due]
    known_until = max(unpaid, default=None)
    changed = prepaid_since(
        context, activity.book, activity.row.as_of or activity.due
    )  # nobody knows what was due then
    told = (unpaid and not activity.pending and not changed) or is_missed(context, activity)
    if told and context.covered(activity.due):
        known_until = max(filter(None, (known_until, _covered_until(context, activity.due))), default=None)
    shown = distinct((*rows, *(s for page, row in pages if page.as_of > activity.due for s in row.sources)))
    return Span(activity.due, left, None, None, known_until, shown)


def _covered_until(context: Context, day: date) -> date:
    """The last day from ``day`` on up to which wallet or bank speak of every day."""
    while day < context.as_of and context.covered(day + ONE_DAY):
        day += ONE_DAY
    return day


def _owed(book: LoanBook, activities: Sequence[PeriodActivity], as_of: date) -> tuple[tuple[date, Fen], ...]:
    """Outstanding principal by the lender's records; without any, by the pages and the debits of periods.

    A day between two pages is known only where debits paid all that fell due by then.
    """
    if book.principal is None or book.drawn_on is None or not book.is_split:
        return ()
    done = [r for r in book.repayments if r.outcome is Outcome.DONE and r.sources]
    if not done:
        pages = [
            (p.as_of, sum(r.principal for r in p.open_rows))
            for p in book.snapshots
            if all(r.amounts_kept for r in p.rows)
        ]
        return tuple(sorted({(book.drawn_on, book.principal), *pages, *_owed_by_debits(book, activities, as_of)}))
    owed, found = book.principal, [(book.drawn_on, book.principal)]
    for r in sorted(done, key=lambda r: (r.at, r.batch)):
        owed -= sum(part.principal for part in r.parts)
        found.append((min(r.at.date(), r.counted_on), owed))
    return tuple(found)


def _owed_by_debits(book: LoanBook, activities: Sequence[PeriodActivity], as_of: date) -> Iterator[tuple[date, Fen]]:
    """What was owed after each period that debits paid whole, up to the first that they did not."""
    owed = book.principal or 0
    for activity in sorted(activities, key=lambda a: (a.due, a.period)):
        if activity.due > as_of or sum(c.amount for c in activity.claims) < activity.expected:
            return
        owed -= activity.row.principal
        yield max(c.debit.on for c in activity.claims), owed


def _bill_products(context: Context) -> Iterator[Borrowed]:
    paid_for, ends = context.bill_payments, bill_ends(context)
    by_product: dict[str, list[Bill]] = defaultdict(list)
    for bill in context.books.bills:
        if bill.due and bill.due < context.as_of and bill.declared is not None:
            by_product[bill.product.value].append(bill)
    for product, bills in sorted(by_product.items()):
        found = (_bill_span(context, bill, paid_for, ends) for bill in bills)
        spans = tuple(sorted(found, key=lambda s: (s.due, s.amount)))
        rows = distinct(s for bill in bills for s in bill.sources)
        yield Borrowed(product, product, "", None, None, None, 0, spans, (), rows)


def _bill_span(
    context: Context, bill: Bill, paid_for: Mapping[int, tuple[Movement, ...]], ends: Mapping[int, BillEnd]
) -> Span:
    """A bill: it is met by its least payment where it allows one, and by what was taken off or put into instalments.

    What the next bill takes over is met by that one's payment; what it asks for no more is not known to be overdue.
    """
    due, end = bill.due or context.as_of, ends.get(id(bill))
    asked = bill.minimum if bill.minimum is not None else bill.declared or 0
    paid = [m for m in paid_for[id(bill)] if m.done]
    done, paid_on = 0, due if asked <= 0 else None
    for m in sorted(paid, key=lambda m: m.at):
        done += m.amount
        if paid_on is None and done >= asked:
            booked = m.row is None and m.on <= due + timedelta(days=BOOKING_DAYS)  # it may have been made in time
            paid_on = min(m.on, due) if booked and not charged_as_late(context, bill, due) else m.on
    rows = distinct((*bill.sources, *(s for m in paid for s in m.sources)))
    if paid_on is not None:
        return Span(due, asked, paid_on, None, paid_on, rows)
    if end is not None and end.is_met:
        met_on = max((m.on for m in paid), default=due)
        return Span(due, asked, met_on, None, met_on, distinct((*rows, *end.rows)))
    if end is not None and end.means is Means.CARRIED and end.later is not None:
        over = _bill_span(context, end.later, paid_for, ends)
        return Span(due, asked - done, over.paid_on, None, over.known_until, distinct((*rows, *over.evidence)))
    unknown = end is not None and end.means in (Means.UNSEEN, Means.UNCLEAR)
    shown = context.covered_by(WALLETS.get(bill.product, ""), due)
    known = _covered_until(context, due) if shown and not unknown else None
    return Span(due, asked - done, None, None, known, rows)

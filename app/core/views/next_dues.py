"""Every due date to come of every loan and bill, with what it rests on; papers that are too old foretell nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from app.core.ahead import DayOff, DueBasis, DueKind, NextDue, StalePaper
from app.core.calendar import add_months
from app.core.discrepancy import distinct
from app.core.explanation import NO_DAY
from app.core.facts import Bill, Outcome, PeriodState, PlanRow, Source
from app.core.linking.loan_books import LoanBook
from app.core.linking.periods import PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.loans.reserve_advance import DAYS
from app.core.money import Fen
from app.core.papers import Notice, NoticeKind, PictureRow, PictureStanding
from app.core.rules.advances import advances
from app.core.rules.announced import announced_since
from app.core.rules.changed_plans import plan_changed_since
from app.core.rules.context import Context
from app.core.views.usual_accounts import LAST, PaidDue, UsualAccounts

PLAN, RECORD = "plan-page", "repayment-record"
"""Kinds of papers that would tell (`StalePaper.paper`)."""

ONE_DAY = timedelta(days=1)
"""An export that ends on a due date may have been made before the debit of that day."""

CERTAIN_WITHIN = timedelta(days=14)
"""How near a period must be to be certain: until its due date a prepayment or the lender may still change its plan.

Of 535 next periods of labelled cases cut on days by chance, all of the 344 within two weeks came as their page said, 19
of the 191 farther ones were changed on the way.
"""

BILLS_USUAL = 3
"""Bills in a row with one due day from which on the next one's day is estimated."""

BILL_REACH = timedelta(days=31)
"""How old the last bill may be for the next one to be estimated."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """Dues to come in order of date, and the loans of which none is foretold."""

    dues: tuple[NextDue, ...]
    stale: tuple[StalePaper, ...]


def next_dues(
    context: Context,
    past: Mapping[str, tuple[PaidDue, ...]],
    accounts: UsualAccounts,
    notices: Iterable[Notice] = (),
    pictures: Iterable[PictureRow] = (),
) -> Foretold:
    """What falls due from the day of the case on; nothing where no row names that day.

    Of a loan the next period of its latest page is certain where it is near and nothing since contradicts the page; the
    others are computed: a prepayment, an extension or another rate would change them. A bill is certain where it
    declares its sum. ``pictures`` are rows that nobody confirmed yet.
    """
    if context.as_of <= NO_DAY:
        return Foretold((), ())
    read = {s for row in pictures if row.standing is PictureStanding.READ for s in row.sources}
    found: list[NextDue] = []
    stale: list[StalePaper] = []
    for book in context.loans:
        loan = _Loan.of(context, book)
        if loan is None:
            continue
        old = loan.stale(context)
        stale += [old] if old else []
        found += () if old else loan.dues(context)
    found += _inferred(context)
    found += _bills(context)
    found += _next_bills(context)
    found += _advances(context)
    found = _without_billed(found, context.books.bills)
    found += _from_messages(context, found, notices)
    with_accounts = [replace(due, account=accounts.of(due.facility)) for due in found]
    told = [_held_by_picture(_on_a_day_off(context, due, past.get(due.facility, ())), read) for due in with_accounts]
    return Foretold(_together(told), tuple(sorted(stale, key=lambda paper: (paper.product, paper.facility))))


@dataclass(frozen=True, slots=True)
class _Loan:
    """A loan that is not settled, with its latest page and what happened to its periods."""

    book: LoanBook
    page: Snapshot
    activities: Mapping[int, PeriodActivity]
    changed_on: date | None  # what changed the plan and no page shows yet

    @classmethod
    def of(cls, context: Context, book: LoanBook) -> _Loan | None:
        page = book.page_before(context.as_of)
        ended = book.shows_nothing_open(context.as_of) or any(h.ends for h in context.activity.early_of(book))
        if page is None or ended or book.contract in context.taken_over:
            return None
        return cls(book, page, context.activity.periods_of(book), plan_changed_since(context, book, page.as_of))

    def left(self, row: PlanRow) -> Fen:
        """What nothing has paid of a period since its page: records count, debits without one, and what was waived."""
        activity = self.activities.get(row.period)
        if activity is None:
            return row.instalment
        if activity.pending:
            return 0
        since = self.page.as_of
        paid = sum(
            p.cleared + (p.part.fee if row.fee else 0)
            for p in activity.paid
            if p.repayment.outcome is Outcome.DONE and p.made_on >= since
        )
        paid += sum(claim.amount for claim in activity.claims if claim.debit.on >= since)
        return row.instalment - paid - sum(w.amount for w in activity.waivers if w.on >= since)

    def unpaid(self, context: Context) -> list[PlanRow]:
        """The periods of which something was due before the day of the case, and is not known to be paid."""
        return [row for row in self.page.open_rows if row.due < context.as_of and self.left(row) > 0]

    def stale(self, context: Context) -> StalePaper | None:
        """Why nothing can be foretold: a change that no page shows yet, or dues of which no paper tells."""
        if self.changed_on is not None:
            since, dues, why, paper, rows = self.changed_on, 0, "changed-since", PLAN, list(self.page.open_rows)
        else:
            rows = [row for row in self.unpaid(context) if not self._is_told(context, row)]
            if not rows:
                return None
            since, dues, why, paper = rows[0].due, len(rows), "unpaid-unknown", RECORD
        return StalePaper(
            self.book.contract, self.book.product.value, self.page.as_of, since, dues, why, paper, _rows(rows)
        )

    def _is_told(self, context: Context, row: PlanRow) -> bool:
        """Whether some paper would show a payment of a period: the page, later records, an export of its whole day."""
        later = any(r.at.date() > row.due for r in self.book.repayments)
        return row.due < self.page.as_of or later or (context.covered(row.due) and context.covered(row.due + ONE_DAY))

    def dues(self, context: Context) -> Iterator[NextDue]:
        """The periods to come; the first is certain where it is near and all before it went as the page says."""
        reason = self._doubt(context) or ("moved-due" if self.page.concluded else "")
        for row in self.page.open_rows:
            left = self.left(row)
            if row.due < context.as_of or left <= 0:
                continue
            part = left != row.instalment
            far = "still-far" if row.due - context.as_of > CERTAIN_WITHIN else ""
            why = reason or ("rest-of-period" if part else far if row.amounts_kept else "amounts-hidden")
            said = announced_since(context, self.book, self.page, row)
            why = "announced" if said else why
            yield NextDue(
                row.due, self.book.contract, self.book.product.value, DueKind.INSTALMENT,
                DueBasis.COMPUTED if why else DueBasis.CERTAIN, why or "next-on-page",
                left if row.amounts_kept else None, (*row.sources, *said), row.period,
            )  # fmt: skip
            reason = reason or "later-on-page"

    def _doubt(self, context: Context) -> str:
        """Why even the next period is not certain; empty where it is."""
        if self.unpaid(context) or any(row.state is PeriodState.OVERDUE for row in self.page.open_rows):
            return "arrears"
        shown = {row.period: row for row in self.page.rows}
        for period, activity in self.activities.items():
            for paid in activity.paid:
                row = shown.get(period)
                if row is None or paid.made_on < self.page.as_of or not row.amounts_kept:
                    continue
                if (paid.part.principal, paid.part.interest) != (row.principal, row.interest) and not activity.waivers:
                    return "paid-otherwise"
        return ""


def _rows(rows: Sequence[PlanRow]) -> tuple[Source, ...]:
    return tuple(s for row in rows for s in row.sources)


def _inferred(context: Context) -> Iterator[NextDue]:
    """The periods to come of loans whose terms the debits alone pin down."""
    for loan in context.inferred:
        best = loan.best
        if not loan.stated or best is None:
            continue
        rows = tuple(s for role in best.roles for s in loan.debits[role.key].sources)
        if any(period.due < context.as_of and not context.covered(period.due) for period in best.to_come):
            continue
        for period in best.to_come:
            if period.due >= context.as_of:
                yield NextDue(
                    period.due, loan.id, loan.drawdown.product.value, DueKind.INSTALMENT, DueBasis.COMPUTED,
                    "from-debits", period.total, (*loan.drawdown.sources, *rows), period.number,
                )  # fmt: skip


def _bills(context: Context) -> Iterator[NextDue]:
    """Bills that are out and not yet due, less what was paid for them."""
    paid_for = context.bill_payments
    for bill in context.books.bills:
        if bill.due is None or bill.due < context.as_of:
            continue
        asked = bill.declared if bill.declared is not None else sum(line.amount for line in bill.lines)
        paid = sum(m.amount - m.returned for m in paid_for[id(bill)] if m.done)
        paid = max(paid, bill.repaid)
        if asked - paid <= 0:
            continue
        certain = bill.declared is not None and not paid
        rows = bill.sources or tuple(s for line in bill.lines for s in line.sources)
        rows += tuple(s for m in paid_for[id(bill)] for s in m.sources)
        why = "bill-declares" if certain else "bill-less-paid" if paid else "bill-lines"
        yield NextDue(
            bill.due, bill.product.value, bill.product.value, DueKind.BILL,
            DueBasis.CERTAIN if certain else DueBasis.COMPUTED, why, asked - paid, rows, month=_month(bill),
        )  # fmt: skip


def _month(bill: Bill) -> str:
    return f"{bill.month[0]}-{bill.month[1]:02d}"


def _next_bills(context: Context) -> Iterator[NextDue]:
    """The day of the bill after the last, where the last ones fell on one day of the month; its sum is only bounded."""
    by_product: dict[str, list[tuple[date, Bill]]] = defaultdict(list)
    for bill in context.books.bills:
        if bill.due:
            by_product[bill.product.value].append((bill.due, bill))
    for product, bills in sorted(by_product.items()):
        last = sorted(bills, key=lambda pair: pair[0])[-BILLS_USUAL:]
        day, bill = last[-1]
        usual = len(last) == BILLS_USUAL and len({due.day for due, _ in last}) == 1
        follows = all(add_months(a, 1) == b for (a, _), (b, _) in pairwise(last))
        sums = [max(b.declared, 0) for _, b in last if b.declared is not None]  # what is owed back asks for nothing
        if usual and follows and day + BILL_REACH >= context.as_of and len(sums) == BILLS_USUAL:
            due = add_months(day, 1)
            if due >= context.as_of:
                year, month = divmod(bill.month[0] * 12 + bill.month[1], 12)
                yield NextDue(
                    due, product, product, DueKind.BILL, DueBasis.ESTIMATED, "bill-as-usual", None,
                    tuple(s for _, b in last for s in b.sources), month=f"{year}-{month + 1:02d}",
                    low=min(sums), high=max(sums),
                )  # fmt: skip


def _advances(context: Context) -> Iterator[NextDue]:
    """Reserve advances that were not given back and moved to no bill, on the last of their days."""
    for advance in advances(context):
        record = advance.record
        due = record.taken_at.date() + timedelta(days=DAYS)
        if not advance.is_returned and record.moved_to is None and not advance.lines and due >= context.as_of:
            yield NextDue(
                due, "reserve", "reserve", DueKind.RESERVE, DueBasis.ESTIMATED, "reserve-days",
                record.amount - advance.repaid, advance.evidence,
            )  # fmt: skip


def _without_billed(found: Sequence[NextDue], bills: Sequence[Bill]) -> list[NextDue]:
    """Without the instalments that a bill of the same product and day already holds, as one of its lines.

    A bill that shows no lines asks for all that its product has fall due on its day.
    """
    held = {(b.product.value, b.due, line.amount) for b in bills for line in b.lines}
    whole = {(b.product.value, b.due) for b in bills if b.is_without_lines}
    return [
        due for due in found
        if due.kind is not DueKind.INSTALMENT
        or ((due.product, due.on, due.amount) not in held and (due.product, due.on) not in whole)
    ]  # fmt: skip


def _from_messages(context: Context, found: Sequence[NextDue], notices: Iterable[Notice]) -> Iterator[NextDue]:
    """Dues of which only a message tells; two messages of one due are one."""
    known = {(due.product, due.on) for due in found}
    for notice in sorted(notices, key=lambda n: (n.on or date.min, n.product.value, n.amount or 0, n.sources)):
        told = notice.kind is NoticeKind.DUE and notice.on is not None and notice.amount
        if notice.on is None or not told or notice.on < context.as_of or (notice.product.value, notice.on) in known:
            continue
        known.add((notice.product.value, notice.on))
        yield NextDue(
            notice.on, notice.product.value, notice.product.value, DueKind.INSTALMENT, DueBasis.COMPUTED, "message",
            notice.amount, notice.sources, notice.period,
        )  # fmt: skip


def _on_a_day_off(context: Context, due: NextDue, past: Sequence[PaidDue]) -> NextDue:
    """With the day off that it falls on, and how the last dues on days off were debited."""
    name = context.day_off(due.on)
    if not name or context.calendar is None:
        return due
    last = [p for p in past if p.debits and context.day_off(p.due)][-LAST:]
    off = DayOff(
        name,
        context.calendar.on_or_after(due.on),
        context.calendar.is_estimated(due.on),
        sum(1 for p in last if p.debits[0].on <= p.due),
        len(last),
        distinct(s for p in last for s in p.debits[0].sources),
    )
    return replace(due, day_off=off)


def _held_by_picture(due: NextDue, read: set[Source]) -> NextDue:
    """A due that rests on a picture nobody confirmed is not certain."""
    if due.basis is not DueBasis.CERTAIN or not read.intersection(due.evidence):
        return due
    return replace(due, basis=DueBasis.COMPUTED, why="from-picture")


def _together(found: Sequence[NextDue]) -> tuple[NextDue, ...]:
    """In order of date, each with what its account must hold that day for all dues that are usually paid from it."""
    groups: dict[tuple[date, str], list[NextDue]] = defaultdict(list)
    for due in found:
        if due.account:
            groups[due.on, due.account.name].append(due)
    told = []
    for due in found:
        same = groups[due.on, due.account.name] if due.account else [due]
        known = [d.amount for d in same if d.amount is not None]
        told.append(replace(due, together=sum(known) if known else None, due_together=len(same)))
    return tuple(sorted(told, key=lambda d: (d.on, d.product, d.facility, d.period or 0, d.amount or 0, d.month)))

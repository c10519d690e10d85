"""Instalments collected as before a prepayment: interest on principal that was repaid already, charged once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Severity, distinct
from app.core.facts import Outcome, PeriodState, PlanRow, Purpose, Source
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.loans.formulas import accrued
from app.core.loans.plan_rate import Accrual
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every period in which a part was prepaid and of which the interest was taken as if nothing had been."""
    for book in context.loans:
        if not book.is_split:
            continue
        for prepaid in _prepayments(context, book):
            if running := _Running.of(context, book, prepaid):
                yield from _told(context, running)


@dataclass(frozen=True, slots=True)
class _Prepaid:
    """A part paid ahead: the day, the amount in fen and its rows; principal and interest where a record parts them."""

    on: date
    amount: Fen
    sources: tuple[Source, ...]
    principal: Fen | None = None

    @property
    def interest(self) -> Fen:
        """What was paid beside the principal."""
        return self.amount - (self.principal or 0)


def _prepayments(context: Context, book: LoanBook) -> Iterator[_Prepaid]:
    """The prepayments of a loan, by its record; where there is none, by debits that call themselves that."""
    if book.repayments:
        early = context.activity.early_of(book)
        yield from map(_by_record, (h for h in early if h.kind is RepaymentKind.PREPAYMENT and _is_done(h)))
        return
    alone = sum(other.product is book.product for other in context.loans) == 1
    named = (m for m in context.unaccounted if m.purpose is Purpose.PREPAYMENT and m.product is book.product)
    yield from (_Prepaid(m.on, m.amount, m.sources) for m in named if alone)


def _is_done(early: EarlyRepayment) -> bool:
    returned = sum(debit.returned for debit in early.debits)
    return early.repayment.outcome is Outcome.DONE and not returned


def _by_record(early: EarlyRepayment) -> _Prepaid:
    parts = early.repayment.parts
    principal, interest = sum(p.principal for p in parts), sum(p.interest for p in parts)
    return _Prepaid(early.made_on, principal + interest, early.sources, principal)


@dataclass(frozen=True, slots=True)
class _Running:
    """The period in which a part was prepaid, as the page before had it, with what bore interest and at which rate."""

    activity: PeriodActivity
    row: PlanRow
    prepaid: _Prepaid
    balance: Fen
    accrual: Accrual

    @classmethod
    def of(cls, context: Context, book: LoanBook, prepaid: _Prepaid) -> _Running | None:
        """None where the period was not paid as before, where its interest follows no rate, or more was prepaid."""
        page = book.page_before(prepaid.on)
        still = [row for row in page.open_rows if row.due > prepaid.on] if page else []
        row = next(iter(still), None)
        activity = context.activity.periods_of(book).get(row.period) if row else None
        others = [p for p in _prepayments(context, book) if row and row.starts and row.starts <= p.on < row.due]
        if row is None or row.starts is None or row.starts > prepaid.on or activity is None or len(others) > 1:
            return None
        accrual, balance = context.accrual(book, page), sum(r.principal for r in still)
        if accrual is None or accrual.interest(balance, (row.due - row.starts).days) != row.interest:
            return None
        return cls(activity, row, prepaid, balance, accrual) if _as_before(activity, row) else None

    @property
    def days(self) -> int:
        """The days of the whole period."""
        return (self.row.due - self.start).days

    @property
    def start(self) -> date:
        """The day from which the period bears interest."""
        return self.row.starts or self.row.due

    @property
    def gone(self) -> int:
        """The days of it that had passed when a part was prepaid."""
        return (self.prepaid.on - self.start).days

    def to_date(self, principal: Fen) -> Fen:
        """The interest on what was prepaid from the start of the period to that day, in fen."""
        return self.accrual.interest(principal, self.gone)

    def too_much(self, principal: Fen, interest: Fen) -> BridgePart:
        """What the period's old interest has too much where this was prepaid.

        With its own interest to the day or for the whole period, the prepaid principal bears nothing more in it; with
        that of the whole balance, the rest bears interest from that day on. Else it is sure only that what was repaid
        bears nothing for the days after.
        """
        row, rows = self.row, distinct((*self.row.sources, *self.prepaid.sources))
        if interest and interest in (self.to_date(principal), self.accrual.interest(principal, self.days)):
            left, days = self.balance - principal, self.days
        elif interest and interest == self.to_date(self.balance):
            left, days = self.balance - principal, self.days - self.gone
        else:
            return accrued("interest-on-prepaid", principal, self.accrual, self.days - self.gone, rows)
        charged = accrued("interest-on-prepaid", self.balance, self.accrual, self.days, row.sources)
        owed = accrued("interest-on-prepaid", left, self.accrual, days, rows)
        return BridgePart(
            "interest-on-prepaid", (*charged.terms, *(replace(term, negative=True) for term in owed.terms))
        )


def _as_before(activity: PeriodActivity, row: PlanRow) -> bool:
    """Whether the period was paid in one go with the principal and interest of before, and nothing of it came back."""
    if activity.waived or activity.pending:
        return False
    if activity.book.repayments:
        own = activity.paid
        debits = [p.link.debit for p in own if p.link]
        parts = (sum(p.part.principal for p in own), sum(p.part.interest for p in own))
        return parts == (row.principal, row.interest) and not any(d.returned for d in debits)
    debits = [c.debit for c in activity.claims]
    return [(d.amount, d.returned) for d in debits] == [(row.instalment, 0)]


def _told(context: Context, found: _Running) -> Iterator[Discrepancy]:
    principal = found.prepaid.principal
    if principal is not None:
        yield _charged(found, principal, "charged", Certainty.PROVED)
        return
    if _shown_before(found) or _shown_lowered(found):
        return
    left, fitting = _left_after(found), _principals(found)
    repaid = {own: found.balance - own - left for own in fitting} if left is not None else {}
    lowered = {own: found.row.principal + found.too_much(own, found.prepaid.amount - own).amount for own in fitting}
    as_before = [own for own, principal in repaid.items() if principal == found.row.principal]
    if as_before:
        yield _charged(found, as_before[0], "charged-unrecorded", Certainty.STRONG)
    elif not any(repaid.get(own) == principal for own, principal in lowered.items()):
        yield _unclear(found, fitting[0])


def _shown_before(found: _Running) -> bool:
    """Whether a page between the prepayment and the due date shows what the period came to then."""
    pages = found.activity.book.snapshots
    return any(found.prepaid.on < page.as_of <= found.row.due for page in pages)


def _shown_lowered(found: _Running) -> bool:
    """Whether the next page shows the period as settled with less interest than before: more principal was repaid."""
    after = (page.row(found.row.period) for page in found.activity.book.snapshots if page.as_of > found.row.due)
    row = next(after, None)
    settled = row is not None and row.state is PeriodState.SETTLED and row.amounts_kept
    return settled and row is not None and row.interest < found.row.interest


def _principals(found: _Running) -> tuple[Fen, ...]:
    """What a prepayment that no record parts may have repaid: less its own interest to the day, or all of it."""
    amount = found.prepaid.amount
    about = amount - found.to_date(amount)
    with_interest = (own for own in range(about, amount) if own + found.to_date(own) >= amount)
    own = next(with_interest, amount)
    return (own, amount) if own + found.to_date(own) == amount else (amount,)


def _left_after(found: _Running) -> Fen | None:
    """The principal still open after the period, by the next page, where nothing else fell due before that."""
    page = next((p for p in found.activity.book.snapshots if p.as_of > found.row.due), None)
    following = [row for row in page.open_rows if row.due > found.row.due] if page else []
    if page is None or not following or min(row.due for row in following) < page.as_of:
        return None
    return sum(row.principal for row in following)


def _charged(found: _Running, principal: Fen, variant: str, certainty: Certainty) -> Discrepancy:
    """What of the interest that was taken was owed no more."""
    interest = found.prepaid.amount - principal
    part, debit = found.too_much(principal, interest), _debit(found.activity)
    again = min(interest, part.amount) if interest == found.to_date(principal) else 0
    paid_on = debit.on if debit else max(p.made_on for p in found.activity.paid)
    return discrepancy(
        of_period(found.activity, debit.at if debit else paid_on, _rows(found)),
        "PREPAID-INTEREST",
        variant,
        Severity.SERIOUS if interest else Severity.WARNING,
        certainty if interest else Certainty.STRONG,
        Bridge(found.row.instalment - part.amount, found.row.instalment, parts=(part,)),
        amount=found.row.instalment,
        paid_on=paid_on,
        prepaid=principal,
        prepaid_on=found.prepaid.on,
        interest=found.row.interest,
        exact=found.row.interest - part.amount,
        beyond=part.amount,
        days=found.days - found.gone,
        interest_on_prepaid=again,
    )


def _unclear(found: _Running, principal: Fen) -> Discrepancy:
    """An instalment of the old amount whose parts no file shows: it may have repaid more principal instead."""
    part = found.too_much(principal, found.prepaid.amount - principal)
    debit = found.activity.claims[0].debit
    return discrepancy(
        of_period(found.activity, debit.at, _rows(found)),
        "PREPAID-INTEREST",
        "unclear",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(found.row.instalment, found.row.instalment),
        missing=("repayment-record",),
        amount=found.row.instalment,
        paid_on=debit.on,
        total=found.prepaid.amount,
        prepaid_on=found.prepaid.on,
        interest=found.row.interest,
        beyond=part.amount,
    )


def _debit(activity: PeriodActivity) -> Movement | None:
    debits = [c.debit for c in activity.claims] or [p.link.debit for p in activity.paid if p.link]
    return debits[-1] if debits else None


def _rows(found: _Running) -> tuple[Source, ...]:
    paid = (s for p in found.activity.paid for s in p.sources)
    claimed = (s for c in found.activity.claims for s in c.debit.sources)
    return distinct((*found.row.sources, *paid, *claimed, *found.prepaid.sources))

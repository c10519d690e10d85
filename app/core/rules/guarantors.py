"""What a guarantor or insurer repaid in the borrower's place (代偿): it is owed to that firm from then on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import BankSays, Outcome, Source, WalletKind
from app.core.linking.claims import Claim
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.money import Fen
from app.core.normalise import Repayment
from app.core.rules.context import Context
from app.core.rules.settled_loans import settlement_of
from app.core.rules.writing import Bridge, Occurrence, discrepancy
from app.core.sources import Service


def explain(context: Context) -> Iterator[Discrepancy]:
    """One discrepancy for each loan and day on which a guarantor paid."""
    for book in context.loans:
        by_day: dict[date, list[Repayment]] = defaultdict(list)
        for repayment in _by_guarantor(book):
            by_day[repayment.at.date()].append(repayment)
        for on, paid in by_day.items():
            yield _paid(context, book, on, paid)


def guaranteed(context: Context) -> Mapping[tuple[str, int], EarlyRepayment]:
    """What a guarantor repaid of all that was open, by the loan and number of the periods: none is missed since."""
    return {
        (early.book.contract, row.period): early
        for early in context.activity.early
        if early.kind is RepaymentKind.GUARANTOR
        for row in settlement_of(context, early).open_rows
    }


def debited_since(ended: Mapping[tuple[str, int], EarlyRepayment], activity: PeriodActivity) -> tuple[Claim, ...]:
    """What was debited in the lender's name for a period after a guarantor had repaid it, by what `guaranteed` gives.

    It may be collected for the guarantor: it neither settles the period nor is it taken twice.
    """
    early = ended.get((activity.book.contract, activity.period))
    return tuple(c for c in activity.claims if c.debit.at > early.repayment.at) if early else ()


def _paid(context: Context, book: LoanBook, on: date, paid: Sequence[Repayment]) -> Discrepancy:
    """All that was left, or some periods alone; ``days`` are those for which the earliest was overdue by then."""
    early = [h for h in context.activity.early_of(book) if h.kind is RepaymentKind.GUARANTOR and h.repayment in paid]
    named = {part.period for r in paid for part in r.parts if part.period}
    rows = [row for number in sorted(named) if (row := book.in_force(number, on))]
    rows += [row for h in early for row in settlement_of(context, h).open_rows if row.period not in named]
    due = min((row.due for row in rows), default=on)
    ends = bool(early) or (book.shows_nothing_open(context.as_of) and _last_recorded(book).by_guarantor)
    amount, recovered = sum(r.total for r in paid), [row for row in recovered_from(context, book) if row.on >= on]
    back = sum(one.amount for one in recovered)
    periods, ended = context.activity.periods_of(book).values(), guaranteed(context) if early else {}
    since = [claim for activity in periods for claim in debited_since(ended, activity)]
    shown = (*(s for row in rows for s in row.sources), *(s for claim in since for s in claim.debit.sources))
    told = (("amount", amount), ("principal", sum(part.principal for r in paid for part in r.parts)), ("paid_on", on))
    sources = distinct((*(s for r in paid for s in r.sources), *shown, *(s for row in recovered for s in row.sources)))
    return discrepancy(
        Occurrence(paid[0].at, sources, book.contract, min(named, default=None), book.product, told),
        "GUARANTOR-PAID",
        "loan-ended" if ends else "periods",
        Severity.SERIOUS if ends else Severity.WARNING,
        Certainty.STRONG,
        Bridge(0, 0),
        days=max((on - due).days, 0),
        times=len(rows),
        paid=back,
        total=sum(claim.amount for claim in since),
    )


def _last_recorded(book: LoanBook) -> Repayment:
    """The last repayment of a loan that has any; what a person paid after a guarantor shows that the loan went on."""
    done = (r for r in book.repayments if r.outcome is Outcome.DONE)
    return max(done, key=lambda r: (r.at, r.by_guarantor))


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was paid to a guarantor, in fen; ``charge`` is the movement that a wallet shows of it."""

    on: date
    amount: Fen
    sources: tuple[Source, ...]
    charge: Movement | None = None


def recovered_from(context: Context, book: LoanBook) -> tuple[Recovered, ...]:
    """The payments that a wallet or bank words as made to a guarantor since it paid, in order of time.

    Where guarantors paid on several loans, none: which of them a payment is for is not told.
    """
    own = _by_guarantor(book)
    if not own or any(_by_guarantor(other) for other in context.loans if other is not book):
        return ()
    since = min(r.at.date() for r in own)
    shown = [
        Recovered(m.on, m.amount - m.returned, m.sources, m)
        for m in context.moved_as(WalletKind.CHARGE)
        if m.done and m.row and Service.RECOVERY in m.row.services and m.returned < m.amount
    ]
    booked = {source for one in shown for source in one.sources}
    words = (row for row in context.books.bank if row.amount < 0 and BankSays.RECOVERY in row.says)
    shown += [Recovered(row.on, -row.amount, row.sources) for row in words if booked.isdisjoint(row.sources)]
    return tuple(sorted((r for r in shown if r.on >= since), key=lambda r: (r.on, r.sources)))


def _by_guarantor(book: LoanBook) -> list[Repayment]:
    """What a guarantor repaid of a loan."""
    return [r for r in book.repayments if r.by_guarantor and r.outcome is Outcome.DONE]


def owed_to_guarantor(context: Context, book: LoanBook) -> Fen:
    """The principal that a guarantor repaid and is still owed, in fen: what was paid to it goes to that first."""
    paid = _by_guarantor(book)
    back = sum(one.amount for one in recovered_from(context, book))
    left = sum(r.total for r in paid) - back
    return max(min(sum(part.principal for r in paid for part in r.parts), left), 0)

"""A few fen that were collected, or are asked for, after a loan had been settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, PeriodState, PlanRow, Source, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.normalise import Repayment
from app.core.rules.context import Context
from app.core.rules.settled_loans import settlement_of
from app.core.rules.writing import Bridge, Occurrence, discrepancy

MOST = 10_00
"""A remainder is a few fen, at most so many; a larger amount is no remainder."""

WITHIN = timedelta(days=60)
"""How long after a settlement a remainder is looked for."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every remainder, with the record that names it where there is one."""
    for debit, early, records in remainders(context):
        yield _remainder(context, early, debit, records)
    for early, page, row in open_remainders(context):
        yield _still_open(context, early, page, row)


def remainders(context: Context) -> Iterator[tuple[Movement, EarlyRepayment, tuple[Repayment, ...]]]:
    """Every small debit that follows a settlement, with that settlement and what records the debit."""
    settled = [h for h in context.activity.early if h.kind is RepaymentKind.SETTLEMENT]
    recorded = {id(link.debit): link.repayments for link in context.activity.linked}
    claimed = {id(claim.debit) for claim in context.activity.claims}
    for debit in context.moved_as(WalletKind.REPAYMENT):
        if not debit.done or debit.amount > MOST or id(debit) in claimed:
            continue
        records = recorded.get(id(debit), ())
        early = _settled_before(settled, debit, records)
        if early is not None:
            yield debit, early, records


def open_remainders(context: Context) -> Iterator[tuple[EarlyRepayment, Snapshot, PlanRow]]:
    """Every settlement after which the loan's last page still asks for a few fen, with that page and its row."""
    taken = {id(early) for _, early, _ in remainders(context)}
    for early in context.activity.early:
        if early.kind is not RepaymentKind.SETTLEMENT or early.repayment.outcome is not Outcome.DONE:
            continue
        pages = [page for page in early.book.snapshots if page.as_of > early.made_on]
        rows = pages[-1].open_rows if pages else ()
        if len(rows) == 1 and 0 < rows[0].instalment <= MOST and id(early) not in taken:
            yield early, pages[-1], rows[0]


def _still_open(context: Context, early: EarlyRepayment, page: Snapshot, row: PlanRow) -> Discrepancy:
    overdue = row.state is PeriodState.OVERDUE
    day = {"one_day": row.instalment} if missing_day(context, early) == row.instalment else {}
    return discrepancy(
        Occurrence(
            row.due,
            (*row.sources, *early.sources),
            facility=early.book.contract,
            period=row.period,
            product=early.book.product,
        ),
        "SETTLE-RESIDUAL-CENTS",
        "still-open",
        Severity.SERIOUS if overdue else Severity.WARNING,
        Certainty.PROVED if day else Certainty.PATTERN,
        Bridge(0, row.instalment, parts=(given("residual-open", row.instalment, row.sources),)),
        amount=row.instalment,
        paid_on=early.made_on,
        shown_on=page.as_of,
        shown=f"state.{'overdue' if overdue else 'open'}",
        **day,  # type: ignore[arg-type]  # no fact is called as a field
    )


def _settled_before(
    settled: list[EarlyRepayment], debit: Movement, records: tuple[Repayment, ...]
) -> EarlyRepayment | None:
    """The settlement that a small debit follows: of the loan that its record names, else the latest of its product."""
    contracts = {r.contract for r in records}
    before = [
        h
        for h in settled
        if h.book.product is debit.product and (not contracts or h.book.contract in contracts)
        and timedelta() < debit.at - h.repayment.at <= WITHIN and not any(debit is own for own in h.debits)
    ]  # fmt: skip
    return max(before, key=lambda h: (h.repayment.at, h.book.contract), default=None)


def missing_day(context: Context, early: EarlyRepayment) -> Fen:
    """The interest of the day that a settlement was charged too few, in fen; 0 where none was."""
    charged = settlement_of(context, early).charged
    short = charged.counted is not None and charged.counted.days < 0 and charged.other_day is not None
    return abs(charged.other_day.amount) if short and charged.other_day else 0


def _remainder(context: Context, early: EarlyRepayment, debit: Movement, records: tuple[Repayment, ...]) -> Discrepancy:
    rows: tuple[Source, ...] = tuple(s for r in records for s in r.sources)
    day = {"one_day": debit.amount} if missing_day(context, early) == debit.amount else {}
    return discrepancy(
        Occurrence(
            debit.at,
            (*debit.sources, *rows, *early.sources, *_shown_settled(early.book, early)),
            facility=early.book.contract,
            product=debit.product,
        ),
        "SETTLE-RESIDUAL-CENTS",
        "recorded" if records else "not-recorded" if early.book.repayments else "without-record",
        Severity.WARNING,
        Certainty.PROVED if records else Certainty.PATTERN,
        Bridge(0, debit.amount, parts=(given("residual", debit.amount, debit.wallet_sources or debit.bank_sources),)),
        amount=debit.amount,
        paid_on=early.made_on,
        taken_on=debit.on,
        **day,  # type: ignore[arg-type]  # no fact is called as a field
    )


def _shown_settled(book: LoanBook, early: EarlyRepayment) -> tuple[Source, ...]:
    """The rows of the first page from the settlement on that shows the loan as settled."""
    page = next((p for p in book.snapshots if p.as_of >= early.made_on and not p.open_rows), None)
    return tuple(s for row in page.rows for s in row.sources) if page else ()

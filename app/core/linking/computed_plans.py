"""The plan of a loan of which no page is at hand, computed from its own terms, where what was paid bears it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.core.calendar import add_months
from app.core.facts import LoanRecord, Method, Outcome, PeriodState, PlanRow, WalletKind
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.plan_pages import Snapshot
from app.core.loans.conventions import Terms
from app.core.loans.plan_rate import accrual_of
from app.core.loans.schedules import schedule
from app.core.money import Fen

LEAST_DEBITS = 2
"""So many debits in a row, from the first period on, bear a plan out where no record splits what they paid."""

_PLANNED = (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)


@dataclass(frozen=True, slots=True)
class ComputedPlan:
    """The plan as it was at drawdown, with how many instalments were paid with its very amounts."""

    page: Snapshot
    agreeing: int


def computed_plan(book: LoanBook, moved: Iterable[Movement]) -> ComputedPlan | None:
    """The one plan that the loan's terms give and that every instalment before the last repayment agrees with.

    None where a page is at hand, where the terms are not all stated, or where something was paid that differs.
    """
    record = book.record
    if record is None or book.snapshots:
        return None
    found = []
    for page in _pages(book, record):
        agreeing = _recorded(book, page) if book.repayments else _debited(book, page, moved)
        if agreeing:
            found.append(ComputedPlan(page, agreeing))
    return found[0] if len(found) == 1 else None


def _pages(book: LoanBook, record: LoanRecord) -> Iterator[Snapshot]:
    """The plan by the day, due in the month after the drawdown or, where the due day lies ahead, in the same."""
    if not (record.principal and record.drawn_at and record.terms) or record.method not in _PLANNED:
        return
    drawn = record.drawn_at.date()
    for later in (1, 0):
        dues = [add_months(drawn, n + later, record.due_day) for n in range(record.terms)]
        rate = record.daily_rate or _recorded_rate(book, record.principal, (drawn, *dues))
        if dues[0] <= drawn or rate is None or record.method is None:
            continue
        terms = Terms(rate, record.method)
        rows = tuple(
            PlanRow(
                record.contract, p.number, drawn, p.due, p.principal, p.interest, p.starts,
                state=PeriodState.OPEN, sources=record.sources,
            )
            for p in schedule(record.principal, terms, drawn, dues)
        )  # fmt: skip
        yield Snapshot(drawn, rows, concluded=True)


def _recorded_rate(book: LoanBook, lent: Fen, days: Sequence[date]) -> Decimal | None:
    """The daily rate of the instalments recorded before the last day, of the first periods without a gap.

    ``days`` are that of the drawdown and the due dates. What was not repaid by them counts as owed until the last.
    """
    done = [r for r in book.repayments if r.outcome is Outcome.DONE]
    last = max((r.at.date() for r in done), default=date.min)
    parts = {part.period: part for r in done if r.at.date() < last for part in r.parts if part.principal}
    periods = [n for n in range(1, len(days)) if n in parts]
    if len(periods) < LEAST_DEBITS or periods != list(range(1, len(periods) + 1)) or len(parts) != len(periods):
        return None
    rest = lent - sum(part.principal for part in parts.values())
    rows = [
        PlanRow(book.contract, n, None, days[n], parts[n].principal, parts[n].interest, days[n - 1]) for n in periods
    ]
    rows[-1] = replace(rows[-1], principal=rows[-1].principal + rest)
    accrual = accrual_of(rows, ())
    return accrual.rate if accrual and not accrual.by_day else None


def _recorded(book: LoanBook, page: Snapshot) -> int:
    """How many recorded periods have the plan's amounts; 0 where one before the last day of the record differs."""
    done = [r for r in book.repayments if r.outcome is Outcome.DONE]
    last, agreeing = max((r.at.date() for r in done), default=date.min), 0
    for r in done:
        for part in r.parts:
            row = page.row(part.period) if part.period is not None else None
            if row and (part.principal, part.interest) == (row.principal, row.interest):
                agreeing += 1
            elif part.principal and r.at.date() != last:
                return 0
    return agreeing


def _debited(book: LoanBook, page: Snapshot, moved: Iterable[Movement]) -> int:
    """How many periods from the first one on were debited with the plan's amounts about their due dates."""
    own = [m for m in moved if m.kind is WalletKind.REPAYMENT and m.done and m.product is book.product]
    count = next((n for n, row in enumerate(page.rows) if not _is_debited(row, own)), len(page.rows))
    return count if count >= LEAST_DEBITS else 0


def _is_debited(row: PlanRow, debits: Sequence[Movement]) -> bool:
    return any(m.amount == row.instalment and abs((m.on - row.due).days) <= BOOKING_DAYS for m in debits)

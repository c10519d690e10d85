"""Periods of a loan without any plan that were paid late: its record has a penalty, and its due day gives the days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.core.calendar import add_months
from app.core.discrepancy import Certainty, Discrepancy
from app.core.facts import LoanRecord, Outcome, PlanRow
from app.core.linking.loan_books import LoanBook
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.linking.records import LinkedDebit
from app.core.normalise import Repayment
from app.core.rules.context import Context
from app.core.rules.debits import late, penalty_of


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every such period whose penalty the loan's own terms give to the fen, for the days since one due date.

    What was due is what the record has; the due date follows from the day of the drawdown and the loan's due day, and
    it is taken only where the penalty confirms it.
    """
    links = {r: link for link in context.activity.linked for r in link.repayments}
    for book in context.loans:
        if book.record and not book.snapshots:
            for period, paid in _recorded(book, links).items():
                told = [a for due in _dues(book.record, period) if (a := _late_since(context, book, period, paid, due))]
                if len(told) == 1:
                    yield from map(_by_its_day, late(context, told[0]))


def _recorded(book: LoanBook, links: Mapping[Repayment, LinkedDebit]) -> Mapping[int, list[PaidPart]]:
    """What the record has of the periods for which it has a penalty, by their number."""
    found: dict[int, list[PaidPart]] = defaultdict(list)
    for r in book.repayments:
        for part in r.parts if r.outcome is Outcome.DONE and r.sources else ():
            if part.period is not None:
                found[part.period].append(PaidPart(r, part, links.get(r)))
    return {period: paid for period, paid in found.items() if any(p.part.penalty for p in paid)}


def _dues(record: LoanRecord, period: int) -> Sequence[date]:
    """When a period may have been due: its number of months after the drawdown, or one less where that is later too."""
    if record.drawn_at is None or record.due_day is None:
        return ()
    drawn = record.drawn_at.date()
    dues = (add_months(drawn, months, record.due_day) for months in (period, period - 1))
    return [due for due in dues if due > drawn]


def _late_since(
    context: Context, book: LoanBook, period: int, paid: Sequence[PaidPart], due: date
) -> PeriodActivity | None:
    """The period as paid late since ``due``, where the penalty of those days is what was recorded to the fen."""
    assert book.record is not None
    principal, interest = sum(p.part.principal for p in paid), sum(p.part.interest for p in paid)
    row = PlanRow(book.contract, period, None, due, principal, interest, sources=book.record.sources)
    activity = PeriodActivity(book, period, row, tuple(paid), (), (), (), (), ())
    behind = any(p.made_on > due for p in paid)
    return activity if behind and not penalty_of(context, activity).rest else None


def _by_its_day(told: Discrepancy) -> Discrepancy:
    """What is told of a due date that no plan shows: at most as sure as the loan's due day."""
    return replace(told, certainty=Certainty.STRONG) if told.certainty is Certainty.PROVED else told

"""What a recorded repayment was: an instalment, a prepayment, a settlement or a charge; and when it was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.facts import PeriodState, PlanRow, Purpose
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import days_before
from app.core.linking.records import LinkedDebit
from app.core.normalise import Repayment
from app.core.words import Word


class RepaymentKind(Word):
    """What a recorded repayment was."""

    INSTALMENT = "instalment"
    PREPAYMENT = "prepayment"
    SETTLEMENT = "settlement"
    CHARGE = "charge"  # penalty only
    GUARANTOR = "guarantor"  # a guarantor repaid all that was open: the loan ends at its lender, the debt does not


ENDS = frozenset({RepaymentKind.SETTLEMENT, RepaymentKind.GUARANTOR})
"""After these the lender asks for nothing more of a loan."""


def kind_of(repayment: Repayment, link: LinkedDebit | None, book: LoanBook) -> RepaymentKind:
    """Say what a repayment was: by what it did to the plan, and by the debit's wording where that is not told.

    It settled the loan if it repaid all principal that was open before the last due date while several periods were,
    or with another interest than planned. It was a prepayment if it repaid more principal than its period had before
    that fell due, or if the next page shows the period computed anew; so was a part of a period on its due day, where
    that page has what is left of it due later.
    """
    if repayment.charge and repayment.charge == repayment.total:
        return RepaymentKind.CHARGE
    if repayment.by_guarantor:
        ends = _kind_by_plan(repayment, book, made_on(repayment, link)) is RepaymentKind.SETTLEMENT
        return RepaymentKind.GUARANTOR if ends else RepaymentKind.INSTALMENT
    worded = link.debit.purpose if link else Purpose.UNKNOWN
    if worded is Purpose.SETTLEMENT and not (link and _is_beside_settlement(repayment, link)):
        return RepaymentKind.SETTLEMENT
    by_plan = _kind_by_plan(repayment, book, made_on(repayment, link))
    if worded is Purpose.PREPAYMENT and by_plan is RepaymentKind.INSTALMENT:
        return by_plan if _as_planned(repayment, book, made_on(repayment, link)) else RepaymentKind.PREPAYMENT
    return by_plan


def _is_beside_settlement(repayment: Repayment, link: LinkedDebit) -> bool:
    """Whether it paid periods that it names, and the same debit what its loan owed beside them."""
    named = all(part.period is not None for part in repayment.parts)
    others = (r for r in link.repayments if r is not repayment and r.contract == repayment.contract)
    return named and any(part.period is None for r in others for part in r.parts)


def made_on(repayment: Repayment, link: LinkedDebit | None) -> date:
    """The day the money was taken: by the wallet; by the record where no debit was found.

    A bank's date is the day of booking, perhaps the day after, or the day before for what was paid by night: where only
    a bank knows the debit, the record may be nearer to it. Where a charge hangs on it, the bank's earlier day holds.
    """
    recorded = repayment.at.date()
    if link is None:
        return recorded
    if link.debit.row:
        return link.debit.on
    by_night = (recorded - link.debit.on).days == days_before(repayment.at) == 1
    return recorded if by_night and not repayment.charge else min(link.debit.on, recorded)


def _kind_by_plan(repayment: Repayment, book: LoanBook, on: date) -> RepaymentKind:
    open_rows = book.still_open(repayment, on)
    if not open_rows or on >= open_rows[-1].due:
        return RepaymentKind.INSTALMENT
    principal = sum(part.principal for part in repayment.parts)
    interest = sum(part.interest for part in repayment.parts)
    planned = {row.period: row for row in open_rows}
    touched = [planned[p.period] for p in repayment.parts if p.period in planned]
    if principal and principal == sum(row.principal for row in open_rows):
        as_planned = len(open_rows) == 1 and interest == open_rows[0].interest
        return RepaymentKind.INSTALMENT if as_planned else RepaymentKind.SETTLEMENT
    if touched and _on_later_due(repayment, book, on):
        return RepaymentKind.INSTALMENT
    if not touched and on <= open_rows[0].due and _names_no_period(repayment, book, open_rows):
        return RepaymentKind.PREPAYMENT
    more = principal > sum(row.principal for row in touched)
    anew = bool(touched) and _computed_anew(repayment, touched[0], book, on)
    if touched and on < touched[0].due and (more or anew):
        return RepaymentKind.PREPAYMENT
    if anew and on == touched[0].due and _put_off(touched[0], book, on):
        return RepaymentKind.PREPAYMENT
    return RepaymentKind.INSTALMENT


def _on_later_due(repayment: Repayment, book: LoanBook, on: date) -> bool:
    """Whether its one period fell due that very day by the next page, which shows it as settled with just that.

    Its due day was moved since the page before.
    """
    if len(repayment.parts) != 1 or (period := repayment.parts[0].period) is None:
        return False
    part = repayment.parts[0]
    later = next((row for page in book.snapshots if page.as_of > on and (row := page.row(period))), None)
    if later is None or later.state is not PeriodState.SETTLED or later.due != on:
        return False
    return not later.amounts_kept or (later.principal, later.interest) == (part.principal, part.interest)


def _names_no_period(repayment: Repayment, book: LoanBook, open_rows: Sequence[PlanRow]) -> bool:
    """Whether it repaid principal of no period, unlike others of the loan, and no period's amounts."""
    if any(part.period is not None for part in repayment.parts):
        return False
    principal, interest = sum(p.principal for p in repayment.parts), sum(p.interest for p in repayment.parts)
    others = any(part.period is not None for r in book.repayments for part in r.parts)
    return others and principal > 0 and (principal, interest) not in {(r.principal, r.interest) for r in open_rows}


def _as_planned(repayment: Repayment, book: LoanBook, on: date) -> bool:
    """Whether it paid its periods exactly as the plan had them."""
    rows = {row.period: row for row in book.still_open(repayment, on)}
    due = [(p.principal, p.interest) == (rows[p.period].principal, rows[p.period].interest)
           for p in repayment.parts if p.period in rows]  # fmt: skip
    return bool(due) and all(due)


def _put_off(row: PlanRow, book: LoanBook, on: date) -> bool:
    """Whether the next page shows the period due later: what was paid of it on its day was taken off the plan."""
    later = next((page.row(row.period) for page in book.snapshots if page.as_of > on), None)
    return later is not None and later.due > row.due


def _computed_anew(repayment: Repayment, row: PlanRow, book: LoanBook, on: date) -> bool:
    """Whether the next page shows the period still open, and not as what was left of it after this payment."""
    part = next(p for p in repayment.parts if p.period == row.period)
    later = next((page.row(row.period) for page in book.snapshots if page.as_of > on), None)
    if later is None or later.state is PeriodState.SETTLED or not part.principal:
        return False
    left = (row.principal - part.principal, row.interest - part.interest)
    return (later.principal, later.interest) not in (left, (row.principal, row.interest))

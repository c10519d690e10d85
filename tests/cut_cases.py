"""Cuts a case at a day, as if its papers had been fetched that evening; the rest of the case then tells what came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from app.core.ahead import DueKind, NextDue
from app.core.facts import Coverage, Ledger, Outcome, PlanRow, Posting

AROUND = timedelta(days=10)
"""How far a debit may lie from the due date it is for."""


def cut(ledger: Ledger, day: date) -> Ledger:
    """What the papers of a case knew at the end of ``day``."""
    drawn = {loan.contract for loan in ledger.loans if loan.drawn_at and loan.drawn_at.date() > day}
    wallet = tuple(row for row in ledger.wallet if row.at.date() <= day)
    bank = tuple(row for row in ledger.bank if row.on <= day)
    kept = {source for row in bank for source in row.sources}
    return replace(
        ledger,
        wallet=wallet,
        bank=bank,
        loans=tuple(replace(loan, state="") for loan in ledger.loans if loan.contract not in drawn),
        plan_rows=tuple(r for r in ledger.plan_rows if (r.as_of or date.min) <= day and r.contract not in drawn),
        postings=tuple(p for p in ledger.postings if p.at.date() <= day),
        waivers=tuple(w for w in ledger.waivers if w.on <= day),
        bills=tuple(b for b in ledger.bills if (b.statement_date or date(*b.month, 1)) <= day),
        reserves=tuple(
            r if r.returned_at and r.returned_at.date() <= day
            else replace(r, returned_at=None, returned=None, fee=0, moved_to=None, state="")
            for r in ledger.reserves
            if r.taken_at.date() <= day
        ),
        coverages=tuple(_cut(c, day, kept) for c in ledger.coverages if not c.first or c.first.date() <= day),
    )  # fmt: skip


def _cut(coverage: Coverage, day: date, kept: set[object]) -> Coverage:
    end = datetime.combine(day, time(23, 59, 59))

    def earlier(moment: datetime | None) -> datetime | None:
        return min(moment, end) if moment else None

    return replace(
        coverage, last=earlier(coverage.last), declared_last=earlier(coverage.declared_last),
        exported_at=earlier(coverage.exported_at), declared_rows=None, sums=(), declared_sums=(),
        breaks=tuple(s for s in coverage.breaks if s in kept),
    )  # fmt: skip


class Verdict(NamedTuple):
    """Whether a due came as it was foretold; ``changed`` where loan or person changed the plan in between."""

    right: bool
    changed: bool
    note: str = ""


def judge(whole: Ledger, due: NextDue, day: date) -> Verdict:
    """Hold a due that was foretold on ``day`` against what the whole case says of it."""
    if due.kind is DueKind.BILL:
        return _of_bill(whole, due, day)
    if due.kind is DueKind.RESERVE:
        return Verdict(True, False)
    of_loan = [p for p in whole.postings if p.contract == due.facility and p.outcome is Outcome.DONE]
    own = [p for p in of_loan if p.period == due.period]
    page = _page(whole, due)
    waived = sum(w.amount for w in whole.waivers if w.contract == due.facility and w.period == due.period)
    paid = sum(p.principal + p.interest + (p.fee if page and page.fee else 0) for p in own if p.at.date() > day)
    if not page or page.due != due.on or page.instalment < (due.amount or 0):
        return Verdict(False, _changed(whole, due, day, of_loan), f"page says {page and (page.due, page.instalment)}")
    if own and paid + waived != due.amount and not _debited(whole, due):
        return Verdict(False, bool(waived) or _changed(whole, due, day, of_loan), f"paid {paid}, waived {waived}")
    return Verdict(True, False)


def _debited(whole: Ledger, due: NextDue) -> bool:
    """Whether just this sum was taken around its day, although the lender recorded another one or none."""
    return any(r.amount == due.amount and abs(r.at.date() - due.on) <= AROUND for r in whole.wallet)


def _page(whole: Ledger, due: NextDue) -> PlanRow | None:
    """The period on the last page before it fell due (or on the first one) that shows it to be paid yet."""
    rows = [r for r in whole.plan_rows if (r.contract, r.period) == (due.facility, due.period) and r.amounts_kept]
    open_rows = [r for r in rows if r.state.value != "settled" and (r.as_of or date.min) <= due.on]
    return max(open_rows, key=lambda r: r.as_of or date.min, default=None)


def _changed(whole: Ledger, due: NextDue, day: date, of_loan: list[Posting]) -> bool:
    """Whether the lender's papers show another plan, or more repaid than this period, between the two days."""
    pages = {r.as_of for r in whole.plan_rows if r.contract == due.facility and r.as_of and day < r.as_of <= due.on}
    more = any(day < p.at.date() <= due.on and p.period != due.period for p in of_loan)
    return bool(pages) or more


def _of_bill(whole: Ledger, due: NextDue, day: date) -> Verdict:
    month = tuple(map(int, due.month.split("-")))
    bill = next((b for b in whole.bills if b.month == month and b.product.value == due.product), None)
    if bill is None:
        return Verdict(due.amount is None, False, "no such bill")
    paid = [
        r for r in whole.wallet
        if r.bill_month == month and r.product is bill.product and r.kind.value == "repayment" and r.at.date() > day
        and r.outcome is Outcome.DONE
    ]  # fmt: skip
    sums = {sum(r.amount for r in paid), *(r.amount for r in paid)}  # a bill may be debited twice by mistake
    right = bill.due == due.on and (not paid or due.amount in sums or due.amount is None)
    return Verdict(right, False, f"paid {sums} of {bill.declared}")

"""Cuts a case's papers to what was there on the evening of a day, so that what came later can be foretold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from app.core.facts import Coverage, Ledger, ReserveAdvance


def papers_until(ledger: Ledger, last: date) -> Ledger:
    """The facts that papers fetched at the end of ``last`` hold; states of records that may be later are left out."""
    return Ledger(
        wallet=tuple(row for row in ledger.wallet if row.at.date() <= last),
        bank=tuple(row for row in ledger.bank if row.on <= last),
        loans=tuple(replace(r, state="") for r in ledger.loans if r.drawn_at is None or r.drawn_at.date() <= last),
        plan_rows=tuple(row for row in ledger.plan_rows if row.as_of is None or row.as_of <= last),
        postings=tuple(row for row in ledger.postings if row.at.date() <= last),
        waivers=tuple(waiver for waiver in ledger.waivers if waiver.on <= last),
        bills=tuple(bill for bill in ledger.bills if bill.statement_date and bill.statement_date <= last),
        reserves=tuple(_advance(advance, last) for advance in ledger.reserves if advance.taken_at.date() <= last),
        coverages=tuple(_coverage(c, last) for c in ledger.coverages if c.first is None or c.first.date() <= last),
    )


def _advance(advance: ReserveAdvance, last: date) -> ReserveAdvance:
    if advance.returned_at is None or advance.returned_at.date() <= last:
        return advance
    return replace(advance, returned_at=None, returned=None, fee=0, moved_to=None, state="")


def _coverage(coverage: Coverage, last: date) -> Coverage:
    evening = datetime.combine(last, time(23, 59, 59))
    newest = min(coverage.last, evening) if coverage.last else None
    return replace(
        coverage, last=newest, declared_last=evening if coverage.declared_last else None, exported_at=None,
        declared_rows=None, declared_sums=(), sums=(), breaks=(),
    )  # fmt: skip

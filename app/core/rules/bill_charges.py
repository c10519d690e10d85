"""Interest and penalties on a bill although every bill before it was paid in time: no file shows their cause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import BEARS_FROM_SPENDING, Bill, LineKind
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_ends import next_bill
from app.core.rules.context import Context
from app.core.rules.late_bills import charge_lines
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """The charges of each bill that follow one paid in time."""
    for bill in context.books.bills:
        later = next_bill(context, bill)
        if later is None:
            continue
        if not _has_instalments(later) and _all_paid_until(context, bill):
            yield from _without_cause(context, bill, later)


def _has_instalments(bill: Bill) -> bool:
    """Whether a bill asks for instalments, whose interest stands on it too."""
    numbered = (x for x in bill.lines if x.instalment or x.is_instalment_fee or x.kind is LineKind.INSTALMENT)
    return next(numbered, None) is not None


def _all_paid_until(context: Context, bill: Bill) -> bool:
    """Whether the wallet's own rows show that this bill, and every one before it, was paid in full in time."""
    own = [b for b in context.books.bills if b.product is bill.product and b.month <= bill.month]
    return all(_paid_in_time(context, b) for b in own)


def _paid_in_time(context: Context, bill: Bill) -> bool:
    if bill.due is None or bill.declared is None:
        return False
    paid = [m for m in context.bill_payments[id(bill)] if m.row and m.done and m.on <= bill.due]
    return sum(m.amount - m.returned for m in paid) >= bill.declared


def _without_cause(context: Context, bill: Bill, later: Bill) -> Iterator[Discrepancy]:
    lines = charge_lines(later, bill.due) if bill.due else ()
    if later.product in BEARS_FROM_SPENDING:
        lines = tuple(line for line in lines if line.kind is LineKind.PENALTY)
    amount = sum(line.amount for line in lines)
    if bill.due is None or amount <= 0:
        return
    rows = (*(s for line in lines for s in line.sources), *bill.sources)
    yield discrepancy(
        Occurrence(datetime.combine(lines[-1].posted_on, time()), rows, product=later.product),
        "BILL-LINE-DIFF",
        "charge-without-cause",
        Severity.WARNING,
        Certainty.OPEN,
        Bridge(0, amount, unexplained=amount),
        wording=next(line.text for line in lines if line.amount > 0),
        month=month_of(later),
        amount=amount,
        due=bill.due,
        **context.open_due(later),
    )

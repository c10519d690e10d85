"""Whether what a failed debit was for was paid all the same, by another payment."""

from __future__ import annotations

from datetime import date

from app.core.facts import Source
from app.core.linking.bill_payments import may_be_for
from app.core.linking.payments import Movement
from app.core.linking.periods import PeriodActivity
from app.core.rules.context import Context


def paid_by_another(context: Context, debit: Movement) -> tuple[date | None, tuple[Source, ...]]:
    """The day on which another payment paid all of the one period or bill that a failed debit was for, with the proof.

    A period counts as paid by the lender's record of debits that went through, or where no record tells of it by what
    left the accounts, as a bill does; the rows are those. None where no file shows it, where the record may be of the
    failed debit itself, or where that may have been for several.
    """
    found: list[tuple[date | None, tuple[Source, ...]]] = []
    for activity in context.activity.periods:
        if debit in activity.tries and debit.amount == activity.expected:
            others = all(part.link and part.link.debit is not debit for part in activity.paid)
            whole = activity.paid and others and activity.cleared + activity.waived >= activity.expected
            rows = tuple(s for part in activity.paid for s in (*part.part.sources, *part.repayment_rows))
            found.append((max(part.made_on for part in activity.paid), rows) if whole else _by_debits(activity, debit))
    for bill in context.books.bills:
        if bill.product is debit.product and bill.declared == debit.amount and may_be_for(bill, debit):
            rows = tuple(s for m in context.bill_payments[id(bill)] for s in m.sources)
            found.append((context.paid_off_on(bill), rows))
    return found[0] if len(found) == 1 and found[0][0] else (None, ())


def _by_debits(activity: PeriodActivity, failed: Movement) -> tuple[date | None, tuple[Source, ...]]:
    """The day on which debits without a record, none of which came back, made up all of a period."""
    own = [c for c in activity.claims if c.debit is not failed and c.debit.done and not c.debit.returned]
    if activity.paid or not own or sum(c.amount for c in own) < activity.expected:
        return None, ()
    return max(c.debit.on for c in own), tuple(s for c in own for s in c.debit.sources)

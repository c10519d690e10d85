"""A monthly bill that nothing paid, or less than it asks for, where the wallet that pays it covers the days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.core.discrepancy import Certainty, Discrepancy, FactValue, Severity
from app.core.facts import Bill, BillLine, LineKind, Outcome, Source
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_ends import BillEnd, Means, bill_ends, repayments_about, reserve_line, would_show
from app.core.rules.context import Context
from app.core.rules.daily_charges import explain_charge
from app.core.rules.penalties import Late
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Bills that were due and that no payment is for, or less than they ask for."""
    given_to = {id(m) for own in context.bill_payments.values() for m in own}
    for end in bill_ends(context).values():
        bill = end.bill
        loose = [m for m in repayments_about(context, bill, Outcome.DONE) if id(m) not in given_to]
        if end.means is Means.UNPAID and end.later is None and not _least_paid(end):
            yield _unpaid(context, end)
        elif _is_untold(end) and end.payments and not _least_paid(end) and would_show(context, bill):
            yield from _unclear(end, loose)
        elif end.means is Means.CARRIED and not end.payments and not loose and would_show(context, bill):
            whole = [x for x in end.lines if x.amount >= end.rest]
            if end.later and whole:
                yield _carried_over(context, bill, end.later, whole)


def _is_untold(end: BillEnd) -> bool:
    """Whether the files do not show what became of the rest; a next bill without its lines does not show it either."""
    unseen = end.means is Means.UNSEEN and end.later is not None and end.later.is_without_lines
    return end.means is Means.UNCLEAR or unseen


def _least_paid(end: BillEnd) -> bool:
    """Whether the least that the bill asks for was paid: the rest is then not overdue."""
    return end.bill.minimum is not None and (end.bill.declared or 0) - end.rest >= end.bill.minimum > 0


def _unpaid(context: Context, end: BillEnd) -> Discrepancy:
    bill, due, asked = end.bill, end.bill.due or date.min, end.bill.declared or 0
    tries = [m for m in repayments_about(context, bill, Outcome.FAILED) if m.on <= context.as_of]
    rows = tuple(s for m in (*end.payments, *tries) for s in m.sources)
    partly = {"unpaid": end.rest, "paid": asked - end.rest} if end.payments else {}
    return _missed(
        bill,
        "bill-rest" if end.payments else "bill",
        Severity.SERIOUS,
        Certainty.STRONG,
        rows,
        _without_rest(end),
        days=(context.as_of - due).days,
        tries=len(tries),
        **partly,
    )


def _without_rest(end: BillEnd) -> Bridge:
    asked = end.bill.declared or 0
    return Bridge(asked, asked - end.rest, (given("not-debited", -end.rest, end.bill.sources),))


def _unclear(end: BillEnd, loose: Sequence[Movement]) -> Iterator[Discrepancy]:
    """The rest equals the reserve advance on the bill, or one later payment that names nothing: it may be that."""
    bill, due, asked = end.bill, end.bill.due or date.min, end.bill.declared or 0
    fits = [m for m in loose if m.on > due and m.amount == end.rest]
    reserve = reserve_line(bill, end.rest)
    if len(fits) != len(loose) or len(fits) > 1 or not (fits or reserve):
        return
    hints = {"reserve_on": reserve and reserve.posted_on, "later_on": fits[0].on if fits else None}
    rows = (*(s for m in (*end.payments, *fits) for s in m.sources), *(reserve.sources if reserve else ()))
    yield _missed(
        bill,
        "bill-rest-unclear",
        Severity.WARNING,
        Certainty.PATTERN,
        rows,
        _without_rest(end),
        unpaid=end.rest,
        paid=asked - end.rest,
        **{name: on for name, on in hints.items() if on},
    )


def _carried_over(context: Context, bill: Bill, later: Bill, carried: Sequence[BillLine]) -> Discrepancy:
    """The next bill asks for it again, perhaps with a charge by the day."""
    due, asked = bill.due or date.min, bill.declared or 0
    charges = [x for x in later.lines if x.kind in (LineKind.INTEREST, LineKind.PENALTY) and x.posted_on > due]
    charged = max(sum(x.amount for x in charges), 0)
    ends = dict.fromkeys(filter(None, (*(x.posted_on for x in charges[-1:]), later.statement_date)))
    late = Late(bill.product, due)
    tried = [
        explain_charge(
            "bill-late-charge", charged, [Overdue(asked, 0, (end - due).days, bill.sources)], late,
            context.rules.penalties,
        )
        for end in ends
    ] or [explain_charge("bill-late-charge", 0, (), late, ())]  # fmt: skip
    charge = min(tried, key=lambda found: abs(found.rest))
    tries = repayments_about(context, bill, Outcome.FAILED)
    rows = (s for x in (*carried, *charges) for s in x.sources)
    parts = (
        given("not-debited", -asked, bill.sources),
        given("carried-over", asked, (s for x in carried for s in x.sources)),
        *charge.parts,
    )
    return _missed(
        bill,
        "bill-carried",
        Severity.WARNING,
        charge.certainty,
        (*rows, *(s for m in tries for s in m.sources)),
        Bridge(asked, asked + charged, parts, charge.rest),
        charged=charged,
        tries=len(tries),
        later_month=month_of(later),
        **context.bill_paid_on(later),
        **charge.facts,
    )


def _missed(
    bill: Bill,
    variant: str,
    severity: Severity,
    certainty: Certainty,
    rows: tuple[Source, ...],
    bridge: Bridge,
    **facts: FactValue,
) -> Discrepancy:
    return discrepancy(
        Occurrence(bill.due or date.min, (*bill.sources, *rows), product=bill.product),
        "DEBIT-MISSED",
        variant,
        severity,
        certainty,
        bridge,
        due=bill.due or date.min,
        amount=bill.declared or 0,
        month=month_of(bill),
        **facts,  # type: ignore[arg-type]  # no fact is called as a field
    )

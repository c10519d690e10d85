"""A bill that was paid by less than it asks for, and is met all the same."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.loans.formulas import given
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_ends import OF_PERIODS, BillEnd, Means, bill_ends
from app.core.rules.context import Context, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Bills of which a part was taken off, refunded, or put into instalments."""
    for end in bill_ends(context).values():
        match end.means:
            case Means.REDUCED:
                yield _reduced(end)
            case Means.REFUNDED:
                yield _refunded(context, end)
            case Means.INSTALMENTS:
                yield _in_instalments(end)


def _reduced(end: BillEnd) -> Discrepancy:
    """The wallet shows what was left to pay after a red packet or a coupon that it names."""
    debit = next(m for m in end.payments if m.row and m.row.reduction)
    asked = end.bill.declared or 0
    return discrepancy(
        "EXPORT-NET-AMOUNT",
        "bill-reduced",
        Severity.INFO,
        Certainty.STRONG,
        debit.at,
        evidence=(*debit.sources, *end.bill.sources),
        parts=[given("reduction", -end.rest, debit.wallet_sources)],
        expected=asked,
        actual=asked - end.rest,
        product=end.bill.product,
        month=month_of(end.bill),
        amount=asked,
        paid=asked - end.rest,
        rest=end.rest,
        wording=debit.row.reduction if debit.row else "",
    )


def _refunded(context: Context, end: BillEnd) -> Discrepancy:
    """What was refunded of the bill's purchases was not paid any more."""
    rows = [r for r in context.books.wallet if set(r.sources) & set(end.rows)]
    asked = end.bill.declared or 0
    return discrepancy(
        "REFUND-OFFSET",
        "bill",
        Severity.INFO,
        Certainty.STRONG,
        max(r.at for r in rows),
        evidence=(*end.bill.sources, *end.rows, *(s for m in end.payments for s in m.sources)),
        parts=[given("refund", -end.rest, end.rows)],
        expected=asked,
        actual=asked - end.rest,
        product=end.bill.product,
        month=month_of(end.bill),
        returned_on=max(r.at for r in rows).date(),
        refunded=end.rest,
        amount=asked,
        paid=asked - end.rest,
    )


def _in_instalments(end: BillEnd) -> Discrepancy:
    """A later bill asks for the rest in instalments: it was not left unpaid."""
    first, asked = end.lines[0], end.bill.declared or 0
    told = OF_PERIODS.search(first.text)
    return discrepancy(
        "PLAN-BILL-INSTALMENT",
        "moved",
        Severity.INFO,
        Certainty.STRONG,
        end.bill.due or first.posted_on,
        evidence=(*end.bill.sources, *end.rows, *(s for m in end.payments for s in m.sources)),
        parts=[given("moved-to-instalments", -end.rest, end.rows)],
        expected=asked,
        actual=asked - end.rest,
        product=end.bill.product,
        month=month_of(end.bill),
        amount=asked,
        paid=asked - end.rest,
        rest=end.rest,
        times=int(told[2]) if told else 1,
        instalment_after=first.amount,
    )

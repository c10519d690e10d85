"""A bill that was paid by less than it asks for, and is met all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Severity
from app.core.facts import Bill, BillLine, LineKind, Source
from app.core.linking.billed_plans import Share, shares_of
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_ends import BillEnd, Means, bill_ends
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Bills of which a part was taken off, refunded, or put into instalments."""
    for end in bill_ends(context).values():
        match end.means:
            case Means.REDUCED:
                yield _reduced(end)
            case Means.REFUNDED:
                yield _refunded(context, end)
            case Means.INSTALMENTS:
                yield _in_plan(end) if end.plan else _in_instalments(context, end)
    yield from _taken_out(context)


def _reduced(end: BillEnd) -> Discrepancy:
    """The wallet shows what was left to pay after a red packet or a coupon that it names."""
    debit = next(m for m in end.payments if m.row and m.row.reduction)
    part = given("reduction", -end.rest, debit.wallet_sources)
    wording = debit.row.reduction if debit.row else ""
    rows = (*debit.sources, *end.bill.sources)
    return _met(end, "EXPORT-NET-AMOUNT", "bill-reduced", debit.at, part, rows, rest=end.rest, wording=wording)


def _refunded(context: Context, end: BillEnd) -> Discrepancy:
    """What was refunded of the bill's purchases was not paid any more."""
    last = max(r.at for r in context.books.wallet if set(r.sources) & set(end.rows))
    part = given("refund", -end.rest, end.rows)
    return _met(end, "REFUND-OFFSET", "bill", last, part, _rows(end), returned_on=last.date(), refunded=end.rest)


def _in_instalments(context: Context, end: BillEnd) -> Discrepancy:
    """A later bill asks for the rest in instalments: it was not left unpaid."""
    first = end.lines[0]
    said, fee = first.instalment, _fee_beside(context, first)
    times = said.of if said else 1
    return _met(
        end, "PLAN-BILL-INSTALMENT", "moved", end.bill.due or first.posted_on,
        given("moved-to-instalments", -end.rest, end.rows), _rows(end),
        rest=end.rest, times=times, instalment_after=first.amount, fee=fee, charged=times * fee,
    )  # fmt: skip


def _in_plan(end: BillEnd) -> Discrepancy:
    """A plan of instalments pays off the rest: it was not left unpaid."""
    first, charged = end.plan[0], sum(row.fee + row.interest for row in end.plan)
    return _met(
        end, "PLAN-BILL-INSTALMENT", "moved-to-plan", end.bill.due or first.due,
        given("moved-to-instalments", -end.rest, end.rows), _rows(end),
        rest=end.rest, times=len(end.plan), instalment_after=first.instalment, due_after=first.due, charged=charged,
    )  # fmt: skip


def _taken_out(context: Context) -> Iterator[Discrepancy]:
    """A line takes a part off a bill, and the first of the instalments that it was put into follows on a later one."""
    bills = sorted(context.books.bills, key=lambda b: (b.product.value, b.month, b.sources))
    for bill in bills:
        later = [b for b in bills if b.product is bill.product and b.month > bill.month][:2]
        for line in bill.lines:
            if line.kind is LineKind.INSTALMENT and line.amount < 0:
                firsts = (share for b in (bill, *later) for share in shares_of(b) if share.number == 1)
                first = next((x for x in firsts if abs(x.of * x.line.amount + line.amount) < x.of), None)
                if first:
                    yield _out(bill, line, first)


def _out(bill: Bill, line: BillLine, first: Share) -> Discrepancy:
    asked = sum(x.amount for x in bill.lines if x.amount > 0)
    return discrepancy(
        Occurrence(line.posted_on, (*line.sources, *first.line.sources, *bill.sources), product=bill.product),
        "PLAN-BILL-INSTALMENT", "taken-out", Severity.INFO, Certainty.STRONG,
        Bridge(asked, asked + line.amount, (given("moved-to-instalments", line.amount, line.sources),)),
        month=month_of(bill), later_month=month_of(first.bill), amount=asked, rest=-line.amount, times=first.of,
        instalment_after=first.line.amount, fee=first.fee, charged=first.of * first.fee,
    )  # fmt: skip


def _fee_beside(context: Context, first: BillLine) -> Fen:
    """The fee that the bill of an instalment asks for beside it, in fen."""
    bills = (bill for bill in context.books.bills if first in bill.lines)
    return next((share.fee for bill in bills for share in shares_of(bill) if share.line == first), 0)


def _rows(end: BillEnd) -> tuple[Source, ...]:
    return (*end.bill.sources, *end.rows, *(s for m in end.payments for s in m.sources))


def _met(
    end: BillEnd, code: str, variant: str, at: date | datetime, part: BridgePart, rows: tuple[Source, ...], **facts: Any
) -> Discrepancy:
    """Less was paid than the bill asks for, by what ``part`` tells."""
    asked = end.bill.declared or 0
    return discrepancy(
        Occurrence(at, rows, product=end.bill.product),
        code,
        variant,
        Severity.INFO,
        Certainty.STRONG,
        Bridge(asked, asked - end.rest, parts=(part,)),
        month=month_of(end.bill),
        amount=asked,
        paid=asked - end.rest,
        **facts,
    )

"""What a monthly bill declares against its lines, and lines that stand in another month than expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from app.core.calendar import LONGEST_MONTH
from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit
from app.core.facts import Bill, BillLine, LineKind, Source, WalletKind, WalletRow
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies of bills."""
    for bill in context.books.bills:
        yield from total_mismatch(context, bill)
    yield from refunded_later(context)
    yield from billed_later(context)


def total_mismatch(context: Context, bill: Bill) -> Iterator[Discrepancy]:
    """The amount a bill declares is not the sum of its lines; a page of the bill alone may show none of them."""
    total = sum(line.amount for line in bill.lines)
    if bill.declared is None or bill.declared == total or bill.is_without_lines:
        return
    paid = context.bill_payments[id(bill)]
    declared = Term((Input("declared", bill.declared, Unit.MONEY, bill.sources),))
    lines = (Term((Input("bill-line", abs(x.amount), Unit.MONEY, x.sources),), x.amount > 0) for x in bill.lines)
    short = bill.declared_lines is not None and bill.declared_lines != len(bill.lines)
    variant = "lines-missing" if short else "more" if bill.declared > total else "less"
    ahead = _paid_ahead(context, bill, total - bill.declared) if variant == "less" else None
    rows = (*bill.sources, *(s for m in (*paid, *((ahead,) if ahead else ())) for s in m.sources))
    facts: dict[str, Any] = {"paid_on": ahead.on} if ahead else {}
    yield discrepancy(
        Occurrence(_moment(bill), rows, product=bill.product),
        "BILL-TOTAL-MISMATCH",
        variant,
        Severity.INFO if ahead else Severity.WARNING,
        Certainty.PROVED,
        Bridge(total, bill.declared, parts=(BridgePart("declared-minus-lines", (declared, *lines)),)),
        month=f"{bill.month[0]}-{bill.month[1]:02d}",
        declared=bill.declared,
        total=total,
        lines=len(bill.lines),
        declared_lines=bill.declared_lines or len(bill.lines),
        rest=abs(bill.declared - total),
        paid=sum(m.amount for m in paid),
        **context.open_due(bill),
        **facts,
    )


def _paid_ahead(context: Context, bill: Bill, amount: Fen) -> Movement | None:
    """The one payment of that very amount before the bill was made, within a month, and for no other bill.

    A bill may be made out for what is left of its lines without a line of what was repaid of them meanwhile.
    """
    made = bill.statement_date
    if made is None:
        return None
    given_to = {id(m) for own in context.bill_payments.values() for m in own}
    found = [
        m for m in context.moved_as(WalletKind.REPAYMENT)
        if m.done and m.product is bill.product and m.amount - m.returned == amount and id(m) not in given_to
        and made - LONGEST_MONTH <= m.on <= made
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def refunded_later(context: Context) -> Iterator[Discrepancy]:
    """A purchase on one bill was refunded on a later one."""
    bought: dict[str, tuple[Bill, BillLine]] = {}
    for bill in context.books.bills:
        for line in bill.lines:
            if line.kind is LineKind.PURCHASE and line.order_no:
                bought.setdefault(line.order_no, (bill, line))
    for bill in context.books.bills:
        for line in bill.lines:
            if line.kind is not LineKind.REFUND:
                continue
            purchase = bought.get(line.order_no) or _of_its_text(context, bill, line)
            if purchase and purchase[0].month < bill.month and purchase[0].product is bill.product:
                yield _refund_on_next(context, bill, line, *purchase)


def _of_its_text(context: Context, bill: Bill, line: BillLine) -> tuple[Bill, BillLine] | None:
    """The one purchase whose text and whole amount a refund names that no order's number; None where none or two do.

    Pages of an app show no order numbers, and some bills a number of the refund's own.
    """
    if not line.text:
        return None
    found = [
        (own, x)
        for own in context.books.bills if own.product is bill.product and own.month <= bill.month
        for x in own.lines
        if x.kind is LineKind.PURCHASE and x.amount == -line.amount and bool(x.order_no) is bool(line.order_no)
        and x.text and (x.text in line.text or line.text in x.text) and x.posted_on <= line.posted_on
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _refund_on_next(context: Context, bill: Bill, line: BillLine, first: Bill, purchase: BillLine) -> Discrepancy:
    rows = context.refunds_of.get(line.order_no, ())
    return discrepancy(
        Occurrence(
            line.traded_at or _at(line.posted_on),
            (*line.sources, *purchase.sources, *(s for r in rows for s in r.sources)),
            product=bill.product,
        ),
        "REFUND-NEXT-BILL",
        "later-bill",
        Severity.INFO,
        Certainty.PROVED if line.order_no and line.order_no == purchase.order_no else Certainty.STRONG,
        Bridge(0, line.amount, parts=(given("refund", line.amount, line.sources),)),
        wording=purchase.text,
        amount=purchase.amount,
        refunded=-line.amount,
        month=f"{first.month[0]}-{first.month[1]:02d}",
        refund_month=f"{bill.month[0]}-{bill.month[1]:02d}",
        **context.open_due(first),
    )


def billed_later(context: Context) -> Iterator[Discrepancy]:
    """A purchase of one cycle stands on the next bill, because it was posted only then."""
    rows: dict[str, list[WalletRow]] = defaultdict(list)
    for row in context.books.wallet if context.books.bills else ():
        if row.kind is WalletKind.PURCHASE:
            rows[row.order_no].append(row)
    for bill in context.books.bills:
        begins = _cycle_begins(bill)
        for line in bill.lines:
            bought = line.traded_at.date() if line.traded_at else None
            if line.kind is LineKind.PURCHASE and begins and bought and bought < begins <= line.posted_on:
                wallet = (s for r in rows.get(line.order_no, ()) for s in r.sources)
                yield _posted_later(bill, line, bought, tuple(wallet))


def _posted_later(bill: Bill, line: BillLine, bought: date, wallet: tuple[Source, ...]) -> Discrepancy:
    return discrepancy(
        Occurrence(line.traded_at or _at(line.posted_on), (*line.sources, *wallet), product=bill.product),
        "BILL-POSTING-CUT",
        "next-bill",
        Severity.INFO,
        Certainty.PROVED,
        Bridge(line.amount, line.amount),
        wording=line.text,
        amount=line.amount,
        bought_on=bought,
        posted_on=line.posted_on,
        month=f"{bill.month[0]}-{bill.month[1]:02d}",
    )


def _cycle_begins(bill: Bill) -> date | None:
    """The day a bill's cycle begins: the statement day of the month before."""
    if bill.statement_date is None:
        return None
    last = bill.statement_date
    year, month = (last.year - 1, 12) if last.month == 1 else (last.year, last.month - 1)
    return date(year, month, min(last.day, 28))


def _moment(bill: Bill) -> datetime:
    return _at(bill.statement_date or date(bill.month[0], bill.month[1], 1))


def _at(day: date) -> datetime:
    return datetime.combine(day, time())

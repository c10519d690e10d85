"""The reserve advance (备用金) against the monthly bill and its own rules (phenomenon one)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit, distinct
from app.core.facts import Bill, BillLine, Outcome, Product, ReserveAdvance, Source, WalletKind
from app.core.linking.payers import may_pay
from app.core.linking.payments import Movement, Return
from app.core.loans.formulas import given
from app.core.loans.reserve_advance import AMOUNT, DAYS, FEES, charge_on_return
from app.core.money import Fen
from app.core.rules.advances import Advance, advances
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_ends import checked_bills, told_of_checked
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

_MOST_PARTS = 3
"""In how many lines an advance may be taken off again."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies of reserve advances."""
    told = advances(context)
    of_line: Counter[int] = Counter()
    for advance in told:
        of_line.update({id(line): advance.record.amount for _, line in advance.lines})
    for advance in told:
        if advance.record.moved_to and not any(
            line.amount == of_line[id(line)] > advance.record.amount for _, line in advance.lines
        ):  # else one line lists several
            yield from _moved_to_bill(context, advance)
        if advance.record.returned_at:
            yield from _billed_after_return(context, advance)
            yield from _charged_on_return(context, advance)


def _moved_to_bill(context: Context, advance: Advance) -> Iterator[Discrepancy]:
    """The record says that it moved to a month's bill: is it there, and is it the same amount?"""
    month, record = advance.record.moved_to, advance.record
    bills = [b for b in context.books.bills if b.month == month and b.product is Product.HUABEI]
    if not month or not bills or any(b.is_without_lines for b in bills):
        return
    there = [(bill, line) for bill, line in advance.lines if bill.month == month]
    billed = sum(line.amount for _, line in there)
    if there and billed == record.amount:
        return
    if not there:
        yield _not_there(context, advance, bills)
        return
    rows = distinct(s for _, line in there for s in line.sources)
    with_fee = 0 < record.fee == billed - record.amount
    usual = not with_fee and 0 < billed - record.amount in FEES
    fee: dict[str, Any] = {"fee": billed - record.amount} if usual else {}
    yield discrepancy(
        Occurrence(record.taken_at, (*advance.evidence, *rows), product=Product.RESERVE),
        "RESERVE-AMOUNT-DIFF",
        "with-fee" if with_fee else "more" if billed > record.amount else "less",
        Severity.INFO if with_fee else Severity.WARNING,
        Certainty.PROVED,
        Bridge(
            record.amount,
            billed,
            (BridgePart("bill-over-record", (_money("bill-line", billed, rows), _less("record", record))),),
        ),
        billed=billed,
        **fee,
        **_moved(context, advance, bills),
    )


def _not_there(context: Context, advance: Advance, bills: Sequence[Bill]) -> Discrepancy:
    """The bill that it moved to has no line of it; the bill of another month may have one."""
    record = advance.record
    own = next(((b, x) for b, x in advance.lines if x.amount > 0), None)
    rows = (s for source in (*bills, *(own or ())) for s in source.sources)
    other: dict[str, Any] = (
        {"billed": own[1].amount, "later_month": month_of(own[0]), **context.bill_paid_on(own[0])} if own else {}
    )
    return discrepancy(
        Occurrence(record.taken_at, (*advance.evidence, *rows), product=Product.RESERVE),
        "RESERVE-NOT-ON-BILL",
        "other-month" if own else "missing",
        Severity.INFO if own and own[1].amount == record.amount else Severity.WARNING,
        Certainty.PROVED,
        Bridge(record.amount, 0, (given("not-billed", -record.amount, record.sources),)),
        **other,
        **_moved(context, advance, bills),
    )


def _moved(context: Context, advance: Advance, bills: Sequence[Bill]) -> dict[str, Any]:
    """What is told of an advance and the bill that its record says it moved to."""
    record = advance.record
    return {
        "amount": record.amount,
        "taken_on": record.taken_at.date(),
        "month": month_of(bills[0]),
        "declared": bills[0].declared or 0,
        **context.open_due(bills[0]),
    }


def _money(name: str, amount: Fen, rows: tuple[Source, ...]) -> Term:
    return Term((Input(name, amount, Unit.MONEY, rows),))


def _less(name: str, record: ReserveAdvance) -> Term:
    return Term((Input(name, record.amount, Unit.MONEY, record.sources),), negative=True)


def _billed_after_return(context: Context, advance: Advance) -> Iterator[Discrepancy]:
    """It was returned, and still stands on a bill; that bill or later ones, or a refund, may have given it back."""
    for bill, line in advance.lines:
        record, returned_at = advance.record, advance.record.returned_at
        if line.amount <= 0 or returned_at is None:
            continue
        off = _taken_off(context, bill, line)
        paid = context.bill_payments[id(bill)]
        refunded = [] if off else _refunded(bill, line, paid)
        back = line.amount if off else sum(r.amount for r in refunded)
        kept = line.amount - back
        paid_on = None if off else max(m.on for m in paid) if refunded else context.paid_off_on(bill)
        rows = (*(s for _, x in off for s in x.sources), *(s for r in refunded for s in r.sources))
        later: dict[str, Any] = {"refund_month": month_of(off[-1][0])} if off else {}
        later |= {"refunded_on": max(r.at for r in refunded).date()} if refunded else {}
        later |= {"refunded": back, "kept": kept} if refunded and kept else {}
        later |= {"bill_paid_on": paid_on} if paid_on else {} if off else context.open_due(bill)
        checked = checked_bills(context, bill, paid_on) if kept and paid_on else ()
        later |= told_of_checked(checked)
        debits = [s for m in paid for s in m.sources] if paid_on else []
        yield discrepancy(
            Occurrence(
                datetime.combine(line.posted_on, record.taken_at.time()),
                (*advance.evidence, *line.sources, *rows, *debits),
                product=Product.RESERVE,
                beside=tuple(s for b in checked for s in b.sources),
            ),
            "RESERVE-BILLED-AFTER-RETURN",
            "corrected" if off else _as_paid(refunded, kept) if paid_on else "billed",
            Severity.SERIOUS if kept else Severity.INFO,
            Certainty.STRONG,
            Bridge(
                0,
                kept,
                parts=(
                    given("billed-though-returned", line.amount, line.sources),
                    *([given("refund", -back, rows)] if back else []),
                ),
            ),
            amount=line.amount,
            taken_on=record.taken_at.date(),
            returned_on=returned_at.date(),
            month=month_of(bill),
            **later,
        )


def _taken_off(context: Context, bill: Bill, line: BillLine) -> tuple[tuple[Bill, BillLine], ...]:
    """The lines of the bill, or of later ones, that take an advance off again and name no other order.

    One of its very amount, or several in a row that name no order and make it up together.
    """
    lowered = [
        (later, x)
        for later in sorted(context.books.bills, key=lambda b: (b.month, b.due or date.min, b.sources))
        if later.product is bill.product and later.month >= bill.month
        for x in later.lines
        if x.amount < 0 and x.order_no in ("", line.order_no) and x.posted_on >= line.posted_on
    ]
    if whole := [own for own in lowered if own[1].amount == -line.amount][:1]:
        return tuple(whole)
    for size in range(2, _MOST_PARTS + 1):
        rows = (tuple(lowered[n : n + size]) for n in range(len(lowered) - size + 1))
        if parts := next((own for own in rows if sum(x.amount for _, x in own) == -line.amount), None):
            return parts
    return ()


def _refunded(bill: Bill, line: BillLine, paid: Sequence[Movement]) -> list[Return]:
    """What came back of the payments that paid all of a bill, where it is no more than the line."""
    back = [r for m in paid for r in m.returns]
    whole = bill.declared is not None and sum(m.amount for m in paid) >= bill.declared
    return back if whole and sum(r.amount for r in back) <= line.amount else []


def _as_paid(refunded: Sequence[Return], kept: Fen) -> str:
    return "paid" if not refunded else "partly-refunded" if kept else "refunded"


def _charged_on_return(context: Context, advance: Advance) -> Iterator[Discrepancy]:
    """A fee on return: in time it is the product's fee; later each day beyond the seventh adds its charge."""
    record = advance.record
    on_top = (record.returned or record.amount) - record.amount  # a column of fees may stand beside it, or alone
    charged = on_top if on_top > 0 else record.fee
    if not record.returned_at or charged <= 0:
        return
    charge = charge_on_return(charged, record.amount, record.taken_at.date(), record.returned_at.date(), record.sources)
    late, known = charge.days, charge.known
    a_day: dict[str, Any] = {"a_day": charge.a_day} if late else {}
    supposed = bool(late) and known and not charge.free and record.amount != AMOUNT  # published is that of 500 yuan
    by_day = "late-free" if charge.free else "late-of-share" if supposed else "late" if late else "fee"
    told = by_day if known else "unknown-rule"
    if record.extended:
        yield from _charged_on_extended(advance, charged)
        return
    tried = _tried(context, advance) if late and known and not charge.free else ()
    failed: dict[str, Any] = {"tries": len(tried)} if tried else {}
    yield discrepancy(
        Occurrence(
            record.returned_at, (*advance.evidence, *(s for m in tried for s in m.sources)), product=Product.RESERVE
        ),
        "RESERVE-LATE-ACCRUAL" if late else "RESERVE-FEE-SEPARATE",
        told,
        Severity.INFO if told in ("fee", "late-free") else Severity.WARNING,
        Certainty.PATTERN if supposed else Certainty.STRONG if known else Certainty.OPEN,
        Bridge(record.amount, record.amount + charged, parts=charge.parts, unexplained=0 if known else charged),
        amount=record.amount,
        taken_on=record.taken_at.date(),
        returned_on=record.returned_at.date(),
        last_day=record.taken_at.date() + timedelta(days=DAYS),
        days=late,
        fee=charge.fee if known else charged,
        charged=charged,
        late_charge=charge.late_charge,
        **a_day,
        **failed,
    )


def _tried(context: Context, advance: Advance) -> tuple[Movement, ...]:
    """The tries to collect an advance, from its last day until it was returned, that failed; the only one out then."""
    record, back = advance.record, advance.record.returned_at
    if back is None:
        return ()
    last = record.taken_at.date() + timedelta(days=DAYS)
    others = [a.record for a in advances(context) if a.record != record]
    if any(r.taken_at < back and (r.returned_at is None or r.returned_at.date() >= last) for r in others):
        return ()  # they may have been for another
    return tuple(
        m for m in context.moved_as(WalletKind.RESERVE_RETURNED)
        if m.outcome is Outcome.FAILED and last <= m.on and m.at < back and may_pay(m, advance.payer)
    )  # fmt: skip


def _charged_on_extended(advance: Advance, charged: Fen) -> Iterator[Discrepancy]:
    """Its record says that it was extended: it was not late, and only a known fee explains what was charged."""
    record = advance.record
    known = charged in FEES
    yield discrepancy(
        Occurrence(record.returned_at or record.taken_at, advance.evidence, product=Product.RESERVE),
        "RESERVE-FEE-SEPARATE",
        "extended",
        Severity.INFO if known else Severity.WARNING,
        Certainty.PATTERN if known else Certainty.OPEN,
        Bridge(
            record.amount,
            record.amount + charged,
            parts=(given("reserve-fee", charged, record.sources),) if known else (),
            unexplained=0 if known else charged,
        ),
        amount=record.amount,
        taken_on=record.taken_at.date(),
        returned_on=(record.returned_at or record.taken_at).date(),
        charged=charged,
    )

"""The reserve advance (备用金) against the monthly bill and its own rules (phenomenon one)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit, distinct
from app.core.facts import Bill, BillLine, LineKind, Product, ReserveAdvance, Source, WalletKind
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.loans.reserve_advance import DAYS, FEES, charge_on_return
from app.core.money import Fen
from app.core.rules.bill_accounts import month_of
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

SAME_TAKING = timedelta(minutes=10)
"""How far the record's and the wallet's time of one taking may lie apart."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A reserve advance with the wallet's rows and the bill lines that speak of it."""

    record: ReserveAdvance
    taken: Movement | None
    returned: Movement | None
    lines: tuple[tuple[Bill, BillLine], ...]

    @property
    def evidence(self) -> tuple[Source, ...]:
        """Record, wallet and bank rows."""
        moved = (s for m in (self.taken, self.returned) if m for s in m.sources)
        return distinct((*self.record.sources, *moved))


def advances(context: Context) -> tuple[Advance, ...]:
    """Every advance that a record or the wallet speaks of, in order of taking."""
    taken = [m for m in context.moved_as(WalletKind.RESERVE_TAKEN) if m.done]
    given_back = [m for m in context.moved_as(WalletKind.RESERVE_RETURNED) if m.done]
    records = [*context.books.reserves, *_unrecorded(context.books.reserves, taken, given_back)]
    found = []
    for record in sorted(records, key=lambda r: (r.taken_at, r.amount)):
        own = next((m for m in taken if _same(m, record.taken_at, record.amount)), None)
        at = record.returned_at
        back = next((m for m in given_back if at and abs(m.at - at) <= SAME_TAKING), None)
        found.append(Advance(record, own, back, _lines(context, record, own)))
    for ways in (_lines_of_day, _lines_of_bill):
        known = {id(line) for advance in found for _, line in advance.lines}
        alone = [a for a in found if not a.lines]
        found = [a if a.lines else replace(a, lines=ways(context, a.record, known, alone)) for a in found]
    return tuple(found)


def _same(movement: Movement, at: datetime, amount: Fen) -> bool:
    return movement.amount == amount and abs(movement.at - at) <= SAME_TAKING


def _unrecorded(
    records: Sequence[ReserveAdvance], taken: Sequence[Movement], returned: Sequence[Movement]
) -> Iterator[ReserveAdvance]:
    """Advances that only the wallet knows; the next return after a taking is its return."""
    told = {r.returned_at for r in records}
    free = [m for m in returned if not any(t and abs(m.at - t) <= SAME_TAKING for t in told)]
    for movement in taken:
        if any(_same(movement, r.taken_at, r.amount) for r in records):
            continue
        back = next((m for m in free if m.at > movement.at and m.amount >= movement.amount), None)
        if back:
            free.remove(back)
        yield ReserveAdvance(
            taken_at=movement.at,
            amount=movement.amount,
            returned_at=back.at if back else None,
            returned=back.amount if back else None,
            fee=back.amount - movement.amount if back else 0,
            sources=movement.wallet_sources,
        )


def _lines(context: Context, record: ReserveAdvance, taken: Movement | None) -> tuple[tuple[Bill, BillLine], ...]:
    """The bill lines of this advance: by order number, else by the time it was taken, else by its day and amount."""
    order_no = taken.row.order_no if taken and taken.row else ""
    return tuple(
        (bill, line)
        for bill in context.books.bills
        for line in bill.lines
        if line.kind is LineKind.RESERVE
        and (
            (order_no and line.order_no == order_no)
            or (line.traded_at is not None and abs(line.traded_at - record.taken_at) <= SAME_TAKING)
            or _is_named_by_day(line, record)
        )
    )


def _is_named_by_day(line: BillLine, record: ReserveAdvance) -> bool:
    """Whether a line without an order number and a time has the advance's day and amount, as bills on pages do."""
    bare = not line.order_no and line.traded_at is None
    return bare and (line.posted_on, line.amount) == (record.taken_at.date(), record.amount)


def _lines_of_day(
    context: Context, record: ReserveAdvance, known: set[int], _alone: Sequence[Advance]
) -> tuple[tuple[Bill, BillLine], ...]:
    """Lines that no advance is known by, without an order number, of its day and amount, or with its fee on top.

    A bill may print the time at which an advance was posted.
    """
    amounts = (record.amount, record.amount + record.fee)
    return tuple(
        (bill, line)
        for bill in context.books.bills
        for line in bill.lines
        if line.kind is LineKind.RESERVE and id(line) not in known and not line.order_no and line.amount in amounts
        and (line.traded_at.date() if line.traded_at else line.posted_on) == record.taken_at.date()
    )  # fmt: skip


def _lines_of_bill(
    context: Context, record: ReserveAdvance, known: set[int], alone: Sequence[Advance]
) -> tuple[tuple[Bill, BillLine], ...]:
    """The only line of an advance that no other is known by, on the bill that this one alone says it moved to."""
    if record.moved_to is None or sum(1 for a in alone if a.record.moved_to == record.moved_to) > 1:
        return ()
    own = [
        (bill, line)
        for bill in context.books.bills
        if bill.month == record.moved_to and bill.product is Product.HUABEI
        for line in bill.lines
        if line.kind is LineKind.RESERVE and line.amount > 0 and id(line) not in known and _since(record, bill, line)
    ]
    return tuple(own) if len(own) == 1 else ()


def _since(record: ReserveAdvance, bill: Bill, line: BillLine) -> bool:
    """Whether a line's day lies between the taking and the day its bill was made."""
    on = line.traded_at.date() if line.traded_at else line.posted_on
    return record.taken_at.date() <= on <= (bill.statement_date or on)


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies of reserve advances."""
    for advance in advances(context):
        if advance.record.moved_to:
            yield from _moved_to_bill(context, advance)
        if advance.record.returned_at:
            yield from _billed_after_return(context, advance)
            yield from _charged_on_return(advance)


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
    rows = distinct(s for _, line in there for s in line.sources)
    with_fee = bool(there) and 0 < record.fee == billed - record.amount
    usual = bool(there) and not with_fee and 0 < billed - record.amount in FEES
    fee: dict[str, Any] = {"fee": billed - record.amount} if usual else {}
    parts = (
        [BridgePart("bill-over-record", (_money("bill-line", billed, rows), _less("record", record)))]
        if there
        else [given("not-billed", -record.amount, record.sources)]
    )
    yield discrepancy(
        Occurrence(
            record.taken_at,
            (*advance.evidence, *rows, *(s for b in bills if not there for s in b.sources)),
            product=Product.RESERVE,
        ),
        "RESERVE-AMOUNT-DIFF" if there else "RESERVE-NOT-ON-BILL",
        "with-fee" if with_fee else "more" if billed > record.amount else "less" if there else "missing",
        Severity.INFO if with_fee else Severity.WARNING,
        Certainty.PROVED,
        Bridge(record.amount, billed, parts=tuple(parts)),
        amount=record.amount,
        billed=billed,
        **fee,
        taken_on=record.taken_at.date(),
        month=f"{month[0]}-{month[1]:02d}",
        declared=bills[0].declared or 0,
        **context.open_due(bills[0]),
    )


def _money(name: str, amount: Fen, rows: tuple[Source, ...]) -> Term:
    return Term((Input(name, amount, Unit.MONEY, rows),))


def _less(name: str, record: ReserveAdvance) -> Term:
    return Term((Input(name, record.amount, Unit.MONEY, record.sources),), negative=True)


def _billed_after_return(context: Context, advance: Advance) -> Iterator[Discrepancy]:
    """It was returned, and still stands on a bill; a line of that bill or a later one may take it off again."""
    for bill, line in advance.lines:
        record, returned_at = advance.record, advance.record.returned_at
        if line.amount <= 0 or returned_at is None:
            continue
        off = _taken_off(context, bill, line)
        rows = off[1].sources if off else ()
        paid_on = None if off else context.paid_off_on(bill)
        paid = [s for m in context.bill_payments[id(bill)] for s in m.sources] if paid_on else []
        later: dict[str, Any] = {"refund_month": month_of(off[0])} if off else {}
        later |= {"bill_paid_on": paid_on} if paid_on else {} if off else context.open_due(bill)
        yield discrepancy(
            Occurrence(
                datetime.combine(line.posted_on, record.taken_at.time()),
                (*advance.evidence, *line.sources, *rows, *paid),
                product=Product.RESERVE,
            ),
            "RESERVE-BILLED-AFTER-RETURN",
            "corrected" if off else "paid" if paid_on else "billed",
            Severity.INFO if off else Severity.SERIOUS,
            Certainty.STRONG,
            Bridge(
                0,
                0 if off else line.amount,
                parts=(
                    given("billed-though-returned", line.amount, line.sources),
                    *([given("refund", -line.amount, rows)] if off else []),
                ),
            ),
            amount=line.amount,
            taken_on=record.taken_at.date(),
            returned_on=returned_at.date(),
            month=month_of(bill),
            **later,
        )


def _taken_off(context: Context, bill: Bill, line: BillLine) -> tuple[Bill, BillLine] | None:
    """The line of the bill, or of a later one, that takes an advance off again and names no other order."""
    return next(
        (
            (later, x)
            for later in context.books.bills
            if later.product is bill.product and later.month >= bill.month
            for x in later.lines
            if x.amount == -line.amount and x.order_no in ("", line.order_no) and x.posted_on >= line.posted_on
        ),
        None,
    )


def _charged_on_return(advance: Advance) -> Iterator[Discrepancy]:
    """A fee on return: in time it is the product's fee; later each day beyond the seventh adds its charge."""
    record = advance.record
    on_top = (record.returned or record.amount) - record.amount  # a column of fees may stand beside it, or alone
    charged = on_top if on_top > 0 else record.fee
    if not record.returned_at or charged <= 0:
        return
    charge = charge_on_return(charged, record.taken_at.date(), record.returned_at.date(), record.sources)
    late, known = charge.days, charge.known
    if record.extended:
        yield from _charged_on_extended(advance, charged)
        return
    yield discrepancy(
        Occurrence(record.returned_at, advance.evidence, product=Product.RESERVE),
        "RESERVE-LATE-ACCRUAL" if late else "RESERVE-FEE-SEPARATE",
        ("late" if late else "fee") if known else "unknown-rule",
        Severity.WARNING if late or not known else Severity.INFO,
        Certainty.STRONG if known else Certainty.OPEN,
        Bridge(record.amount, record.amount + charged, parts=charge.parts, unexplained=0 if known else charged),
        amount=record.amount,
        taken_on=record.taken_at.date(),
        returned_on=record.returned_at.date(),
        last_day=record.taken_at.date() + timedelta(days=DAYS),
        days=late,
        fee=charge.fee if known else charged,
        charged=charged,
        late_charge=charge.late_charge,
    )


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

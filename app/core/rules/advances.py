"""Reserve advances (备用金) with all that speaks of them: their record, the wallet's rows, and the lines of bills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.core.discrepancy import distinct
from app.core.facts import Bill, BillLine, LineKind, Product, ReserveAdvance, Source, WalletKind
from app.core.linking.payers import may_pay
from app.core.linking.payments import Movement
from app.core.loans.reserve_advance import FEES
from app.core.money import Fen
from app.core.rules.context import Context

SAME_TAKING = timedelta(minutes=10)
"""How far the record's and the wallet's time of one taking may lie apart."""

LONGEST = timedelta(days=31)
"""How long an advance may have been out."""

_MOST_ON_TOP = 10
"""What several payments return may hold a charge of up to one part in so many of the advance."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A reserve advance with the wallet's rows and the bill lines that speak of it.

    ``parts`` are the payments that returned it, or some of it, in order of time. ``on_paper`` says that a record tells
    of it; else the wallet alone does.
    """

    record: ReserveAdvance
    taken: Movement | None
    parts: tuple[Movement, ...] = ()
    lines: tuple[tuple[Bill, BillLine], ...] = ()
    on_paper: bool = True

    @property
    def repaid(self) -> Fen:
        """What the wallet shows to have been paid for it, in fen."""
        return sum(m.amount for m in self.parts)

    @property
    def is_returned(self) -> bool:
        """Whether its record or the wallet shows that all of it was returned."""
        return self.record.returned_at is not None or (bool(self.parts) and self.repaid >= self.record.amount)

    @property
    def payer(self) -> str:
        """The wallet account that took it, where the files are of several persons."""
        return next((m.payer for m in (self.taken, *self.parts) if m and m.payer), "")

    @property
    def evidence(self) -> tuple[Source, ...]:
        """Record, wallet and bank rows."""
        moved = (s for m in (self.taken, *self.parts) if m for s in m.sources)
        return distinct((*self.record.sources, *moved))


def advances(context: Context) -> tuple[Advance, ...]:
    """Every advance that a record or the wallet speaks of, in order of taking."""
    taken = [m for m in context.moved_as(WalletKind.RESERVE_TAKEN) if m.done]
    free = [m for m in context.moved_as(WalletKind.RESERVE_RETURNED) if m.done]
    found: list[Advance] = []
    for record in sorted(context.books.reserves, key=lambda r: (r.taken_at, r.amount)):
        own = _nearest([m for m in taken if m.amount == record.amount], record.taken_at)
        found.append(Advance(record, own, _returns_told(record, own, free)))
        taken = [m for m in taken if m is not own]
        free = [m for m in free if not any(m is part for part in found[-1].parts)]
    found += [Advance(_unrecorded(m), m, on_paper=False) for m in taken]
    found.sort(key=lambda a: (a.record.taken_at, a.record.amount, a.payer))
    return _with_lines(context, _with_returns(found, free))


def returned_before(context: Context, advance: Advance, on: date) -> tuple[Movement, ...] | None:
    """The payments up to a day that returned a part of an advance; None where a later one returned what was left."""
    if any(m.on > on for m in advance.parts):
        return None
    others = {id(m) for a in advances(context) if a.record != advance.record for m in a.parts}
    moved = context.moved_as(WalletKind.RESERVE_RETURNED)
    since = advance.record.taken_at
    return tuple(
        m for m in moved
        if m.done and since < m.at and m.on <= on and id(m) not in others and may_pay(m, advance.payer)
    )  # fmt: skip


def _nearest(moved: Sequence[Movement], at: datetime) -> Movement | None:
    """The movement of a moment that a record names; of a day where it names no hour."""
    near = [m for m in moved if abs(m.at - at) <= SAME_TAKING or (at.time() == time() and m.on == at.date())]
    return min(near, key=lambda m: (abs(m.at - at), m.at), default=None)


def _returns_told(record: ReserveAdvance, own: Movement | None, free: Sequence[Movement]) -> tuple[Movement, ...]:
    """The payment at the time that the record names, and those before it that make up what it says was returned."""
    if record.returned_at is None:
        return ()
    payer = own.payer if own else ""
    usable = [m for m in free if may_pay(m, payer)]
    back = _nearest(usable, record.returned_at)
    if back is None:
        return ()
    before = [m for m in usable if record.taken_at < m.at < back.at and m.amount < record.amount]
    whole = sum(m.amount for m in (*before, back)) == (record.returned or record.amount) > back.amount
    return (*before, back) if whole else (back,)


def _unrecorded(taken: Movement) -> ReserveAdvance:
    """An advance that only the wallet knows."""
    return ReserveAdvance(taken_at=taken.at, amount=taken.amount, sources=taken.wallet_sources)


def _with_returns(found: Sequence[Advance], free: Sequence[Movement]) -> list[Advance]:
    """Lay returns that no record tells of to the advances that nothing is known to have returned, in order of time."""
    told = []
    found, free = _returned_together(found, free)
    for advance in found:
        if not _is_out(advance):
            told.append(advance)
            continue
        record, parts = advance.record, _next_returns(advance, free)
        free = [m for m in free if not any(m is part for part in parts)]
        told.append(replace(advance, parts=parts, record=_returned_by(record, parts)))
    return told


def _is_out(advance: Advance) -> bool:
    """Whether nothing is known to have returned it."""
    record = advance.record
    return not (advance.parts or record.returned_at or record.moved_to or record.closed)


def _returned_together(
    found: Sequence[Advance], free: Sequence[Movement]
) -> tuple[Sequence[Advance], Sequence[Movement]]:
    """Lay one payment to all advances that were out when it was made, where it returned them together.

    What it holds beyond them is divided among them, the first bears what does not divide.
    """
    for m in free:
        out = [a for a in found if _is_out(a) and a.record.taken_at < m.at <= a.record.taken_at + LONGEST]
        out = [a for a in out if may_pay(m, a.payer)]
        beyond = m.amount - sum(a.record.amount for a in out)
        if len(out) < 2 or not 0 <= beyond <= m.amount // _MOST_ON_TOP:
            continue
        share, rest = divmod(beyond, len(out))
        fees = {id(a): share + (rest if n == 0 else 0) for n, a in enumerate(out)}
        found = [_with_share(a, m, fees[id(a)]) if id(a) in fees else a for a in found]
        free = [other for other in free if other is not m]
    return found, free


def _with_share(advance: Advance, paid: Movement, fee: Fen) -> Advance:
    record = replace(advance.record, returned_at=paid.at, returned=advance.record.amount + fee, fee=fee)
    return replace(advance, parts=(paid,), record=record)


def _next_returns(advance: Advance, free: Sequence[Movement]) -> tuple[Movement, ...]:
    """The next payment after a taking that returns all of it, or the next ones that do so together, or a part."""
    amount, since = advance.record.amount, advance.record.taken_at
    usable = [m for m in free if m.at > since and may_pay(m, advance.payer)]
    whole = next((m for m in usable if m.amount >= amount), None)
    parts: list[Movement] = []
    for m in usable:
        if m.amount >= amount or m.at - since > LONGEST or sum(p.amount for p in parts) >= amount:
            break
        parts.append(m)
    together = sum(m.amount for m in parts)
    if amount <= together <= amount + amount // _MOST_ON_TOP:
        return tuple(parts)
    if whole:
        return tuple(sorted((whole, *_charged_beside(whole, usable, amount)), key=lambda m: m.at))
    return tuple(parts) if together < amount else ()


def _charged_beside(whole: Movement, usable: Sequence[Movement], amount: Fen) -> tuple[Movement, ...]:
    """The one payment beside one that returned the very advance that is its fee, or small enough to be its charge.

    A fee may be taken from the taking on; another charge is the next payment within a day of the return.
    """
    until = whole.at + timedelta(days=1)
    near = [m for m in usable if m is not whole and m.at <= until]
    fees = [m for m in near if m.amount and m.amount in FEES]
    after = [m for m in near if m.at > whole.at and m.amount <= amount // _MOST_ON_TOP]
    return tuple((fees or after)[:1]) if whole.amount == amount else ()


def _returned_by(record: ReserveAdvance, parts: Sequence[Movement]) -> ReserveAdvance:
    """The record with what the wallet shows of its return, where all of it was returned."""
    paid = sum(m.amount for m in parts)
    if not parts or paid < record.amount:
        return record
    return replace(record, returned_at=parts[-1].at, returned=paid, fee=paid - record.amount)


def _with_lines(context: Context, found: Sequence[Advance]) -> tuple[Advance, ...]:
    told = [replace(a, lines=_lines(context, a.record, a.taken)) for a in found]
    for ways in (_lines_of_day, _lines_of_bill, _line_of_several):
        known = {id(line) for advance in told for _, line in advance.lines}
        alone = [a for a in told if not a.lines]
        told = [a if a.lines else replace(a, lines=ways(context, a.record, known, alone)) for a in told]
    return tuple(told)


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


def _line_of_several(
    context: Context, record: ReserveAdvance, known: set[int], alone: Sequence[Advance]
) -> tuple[tuple[Bill, BillLine], ...]:
    """The one line that lists all advances together which moved to a bill and are found on no other line."""
    together = [a for a in alone if record.moved_to and a.record.moved_to == record.moved_to]
    total = sum(a.record.amount for a in together)
    own = [
        (bill, line)
        for bill in context.books.bills
        if bill.month == record.moved_to and bill.product is Product.HUABEI and len(together) > 1
        for line in bill.lines
        if line.kind is LineKind.RESERVE and line.amount == total and id(line) not in known
    ]
    return tuple(own) if len(own) == 1 else ()


def _since(record: ReserveAdvance, bill: Bill, line: BillLine) -> bool:
    """Whether a line's day lies between the taking and the day its bill was made."""
    on = line.traded_at.date() if line.traded_at else line.posted_on
    return record.taken_at.date() <= on <= (bill.statement_date or on)

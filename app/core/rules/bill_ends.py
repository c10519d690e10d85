"""What became of the part of a bill that its payments do not cover: taken off, moved on, unpaid, or not to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import accumulate
from typing import Any

from app.core.facts import Bill, BillLine, LineKind, Outcome, PlanRow, Purpose, Source, Trigger, WalletKind, WalletRow
from app.core.linking.bill_payments import AHEAD_DAYS
from app.core.linking.billed_plans import is_whole
from app.core.linking.payments import Movement
from app.core.linking.products import WALLETS
from app.core.linking.records import MOST_REDUCED
from app.core.money import Fen
from app.core.rules.bill_accounts import month_of
from app.core.rules.context import Context

BILLED_BEFORE = timedelta(days=10)
"""How long before its due date a bill without a statement day can have been paid at the earliest."""

PUT_OFF = timedelta(days=62)
"""How long after a bill's due date the first of the instalments that it was put into falls due at the latest."""


class Means(Enum):
    """What the part without a payment was met by, or why nobody can tell."""

    REDUCED = "reduced"  # a red packet or coupon that the wallet names in the payment's method
    REPAID = "repaid"  # the bill itself says that so much was repaid
    ADVANCE_BACK = "advance-back"  # it was paid; what came back is of a reserve advance that it lists
    REFUNDED = "refunded"  # a purchase of the bill was refunded to the product
    INSTALMENTS = "instalments"  # a later bill asks for it in instalments, or a plan does
    CARRIED = "carried"  # the next bill asks for it again
    UNSEEN = "unseen"  # the next bill asks for nothing of it: paid or taken off in a way that no file shows
    UNCLEAR = "unclear"  # the files do not cover the days, or hold a payment that may be for it
    UNPAID = "unpaid"


MET = frozenset({Means.REDUCED, Means.REPAID, Means.ADVANCE_BACK, Means.REFUNDED, Means.INSTALMENTS})
"""What leaves nothing of a bill open."""


@dataclass(frozen=True, slots=True)
class BillEnd:
    """A bill whose payments do not make up what it asks for: ``rest`` in fen, how it was met, and rows that show it.

    ``later`` is the next bill of the product at hand; ``lines`` are those of it, or of another later bill, that take on
    the rest, ``plan`` the periods of the plan that does.
    """

    bill: Bill
    payments: tuple[Movement, ...]
    rest: Fen
    means: Means
    rows: tuple[Source, ...] = ()
    later: Bill | None = None
    lines: tuple[BillLine, ...] = ()
    plan: tuple[PlanRow, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether nothing of the bill is open."""
        return self.means in MET


def bill_ends(context: Context) -> Mapping[int, BillEnd]:
    """Every bill that is due and whose payments are less than it asks for, by the bill's identity."""
    paid_for = context.bill_payments
    given = {id(m) for own in paid_for.values() for m in own}
    found = {}
    for bill in context.books.bills:
        paid = paid_for[id(bill)]
        rest = (bill.declared or 0) - sum(m.amount - m.returned for m in paid if m.done)
        if bill.due is not None and bill.due < context.as_of and (bill.declared or 0) > 0 and rest > 0:
            found[id(bill)] = _end(context, bill, paid, rest, given)
    return found


def _gave_advance_back(bill: Bill, paid: Sequence[Movement]) -> bool:
    """Whether all of a bill was paid, and what came back of that is of an advance that it lists: all of it, or some."""
    back = sum(m.returned for m in paid)
    listed = any(x.kind is LineKind.RESERVE and x.amount >= back for x in bill.lines)
    return back > 0 and listed and sum(m.amount for m in paid) >= (bill.declared or 0)


def next_bill(context: Context, bill: Bill) -> Bill | None:
    """The bill of the product that follows a bill; None where the first at hand after it is of a month further on.

    What a bill leaves open and what lateness costs stand on the one that follows it, and on no other.
    """
    later = _bill_after(context, bill)
    return later if later and later.month <= _month_after(bill) else None


def unheld_month(context: Context, bill: Bill) -> tuple[int, int] | None:
    """The month of the bill that follows a bill, where later ones are at hand and it is not; else None."""
    later, month = _bill_after(context, bill), _month_after(bill)
    return month if later and later.month > month else None


def _bill_after(context: Context, bill: Bill) -> Bill | None:
    """The first bill of the product at hand after a bill, by month and due date, whatever lies between."""
    later = [b for b in context.books.bills if b.product is bill.product and _place(b) > _place(bill)]
    return min(later, key=lambda b: (_place(b), b.sources), default=None)


def _month_after(bill: Bill) -> tuple[int, int]:
    year, month = bill.month
    return (year + month // 12, month % 12 + 1)


def _place(bill: Bill) -> tuple[tuple[int, int], date]:
    return bill.month, bill.due or date.min


def _end(context: Context, bill: Bill, paid: tuple[Movement, ...], rest: Fen, given: set[int]) -> BillEnd:
    later, following = _bill_after(context, bill), next_bill(context, bill)
    if rest <= bill.repaid:
        return BillEnd(bill, paid, rest, Means.REPAID, bill.sources, later)
    if _gave_advance_back(bill, paid):
        return BillEnd(bill, paid, rest, Means.ADVANCE_BACK, tuple(s for m in paid for s in m.sources), later)
    carried = tuple(x for x in following.lines if x.kind is LineKind.CARRIED and x.amount > 0) if following else ()
    if carried:
        return BillEnd(bill, paid, rest, Means.CARRIED, tuple(s for x in carried for s in x.sources), later, carried)
    if refunds := _refunds(context, bill, paid, rest):
        return BillEnd(bill, paid, rest, Means.REFUNDED, tuple(s for r in refunds for s in r.sources), later)
    if lines := _instalments(context, bill, rest):
        return BillEnd(bill, paid, rest, Means.INSTALMENTS, tuple(s for x in lines for s in x.sources), later, lines)
    if plan := _planned(context, bill, rest):
        return BillEnd(bill, paid, rest, Means.INSTALMENTS, tuple(s for x in plan for s in x.sources), later, plan=plan)
    if any(m.row and m.row.is_reduced_by(rest) for m in paid) and 0 < rest <= (bill.declared or 0) // MOST_REDUCED:
        reduced = tuple(s for m in paid if m.row and m.row.is_reduced_by(rest) for s in m.row.sources)
        return BillEnd(bill, paid, rest, Means.REDUCED, reduced, later)
    means = _unmet(context, bill, later, given)
    if means is Means.UNPAID and paid and reserve_line(bill, rest):
        means = Means.UNCLEAR  # the advance may be collected apart from the bill
    return BillEnd(bill, paid, rest, means, (), later)


def _unmet(context: Context, bill: Bill, later: Bill | None, given: set[int]) -> Means:
    due = bill.due or date.min
    if later and later.is_without_lines and later.month > bill.month:
        return Means.UNSEEN  # what is still open of it is in the sum of that one, if anywhere
    if later is not None and later.statement_date is not None and later.statement_date > due:
        charged = any(x.kind in (LineKind.INTEREST, LineKind.PENALTY) and x.posted_on > due for x in later.lines)
        if charged and unheld_month(context, bill):
            return Means.UNCLEAR  # the charge may be for the bill between the two
        return Means.UNPAID if charged else Means.UNSEEN
    if any(id(m) not in given for m in (*repayments_about(context, bill, Outcome.DONE), *_ahead(context, bill))):
        return Means.UNCLEAR  # a payment that fits no bill may be for this one, or for a part of it
    return Means.UNPAID if would_show(context, bill) else Means.UNCLEAR


def set_off(context: Context, bill: Bill, amount: Fen, since: date) -> tuple[tuple[Bill, BillLine], ...]:
    """The lines of later bills of the product that take off exactly what was paid too much (`taken_off`)."""
    return taken_off(
        (b for b in context.books.bills if b.product is bill.product and b.month > bill.month), amount, since
    )


def set_off_in_part(context: Context, bill: Bill, amount: Fen, since: date) -> tuple[tuple[Bill, BillLine], ...]:
    """What took off ``amount`` fen, as `set_off`, or credits of less, each of which left nothing of its bill to pay.

    A surplus above the next bill is set off as far as that goes; what is left of it is still with the lender.
    """
    if whole := set_off(context, bill, amount, since):
        return whole
    credits = tuple(
        (later, line)
        for later in sorted(context.books.bills, key=lambda b: (_place(b), b.sources))
        if later.product is bill.product and later.month > bill.month
        for line in later.lines
        if line.kind is LineKind.CREDIT and line.amount < 0 and line.posted_on >= since
    )
    used_up = all(later.declared == 0 for later, _ in credits)
    return credits if used_up and -sum(line.amount for _, line in credits) < amount else ()


def taken_off(bills: Iterable[Bill], amount: Fen, since: date) -> tuple[tuple[Bill, BillLine], ...]:
    """The lines of some bills that take off exactly ``amount`` fen from a day on: one, or credits one after the other.

    None of them is a refund of a purchase.
    """
    found = (
        (later, line)
        for later in sorted(bills, key=lambda b: (_place(b), b.sources))
        for line in later.lines
        if _takes_off(line) and line.posted_on >= since
    )
    lowered = tuple(found)
    if whole := tuple(own for own in lowered if own[1].amount == -amount)[:1]:
        return whole
    credits = tuple(own for own in lowered if own[1].kind is LineKind.CREDIT)
    sums = list(accumulate((line.amount for _, line in credits), initial=0))
    return credits[: sums.index(-amount)] if -amount in sums else ()


def checked_bills(context: Context, bill: Bill, since: date) -> tuple[Bill, ...]:
    """The bills after a bill, month by month, that take nothing off, up to the last made after ``since``, a payment.

    Each has all of its lines here, and none of them takes off anything but a refund of an order. Empty where no bill
    that was made after ``since``, the day on which too much was paid, is among them.
    """
    found: list[Bill] = []
    made_since = 0
    later = next_bill(context, bill)
    while later and later.month > bill.month and is_whole(later) and not any(map(_takes_off, later.lines)):
        found.append(later)
        made_on = later.statement_date or (later.due or date.min) - BILLED_BEFORE
        if made_on > since:
            made_since = len(found)
        bill, later = later, next_bill(context, later)
    return tuple(found[:made_since])


def told_of_checked(bills: Sequence[Bill]) -> dict[str, Any]:
    """The fact ``checked_month``: the last month of bills that take nothing off; empty without any."""
    return {"checked_month": month_of(bills[-1])} if bills else {}


def _takes_off(line: BillLine) -> bool:
    return line.amount < 0 and not line.order_no


def reserve_line(bill: Bill, amount: Fen) -> BillLine | None:
    """The bill's line of a reserve advance of an amount."""
    return next((x for x in bill.lines if x.kind is LineKind.RESERVE and x.amount == amount), None)


def would_show(context: Context, bill: Bill) -> bool:
    """Whether the export of the wallet that pays a bill's product covers every day from the statement to the due date.

    It must be seen to use the product: the wallet of somebody else tells nothing of it.
    """
    due = bill.due or date.min
    first = bill.statement_date or due - BILLED_BEFORE
    days = (first + timedelta(days=n) for n in range((due - first).days + 1))
    used = any(m.row is not None and m.product is bill.product for m in context.moved)
    covered = used and all(context.covered_by(WALLETS.get(bill.product, ""), day) for day in days)
    return covered and not _bought_elsewhere(context, bill)


def _bought_elsewhere(context: Context, bill: Bill) -> bool:
    """Whether somebody else's wallet made a bill's purchases: the one at hand covers them and holds none of them.

    That it shows purchases at all is seen from another bill of the product, whose orders it does hold.
    """
    wallet = WALLETS.get(bill.product, "")
    bought = {m.row.order_no for m in context.moved_as(WalletKind.PURCHASE) if m.row and m.product is bill.product}
    held = [
        x.order_no in bought for x in bill.lines
        if x.kind is LineKind.PURCHASE and x.order_no
        and context.covered_by(wallet, x.traded_at.date() if x.traded_at else x.posted_on)
    ]  # fmt: skip
    others = (b for b in context.books.bills if b is not bill and b.product is bill.product)
    return bool(held) and not any(held) and any(x.order_no in bought for b in others for x in b.lines if x.order_no)


def repayments_about(context: Context, bill: Bill, outcome: Outcome) -> list[Movement]:
    """Repayments of a bill's product that ended so, since the bill was made, and that name no other month."""
    since = bill.statement_date or (bill.due or date.min) - BILLED_BEFORE
    return [
        m
        for m in context.moved_as(WalletKind.REPAYMENT)
        if m.product is bill.product and m.outcome is outcome and m.on >= since
        and not (m.row and m.row.bill_month and m.row.bill_month != bill.month)
    ]  # fmt: skip


def _ahead(context: Context, bill: Bill) -> Iterator[Movement]:
    """Early repayments of the product since what the bill lists began to be spent: they may have paid some of it.

    So may one by hand that names no month.
    """
    due = bill.due or date.min
    for m in context.moved_as(WalletKind.REPAYMENT):
        unnamed = m.trigger is Trigger.MANUAL and not (m.row and m.row.bill_month)
        early = unnamed or m.purpose in (Purpose.SETTLEMENT, Purpose.PREPAYMENT)
        if m.product is bill.product and m.done and early and due - timedelta(days=AHEAD_DAYS) <= m.on <= due:
            yield m


def _refunds(context: Context, bill: Bill, paid: Sequence[Movement], rest: Fen) -> tuple[WalletRow, ...]:
    """The refunds of the bill's purchases, made before its last payment or its due date, where they are the rest."""
    bought = {x.order_no: x for x in bill.lines if x.kind is LineKind.PURCHASE and x.order_no}
    on_bills = {(x.order_no, -x.amount) for b in context.books.bills for x in b.lines if x.kind is LineKind.REFUND}
    ends = max([datetime.combine(bill.due or date.min, time.max), *(m.at for m in paid)])
    found = tuple(
        row
        for row in context.books.wallet
        if row.kind is WalletKind.REFUND and row.outcome is Outcome.DONE and row.refund_of in bought
        and row.at <= ends and (row.refund_of, row.amount) not in on_bills
    )  # fmt: skip
    return found if sum(row.amount for row in found) == rest else ()


def _instalments(context: Context, bill: Bill, rest: Fen) -> tuple[BillLine, ...]:
    """The first of the instalments that the rest was put into, on one of the two bills after this one."""
    later = [b for b in context.books.bills if b.product is bill.product and _place(b) > _place(bill)]
    later.sort(key=lambda b: (_place(b), b.sources))
    return tuple(line for b in later[:2] for line in _firsts(b, rest))[:1]


def _firsts(bill: Bill, rest: Fen) -> Iterator[BillLine]:
    for line in bill.lines:
        said = line.instalment if line.kind is LineKind.INSTALMENT else None
        if said and said.number == 1 and abs(said.of * line.amount - rest) < said.of:
            yield line


def _planned(context: Context, bill: Bill, rest: Fen) -> tuple[PlanRow, ...]:
    """The periods of the one plan of the product that pays off exactly the rest, from one of the two due days after it.

    What was bought in instalments after the bill was made is no part of it.
    """
    due, made = bill.due or date.min, bill.statement_date or (bill.due or date.min) - BILLED_BEFORE
    found = []
    for book in context.loans:
        rows = book.snapshots[0].rows if book.snapshots else ()
        begins = rows[0].due if rows and rows[0].period == 1 else date.min
        bought_since = book.purchase is not None and book.purchase.on > made
        near = due < begins <= due + PUT_OFF and book.product is bill.product and not bought_since
        if near and len(rows) > 1 and sum(row.principal for row in rows) == rest:
            found.append(rows)
    return found[0] if len(found) == 1 else ()

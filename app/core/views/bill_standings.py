"""Where each bill product stands on the last day of its papers: what is unpaid, not billed, or to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from app.core.facts import Bill, BillLine, LineKind, WalletKind
from app.core.linking.payments import Movement
from app.core.linking.products import WALLETS
from app.core.loans.bill_settlement import BillDoubt, BillStanding, OpenBill
from app.core.loans.overdue import Paid
from app.core.money import Fen
from app.core.rules.bill_ends import BILLED_BEFORE, BillEnd, Means, bill_ends
from app.core.rules.context import Context
from app.core.sources import Product, Source

ONE_DAY = timedelta(days=1)


def bill_standings_of(context: Context) -> tuple[BillStanding, ...]:
    """Every bill product with a bill that has a due date, in order of its name."""
    by_product: dict[str, list[Bill]] = defaultdict(list)
    for bill in context.books.bills:
        if bill.due is not None:
            by_product[bill.product.value].append(bill)
    paid_for, ends = context.bill_payments, bill_ends(context)
    return tuple(_standing(context, bills, paid_for, ends) for _, bills in sorted(by_product.items()))


def _standing(
    context: Context, found: Sequence[Bill], paid_for: Mapping[int, tuple[Movement, ...]], ends: Mapping[int, BillEnd]
) -> BillStanding:
    bills = sorted(found, key=lambda bill: (bill.month, bill.due or date.min))
    last = bills[-1]
    taken_over = [bill for bill in bills[1:] if any(line.kind is LineKind.CARRIED for line in bill.lines)]
    since = taken_over[-1].month if taken_over else (0, 0)
    unclosed = [bill for bill in bills if bill.month >= since and not _is_closed(ends.get(id(bill)))]
    opened = [_open(context, bill, paid_for[id(bill)]) for bill in unclosed]
    unbilled, rows = _unbilled(context, bills)
    left = tuple(bill for bill in opened if bill.left > 0)
    untold = any(bill.due < context.as_of and not _told(context, last.product, bill.made) for bill in left)
    return BillStanding(
        last.product, context.as_of, left, unbilled, rows, tuple(_to_come(last.lines)),
        bool(taken_over) and any(bill.month == since for bill in left), context.rules.penalties,
        (BillDoubt.UNTOLD,) if untold else (),
    )  # fmt: skip


def _is_closed(end: BillEnd | None) -> bool:
    """Whether nothing is open of a bill without a payment of all of it: met otherwise, or asked for no more."""
    return end is not None and (end.is_met or end.means is Means.UNSEEN)


def _open(context: Context, bill: Bill, payments: Sequence[Movement]) -> OpenBill:
    due, asked = bill.due or context.as_of, _asked(bill)
    paid = [(m.on, m.amount - m.returned, m.sources) for m in payments if m.done]
    behind = tuple(Paid(on, amount, 0, rows) for on, amount, rows in paid if on > due)
    in_time = sum(amount for on, amount, _ in paid if on <= due)
    rows = bill.sources or tuple(s for line in bill.lines for s in line.sources)
    return OpenBill(
        month=bill.month,
        made=bill.statement_date or due - BILLED_BEFORE,
        due=due,
        left=asked - sum(amount for _, amount, _ in paid),
        unpaid_at_due=asked - in_time,
        paid_late=behind,
        sources=(*rows, *(s for _, _, sources in paid for s in sources)),
    )


def _asked(bill: Bill) -> Fen:
    return bill.declared if bill.declared is not None else sum(line.amount for line in bill.lines)


def _told(context: Context, product: Product, since: date) -> bool:
    """Whether the wallet that pays this product tells of every day from ``since`` to the papers' end.

    It must be seen to use the product: the wallet of somebody else tells nothing of it.
    """
    wallet = WALLETS.get(product, "")
    used = any(m.row is not None and m.product is product for m in context.moved)
    return used and all(context.covered_by(wallet, day) for day in _days(since, context.as_of))


def _unbilled(context: Context, bills: Sequence[Bill]) -> tuple[Fen | None, tuple[Source, ...]]:
    """Purchases with the product since the last bill was made, and those before it that it does not hold.

    None where the last bill does not say when it was made or what it holds, or where the wallet that pays the product
    does not tell of each day since.
    """
    last = bills[-1]
    made = last.statement_date
    if made is None or last.is_without_lines or not _told(context, last.product, made):
        return None, ()
    orders = {line.order_no for bill in bills for line in bill.lines if line.order_no}
    alike = {(line.traded_at.date(), line.amount) for bill in bills for line in bill.lines if line.traded_at}
    bought = [
        m
        for m in context.moved
        if m.kind is WalletKind.PURCHASE and m.product is last.product and m.done and m.on >= made - ONE_DAY
        and not (m.row and m.row.order_no in orders) and (m.on, m.amount) not in alike
    ]  # fmt: skip
    return sum(m.amount - m.returned for m in bought), tuple(s for m in bought for s in m.sources)


def _days(first: date, last: date) -> Iterator[date]:
    while first < last:
        yield first
        first += ONE_DAY


def _to_come(lines: Sequence[BillLine]) -> Iterator[tuple[int, Fen, tuple[Source, ...]]]:
    """Instalments of the last bill that are not the last of their purchase, at the amount of this one."""
    for line in lines:
        said = line.instalment if line.kind is LineKind.INSTALMENT else None
        if said and line.amount > 0 and said.number < said.of:
            yield said.of - said.number, line.amount, line.sources

"""Which order a bill's refund is of, where its line bears the number of the refund itself, as the wallet's row does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.core.facts import Bill, BillLine, LineKind, WalletKind, WalletRow

_JOINERS = ("_", "*")
"""Stand in a refund's number between the number of the order and what tells the refund from another one of it."""


def with_refunded_orders(bills: Iterable[Bill], wallet: Iterable[WalletRow]) -> Iterator[Bill]:
    """The bills, the refunds on them with the number of the order that they are of.

    The wallet's refund of that number says which order it is; without one, the number itself says so where it begins
    with the number of a purchase on these bills. A refund of which neither tells stays as it is written.
    """
    given = tuple(bills)
    bought = {x.order_no for bill in given for x in bill.lines if x.kind is LineKind.PURCHASE and x.order_no}
    told = {r.order_no: r.refund_of for r in wallet if r.kind is WalletKind.REFUND and r.order_no and r.refund_of}

    def order(line: BillLine) -> str:
        number = line.order_no
        if line.kind is not LineKind.REFUND or not number or number in bought:
            return number
        begun = (number.split(joiner, 1)[0] for joiner in _JOINERS)
        return told.get(number) or next((n for n in begun if n in bought), number)

    for bill in given:
        lines = tuple(x if (own := order(x)) == x.order_no else replace(x, order_no=own) for x in bill.lines)
        yield bill if lines == bill.lines else replace(bill, lines=lines)

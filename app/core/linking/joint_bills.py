"""Bills of one month that are one: an earlier page of a bill, and bills of two lenders that one payment paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from app.core.discrepancy import distinct
from app.core.facts import Bill, BillLine, WalletKind
from app.core.linking.payments import Movement

PAID_WITHIN = timedelta(days=45)
"""How long after its due date one payment may still be for two bills together."""


def joint_bills(bills: Sequence[Bill], moved: Iterable[Movement]) -> tuple[Bill, ...]:
    """The bills without earlier pages of the same bill, and those that were paid together as one.

    A later page of a bill holds every line of the earlier one, and more. Bills of one product, month and due date that
    share no line are of two lenders behind one brand: where one payment is their sum, it paid both.
    """
    groups: dict[tuple[object, ...], list[Bill]] = defaultdict(list)
    for bill in bills:
        groups[bill.product, bill.month, bill.due].append(bill)
    if len(groups) == len(bills):
        return tuple(bills)
    repaid = [m for m in moved if m.kind is WalletKind.REPAYMENT and m.done]
    found: list[Bill] = []
    for group in groups.values():
        latest = [bill for bill in group if not any(_replaces(other, bill) for other in group)]
        found += [_joined(latest)] if len(latest) > 1 and _paid_as_one(latest, repaid) else latest
    order = {id(bill): number for number, bill in enumerate(bills)}
    return tuple(sorted(found, key=lambda b: order.get(id(b), order[id(groups[b.product, b.month, b.due][0])])))


def _said(lines: Iterable[BillLine]) -> Counter[tuple[object, ...]]:
    return Counter((x.posted_on, x.kind, x.amount, x.order_no, x.text) for x in lines)


def _replaces(later: Bill, earlier: Bill) -> bool:
    """Whether a page holds all lines of another and more, or the lines that the other only states the sum of."""
    if later is earlier:
        return False
    if not earlier.lines:
        return bool(later.lines) and later.declared == earlier.declared
    return _said(earlier.lines) < _said(later.lines)


def _paid_as_one(bills: Sequence[Bill], repaid: Iterable[Movement]) -> bool:
    """Whether the bills share no line, and one payment of the product was what they ask for together."""
    first, asked = bills[0], [bill.declared for bill in bills]
    lines = sum((_said(bill.lines) for bill in bills), Counter[tuple[object, ...]]())
    if first.due is None or any(not amount or amount <= 0 for amount in asked) or max(lines.values(), default=0) > 1:
        return False
    begins = min((bill.statement_date for bill in bills if bill.statement_date), default=first.due - PAID_WITHIN)
    total, ends = sum(amount or 0 for amount in asked), first.due + PAID_WITHIN
    return any(m.product is first.product and m.amount == total and begins <= m.on <= ends for m in repaid)


def _joined(bills: Sequence[Bill]) -> Bill:
    ordered = sorted(bills, key=lambda bill: bill.sources)
    counts, least = [bill.declared_lines for bill in ordered], [bill.minimum for bill in ordered]
    return replace(
        ordered[0],
        declared=sum(bill.declared or 0 for bill in ordered),
        lines=tuple(line for bill in ordered for line in bill.lines),
        declared_lines=sum(n or 0 for n in counts) if all(n is not None for n in counts) else None,
        minimum=sum(n or 0 for n in least) if all(n is not None for n in least) else None,
        sources=distinct(s for bill in ordered for s in bill.sources),
    )

"""What may have changed or ended the instalments on bills: refunds of what they pay off, and repayments ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.core.calendar import LONGEST_MONTH
from app.core.discrepancy import distinct
from app.core.facts import Bill, LineKind, Outcome, Purpose, Source, WalletKind, WalletRow
from app.core.linking.billed_plans import BilledPlan
from app.core.linking.payments import Movement
from app.core.money import Fen
from app.core.rules.bill_ends import BILLED_BEFORE, Means, bill_ends
from app.core.rules.context import Context

_LEAST_NAMED = 2
"""How many letters of a name must stand in a refund's text at least."""


@dataclass(frozen=True, slots=True)
class Refunded:
    """What was refunded of a purchase in instalments, in fen: by the bills' lines, else by the wallet's rows."""

    amount: Fen
    on: date
    rows: tuple[Source, ...]


def made_on(bill: Bill) -> date:
    """The day a bill was made, or not after; the first of its month where neither that nor a due date is known."""
    if bill.statement_date:
        return bill.statement_date
    return bill.due - BILLED_BEFORE if bill.due else date(*bill.month, 1)


def refunds_of(context: Context, plan: BilledPlan, since: Bill, until: Bill) -> Refunded | None:
    """Refunds of what a plan pays off, from one bill's cycle to another bill; None where none is known.

    The wallet shows a refund whole, the bills only what it took off one of them.
    """
    orders, first, last = _orders(context, plan), made_on(since) - LONGEST_MONTH, made_on(until)
    own = [
        row
        for row in context.books.wallet
        if row.kind is WalletKind.REFUND and row.outcome is Outcome.DONE and row.product is plan.product
        and first <= row.at.date() <= last and (row.refund_of in orders or _names(plan, row.item or row.text))
    ]  # fmt: skip
    if own:
        rows = distinct(s for row in own for s in row.sources)
        return Refunded(sum(row.amount for row in own), max(row.at.date() for row in own), rows)
    lines = [
        line
        for bill in context.books.bills
        if bill.product is plan.product and since.month <= bill.month <= until.month
        for line in bill.lines
        if line.kind is LineKind.REFUND and line.amount < 0 and first <= line.posted_on
        and (line.order_no in orders or _names(plan, line.item))
    ]  # fmt: skip
    rows = distinct(s for line in lines for s in line.sources)
    return Refunded(-sum(x.amount for x in lines), max(x.posted_on for x in lines), rows) if lines else None


def whole_of(context: Context, plan: BilledPlan) -> tuple[Fen, tuple[Source, ...]] | None:
    """What a plan pays off in all, in fen, with its rows: a purchase in the wallet or the rest of a bill."""
    share = plan.shares[0]
    for end in bill_ends(context).values():
        if end.means is Means.INSTALMENTS and share.line in end.lines:
            return end.rest, end.bill.sources
    orders = {x.line.order_no for x in plan.shares}
    rows = [row for row in _purchases(context, plan) if row.order_no in orders or not orders - {""}]
    return (rows[0].amount, rows[0].sources) if len(rows) == 1 else None


def _purchases(context: Context, plan: BilledPlan) -> list[WalletRow]:
    """The wallet's purchases by the product before the plan began, of its whole amount but for cents."""
    share = plan.shares[0]
    whole, made = share.of * share.line.amount, made_on(share.bill)
    return [
        m.row
        for m in context.moved_as(WalletKind.PURCHASE)
        if m.row and m.product is plan.product and m.on <= made and abs(m.amount - whole) < share.of
    ]


def _orders(context: Context, plan: BilledPlan) -> set[str]:
    """The orders that a plan pays off: those its lines name, and the wallet's purchases of its whole amount."""
    named = {x.line.order_no for x in plan.shares}
    return (named | {row.order_no for row in _purchases(context, plan)}) - {""}


def _names(plan: BilledPlan, said: str) -> bool:
    return any(
        min(len(said), len(name)) >= _LEAST_NAMED and (said in name or name in said)
        for name in {share.name for share in plan.shares}
    )


def ahead_of_bills(context: Context, plan: BilledPlan, since: Bill, until: Bill) -> Iterator[Movement]:
    """Repayments of the product between two bills that say they are early, or that no bill accounts for."""
    given = {id(m) for own in context.bill_payments.values() for m in own}
    for m in context.moved_as(WalletKind.REPAYMENT):
        early = m.purpose in (Purpose.SETTLEMENT, Purpose.PREPAYMENT) or id(m) not in given
        if m.product is plan.product and m.done and early and made_on(since) <= m.on <= made_on(until):
            yield m

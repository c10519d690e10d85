"""Refunds of purchases on a bill that no bill lists: where the money went, whether the bill was paid by then or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, FactValue, Severity
from app.core.facts import BankRow, Bill, BillLine, LineKind, Outcome, Product, Source, WalletKind, WalletRow
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_ends import bill_ends
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

JOINER = "&"
"""Stands between the accounts of a row that names several."""


@dataclass(frozen=True, slots=True)
class BilledRefund:
    """A refund of a purchase on a bill; ``paid_at`` is when payments had covered the bill, None while they had not."""

    row: WalletRow
    bill: Bill
    purchase: BillLine
    paid_at: datetime | None
    payments: tuple[Movement, ...]

    @property
    def is_late(self) -> bool:
        """Whether the bill had been paid in full before."""
        return self.paid_at is not None and self.paid_at < self.row.at


def explain(context: Context) -> Iterator[Discrepancy]:
    """Refunds that no bill lists: to the product, to an account, or nobody can tell where."""
    bought = _bought(context)
    ends = bill_ends(context) if bought else {}
    for refund in billed_refunds(context, bought):
        if any(_lists(line, refund, bought) for line in _lines(context, refund.bill.product)):
            continue
        if refund.is_late:
            yield _told(context, refund)
        elif id(refund.bill) not in ends:  # what was paid less, and why, is told of the bill
            yield _still_billed(context, refund)


def billed_refunds(context: Context, bought: dict[str, tuple[Bill, BillLine]]) -> Iterator[BilledRefund]:
    """The refunds of purchases on bills of which the wallet names the order."""
    refunds = [r for r in context.books.wallet if r.kind is WalletKind.REFUND and r.refund_of in bought]
    payments = context.bill_payments if refunds else {}
    for row in refunds:
        own = bought[row.refund_of]
        if row.outcome is Outcome.DONE and own[0].product is row.product and row.amount <= own[1].amount:
            paid = payments[id(own[0])]
            yield BilledRefund(row, *own, _paid_at(own[0], paid), paid)


def _bought(context: Context) -> dict[str, tuple[Bill, BillLine]]:
    """The bill and line of every order that stands on one bill as one purchase; of another nothing can be told."""
    found: dict[str, list[tuple[Bill, BillLine]]] = {}
    for bill in context.books.bills:
        for line in bill.lines:
            if line.kind is LineKind.PURCHASE and line.order_no:
                found.setdefault(line.order_no, []).append((bill, line))
    return {order: own[0] for order, own in found.items() if len(own) == 1}


def _paid_at(bill: Bill, payments: Sequence[Movement]) -> datetime | None:
    """When the payments had come up to what the bill asks for; None where they never did."""
    total = 0
    for m in payments:
        total += m.amount - m.returned if m.done else 0
        if total >= (bill.declared or 0) > 0:
            return m.at
    return None


def _lines(context: Context, product: Product) -> Iterator[BillLine]:
    return (line for bill in context.books.bills if bill.product is product for line in bill.lines if line.amount < 0)


def _lists(line: BillLine, refund: BilledRefund, bought: dict[str, tuple[Bill, BillLine]]) -> bool:
    """Whether a line of a bill is the refund, or may be it: a line of that amount that names no other purchase."""
    if line.order_no in (refund.row.refund_of, refund.row.order_no):
        return True
    return line.amount == -refund.row.amount and line.order_no not in bought


def _told(context: Context, refund: BilledRefund) -> Discrepancy:
    row = refund.row
    if not row.account:
        return _discrepancy("unnamed", refund)
    if _goes_to_product(context, row):
        later = _bill_after(context, refund)
        named: dict[str, FactValue] = {"later_month": month_of(later)} if later else {}
        return _discrepancy("not-on-next" if later else "to-product", refund, later.sources if later else (), **named)
    booked = _booked(context, row)
    on: dict[str, FactValue] = {"booked_on": booked.on} if booked else {}
    return _discrepancy("to-account", refund, booked.sources if booked else (), account=row.account, **on)


def _goes_to_product(context: Context, row: WalletRow) -> bool:
    """Whether a refund's account is what the product's purchases are paid with; several accounts are as written."""
    names = {r.account for r in context.books.wallet if r.kind is WalletKind.PURCHASE and r.product is row.product}
    alone = [name for name in names if name and JOINER not in name]
    return JOINER not in row.account and any(name in row.account or row.account in name for name in alone)


def _bill_after(context: Context, refund: BilledRefund) -> Bill | None:
    """The first bill made on a later day than the refund whose lines are all there: they make up what it asks for."""
    made: list[tuple[date, Bill]] = [
        (b.statement_date, b) for b in context.books.bills
        if b.product is refund.bill.product and b.statement_date and b.statement_date > refund.row.at.date()
    ]  # fmt: skip
    first = min(made, key=lambda own: (own[0], own[1].sources), default=None)
    return first[1] if first and first[1].declared == sum(line.amount for line in first[1].lines) else None


def _booked(context: Context, row: WalletRow) -> BankRow | None:
    """The bank's credit that was laid to a refund."""
    returns = (back for m in context.moved_as(WalletKind.PURCHASE) for back in m.returns)
    own = {s for back in returns if set(row.sources) <= set(back.sources) for s in back.sources}
    return next((booked for booked in context.books.bank if own & set(booked.sources)), None)


def _still_billed(context: Context, refund: BilledRefund) -> Discrepancy:
    """Refunded before its bill was paid, which asks for the whole purchase all the same."""
    row, purchase = refund.row, refund.purchase
    named: dict[str, Any] = {"bill_paid_on": refund.paid_at.date()} if refund.paid_at else {}
    to_account = bool(row.account) and not _goes_to_product(context, row)
    booked = _booked(context, row) if to_account else None
    if to_account:
        named |= {"account": row.account, **({"booked_on": booked.on} if booked else {})}
    seen = _bill_after(context, refund) is not None
    shown = (*row.sources, *(booked.sources if booked else ()), *purchase.sources, *refund.bill.sources)
    return discrepancy(
        Occurrence(row.at, shown, product=refund.bill.product),
        "REFUND-NOT-ON-BILL",
        "to-account" if to_account else "to-product" if row.account else "unnamed",
        Severity.INFO if to_account or not seen else Severity.WARNING,
        Certainty.STRONG,
        Bridge(purchase.amount, purchase.amount - row.amount, (given("refund", -row.amount, row.sources),)),
        month=month_of(refund.bill),
        wording=purchase.text,
        amount=purchase.amount,
        refunded=row.amount,
        returned_on=row.at.date(),
        **named,
        **context.open_due(refund.bill),
    )


def _discrepancy(variant: str, refund: BilledRefund, beside: Sequence[Source] = (), **facts: FactValue) -> Discrepancy:
    row, purchase = refund.row, refund.purchase
    paid = (s for m in refund.payments for s in m.sources)
    return discrepancy(
        Occurrence(
            row.at, (*row.sources, *beside, *purchase.sources, *refund.bill.sources, *paid), product=refund.bill.product
        ),
        "REFUND-AFTER-BILL",
        variant,
        Severity.INFO,
        Certainty.STRONG,
        Bridge(purchase.amount, purchase.amount - row.amount, parts=(given("refund", -row.amount, row.sources),)),
        month=month_of(refund.bill),
        wording=purchase.text,
        amount=purchase.amount,
        refunded=row.amount,
        bill_paid_on=(refund.paid_at or row.at).date(),
        returned_on=row.at.date(),
        **facts,  # type: ignore[arg-type]  # no fact is called as a field
    )

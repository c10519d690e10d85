"""A monthly bill that nothing paid by its due date, where the wallet that pays such bills covers the days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Bill, BillLine, LineKind, Outcome, Source, WalletKind
from app.core.linking.payments import Movement
from app.core.linking.products import WALLETS
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue
from app.core.money import Fen
from app.core.rules.bill_payments import payments_of_bills
from app.core.rules.context import Context, discrepancy
from app.core.rules.daily_charges import explain_charge
from app.core.rules.penalties import Late

BILLED_BEFORE = timedelta(days=10)
"""How long before its due date a bill without a statement day can have been paid at the earliest."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Bills that were due and that no payment is for."""
    paid = payments_of_bills(context)
    given_to = {id(m) for own in paid.values() for m in own}
    for bill in context.books.bills:
        due, asked = bill.due, bill.declared or 0
        if due is None or due >= context.as_of or asked <= 0 or paid[id(bill)] or not _would_show(context, bill, due):
            continue
        if any(id(m) not in given_to for m in _about(context, bill, due, Outcome.DONE)):
            continue  # a payment that fits no bill may be for this one, or for a part of it
        later = _next_bill(context, bill)
        if later is None:
            yield _unpaid(context, bill, due, asked)
        elif carried := [x for x in later.lines if x.kind is LineKind.CARRIED and x.amount >= asked]:
            yield _carried_over(context, bill, later, carried)


def _would_show(context: Context, bill: Bill, due: date) -> bool:
    """Whether the export of the wallet that pays this product covers every day from the statement to the due date."""
    wallet = WALLETS.get(bill.product, "")
    first = bill.statement_date or due - BILLED_BEFORE
    days = (first + timedelta(days=n) for n in range((due - first).days + 1))
    return _used(context, bill) and all(context.covered_by(wallet, day) for day in days)


def _used(context: Context, bill: Bill) -> bool:
    """Whether a wallet of the case is seen to use the bill's product; that of somebody else tells nothing of it."""
    return any(m.row is not None and m.product is bill.product for m in context.moved)


def _about(context: Context, bill: Bill, due: date, outcome: Outcome) -> list[Movement]:
    """Repayments of the product that ended so, since the bill was made."""
    since = bill.statement_date or due - BILLED_BEFORE
    return [
        m
        for m in context.moved
        if m.product is bill.product and m.kind is WalletKind.REPAYMENT and m.outcome is outcome and m.on >= since
        and not (m.row and m.row.bill_month and m.row.bill_month != bill.month)
    ]  # fmt: skip


def _next_bill(context: Context, bill: Bill) -> Bill | None:
    later = [b for b in context.books.bills if b.product is bill.product and b.month > bill.month]
    return min(later, key=lambda b: (b.month, b.sources), default=None)


def _unpaid(context: Context, bill: Bill, due: date, asked: Fen) -> Discrepancy:
    tries = [m for m in _about(context, bill, due, Outcome.FAILED) if m.on <= context.as_of]
    return _missed(
        bill, "bill", Severity.SERIOUS, Certainty.STRONG, tuple(s for m in tries for s in m.sources),
        parts=[given("not-debited", -asked, bill.sources)],
        expected=asked, actual=0, days=(context.as_of - due).days, tries=len(tries),
    )  # fmt: skip


def _carried_over(context: Context, bill: Bill, later: Bill, carried: Sequence[BillLine]) -> Discrepancy:
    """The next bill asks for it again, perhaps with a charge by the day."""
    due, asked = bill.due or date.min, bill.declared or 0
    charges = [x for x in later.lines if x.kind in (LineKind.INTEREST, LineKind.PENALTY) and x.posted_on > due]
    charged = max(sum(x.amount for x in charges), 0)
    ends = dict.fromkeys(filter(None, (*(x.posted_on for x in charges[-1:]), later.statement_date)))
    late = Late(bill.product, due)
    tried = [
        explain_charge(
            "bill-late-charge", charged, [Overdue(asked, 0, (end - due).days, bill.sources)], late,
            context.penalty_rules,
        )
        for end in ends
    ] or [explain_charge("bill-late-charge", 0, (), late, ())]  # fmt: skip
    charge = min(tried, key=lambda found: abs(found.rest))
    tries = _about(context, bill, due, Outcome.FAILED)
    rows = (s for x in (*carried, *charges) for s in x.sources)
    return _missed(
        bill, "bill-carried", Severity.WARNING, charge.certainty, (*rows, *(s for m in tries for s in m.sources)),
        parts=[
            given("not-debited", -asked, bill.sources),
            given("carried-over", asked, (s for x in carried for s in x.sources)), *charge.parts,
        ],
        unexplained=charge.rest, expected=asked, actual=asked + charged, charged=charged, tries=len(tries),
        later_month=f"{later.month[0]}-{later.month[1]:02d}", **charge.facts,
    )  # fmt: skip


def _missed(
    bill: Bill, variant: str, severity: Severity, certainty: Certainty, rows: tuple[Source, ...], **more: object
) -> Discrepancy:
    return discrepancy(
        "DEBIT-MISSED", variant, severity, certainty, bill.due or date.min,
        evidence=(*bill.sources, *rows), product=bill.product, due=bill.due or date.min, amount=bill.declared or 0,
        month=f"{bill.month[0]}-{bill.month[1]:02d}", **more,  # type: ignore[arg-type]
    )  # fmt: skip

"""Reserve advances that were not returned as far as the wallet shows, or returned twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Product, ReserveAdvance, WalletKind
from app.core.linking.products import WALLETS
from app.core.loans.formulas import given
from app.core.loans.reserve_advance import DAYS
from app.core.rules.context import Context
from app.core.rules.reserves import Advance, advances
from app.core.rules.writing import Bridge, Occurrence, discrepancy

WITHIN, LONGEST = timedelta(days=10), timedelta(days=31)
"""How far apart two returns of one advance may lie, and how long one may have been out."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Advances that are out beyond their days, and money for one that had been returned."""
    for advance in advances(context):
        if advance.record.returned_at is None:
            yield from _not_returned(context, advance)
    yield from _returned_twice(context)


def _not_returned(context: Context, advance: Advance) -> Iterator[Discrepancy]:
    """Its days are over, no bill has it, and the wallet, which covers them, shows no return."""
    record, last = advance.record, advance.record.taken_at.date() + timedelta(days=DAYS)
    if record.moved_to or record.closed or record.extended or advance.lines or last >= context.as_of:
        return
    days = (record.taken_at.date() + timedelta(days=n) for n in range((context.as_of - record.taken_at.date()).days))
    covered = all(context.covered_by(WALLETS[Product.RESERVE], day) for day in days)
    if not covered or _may_have_gone_with(context, record):
        return
    told = record in context.books.reserves  # its own record still has it as out
    yield discrepancy(
        Occurrence(last, advance.evidence, product=Product.RESERVE),
        "DEBIT-MISSED",
        "reserve",
        Severity.SERIOUS if told else Severity.WARNING,
        Certainty.STRONG if told else Certainty.PATTERN,
        Bridge(record.amount, 0, parts=(given("not-debited", -record.amount, record.sources),)),
        due=last,
        amount=record.amount,
        taken_on=record.taken_at.date(),
        days=(context.as_of - last).days,
    )


def _may_have_gone_with(context: Context, record: ReserveAdvance) -> bool:
    """Whether a settlement since, or a repayment that fits no bill and no loan, may have returned it too.

    So may a bill since whose lines are not shown.
    """
    known = {id(link.debit) for link in context.activity.linked if link.repayments}
    known |= {id(claim.debit) for claim in context.activity.claims}
    asked, paid_for = {id(bill): bill.declared or 0 for bill in context.books.bills}, context.bill_payments
    known |= {id(m) for key, own in paid_for.items() for m in own if sum(p.amount for p in own) <= asked[key]}
    untold = any(b.is_without_lines and (b.due or date.max) >= record.taken_at.date() for b in context.books.bills)
    settled = any(early.made_on >= record.taken_at.date() for early in context.activity.early)
    repaid = context.moved_as(WalletKind.REPAYMENT)
    return (
        untold
        or settled
        or any(m.done and m.at > record.taken_at and m.amount >= record.amount and id(m) not in known for m in repaid)
    )


def _returned_twice(context: Context) -> Iterator[Discrepancy]:
    """Money for an advance that had been returned, days later or earlier, although nothing else was out."""
    given_back = sorted((m for m in context.moved_as(WalletKind.RESERVE_RETURNED) if m.done), key=lambda m: m.at)
    own = {id(a.returned) for a in advances(context) if a.returned}
    for m in given_back:
        first = next((o for o in given_back if id(o) in own and o.amount == m.amount and o.at < m.at), None)
        if id(m) in own or first is None or m.at - first.at > WITHIN or not _would_show_taking(context, m.on):
            continue
        kept = m.amount - m.returned
        back = [given("refund", -m.returned, (s for r in m.returns for s in r.sources))] if m.returned else []
        yield discrepancy(
            Occurrence(m.at, (*first.sources, *m.sources), product=Product.RESERVE),
            "DEBIT-DUPLICATE",
            "reserve",
            Severity.SERIOUS if kept else Severity.WARNING,
            Certainty.STRONG,
            Bridge(
                0,
                kept,
                parts=(
                    given("second-debit", m.amount, m.wallet_sources or m.bank_sources),
                    *back,
                ),
            ),
            amount=m.amount,
            first_at=first.at,
            second_at=m.at,
            kept=kept,
            returned=m.returned,
            **context.waited(kept, m.on),
        )


def _would_show_taking(context: Context, on: date) -> bool:
    """Whether the wallet covers every day on which an advance returned that day can have been taken."""
    days = (on - timedelta(days=n) for n in range(LONGEST.days))
    return all(context.covered_by(WALLETS[Product.RESERVE], day) for day in days)

"""Reserve advances that were not returned as far as the wallet shows, or returned twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Product, ReserveAdvance, WalletKind
from app.core.linking.payers import may_pay
from app.core.linking.payments import Movement
from app.core.linking.products import WALLETS
from app.core.loans.formulas import given
from app.core.loans.reserve_advance import DAYS
from app.core.rules.advances import LONGEST, SAME_TAKING, Advance, advances
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

WITHIN = timedelta(days=10)
"""How far apart two returns of one advance may lie."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Advances that are out beyond their days, and money for one that had been returned."""
    for advance in advances(context):
        if not advance.is_returned:
            yield from _not_returned(context, advance)
        elif not advance.parts:
            yield from _failed(context, advance)
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
    if _paid_by_another(context, advance):
        return
    told = advance.on_paper  # its own record still has it as out
    unpaid = record.amount - advance.repaid
    partly: dict[str, Any] = {"paid": advance.repaid, "unpaid": unpaid} if advance.parts else {}
    yield discrepancy(
        Occurrence(last, advance.evidence, product=Product.RESERVE),
        "DEBIT-MISSED",
        "reserve-part" if partly else "reserve",
        Severity.SERIOUS if told else Severity.WARNING,
        Certainty.STRONG if told else Certainty.PATTERN,
        Bridge(record.amount, advance.repaid, parts=(given("not-debited", -unpaid, record.sources),)),
        due=last,
        amount=record.amount,
        taken_on=record.taken_at.date(),
        days=(context.as_of - last).days,
        **partly,
    )


def _paid_by_another(context: Context, advance: Advance) -> bool:
    """Whether another person's wallet shows a return of days later that belongs to no advance."""
    own = {id(m) for a in advances(context) for m in a.parts}
    since, amount = advance.record.taken_at, advance.record.amount
    return any(
        m.done and id(m) not in own and m.amount >= amount and since < m.at <= since + LONGEST
        for m in context.moved_as(WalletKind.RESERVE_RETURNED)
    )


def _failed(context: Context, advance: Advance) -> Iterator[Discrepancy]:
    """Its record says that it was returned, and the wallet shows that very payment as failed and no other."""
    record, at = advance.record, advance.record.returned_at
    if at is None:
        return
    tried = [m for m in context.moved_as(WalletKind.RESERVE_RETURNED) if abs(m.at - at) <= SAME_TAKING]
    failed = [m for m in tried if m.outcome is Outcome.FAILED and not m.bank]
    if not failed or len(failed) < len(tried):
        return
    amount = failed[-1].amount
    yield discrepancy(
        Occurrence(at, (*advance.evidence, *failed[-1].sources), product=Product.RESERVE),
        "SOURCE-CONTRADICTION",
        "reserve-failed",
        Severity.WARNING,
        Certainty.STRONG,
        Bridge(amount, 0, parts=(given("not-debited", -amount, failed[-1].sources),)),
        amount=amount,
        taken_on=record.taken_at.date(),
        returned_on=at.date(),
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
    """Money for an advance that was returned by another payment of days later or earlier, although no other was out.

    A part may have been returned by hand, and the automatic debit have taken the whole all the same.
    """
    told = advances(context)
    own = {id(m) for advance in told for m in advance.parts}
    for extra in (m for m in context.moved_as(WalletKind.RESERVE_RETURNED) if m.done and id(m) not in own):
        if not _would_show_taking(context, extra.on):
            continue
        paid = [p for a in told for p in a.parts if may_pay(extra, p.payer)]
        equal = [p for p in paid if p.amount == extra.amount and abs(p.at - extra.at) <= WITHIN]
        whole = [a.parts[0] for a in told if _is_part_of(extra, a)]
        if equal:
            other = min(equal, key=lambda p: (abs(p.at - extra.at), p.at))
            first, second = sorted((other, extra), key=lambda p: p.at)
            yield _again(context, first, second, "reserve")
        elif whole:
            yield _again(context, extra, whole[0], "reserve-part", total=whole[0].amount)


def _is_part_of(extra: Movement, advance: Advance) -> bool:
    """Whether a payment returned a part of an advance of which another payment returned all later."""
    if len(advance.parts) != 1 or not may_pay(extra, advance.payer):
        return False
    return extra.amount < advance.record.amount and advance.record.taken_at < extra.at < advance.parts[0].at


def _again(context: Context, first: Movement, second: Movement, variant: str, **facts: Any) -> Discrepancy:
    """What the first payment returned was taken once more by the second."""
    amount, returned = first.amount, first.returned + second.returned
    kept = max(amount - returned, 0)
    rows = (s for m in (first, second) for r in m.returns for s in r.sources)
    own = second if second.amount == amount else first
    parts = [given("second-debit", amount, own.wallet_sources or own.bank_sources)]
    parts += [given("refund", kept - amount, rows)] if returned else []
    return discrepancy(
        Occurrence(second.at, (*first.sources, *second.sources), product=Product.RESERVE),
        "DEBIT-DUPLICATE",
        variant,
        Severity.SERIOUS if kept else Severity.WARNING,
        Certainty.STRONG,
        Bridge(0, kept, parts=tuple(parts)),
        amount=amount,
        first_at=first.at,
        second_at=second.at,
        kept=kept,
        returned=amount - kept,
        **context.waited(kept, second.on),
        **facts,
    )


def _would_show_taking(context: Context, on: date) -> bool:
    """Whether the wallet covers every day on which an advance returned that day can have been taken."""
    days = (on - timedelta(days=n) for n in range(LONGEST.days))
    return all(context.covered_by(WALLETS[Product.RESERVE], day) for day in days)

"""What the wallet alone proves where no lender's table tells which period a debit was for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Outcome, Product, Purpose, Trigger, WalletKind
from app.core.linking.payments import Movement
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.bill_accounts import month_of
from app.core.rules.bill_ends import taken_off
from app.core.rules.context import Context
from app.core.rules.writing import Bridge, Occurrence, discrepancy

NAMED = (Purpose.SETTLEMENT, Purpose.PREPAYMENT, Purpose.OVERDUE_CHARGE)


def explain(context: Context) -> Iterator[Discrepancy]:
    """Equal debits of one product on one day, where no plan says that two were due."""
    for debits in equal_debits(context):
        yield _taken_off_bill(context, debits) or _twice(context, debits)


def equal_debits(context: Context) -> Iterator[Sequence[Movement]]:
    """Debits of one product and amount on one day that may be one twice: not of two loans, halves or two records."""
    planned = {book.product for book in context.loans if book.snapshots}
    groups: dict[tuple[Product, date, Fen, str], list[Movement]] = defaultdict(list)
    of_bills = {id(m) for paid in context.bill_payments.values() for m in paid}
    for m in context.moved_as(WalletKind.REPAYMENT):
        told = m.product in planned or m.purpose in NAMED or id(m) in of_bills
        if m.done and not told:
            groups[m.product, m.on, m.amount, m.payer].append(m)
    for debits in groups.values():
        alike = len(debits) > 1 and not _two_were_due(context, debits) and not _may_be_halves(debits)
        if alike and not _recorded_apart(context, debits) and not _one_made_up(context, debits):
            yield debits


def _recorded_apart(context: Context, debits: Sequence[Movement]) -> bool:
    """Whether the lender's record has each of them for a period: whether it is one twice is told by these records."""
    own = {id(m) for m in debits}
    recorded = [
        frozenset(link.repayments)
        for link in context.activity.linked
        if id(link.debit) in own and any(part.period is not None for r in link.repayments for part in r.parts)
    ]
    return len(recorded) == len(debits) == len(set(recorded))


def _may_be_halves(debits: Sequence[Movement]) -> bool:
    """Whether equal payments that name a bill may each have paid a part of it: both by hand, or for other months."""
    months = {m.row.bill_month if m.row else None for m in debits}
    if months == {None}:
        return False
    return len(months) > 1 or all(m.trigger is not Trigger.AUTO for m in debits)


def _two_were_due(context: Context, debits: Sequence[Movement]) -> bool:
    """Whether equal pairs recur on other days: then two loans share a due day, and nothing was taken twice."""
    first = debits[0]
    days: dict[date, int] = defaultdict(int)
    for m in context.moved_as(first.kind):
        same = m.product is first.product and m.payer == first.payer
        if m.done and same and m.amount == first.amount:
            days[m.on] += 1
    return sum(count >= len(debits) for count in days.values()) > 1


def _one_made_up(context: Context, debits: Sequence[Movement]) -> bool:
    """Whether one of two may be of days before: the amount was tried then in vain, and not taken until this day."""
    first = min(debits, key=lambda m: m.at)
    own = [
        m for m in context.moved_as(first.kind)
        if (m.product, m.amount, m.payer) == (first.product, first.amount, first.payer) and m.on < first.on
    ]  # fmt: skip
    failed = [m.at for m in own if m.outcome is Outcome.FAILED and not m.bank]
    return len(debits) == 2 and bool(failed) and not any(m.done and m.at > max(failed) for m in own)


def _taken_off_bill(context: Context, debits: Sequence[Movement]) -> Discrepancy | None:
    """Paid twice, and a bill of the product since takes all but one off again; None where no bill here does."""
    first, *more = sorted(debits, key=lambda m: (m.at, m.text))
    extra = sum(m.amount for m in more)
    bills = (b for b in context.books.bills if b.product is first.product)
    lines = taken_off(bills, extra, first.on) if not any(m.returned for m in debits) else ()
    if not lines:
        return None
    rows = tuple(s for _, line in lines for s in line.sources)
    second, refund = (
        given("second-debit", extra, (s for m in more for s in m.wallet_sources)),
        given("refund", -extra, rows),
    )
    return discrepancy(
        Occurrence(more[-1].at, (*(s for m in debits for s in m.sources), *rows), product=first.product),
        "DEBIT-MANUAL-AUTO-OVERLAP" if _by_hand_as_well(debits) else "DEBIT-DUPLICATE",
        "taken-off-bill",
        Severity.INFO,
        Certainty.STRONG,
        Bridge(first.amount, first.amount, parts=(second, refund)),
        amount=first.amount,
        first_at=first.at,
        second_at=more[-1].at,
        returned=extra,
        later_month=month_of(lines[-1][0]),
    )


def _by_hand_as_well(debits: Sequence[Movement]) -> bool:
    return {Trigger.MANUAL, Trigger.AUTO} <= {m.trigger for m in debits}


def _twice(context: Context, debits: Sequence[Movement]) -> Discrepancy:
    first, *more = sorted(debits, key=lambda m: (m.at, m.text))
    extra = sum(m.amount for m in more)
    back = sum(m.returned for m in debits)
    parts = [given("second-debit", extra, (s for m in more for s in m.wallet_sources))]
    if back:
        parts.append(given("refund", -back, (s for m in debits for r in m.returns for s in r.sources)))
    by_hand = _by_hand_as_well(debits)
    return discrepancy(
        Occurrence(more[-1].at, tuple(s for m in debits for s in m.sources), product=first.product),
        "DEBIT-MANUAL-AUTO-OVERLAP" if by_hand else "DEBIT-DUPLICATE",
        "returned" if back >= extra else "partly-returned" if back else "kept",
        Severity.WARNING if back >= extra else Severity.SERIOUS,
        Certainty.STRONG if (back or by_hand) and first.purpose is not Purpose.BILL else Certainty.PATTERN,
        Bridge(first.amount, first.amount + extra - back, parts=tuple(parts)),
        due=first.on,
        amount=first.amount,
        first_at=first.at,
        second_at=more[-1].at,
        returned=back,
        kept=extra - back,
        **context.waited(extra - back, first.on),
    )

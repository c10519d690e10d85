"""Money taken for a loan that had been settled, or that the settlement paid once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Outcome, Purpose, WalletKind
from app.core.linking.bank_returns import RETURN_DAYS
from app.core.linking.claims import Claim
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Movement
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.kept_or_returned import kept_or_returned
from app.core.rules.settled_loans import settlement_of
from app.core.rules.writing import Bridge, Occurrence, discrepancy, of_period


def settled_before(context: Context, activity: PeriodActivity) -> EarlyRepayment | None:
    """The early settlement that paid a period before all debits that are meant for it; None where there is none."""
    if activity.paid or activity.pending or not activity.claims:
        return None
    first = min(claim.debit.at for claim in activity.claims)
    before = (
        h
        for h in context.activity.early_of(activity.book)
        if h.kind is RepaymentKind.SETTLEMENT and activity.due >= h.made_on
        and h.repayment.at < first and h.repayment.outcome is Outcome.DONE
    )  # fmt: skip
    return next(before, None)


def settled_over(context: Context, activity: PeriodActivity) -> EarlyRepayment | None:
    """The early settlement whose principal has a period in it that debits before had paid; None where there is none."""
    paid = sum(claim.amount for claim in activity.claims)
    if activity.paid or activity.pending or not activity.claims or paid < activity.expected:
        return None
    last = max(claim.debit.at for claim in activity.claims)
    for h in context.activity.early_of(activity.book):
        after = h.kind is RepaymentKind.SETTLEMENT and h.repayment.outcome is Outcome.DONE and last < h.repayment.at
        if after and h.repayment.sources and activity.period in {r.period for r in settlement_of(context, h).open_rows}:
            return h
    return None


def over_settled(context: Context, activity: PeriodActivity, claim: Claim, settled: EarlyRepayment) -> Discrepancy:
    """An instalment that had been collected, and was paid once more by the settlement."""
    where = of_period(activity, claim.debit.at, (*claim.debit.sources, *settled.sources, *activity.row.sources))
    since = max(claim.debit.on, settled.made_on)
    return _again(context, where, "settled-over", claim.debit, claim.amount, settled, since, first_at=claim.debit.at)


def after_settlement(
    context: Context, activity: PeriodActivity, debit: Movement, amount: Fen, settled: EarlyRepayment
) -> Discrepancy:
    """An instalment that was collected although the loan had been settled."""
    where = of_period(activity, debit.at, (*debit.sources, *settled.sources, *activity.row.sources))
    return _again(context, where, "settled", debit, amount, settled, debit.on, second_at=debit.at)


def bounced_after_settlement(context: Context) -> Iterator[Discrepancy]:
    """Instalments of a settled loan that were collected all the same and came back; nothing took them again."""
    told = context.activity.periods
    tried = Counter(key for key, _ in {(id(m), a.book.contract) for a in told for m in a.tries})
    again = context.recollected
    settled = {h.book.contract: h for h in context.activity.early if h.kind is RepaymentKind.SETTLEMENT}
    for activity in told:
        own = settled.get(activity.book.contract)
        if own is None or activity.paid or activity.pending or activity.claims or activity.due < own.made_on:
            continue
        for m in activity.tries:
            if m.bounced and own.repayment.at < m.at and id(m) not in again and tried[id(m)] == 1:
                yield after_settlement(context, activity, m, m.amount, own)


def settlements_taken_twice(context: Context) -> Iterator[Discrepancy]:
    """Debits that are worded as a settlement and repeat, within days, the one that settled a loan."""
    taken = {id(link.debit) for link in context.activity.linked if link.repayments}
    taken |= {id(claim.debit) for claim in context.activity.claims}
    settled = [h for h in context.activity.early if h.kind is RepaymentKind.SETTLEMENT and h.link]
    taken |= {id(own) for h in settled for own in h.debits}
    for debit in context.moved_as(WalletKind.REPAYMENT):
        if debit.outcome is not Outcome.DONE or debit.purpose is not Purpose.SETTLEMENT or id(debit) in taken:
            continue
        repeated = [h for h in settled if h.link and _repeats(debit, h.link.debit)]
        if repeated:
            yield _settlement_again(context, debit, max(repeated, key=lambda h: (h.repayment.at, h.book.contract)))


def _repeats(debit: Movement, first: Movement) -> bool:
    alike = (debit.product, debit.amount, debit.payer) == (first.product, first.amount, first.payer)
    return alike and timedelta() < debit.at - first.at <= timedelta(days=RETURN_DAYS)


def _settlement_again(context: Context, debit: Movement, settled: EarlyRepayment) -> Discrepancy:
    rows = (*debit.sources, *settled.sources)
    where = Occurrence(debit.at, rows, facility=settled.book.contract, product=debit.product)
    return _again(context, where, "settlement", debit, debit.amount, settled, debit.on, second_at=debit.at)


def _again(
    context: Context, where: Occurrence, way: str, debit: Movement, amount: Fen, settled: EarlyRepayment, since: date,
    **moment: Any,
) -> Discrepancy:  # fmt: skip
    """What a debit took of ``amount`` fen beside a settlement, kept or returned, and out ``since`` a day."""
    variant, kept, parts, told = kept_or_returned(debit, amount)
    still = None if kept else _still_settled(settled.book, debit)
    if still:
        told["shown_on"] = still.as_of
        where = replace(where, evidence=distinct((*where.evidence, *(s for row in still.rows for s in row.sources))))
    return discrepancy(
        where,
        "DEBIT-DUPLICATE",
        f"{way}-{variant}",
        Severity.SERIOUS if kept else Severity.WARNING,
        Certainty.STRONG,
        Bridge(0, kept, parts=tuple(parts)),
        amount=amount,
        paid_on=settled.made_on,
        **moment,
        **context.waited(kept, since),
        **told,
    )


def _still_settled(book: LoanBook, debit: Movement) -> Snapshot | None:
    """The first page after the money came back, where it shows the whole loan as settled; None for any other."""
    back = max(r.at for r in debit.returns).date()
    later = next((page for page in book.snapshots if page.as_of > back), None)
    return later if later and later.rows and not later.open_rows else None

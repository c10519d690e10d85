"""Why a plan page differs from the one before: prepaid, another rate or due day, more periods (phenomenon three)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PeriodState, PlanRow
from app.core.linking.loan_books import LoanBook
from app.core.linking.payments import Return
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.loans.plan_changes import fee_change, follows_from, interest_change, prepaid_by
from app.core.loans.plan_rate import Accrual
from app.core.loans.prepayment import PrepaymentRule, Replan
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange
from app.core.rules.principal_rises import is_risen, risen
from app.core.rules.settled_with_fee import told_of_prepayment_fee
from app.core.rules.unseen_changes import concluded
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def plan_changes(context: Context) -> Iterator[PlanChange]:
    """Every change of every loan's plan, in order of loan and day."""
    paid = {(s.book.contract, s.period): s for s in context.activity.periods}
    for book in context.loans:
        for first, second in pairwise(book.snapshots if book.is_split else ()):
            if _is_settled(context, book, second.as_of):
                break  # what later pages still show is no plan any more
            before, after = _comparable(first, second)
            prepaid = _prepayments(context, book, first.as_of, second.as_of)
            if not after and not prepaid:
                yield from _refunded_whole(context, book, first, second)
            elif before and after and _differs(before, after, paid, first.as_of, second.as_of):
                change = PlanChange(book, first, second, before, after, prepaid, _repaid_more(first, second, paid))
                change = change if prepaid or change.principal_gone <= 0 else _with_cause(context, change)
                if not _is_part_paid(change):
                    yield change


def _is_settled(context: Context, book: LoanBook, on: date) -> bool:
    """Whether all of a loan was paid before a page was made."""
    early = context.activity.early_of(book)
    return any(h.ends and h.made_on < on for h in early)


def _refunded_whole(context: Context, book: LoanBook, first: Snapshot, second: Snapshot) -> Iterator[PlanChange]:
    """The change of a plan that is over because the purchase was refunded: what was open is asked no more.

    The refunds of the purchase between the pages are all the principal that no payment is for.
    """
    paid = {(s.book.contract, s.period) for s in context.activity.periods if s.paid or s.claims}
    before = tuple(r for r in first.open_rows if r.amounts_kept and (r.contract, r.period) not in paid)
    refunds = _refunds(book, first, second)
    if before and refunds and sum(r.amount for r in refunds) == sum(row.principal for row in before):
        over = (second.row(row.period) or row for row in before)
        after = tuple(replace(row, principal=0, interest=0, fee=0) for row in over)
        yield PlanChange(book, first, second, before, after, (), refunds=refunds)


def _refunds(book: LoanBook, first: Snapshot, second: Snapshot) -> tuple[Return, ...]:
    """What came back of the purchase that a plan pays off, between two of its pages."""
    returns = book.purchase.returns if book.purchase else ()
    return tuple(r for r in returns if first.as_of <= r.at.date() <= second.as_of)


def _with_cause(context: Context, change: PlanChange) -> PlanChange:
    """The change with the refunds of its purchase between the pages, else with the one debit that can be the cause."""
    since, until = change.first.as_of, change.second.as_of
    if refunds := _refunds(change.book, change.first, change.second):
        return replace(change, refunds=refunds)
    if late := _shown_late(context, change):
        return replace(change, prepayments=late)
    known = {id(claim.debit) for claim in context.activity.claims}
    debits = [
        link.debit
        for link in context.activity.linked
        if not link.repayments and id(link.debit) not in known and link.debit.product is change.book.product
        and since <= link.debit.on <= until
        and change.principal_gone <= link.debit.amount <= change.principal_gone + _most_interest(change)
    ]  # fmt: skip
    return replace(change, unrecorded=tuple(debits) if len(debits) == 1 else ())


def _is_part_paid(change: PlanChange) -> bool:
    """Whether all that is less is what one debit that no record shows paid of a period due by the later page."""
    old = {row.period: row for row in change.before}
    other = [row for row in change.after if row.period not in old or row.instalment != old[row.period].instalment]
    if len(other) != 1 or len(change.after) != len(old) or len(change.unrecorded) != 1 or other[0].period not in old:
        return False
    less = old[other[0].period].instalment - other[0].instalment
    return other[0].due <= change.second.as_of and less == change.unrecorded[0].amount


def _shown_late(context: Context, change: PlanChange) -> tuple[EarlyRepayment, ...]:
    """The prepayments made before the earlier page that it did not show yet: their principal is what is gone."""
    made = [
        h for h in context.activity.early_of(change.book)
        if h.kind is RepaymentKind.PREPAYMENT and h.made_on < change.first.as_of
    ]  # fmt: skip
    for count in range(1, len(made) + 1):
        last = made[-count:]
        if sum(part.principal for h in last for part in h.repayment.parts) == change.principal_gone:
            return tuple(last)
    return ()


def _most_interest(change: PlanChange) -> Fen:
    """No prepayment pays more interest with it than the running period's by the earlier page."""
    return max(row.interest for row in change.before)


def _comparable(first: Snapshot, second: Snapshot) -> tuple[tuple[PlanRow, ...], tuple[PlanRow, ...]]:
    """The rows of both pages that the later one does not show as settled."""
    settled = _settled_by(first, second)
    before = tuple(row for row in first.rows if row.period not in settled and row.amounts_kept)
    return before, second.open_rows


def _settled_by(first: Snapshot, second: Snapshot) -> set[int]:
    """The periods that the later page shows as settled.

    Some pages list only what is still to be paid: a period that such a page leaves out is settled as well, if it was
    due by that day or stood before the first one listed. What lay ahead and is left out was taken off the plan.
    """
    settled = {row.period for row in second.rows if row.state is PeriodState.SETTLED}
    listed = {row.period for row in second.rows}
    for row in first.rows:
        if row.period not in listed and (row.due <= second.as_of or row.period < min(listed)):
            settled.add(row.period)
    return settled


def _repaid_more(first: Snapshot, second: Snapshot, paid: Mapping[tuple[str, int], PeriodActivity]) -> Fen:
    """By how much the periods settled between two pages have more principal on the later one, in fen.

    Where the later page has no amounts of settled periods, the lender's record has what they repaid.
    """
    settled, more = _settled_by(first, second), 0
    for row in first.open_rows:
        after, activity = second.row(row.period), paid.get((row.contract, row.period))
        if row.period not in settled:
            continue
        if after and after.amounts_kept:
            more += after.principal - row.principal
        elif activity and any(p.part.sources for p in activity.paid):
            more += sum(p.part.principal for p in activity.paid) - row.principal
    return more


def _differs(
    before: Sequence[PlanRow],
    after: Sequence[PlanRow],
    activities: dict[tuple[str, int], PeriodActivity],
    since: date,
    until: date,
) -> bool:
    old = {row.period: row for row in before}
    if set(old) != {row.period for row in after}:
        return True
    return any(_changed(old[row.period], row, activities, since, until) for row in after)


def _changed(
    old: PlanRow, new: PlanRow, activities: dict[tuple[str, int], PeriodActivity], since: date, until: date
) -> bool:
    """Whether a period changed by more than what was paid of it between the pages."""
    if (old.due, old.principal, old.interest, old.fee) == (new.due, new.principal, new.interest, new.fee):
        return False
    activity = activities.get((new.contract, new.period))
    parts = [p for p in (activity.paid if activity else ()) if since <= p.part.counted_on < until]
    left = (old.principal - sum(p.part.principal for p in parts), old.interest - sum(p.part.interest for p in parts))
    return old.due != new.due or old.fee != new.fee or left != (new.principal, new.interest)


def _prepayments(context: Context, book: LoanBook, since: date, until: date) -> tuple[EarlyRepayment, ...]:
    return tuple(
        h
        for h in context.activity.early_of(book)
        if h.kind is RepaymentKind.PREPAYMENT and since <= h.made_on < until + timedelta(days=1)
    )


def explain(context: Context) -> Iterator[Discrepancy]:
    """All changes of plans but those by a merchant's refund."""
    for change in plan_changes(context):
        if not change.refunds:
            yield _told(context, change)


def _told(context: Context, change: PlanChange) -> Discrepancy:
    if change.second.concluded:
        return concluded(context, change)
    return risen(context, change) if is_risen(change) else _explained(context, change)


def _explained(context: Context, change: PlanChange) -> Discrepancy:
    old, new = context.accrual(change.book, change.first), context.accrual(change.book, change.second)
    prepaid = [part for h in change.prepayments for part in h.repayment.parts]
    before, after, rules = change.before[0], change.after[0], prepayment_rules(context, change)
    same_rate = bool(old and new and old.rate == new.rate and not change.of_fees_alone)
    unknown = change.code == "PLAN-RATE-CHANGED" and same_rate
    certainty = Certainty.OPEN if unknown else _certainty(change, old, new, rules)
    return discrepancy(
        Occurrence(
            change.second.as_of,
            change.evidence,
            facility=change.book.contract,
            period=after.period,
            product=change.book.product,
        ),
        change.code,
        "same-rate" if unknown else _variant(change, rules),
        Severity.INFO if _as_prepaid(change, certainty) else Severity.WARNING,
        certainty,
        _bridge(change),
        missing=() if change.cause_known else ("repayment-record",),
        seen_before=change.first.as_of,
        seen_after=change.second.as_of,
        instalment_before=before.instalment,
        instalment_after=after.instalment,
        due_before=before.due,
        due_after=after.due,
        shift=change.shift_days,
        **({"months": change.months_later} if change.code == "PLAN-DEFERRED" and change.added <= 0 else {}),
        added=max(change.added, 0),
        left=len(change.after),
        prepaid=sum(part.principal for part in prepaid) or max(change.principal_gone, 0),
        interest_on_prepaid=change.interest_on_prepaid,
        **told_of_prepayment_fee(change.book, sum(p.fee for p in prepaid), sum(p.principal for p in prepaid)),
        **_made_before(change),
        paid_more=change.paid_more if change.shift_days > 0 and not change.principal_gone else 0,
        **({"saved": -change.paid_more} if change.paid_ahead else {}),
        fees_more=0 if change.of_fees_alone else max(change.fee_change, 0),
        fees_less=0 if change.of_fees_alone else max(-change.fee_change, 0),
        rate_before=old.rate if old else Decimal(0),
        rate_after=new.rate if new else Decimal(0),
    )


def _made_before(change: PlanChange) -> dict[str, Any]:
    """The fact ``prepaid_on``: when a prepayment was made that the earlier page, of a later day, did not show yet."""
    made = [h.made_on for h in change.prepayments if h.made_on < change.first.as_of]
    return {"prepaid_on": max(made)} if made else {}


def _bridge(change: PlanChange) -> Bridge:
    """From the interest still to come to what it became; where the fees alone changed, from fees to fees."""
    before, after = change.before, change.after
    if change.of_fees_alone:
        fees = sum(r.fee for r in before), sum(r.fee for r in after)
        return Bridge(*fees, parts=(fee_change(before, after),))
    interest = sum(r.interest for r in before), sum(r.interest for r in after)
    return Bridge(*interest, parts=tuple(interest_change(before, after)))


def _as_prepaid(change: PlanChange, certainty: Certainty) -> bool:
    """Whether the borrower's own prepayment gives the new plan to the fen, so that nothing is left to be asked."""
    saves = bool(change.prepayments or change.unrecorded) and change.added <= 0 and _interest_change(change) <= 0
    if change.paid_ahead:
        return certainty is Certainty.PROVED and _interest_change(change) + change.paid_more <= 0
    return saves and certainty is Certainty.PROVED


def _variant(change: PlanChange, rules: Sequence[PrepaymentRule]) -> str:
    """How the plan was cut anew: by the rule that gives it, else by its shape."""
    if change.of_fees_alone:
        return "more-fees" if change.fee_change > 0 else "less-fees"
    if change.code == "PLAN-DEFERRED" and change.added <= 0:
        return "put-off"
    if change.code != "PLAN-REAMORTISED":
        return "more-interest" if _interest_change(change) > 0 else "less-interest"
    if change.paid_ahead:
        return "paid-ahead"
    if not change.cause_known:
        return "cause-unknown"
    cuts = {rule.replan for rule in rules}
    if len(cuts) == 1:
        return _CUTS[cuts.pop()]
    if change.added < 0:
        return "shorter"
    old = {row.period: row.principal for row in change.before}
    kept = [row for row in change.after[:-1] if old.get(row.period) == row.principal]
    return "cut-from-end" if kept and len(kept) == len(change.after) - 1 else "lower-instalment"


_CUTS = {
    Replan.KEEP_TERM: "lower-instalment",
    Replan.KEEP_PAYMENT: "shorter",
    Replan.CUT_FROM_END: "cut-from-end",
}


def prepayment_rules(context: Context, change: PlanChange) -> tuple[PrepaymentRule, ...]:
    """The rules by which the one prepayment between two pages gives the later one to the fen.

    Without a record of it, what its debit paid beyond the principal that went is its interest.
    """
    accrual, made = context.accrual(change.book, change.first), [*change.prepayments, *change.unrecorded]
    if accrual is None or len(made) != 1:
        return ()
    if change.unrecorded:
        debit = change.unrecorded[0]
        paid = (change.principal_gone, debit.amount - change.principal_gone)
        return prepaid_by(change.before, change.after, accrual, debit.on, paid)
    prepaid = change.prepayments[0]
    parts = prepaid.repayment.parts
    paid = (sum(part.principal for part in parts), sum(part.interest for part in parts))
    return prepaid_by(change.before, change.after, accrual, prepaid.made_on, paid)


def _certainty(
    change: PlanChange, old: Accrual | None, new: Accrual | None, rules: Sequence[PrepaymentRule]
) -> Certainty:
    if not change.cause_known:
        return Certainty.OPEN
    if change.of_fees_alone:
        return Certainty.PROVED
    if rules or _closes(change, old, new):
        return Certainty.PROVED
    between = (change.first.as_of, change.second.as_of)
    computed = old and new and not change.principal_gone and not change.prepayments
    proved = computed and old and new and follows_from(change.before, change.after, (old, new), between)
    return Certainty.PROVED if proved else Certainty.STRONG


def _interest_change(change: PlanChange) -> Fen:
    return sum(r.interest for r in change.after) - sum(r.interest for r in change.before)


def _closes(change: PlanChange, old: Accrual | None, new: Accrual | None) -> bool:
    """Whether both pages follow a rate to the fen, and the balances differ by what was prepaid and nothing else."""
    prepaid = sum(part.principal for h in change.prepayments for part in h.repayment.parts)
    same_rate = change.code == "PLAN-RATE-CHANGED" or (old and new and old.rate == new.rate)
    return bool(old and new and same_rate and change.principal_gone == prepaid)

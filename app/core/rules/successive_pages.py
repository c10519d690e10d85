"""Where two successive pages of a plan differ, and what happened between them: prepaid, refunded, settled unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from app.core.facts import PeriodState, PlanRow, Purpose
from app.core.linking.claims import Claim
from app.core.linking.followed_pages import unseen_rows
from app.core.linking.loan_books import LoanBook, less
from app.core.linking.payments import Movement, Return
from app.core.linking.periods import EarlyRepayment, PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.linking.recorded_kinds import RepaymentKind
from app.core.money import Fen
from app.core.normalise import PostedPart
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange


def plan_changes(context: Context) -> Iterator[PlanChange]:
    """Every change of every loan's plan, in order of loan and day."""
    paid = {(s.book.contract, s.period): s for s in context.activity.periods}
    for book in context.loans:
        for first, second in pairwise(book.snapshots if book.is_split else ()):
            if _is_settled(context, book, second.as_of):
                break  # what later pages still show is no plan any more
            before, after = _comparable(first, second)
            prepaid = _prepayments(context, book, first.as_of, second.as_of)
            in_part = tuple(h for h in prepaid if _is_part_of(h, before, second))
            prepaid = tuple(h for h in prepaid if h not in in_part)
            before = tuple(less(row, _parts_of(row, in_part)) for row in before)
            if not after and not prepaid:
                yield from _refunded_whole(context, book, first, second)
            elif (
                after
                and (before or _is_whole(book, first))
                and _differs(before, after, paid, first.as_of, second.as_of)
            ):
                change = PlanChange(book, first, second, before, after, prepaid, _repaid_more(first, second, paid))
                change = change if prepaid or change.principal_gone <= 0 else _with_cause(context, change)
                change = replace(change, untold=_untold(change, paid), since=_since(change, paid), in_part=in_part)
                if not _is_part_paid(change):
                    yield change


def _is_part_of(early: EarlyRepayment, before: Sequence[PlanRow], second: Snapshot) -> bool:
    """Whether a repayment was part of a period on its due day, the rest of which the later page has due later."""
    row = next((row for row in before if _parts_of(row, (early,))), None)
    now = second.row(row.period) if row else None
    return row is not None and now is not None and early.made_on == row.due < now.due


def _parts_of(row: PlanRow, repaid: Sequence[EarlyRepayment]) -> list[PostedPart]:
    return [part for early in repaid for part in early.repayment.parts if part.period == row.period]


def _is_settled(context: Context, book: LoanBook, on: date) -> bool:
    """Whether all of a loan was paid before a page was made."""
    early = context.activity.early_of(book)
    return any(h.ends and h.made_on < on for h in early)


def _is_whole(book: LoanBook, page: Snapshot) -> bool:
    """Whether a page shows the loan to its last period, so that what a later page has beyond it was added."""
    terms = book.record.terms if book.record else None
    return bool(page.rows) and (terms == page.rows[-1].period or sum(r.principal for r in page.rows) == book.principal)


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
        return replace(change, refunds=refunds).with_emptied()
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
    found = tuple(debits) if len(debits) == 1 else _prepaid_in_parts(context, change)
    return replace(change, unrecorded=found or _beyond_period(context, change))


def _beyond_period(context: Context, change: PlanChange) -> tuple[Movement, ...]:
    """The later of two debits of a period's amount between the pages, where that very amount is the principal gone."""
    for activity in context.activity.periods_of(change.book).values():
        own = sorted((c.debit for c in activity.claims if c.amount == activity.expected), key=lambda m: m.at)
        *_, last = own or (None,)
        if (
            last and len(own) == 2 and last.amount == change.principal_gone
            and not any(m.returned for m in own)
            and change.first.as_of <= last.on <= change.second.as_of
        ):  # fmt: skip
            return (last,)
    return ()


def prepaid_by_twins(context: Context) -> frozenset[int]:
    """The debits of a period's amount that prepaid just that instead, by the page after them, by identity."""
    claimed = {id(claim.debit) for claim in context.activity.claims}
    return frozenset(id(m) for change in plan_changes(context) for m in change.unrecorded if id(m) in claimed)


def _prepaid_in_parts(context: Context, change: PlanChange) -> tuple[Movement, ...]:
    """The debits between the pages that call themselves prepayments, where together they can be what is gone."""
    named = tuple(
        m for m in context.unaccounted
        if m.purpose is Purpose.PREPAYMENT and m.product is change.book.product
        and change.first.as_of <= m.on <= change.second.as_of
    )  # fmt: skip
    beyond = sum(m.amount for m in named) - change.principal_gone
    return named if len(named) > 1 and 0 <= beyond <= len(named) * _most_interest(change) else ()


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
    return max((row.interest for row in change.before), default=0)


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


def _untold(change: PlanChange, paid: Mapping[tuple[str, int], PeriodActivity]) -> tuple[PlanRow, ...]:
    """The periods settled between two pages of which no later row, no record and no debit of its own has the amounts.

    A debit of the earlier plan's instalment tells that it held where the later plan has another one.
    """
    level = {row.instalment for row in change.after}
    unseen = (row for row in unseen_rows(change.book, change.first, change.second) if not row.fee)
    return tuple(
        row for row in unseen
        if row.instalment in level
        or row.instalment not in {c.amount for c in _claims(paid, row) if c.debit.amount == c.amount}
    )  # fmt: skip


def _claims(paid: Mapping[tuple[str, int], PeriodActivity], row: PlanRow) -> tuple[Claim, ...]:
    activity = paid.get((row.contract, row.period))
    return activity.claims if activity else ()


def _since(change: PlanChange, paid: Mapping[tuple[str, int], PeriodActivity]) -> tuple[PeriodActivity, ...]:
    """The periods that were settled by the changed plan before the later page, which has no amounts of them."""
    old = {row.period: (row.due, row.principal, row.interest) for row in change.first.rows}
    told = (paid.get((row.contract, row.period)) for row in change.second.rows if row.follows)
    return tuple(a for a in told if a and old.get(a.period) != (a.row.due, a.row.principal, a.row.interest))


def debited_otherwise(context: Context, change: PlanChange) -> tuple[PeriodActivity, ...]:
    """The periods of an untold change of which one debit took another sum than the earlier plan has."""
    of_loan = context.activity.periods_of(change.book)
    told = (of_loan.get(row.period) for row in change.untold if change.is_untold)
    return tuple(a for a in told if a and len(a.claims) == 1 and a.claims[0].debit.amount != a.expected)


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

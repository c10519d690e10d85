"""A period collected twice: by a debit that repeats another, by hand and automatically, or after a settlement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import PeriodState, Trigger
from app.core.linking.claims import Claim
from app.core.linking.payments import Movement
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.kept_or_returned import kept_or_returned
from app.core.rules.later_pages import told_as_paid
from app.core.rules.settled_debits import (
    after_settlement,
    bounced_after_settlement,
    over_settled,
    settled_before,
    settled_over,
    settlements_taken_twice,
)
from app.core.rules.successive_pages import prepaid_by_twins
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """All second debits, but those of a loan that is debited twice in period after period."""
    every_month, prepaid = every_month_again(context), prepaid_by_twins(context)
    for activity in context.activity.periods:
        settled, over = settled_before(context, activity), settled_over(context, activity)
        if over:
            yield from (over_settled(context, activity, claim, over) for claim in activity.claims)
        elif settled:
            yield from (
                after_settlement(context, activity, claim.debit, claim.amount, settled) for claim in activity.claims
            )
        elif activity.book.contract not in every_month:
            yield from collected_twice(context, activity, prepaid)
    yield from bounced_after_settlement(context)
    yield from settlements_taken_twice(context)


TWO_LOANS = 3
"""A second debit in so many periods of a loan is not the same mistake each month, but another loan's instalment."""


def every_month_again(context: Context) -> Mapping[str, tuple[Movement, ...]]:
    """The loans that period after period are debited a second time, with those debits: they pay another loan.

    Once is enough where a record shows such a loan, alike in amount, periods and rate, of which no plan is here.
    """
    again: dict[str, list[Movement]] = defaultdict(list)
    times: Counter[str] = Counter()
    for activity in context.activity.periods:
        if surplus := _surplus(activity)[0]:
            times[activity.book.contract] += 1
            again[activity.book.contract] += [claim.debit for claim in surplus]
    return {
        contract: tuple(again[contract])
        for contract, count in times.items()
        if count >= TWO_LOANS or _has_twin(context, contract)
    }


def _has_twin(context: Context, contract: str) -> bool:
    """Whether a record shows another loan like this one, of which neither a plan nor a repayment is known."""
    own = context.loan[contract].record
    if own is None or own.principal is None or own.terms is None:
        return False
    terms = (own.product, own.principal, own.terms, own.method, own.daily_rate, own.due_day)
    others = (b.record for b in context.loans if b.record and not (b.snapshots or b.repayments))
    return any(
        (o.product, o.principal, o.terms, o.method, o.daily_rate, o.due_day) == terms and o.drawn_at and own.drawn_at
        and o.drawn_at.date() == own.drawn_at.date()
        for o in others
    )  # fmt: skip


def _surplus(activity: PeriodActivity) -> tuple[list[Claim], list[Movement]]:
    """The debits for a period that other debits had paid, or were already meant to pay, and those others."""
    claims = sorted(activity.claims, key=lambda c: (c.debit.at, c.debit.text, c.debit.sources))
    settled_by_record = activity.cleared + activity.waived >= activity.expected or bool(activity.pending)
    recorded = [p.link.debit for p in (*activity.paid, *activity.pending) if p.link]
    needed = 1 + next((n for n in range(len(claims)) if sum(c.amount for c in claims[: n + 1]) >= activity.expected), 0)
    if settled_by_record:
        unseen = _may_be(claims, (*activity.paid, *activity.pending))
        needed = next((n for n in range(len(claims)) if sum(c.amount for c in claims[:n]) >= unseen), len(claims))
    surplus = claims[needed:]
    return surplus, [*recorded, *(c.debit for c in claims if c not in surplus)]


def _may_be(claims: Sequence[Claim], paid: Sequence[PaidPart]) -> Fen:
    """What was recorded of payments of which no debit was found, in fen: these debits may have made it up.

    A debit of the very amount of a record that is none of its own is kept apart from it, by a person's word.
    """
    taken = {claim.debit.amount for claim in claims}
    return sum(p.cleared for p in paid if not p.link and p.repayment.total not in taken)


def collected_twice(context: Context, activity: PeriodActivity, prepaid: Set[int]) -> Iterator[Discrepancy]:
    """A debit for a period that another debit had paid; one of another person pays another loan.

    ``prepaid`` are the debits that a later page shows to have prepaid principal, by identity.
    """
    surplus, others = _surplus(activity)
    payers = {m.payer for m in others if m.payer}
    for claim in surplus:
        if claim.debit.payer and payers and claim.debit.payer not in payers:
            continue
        if _came_back_before(claim, others) or id(claim.debit) in prepaid:
            continue  # it was collected anew since, and not twice
        if not others and all(p.repayment.by_another for p in activity.paid):
            yield _beside_another(context, activity, claim)
        elif later := _set_off_against(context, activity, claim, others):
            yield _set_off(activity, claim, others, later)
        else:
            yield _twice(context, activity, claim, others)


def _came_back_before(claim: Claim, others: Sequence[Movement]) -> bool:
    """Whether a debit came back whole before another one paid the period: in parts, of which this was one."""
    back = claim.debit.returns[-1].at if claim.debit.returned >= claim.debit.amount else None
    return back is not None and any(m.at > back for m in others)


def _beside_another(context: Context, activity: PeriodActivity, claim: Claim) -> Discrepancy:
    """A debit for a period that another person had paid, as the lender's record says."""
    _, kept, parts, told = kept_or_returned(claim.debit, claim.amount)
    recorded = tuple(s for p in activity.paid for s in p.sources)
    return discrepancy(
        of_period(activity, claim.debit.at, (*claim.debit.sources, *recorded, *activity.row.sources)),
        "DEBIT-DUPLICATE",
        "by-another",
        Severity.SERIOUS if kept else Severity.WARNING,
        Certainty.STRONG,
        Bridge(activity.expected, activity.expected + kept, parts=tuple(parts)),
        amount=claim.amount,
        paid_on=min(p.made_on for p in activity.paid),
        second_at=claim.debit.at,
        **context.waited(kept, claim.debit.on),
        **told,
    )


def _set_off_against(
    context: Context, activity: PeriodActivity, claim: Claim, others: Sequence[Movement]
) -> PeriodActivity | None:
    """The next period, where the lender has it as paid and these files show no debit: the surplus may be that."""
    if any(m.returned for m in (claim.debit, *others)):
        return None
    later = context.activity.periods_of(activity.book).get(activity.period + 1)
    if later is None or later.expected != claim.amount or not later.due <= context.as_of:
        return None
    debited = later.claims or later.pending or any(p.link for p in later.paid)
    paid = later.cleared >= later.expected or later.shown(PeriodState.SETTLED, claim.debit.on)
    return later if paid and not debited and context.covered_by_wallet(later.due) else None


def _set_off(activity: PeriodActivity, claim: Claim, others: Sequence[Movement], later: PeriodActivity) -> Discrepancy:
    pair = sorted((claim.debit, *others), key=lambda m: m.at)
    shown = later.shown(PeriodState.SETTLED, claim.debit.on)
    told = (*(s for p in later.paid for s in p.sources), *(shown.sources if shown else ()), *later.row.sources)
    rows = claim.debit.wallet_sources or claim.debit.bank_sources
    return discrepancy(
        of_period(activity, pair[-1].at, (*(s for m in pair for s in m.sources), *activity.row.sources, *told)),
        "DEBIT-MANUAL-AUTO-OVERLAP" if _by_hand_and_automatic(activity, pair) else "DEBIT-DUPLICATE",
        "set-off",
        Severity.WARNING,
        Certainty.PATTERN,  # an account that is not among the files may have paid the next one
        Bridge(
            activity.expected,
            activity.expected,
            parts=(
                given("second-debit", claim.amount, rows),
                given("set-off", -later.expected, told),
            ),
        ),
        amount=claim.amount,
        first_at=pair[0].at,
        second_at=pair[-1].at,
        later_due=later.due,
    )


def _may_have_bounced(context: Context, activity: PeriodActivity, pair: Sequence[Movement]) -> bool:
    """Whether the first debit may have come back: it was in time, the next came late, and no bank tells of its days."""
    first, last = min(m.on for m in pair), max(m.on for m in pair)
    return first <= activity.due < last and not any(m.returned for m in pair) and not context.covered_by_bank(first)


def _twice(context: Context, activity: PeriodActivity, claim: Claim, others: Sequence[Movement]) -> Discrepancy:
    debit = claim.debit
    unseen = _may_have_bounced(context, activity, (debit, *others))
    back = sum(m.returned for m in (debit, *others))
    pair = sorted((debit, *others), key=lambda m: m.at)
    by_hand = _by_hand_and_automatic(activity, pair)
    returned = not unseen and back >= claim.amount
    last_back = max((r.at for m in pair for r in m.returns), default=debit.at).date()
    shown, still = told_as_paid(activity if returned else None, last_back)
    parts = [given("second-debit", claim.amount, debit.wallet_sources or debit.bank_sources)]
    if back:
        parts.append(given("refund", -back, (s for m in pair for r in m.returns for s in r.sources)))
    return discrepancy(
        of_period(
            activity,
            pair[0 if unseen else -1].at,  # whose final state is to be asked for
            (*(s for m in pair for s in m.sources), *activity.row.sources, *still),
        ),
        "DEBIT-MANUAL-AUTO-OVERLAP" if by_hand and not unseen else "DEBIT-DUPLICATE",
        "unseen" if unseen else "returned" if returned else "partly-returned" if back else "kept",
        Severity.WARNING if unseen or back >= claim.amount else Severity.SERIOUS,
        Certainty.PATTERN if unseen else Certainty.STRONG,
        Bridge(activity.expected, activity.expected + claim.amount - back, parts=tuple(parts)),
        missing=("bank-statement",) if unseen else (),
        amount=claim.amount,
        first_at=pair[0].at,
        second_at=pair[-1].at,
        returned=back,
        kept=claim.amount - back,
        **({"days": (activity.due - pair[0].on).days} if by_hand and not unseen and pair[0].on < activity.due else {}),
        **context.waited(claim.amount - back, pair[0 if unseen else -1].on),
        **shown,
    )


def _by_hand_and_automatic(activity: PeriodActivity, pair: Sequence[Movement]) -> bool:
    recorded = {p.link.debit: p.repayment.trigger for p in (*activity.paid, *activity.pending) if p.link}
    triggers = {m.trigger if m.trigger is not Trigger.UNKNOWN else recorded.get(m, m.trigger) for m in pair}
    return {Trigger.MANUAL, Trigger.AUTO} <= triggers

"""Where debit, lender's record and plan page contradict each other: lag, loss, early or stale states, waivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date, time, timedelta
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Outcome, PeriodState, Purpose, Source, Trigger, WalletKind
from app.core.linking.claims import Claim
from app.core.linking.payments import BOOKING_DAYS
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.linking.plan_pages import Snapshot
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue
from app.core.money import Fen
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.contradictions import lacking
from app.core.rules.guarantors import debited_since, guaranteed
from app.core.rules.late_charges import lag_charged_later
from app.core.rules.penalties import Late, Penalty, explain_penalty
from app.core.rules.reductions import reduced_dues
from app.core.rules.settled_debits import settled_before, settled_over
from app.core.rules.undone_settlements import pending_settlements, shown_since
from app.core.rules.unexplained_debits import unexplained
from app.core.rules.writing import Bridge, Occurrence, discrepancy, of_period

NEAR_MIDNIGHT = time(23, 30)
"""From here on a payment may fall into the bank's day-end run (domain fact A11)."""

FINAL_AFTER = timedelta(hours=24, minutes=22)
"""How long notices of a debit's result may still arrive (domain fact E21); a state is final after that."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """All discrepancies between debits, records and pages."""
    elsewhere = {(found.book.contract, found.period) for _, found in wrong_loans(context).values()}
    doubted = {id(m) for m, _ in lacking(context)}
    ended = guaranteed(context)
    for activity in context.activity.periods:
        yield from lagged(context, activity)
        yield from unposted(context, activity, doubted)
        over = settled_before(context, activity) or settled_over(context, activity) or debited_since(ended, activity)
        if not over:
            yield from settled_too_soon(activity)
        if (activity.book.contract, activity.period) not in elsewhere:
            yield from stale(activity)
        yield from waived(activity)
    yield from unexplained(context)
    yield from reduced_dues(context)
    yield from unconfirmed(context)


def lagged(context: Context, activity: PeriodActivity) -> Iterator[Discrepancy]:
    """Paid in time, and counted by the lender on a later date, with or without a charge for it.

    Where all was paid in time, no rule has to give the charge: none of it was due. What was paid ahead and counts on
    the due date did not lag.
    """
    behind = [
        p for p in activity.paid
        if p.link and p.made_on <= activity.due and p.part.counted_on > p.made_on
        and not (p.made_on < activity.due == p.part.counted_on)
    ]  # fmt: skip
    if not behind or any(p.made_on > activity.due for p in activity.paid):
        return
    paid = max(behind, key=lambda p: p.part.counted_on)
    lag = (paid.part.counted_on - paid.made_on).days
    charged = activity.charged
    overdue = [
        Overdue(p.part.principal, p.part.interest, (p.part.counted_on - activity.due).days, p.sources) for p in behind
    ]
    penalty = explain_penalty(charged, overdue, context.accruals(activity), Late.of(activity), context.rules.penalties)
    if penalty.rest and activity.cleared + activity.waived >= activity.expected:
        penalty = Penalty((given("charged-though-in-time", charged, _rows(activity, behind)),), 0, Certainty.STRONG)
    later = lag_charged_later(context, activity)
    told: dict[str, Any] = {}
    if later:
        (beside, penalty), charged = later, later[0].charged
        told = {"later_due": beside.activity.due}
    proved = penalty.certainty is Certainty.PROVED and not later
    at_midnight = charged and lag == 1 and _at_midnight(activity, paid)
    severity = Severity.SERIOUS if charged else Severity.WARNING if lag >= 2 else Severity.INFO
    yield discrepancy(
        of_period(activity, paid.at, (*_rows(activity, behind), *(later[0].rows if later else ()))),
        "DEBIT-CUTOFF-MIDNIGHT" if at_midnight and not later else "POST-LAG",
        "charged-later" if later else "charged" if charged else "no-charge",
        severity,
        Certainty.OPEN if penalty.rest else Certainty.PROVED if proved else Certainty.STRONG,
        Bridge(activity.expected, activity.expected + charged, parts=penalty.parts, unexplained=penalty.rest),
        paid_at=paid.at,
        counted_on=paid.part.counted_on,
        days=lag,
        amount=sum(p.link.debit.amount for p in behind if p.link),
        charged=charged,
        **told,
        **penalty.facts,
    )


def _at_midnight(activity: PeriodActivity, paid: PaidPart) -> bool:
    debit = paid.link.debit if paid.link else None
    if debit is None or debit.on != activity.due or debit.at.time() < NEAR_MIDNIGHT:
        return False
    trigger = debit.trigger if debit.trigger is not Trigger.UNKNOWN else paid.repayment.trigger
    return trigger is Trigger.MANUAL


def unposted(context: Context, activity: PeriodActivity, doubted: Set[int]) -> Iterator[Discrepancy]:
    """Debited, and the lender neither recorded it nor shows the period paid; the page of the next day may lag behind.

    ``doubted`` are the identities of debits that the whole statement of their account lacks: they may have failed.
    """
    claim = first_claim(activity)
    if claim is None:
        return
    later = [(page, row) for page, row in activity.pages() if page.as_of > claim.debit.on]
    if not later or later[-1][1].state not in (PeriodState.OPEN, PeriodState.OVERDUE):
        return
    page, row = later[-1]
    overdue = row.state is PeriodState.OVERDUE
    beside: dict[str, Any] = {"account": claim.debit.account} if id(claim.debit) in doubted else {}
    recent = not beside and _may_lag(context, activity, claim, page)
    if recent:
        until = context.settles_by(claim.debit.on)
        beside = {"shown": f"state.{'overdue' if overdue else 'open'}"}
        beside |= {"wait_until": until} if until >= context.as_of else {}
    yield discrepancy(
        of_period(activity, claim.debit.at, (*claim.debit.sources, *row.sources, *activity.row.sources)),
        "POST-MISSING",
        "recent" if recent else "overdue" if overdue else "open",
        Severity.WARNING if recent else Severity.SERIOUS,
        Certainty.PATTERN if recent else Certainty.STRONG,
        Bridge(claim.amount, 0, parts=(given("debited-not-posted", -claim.amount, claim.debit.sources),)),
        paid_at=claim.debit.at,
        amount=claim.amount,
        shown_on=page.as_of,
        **beside,
    )


def _may_lag(context: Context, activity: PeriodActivity, claim: Claim, page: Snapshot) -> bool:
    """Whether the page is so soon after the debit that the lender may not have posted it, and no later record tells."""
    until = context.settles_by(claim.debit.on)
    return page.as_of <= until and not any(r.counted_on > until for r in activity.book.repayments)


def settled_too_soon(activity: PeriodActivity) -> Iterator[Discrepancy]:
    """Shown as settled while the repayment behind it is still pending, or is not recorded at all.

    Only a record of repayments that speaks of the day can lack one.
    """
    pending, claim = activity.pending, first_claim(activity)
    made = [p.made_on for p in pending] or ([claim.debit.on] if claim else [])
    if not made:
        return
    if not pending and not _recorded_by(activity, min(made)):
        return
    row = activity.shown(PeriodState.SETTLED, min(made))
    later = [r for page, r in activity.pages() if page.as_of > min(made)]
    if row is None or later[-1].state is not PeriodState.SETTLED:
        return
    debit = claim.debit if claim else pending[0].link.debit if pending[0].link else None
    sources = (s for p in pending for s in p.sources)
    yield discrepancy(
        of_period(
            activity,
            debit.at if debit else pending[0].repayment.at,
            (*sources, *row.sources, *(debit.sources if debit else ())),
        ),
        "STATUS-SETTLED-PREMATURE",
        "pending" if pending else "not-recorded",
        Severity.SERIOUS,
        Certainty.PATTERN,
        Bridge(activity.expected, activity.expected),
        missing=("repayment-proof",),
        paid_on=min(made),
        amount=activity.expected,
        shown_on=row.as_of or min(made),
    )


def _recorded_by(activity: PeriodActivity, on: date) -> bool:
    """Whether the lender's record of the loan's repayments had begun by a day; that of another loan tells nothing."""
    return any(r.at.date() <= on for r in activity.book.repayments)


def first_claim(activity: PeriodActivity) -> Claim | None:
    """The debit meant for the period where no record speaks of it at all, and which paid all of it."""
    claimed = sum(claim.amount for claim in activity.claims)
    if activity.paid or activity.pending or not activity.claims or claimed < activity.expected:
        return None
    first = min(activity.claims, key=lambda c: (c.debit.at, c.debit.text, c.debit.sources))
    return None if _recorded_without_period(activity, first) else first


def _recorded_without_period(activity: PeriodActivity, claim: Claim) -> bool:
    """Whether a record of the loan's repayments by their sums alone has one of the claim's amount about its day."""
    return any(
        r.outcome is Outcome.DONE
        and r.total == claim.amount
        and abs((r.at.date() - claim.debit.on).days) <= BOOKING_DAYS
        for r in activity.book.repayments
        if all(part.period is None for part in r.parts)
    )


def stale(activity: PeriodActivity) -> Iterator[Discrepancy]:
    """Repaid and recorded, and a later plan page still shows it as due."""
    if not activity.paid or activity.cleared + activity.waived < activity.expected:
        return
    counted = max(p.part.counted_on for p in activity.paid)
    pages = [
        (page, row)
        for page, row in activity.pages()
        if page.as_of > counted and row.state in (PeriodState.OPEN, PeriodState.OVERDUE)
    ]
    if not pages:
        return
    page, row = pages[0]
    later = [(p, r) for p, r in activity.pages() if p.as_of > page.as_of]
    corrected = row.state is PeriodState.OPEN and bool(later) and later[-1][1].state is PeriodState.SETTLED
    since: dict[str, Any] = {"corrected_on": later[-1][0].as_of} if corrected else {}
    rows = (*row.sources, *(s for p in activity.paid for s in p.sources))
    yield discrepancy(
        of_period(activity, page.as_of, (*rows, *(later[-1][1].sources if corrected else ()))),
        "STATUS-STALE",
        "overdue" if row.state is PeriodState.OVERDUE else "open-corrected" if corrected else "open",
        Severity.INFO if corrected else Severity.WARNING,
        Certainty.PROVED,
        Bridge(activity.expected, activity.expected),
        **since,
        paid_on=max(p.made_on for p in activity.paid),
        counted_on=counted,
        shown_on=page.as_of,
        amount=activity.expected,
    )


def waived(activity: PeriodActivity) -> Iterator[Discrepancy]:
    """The lender gave up interest, and less was collected; or it gave up a penalty."""
    if activity.waived:
        yield _given_up(activity, "interest", activity.expected, activity.waived)
    if activity.penalty_waived:
        yield _given_up(activity, "penalty", activity.penalty_waived, activity.penalty_waived)


def _given_up(activity: PeriodActivity, variant: str, due: Fen, amount: Fen) -> Discrepancy:
    sources = distinct(s for w in activity.waivers for s in w.sources)
    paid = activity.paid[0] if activity.paid else None
    return discrepancy(
        of_period(activity, paid.at if paid else activity.waivers[0].on, (*sources, *_rows(activity, activity.paid))),
        "AMOUNT-WAIVED",
        variant,
        Severity.INFO,
        Certainty.PROVED,
        Bridge(
            due, due - amount, parts=(given("penalty-waived" if variant == "penalty" else "waiver", -amount, sources),)
        ),
        amount=activity.expected,
        waived=amount,
    )


def unconfirmed(context: Context) -> Iterator[Discrepancy]:
    """A repayment whose state is not final although no notice can still be under way."""
    recorded = {id(link.debit) for link in context.activity.linked if link.repayments}
    recorded |= {id(debit) for _, debit in pending_settlements(context)}
    for debit in context.moved_as(WalletKind.REPAYMENT):
        if debit.outcome is not Outcome.PENDING or id(debit) in recorded:
            continue
        age = (context.as_of - debit.on).days
        waited: dict[str, Any] = {"waited": age} if age > FINAL_AFTER.days else {}
        if debit.purpose is Purpose.SETTLEMENT:
            waited |= shown_since(context, debit)
        unseen = "no-bank-row" if context.covered_by_bank(debit.on) else "no-statement"
        yield discrepancy(
            Occurrence(debit.at, debit.sources, product=debit.product),
            "STATUS-UNCONFIRMED",
            "bank-debited" if debit.bank else unseen,
            Severity.WARNING if waited else Severity.INFO,
            Certainty.PATTERN,
            missing=("final-state",),
            amount=debit.amount,
            days=age,
            **waited,
        )


def _rows(activity: PeriodActivity, parts: Sequence[PaidPart]) -> tuple[Source, ...]:
    return distinct((*activity.row.sources, *(s for p in (*parts, *activity.charges) for s in p.sources)))

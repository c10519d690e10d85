"""Why a plan page differs from the one before: prepaid, another rate or due day, more periods (phenomenon three)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from app.core.discrepancy import Certainty, Discrepancy, Severity
from app.core.facts import Source
from app.core.linking.periods import PeriodActivity
from app.core.loans.plan_changes import divided_anew, fee_change, follows_from, interest_change, prepaid_by
from app.core.loans.plan_rate import Accrual
from app.core.loans.prepayment import PrepaymentRule, Replan
from app.core.money import Fen
from app.core.rules.announced import Announcement, announcement
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange
from app.core.rules.principal_rises import is_risen, risen
from app.core.rules.settled_with_fee import told_of_prepayment_fee
from app.core.rules.successive_pages import debited_otherwise, plan_changes
from app.core.rules.unseen_changes import concluded
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """All changes of plans but those by a merchant's refund."""
    for change in plan_changes(context):
        if not change.refunds:
            yield _told(context, change)


def _told(context: Context, change: PlanChange) -> Discrepancy:
    if change.second.concluded:
        return concluded(context, change)
    return risen(context, change) if is_risen(change) and not change.is_untold else _explained(context, change)


def _explained(context: Context, change: PlanChange) -> Discrepancy:
    old, new = context.accrual(change.book, change.first), context.accrual(change.book, change.second)
    prepaid = [part for h in change.prepayments for part in h.repayment.parts]
    before, after, rules = change.next_before, change.after[0], prepayment_rules(context, change)
    same_rate = bool(old and new and old.rate == new.rate and not change.of_fees_alone)
    anew = _divided_anew(change, old) if change.code == "PLAN-RATE-CHANGED" and same_rate and old else ""
    certainty = Certainty.OPEN if anew == "same-rate" else _certainty(change, old, new, rules)
    heard = Announcement() if anew or change.is_untold or change.of_fees_alone else announcement(context, change)
    return discrepancy(
        Occurrence(
            change.second.as_of,
            (*change.evidence, *_debits_otherwise(context, change), *heard.sources),
            facility=change.book.contract,
            period=after.period,
            product=change.book.product,
        ),
        change.code,
        anew or _variant(change, rules),
        Severity.INFO if heard.answers or _as_prepaid(change, certainty) else Severity.WARNING,
        certainty,
        _bridge(change),
        missing=_missing(change),
        seen_before=change.first.as_of,
        seen_after=change.second.as_of,
        instalment_before=before.instalment,
        instalment_after=after.instalment,
        due_before=before.due,
        due_after=after.due,
        shift=change.shift_days,
        **_length(change, anew),
        **heard.facts,
        **({"answered_on": change.second.as_of} if heard.answers else {}),
        **({"other_rate": new.rate} if _is_rate_beside(change, old, new) and new else {}),
        left=len(change.after),
        prepaid=0 if change.is_untold else sum(part.principal for part in prepaid) or max(change.principal_gone, 0),
        interest_on_prepaid=change.interest_on_prepaid,
        **told_of_prepayment_fee(change.book, sum(p.fee for p in prepaid), sum(p.principal for p in prepaid)),
        **_made_before(change),
        **({"paid": sum(h.repayment.total for h in change.in_part)} if change.in_part else {}),
        **_told_since(context, change),
        paid_more=change.paid_more if change.shift_days > 0 and not change.principal_gone else 0,
        **({"saved": -change.paid_more} if change.paid_ahead else {}),
        fees_more=0 if change.of_fees_alone else max(change.fee_change, 0),
        fees_less=0 if change.of_fees_alone else max(-change.fee_change, 0),
        rate_before=old.rate if old else Decimal(0),
        rate_after=new.rate if new else Decimal(0),
    )


def _divided_anew(change: PlanChange, accrual: Accrual) -> str:
    """The variant of a plan at the same rate: in fewer periods, repaid in another way, or changed without a reason."""
    if not divided_anew(change.before, change.after, accrual):
        return "same-rate"
    return "fewer-periods" if change.added < 0 else "other-way"


def _length(change: PlanChange, anew: str) -> dict[str, Any]:
    """How many periods were added, or left out of a plan that was divided anew; by how many months it was put off."""
    if anew == "fewer-periods":
        return {"fewer": -change.added}
    put_off = change.code == "PLAN-DEFERRED" and change.added <= 0 and not change.joined
    return {"added": max(change.added, 0), **({"months": change.months_later} if put_off else {})}


def _is_rate_beside(change: PlanChange, old: Accrual | None, new: Accrual | None) -> bool:
    """Whether the rate changed beside what the change is called by."""
    beside = change.is_untold or change.code in ("PLAN-DEFERRED", "PLAN-DUE-DAY-CHANGED")
    return bool(old and new and old.rate != new.rate) and beside


def _made_before(change: PlanChange) -> dict[str, Any]:
    """The fact ``prepaid_on``: when a prepayment was made that the earlier page, of a later day, did not show yet."""
    made = [h.made_on for h in change.prepayments if h.made_on < change.first.as_of]
    return {"prepaid_on": max(made)} if made else {}


def _missing(change: PlanChange) -> tuple[str, ...]:
    """The papers that would tell what took the principal off, or how the plan changed at all."""
    if change.is_untold:
        return ("repayment-record", "plan-page")
    return () if change.cause_known else ("repayment-record",)


def _told_since(context: Context, change: PlanChange) -> dict[str, Any]:
    """What was settled unseen: from when on the changed plan held, or of how many periods nobody can tell.

    With the debits of just the changed plan's amounts.
    """
    if change.is_untold:
        debits = [activity.claims[0].debit.amount for activity in debited_otherwise(context, change)]
        times = debits.count(change.after[0].instalment)
        return {"unseen": len(change.untold), "times": times, "differing": len(debits) - times}
    debited = sum(_is_debited_whole(activity) for activity in change.since)
    return {"changed_from": change.since[0].due, "times": debited} if change.since else {}


def _debits_otherwise(context: Context, change: PlanChange) -> tuple[Source, ...]:
    return tuple(s for activity in debited_otherwise(context, change) for s in activity.claims[0].debit.sources)


def _is_debited_whole(activity: PeriodActivity) -> bool:
    """Whether a debit paid just what was due of a period."""
    recorded = any(p.link and p.cleared == activity.expected for p in activity.paid)
    return recorded or any(claim.amount == activity.expected for claim in activity.claims)


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
    if change.is_untold:
        return "untold"
    if change.of_fees_alone:
        return "more-fees" if change.fee_change > 0 else "less-fees"
    if change.joined:
        return "joined"
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
    if not change.cause_known or change.is_untold:
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

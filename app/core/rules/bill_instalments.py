"""Instalments on successive bills: asked for again, skipped, of another amount, fee or count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit
from app.core.facts import Bill, BillLine, LineKind, Source
from app.core.linking.billed_plans import BilledPlan, Share, Step, Stride, billed_plans
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.bill_accounts import month_of
from app.core.rules.context import Context
from app.core.rules.instalment_causes import Refunded, ahead_of_bills, refunds_of
from app.core.rules.writing import Bridge, Occurrence, discrepancy

CODE = "BILL-INSTALMENT"


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every step from one bill's instalment to the next that is not as the one before led to expect."""
    for plan in billed_plans(context.books.bills):
        amounts = [step for step in plan.steps if _changes_amount(step)]
        steady = len(amounts) > 1 and len(amounts) == len(plan.steps) and _one_way(amounts)
        for step in plan.steps:
            match step.stride:
                case Stride.AGAIN:
                    yield _again(context, step)
                case Stride.SKIPPED | Stride.LATER:
                    yield _out_of_turn(context, step)
                case Stride.RECUT:
                    yield _recut(context, plan, step)
                case Stride.NEXT if step in amounts:
                    if not steady:  # an annuity's principal grows each month
                        yield _other_amount(context, plan, step)
                case Stride.NEXT if _changes_fee(plan, step):
                    yield _other_fee(context, step)


def told(context: Context, share: Share, later: Bill) -> dict[str, Any]:
    """What every sentence about an instalment tells: of what it is, which one, on which bill, and the later bill."""
    return {
        "wording": share.wording, "number": share.number, "times": share.of, "month": month_of(share.bill),
        "later_month": month_of(later), **context.open_due(later),
    }  # fmt: skip


def _occurred(before: Share, after: Share, beside: Iterable[Source] = ()) -> Occurrence:
    return Occurrence(after.line.posted_on, (*rows(before), *rows(after), *beside), product=after.bill.product)


def rows(share: Share) -> tuple[Source, ...]:
    """The rows of an instalment and its fees."""
    return (*share.line.sources, *(s for fee in share.fees for s in fee.sources))


def _again(context: Context, step: Step) -> Discrepancy:
    """The same number on two bills, or twice on one; a later line may take it off."""
    before, after = step.before, step.after
    off = _taken_off(context, after)
    parts = [given("instalment-again", after.total, rows(after))]
    more: dict[str, Any] = {}
    if off:
        parts.append(given("refund", off[1].amount, off[1].sources))
        more = {"refund_month": month_of(off[0])}
    else:
        again = "billed" if before.bill is after.bill else "charged"
        more = {again: after.total, **context.bill_paid_on(before.bill)}
    variant = "again-off" if off else "again-same" if before.bill is after.bill else "again"
    return discrepancy(
        _occurred(before, after), CODE, variant, Severity.INFO if off else Severity.WARNING,
        Certainty.PROVED if off else Certainty.STRONG, Bridge(0, sum(part.amount for part in parts), tuple(parts)),
        amount=after.total, **told(context, before, after.bill), **more,
    )  # fmt: skip


def _taken_off(context: Context, share: Share) -> tuple[Bill, BillLine] | None:
    """A line of that bill or a later one that takes the instalment off again, and is of no other order."""
    return next(
        (
            (bill, line)
            for bill in context.books.bills
            if bill.product is share.bill.product and bill.month >= share.bill.month
            for line in bill.lines
            if line.amount == -share.total and line.order_no in ("", share.line.order_no)
        ),
        None,
    )


def _out_of_turn(context: Context, step: Step) -> Discrepancy:
    """A number left out, or a bill between two instalments that holds none."""
    before, after = step.before, step.after
    skipped = step.stride is Stride.SKIPPED
    return discrepancy(
        _occurred(before, after, (s for bill in step.between for s in bill.sources)), CODE,
        "skipped" if skipped else "later", Severity.WARNING if skipped else Severity.INFO, Certainty.PROVED,
        Bridge(after.total, after.total), number_after=after.number, amount=before.total,
        **told(context, before, after.bill),
    )  # fmt: skip


def _changes_amount(step: Step) -> bool:
    """Whether the instalment differs by more than cents, and not so that its fee makes up for it."""
    if step.stride is not Stride.NEXT or step.before.is_like(step.after):
        return False
    return abs(step.after.total - step.before.total) >= step.after.of


def _one_way(steps: Sequence[Step]) -> bool:
    return len({step.after.line.amount > step.before.line.amount for step in steps}) == 1


def _other_amount(context: Context, plan: BilledPlan, step: Step) -> Discrepancy:
    """The instalment is another from one bill on; what was refunded or paid ahead may account for it."""
    before, after = step.before, step.after
    left = after.left + 1
    cause = _cause(context, plan, step, left * (after.line.amount - before.line.amount))
    bridge = _between(before.total, after.total)
    if cause:
        bridge = _between(left * before.total, left * after.total, cause.part, *_fees(before, after, left, left))
    less = after.line.amount < before.line.amount
    return discrepancy(
        _occurred(before, after), CODE, f"less{cause.suffix if cause else ''}" if less else "more",
        Severity.INFO if cause else Severity.WARNING, Certainty.STRONG if cause else Certainty.OPEN, bridge,
        instalment_before=before.total, instalment_after=after.total, left=left,
        **told(context, before, after.bill), **(cause.facts if cause else {}),
    )  # fmt: skip


def _between(expected: Fen, actual: Fen, *parts: BridgePart) -> Bridge:
    """The bridge between two amounts by these parts; what they do not make up stays open."""
    return Bridge(expected, actual, parts, actual - expected - sum(part.amount for part in parts))


class _Cause:
    """Why less is to be paid: its part of the bridge, the facts that tell of it, and the end of the variant's name."""

    def __init__(self, suffix: str, part: BridgePart, facts: dict[str, Any]) -> None:
        self.suffix, self.part, self.facts = suffix, part, facts


def _cause(context: Context, plan: BilledPlan, step: Step, change: Fen) -> _Cause | None:
    """The refund or the repayment ahead that is what left the principal, but for cents."""
    if change >= 0:
        return None
    bills, cents = (step.before.bill, step.after.bill), max(step.before.of, step.after.of)
    refund: Refunded | None = refunds_of(context, plan, *bills)
    if refund and abs(refund.amount + change) < cents:
        part = given("refund-off-plan", -refund.amount, refund.rows)
        return _Cause("-refunded", part, {"returned_on": refund.on, "refunded": refund.amount})
    for m in ahead_of_bills(context, plan, *bills):
        if abs(m.amount + change) < cents:
            part = given("paid-ahead", -m.amount, m.sources)
            return _Cause("-prepaid", part, {"paid_on": m.on, "prepaid": m.amount})
    return None


def _fees(before: Share, after: Share, left_before: int, left_after: int) -> list[BridgePart]:
    """The fees that fell away, or came, with a change: so many as were left, by so much each."""
    terms = (_times(before, left_before, "fee-before", negative=True), _times(after, left_after, "fee-after"))
    kept = tuple(term for term in terms if term.amount)
    part = BridgePart("fees-fallen-away", kept)
    return [part] if kept and part.amount else []


def _fee_term(share: Share, name: str, *, negative: bool = False) -> Term:
    rows_of_fee = tuple(s for line in share.fees for s in line.sources)
    return Term((Input(name, share.fee, Unit.MONEY, rows_of_fee),), negative)


def _times(share: Share, count: int, name: str, *, negative: bool = False) -> Term:
    (fee,) = _fee_term(share, name).inputs
    return Term((fee, Input("instalments-left", count, Unit.COUNT)), negative)


def _changes_fee(plan: BilledPlan, step: Step) -> bool:
    """Whether a fee is another although the instalment is the same; interest on the rest falls from bill to bill."""
    before, after = step.before, step.after
    fees = (*before.fees, *after.fees)
    rounded = after.of if before.number == 1 or after.number == after.of else 2  # one of the ends takes the cents
    if abs(after.fee - before.fee) < rounded or any(line.kind is LineKind.INTEREST for line in fees):
        return False
    changes = [own.after.fee - own.before.fee for own in plan.steps]
    falls = len(changes) > 1 and all(change < 0 for change in changes)
    known = plan.shares[: plan.shares.index(before)]
    if after.fee > before.fee and any(abs(share.fee - after.fee) <= 1 for share in known):
        return False  # it is what it was before it was less
    return not falls and not (before.fee > after.fee > 0 and _is_on_rest(before, after))


def _is_on_rest(before: Share, after: Share) -> bool:
    """Whether a fee fell as the rest did, by days of a month that may be fewer or more (28 to 31)."""
    owed = (before.left + 1, after.left + 1)
    low, high = owed[0] * 28, owed[0] * 31
    return low * after.fee <= owed[1] * 31 * (before.fee + 1) and owed[1] * 28 * before.fee <= high * (after.fee + 1)


def _other_fee(context: Context, step: Step) -> Discrepancy:
    before, after = step.before, step.after
    more = after.fee > before.fee
    part = BridgePart("fee-changed", (_fee_term(after, "fee-after"), _fee_term(before, "fee-before", negative=True)))
    return discrepancy(
        _occurred(before, after), CODE, "fee-more" if more else "fee-less",
        Severity.WARNING if more else Severity.INFO, Certainty.OPEN if more else Certainty.PROVED,
        _between(before.fee, after.fee, *(() if more else (part,))), fee_before=before.fee, fee_after=after.fee,
        **told(context, before, after.bill),
    )  # fmt: skip


def _recut(context: Context, plan: BilledPlan, step: Step) -> Discrepancy:
    """The count is another: what was left by the earlier bill, and what is by the later one."""
    before, after = step.before, step.after
    counts = (before.left, after.left + 1)
    owed = (counts[0] * before.total, counts[1] * after.total)
    cause = _cause(context, plan, step, counts[1] * after.line.amount - counts[0] * before.line.amount)
    parts = (cause.part, *_fees(before, after, *counts)) if cause else ()
    same = not cause and abs(owed[1] - owed[0]) < max(before.of, after.of)
    clear = same or cause is not None
    return discrepancy(
        _occurred(before, after), CODE, f"recut{cause.suffix}" if cause else "recut-same" if same else "recut",
        Severity.INFO if clear else Severity.WARNING, Certainty.STRONG if clear else Certainty.OPEN,
        _between(*owed, *parts), times_after=after.of, planned=owed[0], total=owed[1], instalment_after=after.total,
        **told(context, before, after.bill), **(cause.facts if cause else {}),
    )  # fmt: skip

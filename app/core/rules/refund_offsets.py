"""A merchant's refund of an instalment purchase: what it took off the plan, and which fees fell away with it."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Input, Severity, Term, Unit
from app.core.facts import PlanRow
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange
from app.core.rules.successive_pages import plan_changes
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def explain(context: Context) -> Iterator[Discrepancy]:
    """Every change of a plan by refunds of the purchase that it pays off."""
    for change in plan_changes(context):
        if change.code == "REFUND-OFFSET":
            yield _offset(change)


def _offset(change: PlanChange) -> Discrepancy:
    """What left the plan: principal up to the refund, the fees of it, and what neither accounts for."""
    refunded = sum(r.amount for r in change.refunds)
    taken = min(refunded, change.principal_gone)
    before, after = (sum(row.instalment for row in rows) for rows in (change.before, change.after))
    fees = _fees_less(change)
    parts = [given("refund-off-plan", -taken, (s for r in change.refunds for s in r.sources)), *fees]
    rest = after - before - sum(part.amount for part in parts)
    emptied = [row for row in change.after if not row.principal and _cost(row)]
    changed = _changed(change)
    ahead = [row for row in change.after if row.instalment]
    return discrepancy(
        Occurrence(
            change.refunds[0].at,
            change.evidence,
            facility=change.book.contract,
            period=min(changed, default=change.before[-1].period),
            product=change.book.product,
        ),
        "REFUND-OFFSET",
        "from-end" if _from_end(change, changed) else "spread",
        Severity.WARNING,
        Certainty.STRONG if rest or refunded != change.principal_gone else Certainty.PROVED,
        Bridge(before, after, parts=tuple(parts), unexplained=rest),
        seen_before=change.first.as_of,
        seen_after=change.second.as_of,
        returned_on=change.refunds[-1].at.date(),
        refunded=refunded,
        wording=change.book.purchase.text if change.book.purchase else "",
        taken_off=taken,
        fee_less=-sum(part.amount for part in fees),
        fee=sum(_cost(row) for row in emptied),
        rest=refunded - taken,
        due_after=ahead[0].due if ahead else change.after[0].due,
        instalment_after=ahead[0].instalment if ahead else 0,
    )


def _changed(change: PlanChange) -> list[int]:
    """The periods whose amounts differ, in order; a period that is gone differs."""
    after = {row.period: (row.principal, row.fee, row.interest) for row in change.after}
    return [r.period for r in change.before if after.get(r.period) != (r.principal, r.fee, r.interest)]


def _from_end(change: PlanChange, changed: list[int]) -> bool:
    """Whether principal was taken off from the last period backwards, and the next one is as it was.

    All periods but the first that changed have none left then.
    """
    left: dict[int, Fen] = {row.period: row.principal for row in change.after}
    last = [row.period for row in change.before][-len(changed) :] if changed else []
    next_stayed = change.before[0].period not in changed
    return bool(changed) and next_stayed and changed == last and not any(left.get(period, 0) for period in changed[1:])


def _fees_less(change: PlanChange) -> list[BridgePart]:
    """The fees, or the interest that a plan calls them, of the earlier page that the later one does not ask."""
    after = {row.period: row for row in change.after}
    terms = []
    for row in change.before:
        now = after.get(row.period)
        if _cost(row) != (_cost(now) if now else 0):
            terms += [
                _fee("fee-before", row, negative=True),
                *([_fee("fee-after", now, negative=False)] if now else []),
            ]
    kept = tuple(term for term in terms if term.amount)
    return [BridgePart("fees-fallen-away", kept)] if kept else []


def _cost(row: PlanRow) -> Fen:
    return row.fee + row.interest


def _fee(name: str, row: PlanRow, *, negative: bool) -> Term:
    return Term((Input(name, _cost(row), Unit.MONEY, row.sources),), negative)

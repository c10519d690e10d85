"""A plan that shows more principal than the one before: interest that was put off was added to it, or nobody knows."""

from __future__ import annotations

from app.core.discrepancy import BridgePart, Certainty, Discrepancy, Severity
from app.core.facts import PlanRow, Source
from app.core.loans.formulas import accrued, given
from app.core.loans.plan_changes import interest_change
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.plan_change import PlanChange
from app.core.rules.writing import Bridge, Occurrence, discrepancy


def is_risen(change: PlanChange) -> bool:
    """Whether the later page owes more principal, which no prepayment can bring about."""
    return change.principal_gone < 0 and not change.prepayments


def risen(context: Context, change: PlanChange) -> Discrepancy:
    """From what was still to be paid in all to what it became: the principal added, then the interest changed.

    The interest of the days by which the plan was put off makes up the principal added, or it is left open.
    """
    before, after, rise = change.before, change.after, -change.principal_gone
    deferred = _deferred_interest(context, change, rise)
    added = deferred or given("principal-added", rise, _rows(after))
    put_off = change.added > 0 or change.shift_days > 0
    return discrepancy(
        Occurrence(
            change.second.as_of,
            change.evidence,
            facility=change.book.contract,
            period=after[0].period,
            product=change.book.product,
        ),
        "PLAN-DEFERRED" if put_off else "PLAN-REAMORTISED",
        "capitalised" if deferred else "principal-rose",
        Severity.WARNING,
        Certainty.PROVED if deferred else Certainty.OPEN,
        Bridge(_total(before) - change.repaid_more, _total(after), parts=(added, *interest_change(before, after))),
        missing=() if deferred else ("repayment-record",),
        seen_before=change.first.as_of,
        seen_after=change.second.as_of,
        instalment_before=change.next_before.instalment,
        instalment_after=after[0].instalment,
        due_before=change.next_before.due,
        due_after=after[0].due,
        left=len(after),
        principal=rise,
        **({"days": _days_put_off(change)} if deferred else {}),
    )


def _deferred_interest(context: Context, change: PlanChange, rise: Fen) -> BridgePart | None:
    """The interest on what was owed for the days by which the running period was put off, where it is the rise."""
    accrual, days = context.accrual(change.book, change.first), _days_put_off(change)
    owed = sum(row.principal for row in change.before) - change.repaid_more
    if accrual is None or days <= 0:
        return None
    part = accrued("interest-capitalised", owed, accrual, days, _rows(change.before))
    return part if part.amount == rise else None


def _days_put_off(change: PlanChange) -> int:
    old, new = change.next_before, change.after[0]
    return (new.starts - old.starts).days if old.starts and new.starts else 0


def _total(rows: tuple[PlanRow, ...]) -> Fen:
    return sum(row.principal + row.interest for row in rows)


def _rows(rows: tuple[PlanRow, ...]) -> tuple[Source, ...]:
    return tuple(s for row in rows for s in row.sources)

"""A plan that shows more principal than the one before: interest that was put off was added to it, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    deferred = _put_off(context, change, rise)
    added = deferred.interest if deferred else given("principal-added", rise, _rows(after))
    old, new = (deferred.before, deferred.after) if deferred else (change.next_before, after[0])
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
        instalment_before=old.instalment,
        instalment_after=new.instalment,
        due_before=old.due,
        due_after=new.due,
        left=len(after),
        principal=rise,
        **({"days": deferred.days} if deferred else {}),
    )


@dataclass(frozen=True, slots=True)
class _PutOff:
    """The first period that the later page has later, as both pages have it, and the interest of its ``days``."""

    before: PlanRow
    after: PlanRow
    days: int
    interest: BridgePart


def _put_off(context: Context, change: PlanChange, rise: Fen) -> _PutOff | None:
    """The period that was put off, where the interest on what was owed for these days is the rise.

    It was put off by how much later it begins; or, where a page does not say that, for all the days that it had.
    """
    accrual, rows = context.accrual(change.book, change.first), change.first.open_rows
    later = [
        (n, row, own) for n, row in enumerate(rows) if (own := change.second.row(row.period)) and own.due > row.due
    ]
    if accrual is None or not later or later[0][1].starts is None:
        return None
    place, row, own = later[0]
    owed, starts = rows[place:], row.starts or row.due
    for days in ((own.starts - starts).days if own.starts else 0, (row.due - starts).days):
        part = accrued("interest-capitalised", sum(r.principal for r in owed), accrual, max(days, 0), _rows(owed))
        if days > 0 and part.amount == rise:
            return _PutOff(row, own if own.amounts_kept else replace(change.after[0], due=own.due), days, part)
    return None


def _total(rows: tuple[PlanRow, ...]) -> Fen:
    return sum(row.principal + row.interest for row in rows)


def _rows(rows: tuple[PlanRow, ...]) -> tuple[Source, ...]:
    return tuple(s for row in rows for s in row.sources)

"""A penalty that was taken with a period paid in time: that of an earlier late one, given back, or of nothing known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Source
from app.core.linking.payments import Return
from app.core.linking.periods import PaidPart, PeriodActivity
from app.core.loans.formulas import given
from app.core.loans.overdue import Overdue
from app.core.money import Fen
from app.core.rules.context import Context
from app.core.rules.penalties import Late, Penalty, explain_penalty, stated_penalty
from app.core.rules.writing import Bridge, discrepancy, of_period

NEXT = 2
"""With how many periods after a late one its penalty may be taken."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What was taken with a period paid in time beyond its instalment: ``charged`` and ``back`` in fen, and its rows.

    ``recorded`` says that the lender's record calls it a penalty.
    """

    activity: PeriodActivity
    charged: Fen
    back: Fen
    rows: tuple[Source, ...]
    recorded: bool


def taken_beside(context: Context, activity: PeriodActivity) -> Beside | None:
    """The penalty taken with a period that was paid and counted in time; None where there is none."""
    if activity.paid:
        return _recorded(activity)
    claim = next(iter(activity.claims), None)
    if activity.book.repayments or claim is None or len(activity.claims) > 1 or claim.debit.row is None:
        return None
    meant = sum(c.amount for c in context.activity.claims if c.debit is claim.debit)
    beyond = claim.debit.amount - meant
    if beyond <= 0 or claim.debit.on > activity.due:
        return None
    return Beside(activity, beyond, min(claim.debit.returned, beyond), claim.debit.sources, recorded=False)


def _recorded(activity: PeriodActivity) -> Beside | None:
    parts = (*activity.paid, *activity.charges)
    late = any(max(p.made_on, p.repayment.counted_on) > activity.due for p in activity.paid)
    charged = sum(p.part.penalty for p in parts if p.part.penalty > 0)
    if late or activity.pending or charged <= 0 or activity.cleared + activity.waived < activity.expected:
        return None
    given_up = activity.penalty_waived - sum(p.part.penalty for p in parts if p.part.penalty < 0)
    rows = tuple(s for p in parts if p.part.penalty for s in p.sources)
    waivers = tuple(s for w in activity.waivers if w.penalty for s in w.sources)
    back = max(given_up, _returned(parts, charged))
    return Beside(activity, charged, min(back, charged), distinct((*rows, *waivers)), recorded=True)


def _returned(parts: Sequence[PaidPart], charged: Fen) -> Fen:
    """What came back of the debits, where it is no more than the penalty: else it is of something else too."""
    returned = sum(p.link.debit.returned for p in parts if p.link)
    return returned if returned <= charged else 0


def collected_with_later(
    context: Context, activity: PeriodActivity, overdue: Sequence[Overdue]
) -> tuple[Beside, Penalty] | None:
    """The penalty of a late period that a later one, paid in time, was taken with: a rule gives it to the fen."""
    late = replace(Late.of(activity), stated=stated_penalty(activity.book))
    following = sorted(
        (a for a in context.activity.periods_of(activity.book).values() if a.due > activity.due),
        key=lambda a: (a.due, a.period),
    )
    for later in following[:NEXT]:
        beside = taken_beside(context, later)
        if beside is None or beside.back:
            continue
        penalty = explain_penalty(beside.charged, overdue, context.accruals(activity), late, context.rules.penalties)
        if not penalty.rest and not penalty.beyond:
            return beside, penalty
    return None


def posted_late(activity: PeriodActivity) -> tuple[PaidPart, ...]:
    """What was paid in time and counted after the due date, where nothing of the period was paid late; else none."""
    if any(p.made_on > activity.due for p in activity.paid):
        return ()
    return tuple(p for p in activity.paid if p.link and p.part.counted_on > max(activity.due, p.made_on))


def lag_charged_later(context: Context, activity: PeriodActivity) -> tuple[Beside, Penalty] | None:
    """The penalty that a later period was taken with, for days that the lender counted a payment made in time late."""
    behind = posted_late(activity)
    if not behind or activity.charged:
        return None
    days = [(p.part.counted_on - activity.due).days for p in behind]
    overdue = [Overdue(p.part.principal, p.part.interest, n, p.sources) for p, n in zip(behind, days, strict=True)]
    return collected_with_later(context, activity, overdue)


def charged_later(
    activity: PeriodActivity, at: datetime, rows: Sequence[Source], moved: tuple[Beside, Penalty]
) -> Discrepancy:
    """A period paid late, at a moment, whose penalty was taken with a later one."""
    beside, penalty = moved
    certainty = Certainty.STRONG if penalty.certainty is Certainty.PROVED else penalty.certainty
    return discrepancy(
        of_period(activity, at, (*rows, *beside.rows, *beside.activity.row.sources)),
        "DEBIT-LATE",
        "charged-later",
        Severity.SERIOUS,
        certainty,
        Bridge(activity.expected, activity.expected + beside.charged, parts=penalty.parts),
        paid_on=at.date(),
        days=(at.date() - activity.due).days,
        amount=activity.expected,
        charged=beside.charged,
        later_due=beside.activity.due,
        **penalty.facts,
    )


def charge_returned(
    activity: PeriodActivity, at: datetime, rows: tuple[Source, ...], penalty: Penalty, back: Sequence[Return]
) -> Discrepancy:
    """A period paid late, at a moment, whose penalty was taken and has come back whole."""
    charged = sum(r.amount for r in back)
    returned = given("penalty-waived", -charged, (s for r in back for s in r.sources))
    return discrepancy(
        of_period(activity, at, rows),
        "DEBIT-LATE",
        "charge-returned",
        Severity.WARNING,
        penalty.certainty,
        Bridge(activity.expected, activity.expected, parts=(*penalty.parts, returned), unexplained=penalty.rest),
        paid_on=at.date(),
        days=(at.date() - activity.due).days,
        amount=activity.expected,
        charged=charged,
        returned=charged,
        refunded_on=back[-1].at.date(),
        **penalty.facts,
    )


def in_time(context: Context, later: Set[tuple[str, int]]) -> Iterator[Discrepancy]:
    """Penalties recorded of periods paid in time, and those that came back.

    ``later`` are the periods, by contract and number, whose penalty is that of an earlier late one.
    """
    for activity in context.activity.periods:
        beside = taken_beside(context, activity)
        if beside is None or (activity.book.contract, activity.period) in later:
            continue
        if activity.penalty_waived >= beside.charged:
            continue  # which is told by itself
        named = beside.recorded or any(row.penalty == beside.charged for _, row in activity.pages())
        if beside.back == beside.charged:
            yield from (_given_back(beside),) if named else ()
        elif beside.recorded:
            yield _in_time(beside)


def _given_back(beside: Beside) -> Discrepancy:
    activity = beside.activity
    at = max(p.at for p in (*activity.paid, *activity.charges)) if activity.paid else activity.claims[0].debit.at
    return discrepancy(
        of_period(activity, at, (*beside.rows, *activity.row.sources)),
        "AMOUNT-WAIVED",
        "penalty-returned",
        Severity.INFO,
        Certainty.PROVED,
        Bridge(beside.charged, 0, parts=(given("penalty-waived", -beside.charged, beside.rows),)),
        amount=activity.expected,
        waived=beside.charged,
    )


def _in_time(beside: Beside) -> Discrepancy:
    activity, left = beside.activity, beside.charged - beside.back
    return discrepancy(
        of_period(activity, activity.paid[0].at, (*activity.row.sources, *beside.rows)),
        "UNEXPLAINED",
        "penalty-recorded",
        Severity.SERIOUS,
        Certainty.OPEN,
        Bridge(activity.expected, activity.expected + left, unexplained=left),
        missing=("lender-breakdown",),
        amount=activity.expected + beside.charged,
        planned=activity.expected,
        beyond=left,
    )

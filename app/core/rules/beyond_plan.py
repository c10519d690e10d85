"""A period that was paid in time and of which more was recorded than its plan had, or more or less taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from app.core.calendar import LONGEST_MONTH
from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import PeriodState, PlanRow
from app.core.linking.claims import Claim
from app.core.linking.periods import PeriodActivity
from app.core.loans.formulas import given
from app.core.money import Fen
from app.core.rules import debits, unrecorded
from app.core.rules.allocations import wrong_loans
from app.core.rules.context import Context
from app.core.rules.equal_surpluses import Surplus, each_time, taken_each_time
from app.core.rules.late_charges import in_time, lag_charged_later
from app.core.rules.later_pages import told_as_paid
from app.core.rules.posted_twice import posted_twice
from app.core.rules.successive_pages import debited_otherwise, plan_changes
from app.core.rules.surplus_returns import surplus_returns
from app.core.rules.writing import Bridge, discrepancy, of_period


def explain(context: Context) -> Iterator[Discrepancy]:
    """What was recorded of a period beyond its plan, where no later page and no prepayment shows another plan."""
    ways = (debits.moved_charge, unrecorded.moved_charge, lag_charged_later)
    moved = (one for activity in context.activity.periods for way in ways if (one := way(context, activity)))
    later = {(beside.activity.book.contract, beside.activity.period) for beside, _ in moved}
    yield from in_time(context, later)
    later |= {
        (a.book.contract, a.period) for change in plan_changes(context) for a in debited_otherwise(context, change)
    }
    off_plan = tuple(f for f in _taken_off_plan(context) if (f.activity.book.contract, f.activity.period) not in later)
    alike = Counter((found.activity.book.contract, found.off) for found in off_plan)
    groups = taken_each_time(f.surplus for f in off_plan if f.is_above_all_pages)
    yield from (each_time(context, group) for group in groups)
    recurring = {id(one.debit) for group in groups for one in group}
    for found in (f for f in off_plan if id(f.claim.debit) not in recurring):
        yield from _explained(found, alike[found.activity.book.contract, found.off])
    elsewhere = {(wrong.book.contract, wrong.period) for _, wrong in wrong_loans(context).values()}
    elsewhere |= posted_twice(context).keys()
    changed = {h.book.contract for h in context.activity.early}
    for activity in context.activity.periods:
        contract = activity.book.contract
        beyond = _beyond(activity)
        if not beyond or contract in changed or (contract, activity.period) in elsewhere or not _is_plain(activity):
            continue
        if beyond < 0:
            yield from _interest_left_out(activity, -beyond)
            continue
        fee = 0 if activity.row.fee else sum(p.part.fee for p in activity.paid)
        paid = max(activity.paid, key=lambda p: p.made_on)
        yield discrepancy(
            of_period(
                activity,
                paid.at,
                (*activity.row.sources, *(s for p in activity.paid for s in p.sources)),
            ),
            "UNEXPLAINED",
            "beyond-plan",
            Severity.SERIOUS,
            Certainty.OPEN,
            Bridge(activity.expected, activity.expected + beyond, unexplained=beyond),
            missing=("lender-breakdown",),
            amount=activity.expected + beyond,
            planned=activity.expected,
            beyond=beyond,
            fee=min(beyond, fee),
        )


@dataclass(frozen=True, slots=True)
class _Taken:
    """A period without a record that one debit paid in time, with ``off`` more than its plan has, in fen, or less.

    What came back of it, ``returned``, is no part of that.
    """

    activity: PeriodActivity
    claim: Claim
    off: Fen
    returned: Fen = 0

    @property
    def surplus(self) -> Surplus:
        """What was taken beyond the plan's row."""
        row = self.activity.row
        return Surplus(self.claim.debit, self.activity.book.contract, self.off, self.activity.expected, row.sources)

    @property
    def is_above_all_pages(self) -> bool:
        """Whether more was taken, nothing came back, and no page shows it as a penalty or as the old instalment."""
        pages = [row for _, row in self.activity.pages()]
        named = any(row.penalty == self.off or _is_before(self, row) for row in pages)
        return self.off > 0 and not self.returned and not named


def _taken_off_plan(context: Context) -> Iterator[_Taken]:
    claimed = Counter(id(claim.debit) for claim in context.activity.claims)
    claimed.update(id(link.debit) for link in context.activity.linked if link.repayments)
    for activity in context.activity.periods:
        claim = next(iter(activity.claims), None)
        if activity.book.repayments or claim is None or len(activity.claims) > 1 or claimed[id(claim.debit)] > 1:
            continue
        off = claim.debit.amount - activity.expected
        named = claim.debit.row.reduction if claim.debit.row else ""
        back = claim.debit.returned
        if back >= max(off, 1) or surplus_returns(context, (claim.debit,), off):
            continue  # it is told as given back
        if off and not named and claim.debit.on <= activity.due:
            yield _Taken(activity, claim, off - back, back)


def _explained(found: _Taken, alike: int) -> Iterator[Discrepancy]:
    """What a debit in time took beyond the plan, or less; ``alike`` periods are off by the same amount."""
    activity, debit = found.activity, found.claim.debit
    if not found.returned and any(row.penalty == found.off for _, row in activity.pages()):
        yield from _penalty_in_time(found)
        return
    before = next((r for page, r in activity.pages() if _is_before(found, r)), None)
    if found.off > 0 and before:
        yield _as_before(found, before)
        return
    above, size = found.off > 0, abs(found.off)
    shown, page = told_as_paid(None if above else activity, debit.on - timedelta(days=1))
    yield discrepancy(
        of_period(activity, debit.at, (*activity.row.sources, *debit.sources), page),
        "UNEXPLAINED",
        "taken-above-plan" if above else "taken-below-plan",
        Severity.SERIOUS if above else Severity.WARNING,
        Certainty.OPEN,
        Bridge(activity.expected, activity.expected + found.off, unexplained=found.off),
        missing=("lender-breakdown",),
        amount=debit.amount,
        planned=activity.expected,
        times=alike if alike > 1 else 0,
        **{"beyond" if above else "lacking": size},
        **({"returned": found.returned} if found.returned else {}),
        **shown,
    )


def _is_before(found: _Taken, row: PlanRow) -> bool:
    """Whether a row of an earlier page asks for just what was debited."""
    own = found.activity.row
    earlier = row.as_of is not None and own.as_of is not None and row.as_of < own.as_of
    return earlier and row.instalment == found.claim.debit.amount and row.due == own.due


def _as_before(found: _Taken, before: PlanRow) -> Discrepancy:
    """A debit of what an earlier plan had, although a later one asks for less."""
    activity, debit = found.activity, found.claim.debit
    rows = (*before.sources, *activity.row.sources, *debit.sources)
    return discrepancy(
        of_period(activity, debit.at, rows),
        "PLAN-OLD-INSTALMENT",
        "taken",
        Severity.SERIOUS,
        Certainty.STRONG,
        Bridge(activity.expected, debit.amount, parts=(given("old-instalment", found.off, rows),)),
        amount=debit.amount,
        planned=activity.expected,
        beyond=found.off,
        seen_before=before.as_of or activity.due,
        seen_after=activity.row.as_of or activity.due,
    )


def _penalty_in_time(found: _Taken) -> Iterator[Discrepancy]:
    """A debit of the due date or before it that took a penalty beside the instalment, as the plan's page shows it."""
    activity, claim, beyond = found.activity, found.claim, found.off
    shown = [row for _, row in activity.pages() if row.penalty == beyond]
    yield discrepancy(
        of_period(activity, claim.debit.at, (*shown[-1].sources, *claim.debit.sources)),
        "UNEXPLAINED",
        "penalty-in-time",
        Severity.SERIOUS,
        Certainty.OPEN,
        Bridge(claim.amount, claim.debit.amount, unexplained=beyond),
        missing=("lender-breakdown",),
        amount=claim.debit.amount,
        planned=claim.amount,
        beyond=beyond,
    )


def _beyond(activity: PeriodActivity) -> Fen:
    """Principal, interest and fee recorded of a period beyond what its plan has, in fen; penalty is no part of it."""
    recorded = sum(p.cleared + p.part.fee for p in activity.paid)
    return recorded + activity.waived - activity.expected


def _interest_left_out(activity: PeriodActivity, lacking: Fen) -> Iterator[Discrepancy]:
    """Less interest recorded than the plan has, and just that debited, of a period that a page shows as settled.

    Its principal is whole, and it was paid on its own due date: a day earlier bears less interest of itself. A cent a
    day may come of rounding.
    """
    paid = activity.paid
    began = activity.row.starts or activity.due - LONGEST_MONTH
    if lacking <= (activity.due - began).days:
        return
    as_recorded = all(p.link is not None and p.link.rest == 0 and p.made_on == activity.due for p in paid)
    settled = [row for _, row in activity.pages() if row.state is PeriodState.SETTLED]
    whole = sum(p.part.principal for p in paid) == activity.row.principal
    if not (as_recorded and settled and whole and lacking <= activity.row.interest):
        return
    rows = distinct(s for p in paid for s in p.sources)
    yield discrepancy(
        of_period(activity, paid[-1].at, (*activity.row.sources, *rows, *settled[-1].sources)),
        "AMOUNT-WAIVED",
        "interest-not-recorded",
        Severity.INFO,
        Certainty.STRONG,
        Bridge(activity.expected, activity.expected - lacking, parts=(given("waiver", -lacking, rows),)),
        amount=activity.expected,
        waived=lacking,
        shown_on=activity.pages()[-1][0].as_of,
    )


def _is_plain(activity: PeriodActivity) -> bool:
    """Whether it was paid in time, once, and every page that shows its amounts shows the same ones."""
    if activity.pending or activity.charged or activity.claims or any(p.made_on > activity.due for p in activity.paid):
        return False
    shown = {row.instalment for _, row in activity.pages() if row.amounts_kept}
    return len({p.repayment.batch for p in activity.paid}) == 1 and shown == {activity.expected}

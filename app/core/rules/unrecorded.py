"""What debits alone did to a plan, where no record of the lender tells: paid late, with a charge or without."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.core.calendar import WorkCalendar
from app.core.discrepancy import Certainty, Discrepancy, Severity, distinct
from app.core.facts import Source
from app.core.linking.claims import Claim
from app.core.linking.payments import BOOKING_DAYS, Movement
from app.core.linking.periods import PeriodActivity
from app.core.loans.overdue import Overdue, interest_first, overdue_spans, penalty_first
from app.core.loans.penalty_rules import PenaltyWay, ways
from app.core.loans.plan_rate import Accrual
from app.core.money import Fen
from app.core.rules import month_behind
from app.core.rules.context import Context
from app.core.rules.debits import told_of_bounced, told_of_holiday, told_of_tries
from app.core.rules.late_charges import Beside, charge_returned, charged_later, collected_with_later
from app.core.rules.penalties import Late, Penalty, explain_penalty
from app.core.rules.surplus_returns import surplus_returns
from app.core.rules.writing import Bridge, discrepancy, of_period

LEAST_OTHERS = 2
"""So many other periods must have been booked on their due dates to call it the bank's habit."""

APART_DAYS = 3
"""How long after a late payment its penalty may be debited by itself."""

PART_BEFORE = timedelta(days=14)
"""How long before its due date a part may be paid of a period whose rest was then settled."""

LEAST_SHARE = 20
"""Such a debit is at most one part in so many of the instalment."""


def explain(context: Context) -> Iterator[Discrepancy]:
    """Periods of loans without a record of repayments that debits paid after their due date."""
    told = [activity for activity in context.activity.periods if not activity.book.repayments and activity.claims]
    late = _divided(context, [found for activity in told if (found := _Late.of(context, activity))])
    runs = _month_behind(context, late)
    yield from (month_behind.told(run) for run in runs)
    in_runs = {id(activity) for run in runs for activity, _, _ in run}
    late = [found for found in late if id(found.activity) not in in_runs]
    without_charge = Counter(found.activity.book.contract for found in late if not found.charged)
    for found in late:
        moved = without_charge[found.activity.book.contract] > 1  # then the due day may have changed since the page
        if found.charged or (_late_by_its_day(context, found) and not moved):
            yield from _late(context, found)


def _month_behind(context: Context, late: Iterable[_Late]) -> tuple[tuple[month_behind.Behind, ...], ...]:
    """The runs of periods that were either late or put off by a month; what a penalty's rule gives was late."""
    open_ones = [
        (found.activity, found.last, found.charged)
        for found in sorted(late, key=lambda f: (f.activity.book.contract, f.activity.period))
        if found.charged and len(found.behind) == 1 and not (found.in_time or found.shared or found.bounced)
        and _penalty(context, found).rest
    ]  # fmt: skip
    paid = {(a.book.contract, a.period) for a in context.activity.periods if a.paid or a.pending or a.claims}
    return tuple(month_behind.month_behind(open_ones, paid))


def _divided(context: Context, late: Sequence[_Late]) -> list[_Late]:
    """Where one debit paid periods of several loans late, what it took beyond them is divided as one rule divides it.

    Where no rule does, it stands whole with the first of them.
    """
    of_debit: dict[int, list[_Late]] = defaultdict(list)
    for found in late:
        of_debit[id(found.last)].append(found)
    divided = []
    for together in of_debit.values():
        first = together[0]
        if len(together) == 1 or not first.charged:
            divided += together
            continue
        shares = _shares(context, together)
        divided += (
            [replace(f, charged=share, shared=True) for f, share in zip(together, shares, strict=True)]
            if shares
            else [first]
        )
    return divided


def _shares(context: Context, together: Sequence[_Late]) -> list[Fen]:
    """What each period bears of a charge that one debit took for all of them; empty where no rule gives their sum."""
    first = together[0].activity
    accruals = [context.accruals(found.activity)[:1] for found in together]
    if not all(accruals):
        return []
    for way in ways(context.rules.penalties, first.book.product, first.due, first.book.grace_days):
        parts = [
            way.formula(found.overdue(), accrual, found.activity.book.grace_days)
            for found, (accrual,) in zip(together, accruals, strict=True)
        ]
        shares = [sum(part.amount for part in own) for own in parts]
        if sum(shares) == together[0].charged:
            return shares
    return []


def _late_by_its_day(context: Context, found: _Late) -> bool:
    """Whether the day of the last debit proves that it was late, or the bank's habit makes it likely.

    What was paid late in the evening may be booked on the next working day, or on the next day where this bank books
    the loan's debits on days off too. One later is late where the bank booked all other periods of the loan, two or
    more, on their very due dates.
    """
    if found.sure_of_day:
        return True
    activity, calendar = found.activity, context.calendar
    if calendar is None or not calendar.is_working(activity.due):
        return False
    own = context.activity.periods_of(activity.book)
    others = [s for n, s in own.items() if s.claims and n != activity.period]
    habit = len(others) >= LEAST_OTHERS and all(c.debit.on == s.due for s in others for c in s.claims)
    booked = (found.last.on, *(c.debit.on for s in others for c in s.claims))
    next_day = activity.due + timedelta(days=1)
    return habit and found.last.on > (next_day if _any_off(calendar, booked) else calendar.on_or_after(next_day))


def _any_off(calendar: WorkCalendar, days: Iterable[date]) -> bool:
    """Whether one of the days is a day off."""
    return not all(map(calendar.is_working, days))


@dataclass(frozen=True, slots=True)
class _Late:
    """A period that was paid in full, some of it by debits after its due date. ``charged`` is what they took beyond."""

    activity: PeriodActivity
    in_time: tuple[Claim, ...]
    behind: tuple[Claim, ...]
    charged: Fen
    apart: Movement | None = None  # what took the charge by itself
    shared: bool = False  # whether the last debit paid another loan's period too, and the charge is a share of it
    settling: Fen = 0  # what of the last debit settled the loan

    @classmethod
    def of(cls, context: Context, activity: PeriodActivity) -> _Late | None:
        """Count the debits in order of time until the period is paid; None if none of them was late."""
        counted, total = [], 0
        for claim in sorted(activity.claims, key=lambda c: (c.debit.at, c.debit.text, c.debit.sources)):
            if total < activity.expected:
                counted.append(claim)
                total += claim.amount
        behind = tuple(c for c in counted if c.debit.on > activity.due)
        if not behind or total < activity.expected:
            return None
        claimed: Counter[int] = Counter()
        for claim in context.activity.claims:
            claimed[id(claim.debit)] += claim.amount
        charged = sum(c.debit.amount - claimed[id(c.debit)] for c in behind)
        return cls(activity, tuple(c for c in counted if c not in behind), behind, charged)

    @property
    def last(self) -> Movement:
        """The debit that paid the rest."""
        return self.behind[-1].debit

    @property
    def sure_of_day(self) -> bool:
        """Whether the wallet's clock, the lender's page or a debit given back before it proves it, or it is too late to
        be booked late.
        """
        if self.last.row is not None or self.bounced or (self.last.on - self.activity.due).days > BOOKING_DAYS:
            return True
        return self.said_by_page

    @property
    def said_by_page(self) -> bool:
        """Whether a page of the lender names the day of the last debit as the one on which the period was repaid."""
        return any(row.cleared_on == self.last.on for _, row in self.activity.pages())

    @property
    def bounced(self) -> tuple[Movement, ...]:
        """The debits that came back before this money was collected again, in order of time."""
        return tuple(sorted((m for c in self.behind for m in c.debit.recollects), key=lambda m: m.at))

    @property
    def rows(self) -> tuple[Source, ...]:
        """The plan's row and the debits."""
        debits = (c.debit for c in (*self.in_time, *self.behind))
        moved = (*debits, *self.bounced, *self.activity.tries, *([self.apart] if self.apart else []))
        return distinct((*self.activity.row.sources, *(s for m in moved for s in m.sources)))

    def overdue(self) -> tuple[Overdue, ...]:
        """What was unpaid from the due date to each late debit; a part pays interest first, then principal."""
        row, due = self.activity.row, self.activity.due
        debits = ((max(due, c.debit.on), c.amount, c.debit.sources) for c in (*self.in_time, *self.behind))
        paid = interest_first(row.interest, debits)
        return tuple(overdue_spans(due, row.principal, row.interest, paid, row.sources))

    def overdue_by(self, charge: Callable[[Sequence[Overdue]], Fen]) -> tuple[Overdue, ...]:
        """The same where a late debit pays first what the days before it cost, in fen by ``charge``."""
        row, due = self.activity.row, self.activity.due
        debits = ((max(due, c.debit.on), c.debit.amount, c.debit.sources) for c in (*self.in_time, *self.behind))
        return penalty_first(due, row.principal, row.interest, debits, row.sources, charge)


def settled_late(
    context: Context, activity: PeriodActivity, debit: Movement, settling: Fen
) -> tuple[Fen, tuple[Discrepancy, ...]] | None:
    """What a debit that settled a loan took for a period that was paid in part before, in fen, and how that was late.

    The debit took ``settling`` fen beside, which is what settling cost. The part is a debit that nothing else accounts
    for; None where what it left of the period and a penalty for that, by a rule, or none, do not make up the rest to
    the fen, or those of several debits do.
    """
    taken, since = debit.amount - settling, activity.due - PART_BEFORE
    parts = [
        Claim(m, activity.book.contract, activity.period, m.amount)
        for m in context.unaccounted
        if m is not debit and m.product is debit.product and since <= m.on and m.at < debit.at
        and 0 < activity.expected - m.amount <= taken
    ]  # fmt: skip
    found = [late for part in parts if not _penalty(context, late := _settled_by(activity, part, debit, taken)).rest]
    return (taken, tuple(_late(context, found[0]))) if len(found) == 1 else None


def _settled_by(activity: PeriodActivity, part: Claim, debit: Movement, taken: Fen) -> _Late:
    """A period that was paid in part, and the rest of it with ``taken`` fen of a debit that settled its loan."""
    rest = replace(part, debit=debit, amount=activity.expected - part.amount)
    whole, late = replace(activity, claims=(part, rest)), part.debit.on > activity.due
    in_time, behind = ((), (part, rest)) if late else ((part,), (rest,))
    return _Late(whole, in_time, behind, taken - rest.amount, settling=debit.amount - taken)


def _late(context: Context, found: _Late) -> Iterator[Discrepancy]:
    activity = found.activity
    if moved := moved_charge(context, activity):
        yield charged_later(activity, found.last.at, found.rows, moved)
        return
    found = _with_charge_apart(context, found)
    penalty = _penalty(context, found)
    if back := surplus_returns(context, (found.last,), found.charged):
        yield charge_returned(activity, found.last.at, found.rows, penalty, back)
        return
    certain = found.sure_of_day
    if penalty.rest and not (found.said_by_page or (certain and context.covered(activity.due))):
        return  # neither the day nor a penalty proves that it was late, or that it was for this period
    days = (found.last.on - activity.due).days
    graced = not found.charged and days <= activity.book.grace_days
    harmless = graced or not certain
    severity = Severity.SERIOUS if found.charged else Severity.INFO if harmless else Severity.WARNING
    certainty = Certainty.STRONG if found.charged and penalty.certainty is Certainty.PROVED else penalty.certainty
    beside: dict[str, Any] = {"total": found.last.amount} if found.shared else {}
    if found.settling:
        beside["settling"] = found.settling
    if found.in_time and (certain or found.charged):
        beside["paid"] = sum(c.amount for c in found.in_time)
    code, variant = "DEBIT-LATE", _variant(found)
    if variant.startswith("returned"):
        beside = told_of_bounced(found.bounced)
    elif not found.charged and not graced and (shifted := told_of_holiday(context, activity, found.last.on)):
        code, variant, severity, beside = "DEBIT-HOLIDAY", "shifted", Severity.INFO, shifted
    yield discrepancy(
        of_period(activity, found.last.at, found.rows),
        code,
        variant,
        severity,
        certainty if certain or found.charged else Certainty.PATTERN,
        Bridge(activity.expected, activity.expected + found.charged, parts=penalty.parts, unexplained=penalty.rest),
        paid_on=found.last.on,
        days=days,
        amount=activity.expected,
        charged=found.charged,
        **beside,
        **told_of_tries(activity, found.last),
        **({} if code != "DEBIT-LATE" or variant.startswith("returned") else _why(context, activity)),
        grace=0 if penalty.keeps_grace else activity.book.grace_days,
        **penalty.facts,
    )


def _with_charge_apart(context: Context, found: _Late) -> _Late:
    """With the one debit soon after it, that belongs to nothing known, which is the penalty by a rule to the fen."""
    if found.charged or found.bounced:
        return found
    most, last = found.activity.expected // LEAST_SHARE, found.last.on
    near = [
        replace(found, charged=m.amount, apart=m)
        for m in context.unaccounted
        if m.product is found.activity.book.product and m.amount <= most and 0 <= (m.on - last).days <= APART_DAYS
    ]
    fits = [one for one in near if not (given := _penalty(context, one)).rest and given.way]
    return fits[0] if len(fits) == 1 else found


def _penalty(context: Context, found: _Late) -> Penalty:
    """How the lateness was charged: on what was left where each part pays interest first, or the penalty before it."""
    activity, rules = found.activity, context.rules.penalties
    accruals, late = context.accruals(activity), Late.of(activity)
    penalty = explain_penalty(found.charged, found.overdue(), accruals, late, rules)
    if not penalty.rest or len(found.behind) < 2:
        return penalty
    for way in ways(rules, late.product, late.due, late.grace_days):
        for accrual in accruals:
            charge = partial(_charge, way, accrual, late.grace_days)
            spans = found.overdue_by(charge)
            other = explain_penalty(found.charged, spans, accruals, late, rules)
            if not other.rest and other.way == way:
                return other
    return penalty


def _charge(way: PenaltyWay, accrual: Accrual, grace_days: int, spans: Sequence[Overdue]) -> Fen:
    return sum(part.amount for part in way.formula(spans, accrual, grace_days)) if spans else 0


def _why(context: Context, activity: PeriodActivity) -> dict[str, Any]:
    return context.reason_of(activity.tries) or {"unknown": 1}


def moved_charge(context: Context, activity: PeriodActivity) -> tuple[Beside, Penalty] | None:
    """The penalty of a period that debits alone show to be paid late without one, taken with a later period."""
    found = _Late.of(context, activity) if activity.claims and not activity.book.repayments else None
    if found is None or found.charged or not found.sure_of_day:
        return None
    return collected_with_later(context, activity, found.overdue())


def _variant(found: _Late) -> str:
    if found.bounced and not found.shared:
        return "returned-charged" if found.charged else "returned"
    if found.charged:
        return "unrecorded-charged"
    return "unrecorded" if found.sure_of_day else "unrecorded-booked"

"""The ways a period is paid as planned: on its day, early, late with a penalty, in parts, or with another loan's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from app.core.facts import Purpose
from app.core.inference import plausibility as p
from app.core.inference.debits import Row
from app.core.inference.model import Role, RoleKind
from app.core.inference.paths import Node, Run
from app.core.loans import Period, Rate
from app.core.loans.late_charge import CONTRACT_MULTIPLE, penalty
from app.core.money import Fen

LONGEST_DELAY = 90
CHARGED_WITHIN = 12
MOST_PARTS = 3


def instalment(row: Row, period: Period, *, charged: Fen = 0, amount: Fen | None = None, left: Fen = 0) -> Role:
    """Return the role of a row that pays a period; ``left`` is what it leaves unexplained."""
    return Role(
        row.key,
        RoleKind.INSTALMENT,
        row.amount if amount is None else amount,
        period.number,
        period.due,
        period.principal,
        period.interest,
        charged,
        unexplained=left,
        days=(row.on - period.due).days,
    )


def regular(node: Node, run: Run) -> list[Node]:
    """Return the ways the coming period closes to 0.00, of the first kind that does."""
    for way in (_on_the_day, _early, _late, _in_grace, _in_parts):
        paid = list(way(node, run))
        if paid:
            return [_with_charge(each, node, run) for each in paid]
    return []


def _paid(node: Node, cost: int, role: Role, rows: list[Row], worth: int = p.ROW) -> Node:
    following = node.after(node.plan[0]).plus(cost, rows, role, worth=worth)
    return following._replace(clean=node.clean + 1)


def _on_the_day(node: Node, run: Run) -> Iterator[Node]:
    period = node.plan[0]
    for row in run.pool.exactly(period.total, period.due, period.due, node.used)[:1]:
        yield _paid(node, 0, instalment(row, period), [row])


def _early(node: Node, run: Run) -> Iterator[Node]:
    period = node.plan[0]
    first = max(node.last, node.starts, period.due - timedelta(p.DAYS_EARLY))
    for row in run.pool.exactly(period.total, first, period.due - timedelta(1), node.used)[-1:]:
        yield _paid(node, p.EARLY, instalment(row, period), [row])


def _late(node: Node, run: Run) -> Iterator[Node]:
    period = node.plan[0]
    first, last = period.due + timedelta(1), period.due + timedelta(LONGEST_DELAY)
    for row in run.pool.dearer(first, last, node.used, period.total, period.total + period.total // 10):
        charged = row.amount - period.total
        if not _may_be_penalty(charged, (period.principal, period.total), node.rate, (row.on - period.due).days):
            continue
        for cost, expected in _penalties(period, node.rate, (row.on - period.due).days):
            if charged == expected:
                yield _paid(node, cost, instalment(row, period, charged=charged), [row])
                return


def _may_be_penalty(charged: Fen, bases: tuple[Fen, Fen], rate: Rate, days: int) -> bool:
    """Whether a charge lies between the penalties on two amounts overdue, two fen of rounding allowed for."""
    least, most = bases
    numerator, denominator = rate.as_integer_ratio()
    above, below = CONTRACT_MULTIPLE.as_integer_ratio()
    a_fen, by_fen = denominator * below, numerator * days * above
    return least * by_fen <= (charged + 2) * a_fen and (charged - 2) * a_fen <= most * by_fen


def _penalties(period: Period, rate: Rate, days: int) -> Iterator[tuple[int, Fen]]:
    """Yield the penalties a lender may take, the usual one first (facts A13, B13)."""
    yield p.LATE_WITH_PENALTY, penalty(period.principal, period.interest, rate, days)
    yield p.LATE_WITH_PENALTY + p.OTHER_PENALTY_BASE, penalty(period.total, 0, rate, days)
    yield p.LATE_WITH_PENALTY + p.OTHER_PENALTY_BASE, penalty(period.principal, 0, rate, days)


def _in_grace(node: Node, run: Run) -> Iterator[Node]:
    period = node.plan[0]
    first, last = period.due + timedelta(1), period.due + timedelta(p.GRACE_DAYS)
    for row in run.pool.exactly(period.total, first, last, node.used)[:1]:
        yield _paid(node, p.WITHIN_GRACE, instalment(row, period), [row])


def late_without_penalty(node: Node, run: Run) -> Iterator[Node]:
    """Yield the path on which a period was paid long after its due date and nothing was charged for it."""
    period = node.plan[0]
    first, last = period.due + timedelta(p.GRACE_DAYS + 1), period.due + timedelta(LONGEST_DELAY)
    for row in run.pool.exactly(period.total, first, last, node.used)[:1]:
        yield _paid(node, p.LATE_WITHOUT_PENALTY, instalment(row, period), [row])


def _in_parts(node: Node, run: Run) -> Iterator[Node]:
    """Two or three debits of the due day, or some of that day and the rest later with a penalty on what was late."""
    period = node.plan[0]
    today = [r for r in run.pool.around(period.due, 0, 0, node.used) if r.amount < period.total]
    for count in range(2, MOST_PARTS + 1):
        for rows in combinations(today[:6], count):
            if sum(row.amount for row in rows) == period.total:
                yield _paid_by(node, list(rows), 0)
                return
    for early in today[:6]:
        for row in run.pool.around(period.due, -1, 30, node.used):
            rest = period.total - early.amount
            charged = row.amount - rest
            late = (row.on - period.due).days
            if charged < 0 or not _may_be_penalty(charged, (0, rest), node.rate, late):
                continue
            if charged in _late_rest(node, early.amount, late):
                yield _paid_by(node, [early, row], charged)
                return


def _late_rest(node: Node, in_time: Fen, days: int) -> tuple[Fen, ...]:
    """Return what the unpaid rest may cost, nothing in days of grace; what came in time paid interest first (F18)."""
    period = node.plan[0]
    interest = max(0, period.interest - in_time)
    charged = penalty(period.total - in_time - interest, interest, node.rate, days)
    return (charged, 0) if days <= p.GRACE_DAYS else (charged,)


def _paid_by(node: Node, rows: list[Row], charged: Fen) -> Node:
    period, interest = node.plan[0], node.plan[0].interest
    following = node.after(period)
    for n, row in enumerate(rows):
        extra = charged if n == len(rows) - 1 else 0
        on_interest = min(interest, row.amount - extra)
        interest -= on_interest
        role = Role(
            row.key,
            RoleKind.PART,
            row.amount,
            period.number,
            period.due,
            row.amount - extra - on_interest,
            on_interest,
            extra,
            days=(row.on - period.due).days,
        )
        following = following.plus(p.EXTRA_PART if n else p.PARTS, [row], role)
    return following._replace(clean=node.clean + 1)


def shared(node: Node, run: Run) -> Iterator[Node]:
    """Yield the paths on which a larger debit of the due day pays this period and another loan's."""
    period = node.plan[0]
    if not run.pool.shared:
        return
    for row in run.pool.around(period.due, 0, 0, node.used):
        if row.amount > period.total:
            role = instalment(row, period, amount=period.total)
            yield _paid(node, p.SHARED, role, [row])


def _with_charge(paid: Node, before: Node, run: Run) -> Node:
    """Attach a penalty that was debited apart, where its amount fits some number of days."""
    period = before.plan[0]
    last = max(paid.last, period.due)
    for row in run.pool.between(last, last + timedelta(CHARGED_WITHIN), paid.used):
        if row.purpose is Purpose.OVERDUE_CHARGE:
            for days in range(1, (row.on - period.due).days + 1):
                if row.amount == penalty(period.principal, period.interest, before.rate, days):
                    role = Role(
                        row.key, RoleKind.PENALTY, row.amount, period.number, period.due, penalty=row.amount, days=days
                    )
                    return paid.plus(p.LATE_WITH_PENALTY, [row], role)
    return paid

"""Early settlement and partial prepayment: what a row outside the plan repaid, and the plan that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.core.facts import Method, Purpose
from app.core.inference import plausibility as p
from app.core.inference.debits import Row
from app.core.inference.model import Change, ChangeKind, Role, RoleKind
from app.core.inference.paths import Node, Run
from app.core.loans import Convention, Period, interest
from app.core.loans import Terms as RateTerms
from app.core.loans.prepayment import InterestOn, Replan, recut
from app.core.loans.reserve_advance import AMOUNT as RESERVE
from app.core.loans.settlement import USUAL, interest_by
from app.core.money import Fen

ROUND_PRINCIPAL = 10_000


def settlements(node: Node, run: Run, labelled: bool = True) -> Iterator[Node]:
    """Yield the ends in which a row repays the balance with interest to the day (F9), or to a day more."""
    period = node.plan[0]
    for row in run.pool.between(max(node.last, node.starts), period.due, node.used):
        if (row.purpose is Purpose.SETTLEMENT) is not labelled or row.purpose is Purpose.PREPAYMENT:
            continue
        yield from _settled_by(node, run, row)


def _settled_by(node: Node, run: Run, row: Row) -> Iterator[Node]:
    named = row.purpose is Purpose.SETTLEMENT
    wording = 0 if named else p.UNLABELLED_SETTLEMENT
    if not named and row.on == node.plan[0].due:
        wording += p.UNLABELLED_ON_DUE_DATE
    for cost, accrued, extra_days, reserve in _payoffs(node, run, row):
        if row.amount == node.balance + accrued + reserve:
            yield _settled(node, row, accrued, cost + wording, extra_days=extra_days, reserve=reserve)
            return
    rest = row.amount - node.balance
    if named and not run.strict and abs(rest) <= node.balance // 5 + RESERVE:
        accrued = interest(node.balance, node.rate, node.starts, max(node.starts, row.on), _convention(run))
        yield _settled(node, row, accrued, p.UNEXPLAINED, left=rest - accrued)


def _payoffs(node: Node, run: Run, row: Row) -> Iterator[tuple[int, Fen, int, Fen]]:
    """Yield unlikeliness, interest, days more and reserve of each way to settle on the row's day."""
    span = (node.starts, max(node.starts, row.on))
    for counted in USUAL:
        accrued = interest_by(counted, node.balance, node.rate, span, _convention(run))
        cost = p.SETTLED + (p.ONE_DAY_MORE if counted.days else 0)
        yield cost, accrued, counted.days, 0
        yield cost + p.WITH_RESERVE, accrued, counted.days, RESERVE


def _settled(
    node: Node, row: Row, accrued: Fen, cost: int, *, extra_days: int = 0, reserve: Fen = 0, left: Fen = 0
) -> Node:
    period = node.plan[0]
    role = Role(
        row.key,
        RoleKind.SETTLEMENT,
        row.amount,
        period.number,
        period.due,
        node.balance,
        accrued,
        reserve=reserve,
        unexplained=left,
        extra_days=extra_days,
    )
    change = Change(ChangeKind.SETTLED, row.on, period.number, row.key, node.balance)
    ended = node.plus(cost, [row], role, change, faults=1 if left else 0)
    return ended._replace(plan=(), balance=0, settled=True)


def prepayments(node: Node, run: Run, labelled: bool = True) -> Iterator[Node]:
    """Yield the plans that go on after a row repaid a part of the principal before the coming due date (F11)."""
    period = node.plan[0]
    for row in run.pool.between(max(node.last, node.starts), period.due, node.used):
        if labelled and row.purpose is Purpose.PREPAYMENT:
            yield from _prepaid_by(node, run, row, p.PREPAID, any_sum=True)
        elif not labelled and row.purpose is Purpose.UNKNOWN and row.on < period.due:
            yield from _prepaid_by(node, run, row, p.UNLABELLED_PREPAYMENT, any_sum=False)


def _prepaid_by(node: Node, run: Run, row: Row, cost: int, *, any_sum: bool) -> Iterator[Node]:
    """Interest to date was paid on the prepaid part or on all of the balance; three ways to re-cut the plan."""
    day = max(node.starts, row.on)
    on_all = interest(node.balance, node.rate, node.starts, day, _convention(run))
    by_part = _prepaid_principal(node, run, row)
    for principal, taken in ((by_part, InterestOn.PREPAID_PART), (row.amount - on_all, InterestOn.WHOLE_BALANCE)):
        if 0 < principal < node.balance and (any_sum or principal % ROUND_PRINCIPAL == 0):
            yield from _replanned(node, run, row, principal, taken, cost)


def _prepaid_principal(node: Node, run: Run, row: Row) -> Fen:
    """Return the principal X with X + its interest to date = the row; 0 where no whole fen fits."""
    day = max(node.starts, row.on)
    of_many = interest(_MANY, node.rate, node.starts, day, _convention(run))
    about = row.amount * _MANY // (_MANY + of_many)
    for principal in range(about - 1, about + 3):
        if principal + interest(principal, node.rate, node.starts, day, _convention(run)) == row.amount:
            return principal
    return 0


_MANY = 10**12


def _replanned(node: Node, run: Run, row: Row, principal: Fen, taken: InterestOn, cost: int) -> Iterator[Node]:
    period, balance, on_all = node.plan[0], node.balance - principal, taken is InterestOn.WHOLE_BALANCE
    starts = max(node.starts, row.on) if on_all else node.starts
    if on_all and row.on <= node.starts:
        return
    role = Role(row.key, RoleKind.PREPAYMENT, row.amount, period.number, None, principal, row.amount - principal)
    extra = (p.INTEREST_ON_ALL if on_all else 0) + (p.ODD_PREPAYMENT if principal % ROUND_PRINCIPAL else 0)
    for how, odds, plan in _plans_after(node, run, balance, starts):
        change = Change(ChangeKind.PREPAID, row.on, period.number, row.key, principal, replan=how, interest_on=taken)
        after = node.plus(cost + extra + odds, [row], role, change)
        yield after._replace(plan=plan, balance=balance, starts=starts)


def _plans_after(node: Node, run: Run, balance: Fen, starts: date) -> Iterator[tuple[Replan, int, tuple[Period, ...]]]:
    terms = run.hypothesis.terms
    now = RateTerms(node.rate, terms.method, terms.convention)
    if starts >= node.plan[0].due:
        return
    yield Replan.KEEP_TERM, 0, recut(node.plan, now, balance, starts)
    if len(node.plan) == 1 or terms.method in (Method.INTEREST_ONLY, Method.BULLET):
        return
    if terms.method is Method.EQUAL_INSTALMENT:
        yield Replan.KEEP_PAYMENT, p.PAYMENT_KEPT, recut(node.plan, now, balance, starts, Replan.KEEP_PAYMENT)
    yield Replan.CUT_FROM_END, p.CUT_FROM_END, recut(node.plan, now, balance, starts, Replan.CUT_FROM_END)


def _convention(run: Run) -> Convention:
    return run.hypothesis.terms.convention

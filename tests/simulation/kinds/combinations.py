"""Kinds where two things meet: a debit beside a payment by hand, a plan that lags, interest put off, lag charged."""

from __future__ import annotations

from datetime import date, timedelta

from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on
from tests.simulation.kinds.lender import Loan, Term, copied, equal_instalment, fen, finish, new_loan
from tests.simulation.kinds.steps import CHANGED, charge_on, interest_to, late, paid, want_late, without_records


def _rest(loan: Loan, done: int, left: int, since: date) -> list[Term]:
    """Equal instalments of what is left over the periods that remain, numbered on."""
    rest = equal_instalment(left, len(loan.plan) - done, loan.rate, since)
    return [Term(n, t.start, t.due, t.principal, t.interest) for n, t in enumerate(rest, done + 1)]


def _lines(*plans: list[Term]) -> list[Line]:
    return [row for plan in plans for term in plan for row in term.rows]


def put_off(desk: Desk, variant: int) -> None:
    """Nothing is due for months, their interest is added to the principal; then right; late; no record; one month."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    if variant == 2:
        without_records(desk)
    before, left, since = copied(loan.plan), loan.left_after(4), loan.plan[3].due
    loan.page(since + timedelta(days=3), before)
    resumed = months_on(since, 1 if variant == 3 else 3)
    added = fen(left * loan.rate * (resumed - since).days)
    loan.plan = [*loan.plan[:4], *_rest(loan, 4, left + added, resumed)]
    loan.page(since + timedelta(days=12))
    cost = sum(t.total for t in loan.plan[4:]) - sum(t.total for t in before[4:])
    desk.want("put off", "PLAN-DEFERRED", (cost, added), _lines(before[4:], loan.plan[4:]))
    desk.forbid("PLAN-DUE-DAY-CHANGED PLAN-RATE-CHANGED DEBIT-MISSED UNEXPLAINED", "the interest was added")
    if variant == 1:
        want_late(loan, 5, desk.rng.randrange(2, 9))
    else:
        loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=12))


def plan_lags(desk: Desk, variant: int) -> None:
    """Prepaid, and the plan follows a month on: a page between, that lags; none; the period after it late; two."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    before, last = copied(loan.plan), loan.plan[3].due
    loan.page(last + timedelta(days=2), before)
    day, left = last + timedelta(days=desk.rng.randrange(5, 12)), loan.left_after(4)
    part = left // 300 * 100
    rows = loan.debit(day, part + fen(part * loan.rate * (day - last).days), hand=True, text="借呗提前还款")
    rows.append(loan.post("", day, (part, fen(part * loan.rate * (day - last).days), 0), channel="提前还款"))
    for n in range((1, 0, 1, 2)[variant]):
        loan.page(day + timedelta(days=1 + 3 * n), copied(loan.plan))
    running = loan.plan[4]  # debited as the old plan has it: what the prepayment saves of its interest is principal
    interest = fen((left - part) * loan.rate * (running.due - last).days)
    loan.debit(running.due, running.total)
    loan.post(5, running.due, (running.total - interest, interest, 0))
    left -= part + running.total - interest
    changed = Term(5, running.start, running.due, running.total - interest, interest, "已结清")
    loan.plan = [*loan.plan[:4], changed, *_rest(loan, 5, left, running.due)]
    loan.page(running.due + timedelta(days=3))
    saved = sum(t.interest for t in loan.plan[5:]) - sum(t.interest for t in before[5:])
    desk.want("prepaid", "PLAN-REAMORTISED", (saved, -part), [*rows, *_lines(loan.plan[5:])], optional=True)
    desk.allow(CHANGED, "info")
    desk.forbid("DEBIT-MISSED UNEXPLAINED POST-MISSING", "all was prepaid and paid in time")
    if variant == 2:
        want_late(loan, 6, desk.rng.randrange(2, 9))
    else:
        loan.pay(6)
    finish(desk, loan, loan.plan[5].due + timedelta(days=12))


def on_another_loan(desk: Desk, variant: int) -> None:
    """A period paid by hand is recorded as another loan's prepayment, on its day or two days before."""
    one = new_loan(desk, terms=12)
    two = new_loan(desk, terms=12, drawn=months_on(one.drawn, -1) + timedelta(days=8))
    paid(one, 3)
    done = sum(t.due < one.plan[3].due for t in two.plan)
    paid(two, done)
    term, on = one.plan[3], one.plan[3].due + timedelta(days=(0, 0, -2, 0)[variant])
    last = two.plan[done - 1].due
    interest = fen(two.left_after(done) * two.rate * (on - last).days)
    rows = one.debit(on, term.total, 20, hand=True)
    rows.append(two.post("", on, (term.total - interest, interest, 0), channel="提前还款", hour=20))
    left = two.left_after(done) - (term.total - interest)
    two.plan = [*two.plan[:done], *_rest(two, done, left, last)]
    desk.want("posted elsewhere", "ALLOC-OTHER-LOAN", (0, term.total, -term.total), [*rows, *term.rows])
    desk.allow(CHANGED, "info", "warning")
    desk.forbid("DEBIT-MISSED POST-MISSING", "it was paid, and posted to the other loan")
    finish(desk, one, term.due + timedelta(days=4))
    two.list_it()
    two.page(desk.as_of)


def counted_late(desk: Desk, variant: int) -> None:
    """Paid in time and counted days later: charged with the next period; at once; not; with the next, and back."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, following, days = loan.plan[3], loan.plan[4], desk.rng.randrange(2, 7)
    charge = charge_on(loan, term, days)
    now = charge if variant == 1 else 0
    rows = loan.debit(term.due, term.total + now)
    rows.append(loan.post(4, term.due, (term.principal, term.interest, now), counted=term.due + timedelta(days=days)))
    term.state = "已结清"
    if variant in (0, 3):
        rows += loan.debit(following.due, following.total + charge)
        rows.append(loan.post(5, following.due, (following.principal, following.interest, charge)))
        following.state = "已结清"
    else:
        loan.pay(5)
    if variant == 3:
        back = following.due + timedelta(days=4)
        rows.append(desk.booked(loan.card, at(back, 15), charge, "支付宝-借呗退款", "退款"))
        rows.append(
            desk.entry(
                loan.wallet, at(back, 15), loan.party, "借呗罚息退回", charge, bank_method(loan.card), "退款成功"
            )
        )
    desk.want("counted late", "POST-LAG AMOUNT-WAIVED", (charge if variant < 2 else 0, -charge), rows)
    desk.allow("POST-LAG AMOUNT-WAIVED", "info", "warning")
    desk.forbid("DEBIT-LATE UNEXPLAINED", "it was paid in time")
    finish(desk, loan, following.due + timedelta(days=12))


def days_before(desk: Desk, variant: int) -> None:
    """Paid by hand a day before, and debited all the same: kept; given back; three days before; no record."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    if variant == 3:
        without_records(desk)
    term = loan.plan[4]
    ahead = term.due - timedelta(days=3 if variant == 2 else 1)
    rows = loan.debit(ahead, term.total, 20, hand=True)
    rows.append(loan.post(5, ahead, (term.principal, term.interest, 0), channel="主动还款", hour=20))
    rows += loan.debit(term.due, term.total, 8)
    term.state = "已结清"
    if variant == 1:
        back = term.due + timedelta(days=2)
        order = next(x for x in reversed(desk.wallets[loan.wallet]) if x.at.date() == term.due).cells[-1]
        rows.append(desk.booked(loan.card, at(back, 15), term.total, "支付宝-借呗退款", "退款"))
        desk.entry(
            loan.wallet, at(back, 15), loan.party, "退款-借呗自动还款", term.total, bank_method(loan.card), "退款成功",
            order=f"{order}_1",
        )  # fmt: skip
    desk.want("twice", "DEBIT-MANUAL-AUTO-OVERLAP", (term.total, 0), rows)
    desk.forbid("DEBIT-EARLY", "it was debited on its day as well")
    finish(desk, loan, term.due + timedelta(days=10))


def remainder_open(desk: Desk, variant: int) -> None:
    """Settled with yesterday's quote, and a page still asks for the day: overdue; not yet due; no record; late."""
    loan = new_loan(desk, terms=12)
    if variant == 3:
        paid(loan, 3)
        days = desk.rng.randrange(2, 9)
        charge = charge_on(loan, loan.plan[3], days)
        desk.want("late", "DEBIT-LATE", charge, late(loan, 4, days, charge))
    else:
        paid(loan, 4)
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(12, 20))
    left, short = loan.left_after(4), interest_to(loan, 4, day - timedelta(days=1))
    rest = interest_to(loan, 4, day) - short
    rows = loan.debit(day, left + short, 9, hand=True, text="借呗提前结清")
    rows.append(loan.post("", day, (left, short, 0), channel="提前结清", hour=9))
    if variant == 2:
        without_records(desk)
    for term in loan.plan[5:]:
        term.state = "已结清"
    open_one = loan.plan[4]
    open_one.principal, open_one.interest = 0, rest
    finish(desk, loan, open_one.due + timedelta(days=-2 if variant == 1 else 4))
    small = rest <= 10_00
    codes = "SETTLE-RESIDUAL-CENTS" if small else "SETTLE-RESIDUAL-CENTS DEBIT-MISSED DAYCOUNT-CONVENTION"
    desk.want("remainder", codes, (rest, -rest), [*rows, *open_one.rows], optional=not small)
    desk.allow("SETTLE-INTEREST-TO-DATE DAYCOUNT-CONVENTION DEBIT-MISSED" if not small else "SETTLE-INTEREST-TO-DATE")
    desk.forbid(CHANGED, "a settled loan has no plan that changes")


COMBINATIONS = {
    "put-off": put_off,
    "plan-lags": plan_lags,
    "on-another-loan": on_another_loan,
    "counted-late": counted_late,
    "days-before": days_before,
    "remainder-open": remainder_open,
}

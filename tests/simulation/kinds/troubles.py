"""Kinds of troubles between papers: plans of totals, refunds in another export, a charge with the next period."""

from __future__ import annotations

from datetime import date, timedelta

from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, yuan
from tests.simulation.kinds.lender import (
    Loan,
    copied,
    equal_instalment,
    fen,
    finish,
    interest_first,
    new_loan,
)
from tests.simulation.kinds.steps import (
    CHANGED,
    SETTLED,
    TWICE,
    charge_on,
    late,
    opened,
    paid,
    settled_early,
    want_again,
    want_late,
    without_records,
)


def _totals_page(desk: Desk, loan: Loan, on: date) -> None:
    """The plan as a page that shows what is due in all, and no more; the rows are the terms' own."""
    rows: list[tuple[tuple[str | int, ...], tuple[Line, ...]]] = [
        (("查询日期", "借据号", "期数", "应还日期", "应还总额", "状态"), ())
    ]
    for term in loan.plan:
        state = "逾期" if term.state == "待还" and term.due < on else term.state
        line = Line(at(on), (), term.total)
        term.rows.append(line)
        cells = (f"{on}", loan.contract, term.number, f"{term.due}", yuan(term.total, True), state)
        rows.append((cells, (line,)))
    desk.papers["分期总额.csv"] = rows


def totals_plan(desk: Desk, variant: int) -> None:
    """A plan of totals alone, of a loan whose drawdown no file shows: right; late; not collected; taken twice."""
    loan = new_loan(desk, terms=12)
    without_records(desk)
    for n in range(1, 4):
        loan.pay(n)
    term = loan.plan[3]
    last = term.due + timedelta(days=20)
    if variant == 1:
        rows = loan.debit(term.due + timedelta(days=desk.rng.randrange(3, 8)), term.total)
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", 0, rows)
        term.state = "已结清"
    elif variant != 2:
        rows = loan.pay(4)
        if variant == 3:
            want_again(loan, 4, rows, 18)
    _totals_page(desk, loan, last)
    if variant == 2:
        desk.want("not collected", "DEBIT-MISSED", -term.total, term.rows)
    desk.forbid(f"UNEXPLAINED {CHANGED} SETTLE-INTEREST-TO-DATE", "totals alone tell nothing of this")
    finish(desk, loan, last, pages=False, table=False)


def sums_beside_plans(desk: Desk, variant: int) -> None:
    """Two loans with their plans, and a list of what both come to each month: right; one late; one twice; no record."""
    one = new_loan(desk, terms=12)
    two = new_loan(desk, terms=12, drawn=one.drawn)
    for loan in (one, two):
        paid(loan, 3)
    if variant == 1:
        want_late(one, 4, desk.rng.randrange(2, 8))
    else:
        rows = one.pay(4, hour=9)
        if variant == 2:
            want_again(one, 4, rows, 18)
    two.pay(4, hour=12)
    if variant == 3:
        without_records(desk)
    desk.papers["每月合计.csv"] = [
        (("期数", "还款日", "应还总额", "状态"), ()),
        *(
            ((n, f"{a.due}", yuan(a.total + b.total, True), "待还" if n > 3 else "已还"), ())
            for n, (a, b) in enumerate(zip(one.plan, two.plan, strict=True), 1)
        ),
    ]
    desk.forbid("DEBIT-MISSED POST-MISSING UNEXPLAINED", "the list is no loan's plan")
    last = one.plan[3].due + timedelta(days=14)
    two.list_it()
    two.page(last)
    finish(desk, one, last)


def refund_in_other_export(desk: Desk, variant: int) -> None:
    """Taken twice, and the wallet's refund stands in the next export: whole; in part; none; of the first debit."""
    loan = new_loan(desk, terms=6)
    paid(loan, 3)
    term = loan.plan[2]
    first = desk.wallets["alipay"][-1]
    again = loan.debit(term.due, term.total, 19)
    second = again[0]
    back = {0: term.total, 1: term.total // 2, 2: 0, 3: term.total}[variant]
    rows = [first, *again]
    if back:
        of = first if variant == 3 else second
        day = term.due + timedelta(days=desk.rng.randrange(1, 4))
        returned = desk.entry(
            "alipay-2", at(day, 10), "某某平台", "退款-订单", back, bank_method(loan.card), "退款成功", category="退款",
            order=f"{of.cells[-1]}_001",
        )  # fmt: skip
        rows += [returned, desk.booked(loan.card, at(day, 11), back, "支付宝-退款", "退款")]
    desk.want("twice", TWICE, (term.total - back, term.total), rows)
    if back == term.total:
        desk.forbid("UNEXPLAINED DEBIT-MISSED", "it came back")
    for n in (4, 5):
        loan.pay(n)
    # what came after the third period stands in the second export
    later = [x for x in desk.wallets["alipay"] if x.at.date() > term.due]
    desk.wallets["alipay"] = [x for x in desk.wallets["alipay"] if x not in later]
    desk.wallets.setdefault("alipay-2", []).extend(later)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def penalty_with_next(desk: Desk, variant: int) -> None:
    """Late, and the penalty is taken with the next period: recorded, with a wallet or bank alone; not recorded."""
    loan = new_loan(desk, terms=12, wallet="" if variant % 2 else "alipay")
    paid(loan, 3)
    days = desk.rng.randrange(3, 9)
    charge = charge_on(loan, loan.plan[3], days)
    rows = late(loan, 4, days, 0)
    following = loan.plan[4]
    rows += loan.debit(following.due, following.total + charge)
    rows.append(loan.post(5, following.due, (following.principal, following.interest, 0)))
    rows.append(loan.post(4, following.due, (0, 0, charge)))
    following.state = "已结清"
    if variant >= 2:
        without_records(desk)
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY UNEXPLAINED", (0, charge), rows, optional=True, left_open=True)
        desk.allow("DEBIT-LATE UNEXPLAINED")
    else:
        desk.want("late", "DEBIT-LATE", charge, rows)
    desk.forbid(f"DEBIT-MISSED {TWICE}", "paid, and the penalty with the next")
    loan.pay(6)
    finish(desk, loan, loan.plan[5].due + timedelta(days=5))


def prepaid_then_late(desk: Desk, variant: int) -> None:
    """A part is prepaid on a due day and the plan cut anew, then a period by it is late, twice, or not collected."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    before = copied(loan.plan)
    loan.page(loan.plan[2].due + timedelta(days=1), before)
    day = loan.plan[2].due + timedelta(days=2)
    part = loan.left_after(3) // 3 // 100_00 * 100_00 + 100_00
    interest = fen(part * loan.rate * 2)
    rows = loan.debit(day, part + interest, 14, hand=True, text="借呗提前还款")
    rows.append(loan.post("", day, (part, interest, 0), channel="提前还款", hour=14))
    rest = equal_instalment(loan.left_after(3) - part, 9, loan.rate, loan.plan[2].due, 4)
    loan.plan = [*loan.plan[:3], *rest]
    loan.page(day + timedelta(days=1))
    fallen = sum(t.interest for t in loan.plan[3:]) - sum(t.interest for t in before[3:])
    lines = [x for t in (*before[3:], *loan.plan[3:]) for x in t.rows]
    desk.want("prepaid", "PLAN-REAMORTISED", (fallen, fallen + interest), [*rows, *lines], left_open=True)
    if variant == 1:
        want_late(loan, 4, desk.rng.randrange(2, 7))
    elif variant != 3:
        own = loan.pay(4)
        if variant == 2:
            want_again(loan, 4, own, 19)
    last = loan.plan[3].due + timedelta(days=12)
    finish(desk, loan, last)
    if variant == 3:
        desk.want("missed", "DEBIT-MISSED", -loan.plan[3].total, loan.plan[3].rows)
    desk.forbid("UNEXPLAINED", "every amount has its rule")


def moved_day_then_late(desk: Desk, variant: int) -> None:
    """The due day is moved on request, then: paid on the new day; on the old one; late by the new one; missed."""
    loan = new_loan(desk, terms=6)
    paid(loan, 2)
    before = copied(loan.plan)
    loan.page(loan.plan[1].due + timedelta(days=1), before)
    shift, left, since = desk.rng.randrange(5, 15), loan.left_after(2), loan.plan[1].due
    for term in loan.plan[2:]:
        term.start, term.due = since, months_on(loan.plan[1].due, term.number - 2) + timedelta(days=shift)
        term.interest = fen(left * loan.rate * (term.due - since).days)
        left, since = left - term.principal, term.due
    loan.page(loan.plan[1].due + timedelta(days=3))
    rise = sum(t.interest for t in loan.plan[2:]) - sum(t.interest for t in before[2:])
    lines = [x for t in (*before[2:], *loan.plan[2:]) for x in t.rows]
    first = loan.plan[2].interest - before[2].interest
    desk.want("moved", "PLAN-DUE-DAY-CHANGED", (rise, first, rise - first), lines, left_open=True)
    desk.allow(CHANGED, "info", "warning")
    term = loan.plan[2]
    if variant == 2:
        want_late(loan, 3, desk.rng.randrange(2, 6))
    elif variant == 0:
        loan.pay(3)
    elif variant == 1:
        rows = loan.debit(before[2].due, term.total)
        rows.append(loan.post(3, before[2].due, (term.principal, term.interest, 0)))
        term.state = "已结清"
        desk.allow("DEBIT-EARLY")
        desk.forbid("DEBIT-LATE", "before the new day")
    finish(desk, loan, term.due + timedelta(days=10))
    if variant == 3:
        desk.want("missed", "DEBIT-MISSED", -term.total, term.rows)


def month_end(desk: Desk, variant: int) -> None:
    """Drawn on one of the last days of a month, due on the last day of shorter ones: right; late; twice; settled."""
    month = desk.rng.randrange(1, 13)
    drawn = months_on(date(2023, 1, desk.rng.choice((29, 30, 31))), 0)
    drawn = months_on(drawn, month) if months_on(drawn, month).day >= 29 else drawn
    loan = new_loan(desk, terms=12, drawn=drawn)
    paid(loan, 3)
    if variant == 1:
        want_late(loan, 4, desk.rng.randrange(1, 9))
    elif variant == 3:
        day = loan.plan[2].due + timedelta(days=desk.rng.randrange(5, 20))
        rows, interest = settled_early(loan, 3, day)
        saved = interest - sum(t.interest for t in loan.plan[3:])
        desk.want("settled", SETTLED, saved, rows)
    else:
        rows = loan.pay(4)
        if variant == 2:
            want_again(loan, 4, rows, 19)
    desk.forbid("DEBIT-EARLY DEBIT-MISSED UNEXPLAINED", "due on the month's last day")
    finish(desk, loan, loan.plan[3].due + timedelta(days=12))


def interest_only_late(desk: Desk, variant: int) -> None:
    """Interest by month, all principal with the last: an interest late; the last late; the last twice; missed."""
    loan = new_loan(desk, terms=4, method="先息后本")
    assert [t.principal for t in interest_first(loan.principal, 4, loan.rate, loan.drawn)][:3] == [0, 0, 0]
    paid(loan, 2)
    if variant == 0:
        want_late(loan, 3, desk.rng.randrange(3, 9))
        loan.pay(4)
    else:
        loan.pay(3)
    last = loan.plan[3]
    if variant == 1:
        want_late(loan, 4, desk.rng.randrange(3, 9))
    elif variant == 2:
        want_again(loan, 4, loan.pay(4), 19)
    finish(desk, loan, last.due + timedelta(days=11))
    if variant == 3:
        desk.want("missed", "DEBIT-MISSED", -last.total, last.rows)
    desk.forbid("UNEXPLAINED SETTLE-INTEREST-TO-DATE", "by the plan")


def tiny_loan(desk: Desk, variant: int) -> None:
    """A loan of 100 to 300 yuan, late by a day or two: the penalty is a few fen, which proves no rule."""
    loan = new_loan(desk, terms=12)
    loan.principal = desk.rng.randrange(100, 300) * 1_00
    loan.plan = equal_instalment(loan.principal, 12, loan.rate, loan.drawn)
    paid(loan, 3)
    days = 1 + variant % 2
    charge = charge_on(loan, loan.plan[3], days)
    if charge:
        desk.want("late", "DEBIT-LATE", charge, late(loan, 4, days, charge), proved=charge > 60)
    else:
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", 0, late(loan, 4, days, 0))
    loan.pay(5)
    if variant >= 2:
        desk.want("twice", TWICE, loan.plan[4].total, loan.debit(loan.plan[4].due, loan.plan[4].total, 20))
    desk.forbid("UNEXPLAINED DEBIT-MISSED", "by the usual rule")
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def settled_in_first_period(desk: Desk, variant: int) -> None:
    """Settled before anything fell due: with wallet and record; a day more of interest; bank alone; collected after."""
    loan = new_loan(desk, terms=12, wallet="" if variant == 2 else "alipay")
    opened(loan)
    day = loan.drawn + timedelta(days=desk.rng.randrange(6, 25))
    counted = (day - loan.drawn).days + (variant == 1)
    interest = fen(loan.principal * loan.rate * counted)
    text = "借呗提前结清"
    rows = loan.debit(day, loan.principal + interest, 15, hand=True, text=text)
    rows.append(loan.post("", day, (loan.principal, interest, 0), channel="提前结清", hour=15))
    saved = interest - sum(t.interest for t in loan.plan)
    for term in loan.plan:
        term.state = "已结清"
    extra = fen(loan.principal * loan.rate)
    codes = "DAYCOUNT-CONVENTION" if variant == 1 else SETTLED
    told = (extra - 1, extra, extra + 1, saved) if variant == 1 else saved  # both interests are rounded
    desk.want("settled", codes, told, [*rows, *loan.plan[0].rows])
    if variant == 3:
        again = loan.debit(loan.plan[0].due, loan.plan[0].total)
        desk.want("collected after", TWICE, loan.plan[0].total, [*rows, *again])
    desk.forbid("DEBIT-MISSED UNEXPLAINED DEBIT-LATE", "settled before")
    finish(desk, loan, loan.plan[0].due + timedelta(days=9), table=False)
    loan.list_it("已结清")


def refunded_in_parts(desk: Desk, variant: int) -> None:
    """Taken twice and given back in two parts, days apart: wallet; bank alone; the second part lacks; no record."""
    loan = new_loan(desk, terms=12, wallet="" if variant == 1 else "alipay")
    paid(loan, 3)
    term = loan.plan[3]
    rows = loan.pay(4)
    again = loan.debit(term.due, term.total, 19)
    half = term.total // 2 + desk.rng.randrange(100)
    parts = [half] if variant == 2 else [half, term.total - half]
    rows += again
    for n, part in enumerate(parts, 1):
        day = term.due + timedelta(days=2 * n)
        if loan.wallet:
            rows.append(
                desk.entry(
                    "alipay", at(day, 10), loan.party, "退款-借呗自动还款", part, bank_method(loan.card), "退款成功",
                    category="退款", order=f"{again[0].cells[-1]}_{n:03d}",
                )
            )  # fmt: skip
        rows.append(desk.booked(loan.card, at(day, 11), part, f"{loan.bank_text} 退款", "退款"))
    desk.want("twice", TWICE, (term.total - sum(parts), term.total), rows)
    if variant == 3:
        without_records(desk)
    desk.forbid("DEBIT-MISSED UNEXPLAINED", "paid once, and what came back is told")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


TROUBLES = {
    "totals-plan": totals_plan,
    "sums-beside-plans": sums_beside_plans,
    "refund-in-other-export": refund_in_other_export,
    "penalty-with-next": penalty_with_next,
    "prepaid-then-late": prepaid_then_late,
    "moved-day-then-late": moved_day_then_late,
    "month-end": month_end,
    "interest-only-late": interest_only_late,
    "tiny-loan": tiny_loan,
    "settled-in-first-period": settled_in_first_period,
    "refunded-in-parts": refunded_in_parts,
}
"""By the names that the catalogue lists."""

"""Kinds of payments that leave the plan's path: rests, surpluses, second settlements, charges taken by themselves."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.simulation.kinds.desk import Desk, at
from tests.simulation.kinds.lender import copied, fen, finish, new_loan, penalty
from tests.simulation.kinds.steps import TWICE, late, paid


def charge_by_itself(desk: Desk, variant: int) -> None:
    """Paid late without the penalty; it is taken the next day; with the next instalment; by hand weeks on; never."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 9)
    charge = penalty(term.principal, term.interest, loan.rate, days)
    day = term.due + timedelta(days=days)
    rows = loan.debit(day, term.total)
    rows.append(loan.post(4, day, (term.principal, term.interest, 0)))
    term.state = "已结清"
    following = loan.plan[4]
    if variant == 1:
        rows += loan.debit(following.due, following.total + charge)
        rows.append(loan.post(4, following.due, (0, 0, charge)))
        loan.post(5, following.due, (following.principal, following.interest, 0))
        following.state = "已结清"
    else:
        if variant != 3:
            later = day + timedelta(days=1 if variant == 0 else 14)
            rows += loan.debit(later, charge, 9, hand=variant == 2)
            rows.append(loan.post(4, later, (0, 0, charge), hour=9))
        loan.pay(5)
    amounts = (0,) if variant == 3 else (charge,)
    desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", amounts, rows)
    desk.forbid(f"DEBIT-MISSED {TWICE}", "the penalty is no second instalment")
    finish(desk, loan, following.due + timedelta(days=5))


def a_rest_left(desk: Desk, variant: int) -> None:
    """A round sum by hand, a few yuan short: the rest days later with a penalty; free; with the next; still open."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    short = desk.rng.randrange(2_00, 30_00)
    first = term.total - short
    rows = loan.debit(term.due, first, 9, hand=True)
    rows.append(loan.post(4, term.due, (first - term.interest, term.interest, 0), channel="主动还款", hour=9))
    days = desk.rng.randrange(3, 12)
    day, following = term.due + timedelta(days=days), loan.plan[4]
    charge = fen(short * loan.rate * Decimal("1.5") * days) if variant == 0 else 0
    if variant < 2:
        rows += loan.debit(day, short + charge)
        rows.append(loan.post(4, day, (short, 0, charge)))
        term.state = "已结清"
        loan.pay(5)
        desk.want("late in part", "DEBIT-LATE DEBIT-HOLIDAY", charge, rows)
    elif variant == 2:
        rows += loan.debit(following.due, following.total + short)
        rows.append(loan.post(4, following.due, (short, 0, 0)))
        loan.post(5, following.due, (following.principal, following.interest, 0))
        term.state = following.state = "已结清"
        desk.want("late in part", "DEBIT-LATE DEBIT-HOLIDAY", 0, rows)
    desk.forbid(TWICE, "parts of one instalment")
    finish(desk, loan, (day if variant == 3 else following.due) + timedelta(days=3))
    if variant == 3:
        desk.want("open in part", "DEBIT-MISSED", -short, [*rows, *term.rows])


def a_surplus_paid(desk: Desk, variant: int) -> None:
    """A round sum above the instalment by hand: the surplus counts on the next; comes back; is principal; is open."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, following = loan.plan[3], loan.plan[4]
    more = desk.rng.randrange(20_00, 90_00)
    rows = loan.debit(term.due, term.total + more, 9, hand=True)
    rows.append(loan.post(4, term.due, (term.principal, term.interest, 0), channel="主动还款", hour=9))
    term.state = "已结清"
    if variant == 0:
        rows.append(loan.post(5, term.due, (more, 0, 0), channel="主动还款", hour=9))
        rows += loan.debit(following.due, following.total - more)
        rows.append(loan.post(5, following.due, (following.principal - more, following.interest, 0)))
        following.state = "已结清"
        desk.allow("PREPAY-AS-NEXT-TERM DEBIT-EARLY")
        desk.forbid("DEBIT-LATE", "both on their days")
    else:
        if variant == 1:
            back = at(term.due + timedelta(days=2), 10)
            rows.append(desk.booked(loan.card, back, more, "支付宝-借呗还款退款", "退款"))
        desk.want("too much", f"{TWICE} UNEXPLAINED", (more, 0), rows, left_open=True, optional=variant == 1)
        loan.pay(5)
    desk.forbid("DEBIT-MISSED", "paid")
    finish(desk, loan, following.due + timedelta(days=5))


def settled_twice(desk: Desk, variant: int) -> None:
    """Settled by hand, and collected again: the instalment that evening; the settlement twice; next month; returned."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    loan.page(loan.plan[3].due + timedelta(days=1), copied(loan.plan))
    running = loan.plan[4]
    day = running.due if variant in (0, 3) else running.due - timedelta(days=9)
    left = loan.left_after(4)
    interest = fen(left * loan.rate * (day - loan.plan[3].due).days)
    rows = loan.debit(day, left + interest, 9, hand=True, text="借呗提前结清")
    rows.append(loan.post("", day, (left, interest, 0), channel="提前结清", hour=9))
    for term in loan.plan[4:]:
        term.state = "已结清"
    saved = interest - sum(t.interest for t in loan.plan[4:])
    if variant == 1:
        again, extra = loan.debit(day, left + interest, 11, hand=True, text="借呗提前结清"), left + interest
    else:
        again, extra = loan.debit(running.due, running.total, 19), running.total
    if variant == 3:
        back = desk.booked(loan.card, at(day + timedelta(days=3), 10), running.total, "支付宝-借呗还款退款", "退款")
        again.append(back)
    desk.want("settled", "SETTLE-INTEREST-TO-DATE SETTLE-SAME-DAY", saved, [*rows])
    desk.want("again", TWICE, (extra, 0), again, optional=variant == 3)
    desk.forbid("DEBIT-MISSED", "settled")
    finish(desk, loan, running.due + timedelta(days=8), table=False)
    loan.list_it("已结清")


def old_quote(desk: Desk, variant: int) -> None:
    """Settled with yesterday's quote: a day's interest stays; paid later; overdue; written off; with all papers."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    loan.page(loan.plan[3].due + timedelta(days=1), copied(loan.plan))
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(5, 20))
    left = loan.left_after(4)
    days = (day - loan.plan[3].due).days
    short = fen(left * loan.rate * (days - 1))
    rest = fen(left * loan.rate * days) - short
    rows = loan.debit(day, left + short, 9, hand=True, text="借呗提前还款")
    rows.append(loan.post("", day, (left, short, 0), channel="提前还款", hour=9))
    if variant < 2:
        later = day + timedelta(days=(1, 6)[variant])
        rows += loan.debit(later, rest, 10, hand=bool(variant))
        rows.append(loan.post("", later, (0, rest, 0), hour=10, channel="提前结清"))
    for term in loan.plan[4:]:
        term.state = "已结清"
    saved = short - sum(t.interest for t in loan.plan[4:])
    codes = "SETTLE-INTEREST-TO-DATE DAYCOUNT-CONVENTION SETTLE-RESIDUAL-CENTS SETTLE-SAME-DAY"
    desk.want("settled", codes, (saved, saved + rest, -rest), rows)
    desk.allow(codes + " UNEXPLAINED")
    desk.forbid("DEBIT-MISSED", "settled")
    finish(desk, loan, day + timedelta(days=10), table=False)
    loan.list_it("已结清")


def netted_renewal(desk: Desk, variant: int) -> None:
    """A new loan of the same lender takes over the old: paid out net; in full, with a debit; each again, then late."""
    old = new_loan(desk, terms=12)
    paid(old, 4)
    old.page(old.plan[3].due + timedelta(days=1), copied(old.plan))
    day = old.plan[3].due + timedelta(days=desk.rng.randrange(5, 20))
    left = old.left_after(4)
    interest = fen(left * old.rate * (day - old.plan[3].due).days)
    new = new_loan(desk, terms=12, drawn=day.replace(day=min(day.day, 27)))
    day = new.drawn
    interest = fen(left * old.rate * (day - old.plan[3].due).days)
    net = new.principal - left - interest
    new.page(new.drawn, fresh=True)
    if variant % 2 == 0 and net > 0:
        desk.booked(new.card, at(day, 10, 33), net, new.bank_text.replace("还款", "放款"), "代付")
        desk.entry("alipay", at(day, 10, 33), new.party, "借呗放款至银行卡", net, "", "放款成功")
        rows = [old.post("", day, (left, interest, 0), channel="借新还旧")]
    else:
        new.pay_out()
        rows = old.debit(day, left + interest, 12, hand=True, text="借呗提前结清")
        rows.append(old.post("", day, (left, interest, 0), channel="提前结清", hour=12))
    for term in old.plan[4:]:
        term.state = "已结清"
    saved = interest - sum(t.interest for t in old.plan[4:])
    desk.want("settled", "SETTLE-INTEREST-TO-DATE SETTLE-SAME-DAY", saved, [*rows, *old.plan[4].rows])
    for n in (1, 2):
        new.pay(n)
    if variant >= 2:
        days = desk.rng.randrange(2, 6)
        term = new.plan[2]
        charge = penalty(term.principal, term.interest, new.rate, days)
        desk.want("late", "DEBIT-LATE", charge, late(new, 3, days, charge))
    desk.forbid(f"DEBIT-MISSED {TWICE} UNEXPLAINED POST-MISSING", "the old loan was taken over")
    old.list_it("已结清")
    old.page(new.plan[1].due + timedelta(days=35))
    finish(desk, new, new.plan[1].due + timedelta(days=10 if variant < 2 else 36))


def swapped(desk: Desk, variant: int) -> None:
    """Two loans, each debit recorded on the other; in the second variant corrected by rows of minus."""
    a = new_loan(desk, terms=12)
    b = new_loan(desk, terms=6, drawn=a.drawn)
    for loan in (a, b):
        paid(loan, 3)
    one, two = a.plan[3], b.plan[3]
    first, second = a.debit(one.due, one.total, 11), b.debit(two.due, two.total, 12)
    rows = [*first, *second]
    if variant == 1:  # posted on the other, taken back, posted rightly: nothing is wrong in the end
        wrong = b.post(4, one.due, (one.principal, one.interest, 0), hour=11)
        back = b.post(4, one.due + timedelta(days=1), (-one.principal, -one.interest, 0), hour=9, channel="冲正")
        right = a.post(4, one.due + timedelta(days=1), (one.principal, one.interest, 0), hour=9, counted=one.due)
        rows += [wrong, back, right, b.post(4, two.due, (two.principal, two.interest, 0), hour=12)]
        one.state = two.state = "已结清"
        desk.allow("POST-LAG ALLOC-OTHER-LOAN UNEXPLAINED", "info", "warning")
        desk.forbid(f"DEBIT-MISSED DEBIT-LATE {TWICE}", "both were paid")
    else:
        low, high, least, most = (a, b, one, two) if one.total < two.total else (b, a, two, one)
        rows.append(high.post(4, one.due, (least.total - most.interest, most.interest, 0), hour=11))
        rows.append(low.post(4, one.due, (least.principal, least.interest, 0), hour=12))
        rows.append(low.post(5, one.due, (most.total - least.total, 0, 0), hour=12))
        least.state = "已结清"
        desk.want("on the other loan", "ALLOC-OTHER-LOAN UNEXPLAINED DEBIT-MISSED ALLOC-ORDER POST-MISSING",
                  (most.total - least.total, least.total - most.total), rows, left_open=True)  # fmt: skip
        desk.allow("ALLOC-OTHER-LOAN UNEXPLAINED PREPAY-AS-NEXT-TERM ALLOC-ORDER PLAN-REAMORTISED STATUS-STALE")
        desk.forbid(TWICE, "each was due")
    b.list_it()
    b.page(one.due + timedelta(days=6))
    finish(desk, a, one.due + timedelta(days=6))


def record_corrected(desk: Desk, variant: int) -> None:
    """The record takes a posting back and posts it anew: same day; days on; with a charge; the same row twice."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    rows = loan.debit(term.due, term.total)
    rows.append(loan.post(4, term.due, (term.principal, term.interest, 0)))
    if variant == 3:
        rows.append(loan.post(4, term.due, (term.principal, term.interest, 0)))
    else:
        day = term.due + timedelta(days=(0, 4, 4)[variant])
        rows.append(loan.post(4, day, (-term.principal, -term.interest, 0), hour=15, channel="冲正"))
        charge = penalty(term.principal, term.interest, loan.rate, 4) if variant == 2 else 0
        if charge:
            rows += loan.debit(day, charge, 16)
            rows.append(loan.post(4, day, (term.principal, term.interest, charge), hour=16))
            desk.want("charged", "DEBIT-LATE POST-LAG UNEXPLAINED PENALTY-INTEREST", charge, rows, left_open=True)
        else:
            rows.append(loan.post(4, day, (term.principal, term.interest, 0), hour=16, counted=term.due))
    term.state = "已结清"
    desk.allow("POST-LAG", "info", "warning")
    desk.forbid(f"DEBIT-MISSED {TWICE} POST-MISSING", "one debit, in time")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def latest_first(desk: Desk, variant: int) -> None:
    """Two periods overdue and one instalment paid: put on the older; on the newer; on both; without a record."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    one, two = loan.plan[3], loan.plan[4]
    day = two.due + timedelta(days=desk.rng.randrange(2, 8))
    rows = loan.debit(day, (one, two)[variant % 2].total, 10, hand=True)
    target = (one, two)[variant % 2]
    number = 4 + variant % 2
    if variant < 2:
        rows.append(loan.post(number, day, (target.principal, target.interest, 0), channel="主动还款", hour=10))
    else:
        desk.no_records, desk.records = True, []
    target.state = "已结清"
    open_one = (two, one)[variant % 2]
    finish(desk, loan, day + timedelta(days=3))
    desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", 0, [*rows, *target.rows])
    desk.want("open", "DEBIT-MISSED", -open_one.total, open_one.rows)


def compound_penalty(desk: Desk, variant: int) -> None:
    """Overdue for two months, the penalty on the penalty of each month too; by day; of a part; without a record."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, later = loan.plan[3], loan.plan[5]
    rate = loan.rate * Decimal("1.5")
    first = fen(term.total * rate * (loan.plan[4].due - term.due).days)
    second = fen((term.total + first) * rate * (later.due - loan.plan[4].due).days)
    charge = first + second
    if variant == 1:
        owed = Decimal(term.total)
        for _ in range((later.due - term.due).days):
            owed *= 1 + rate
        charge = fen(owed) - term.total
    days = (later.due - term.due).days
    loan.pay(5)
    rows = late(loan, 4, days, charge)
    loan.pay(6)
    if variant >= 2:
        desk.no_records, desk.records = True, []
    desk.want("late", "DEBIT-LATE", charge, rows, left_open=True, proved=False)
    desk.forbid("DEBIT-MISSED", "paid in the end")
    finish(desk, loan, later.due + timedelta(days=5))


IRREGULAR = {
    "a-surplus-paid": a_surplus_paid,
    "compound-penalty": compound_penalty,
    "charge-by-itself": charge_by_itself,
    "a-rest-left": a_rest_left,
    "settled-twice": settled_twice,
    "old-quote": old_quote,
    "netted-renewal": netted_renewal,
    "swapped": swapped,
    "record-corrected": record_corrected,
    "latest-first": latest_first,
}

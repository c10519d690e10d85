"""Kinds of loans of many lenders that a plan and a bank's statement tell of, without wallet and record."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from app.workspace.tables import work_calendar
from tests.simulation.kinds.desk import Desk, at, months_on
from tests.simulation.kinds.lateness import BANKS
from tests.simulation.kinds.lender import Loan, Term, copied, equal_instalment, fen, finish, new_loan
from tests.simulation.kinds.steps import (
    TWICE,
    charge_on,
    closed,
    late,
    opened,
    paid,
    saved_by,
    want_again,
    want_deferred,
    want_late,
)

LENDERS = (
    ("京东支付-京东金条还款", "快捷支付"),
    ("网银在线(北京)商务服务有限公司 金条还款", "代扣"),
    ("北京三快小额贷款有限公司 美团生活费还款", "代扣"),
    ("抖音支付-放心借还款", "快捷支付"),
    ("度小满支付-有钱花还款", "快捷支付"),
    ("深圳前海微众银行股份有限公司 微粒贷还款", "代收"),
    ("浙江网商银行股份有限公司 网商贷还款", "代收"),
    ("招商银行 闪电贷还款", "贷款还款"),
    ("中国建设银行 快贷自动还款", "贷款还款"),
    ("工商银行 融e借还款", "贷款扣款"),
    ("招联消费金融股份有限公司 好期贷", "代扣"),
    ("中银消费金融有限公司 贷款还款", "代扣"),
    ("滴滴金融 滴水贷还款", "代扣"),
)


def some_loan(desk: Desk, **more: object) -> Loan:
    """A loan of one of many lenders, by plan and bank alone."""
    text, summary = desk.rng.choice(LENDERS)
    given = {"terms": desk.rng.choice((6, 10, 12)), "wallet": "", "bank_text": text, "summary": summary}
    desk.no_records = True
    return new_loan(desk, **(given | {"card": desk.rng.choice(BANKS)} | more))  # type: ignore[arg-type]


def lender_settled(desk: Desk, variant: int) -> None:
    """Settled early, with interest to the day; with one day more; in a period that was late; on the due day itself."""
    loan = some_loan(desk, terms=12)
    paid(loan, 4)
    loan.page(loan.plan[3].due + timedelta(days=1), copied(loan.plan))
    since = loan.plan[3].due
    day = since + timedelta(days=desk.rng.randrange(3, 25))
    left = loan.left_after(4)
    days = (day - since).days + (variant == 1)
    if variant == 3:
        day, days = loan.plan[4].due, (loan.plan[4].due - since).days
    interest = fen(left * loan.rate * days)
    rows = loan.debit(day, left + interest)
    closed(loan.plan[4:])
    saved = saved_by(loan, 4, interest)
    codes = "SETTLE-INTEREST-TO-DATE SETTLE-SAME-DAY DAYCOUNT-CONVENTION"
    to_day = fen(left * loan.rate * (day - since).days)
    amounts = (saved, interest, interest - to_day) if variant == 1 else (saved, interest)
    desk.want("settled", codes, amounts, [*rows, *loan.plan[4].rows])
    desk.forbid("DEBIT-MISSED DEBIT-LATE PLAN-REAMORTISED UNEXPLAINED", "settled")
    finish(desk, loan, day + timedelta(days=6), table=variant % 2 == 0)


def lender_in_parts(desk: Desk, variant: int) -> None:
    """Too little money on the due day: two parts that day; the rest next day free; with a penalty; three parts."""
    loan = some_loan(desk)
    paid(loan, 3)
    term = loan.plan[3]
    part = term.interest + term.principal // 3
    rows = loan.debit(term.due, part, 9)
    rest, days = term.total - part, desk.rng.randrange(1, 5)
    charge = fen(rest * loan.rate * Decimal("1.5") * days) if variant == 2 else 0
    if variant == 0:
        rows += loan.debit(term.due, rest, 17)
        desk.forbid("DEBIT-LATE", "paid on its day, in two parts")
    elif variant == 3:
        rows += loan.debit(term.due, rest // 2, 13) + loan.debit(term.due, rest - rest // 2, 20)
        desk.forbid("DEBIT-LATE", "paid on its day, in three parts")
    else:
        rows += loan.debit(term.due + timedelta(days=days), rest + charge)
        open_day = work_calendar().is_working(term.due)
        sure = charge or (open_day and term.due.weekday() < 4 and days > 1)  # else it may have been booked late
        desk.want("late in part", "DEBIT-LATE DEBIT-HOLIDAY", charge, rows, optional=not sure)
    desk.forbid(f"{TWICE} DEBIT-MISSED UNEXPLAINED", "parts of one instalment")
    term.state = "已结清"
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def lender_twice(desk: Desk, variant: int) -> None:
    """Collected twice: given back weeks later; never; set off in the next debit; in two returns."""
    loan = some_loan(desk)
    paid(loan, 3)
    term = loan.plan[3]
    rows = loan.pay(4) + loan.debit(term.due, term.total, 21)
    back = term.due + timedelta(days=desk.rng.randrange(15, 26))
    given = 0
    if variant == 0:
        given = term.total
        rows.append(desk.booked(loan.card, at(back, 15), given, loan.bank_text.replace("还款", "退款"), "退款"))
    elif variant == 3:
        given = term.total
        for k, part in enumerate((given // 3, given - given // 3)):
            rows.append(desk.booked(loan.card, at(back + timedelta(days=k), 15), part, loan.bank_text, "退款"))
    following = loan.plan[4]
    if variant == 2:  # the next month takes what is left
        rest = following.total - term.total
        if rest > 0:
            rows += loan.debit(following.due, rest)
        following.state = "已结清"
        desk.allow("DEBIT-MISSED DEBIT-LATE UNEXPLAINED", "info")
        desk.forbid("DEBIT-MISSED DEBIT-LATE", "what was taken too much paid the next period")
        amounts: tuple[int, ...] = (term.total, 0)
    else:
        loan.pay(5)
        amounts = (term.total, term.total - given)
    desk.want("twice", TWICE, amounts, rows)
    finish(desk, loan, following.due + timedelta(days=6))


def lender_prepaid(desk: Desk, variant: int) -> None:
    """A part prepaid: instalments lower; fewer periods; on a due day with its instalment; the page after alone."""
    loan = some_loan(desk, terms=12)
    paid(loan, 4)
    before = copied(loan.plan)
    if variant != 3:
        loan.page(loan.plan[3].due + timedelta(days=2), before)
    since = loan.plan[3].due
    left = loan.left_after(4)
    if variant == 2:
        loan.pay(5)
        day, left, since, done = loan.plan[4].due, loan.left_after(5), loan.plan[4].due, 5
    else:
        day, done = since + timedelta(days=desk.rng.randrange(5, 20)), 4
    part = left // 300_00 * 100_00
    interest = fen(part * loan.rate * (day - since).days)
    rows = loan.debit(day, part + interest, 15)
    if variant == 1:  # the instalment stays, the last periods go
        rest, kept, start = left - part, list[Term](), since
        level = loan.plan[5].total
        for term in loan.plan[done:]:
            charged = fen(rest * loan.rate * (term.due - start).days)
            own = min(level - charged, rest)
            kept.append(Term(term.number, start, term.due, own, charged))
            rest, start = rest - own, term.due
            if not rest:
                break
        loan.plan = [*loan.plan[:done], *kept]
    else:
        rest_plan = equal_instalment(left - part, 12 - done, loan.rate, loan.plan[done].start, done + 1)
        loan.plan = [*loan.plan[:done], *rest_plan]
    loan.page(day + timedelta(days=1))
    after = sum(t.total for t in loan.plan[done:]) - sum(t.total for t in before[done:])
    fallen = sum(t.principal for t in before[done:]) - sum(t.principal for t in loan.plan[done:])
    lines = [*rows, *(x for t in [*before[done:], *loan.plan[done:]] for x in t.rows)]
    desk.want("prepaid", "PLAN-REAMORTISED PLAN-TERM-SHORTENED", (after, after + fallen, -fallen, part, -part), lines)
    desk.forbid("UNEXPLAINED DEBIT-MISSED PLAN-RATE-CHANGED DEBIT-LATE " + TWICE, "prepaid")
    loan.pay(done + 1)
    finish(desk, loan, loan.plan[done].due + timedelta(days=4))


def lender_weekend(desk: Desk, variant: int) -> None:
    """Due on a Saturday or in a holiday: taken on the next working day, free; on the day; charged; the day before."""
    year = desk.rng.choice((2023, 2024, 2025))
    drawn = date(year, 3, desk.rng.randrange(2, 27))
    loan = some_loan(desk, terms=12, drawn=drawn)
    number = next(n for n, t in enumerate(loan.plan, 1) if n > 1 and t.due.weekday() == 5)
    paid(loan, number - 1)
    term = loan.plan[number - 1]
    days = (2, 0, 2, -1)[variant]
    charge = charge_on(loan, term, days) if variant == 2 else 0
    rows = late(loan, number, days, charge)
    if days > 0:
        codes = "DEBIT-HOLIDAY DEBIT-LATE"
        desk.want("weekend", codes, charge, rows, optional=variant == 0)
    desk.forbid(f"DEBIT-MISSED {TWICE} UNEXPLAINED", "it was paid")
    loan.pay(number + 1)
    finish(desk, loan, loan.plan[number].due + timedelta(days=6))


def two_lenders_one_day(desk: Desk, variant: int) -> None:
    """Two loans of two lenders, one card, one due day: right; one late; one twice; equal amounts, one missed."""
    (one_text, one_way), (two_text, two_way) = desk.rng.sample(LENDERS, 2)
    one = new_loan(desk, terms=12, wallet="", bank_text=one_text, summary=one_way)
    desk.no_records = True
    if variant == 3:
        two = Loan(desk, one.principal, one.rate, one.drawn, copied(one.plan), wallet="", bank_text=two_text,
                   summary=two_way)  # fmt: skip
    else:
        two = new_loan(desk, terms=12, drawn=one.drawn, wallet="", bank_text=two_text, summary=two_way)
    for loan in (one, two):
        paid(loan, 3)
    term, days = one.plan[3], desk.rng.randrange(1, 9)
    if variant == 1:
        want_late(one, 4, days)
    elif variant == 3:
        desk.want("missed", "DEBIT-MISSED", -term.total, [*term.rows, *two.plan[3].rows])
    else:
        rows = one.pay(4)
        if variant == 2:
            want_again(one, 4, rows, 20)
    two.pay(4)
    two.list_it()
    two.page(term.due + timedelta(days=12))
    finish(desk, one, term.due + timedelta(days=12))
    if variant == 3:  # the rows of the plan stand on the last page
        desk.wants.clear()
        desk.want("missed", "DEBIT-MISSED POST-MISSING", -term.total, [*term.rows, *two.plan[3].rows])


def equal_loans(desk: Desk, variant: int) -> None:
    """Two equal loans of one lender, no record: right; one missed; one twice; one late, with the wallet or without."""
    one = some_loan(desk, terms=12) if desk.rng.randrange(2) else new_loan(desk, terms=12)
    desk.no_records = True
    two = Loan(desk, one.principal, one.rate, one.drawn, copied(one.plan), wallet=one.wallet, card=one.card,
               bank_text=one.bank_text, summary=one.summary)  # fmt: skip
    for loan in (one, two):
        paid(loan, 3)
    term, days = one.plan[3], desk.rng.randrange(1, 9)
    rows = two.pay(4)
    if variant == 2:
        rows += one.pay(4)
        want_again(one, 4, rows, 20)
    elif variant == 3:
        want_late(one, 4, days)
    elif variant == 0:
        one.pay(4)
    two.list_it()
    two.page(term.due + timedelta(days=12))
    finish(desk, one, term.due + timedelta(days=12))
    if variant == 1:
        desk.want("missed", "DEBIT-MISSED", -term.total, [*term.rows, *two.plan[3].rows])


def one_bullet(desk: Desk, variant: int) -> None:
    """A loan of one period, 30 days: right; late; settled after some days; collected twice."""
    loan = some_loan(desk, terms=1, method="先息后本")
    opened(loan)
    term, days = loan.plan[0], desk.rng.randrange(2, 12)
    if variant == 1:
        want_late(loan, 1, days)
    elif variant == 2:
        interest = fen(loan.principal * loan.rate * days)
        rows = loan.debit(loan.drawn + timedelta(days=days), loan.principal + interest)
        term.state = "已结清"
        desk.want("settled", "SETTLE-INTEREST-TO-DATE SETTLE-SAME-DAY", interest - term.interest, [*rows, *term.rows])
    else:
        rows = loan.pay(1)
        if variant == 3:
            want_again(loan, 1, rows, 22)
    desk.forbid("DEBIT-MISSED UNEXPLAINED", "paid")
    finish(desk, loan, term.due + timedelta(days=14))


def thirty_days(desk: Desk, variant: int) -> None:
    """Interest by months of thirty days: right; late; settled by actual days; a plan in fourteen-day steps, late."""
    loan = some_loan(desk, terms=12)
    left, step = loan.principal, 14 if variant == 3 else 0
    since = loan.drawn
    for term in loan.plan:
        if step:
            term.start, term.due = since, since + timedelta(days=step)
            since = term.due
        else:
            term.principal = left if term.number == 12 else term.principal
        term.interest = fen(left * loan.rate * (step or 30))
        left -= term.principal
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 9)
    if variant % 2:
        want_late(loan, 4, days)
        last = term.due + timedelta(days=days + 3)
    elif variant == 2:
        loan.page(loan.plan[2].due + timedelta(days=1), copied(loan.plan))
        day = loan.plan[2].due + timedelta(days=days)
        rest = loan.left_after(3)
        interest = fen(rest * loan.rate * days)
        rows = loan.debit(day, rest + interest)
        closed(loan.plan[3:])
        saved = saved_by(loan, 3, interest)
        desk.want("settled", "SETTLE-INTEREST-TO-DATE DAYCOUNT-CONVENTION", (saved, interest), [*rows, *term.rows])
        last = day + timedelta(days=3)
    else:
        loan.pay(4)
        last = term.due + timedelta(days=8)
    desk.forbid(f"UNEXPLAINED DEBIT-MISSED PLAN-RATE-CHANGED {TWICE}", "as agreed")
    finish(desk, loan, last)


def lender_deferred(desk: Desk, variant: int) -> None:
    """The next instalment is put off: a month added at the end; interest alone that month; a fee; two pages apart."""
    loan = some_loan(desk, terms=12)
    paid(loan, 3)
    before = copied(loan.plan)
    loan.page(loan.plan[2].due + timedelta(days=2), before)
    left, start = loan.left_after(3), loan.plan[2].due
    if variant % 2:  # interest alone for a month
        due = months_on(start, 1)
        held = [Term(4, start, due, 0, fen(left * loan.rate * (due - start).days))]
        rest = equal_instalment(left, 9, loan.rate, due, 5)
        loan.plan = [*loan.plan[:3], *held, *rest]
    else:  # every due day a month later
        since, moved, owed = start, list[Term](), left
        for t in loan.plan[3:]:
            due = months_on(t.due, 1)
            moved.append(Term(t.number, since, due, t.principal, fen(owed * loan.rate * (due - since).days)))
            since, owed = due, owed - t.principal
        loan.plan = [*loan.plan[:3], *moved]
    loan.page(start + timedelta(days=9))
    want_deferred(loan, before, 3)
    desk.forbid("DEBIT-MISSED DEBIT-LATE UNEXPLAINED DEBIT-EARLY", "it was put off")
    if variant >= 2:
        loan.pay(4)
        loan.pay(5)
    finish(desk, loan, (loan.plan[4] if variant >= 2 else loan.plan[3]).due + timedelta(days=3 if variant >= 2 else -3))


PRODUCTS = {
    "lender-settled": lender_settled,
    "lender-in-parts": lender_in_parts,
    "lender-twice": lender_twice,
    "lender-prepaid": lender_prepaid,
    "lender-weekend": lender_weekend,
    "two-lenders-one-day": two_lenders_one_day,
    "equal-loans": equal_loans,
    "one-bullet": one_bullet,
    "thirty-days": thirty_days,
    "lender-deferred": lender_deferred,
}

"""Kinds of ways to pay and to lend: transfers, balances, limits, fees at the outset, lines of credit, discounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.simulation.kinds.desk import Desk, at, months_on
from tests.simulation.kinds.lender import Term, copied, equal_instalment, fen, finish, new_loan, penalty
from tests.simulation.kinds.steps import TWICE, late, paid, want_late


def by_transfer(desk: Desk, variant: int) -> None:
    """Paid to the lender's account by bank transfer: in time; late; and collected again; recorded days later."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    days = desk.rng.randrange(2, 7) if variant == 1 else 0
    charge = penalty(term.principal, term.interest, loan.rate, days) if days else 0
    day = term.due + timedelta(days=days)
    sent = desk.booked(
        loan.card, at(day, 10, 20), -term.total - charge, "重庆市蚂蚁小微小额贷款有限公司 借呗还款", "转账汇款"
    )  # fmt: skip
    counted = day + timedelta(days=3 if variant == 3 else 0)
    rows = [sent, loan.post(4, day, (term.principal, term.interest, charge), channel="线下还款", hour=10, minute=20,
                            counted=counted)]  # fmt: skip
    term.state = "已结清"
    if variant == 1:
        desk.want("late", "DEBIT-LATE", charge, rows)
    elif variant == 2:
        desk.want("collected again", TWICE, term.total, [*rows, *loan.debit(term.due, term.total, 19)])
    elif variant == 3:
        desk.want("recorded late", "POST-LAG", 0, rows)
    desk.forbid("DEBIT-MISSED UNEXPLAINED", "it was paid by transfer")
    desk.allow("DEBIT-WRONG-SOURCE", "info", "warning")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def from_balance(desk: Desk, variant: int) -> None:
    """Paid from the wallet's balance, which no bank shows: right; late; twice; the rest from the card."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    days = desk.rng.randrange(2, 7) if variant == 1 else 0
    charge = penalty(term.principal, term.interest, loan.rate, days) if days else 0
    day = term.due + timedelta(days=days)
    part = fen(Decimal(term.total) * 4 / 10) if variant == 3 else term.total + charge
    rows = loan.debit(day, part, in_bank=False, method="余额")
    if variant == 3:
        rows += loan.debit(day, term.total - part, 11, 4)
    rows.append(loan.post(4, day, (term.principal, term.interest, charge)))
    term.state = "已结清"
    if variant == 1:
        desk.want("late", "DEBIT-LATE", charge, rows)
    elif variant == 2:
        desk.want("twice", TWICE, term.total, [*rows, *loan.debit(term.due, term.total, 19)])
    desk.forbid("DEBIT-MISSED SOURCE-CONTRADICTION UNEXPLAINED", "the balance paid")
    desk.allow("DEBIT-WRONG-SOURCE DEBIT-PARTIAL-COMBINED", "info", "warning")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def limit_split(desk: Desk, variant: int) -> None:
    """The card's limit: the whole fails, then parts succeed: same day; over two days charged; no record; bank alone."""
    loan = new_loan(desk, terms=3, wallet="" if variant == 3 else "alipay")
    loan.page(loan.drawn, fresh=True)
    loan.pay_out()
    loan.pay(1)
    term = loan.plan[1]
    limit = term.total // 3 // 100_00 * 100_00 + 100_00
    tried = loan.debit(term.due, term.total, 8, status="还款失败") if variant != 3 else []
    amounts = [limit, limit, term.total - 2 * limit]
    rows, left = list(tried), (term.principal, term.interest)
    lag = desk.rng.randrange(1, 4) if variant == 1 else 0
    charge = 0
    for n, amount in enumerate(amounts):
        day = term.due + timedelta(days=lag if n == 2 else 0)
        extra = fen(amount * loan.rate * Decimal("1.5") * lag) if n == 2 and lag else 0
        rows += loan.debit(day, amount + extra, 10 + n)
        interest = min(left[1], amount)
        rows.append(loan.post(2, day, (amount - interest, interest, extra), hour=10 + n))
        left, charge = (left[0] - amount + interest, left[1] - interest), charge + extra
    term.state = "已结清"
    if variant in (2, 3):
        desk.no_records, desk.records = True, []
    if variant == 1:
        desk.want("late in part", "DEBIT-LATE DEBIT-HOLIDAY", charge, rows)
    desk.forbid(f"{TWICE} DEBIT-MISSED UNEXPLAINED DEBIT-FAIL-CHARGED", "parts of one instalment")
    finish(desk, loan, term.due + timedelta(days=6))


def upfront_fee(desk: Desk, variant: int) -> None:
    """A fee is taken from what is paid out, or right after it: by the lender; by a third party; late later."""
    loan = new_loan(desk, terms=12)
    loan.page(loan.drawn, fresh=True)
    fee = fen(Decimal(loan.principal) * Decimal("0.03"))
    if variant % 2:
        loan.pay_out()
        taken = desk.booked(loan.card, at(loan.drawn, 10, 40), -fee, "中科信融资担保有限公司 担保费", "代收")
        desk.want("fee", "FEE-THIRD-PARTY", fee, [taken])
    else:
        row = desk.booked(loan.card, at(loan.drawn, 10, 33), loan.principal - fee, "支付宝-借呗放款", "代付")
        desk.want("kept back", "UNEXPLAINED", -fee, [row], left_open=True)
    for n in range(1, 4):
        loan.pay(n)
    if variant >= 2:
        want_late(loan, 4, desk.rng.randrange(2, 7))
    else:
        loan.pay(4)
    desk.forbid(f"DEBIT-MISSED {TWICE}", "every term was paid")
    finish(desk, loan, loan.plan[3].due + timedelta(days=12))


def discount_lost(desk: Desk, variant: int) -> None:
    """After a late period the reduced rate is lost: later periods at the full rate; two pages; late again."""
    loan = new_loan(desk, terms=12)
    full = loan.rate
    loan.rate, left = full / 2, loan.principal
    for term in loan.plan:
        term.interest = fen(left * loan.rate * (term.due - term.start).days)
        left -= term.principal
    paid(loan, 3)
    loan.page(loan.plan[2].due + timedelta(days=2), copied(loan.plan))
    term, days = loan.plan[3], desk.rng.randrange(3, 9)
    want_late(loan, 4, days)
    before = sum(t.interest for t in loan.plan[4:])
    old = copied(loan.plan)
    left = loan.left_after(4)
    for t in loan.plan[4:]:
        t.interest = fen(left * full * (t.due - t.start).days)
        left -= t.principal
    loan.page(term.due + timedelta(days=days + 1))
    rise = sum(t.interest for t in loan.plan[4:]) - before
    lines = [x for t in (*old[4:], *loan.plan[4:]) for x in t.rows]
    first = loan.plan[4].interest - old[4].interest
    desk.want("full rate", "PLAN-RATE-CHANGED", (rise, first, rise - first), lines, left_open=True)
    if variant >= 2:
        loan.pay(5)
    last = loan.plan[4].due + timedelta(days=4) if variant >= 2 else term.due + timedelta(days=days + 3)
    loan.rate = full / 2
    finish(desk, loan, last, pages=variant >= 2, table=False)


def settled_with_discount(desk: Desk, variant: int) -> None:
    """Long overdue, then settled for less: the penalty given up; a part of the interest; with a row; without."""
    loan = new_loan(desk, terms=6)
    paid(loan, 3)
    loan.page(loan.plan[2].due + timedelta(days=1), copied(loan.plan))
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(10, 25))
    left = loan.left_after(3)
    owed = loan.plan[3].interest
    to_day = fen((left - loan.plan[3].principal) * loan.rate * (day - loan.plan[3].due).days)
    interest = owed + to_day if variant < 2 else owed
    rows = loan.debit(day, left + interest, 15, hand=True, text="借呗提前结清")
    rows.append(loan.post("", day, (left, interest, 0), channel="提前结清", hour=15))
    for term in loan.plan[3:]:
        term.state = "已结清"
    saved = interest - sum(t.interest for t in loan.plan[3:])
    desk.want("settled", "SETTLE-INTEREST-TO-DATE DAYCOUNT-CONVENTION UNEXPLAINED", (saved, interest - owed - to_day),
              [*rows, *loan.plan[4].rows], left_open=True)  # fmt: skip
    desk.allow("DEBIT-LATE DAYCOUNT-CONVENTION")
    desk.forbid(f"DEBIT-MISSED {TWICE}", "settled")
    finish(desk, loan, day + timedelta(days=5), table=False)
    loan.list_it("已结清")


def paid_out_twice(desk: Desk, variant: int) -> None:
    """The lender pays the loan out twice and takes one back that day or the next; then all right, or late."""
    loan = new_loan(desk, terms=12)
    loan.page(loan.drawn, fresh=True)
    loan.pay_out()
    desk.booked(loan.card, at(loan.drawn, 10, 35), loan.principal, "支付宝-借呗放款", "代付")
    back = loan.drawn + timedelta(days=variant % 2)
    desk.booked(loan.card, at(back, 16), -loan.principal, "支付宝-借呗放款冲正", "冲正")
    for n in range(1, 4):
        loan.pay(n)
    if variant >= 2:
        want_late(loan, 4, desk.rng.randrange(2, 7))
    else:
        loan.pay(4)
    desk.forbid(f"DEBIT-MISSED {TWICE} UNEXPLAINED SETTLE-INTEREST-TO-DATE LOAN-CANCELLED", "one loan")
    finish(desk, loan, loan.plan[3].due + timedelta(days=12))


def not_in_statement(desk: Desk, variant: int) -> None:
    """The wallet says paid from the card whose whole statement lacks it; the record has it, or lacks it too."""
    loan = new_loan(desk, terms=6)
    while loan.plan[3].total < 800_00:  # no purchase may be taken for a part of it
        loan = new_loan(desk, terms=6)
    paid(loan, 3)
    term = loan.plan[3]
    rows = loan.debit(term.due, term.total, in_bank=False)
    if variant % 2 == 0:
        rows.append(loan.post(4, term.due, (term.principal, term.interest, 0)))
        term.state = "已结清"
    desk.want("not in the statement", "SOURCE-CONTRADICTION POST-MISSING", (term.total, -term.total, 0), rows,
              left_open=True)  # fmt: skip
    desk.allow("SOURCE-CONTRADICTION POST-MISSING STATUS-UNCONFIRMED")
    desk.forbid(f"DEBIT-MISSED {TWICE}", "the wallet shows it")
    loan.pay(5)
    finish(desk, loan, term.due + timedelta(days=40))


def line_of_credit(desk: Desk, variant: int) -> None:
    """Drawn and repaid at will, interest to the day: record and bank; with a wallet; bank alone; one part late."""
    loan = new_loan(desk, terms=1, wallet="alipay" if variant == 1 else "")
    loan.pay_out()
    left, since = loan.principal, loan.drawn
    for n in range(1, 5):
        day = loan.drawn + timedelta(days=17 * n + desk.rng.randrange(5))
        own = left if n == 4 else loan.principal // 5
        interest = fen(left * loan.rate * (day - since).days)
        loan.debit(day, own + interest, hand=True)
        loan.post("", day, (own, interest, 0), channel="主动还款")
        left, since = left - own, day
    desk.no_records = variant == 2
    desk.records = [] if variant == 2 else desk.records
    desk.forbid(f"DEBIT-MISSED DEBIT-LATE {TWICE} UNEXPLAINED PLAN-REAMORTISED", "repaid at will")
    finish(desk, loan, since + timedelta(days=5), pages=False, table=False)


def renewed_plan(desk: Desk, variant: int) -> None:
    """Refinanced within the same contract: the rest over more periods at another rate; then right, or late."""
    loan = new_loan(desk, terms=6)
    paid(loan, 3)
    before = copied(loan.plan)
    loan.page(loan.plan[2].due + timedelta(days=1), before)
    rate = loan.rate * (2 if variant % 2 else 1)
    rest = equal_instalment(loan.left_after(3), 9, rate, loan.plan[2].due, 4)
    loan.plan = [*loan.plan[:3], *(Term(t.number, t.start, t.due, t.principal, t.interest) for t in rest)]
    loan.page(loan.plan[2].due + timedelta(days=9))
    lines = [x for t in (*before[3:], *loan.plan[3:]) for x in t.rows]
    rise = sum(t.interest for t in loan.plan[3:]) - sum(t.interest for t in before[3:])
    desk.want("longer", "PLAN-DEFERRED PLAN-TERM-EXTENDED PLAN-RATE-CHANGED PLAN-REAMORTISED", rise, lines)
    desk.allow("PLAN-TERM-EXTENDED PLAN-RATE-CHANGED PLAN-REAMORTISED")
    if variant >= 2:
        term, days = loan.plan[3], desk.rng.randrange(2, 7)
        charge = penalty(term.principal, term.interest, rate, days)
        desk.want("late", "DEBIT-LATE", charge, late(loan, 4, days, charge))
    else:
        loan.pay(4)
    desk.forbid(f"DEBIT-MISSED UNEXPLAINED {TWICE}", "as agreed anew")
    finish(desk, loan, months_on(loan.plan[3].due, 1) - timedelta(days=8), table=False)


def third_party_pays(desk: Desk, variant: int) -> None:
    """The guarantor pays an overdue period (代偿), and the borrower pays the guarantor: record shows it so."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    day = term.due + timedelta(days=20)
    loan.post(4, day, (term.principal, term.interest, 0), channel="担保代偿")
    term.state = "已结清"
    if variant % 2:
        desk.booked(loan.card, at(day + timedelta(days=4), 14), -term.total, "中科信融资担保有限公司 追偿款", "转账")
    desk.want("late", "DEBIT-LATE", 0, [*term.rows, desk.records[-1]])
    desk.want("guarantor", "GUARANTOR-PAID", 0, [*term.rows, desk.records[-1]])
    desk.forbid(f"DEBIT-MISSED FEE-THIRD-PARTY {TWICE}", "the guarantor paid")
    finish(desk, loan, day + timedelta(days=6))


WAYS = {
    "by-transfer": by_transfer,
    "from-balance": from_balance,
    "limit-split": limit_split,
    "upfront-fee": upfront_fee,
    "discount-lost": discount_lost,
    "settled-with-discount": settled_with_discount,
    "paid-out-twice": paid_out_twice,
    "not-in-statement": not_in_statement,
    "line-of-credit": line_of_credit,
    "renewed-plan": renewed_plan,
    "third-party-pays": third_party_pays,
}

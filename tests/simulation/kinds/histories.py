"""Kinds of what happens to a loan in a wallet, a bank and a record: crossings, changes of card, outages, set-offs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on
from tests.simulation.kinds.lender import Loan, copied, equal_instalment, fen, finish, new_loan
from tests.simulation.kinds.steps import (
    SETTLED,
    TWICE,
    charge_on,
    closed,
    interest_to,
    late,
    paid,
    saved_by,
    settled_early,
    want_late,
)


def crossing_parts(desk: Desk, variant: int) -> None:
    """A part by hand on the due day; then the rest, then all, then more than the rest is collected; or late."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    part = fen(Decimal(term.total) * 3 / 10)
    rest = term.total - part
    rows = loan.debit(term.due, part, 8, hand=True)
    rows.append(loan.post(4, term.due, (part - term.interest, term.interest, 0), channel="主动还款", hour=8))
    days, charge, taken = 0, 0, rest
    if variant == 1:
        taken = term.total
    elif variant == 3:
        days = desk.rng.randrange(1, 7)
        charge = fen(rest * loan.rate * Decimal("1.5") * days)
        taken = rest + charge
    rows += loan.debit(term.due + timedelta(days=days), taken, 19)
    rows.append(loan.post(4, term.due + timedelta(days=days), (rest, 0, charge), hour=19))
    if variant == 1:
        desk.want("the part too much", f"{TWICE} UNEXPLAINED", part, rows, left_open=True, proved=False)
    elif variant == 3:
        desk.want("late in part", "DEBIT-LATE", charge, rows)
    else:
        desk.forbid(f"{TWICE} DEBIT-LATE UNEXPLAINED", "two parts of one instalment")
    term.state = "已结清"
    desk.no_bank = variant == 2
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def changed_card(desk: Desk, variant: int) -> None:
    """The card is changed: the old one fails, the new one pays that day; a day late; both pay; both statements."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    new, term = "中国工商银行 7713", loan.plan[4]
    tried = loan.debit(term.due, term.total, 8, status="还款失败")
    days = desk.rng.randrange(1, 4) if variant == 1 else 0
    charge = charge_on(loan, term, days) if days else 0
    rows = loan.debit(term.due + timedelta(days=days), term.total + charge, 14, card=new)
    rows.append(loan.post(5, term.due + timedelta(days=days), (term.principal, term.interest, charge), card=new))
    if variant == 1:
        desk.want("late", "DEBIT-LATE", charge, [*tried, *rows])
    elif variant == 2:
        again = loan.debit(term.due, term.total, 20)
        desk.want("both cards", TWICE, term.total, [*rows, *again])
    term.state = "已结清"
    for n in (6, 7):
        loan.pay(n, card=new)
    desk.booked(new, at(loan.drawn, 9), 4_000_00, "转入", "转账")
    desk.allow("DEBIT-WRONG-SOURCE", "info", "warning")
    desk.forbid("DEBIT-MISSED DEBIT-FAIL-CHARGED UNEXPLAINED", "paid by another card")
    finish(desk, loan, loan.plan[6].due + timedelta(days=5))


def outage(desk: Desk, variant: int) -> None:
    """Several loans fail in one hour and are collected a day later, free or charged; one twice; in the night."""
    first = new_loan(desk, terms=12)
    loans = [first, *(new_loan(desk, terms=6, drawn=first.drawn) for _ in range(3))]
    for loan in loans:
        paid(loan, 2)
    day = first.plan[2].due
    for k, loan in enumerate(loans):
        term = loan.plan[2]
        tried = loan.debit(day, term.total, 23 if variant == 3 else 10, 4 + 9 * k, status="还款失败")
        charge = charge_on(loan, term, 1) if variant == 1 else 0
        rows = loan.debit(day + timedelta(days=1), term.total + charge, 0 if variant == 3 else 9, 10 + 5 * k)
        rows.append(loan.post(3, day + timedelta(days=1), (term.principal, term.interest, charge), hour=9))
        term.state = "已结清"
        desk.want(f"late {k}", "DEBIT-LATE DEBIT-HOLIDAY", charge, [*tried, *rows])
        if variant == 2 and k == 1:
            again = loan.debit(day + timedelta(days=1), term.total, 15)
            desk.want("twice", TWICE, term.total, [*rows, *again])
    desk.allow("INCIDENT-OUTAGE")
    desk.forbid("DEBIT-MISSED UNEXPLAINED DEBIT-FAIL-CHARGED", "collected the next day")
    for loan in loans[1:]:
        loan.list_it()
        loan.page(day + timedelta(days=9))
    finish(desk, first, day + timedelta(days=9))


def waived_charge(desk: Desk, variant: int) -> None:
    """Late with a penalty that the lender gives up: never taken; a row of the record; half of it; taken and set off."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 8)
    charge = charge_on(loan, term, days)
    day = term.due + timedelta(days=days)
    given_up = (charge, charge, charge // 2, charge)[variant]
    taken = charge if variant == 3 else charge - given_up
    rows = loan.debit(day, term.total + taken)
    rows.append(loan.post(4, day, (term.principal, term.interest, taken)))
    if variant:
        rows.append(loan.post(4, day, (0, 0, -given_up if variant == 3 else given_up), channel="罚息减免"))
    term.state = "已结清"
    desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", (taken, taken - given_up, charge, 0), rows)
    desk.allow("AMOUNT-WAIVED", "info")
    desk.forbid(f"DEBIT-MISSED {TWICE}", "one debit")
    if variant == 3:
        following = loan.plan[4]
        loan.debit(following.due, following.total - charge)
        loan.post(5, following.due, (following.principal, following.interest, 0), total=following.total)
        following.state = "已结清"
        desk.want("set off", "UNEXPLAINED AMOUNT-WAIVED COUPON-APPLIED", -charge, following.rows, optional=True)
        desk.allow("UNEXPLAINED")
    else:
        loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def two_terms_at_once(desk: Desk, variant: int) -> None:
    """This period and the next are paid by hand in one sum; by two debits; the next is collected again; no record."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    one, two = loan.plan[3], loan.plan[4]
    if variant == 1:
        rows = [*loan.debit(one.due, one.total, 9, hand=True), *loan.debit(one.due, two.total, 10, hand=True)]
    else:
        rows = loan.debit(one.due, one.total + two.total, 9, hand=True)
    desk.no_records = variant == 3
    if variant == 3:
        desk.records = []
    for number, term in ((4, one), (5, two)):
        rows.append(loan.post(number, one.due, (term.principal, term.interest, 0), channel="主动还款", hour=9))
        term.state = "已结清"
    if variant == 2:
        again = loan.debit(two.due, two.total)
        desk.want("collected again", TWICE, two.total, [*rows, *again])
    desk.allow("DEBIT-EARLY PREPAY-AS-NEXT-TERM", "info")
    desk.forbid("DEBIT-MISSED DEBIT-LATE UNEXPLAINED", "paid ahead")
    loan.pay(6)
    finish(desk, loan, loan.plan[5].due + timedelta(days=5))


def borrowed_to_repay(desk: Desk, variant: int) -> None:
    """A new loan is drawn and the old one settled the same day; the new one goes on, right or late."""
    old = new_loan(desk, terms=12)
    paid(old, 4)
    old.page(old.plan[3].due + timedelta(days=1), copied(old.plan))
    day = old.plan[3].due + timedelta(days=desk.rng.randrange(4, 20))
    left = old.left_after(4)
    interest = interest_to(old, 4, day)
    amount = left + interest if variant % 2 else -(-left // 100_00) * 100_00 + 500_00
    new = Loan(desk, amount, old.rate, day, equal_instalment(amount, 6, old.rate, day))
    new.page(day, fresh=True)
    new.pay_out()
    rows, _ = settled_early(old, 4, day, 12)
    desk.want("settled", SETTLED, saved_by(old, 4, interest), [*rows, *old.plan[4].rows])
    new.pay(1)
    term, days = new.plan[1], desk.rng.randrange(1, 6)
    if variant >= 2:
        want_late(new, 2, days)
    else:
        new.pay(2)
    desk.forbid(f"DEBIT-MISSED UNEXPLAINED LOAN-CANCELLED {TWICE}", "two loans")
    old.page(term.due + timedelta(days=9))
    old.list_it("已结清")
    finish(desk, new, term.due + timedelta(days=9))


def overdue_then_settled(desk: Desk, variant: int) -> None:
    """Overdue, then all is settled in one debit with the penalty; with a record or by plan and debit alone."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(3, 20)
    loan.page(loan.plan[2].due + timedelta(days=3), copied(loan.plan))
    day = term.due + timedelta(days=days)
    charge = charge_on(loan, term, days)
    left = loan.left_after(4)
    interest = fen(left * loan.rate * days)
    rows: list[Line] = []
    if variant % 2:  # two debits: the overdue period, then the rest
        rows += late(loan, 4, days, charge, hand=True)
        desk.want("late", "DEBIT-LATE", charge, rows)
        second, _ = settled_early(loan, 4, day, 15)
        desk.want("settled", SETTLED, (saved_by(loan, 4, interest), interest), second)
    else:
        rows += loan.debit(day, term.total + charge + left + interest, 15, hand=True, text="借呗提前结清")
        rows.append(loan.post(4, day, (term.principal, term.interest, charge), channel="提前结清", hour=15))
        rows.append(loan.post("", day, (left, interest, 0), channel="提前结清", hour=15))
        codes = "SETTLE-INTEREST-TO-DATE DEBIT-LATE"
        saved = saved_by(loan, 4, interest)
        desk.want("settled", codes, (saved, interest, charge, saved + charge), rows)
        desk.allow("DEBIT-LATE SETTLE-INTEREST-TO-DATE")
    closed(loan.plan[3:])
    if variant >= 2:
        desk.no_bank = True
    desk.forbid(f"DEBIT-MISSED UNEXPLAINED {TWICE} POST-MISSING", "all was settled")
    finish(desk, loan, day + timedelta(days=5), table=False)
    loan.list_it("已结清")


def fen_afterwards(desk: Desk, variant: int) -> None:
    """After a settlement a few fen are collected, by the bank alone; given back; twice; a whole instalment more."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    loan.page(loan.plan[3].due + timedelta(days=1), copied(loan.plan))
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(3, 15))
    rows, interest = settled_early(loan, 4, day)
    desk.want("settled", SETTLED, saved_by(loan, 4, interest), rows)
    few = desk.rng.randrange(3, 90)
    after = day + timedelta(days=desk.rng.randrange(1, 5))
    last = after + timedelta(days=5)
    if variant == 3:  # the next instalment is collected although all is settled
        term = loan.plan[4]
        more, few, last = loan.debit(term.due, term.total), term.total, term.due + timedelta(days=5)
    else:
        more = loan.debit(after, few)
    codes = "SETTLE-RESIDUAL-CENTS UNEXPLAINED DEBIT-DUPLICATE POST-MISSING DEBIT-AFTER-SETTLEMENT"
    if variant == 1:
        more.append(desk.booked(loan.card, at(after + timedelta(days=2), 10), few, "支付宝-借呗还款退款", "退款"))
        desk.allow(codes)
        desk.want("few fen", codes, (few, 0), more, optional=True)
    elif variant == 2:
        again = loan.debit(after, few, 16)
        desk.want("few fen", codes, (few, 2 * few), more)
        desk.want("few fen again", codes, (few, 2 * few), again, optional=True)
    else:
        desk.want("collected afterwards", codes, few, more, proved=variant != 3, left_open=variant == 3)
    desk.forbid("DEBIT-MISSED DEBIT-LATE", "settled")
    finish(desk, loan, last, table=False)
    loan.list_it("已结清")


def interest_given_back(desk: Desk, variant: int) -> None:
    """The lender gives back interest weeks later: to the card; by wallet; the fee of a guarantor; a month's all."""
    loan = new_loan(desk, terms=12)
    paid(loan, 5)
    back = loan.plan[4].due + timedelta(days=9)
    amount = loan.plan[3].interest if variant == 3 else desk.rng.randrange(2_00, 40_00)
    text = (
        "支付宝-借呗利息退回",
        "支付宝-借呗利息返还",
        "某某融资担保有限公司 担保费退回",
        "重庆蚂蚁消费金融 利息退款",
    )
    if variant % 2:
        desk.entry("alipay", at(back, 10), loan.party, "利息返还", amount, bank_method(loan.card), "退款成功")
    desk.booked(loan.card, at(back, 10), amount, text[variant], "退款" if variant else "代付")
    desk.allow("AMOUNT-WAIVED FEE-THIRD-PARTY", "info")
    desk.forbid(f"DEBIT-MISSED DEBIT-LATE {TWICE} UNEXPLAINED DEBIT-FAIL-CHARGED", "the lender gave interest back")
    finish(desk, loan, back + timedelta(days=6))


def bank_charges(desk: Desk, variant: int) -> None:
    """A bank's own small charges stand beside the debits: messages, transfers, card; an annual fee on the due day."""
    loan = new_loan(desk, terms=12, wallet="" if variant % 2 else "alipay")
    desk.no_records = variant >= 2
    paid(loan, 5)
    for term in loan.plan[:5]:
        desk.booked(loan.card, at(term.due, 23), -2_00, "短信服务费", "收费")
        desk.booked(loan.card, at(term.due, 22), -desk.rng.randrange(1_00, 9_00), "跨行转账手续费", "手续费")
    desk.booked(loan.card, at(loan.plan[2].due, 6), -10_00, "银行卡年费", "年费")
    desk.forbid(f"DEBIT-LATE UNEXPLAINED {TWICE} FEE-THIRD-PARTY SETTLE-RESIDUAL-CENTS", "charges of the bank")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def year_end(desk: Desk, variant: int) -> None:
    """Due on 31 December and paid on 1 January, charged or free; on 29 February; a plan over three years."""
    drawn = (date(2023, 8, 31), date(2024, 7, 31), date(2023, 10, 29), date(2023, 5, 20))[variant]
    loan = new_loan(desk, terms=24 if variant == 3 else 12, drawn=drawn)
    number = next(n for n, t in enumerate(loan.plan, 1) if t.due >= (
        date(2023, 12, 29), date(2024, 12, 29), date(2024, 2, 28), date(2025, 1, 1))[variant])  # fmt: skip
    paid(loan, number - 1)
    term, days = loan.plan[number - 1], desk.rng.randrange(1, 4)
    charge = 0 if variant == 1 else charge_on(loan, term, days)
    desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", charge, late(loan, number, days, charge))
    loan.pay(number + 1)
    finish(desk, loan, loan.plan[number].due + timedelta(days=5))


def paid_by_a_friend(desk: Desk, variant: int) -> None:
    """The wife's wallet pays the husband's instalment; his then too; or only hers, late; the files of both."""
    his = new_loan(desk, terms=12)
    paid(his, 3)
    term, days = his.plan[3], desk.rng.randrange(1, 6) if variant >= 2 else 0
    charge = charge_on(his, term, days) if days else 0
    day = term.due + timedelta(days=days)
    card = "中国工商银行 7713"
    hers = [
        desk.entry("alipay-太太", at(day, 9), "蚂蚁借呗", "借呗主动还款-代还", term.total + charge, bank_method(card)),
        desk.booked(card, at(day, 9), -term.total - charge, "支付宝-借呗还款"),
    ]
    hers.append(his.post(4, day, (term.principal, term.interest, charge), channel="主动还款", hour=9, card=card))
    term.state = "已结清"
    first = months_on(his.drawn, 1)
    while first < day + timedelta(days=30):
        desk.entry("alipay-太太", at(first, 13), "菜市场", "买菜", 31_00, "账户余额", "交易成功", "支出", "日用百货")
        first += timedelta(days=5)
    if days:
        desk.want("late", "DEBIT-LATE", charge, [*hers, *term.rows])
    if variant % 2:
        again = his.debit(term.due + timedelta(days=days), term.total, 15)
        codes = f"{TWICE} UNEXPLAINED POST-MISSING"
        desk.want("his too", codes, (term.total, -term.total), [*hers, *again], optional=True)
        desk.allow(codes)
    desk.allow("DEBIT-WRONG-SOURCE", "info", "warning")
    desk.forbid("DEBIT-MISSED", "it was paid")
    his.pay(5)
    finish(desk, his, his.plan[4].due + timedelta(days=5))


HISTORIES = {
    "crossing-parts": crossing_parts,
    "changed-card": changed_card,
    "outage": outage,
    "waived-charge": waived_charge,
    "two-terms-at-once": two_terms_at_once,
    "borrowed-to-repay": borrowed_to_repay,
    "overdue-then-settled": overdue_then_settled,
    "fen-afterwards": fen_afterwards,
    "interest-given-back": interest_given_back,
    "bank-charges": bank_charges,
    "year-end": year_end,
    "paid-by-a-friend": paid_by_a_friend,
}

"""Kinds of other products, papers and habits: other wallets, plans without a day, coupons, several loans."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.simulation.kinds.bills import account_of
from tests.simulation.kinds.desk import Desk, at, bank_method, months_on
from tests.simulation.kinds.lender import copied, equal_instalment, fen, finish, new_loan, penalty
from tests.simulation.kinds.steps import TWICE, opened, paid, want_again, want_late, without_records


def weilidai(desk: Desk, variant: int) -> None:
    """微粒贷 in WeChat and the bank: right; late by hand after a failed try; paid in both; settled."""
    loan = new_loan(
        desk, terms=10, method="等额本金", wallet="wechat", party="微粒贷", text="微粒贷还款",
        bank_text="深圳前海微众银行股份有限公司 微粒贷还款",
    )  # fmt: skip
    desk.no_records = True
    paid(loan, 3)
    term = loan.plan[3]
    if variant == 1:
        days = desk.rng.randrange(1, 6)
        want_late(loan, 4, days, hand=True)
    else:
        rows = loan.pay(4)
        if variant == 2:
            want_again(loan, 4, rows, 20)
    finish(desk, loan, term.due + timedelta(days=8))


def undated_plan(desk: Desk, variant: int) -> None:
    """A plan typed without the day it was seen: a missed term; a late one; right; one collected twice."""
    loan = new_loan(desk, terms=12)
    desk.no_records = True
    loan.pay_out()
    for n in range(1, 4):
        loan.pay(n)
    term = loan.plan[3]
    if variant == 1:
        days = desk.rng.randrange(1, 8)
        want_late(loan, 4, days)
    elif variant != 0:
        rows = loan.pay(4)
        if variant == 3:
            want_again(loan, 4, rows, 20)
    last = term.due + timedelta(days=12)
    loan.page(last, dated=False)
    if variant == 0:
        desk.want("missed", "DEBIT-MISSED", -term.total, term.rows)
    finish(desk, loan, last, pages=False)


def two_loans_one_debit(desk: Desk, variant: int) -> None:
    """Two loans fall due on one day and one debit pays both; once it is late with both penalties, or B's part is."""
    a = new_loan(desk, terms=12)
    b = new_loan(desk, terms=6, drawn=a.drawn)
    for loan in (a, b):
        opened(loan)
    for n in range(1, 5):
        one, two = a.plan[n - 1], b.plan[n - 1]
        days = desk.rng.randrange(1, 6) if n == 3 and variant % 2 else 0
        charges = [penalty(t.principal, t.interest, x.rate, days) for x, t in ((a, one), (b, two))]
        day = one.due + timedelta(days=days)
        rows = a.debit(day, one.total + two.total + sum(charges))
        for loan, term, charge in ((a, one, charges[0]), (b, two, charges[1])):
            record = loan.post(n, day, (term.principal, term.interest, charge))
            term.state = "已结清"
            if days:
                desk.want(f"late {n}", "DEBIT-LATE", charge, [record, *rows, *term.rows])
    if variant >= 2:
        desk.no_bank = True
    desk.forbid(f"{TWICE} DEBIT-MISSED", "one debit paid both")
    b.list_it()
    b.page(a.plan[3].due + timedelta(days=6))
    finish(desk, a, a.plan[3].due + timedelta(days=6))


def interest_coupon(desk: Desk, variant: int) -> None:
    """An interest coupon lowers one term: as a row of the record, or in the method that the wallet names."""
    loan = new_loan(desk, terms=12)
    paid(loan, 2)
    term, cut = loan.plan[2], desk.rng.randrange(3_00, 9_00)
    cut = min(cut, term.interest)
    method = f"{bank_method(loan.card)}&还款红包" if variant % 2 else ""
    rows = loan.debit(term.due, term.total - cut, method=method)
    term.state = "已结清"
    if variant % 2 == 0:
        rows.append(loan.post(3, term.due, (term.principal, term.interest - cut, 0)))
        rows.append(loan.post(3, term.due, (0, cut, 0), channel="利息减免"))
    else:
        rows.append(loan.post(3, term.due, (term.principal, term.interest, 0)))
    desk.want("coupon", "AMOUNT-WAIVED EXPORT-NET-AMOUNT COUPON-APPLIED", -cut, rows)
    desk.forbid("UNEXPLAINED DEBIT-MISSED DEBIT-WRONG-SOURCE DEBIT-LATE", "the coupon paid the rest")
    loan.pay(4)
    finish(desk, loan, loan.plan[3].due + timedelta(days=5))


def joint_records(desk: Desk, variant: int) -> None:
    """Two institutions record their shares of each term; one posts late, or never, or both are right."""
    loan = new_loan(desk, terms=12)
    opened(loan)
    for n in range(1, 6):
        term = loan.plan[n - 1]
        rows = loan.debit(term.due, term.total)
        share = (term.principal * 3 // 10, term.interest * 3 // 10, 0)
        rest = (term.principal - share[0], term.interest - share[1], 0)
        lag = timedelta(days=3 if n == 4 and variant == 1 else 0)
        rows.append(loan.post(n, term.due, share))
        if not (n == 4 and variant == 2):
            rows.append(loan.post(n, term.due, rest, counted=term.due + lag))
        term.state = "已结清" if not (n == 4 and variant == 2) else "待还"
        if n == 4 and variant == 1:
            desk.want("posted late", "POST-LAG", 0, rows)
        elif n == 4 and variant == 2:
            desk.want("a share not recorded", "POST-MISSING UNEXPLAINED", (sum(rest), -sum(rest)), rows, left_open=True)
    desk.forbid(f"{TWICE} DEBIT-MISSED DEBIT-LATE", "one payment a month")
    if variant == 2:
        desk.allow("POST-MISSING STATUS-SETTLED-PREMATURE STATUS-STALE")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def service_fee(desk: Desk, variant: int) -> None:
    """A third party debits a service fee with the instalment, as one bank debit more, or only in some months."""
    loan = new_loan(desk, terms=12)
    opened(loan)
    fee = desk.rng.randrange(19_90, 89_90)
    for n in range(1, 6):
        loan.pay(n)
        if variant % 2 and n in (2, 5):
            continue
        taken = desk.booked(loan.card, at(loan.plan[n - 1].due, 12, 1), -fee, "某某融资担保有限公司 担保费", "代收")
        desk.want(f"fee {n}", "FEE-THIRD-PARTY", (fee, 5 * fee, 3 * fee), [taken], optional=n > 1)
    desk.allow("FEE-THIRD-PARTY")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def bill_into_instalments(desk: Desk, variant: int) -> None:
    """A bill is paid in part and the rest turned into instalments, which stand on the bills that follow with a fee."""
    account = account_of(desk)
    account.months(1)
    account.bill(1)
    due, total, _ = account.given[1]
    moved = total // 200 * 100
    if variant % 2:
        account.pay(1, total - moved)
    else:
        moved = total
    share, fee = moved // 3, fen(Decimal(moved) * Decimal("0.025") / 3)
    for n in (2, 3, 4):
        on = months_on(account.start, n) - timedelta(days=1)
        own = share if n < 4 else moved - 2 * share
        account.bill(n, [(on, "分期", f"账单分期 第{n - 1}/3期", own), (on, "手续费", "分期手续费", fee)])
        account.pay(n, account.given[n][1])
    desk.forbid("DEBIT-MISSED DEBIT-LATE MINPAY-REVOLVING UNEXPLAINED", f"turned into instalments before {due}")
    account.rest(4)


def refund_lowers_bill(desk: Desk, variant: int) -> None:
    """A purchase on a bill is refunded before the bill's due day: less is paid, or it is on the next bill."""
    account = account_of(desk)
    account.months(1)
    lead = account.bill(1)
    due, total, _ = account.given[1]
    bought = next(
        x for x in desk.bills[f"花呗账单_{months_on(account.start, 1):%Y-%m}"][1] if x.cells[2:3] == ("消费",)
    )
    when = at(due - timedelta(days=4), 12)
    back = desk.entry("alipay", when, "某超市", "退款-超市订单", bought.amount, "花呗", "退款成功",
                      category="退款", order=f"{bought.cells[5]}_1")  # fmt: skip
    if variant % 2:
        account.pay(1, total)
        extra = [(when.date(), "退款", "退款-超市订单", -bought.amount)]
        account.bill(2, extra)
        line = next(
            x for x in desk.bills[f"花呗账单_{months_on(account.start, 2):%Y-%m}"][1] if x.cells[2:3] == ("退款",)
        )
        line.cells = (*line.cells[:5], bought.cells[5])
        desk.want("refund on the next bill", "REFUND-NEXT-BILL", -bought.amount, [line, back])
    else:
        account.pay(1, total - bought.amount) if total > bought.amount else None
        account.bill(2)
    account.pay(2, account.given[2][1])
    desk.forbid("DEBIT-MISSED DEBIT-LATE UNEXPLAINED MINPAY-REVOLVING", "the refund paid the rest of the bill")
    desk.allow("REFUND-NEXT-BILL REFUND-TO-LIMIT", "info")
    account.rest(2)
    assert lead.cells


def recut_by_days(desk: Desk, variant: int) -> None:
    """Prepaid within an interest-first or equal-instalment loan with the wallet and the bank, no record, page after."""
    loan = new_loan(desk, terms=12, method="先息后本" if variant % 2 else "等额本息")
    desk.no_records = True
    paid(loan, 4)
    before = copied(loan.plan)
    loan.page(loan.plan[3].due + timedelta(days=2), before)
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(5, 20))
    left = loan.left_after(4)
    part = left // 300_00 * 100_00
    interest = fen(part * loan.rate * (day - loan.plan[3].due).days)
    rows = loan.debit(day, part + interest, hand=True, text="借呗提前还款")
    if variant % 2:
        for term in loan.plan[4:]:
            term.interest = fen((left - part) * loan.rate * (term.due - term.start).days)
        loan.plan[-1].principal -= part
    else:
        rest = equal_instalment(left - part, 8, loan.rate, loan.plan[4].start, 5)
        loan.plan = [*loan.plan[:4], *rest]
    loan.page(day + timedelta(days=1))
    after = sum(t.total for t in loan.plan[4:]) - sum(t.total for t in before[4:]) + part
    desk.want("prepaid", "PLAN-REAMORTISED", (after, part, -part), [*rows, *(x for t in loan.plan[4:] for x in t.rows)])
    desk.forbid(f"DEBIT-LATE DEBIT-MISSED {TWICE}", "prepaid")
    finish(desk, loan, day + timedelta(days=3), pages=False)


def baitiao(desk: Desk, variant: int) -> None:
    """白条 without JD's export, by bills and the bank: right; late with 0.05 or 0.07 % a day; twice."""
    account = account_of(desk, name="白条", wallet="", due_day=15, bank_text="京东支付-白条还款")
    for n in range(3):
        account.bill(n)
        if n != 1:
            account.pay(n, account.given[n][1], -1)
    total = account.given[1][1]
    if variant in (1, 2):
        days = desk.rng.randrange(2, 8)
        charge = days * fen(total * Decimal("0.0005" if variant == 1 else "0.0007"))
        desk.want("late", "DEBIT-LATE", charge, account.pay(1, total + charge, days, hand=True))
    else:
        rows = account.pay(1, total, -1)
        if variant == 3:
            desk.want("twice", TWICE, total, [*rows, *account.pay(1, total, 0, hand=True)])
    desk.allow("DEBIT-EARLY", "info")
    account.rest(2)


def same_amounts(desk: Desk, variant: int) -> None:
    """Look-alikes of an instalment: rent, insurance, a transfer of the very amount on the due day; nothing is wrong."""
    loan = new_loan(desk, terms=12)
    paid(loan, 5)
    words = (
        ("房东 转账", "转账"),
        ("某某人寿保险 保费代扣", "代扣"),
        ("信用卡还款", "信用卡还款"),
        ("某银行 住房贷款还款", "贷款还款"),
    )
    text, summary = words[variant]
    for term in loan.plan[:5]:
        desk.booked(loan.card, at(term.due, 15), -term.total, text, summary)
    if variant >= 2:
        without_records(desk)
    desk.forbid(f"{TWICE} DEBIT-LATE UNEXPLAINED POST-MISSING", "other payments of the same amount")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def leap_and_long_months(desk: Desk, variant: int) -> None:
    """Drawn on the 31st of a month or before 29 February: due on the last days of short months; one late."""
    drawn = (date(2024, 1, 31), date(2023, 10, 31), date(2024, 1, 30), date(2023, 12, 29))[variant]
    loan = new_loan(desk, terms=6, drawn=drawn)
    paid(loan, 3)
    want_late(loan, 4, desk.rng.randrange(1, 4))
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def douyin(desk: Desk, variant: int) -> None:
    """放心借 by plan and bank: right; late; partly late; a debit that came back and was taken again."""
    loan = new_loan(desk, terms=12, wallet="", bank_text="抖音支付-放心借还款", summary="代扣")
    desk.no_records = True
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 7)
    if variant == 1:
        want_late(loan, 4, days)
    elif variant == 2:
        part = term.interest + term.principal // 3
        rest = term.total - part
        charge = fen(rest * loan.rate * Decimal("1.5") * days)
        rows = [*loan.debit(term.due, part), *loan.debit(term.due + timedelta(days=days), rest + charge)]
        desk.want("late in part", "DEBIT-LATE", charge, rows)
        term.state = "已结清"
    elif variant == 3:
        rows = loan.debit(term.due, term.total)
        rows.append(desk.booked(loan.card, at(term.due + timedelta(days=1), 9), term.total, loan.bank_text, "退汇"))
        rows += loan.debit(term.due + timedelta(days=2), term.total)
        term.state = "已结清"
        desk.want("returned", "DEBIT-LATE", 0, rows, optional=True)
        desk.forbid(f"{TWICE} DEBIT-MISSED", "it came back and was taken again")
    else:
        loan.pay(4)
    finish(desk, loan, term.due + timedelta(days=12))


OTHERS = {
    "weilidai": weilidai,
    "undated-plan": undated_plan,
    "two-loans-one-debit": two_loans_one_debit,
    "interest-coupon": interest_coupon,
    "joint-records": joint_records,
    "service-fee": service_fee,
    "bill-into-instalments": bill_into_instalments,
    "refund-lowers-bill": refund_lowers_bill,
    "recut-by-days": recut_by_days,
    "baitiao": baitiao,
    "same-amounts": same_amounts,
    "short-months": leap_and_long_months,
    "douyin": douyin,
}

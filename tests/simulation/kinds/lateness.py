"""Kinds about lateness: penalties of several lenders, grace, holidays, weeks of arrears, reversals of a charge."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.simulation.kinds.desk import Desk, at, bank_method, months_on
from tests.simulation.kinds.lender import Loan, Term, copied, equal_instalment, fen, finish, new_loan, penalty
from tests.simulation.kinds.steps import charge_on, late, opened, paid, want_late

BANKS = ("招商银行 2094", "中国工商银行 7713", "中国建设银行 5521")


def foreign_product(desk: Desk, variant: int) -> None:
    """A loan of a lender the program has no name for: right; late; collected twice; a period not collected."""
    name, company = desk.rng.choice(
        (("有钱花", "重庆度小满小额贷款有限公司"), ("360借条", "福州三六零网络小额贷款有限公司"),
         ("好期贷", "招联消费金融有限公司"), ("安逸花", "马上消费金融股份有限公司"), ("小赢易贷", "小赢小额贷款公司"))
    )  # fmt: skip
    loan = new_loan(
        desk, terms=desk.rng.choice((6, 12)), method=desk.rng.choice(("等额本息", "等额本金")), wallet="",
        bank_text=f"{company} {name}还款", summary="代扣", card=desk.rng.choice(BANKS),
    )  # fmt: skip
    desk.no_records = True
    paid(loan, 3)
    hit = loan.plan[3]
    if variant == 1:
        days = desk.rng.randrange(1, 12)
        want_late(loan, 4, days)
    elif variant != 3:
        rows = loan.pay(4)
        if variant == 2:
            again = loan.debit(hit.due, hit.total, 19)
            desk.want("collected twice", "DEBIT-DUPLICATE", hit.total, [*rows, *again])
    finish(desk, loan, hit.due + timedelta(days=9))
    if variant == 3:  # a statement that ends before the due day would not show it
        desk.booked(loan.card, at(hit.due + timedelta(days=4), 12), -18_00, "便利店")
        desk.want("not collected", "DEBIT-MISSED", -hit.total, hit.rows)


def own_penalty_rule(desk: Desk, variant: int) -> None:
    """A penalty by another rule: 1.3 times, of principal only, of the instalment as one sum, 0.05 % a day."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(3, 20)
    charge = (
        penalty(term.principal, term.interest, loan.rate, days, "1.3"),
        fen(term.principal * loan.rate * Decimal("1.5") * days),
        fen(term.total * loan.rate * Decimal("1.5") * days),
        fen(term.total * Decimal("0.0005") * days),
    )[variant]
    rows = late(loan, 4, days, charge)
    if variant in (0, 3):  # no rule published for this product: left open, or named as a pattern
        desk.want("late", "DEBIT-LATE", charge, rows, proved=False)
    else:
        desk.want("late", "DEBIT-LATE", charge, rows)
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def grace_days(desk: Desk, variant: int) -> None:
    """Three days of grace: paid in them free; after them charged from the due day; kept free; on the last day."""
    loan = new_loan(desk, terms=12, grace=3)
    paid(loan, 2)
    term = loan.plan[2]
    days = (2, 5, 6, 3)[variant]
    charge = {1: charge_on(loan, term, 5), 2: penalty(
        term.principal, term.interest, loan.rate, 3)}.get(variant, 0)  # fmt: skip
    rows = late(loan, 3, days, charge)
    desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", charge, rows, optional=not charge)
    loan.pay(4)
    finish(desk, loan, loan.plan[3].due + timedelta(days=5))


def holiday(desk: Desk, variant: int) -> None:
    """The due day lies in the October holiday: paid after it free; charged; inside the grace; bank books late only."""
    year = desk.rng.choice((2023, 2024, 2025))
    drawn = date(year, desk.rng.choice((5, 6, 7)), 2 + desk.rng.randrange(3))
    loan = new_loan(desk, terms=12, drawn=drawn, grace=10 if variant == 2 else 0)
    number = 10 - drawn.month
    paid(loan, number - 1)
    term = loan.plan[number - 1]
    opens = date(year, 10, {2023: 7, 2024: 8, 2025: 9}[year])
    days = (opens - term.due).days
    if variant == 3:
        rows = loan.debit(term.due, term.total, booked_on=opens)
        loan.post(number, term.due, (term.principal, term.interest, 0))
        term.state = "已结清"
        desk.forbid("DEBIT-LATE DEBIT-DUPLICATE", "the wallet shows it paid on the day")
    else:
        charge = charge_on(loan, term, days) if variant == 1 else 0
        rows = late(loan, number, days, charge)
        desk.want("holiday", "DEBIT-HOLIDAY DEBIT-LATE", charge, rows)
    loan.pay(number + 1)
    finish(desk, loan, loan.plan[number].due + timedelta(days=4))


def weeks_overdue(desk: Desk, variant: int) -> None:
    """A term paid in two or three parts over weeks, each with the penalty on what was left."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    left_p, left_i, since, charged, rows = term.principal, term.interest, term.due, 0, []
    for k in range(2 + variant % 2):
        days = desk.rng.randrange(3, 9)
        charge = penalty(left_p, left_i, loan.rate, days)
        last = k == 1 + variant % 2
        interest = left_i
        principal = left_p if last else left_p // 3
        since += timedelta(days=days)
        rows += loan.debit(since, principal + interest + charge, hand=True)
        rows.append(loan.post(4, since, (principal, interest, charge), channel="主动还款"))
        left_p, left_i, charged = left_p - principal, 0, charged + charge
    term.state = "已结清"
    desk.want("late in parts", "DEBIT-LATE", charged, rows)
    if since < loan.plan[4].due:
        loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=3 if loan.plan[4].state == "已结清" else -1))


def charge_reversed(desk: Desk, variant: int) -> None:
    """A late charge taken and given back days later: by the lender's refund, by a waiver row, or in the next debit."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 6)
    charge = charge_on(loan, term, days)
    rows = late(loan, 4, days, charge)
    back = term.due + timedelta(days=days + 3)
    if variant % 2 == 0:
        if loan.wallet:
            refund = desk.entry(
                loan.wallet, at(back, 15), loan.party, "借呗罚息退回", charge, bank_method(loan.card), "退款成功"
            )  # fmt: skip
            rows.append(refund)
        rows.append(desk.booked(loan.card, at(back, 15), charge, "支付宝-借呗退款", "退款"))
    else:
        rows.append(loan.post(4, back, (0, 0, -charge), channel="罚息减免"))
    desk.want("late", "DEBIT-LATE", (charge, 0), rows)
    desk.allow("DEBIT-DUPLICATE REFUND-TO-LIMIT POST-LAG ALLOC-ORDER", "info")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def late_coupon(desk: Desk, variant: int) -> None:
    """A late term paid with a penalty, a red packet taking a part of it."""
    loan = new_loan(desk, terms=12)
    paid(loan, 2)
    term, days, cut = loan.plan[2], desk.rng.randrange(2, 8), desk.rng.choice((500, 300, 888))
    charge = charge_on(loan, term, days)
    day = term.due + timedelta(days=days)
    method = f"{bank_method(loan.card)}&还款红包"
    rows = loan.debit(day, term.total + charge - cut, method=method)
    rows.append(loan.post(3, day, (term.principal, term.interest, charge)))
    term.state = "已结清"
    desk.want("late", "DEBIT-LATE", (charge, charge - cut), rows)
    desk.want("reduction", "EXPORT-NET-AMOUNT COUPON-APPLIED", -cut, rows, optional=True)
    loan.pay(4)
    finish(desk, loan, loan.plan[3].due + timedelta(days=5))


def guarantee_late(desk: Desk, variant: int) -> None:
    """A guarantee company debits every month; one instalment is late with a penalty."""
    loan = new_loan(desk, terms=12)
    fee = desk.rng.randrange(40_00, 160_00)
    opened(loan)
    days = desk.rng.randrange(2, 9)
    for n in range(1, 6):
        term = loan.plan[n - 1]
        if n == 4 and variant % 2:
            want_late(loan, 4, days)
        else:
            loan.pay(n)
        taken = desk.booked(loan.card, at(term.due, 20, 11), -fee, "重庆某某融资担保有限公司 担保服务费", "代收")
        desk.want(f"charge {n}", "FEE-THIRD-PARTY", (fee, 5 * fee), [taken], optional=n > 1)
    desk.allow("FEE-THIRD-PARTY")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def last_period_late(desk: Desk, variant: int) -> None:
    """The bullet of an interest-first loan comes late, wholly or in two parts."""
    loan = new_loan(desk, terms=6, method="先息后本")
    paid(loan, 5)
    term, days = loan.plan[5], desk.rng.randrange(1, 10)
    charge = charge_on(loan, term, days)
    if variant % 2 == 0:
        desk.want("late", "DEBIT-LATE", charge, late(loan, 6, days, charge))
    else:
        first = loan.debit(term.due, term.interest)
        loan.post(6, term.due, (0, term.interest, 0))
        charge = fen(term.principal * loan.rate * Decimal("1.5") * days)
        day = term.due + timedelta(days=days)
        rows = loan.debit(day, term.principal + charge)
        rows.append(loan.post(6, day, (term.principal, 0, charge)))
        term.state = "已结清"
        desk.want("late in part", "DEBIT-LATE", charge, [*first, *rows])
    finish(desk, loan, term.due + timedelta(days=days + 4))


def rate_reset_late(desk: Desk, variant: int) -> None:
    """A bank's loan whose rate falls on 1 January, with or without a late term after it."""
    loan = new_loan(
        desk, terms=12, drawn=date(desk.rng.choice((2023, 2024)), desk.rng.choice((8, 9)), desk.rng.randrange(3, 25)),
        wallet="", bank_text="招商银行股份有限公司 个人贷款扣款", summary="贷款还款",
    )  # fmt: skip
    desk.no_records = True
    done = 13 - loan.drawn.month
    paid(loan, done)
    first = date(loan.drawn.year + 1, 1, 1)
    cut = loan.rate * Decimal("0.9")
    before = copied(loan.plan)
    rest = _recut(loan, done, first, cut)
    loan.page(months_on(loan.plan[done - 1].due, 0) + timedelta(days=1), before) if variant % 2 else None
    loan.plan = [*loan.plan[:done], *rest]
    number = done + 1
    loan.pay(number)
    term = loan.plan[number]
    if variant >= 2:
        days = desk.rng.randrange(1, 9)
        want_late(loan, number + 1, days, cut)
    else:
        loan.pay(number + 1)
    desk.allow("PLAN-RATE-CHANGED", "info", "warning")
    finish(desk, loan, term.due + timedelta(days=12))


def _recut(loan: Loan, done: int, first: date, rate: Decimal) -> list[Term]:
    """The open periods anew at another rate from a day on; the running period is split at that day."""
    left = loan.left_after(done)
    running = loan.plan[done]
    split = fen(left * loan.rate * (first - running.start).days + left * rate * (running.due - first).days)
    rest = equal_instalment(left, len(loan.plan) - done, rate, running.start, done + 1)
    for term in rest[1:]:
        term.state = "待还"
    rest[0].interest = split
    return rest


def arrears_two_terms(desk: Desk, variant: int) -> None:
    """Two terms unpaid, then both paid at once with their penalties in one debit."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    one, two = loan.plan[3], loan.plan[4]
    day = two.due + timedelta(days=desk.rng.randrange(2, 7))
    charges = [penalty(t.principal, t.interest, loan.rate, (day - t.due).days) for t in (one, two)]
    rows = loan.debit(day, one.total + two.total + sum(charges), hand=True)
    for number, (term, charge) in enumerate(zip((one, two), charges, strict=True), 4):
        record = loan.post(number, day, (term.principal, term.interest, charge), channel="主动还款")
        term.state = "已结清"
        desk.want(f"late {number}", "DEBIT-LATE", charge, [record, *rows, *term.rows])
    finish(desk, loan, day + timedelta(days=4))


def wrong_penalty(desk: Desk, variant: int) -> None:
    """A penalty that no rule gives: it stays unexplained, in full or in its remainder."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 9)
    charge = charge_on(loan, term, days) + desk.rng.randrange(11_37, 40_00)
    desk.want("late", "DEBIT-LATE UNEXPLAINED", charge, late(loan, 4, days, charge), proved=False, left_open=True)
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


LATENESS = {
    "foreign-product": foreign_product,
    "own-penalty-rule": own_penalty_rule,
    "grace-days": grace_days,
    "holiday": holiday,
    "weeks-overdue": weeks_overdue,
    "charge-reversed": charge_reversed,
    "late-coupon": late_coupon,
    "guarantee-late": guarantee_late,
    "last-period-late": last_period_late,
    "rate-reset-late": rate_reset_late,
    "arrears-two-terms": arrears_two_terms,
    "wrong-penalty": wrong_penalty,
}

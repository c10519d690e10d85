"""Kinds of bill accounts of several lenders: credit cards, monthly pay, carried-over sums, instalments of a bill."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.simulation.kinds.bills import DAILY, Account, account_of
from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, yuan
from tests.simulation.kinds.lender import fen
from tests.simulation.kinds.steps import TWICE

NAMES = (
    ("白条", "京东支付-白条还款", 15),
    ("抖音月付", "抖音支付-抖音月付还款", 10),
    ("美团月付", "美团支付-美团月付还款", 8),
)


def monthly_pay(desk: Desk, **more: object) -> Account:
    """A bill account of a shop, by bills and bank alone."""
    name, text, day = desk.rng.choice(NAMES)
    return account_of(desk, **({"name": name, "wallet": "", "due_day": day, "bank_text": text} | more))


def lines_of(account: Account, number: int) -> list[Line]:
    """The lines of the ``number``-th month's bill."""
    return account.desk.bills[f"{account.name}账单_{months_on(account.start, number):%Y-%m}"][1]


def shop_bill_late(desk: Desk, variant: int) -> None:
    """A shop's bill: two days late charged; in two parts, the second late; by hand, then again; given back later."""
    account = monthly_pay(desk)
    account.months(3, unpaid=1)
    due, total, _ = account.given[1]
    days = desk.rng.randrange(1, 8)
    if variant == 0:
        charge = days * fen(total * DAILY)
        desk.want("late", "DEBIT-LATE", charge, account.pay(1, total + charge, days))
    elif variant == 1:
        part = total // 3
        rows = account.pay(1, part) + account.pay(1, total - part, days)
        desk.want("late in part", "DEBIT-LATE", 0, rows, optional=days <= 4)  # the bank may have booked it late
    else:
        rows = account.pay(1, total, -1, hand=True) + account.pay(1, total, 0, 17)
        back = 0
        if variant == 3:
            back = total
            when = at(due + timedelta(days=14), 10)
            rows.append(desk.booked(account.card, when, total, account.bank_text.replace("还款", "退款"), "退款"))
        desk.want("twice", TWICE, (total, total - back), rows)
    desk.forbid("DEBIT-MISSED UNEXPLAINED", "it was paid")
    account.rest(2)


def refund_after_paying(desk: Desk, variant: int) -> None:
    """A purchase refunded after its bill was paid: on the next bill; two months on; to the card; more than the bill."""
    account = account_of(desk)
    account.months(1)
    account.bill(1)
    due, total, _ = account.given[1]
    bought = next(x for x in lines_of(account, 1) if x.cells[2:3] == ("消费",))
    account.pay(1, total)
    when = at(due + timedelta(days=6), 12)
    to_card = variant == 2
    method = bank_method(account.card) if to_card else account.name
    back = desk.entry("alipay", when, "某超市", "退款-超市订单", bought.amount, method, "退款成功", category="退款",
                      order=f"{bought.cells[5]}_1")  # fmt: skip
    if to_card:
        desk.booked(account.card, when, bought.amount, "支付宝-某超市退款", "退款")
        account.bill(2)
    elif variant == 1:
        account.bill(2)
        account.pay(2, account.given[2][1])
        account.bill(3, [(when.date(), "退款", "退款-超市订单", -bought.amount)])
    else:
        extra = [(when.date(), "退款", "退款-超市订单", -bought.amount)]
        account.bill(2, extra, bought=8 if variant == 0 else 3)
    number = 3 if variant == 1 else 2
    if not to_card:
        line = next(x for x in lines_of(account, number) if x.cells[2:3] == ("退款",))
        line.cells = (*line.cells[:5], bought.cells[5])
        desk.want("refund", "REFUND-NEXT-BILL", -bought.amount, [line, back])
    if account.given[number][1] > 0:
        account.pay(number, account.given[number][1])
    desk.allow("REFUND-NEXT-BILL REFUND-TO-LIMIT", "info")
    desk.forbid(f"DEBIT-MISSED DEBIT-LATE UNEXPLAINED {TWICE}", "refunded")
    account.rest(number)


def bill_and_loan_in_one(desk: Desk, variant: int) -> None:
    """A bill paid from two cards; by red packet and card; partly from the wallet's balance; on the statement day."""
    account = account_of(desk)
    account.months(3, unpaid=1)
    due, total, _ = account.given[1]
    moment, part = at(due, 11, 5), total * 2 // 5
    text = f"花呗自动还款-{months_on(account.start, 1):%Y年%m}月账单"
    if variant == 0:
        for amount, card in ((part, account.card), (total - part, "招商银行 9906")):
            desk.entry("alipay", moment, "花呗", text, amount, bank_method(card))
            desk.booked(card, moment, -amount, account.bank_text)
    elif variant == 1:
        cut = 5_00
        desk.entry("alipay", moment, "花呗", text, total - cut, f"{bank_method(account.card)}&还款红包")
        desk.booked(account.card, moment, cut - total, account.bank_text)
        desk.allow("EXPORT-NET-AMOUNT COUPON-APPLIED", "info")
    elif variant == 2:
        desk.entry("alipay", moment, "花呗", text, part, "账户余额")
        desk.entry("alipay", moment, "花呗", text, total - part, bank_method(account.card))
        desk.booked(account.card, moment, part - total, account.bank_text)
    else:
        account.pay(1, total, 1 - due.day, hand=True)
    desk.forbid(f"DEBIT-MISSED DEBIT-LATE UNEXPLAINED MINPAY-REVOLVING {TWICE}", "paid in time")
    account.rest(2)


def moved_bill_day(desk: Desk, variant: int) -> None:
    """The statement and due day move: a short bill between; two bills in one month; the new day late; no bill."""
    account = account_of(desk)
    account.months(1)
    account.due_day = desk.rng.choice((15, 20, 25))
    for n in range(1, 4):
        if variant == 3 and n == 2:
            account.given.append((date.min, 0, 0))
            continue
        account.bill(n)
        if n != 2:
            account.pay(n, account.given[n][1])
    if variant != 3:
        total = account.given[2][1]
        if variant == 2:
            days = desk.rng.randrange(1, 7)
            charge = days * fen(total * DAILY)
            desk.want("late", "DEBIT-LATE", charge, account.pay(2, total + charge, days, hand=True))
        else:
            account.pay(2, total, -1 if variant else 0)
    desk.forbid("DEBIT-MISSED UNEXPLAINED DEBIT-DUPLICATE", "paid by the new day")
    account.rest(3)


def carried_twice(desk: Desk, variant: int) -> None:
    """Minimum paid two months running: the rest and its interest are carried over, then all is paid."""
    account = account_of(desk, minimum=True)
    account.months(1)
    lead = account.bill(1)
    rest, wanted = 0, [lead]
    for n in (2, 3):
        due, total, least = account.given[n - 1]
        account.pay(n - 1, least)
        rest = total - least
        stated = months_on(account.start, n)
        days = (stated - due).days
        interest = days * fen(rest * DAILY)
        on = stated - timedelta(days=1)
        top = account.bill(n, [(on, "上期未还", "上期账单剩余应还", rest), (on, "利息", "循环利息", interest)])
        line = next(x for x in lines_of(account, n) if x.cells[2:3] == ("利息",))
        desk.want(f"interest {n}", "MINPAY-REVOLVING PENALTY-INTEREST", interest, [top, line, *wanted])
    account.pay(3, account.given[3][1])
    desk.forbid("DEBIT-MISSED DEBIT-LATE", "the minimum was paid in time")
    if variant % 2:
        desk.no_bank = True
    account.rest(3)


def bill_instalment_settled(desk: Desk, variant: int) -> None:
    """A bill turned into six instalments with a fee, which stand on the bills; settled after two, fees kept or not."""
    account = account_of(desk)
    account.months(1)
    account.bill(1)
    _, total, _ = account.given[1]
    share, fee = total // 6, fen(Decimal(total) * Decimal("0.0066"))
    for n in (2, 3):
        on = months_on(account.start, n) - timedelta(days=1)
        account.bill(n, [(on, "分期", f"账单分期 第{n - 1}/6期", share), (on, "手续费", "分期手续费", fee)])
        account.pay(n, account.given[n][1])
    left = total - 2 * share + (0, fee, 4 * fee, 0)[variant]
    on = account.given[3][0] + timedelta(days=9)
    row = desk.entry("alipay", at(on, 12), "花呗", "花呗分期提前结清", left, bank_method(account.card))
    planned = total - 2 * share + 4 * fee
    desk.want("settled early", "SETTLE-FEE-REMAINING", left - planned, [row])
    desk.booked(account.card, at(on, 12), -left, account.bank_text)
    account.bill(4)
    account.pay(4, account.given[4][1])
    desk.forbid("DEBIT-MISSED DEBIT-LATE MINPAY-REVOLVING DEBIT-DUPLICATE", "turned into instalments")
    account.rest(4)


def card_repayments(desk: Desk, variant: int) -> None:
    """Credit-card payments from a debit account beside 花呗 bills: equal to a bill; twice; by wallet; of a friend."""
    account = account_of(desk)
    for n in range(3):
        account.bill(n)
        account.pay(n, account.given[n][1])
        due, total, _ = account.given[n]
        if variant == 0:
            desk.booked(account.card, at(due, 9), -total, "招商银行信用卡中心 还款", "信用卡还款")
        elif variant == 1:
            for hour in (9, 10):
                desk.booked(account.card, at(due, hour), -total, "信用卡自动还款", "信用卡还款")
        elif variant == 2:
            desk.entry("alipay", at(due, 9), "招商银行信用卡", "信用卡还款", total, bank_method(account.card),
                       "还款成功", category="信用借还")  # fmt: skip
            desk.booked(account.card, at(due, 9), -total, "支付宝-信用卡还款")
        else:
            desk.entry("alipay", at(due, 9), "王*", "转账-替还花呗", total, bank_method(account.card), "交易成功",
                       "支出", "转账红包")  # fmt: skip
            desk.booked(account.card, at(due, 9), -total, "支付宝-转账")
    desk.forbid(f"{TWICE} DEBIT-LATE DEBIT-MISSED UNEXPLAINED", "payments of something else")
    account.rest(2)


def reserve_elsewhere(desk: Desk, variant: int) -> None:
    """A reserve advance returned from another account; in two parts; late and charged; by the bill that holds it."""
    account = account_of(desk)
    taken = at(account.start + timedelta(days=desk.rng.randrange(2, 15)), 14)
    extra = []
    if variant == 3:
        extra = [((taken + timedelta(days=8)).date(), "备用金", "备用金转入花呗", 500_00)]
    account.months(1)
    account.bill(1, extra)
    account.pay(1, account.given[1][1])
    days = 7 + (desk.rng.randrange(1, 6) if variant == 2 else 0)
    charge = (days - 7) * fen(Decimal(50_000) * Decimal("0.00056")) if variant == 2 else 0
    back, fee = taken + timedelta(days=days), 1_99
    paid = 500_00 + fee + charge
    desk.entry("alipay", taken, "备用金", "备用金取用", 500_00, "余额", "交易成功", "不计收支")
    rows: list[Line] = []
    card = "招商银行 9906" if variant == 0 else account.card
    if variant == 3:
        cells = (f"{taken}", yuan(500_00), "", "", yuan(0), f"已转入花呗{months_on(account.start, 1):%Y年%m}月账单")
    else:
        for k, amount in enumerate((300_00, paid - 300_00) if variant == 1 else (paid,)):
            when = back + timedelta(hours=-k)
            rows.append(desk.entry("alipay", when, "备用金", "备用金归还", amount, bank_method(card), "还款成功"))
            rows.append(desk.booked(card, when, -amount, "支付宝-备用金还款"))
        cells = (f"{taken}", yuan(500_00), f"{back}", yuan(paid), yuan(fee), "已归还")
    record = Line(taken, cells, paid)
    desk.reserves.append(record)
    if charge:
        desk.want("late reserve", "RESERVE-LATE-ACCRUAL", charge, [*rows, record])
    desk.allow("RESERVE-FEE-CONFUSED RESERVE-FEE RESERVE-NOT-ON-BILL RESERVE-FEE-SEPARATE DEBIT-WRONG-SOURCE", "info",
               "warning")  # fmt: skip
    desk.forbid(f"DEBIT-MISSED UNEXPLAINED {TWICE} RESERVE-BILLED-AFTER-RETURN", "returned once")
    account.rest(1)


def bills_alone(desk: Desk, variant: int) -> None:
    """Bills without wallet and bank; the last bill alone; bills and a wallet that begins later; a bank that ends."""
    account = account_of(desk, minimum=variant == 1)
    account.months(3)
    if variant < 2:
        desk.skipped |= {"alipay"}
        desk.no_bank = True
    if variant == 1:
        for n in range(2):
            del desk.bills[f"花呗账单_{months_on(account.start, n):%Y-%m}"]
    if variant == 2:
        desk.wallet_from, desk.no_bank = account.given[1][0] + timedelta(days=3), True
    desk.forbid("DEBIT-MISSED DEBIT-LATE UNEXPLAINED MINPAY-REVOLVING BILL-TOTAL-MISMATCH", "nothing shows it unpaid")
    account.rest(2)
    if variant == 3:
        desk.wallet_until = account.given[1][0] - timedelta(days=2)
        card = desk.banks[account.card]
        desk.banks[account.card] = [x for x in card if x.at.date() < account.given[1][0] - timedelta(days=2)]


ACCOUNTS = {
    "shop-bill-late": shop_bill_late,
    "refund-after-paying": refund_after_paying,
    "bill-in-parts": bill_and_loan_in_one,
    "moved-bill-day": moved_bill_day,
    "carried-twice": carried_twice,
    "bill-instalment-settled": bill_instalment_settled,
    "card-repayments": card_repayments,
    "reserve-elsewhere": reserve_elsewhere,
    "bills-alone": bills_alone,
}

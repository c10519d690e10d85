"""Kinds of bills that payments do not make up, of charges on the next bill, and of reserve advances beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.simulation.kinds.bills import DAILY, Account, account_of
from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, yuan
from tests.simulation.kinds.lender import fen
from tests.simulation.kinds.steps import TWICE

LOUD = f"DEBIT-MISSED DEBIT-LATE UNEXPLAINED MINPAY-REVOLVING {TWICE}"


def _second(desk: Desk, own: Account | None = None, **more: object) -> tuple[Account, date, int]:
    """An account with a first bill that was paid and a second one; returns its due date and amount too."""
    account = own or account_of(desk, **more)
    account.bill(0)
    account.pay(0, account.given[0][1])
    account.bill(1)
    return account, account.given[1][0], account.given[1][1]


def _third(account: Account, extra: list[tuple[date, str, str, int]] | None = None) -> Line:
    """The next bill, with more lines if given, paid; returns its leading line."""
    lead = account.bill(2, extra)
    account.pay(2, account.given[2][1])
    account.rest(2)
    return lead


def _method(account: Account, text: str) -> str:
    return f"{bank_method(account.card)}&{text}"


def less_paid(desk: Desk, variant: int) -> None:
    """Less paid than the bill asks for, and nothing open: coupon, refund, instalments, or another payer."""
    account, due, total = _second(desk)
    stated, extra = months_on(account.start, 1), None
    if variant == 0:
        off = desk.rng.randrange(2_00, 8_00)
        rows = account.pay(1, total - off)
        rows[0].cells = (*rows[0].cells[:4], _method(account, "花呗还款红包"), *rows[0].cells[5:])
        desk.want("coupon", "EXPORT-NET-AMOUNT", -off, rows)
    elif variant == 1:
        bought = next(x for x in desk.bills[f"花呗账单_{stated:%Y-%m}"][1] if x.cells[2] == "消费")
        back = at(stated + timedelta(days=2), 12)
        desk.entry("alipay", back, "某超市", "退款-超市订单", bought.amount, "花呗", "退款成功", category="退款",
                   order=f"{bought.cells[5]}_1")  # fmt: skip
        rows = account.pay(1, total - bought.amount)
        desk.want("refund", "REFUND-OFFSET", -bought.amount, rows)
    elif variant == 2:
        rest = 3 * (total // 4)
        rows = account.pay(1, total - rest)
        extra = [(due + timedelta(days=9), "分期", "账单分期 第1期/共3期", rest // 3)]
        desk.want("instalments", "PLAN-BILL-INSTALMENT", -rest, rows)
    desk.forbid(LOUD, "nothing shows that anything was left unpaid")
    _third(account, extra)


def refunded_after_paid(desk: Desk, variant: int) -> None:
    """A purchase refunded after its bill was paid, on no bill: to the product, past a bill, to the card, unnamed."""
    account, due, total = _second(desk)
    account.pay(1, total)
    stated = months_on(account.start, 1)
    bought = next(x for x in desk.bills[f"花呗账单_{stated:%Y-%m}"][1] if x.cells[2:3] == ("消费",))
    when = at(due + timedelta(days=6), 12)
    method = (account.name, account.name, bank_method(account.card), "")[variant]
    rows = [desk.entry("alipay", when, "某超市", "退款-超市订单", bought.amount, method, "退款成功", category="退款",
                       order=f"{bought.cells[5]}_1")]  # fmt: skip
    if variant == 2:
        rows.append(desk.booked(account.card, when, bought.amount, "支付宝-某超市退款", "退款"))
    desk.want("where it went", "REFUND-AFTER-BILL", -bought.amount, rows[-1:])
    desk.forbid(LOUD, "the bill was paid")
    if variant == 0:
        account.rest(1)
    else:
        _third(account)


def more_paid(desk: Desk, variant: int) -> None:
    """More paid than the bill asks for: a part and then the whole, by hand, with new purchases, with the reserve."""
    account, due, total = _second(desk)
    if variant == 0:
        part = total // 3
        rows = account.pay(1, part, -2, hand=True) + account.pay(1, total)
        desk.want("a part too much", TWICE, part, rows)
    elif variant == 1:
        account.pay(1, total + 100_00, -1, hand=True)
        desk.forbid(LOUD, "it was paid")
    else:
        when = at(months_on(account.start, 1) + timedelta(days=2), 12)
        extra = account.bought(when, 88_00, "超市订单").amount
        if variant == 3:
            desk.entry("alipay", when, "备用金", "备用金取出至余额", 500_00, "余额", "交易成功")
            extra += 501_99
        rows = account.pay(1, total + extra, -1, hand=True, month=False)
        desk.want("all at once", "RESERVE-IN-SETTLE-SCOPE SETTLE-SCOPE-UNPOSTED", extra, rows)
        desk.as_of = due + timedelta(days=10)
        desk.everyday(account.start - timedelta(days=20), desk.as_of, account.card)
        return
    _third(account)


def charged_on_next(desk: Desk, variant: int) -> None:
    """A late bill whose charge stands on the next: whole, waived, waived in part; or the minimum a day late."""
    account, due, total = _second(desk, minimum=variant == 3)
    days = 1 if variant == 3 else desk.rng.randrange(2, 7)
    if variant == 3:
        least = account.given[1][2]
        rows = account.pay(1, least, days, hand=True)
        ends = months_on(account.start, 2)
        charge = fen(total * DAILY) + ((ends - due).days - days) * fen((total - least) * DAILY)
        extra = [(due, "上期未还", "上期剩余应还", total - least), (ends, "违约金", "逾期费用", charge)]
        waived = 0
    else:
        rows = account.pay(1, total, days, hand=True)
        charge = days * fen(total * DAILY)
        waived = (0, charge, charge // 2)[variant]
        extra = [(due + timedelta(days=days), "违约金", "逾期费用", charge)]
        extra += [(due + timedelta(days=days + 3), "违约金", "逾期费用减免", -waived)] if waived else []
    lead = _third(account, extra)
    desk.want("late", "DEBIT-LATE", charge - waived, [*rows, lead])


def _put(account: Account, stated: date, due: date, lines: list[Line], part: str) -> int:
    """One more bill of a month in a file of its own; returns what it asks for."""
    total = sum(line.amount for line in lines)
    lead = (f"账单月份：{stated:%Y-%m}", f"账单日：{stated}", f"还款日：{due}", f"本期应还：{yuan(total)}元")
    end = Line(at(stated), ("合计", "", "", f"共{len(lines)}笔", yuan(total), ""), total)
    name = f"{account.name}账单_{stated:%Y-%m}{part}"
    account.desk.bills[name] = (account.name, [Line(at(stated), lead, total), *lines, end])
    account.given.append((due, total, 0))
    return total


def of_one_month(desk: Desk, variant: int) -> None:
    """Two bills of one month: a moved statement day, two lenders paid at once or apart, two pages of one bill."""
    account, due, total = _second(desk)
    stated = months_on(account.start, 1)
    if variant == 0:
        account.pay(1, total)
        later = account.bought(at(stated + timedelta(days=4), 12), desk.rng.randrange(30_00, 90_00), "超市订单")
        amount = _put(account, stated + timedelta(days=9), due + timedelta(days=11), [later], "_b")
        account.given[1] = account.given.pop()
        account.pay(1, amount)
    elif variant in (1, 2):
        other = account.bought(at(stated - timedelta(days=9), 12), desk.rng.randrange(30_00, 90_00), "书店订单")
        amount = _put(account, stated, due, [other], "_b")
        account.given.pop()
        for paid in (total + amount,) if variant == 1 else (total, amount):
            account.pay(1, paid)
    else:
        _, *lines, _ = desk.bills[f"花呗账单_{stated:%Y-%m}"][1]
        again = [Line(x.at, x.cells, x.amount) for x in lines]
        back = at(stated + timedelta(days=2), 12)
        cells = (f"{back.date()}", f"{back}", "退款", "退款-超市订单", yuan(-again[0].amount), again[0].cells[5])
        account.given.pop()
        amount = _put(account, stated, due, [*again, Line(back, cells, -again[0].amount)], "_b")
        account.pay(1, amount)
    desk.forbid(LOUD, "each was paid")
    _third(account)


def beside_bills(desk: Desk, variant: int) -> None:
    """Reserve advances on bills: taken off again, one of two missing, with the fee in the line; and an extended one."""
    account = account_of(desk)
    account.bill(0)
    account.pay(0, account.given[0][1])
    stated = months_on(account.start, 1)
    taken = [at(account.start + timedelta(days=n), 14) for n in ((4, 18) if variant == 1 else (4,))]
    for when in taken:
        desk.entry("alipay", when, "备用金", "备用金取出至余额", 500_00, "余额", "交易成功")
        back = when + timedelta(days=14 if variant == 3 else 6)
        returned = (f"{back}", yuan(501_99), "1.99") if variant in (0, 3) else ("", "", "1.99" if variant == 2 else "")
        state = ("已归还", f"已转入花呗{stated:%Y年%m月}账单", f"已转入花呗{stated:%Y年%m月}账单", "已展期，已归还")[
            variant
        ]
        desk.reserves.append(Line(when, (f"{when}", yuan(500_00), *returned, state), 500_00))
        if variant in (0, 3):
            desk.entry("alipay", back, "备用金", "备用金归还", 501_99, bank_method(account.card))
            desk.booked(account.card, back, -501_99, "支付宝-备用金还款")
    amount = 501_99 if variant == 2 else 500_00
    account.bill(1, [] if variant == 3 else [(taken[0].date(), "备用金", "备用金转入", amount)])
    account.pay(1, account.given[1][1])
    if variant == 1:
        desk.want("one of two", "RESERVE-NOT-ON-BILL", -500_00, desk.reserves[1:])
    if variant == 2:
        desk.want("with its fee", "RESERVE-AMOUNT-DIFF", 1_99, desk.reserves)
    desk.forbid("RESERVE-LATE-ACCRUAL", "it was extended, or not late")
    off = [(stated + timedelta(days=15), "退款", "备用金冲回", -500_00)] if variant == 0 else []
    _third(account, off)


def reserve_returns(desk: Desk, variant: int) -> None:
    """An advance returned twice, not at all, late as the wallet alone shows; two after each other, both right."""
    account = account_of(desk)
    for n in range(2):
        account.bill(n)
        account.pay(n, account.given[n][1])
    first = at(account.start + timedelta(days=18), 14)
    desk.everyday(account.start - timedelta(days=45), account.start - timedelta(days=20), account.card)
    for start, returns in {
        0: ((first, (6, 7)),), 1: ((first, ()),), 2: ((first, (9,)),),
        3: ((first, (3,)), (first + timedelta(days=4), (5,))),
    }[variant]:  # fmt: skip
        desk.entry("alipay", start, "备用金", "备用金取出至余额", 500_00, "余额", "交易成功")
        rows = []
        for days in returns:
            back, paid = start + timedelta(days=days), 501_99 + 28 * max(days - 7, 0)
            rows.append(desk.entry("alipay", back, "备用金", "备用金归还", paid, bank_method(account.card)))
            rows.append(desk.booked(account.card, back, -paid, "支付宝-备用金还款"))
    if variant == 0:
        desk.want("twice", "DEBIT-DUPLICATE", 501_99, rows[2:])
    elif variant == 1:
        desk.reserves.append(Line(first, (f"{first}", yuan(500_00), "", "", "", "使用中"), 500_00))
        desk.want("not returned", "DEBIT-MISSED", -500_00, desk.reserves)
    elif variant == 2:
        desk.want("late", "RESERVE-LATE-ACCRUAL", 1_99 + 56, rows)
    _third(account)


def lateness_of_bills(desk: Desk, variant: int) -> None:
    """Due on a holiday and paid after it; bounced and collected again; minutes after midnight; within a grace."""
    october = Account(desk, due_day=3, start=date(2024, 9, 1)) if variant == 0 else None
    account, due, total = _second(desk, october)
    if variant == 1:
        account.pay(1, total)
        desk.booked(account.card, at(due + timedelta(days=1), 10), total, "支付宝-退汇", "退汇")
    days = (5, 3, 1, 2)[variant]
    rows = account.pay(1, total, days, 0 if variant == 2 else 11)
    desk.want("late without a charge", "DEBIT-LATE DEBIT-HOLIDAY", 0, rows)
    desk.forbid(f"DEBIT-MISSED UNEXPLAINED {TWICE}", "it was paid once")
    _third(account)


BILL_ENDS: Mapping[str, Callable[[Desk, int], None]] = {
    "bill-less-paid": less_paid,
    "bill-refunded-after-paid": refunded_after_paid,
    "bill-more-paid": more_paid,
    "bill-charged-on-next": charged_on_next,
    "bills-of-one-month": of_one_month,
    "reserve-beside-bills": beside_bills,
    "reserve-returns": reserve_returns,
    "bill-lateness": lateness_of_bills,
}

"""Kinds of bills of which a part was paid before they were made, and of debits that came back in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from tests.simulation.kinds.bills import account_of
from tests.simulation.kinds.desk import Desk, at, bank_method, months_on, yuan
from tests.simulation.kinds.steps import TWICE

_LOUD = f"DEBIT-MISSED DEBIT-LATE UNEXPLAINED MINPAY-REVOLVING BILL-TOTAL-MISMATCH BILL-OVERPAID {TWICE}"


def before_the_bill(desk: Desk, variant: int) -> None:
    """A part paid by hand before the bill: its front tells it, nothing, a line; the rest was tried in vain."""
    account = account_of(desk)
    account.bill(0)
    account.pay(0, account.given[0][1])
    stated = months_on(account.start, 1)
    when = at(stated - timedelta(days=desk.rng.randrange(2, 9)), 10)
    part = desk.rng.randrange(10_00, 29_00)
    row = desk.entry("alipay", when, account.name, f"{account.name}主动还款", part, bank_method(account.card))
    bank = desk.booked(account.card, when, -part, account.bank_text)
    lead = account.bill(1, [(when.date(), "还款", "提前还款", -part)] if variant == 2 else [])
    total = account.given[1][1]
    left = total - (0 if variant == 2 else part)
    if variant == 0:
        told = (f"剩余应还：{yuan(left)}元", f"已还款：{yuan(part)}元")
        lead.cells = (*lead.cells[:3], *told) if desk.rng.randrange(2) else (*lead.cells, *told[1:])
    rows = account.pay(1, left, month=bool(variant))
    if variant == 3:
        desk.banks[account.card].remove(rows[1])
        rows[0].cells = (*rows[0].cells[:5], "还款失败", *rows[0].cells[6:])
        desk.want("the rest", "DEBIT-MISSED", -left, [lead, row, bank])
    else:
        desk.forbid(_LOUD, "it was paid in two parts")
    account.rest(1)


def back_in_parts(desk: Desk, variant: int) -> None:
    """A failed debit that the bank took, a second one of a bill: given back in two credits; one credit of the two."""
    account = account_of(desk)
    account.months(2, unpaid=1)
    due, total, _ = account.given[1]
    part = desk.rng.randrange(10_00, total - 10_00)
    failed = variant % 2 == 0
    rows = account.pay(1, total, hour=9, hand=True, month=not failed)
    if failed:
        rows[0].cells = (*rows[0].cells[:4], "", "还款失败", *rows[0].cells[6:])
    later = account.pay(1, total, hour=20, hand=failed)
    rows = rows if failed else rows + later
    for days, amount in ((1, part), (3, total - part))[: 1 if variant > 1 else 2]:
        moment = at(due + timedelta(days=days), 10)
        rows.append(desk.booked(account.card, moment, amount, "支付宝-退款", "退款"))
        if not failed:
            desk.entry("alipay", moment, account.name, f"退款-{later[0].cells[2]}", amount, bank_method(account.card),
                       "退款成功", order=f"{later[0].cells[6]}_{days}")  # fmt: skip
    # one credit that names no product may be of anything: of a failed debit only the whole is sure
    left = total if failed and variant > 1 else total - part if variant > 1 else 0
    desk.want("came back", f"DEBIT-FAIL-CHARGED {TWICE}", left, rows)
    desk.forbid("DEBIT-MISSED UNEXPLAINED DEBIT-LATE", "the bill was paid in time")
    account.rest(1)


def of_two_persons(desk: Desk, variant: int) -> None:
    """Two persons' bills of one amount, each paid; his paid by hers; his paid twice beside hers; hers dearer."""
    account = account_of(desk)
    account.months(2, unpaid=1)
    due, total, _ = account.given[1]
    month = months_on(account.start, 1)
    other, hers = "中国建设银行 6621", "alipay-太太"
    desk.everyday(account.start - timedelta(days=20), due + timedelta(days=12), other, hers)
    rows = []
    if variant != 1:
        rows += account.pay(1, total, hour=19)
    if variant == 2:
        rows += account.pay(1, total, hour=9, hand=True)
        desk.want("his twice", TWICE, total, rows)
    amount = total + (11_11 if variant == 3 else 0)
    moment = at(due - timedelta(days=desk.rng.randrange(0, 2)), 20)
    text = f"{account.name}自动还款-{month:%Y}年{month:%m}月账单"
    desk.entry(hers, moment, account.name, text, amount, bank_method(other))
    desk.booked(other, moment, -amount, account.bank_text)
    desk.forbid(
        "DEBIT-MISSED DEBIT-LATE UNEXPLAINED BILL-OVERPAID" + ("" if variant == 2 else f" {TWICE}"), "each paid"
    )
    account.rest(1)


BILL_FRONTS: Mapping[str, Callable[[Desk, int], None]] = {
    "bill-paid-before-it": before_the_bill,
    "debit-back-in-parts": back_in_parts,
    "bills-of-two-persons": of_two_persons,
}

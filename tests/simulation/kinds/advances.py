"""Kinds of reserve advances: returned in parts, by two persons, on another month's bill, and given back in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from tests.simulation.kinds.bills import Account, account_of
from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, yuan

_LOUD = "DEBIT-MISSED DEBIT-DUPLICATE DEBIT-LATE UNEXPLAINED RESERVE-LATE-ACCRUAL"
_FEE = 1_99


def _taken(desk: Desk, when: datetime, wallet: str = "alipay") -> Line:
    return desk.entry(wallet, when, "备用金", "备用金取出至余额", 500_00, "余额", "放款成功")


def _returned(desk: Desk, card: str, when: datetime, amount: int, wallet: str = "alipay", how: str = "") -> list[Line]:
    row = desk.entry(wallet, when, "备用金", f"备用金{how}归还", amount, bank_method(card))
    return [row, desk.booked(card, when, -amount, "支付宝-备用金归还")]


def _began(desk: Desk) -> tuple[Account, datetime]:
    """An account with two bills that are right, and the day of a taking between them."""
    account = account_of(desk)
    for n in range(2):
        account.bill(n)
        account.pay(n, account.given[n][1])
    desk.everyday(account.start - timedelta(days=60), account.start - timedelta(days=21), account.card)
    return account, at(account.start + timedelta(days=desk.rng.randrange(2, 16)), 14)


def in_parts(desk: Desk, variant: int) -> None:
    """Returned by two payments, with a record or without; a part only; a part by hand and then all of it."""
    account, when = _began(desk)
    _taken(desk, when)
    part = desk.rng.randrange(50_00, 450_00)
    rows = _returned(desk, account.card, when + timedelta(days=3), part)
    if variant != 2:
        rest = 500_00 + _FEE - (0 if variant == 3 else part)
        rows += _returned(desk, account.card, when + timedelta(days=6), rest, how="自动")
    if variant == 1:
        back = when + timedelta(days=6)
        cells = (f"{when}", yuan(500_00), f"{back}", yuan(500_00 + _FEE), yuan(_FEE), "已归还")
        desk.reserves.append(Line(when, cells, 500_00))
    if variant == 2:
        desk.want("a part left", "DEBIT-MISSED", part - 500_00, rows, proved=False)
    elif variant == 3:
        desk.want("a part twice", "DEBIT-DUPLICATE DEBIT-MANUAL-AUTO-OVERLAP", part, rows)
    else:
        desk.forbid(_LOUD, "it was returned in time, in two parts")
    account.rest(1)


def of_two_persons(desk: Desk, variant: int) -> None:
    """Two persons take and return advances within minutes; one keeps hers; one pays twice; with a record or without."""
    account, when = _began(desk)
    other, hers = "中国建设银行 6621", "alipay-太太"
    desk.everyday(account.start - timedelta(days=60), account.start + timedelta(days=45), other, hers)
    minutes = timedelta(minutes=desk.rng.randrange(0, 8))
    _taken(desk, when)
    taken = _taken(desk, when + minutes, hers)
    back = when + timedelta(days=6)
    _returned(desk, account.card, back, 500_00 + _FEE)
    if variant != 2:
        rows = _returned(desk, other, back + minutes, 500_00 + _FEE, hers)
    if variant == 2:
        desk.want("hers is out", "DEBIT-MISSED", -500_00, [taken], proved=False)
    elif variant == 3:
        rows += _returned(desk, other, back + timedelta(hours=3), 500_00 + _FEE, hers, "自动")
        desk.want("hers twice", "DEBIT-DUPLICATE DEBIT-MANUAL-AUTO-OVERLAP", 500_00 + _FEE, rows)
    else:
        desk.forbid(_LOUD, "each returned her own, once")
    if variant == 1:
        cells = (f"{when}", yuan(500_00), f"{back}", yuan(500_00 + _FEE), yuan(_FEE), "已归还")
        desk.reserves.append(Line(when, cells, 500_00))
    account.rest(1)


def moved_and_back(desk: Desk, variant: int) -> None:
    """On the next month's bill; taken off again in two lines; paid and refunded in two parts; refunded in part."""
    account = account_of(desk)
    account.bill(0)
    account.pay(0, account.given[0][1])
    when = at(account.start + timedelta(days=desk.rng.randrange(2, 12)), 14)
    _taken(desk, when)
    stated = months_on(account.start, 1)
    line = (when.date(), "备用金", "备用金", 500_00)
    if variant:
        back = when + timedelta(days=6)
        _returned(desk, account.card, back, 500_00 + _FEE, how="自动")
        cells = (f"{when}", yuan(500_00), f"{back}", yuan(500_00 + _FEE), yuan(_FEE), "已归还")
    else:
        cells = (f"{when}", yuan(500_00), "", "", "", f"已转入花呗{stated:%Y年%m月}账单")
    desk.reserves.append(Line(when, cells, 500_00))
    account.bill(1, [line] if variant else [])
    rows = account.pay(1, account.given[1][1])
    part = desk.rng.randrange(100_00, 400_00)
    later: list[tuple[object, ...]] = [] if variant else [line]
    if variant == 1:
        later = [(stated + timedelta(days=d), "退款", "备用金冲正", -a) for d, a in ((14, part), (15, 500_00 - part))]
    account.bill(2, later)  # type: ignore[arg-type]
    account.pay(2, account.given[2][1])
    for days, amount in ((3, part), (5, 500_00 - part))[: {2: 2, 3: 1}.get(variant, 0)]:
        moment = at(account.given[1][0] + timedelta(days=days), 10)
        order = f"{rows[0].cells[6]}_{days}"
        text = f"退款-{rows[0].cells[2]}"
        desk.entry("alipay", moment, "花呗", text, amount, bank_method(account.card), "退款成功", order=order)
        desk.booked(account.card, moment, amount, "支付宝-退款", "退款")
    desk.forbid("DEBIT-MISSED UNEXPLAINED DEBIT-DUPLICATE", "every bill was paid in full")
    if variant == 0:
        desk.want("on the next bill", "RESERVE-NOT-ON-BILL", (-500_00, 0), desk.reserves)
    else:
        left = 500_00 - part if variant == 3 else 0
        desk.want("given back", "RESERVE-BILLED-AFTER-RETURN", left, desk.reserves)
    account.rest(2)


def together(desk: Desk, variant: int) -> None:
    """Two returned by one payment; late with the fee alone; its charge minutes later; by the wife's wallet."""
    account, when = _began(desk)
    taken = _taken(desk, when)
    if variant == 0:
        _taken(desk, when + timedelta(days=2))
        _returned(desk, account.card, when + timedelta(days=6), 1_000_00 + 2 * _FEE)
    elif variant == 1:
        days = desk.rng.randrange(1, 4)
        rows = _returned(desk, account.card, when + timedelta(days=7 + days), 500_00 + _FEE)
        desk.want("late and free", "RESERVE-LATE-ACCRUAL", _FEE, [taken, *rows])
    elif variant == 2:
        back = when + timedelta(days=9)
        rows = _returned(desk, account.card, back, 500_00)
        rows += _returned(desk, account.card, back + timedelta(minutes=5), _FEE + 2 * 28)
        desk.want("late", "RESERVE-LATE-ACCRUAL", _FEE + 2 * 28, [taken, *rows])
    else:
        other, hers = "中国建设银行 6621", "alipay-太太"
        desk.everyday(account.start - timedelta(days=60), account.start + timedelta(days=45), other, hers)
        _returned(desk, other, when + timedelta(days=6), 500_00 + _FEE, hers)
    desk.forbid("DEBIT-MISSED DEBIT-DUPLICATE UNEXPLAINED", "all of it was returned")
    account.rest(1)


ADVANCES: Mapping[str, Callable[[Desk, int], None]] = {
    "reserve-in-parts": in_parts,
    "reserve-of-two-persons": of_two_persons,
    "reserve-moved-and-back": moved_and_back,
    "reserve-together": together,
}

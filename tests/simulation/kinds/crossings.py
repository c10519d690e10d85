"""Kinds of money that crosses: friends called by a product, other persons' payments, settlements over what was paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.simulation.kinds.bills import account_of
from tests.simulation.kinds.desk import Desk, Line, at, bank_method, months_on, yuan
from tests.simulation.kinds.lender import Loan, copied, equal_instalment, finish, new_loan, penalty
from tests.simulation.kinds.steps import SETTLED, TWICE, closed, interest_to, opened, paid, saved_by, without_records

_LOUD = f"UNEXPLAINED POST-MISSING {TWICE} DEBIT-MISSED DEBIT-LATE"
_BACK = "STATUS-SETTLED-PREMATURE"


def _running(desk: Desk, done: int = 4) -> Loan:
    """A loan of which some periods are paid, with a page of the day after."""
    loan = new_loan(desk, terms=12)
    paid(loan, done)
    loan.page(loan.plan[done - 1].due + timedelta(days=1), copied(loan.plan))
    return loan


def _by_another(line: Line, channel: str = "") -> Line:
    """The record's row with the account of somebody else, or with a channel that says so."""
    cells = list(line.cells)
    cells[4], cells[9] = channel or cells[4], "" if channel else "他人账户"
    line.cells = tuple(cells)
    return line


def _settle(loan: Loan, done: int, day: date, *, hour: int = 15, recorded: bool = True) -> tuple[list[Line], int]:
    """All that is owed paid by hand, on a due day with its own interest; the rows and the interest."""
    due = loan.plan[done].due == day
    interest = loan.plan[done].interest if due else interest_to(loan, done, day)
    left = loan.left_after(done)
    rows = loan.debit(day, left + interest, hour, hand=True, text="借呗提前结清")
    if recorded:
        rows.append(loan.post("", day, (left, interest, 0), channel="提前结清", hour=hour))
    return rows, interest


def friend_called_by_product(desk: Desk, variant: int) -> None:
    """An instalment's amount sent to a friend called 借呗: in the wallet's words; by bank transfer; a day before."""
    loan = new_loan(desk, terms=12)
    paid(loan, 5)
    term = loan.plan[4]
    when = at(term.due + timedelta(days=-1 if variant == 3 else 1), 20)
    if variant == 2:
        desk.booked(loan.card, when, -term.total, "借呗", "转账汇款")
    else:
        text, way = ("转账", "转账-借呗", "", "还钱")[variant], bank_method(loan.card)
        flow = "支出" if variant else "不计收支"
        desk.entry("alipay", when, "借呗", text, term.total, way, "交易成功", flow, "转账红包")
        desk.booked(loan.card, when, -term.total, "支付宝-借呗", "转账" if variant == 1 else "快捷支付")
    desk.forbid(_LOUD, "it was sent to a person")
    finish(desk, loan, term.due + timedelta(days=8))


def paid_by_another(desk: Desk, variant: int) -> None:
    """The record says that somebody else paid: in time; and one's own debit too; late with a charge; a settlement."""
    loan = _running(desk)
    term = loan.plan[4]
    days = 3 if variant == 2 else 0
    day = term.due + timedelta(days=days)
    charge = penalty(term.principal, term.interest, loan.rate, days) if days else 0
    if variant == 3:
        day = term.due - timedelta(days=8)
        left, interest = loan.left_after(4), interest_to(loan, 4, day)
        row = _by_another(loan.post("", day, (left, interest, 0), channel="提前结清", hour=15))
        desk.want("settled", SETTLED, saved_by(loan, 4, interest), [row, *term.rows])
        closed(loan.plan[4:])
        finish(desk, loan, day + timedelta(days=9), table=False)
        loan.list_it("已结清")
        return
    row = _by_another(loan.post(5, day, (term.principal, term.interest, charge), hour=9), "亲属代付" if variant else "")
    term.state = "已结清"
    if variant == 1:
        desk.want("mine too", TWICE, term.total, [row, *loan.debit(term.due, term.total, 15)])
    if days:
        desk.want("late", "DEBIT-LATE", charge, [row, *term.rows])
    desk.forbid("DEBIT-MISSED POST-MISSING UNEXPLAINED", "somebody else paid")
    loan.pay(6)
    finish(desk, loan, loan.plan[5].due + timedelta(days=5))


def settled_over(desk: Desk, variant: int) -> None:
    """A period debited and then settled over: kept; given back; its debit still pending; two loans by one debit."""
    loan = _running(desk)
    term = loan.plan[4]
    if variant == 3:
        other = new_loan(desk, terms=12, drawn=loan.drawn + timedelta(days=1))
        opened(other)
        for n in range(1, 5):
            other.pay(n)
        day = other.plan[3].due + timedelta(days=9)
        other.page(other.plan[3].due + timedelta(days=1), copied(other.plan))
        sums = [(x.left_after(4), interest_to(x, 4, day)) for x in (loan, other)]
        rows = loan.debit(day, sum(map(sum, sums)), 15, hand=True, text="借呗提前结清")
        for x, (left, interest) in zip((loan, other), sums, strict=True):
            row = x.post("", day, (left, interest, 0), channel="提前结清", hour=15)
            desk.want("settled", SETTLED, saved_by(x, 4, interest), [row, *x.plan[4].rows])
            closed(x.plan[4:])
            x.list_it("已结清")
        desk.forbid(_LOUD, "one debit paid both")
        other.page(day + timedelta(days=6))
        finish(desk, loan, day + timedelta(days=6), table=False)
        return
    status = "处理中" if variant == 2 else "还款成功"
    first = loan.debit(term.due, term.total, 9, status=status)
    rows, interest = _settle(loan, 4, term.due, hour=10)
    if variant:
        desk.want("settled", SETTLED, saved_by(loan, 4, interest), [*rows, *term.rows])
    if variant == 0:
        desk.want("paid twice", TWICE, term.total, first)
        desk.forbid(SETTLED, "it took too much")
    elif variant == 1:
        back = at(term.due + timedelta(days=1), 9)
        first.append(desk.booked(loan.card, back, term.total, "支付宝-借呗还款退汇", "退汇"))
        desk.want("came back", TWICE, 0, first, optional=True)
    else:
        desk.allow("STATUS-UNCONFIRMED")
    desk.forbid("DEBIT-MISSED UNEXPLAINED POST-MISSING", "it was settled")
    closed(loan.plan[4:])
    finish(desk, loan, term.due + timedelta(days=0 if variant == 2 else 5), table=False)
    loan.list_it("已结清")


def settlement_came_back(desk: Desk, variant: int) -> None:
    """A settlement on a due day that the bank sent back: record and page; page; record; nothing but the debit."""
    loan = _running(desk)
    if variant in (1, 3):
        without_records(desk)
    day = loan.plan[4].due
    rows, _ = _settle(loan, 4, day)
    total = rows[0].amount
    rows.append(desk.booked(loan.card, at(day + timedelta(days=1), 9), total, "支付宝-借呗还款退汇", "退汇"))
    ended = copied(loan.plan)
    closed(ended[4:])
    if variant < 2:
        loan.page(day + timedelta(days=2), ended)
    desk.want("not settled", _BACK, 0, rows)
    desk.forbid(f"{SETTLED} {_LOUD}", "the money came back")
    finish(desk, loan, day + timedelta(days=4), pages=False)


def instalment_came_back(desk: Desk, variant: int) -> None:
    """An instalment that the bank sent back: on record and page; on record alone; overdue by the page; taken again."""
    loan = _running(desk)
    term = loan.plan[4]
    rows = loan.debit(term.due, term.total)
    rows.append(desk.booked(loan.card, at(term.due + timedelta(days=1), 9), term.total, "支付宝-借呗还款退汇", "退汇"))
    if variant < 2:
        rows.append(loan.post(5, term.due, (term.principal, term.interest, 0)))
        term.state = "已结清"
        desk.want("came back", _BACK, 0, rows)
    elif variant == 2:
        desk.want("not paid", "DEBIT-MISSED", -term.total, [*rows, *term.rows])
    else:
        again = term.due + timedelta(days=1)
        rows += [*loan.debit(again, term.total, 15), loan.post(5, again, (term.principal, term.interest, 0), hour=15)]
        term.state = "已结清"
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", 0, rows)
    desk.forbid(f"UNEXPLAINED POST-MISSING {TWICE}", "one debit came back")
    finish(desk, loan, term.due + timedelta(days=9), pages=variant != 1)


def prepaid_at_once(desk: Desk, variant: int) -> None:
    """An instalment and a part of the principal at one moment: by one debit; by two; no page after; next one late."""
    loan = _running(desk)
    term, ahead = loan.plan[4], desk.rng.randrange(8, 25) * 100_00
    amounts = [term.total, ahead] if variant == 1 else [term.total + ahead]
    for minute, amount in enumerate(amounts):
        loan.debit(term.due, amount, 10, 3 + minute, hand=True, text="借呗提前还款" if amount != term.total else "")
    loan.post(5, term.due, (term.principal, term.interest, 0), hour=10)
    row = loan.post("", term.due, (ahead, 0, 0), channel="提前还款", hour=10, minute=3 + (variant == 1))
    term.state = "已结清"
    loan.plan = loan.plan[:5] + equal_instalment(loan.left_after(5) - ahead, 7, loan.rate, term.due, 6)
    if variant != 2:
        loan.page(term.due + timedelta(days=1))
        desk.want("cut anew", "PLAN-REAMORTISED", _saved(loan, ahead), [row, *loan.plan[5].rows], optional=True)
    desk.forbid(_LOUD if variant != 3 else "UNEXPLAINED DEBIT-MISSED", "all of it is on record")
    desk.allow("PLAN-REAMORTISED", "info")
    if variant == 3:
        sixth = loan.plan[5]
        charge = penalty(sixth.principal, sixth.interest, loan.rate, 2)
        rows = loan.debit(sixth.due + timedelta(days=2), sixth.total + charge)
        rows.append(loan.post(6, sixth.due + timedelta(days=2), (sixth.principal, sixth.interest, charge)))
        sixth.state = "已结清"
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", charge, rows)
    elif variant != 2:
        loan.pay(6)
    finish(desk, loan, loan.plan[5].due + timedelta(days=5 if variant != 2 else -20), pages=variant != 2)


def _saved(loan: Loan, ahead: int) -> int:
    """How the interest still to come changed by a prepayment, in fen; negative."""
    before = equal_instalment(loan.left_after(5) + ahead, 7, loan.rate, loan.plan[4].due, 6)
    return sum(t.interest for t in loan.plan[5:]) - sum(t.interest for t in before)


def several_sources(desk: Desk, variant: int) -> None:
    """The wallet names two sources and the card's statement shows a part: instalment; bill; late; with a packet."""
    if variant == 1:
        account = account_of(desk)
        account.months(2)
        row, booked = account.desk.wallets["alipay"][-1], account.desk.banks[account.card][-1]
        row.cells = (*row.cells[:4], f"余额&{bank_method(account.card)}", *row.cells[5:])
        booked.amount += account.given[1][1] // 3
        desk.forbid(_LOUD, "balance and card paid together")
        account.rest(1)
        return
    loan = _running(desk)
    term, days = loan.plan[4], 2 if variant == 2 else 0
    charge = penalty(term.principal, term.interest, loan.rate, days) if days else 0
    off = 5_00 if variant == 3 else 0
    method = f"余额宝&{bank_method(loan.card)}" + ("&还款红包" if off else "")
    rows = loan.debit(term.due + timedelta(days=days), term.total + charge - off, method=method)
    rows[1].amount += term.total // 4
    rows.append(loan.post(5, term.due + timedelta(days=days), (term.principal, term.interest, charge)))
    term.state = "已结清"
    if days:
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", charge, rows)
    if off:
        desk.want("packet", "EXPORT-NET-AMOUNT", -off, rows)
    desk.forbid("UNEXPLAINED DEBIT-MISSED DEBIT-WRONG-SOURCE POST-MISSING", "its usual card paid with the wallet")
    finish(desk, loan, term.due + timedelta(days=9))


def charge_without_cause(desk: Desk, variant: int) -> None:
    """Interest on a bill after one paid in time: whole; the least at noon, the rest at night; taken off again; late."""
    account = account_of(desk, minimum=variant == 1)
    account.months(1)
    account.bill(1)
    _, total, least = account.given[1]
    if variant == 1:
        account.pay(1, least)
        account.pay(1, total - least, 0, 21, hand=True)
    else:
        account.pay(1, total, 4 if variant == 3 else 0)
    on, amount = months_on(account.start, 2) - timedelta(days=1), desk.rng.randrange(1_00, 9_00)
    extra = [(on, "利息", "账单利息", amount), *([(on, "利息", "账单利息减免", -amount)] if variant == 2 else [])]
    account.bill(2, extra)
    account.pay(2, account.given[2][1])
    if variant < 2:
        line = next(x for x in desk.bills[f"花呗账单_{months_on(account.start, 2):%Y-%m}"][1] if x.cells[2] == "利息")
        desk.want("no cause", "BILL-LINE-DIFF", amount, [line], proved=False, left_open=True)
    desk.forbid("DEBIT-MISSED" if variant == 3 else _LOUD, "every bill was paid")
    desk.allow("DEBIT-LATE MINPAY-REVOLVING" if variant == 3 else "MINPAY-REVOLVING")
    account.rest(2)


def quoted(desk: Desk, variant: int) -> None:
    """A message says what settling takes: paid that day; two days on; the quote itself a day late; another loan's."""
    loan = _running(desk)
    on = loan.plan[3].due + timedelta(days=6)
    left, interest = loan.left_after(4), interest_to(loan, 4, on)
    said = left + interest + (123_45 if variant == 3 else 0)
    day = on + timedelta(days=(0, 2, 1, 2)[variant])
    taken = interest if variant == 2 else interest_to(loan, 4, day)
    rows = loan.debit(day, left + taken, 15, hand=True, text="借呗提前结清")
    rows.append(loan.post("", day, (left, taken, 0), channel="提前结清", hour=15))
    words = ("如今日结清，需还{}元", "提前结清金额为{}元", "今日结清需还{}元", "还清全部借款需支付{}元")[variant]
    text = f"【蚂蚁消金】您的借呗{words.format(yuan(said))}，当日有效。"
    desk.papers["短信.txt"] = [((f"{on} 10:05",), ()), ((text,), (Line(at(on, 10), (text,)),))]
    if variant == 2:
        desk.want("a day less", "DAYCOUNT-CONVENTION", taken - interest_to(loan, 4, day), [*rows, *loan.plan[4].rows])
    else:
        desk.want("settled", SETTLED, saved_by(loan, 4, taken), [*rows, *loan.plan[4].rows])
    desk.forbid(_LOUD, "it was settled by hand")
    closed(loan.plan[4:])
    finish(desk, loan, day + timedelta(days=9), table=False)
    loan.list_it("已结清")


CROSSINGS: Mapping[str, Callable[[Desk, int], None]] = {
    "friend-called-by-product": friend_called_by_product,
    "paid-by-another": paid_by_another,
    "settled-over": settled_over,
    "settlement-came-back": settlement_came_back,
    "instalment-came-back": instalment_came_back,
    "prepaid-at-once": prepaid_at_once,
    "several-sources": several_sources,
    "charge-without-cause": charge_without_cause,
    "settlement-quoted": quoted,
}

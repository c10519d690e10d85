"""Kinds of loans that end, or seem to: settlements undone, certificates, loans given back, penalties taken later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.simulation.kinds.desk import Desk, Line, at, bank_method
from tests.simulation.kinds.lender import Loan, copied, fen, finish, new_loan
from tests.simulation.kinds.steps import (
    SETTLED,
    TWICE,
    charge_on,
    closed,
    interest_to,
    late,
    opened,
    paid,
    saved_by,
    settled_early,
    without_records,
)

_LOUD = f"UNEXPLAINED POST-MISSING {TWICE} DEBIT-MISSED DEBIT-LATE"


def _running(desk: Desk, done: int = 4) -> tuple[Loan, date]:
    """A loan of which some periods are paid, and a day within the next one."""
    loan = new_loan(desk, terms=12)
    paid(loan, done)
    loan.page(loan.plan[done - 1].due + timedelta(days=1), copied(loan.plan))
    return loan, loan.plan[done - 1].due + timedelta(days=desk.rng.randrange(4, 20))


def _back(desk: Desk, loan: Loan, debit: Line, on: date, amount: int, part: str = "_1") -> list[Line]:
    """Money of a debit given back by wallet and bank."""
    row = desk.entry("alipay", at(on, 12), loan.party, f"退款-{debit.cells[2]}", amount, bank_method(loan.card),
                     "退款成功", order=f"{debit.cells[6]}{part}")  # fmt: skip
    return [row, desk.booked(loan.card, at(on, 12), amount, "支付宝-退款", "退款")]


def not_final(desk: Desk, variant: int) -> None:
    """Given back by the bank; pending by the record; by two lenders' debits; an instalment after it that came back."""
    loan, day = _running(desk)
    left, interest = loan.left_after(4), interest_to(loan, 4, day)
    saved = saved_by(loan, 4, interest)
    if variant == 0:
        rows = loan.debit(day, left + interest, hand=True, text="借呗提前结清")
        back = desk.booked(loan.card, at(day + timedelta(days=1), 9), left + interest, "支付宝-借呗还款退汇", "退汇")
        ended = copied(loan.plan)
        closed(ended)
        loan.page(day, ended)
        desk.want("not settled", "STATUS-SETTLED-PREMATURE", 0, [*rows, back])
        desk.forbid(f"{SETTLED} {_LOUD}", "the settlement came back, and nothing else was due")
        finish(desk, loan, day + timedelta(days=3))
        return
    if variant == 1:
        rows = loan.debit(day, left + interest, hand=True, text="借呗提前结清", status="处理中", in_bank=False)
        record = loan.post("", day, (left, interest, 0), channel="提前结清", state="处理中")
        desk.want("pending", "STATUS-SETTLED-PREMATURE", 0, [record, *loan.plan[4].rows], proved=False)
        desk.allow("STATUS-UNCONFIRMED")
        desk.forbid(f"{SETTLED} {_LOUD}", "it is not final")
    elif variant == 2:
        share = fen((left + interest) * loan.rate * 1000)
        rows = loan.debit(day, share, 9, 30, hand=True, text="借呗提前结清")
        rows += loan.debit(day, left + interest - share, 9, 30, hand=True, text="借呗提前结清")
        rows.append(loan.post("", day, (left, interest, 0), channel="提前结清", hour=9, minute=30))
        desk.want("settled", SETTLED, saved, [*rows, *loan.plan[4].rows])
        desk.forbid(_LOUD, "two lenders took their shares")
    else:
        rows, interest = settled_early(loan, 4, day)
        desk.want("settled", SETTLED, saved, [*rows, *loan.plan[4].rows])
        term = loan.plan[4]
        again = loan.debit(term.due, term.total, 19)
        part = desk.rng.randrange(5_00, term.total - 5_00)
        again += _back(desk, loan, again[0], term.due + timedelta(days=1), part)
        again += _back(desk, loan, again[0], term.due + timedelta(days=3), term.total - part, "_2")
        desk.want("came back", TWICE, 0, again)
        day = term.due
    closed(loan.plan[4:])
    finish(desk, loan, day + timedelta(days=1 if variant == 1 else 5), table=False)
    loan.list_it("已结清")


def certified(desk: Desk, variant: int) -> None:
    """A certificate of the right day; of a day before the payment; of a loan that is debited on; that a page denies."""
    loan, day = _running(desk)
    said = day if variant == 0 else day - timedelta(days=3)
    if variant < 2:
        rows, interest = settled_early(loan, 4, day)
        desk.want("settled", SETTLED, saved_by(loan, 4, interest), [*rows, *loan.plan[4].rows])
        last = day + timedelta(days=20)
    else:
        rows = loan.pay(5) if variant == 2 else []
        last = loan.plan[4].due + timedelta(days=4 if variant == 2 else -1)
    company = "重庆蚂蚁消费金融有限公司"
    text = f"兹证明客户赵某在我司办理的借呗（借据号：{loan.contract}）已于{said:%Y-%m-%d}全额结清。"
    paper = Line(at(said), (text,))
    desk.papers["结清证明.txt"] = [
        (("贷款结清证明",), ()), ((text,), (paper,)), (("特此证明。",), ()), ((company,), ()),
        ((f"日期：{max(day, said) + timedelta(days=1):%Y-%m-%d}",), ()),
    ]  # fmt: skip
    amount = loan.plan[4].total if variant == 2 else 0
    if variant:
        desk.want("contradicted", "SOURCE-CONTRADICTION", amount, [paper, *rows])
    desk.forbid(_LOUD, "every period was paid, or not yet due")
    finish(desk, loan, last, table=variant > 1)
    if variant < 2:
        loan.list_it("已结清")


def given_back(desk: Desk, variant: int) -> None:
    """Given back within the hour; the next day; with one day's interest; beside another loan that goes on."""
    loan = new_loan(desk, terms=12, method=desk.rng.choice(("等额本息", "等额本金", "先息后本")))
    without_records(desk)
    opened(loan)
    days = 0 if variant in (0, 3) else 1
    interest = fen(loan.principal * loan.rate) if variant == 2 else 0
    rows = loan.debit(loan.drawn + timedelta(days=days), loan.principal + interest, 15, hand=True)
    planned = sum(t.interest for t in loan.plan)
    desk.want("given back", f"LOAN-CANCELLED {SETTLED}", interest - planned, rows)
    desk.forbid(f"{_LOUD} DAYCOUNT-CONVENTION", "nothing of it ever fell due")
    loan.list_it("已取消")
    last = loan.plan[2].due
    if variant == 3:
        other = new_loan(desk, terms=12, drawn=loan.drawn.replace(day=28 - loan.drawn.day // 2))
        opened(other)
        for n in (n for n, term in enumerate(other.plan, 1) if term.due <= last):
            other.pay(n)
        finish(desk, other, last)
    else:
        finish(desk, loan, last, pages=False, table=False)


def taken_later(desk: Desk, variant: int) -> None:
    """A penalty taken with the next period: by the record; by debits alone; taken back; of a loan never late."""
    loan = new_loan(desk, terms=12)
    if variant == 1:
        without_records(desk)
    paid(loan, 3)
    fourth, fifth, days = loan.plan[3], loan.plan[4], desk.rng.randrange(2, 7)
    charge = charge_on(loan, fourth, days)
    was_late = variant < 2
    rows = late(loan, 4, days, 0) if was_late else loan.pay(4)
    beside = loan.debit(fifth.due, fifth.total + charge)
    beside.append(loan.post(5, fifth.due, (fifth.principal, fifth.interest, charge)))
    fifth.state = "已结清"
    last = fifth.due + timedelta(days=9)
    if was_late:
        desk.want("late", "DEBIT-LATE", charge, [*rows, *beside])
    elif variant == 2:
        back = loan.post(5, fifth.due + timedelta(days=4), (0, 0, -charge), channel="罚息冲回")
        given = _back(desk, loan, beside[0], fifth.due + timedelta(days=4), charge)
        desk.want("taken back", "AMOUNT-WAIVED", (-charge, charge), [back, *given, *beside], optional=True)
    else:
        desk.want("no reason", "UNEXPLAINED", charge, beside, proved=False)
    desk.forbid("POST-MISSING DEBIT-MISSED", "every period was paid")
    finish(desk, loan, last)


ENDINGS: Mapping[str, Callable[[Desk, int], None]] = {
    "settlement-not-final": not_final,
    "certificate-beside": certified,
    "loan-given-back": given_back,
    "penalty-taken-later": taken_later,
}

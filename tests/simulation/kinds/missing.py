"""Kinds of folders that lack a paper, hold papers of several persons, or charges beside a loan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from app.workspace.tables import work_calendar
from tests.simulation.kinds.desk import Desk, at, bank_method
from tests.simulation.kinds.lender import Loan, copied, equal_instalment, finish, new_loan, penalty
from tests.simulation.kinds.products import some_loan
from tests.simulation.kinds.steps import (
    CHANGED,
    TWICE,
    charge_on,
    late,
    opened,
    paid,
    want_again,
    want_late,
    without_records,
)

LOUD = f"DEBIT-LATE DEBIT-MISSED UNEXPLAINED POST-MISSING STATUS-SETTLED-PREMATURE {TWICE}"


def one_paper(desk: Desk, variant: int) -> None:
    """One paper alone of a right loan: the record; the plan; the wallet; the bank's statement."""
    loan = new_loan(desk, terms=12)
    paid(loan, 5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))
    keep = ("还款记录", "还款计划", "alipay", "bank")[variant]
    desk.skipped |= {"借款记录", "还款记录", "还款计划", "alipay"} - {keep}
    desk.no_bank = keep != "bank"
    desk.forbid(LOUD + " PLAN-REAMORTISED SETTLE-INTEREST-TO-DATE", "nothing is wrong, and little is shown")


def record_and_bank(desk: Desk, variant: int) -> None:
    """A record of repayments and a statement, no plan: right; late by the record; twice; a debit it lacks."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    if variant == 1:
        days = desk.rng.randrange(2, 9)
        charge = charge_on(loan, term, days)
        rows = late(loan, 4, days, charge)
        desk.want("late", "DEBIT-LATE PENALTY-INTEREST UNEXPLAINED", charge, rows, optional=True)
        desk.allow("DEBIT-LATE PENALTY-INTEREST")
    elif variant == 3:
        rows = loan.debit(term.due, term.total)
        desk.want("not recorded", "POST-MISSING UNEXPLAINED", (term.total, -term.total), rows, optional=True,
                  proved=False)  # fmt: skip
        desk.allow("POST-MISSING UNEXPLAINED")
    else:
        rows = loan.pay(4)
        if variant == 2:
            want_again(loan, 4, rows, 19)
    loan.pay(5)
    desk.skipped |= {"还款计划"}
    desk.forbid("DEBIT-MISSED STATUS-SETTLED-PREMATURE", "no plan shows it")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def first_page_alone(desk: Desk, variant: int) -> None:
    """The plan at drawdown, wallet and bank: right; one late; one absent; the wallet ends before the last due day."""
    loan = new_loan(desk, terms=12)
    desk.no_records = True
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 9)
    if variant == 1:
        want_late(loan, 4, days)
    elif variant == 2:  # nothing was taken, and no later page says what became of it
        desk.want("missed", "DEBIT-MISSED", -term.total, term.rows, optional=True, proved=False)
        desk.allow("DEBIT-MISSED")
    elif variant == 3:
        loan.pay(4)
        desk.wallet_until = term.due - timedelta(days=3)
        desk.no_bank = True
    else:
        loan.pay(4)
    desk.forbid(f"UNEXPLAINED POST-MISSING {TWICE}", "nothing is recorded")
    finish(desk, loan, term.due + timedelta(days=12), pages=False)


def hole_in_wallet(desk: Desk, variant: int) -> None:
    """Two exports that leave a month between them, in which a period fell due: no bank; bank; a late one after it."""
    loan = new_loan(desk, terms=12)
    paid(loan, 6)
    gone = loan.plan[3].due
    lines = desk.wallets["alipay"]
    desk.no_records = variant % 2 == 1
    if desk.no_records:
        desk.records = []
    if variant >= 2:
        want_late(loan, 7, desk.rng.randrange(2, 8))
    finish(desk, loan, loan.plan[6 if variant >= 2 else 5].due + timedelta(days=12))
    desk.wallets["alipay-后半"] = [x for x in lines if x.at.date() > gone + timedelta(days=9)]
    desk.wallets["alipay"] = [x for x in lines if x.at.date() < gone - timedelta(days=9)]
    desk.no_bank = variant != 1
    desk.forbid(f"DEBIT-MISSED POST-MISSING UNEXPLAINED {TWICE}", "no export speaks of that month")


def joint_in_bank(desk: Desk, variant: int) -> None:
    """Two institutions debit their shares of each period, bank alone: right; both late; one share late; one twice."""
    loan = some_loan(desk, terms=12)
    opened(loan)
    share = desk.rng.choice((30, 20, 50))
    days = desk.rng.randrange(2, 7)
    for n in range(1, 6):
        term = loan.plan[n - 1]
        part = term.total * share // 100
        hit = n == 4
        charge = charge_on(loan, term, days) if hit and variant == 1 else 0
        rows = []
        for amount, company in ((part, "某城市商业银行"), (term.total - part + charge, "合作机构")):
            own = hit and (variant == 1 or (variant == 2 and amount == part))
            day = term.due + timedelta(days=days if own else 0)
            rows.append(desk.booked(loan.card, at(day, 11, 4), -amount, f"{loan.bank_text} {company}", loan.summary))
        if hit and variant == 3:
            rows.append(
                desk.booked(loan.card, at(term.due, 15), -part, f"{loan.bank_text} 某城市商业银行", loan.summary)
            )
            desk.want("one share twice", f"{TWICE} UNEXPLAINED", part, rows, optional=True, left_open=True)
            desk.allow(f"{TWICE} UNEXPLAINED")
        elif hit and variant:
            sure = charge or work_calendar().is_working(term.due)  # else the bank may have booked it later
            desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", charge, rows, optional=not sure)
        term.state = "已结清"
    desk.forbid(f"DEBIT-MISSED POST-MISSING {TWICE}" if variant != 3 else "DEBIT-MISSED POST-MISSING", "two shares")
    finish(desk, loan, loan.plan[4].due + timedelta(days=9))


def joined_in_bank(desk: Desk, variant: int) -> None:
    """One debit for two loans of one lender, no record: right; late with both penalties; one of them alone late."""
    one = some_loan(desk, terms=12)
    two = new_loan(desk, terms=6, drawn=one.drawn, wallet="", bank_text=one.bank_text, summary=one.summary,
                   card=one.card)  # fmt: skip
    for loan in (one, two):
        opened(loan)
    days = desk.rng.randrange(2, 7)
    for n in range(1, 5):
        a, b = one.plan[n - 1], two.plan[n - 1]
        if n == 3 and variant == 1:
            charges = [penalty(t.principal, t.interest, x.rate, days) for x, t in ((one, a), (two, b))]
            rows = one.debit(a.due + timedelta(days=days), a.total + b.total + sum(charges))
            wanted = (*charges, sum(charges))
            desk.want("late both", "DEBIT-LATE", wanted, [*rows, *a.rows, *b.rows])
            desk.want("late too", "DEBIT-LATE", wanted, [*rows, *a.rows, *b.rows], optional=True)
        elif n == 3 and variant == 2:
            charge = penalty(b.principal, b.interest, two.rate, days)
            one.debit(a.due, a.total)
            rows = two.debit(b.due + timedelta(days=days), b.total + charge)
            desk.want("late", "DEBIT-LATE", charge, [*rows, *b.rows])
        else:
            one.debit(a.due, a.total + b.total)
        a.state = b.state = "已结清"
    desk.forbid(f"DEBIT-MISSED POST-MISSING UNEXPLAINED {TWICE}", "one debit paid both")
    two.list_it()
    two.page(one.plan[3].due + timedelta(days=8))
    finish(desk, one, one.plan[3].due + timedelta(days=8))


def retried_at_midnight(desk: Desk, variant: int) -> None:
    """A try fails at 23:50 of the due day and succeeds after midnight: free; charged; no record; the bank a day on."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    tried = loan.debit(term.due, term.total, 23, 50, status="还款失败")
    after = term.due + timedelta(days=1)
    charge = charge_on(loan, term, 1) if variant in (1, 2) else 0
    booked = after + timedelta(days=1) if variant == 3 else None
    rows = loan.debit(after, term.total + charge, 0, 7, booked_on=booked)
    if variant == 2:
        without_records(desk)
    rows.append(loan.post(4, after, (term.principal, term.interest, charge), hour=0, minute=7))
    term.state = "已结清"
    desk.want("late by minutes", "DEBIT-LATE DEBIT-CUTOFF-MIDNIGHT DEBIT-HOLIDAY", charge, [*tried, *rows])
    desk.forbid(f"DEBIT-MISSED DEBIT-FAIL-CHARGED UNEXPLAINED {TWICE}", "the first try took nothing")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def own_transfers(desk: Desk, variant: int) -> None:
    """Money moved to the paying card the day before, of the very amount; from a friend; back again; after a return."""
    loan = new_loan(desk, terms=12, wallet="alipay" if variant < 2 else "")
    desk.no_records = variant % 2 == 1
    paid(loan, 5)
    for term in loan.plan[:5]:
        day = term.due - timedelta(days=1)
        text, way = ("本人转入", "转账") if variant % 2 == 0 else ("张三 还款", "转账汇款")
        desk.booked(loan.card, at(day, 20), term.total, text, way)
        if variant >= 2:
            desk.booked(loan.card, at(term.due, 22), -term.total, "本人转出", "转账")
    desk.forbid(LOUD, "transfers of the person's own")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def rate_in_midst(desk: Desk, variant: int) -> None:
    """The rate changes within the plan, two pages of it, no record: lower; higher; then late; only the page after."""
    loan = new_loan(desk, terms=12)
    desk.no_records = True
    paid(loan, 4)
    before = copied(loan.plan)
    if variant != 3:
        loan.page(loan.plan[3].due + timedelta(days=2), before)
    rate = loan.rate * Decimal("0.8" if variant % 2 == 0 else "1.2")
    rest = equal_instalment(loan.left_after(4), 8, rate, loan.plan[3].due, 5)
    loan.plan = [*loan.plan[:4], *rest]
    loan.page(loan.plan[3].due + timedelta(days=12))
    after = sum(t.total for t in rest) - sum(t.total for t in before[4:])
    lines = [x for t in (*before[4:], *rest) for x in t.rows]
    desk.want("rate", "PLAN-RATE-CHANGED", (after, 0), lines)
    desk.allow(CHANGED, "info", "warning")
    loan.pay(5)
    term, days = loan.plan[5], desk.rng.randrange(1, 8)
    if variant == 2:
        want_late(loan, 6, days, rate)
    else:
        loan.pay(6)
    desk.forbid(f"UNEXPLAINED DEBIT-MISSED PLAN-REAMORTISED {TWICE}", "another rate")
    finish(desk, loan, term.due + timedelta(days=12))


def charges_beside(desk: Desk, variant: int) -> None:
    """A fee when the money was paid out; a membership, given back; a guarantee paid yearly; insurance by the month."""
    loan = new_loan(desk, terms=12)
    paid(loan, 5)
    fee = desk.rng.randrange(60_00, 400_00)
    if variant == 0:
        taken = [desk.booked(loan.card, at(loan.drawn, 12), -fee, "某某融资担保有限公司 担保服务费", "代收")]
        desk.want("fee", "FEE-THIRD-PARTY", fee, taken, optional=True)
    elif variant == 1:
        when = at(loan.drawn + timedelta(days=1), 12)
        desk.entry(
            "alipay",
            when,
            "某某科技有限公司",
            "权益会员费",
            fee,
            bank_method(loan.card),
            "交易成功",
            "支出",
            "生活服务",
        )
        desk.booked(loan.card, when, -fee, "支付宝-某某科技有限公司 权益会员")
        back = when + timedelta(days=5)
        desk.entry(
            "alipay",
            back,
            "某某科技有限公司",
            "退款-权益会员费",
            fee,
            bank_method(loan.card),
            "退款成功",
            "不计收支",
            "退款",
        )
        desk.booked(loan.card, back, fee, "支付宝-某某科技有限公司 退款", "退款")
    elif variant == 2:
        for k in (1, 4):
            desk.booked(loan.card, at(loan.plan[k].due, 12), -fee, "某某融资担保股份有限公司 保费", "代收")
    else:
        for term in loan.plan[:5]:
            desk.booked(loan.card, at(term.due, 12), -fee, "某某财产保险股份有限公司 借款保证保险保费", "代收")
    desk.allow("FEE-THIRD-PARTY")
    desk.forbid(LOUD, "charges of others")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def three_persons(desk: Desk, variant: int) -> None:
    """Papers of three persons in one folder, loans of one plan; the plan of one; two plans; one of them late."""
    first = new_loan(desk, terms=12)
    cards = ("中国工商银行 7713", "中国建设银行 5521")
    others = [
        Loan(desk, first.principal, first.rate, first.drawn, copied(first.plan), card=card, wallet=f"alipay-{who}")
        for who, card in zip(("太太", "母亲"), cards, strict=True)
    ]
    desk.no_records = variant == 3
    paid(first, 3)
    term, days = first.plan[3], desk.rng.randrange(2, 8)
    if variant % 2:
        want_late(first, 4, days)
    else:
        first.pay(4)
    for k, loan in enumerate(others):
        for n in range(1, 5):
            loan.debit(loan.plan[n - 1].due, loan.plan[n - 1].total, 9 + k)
            loan.plan[n - 1].state = "已结清"
        if variant >= 2 and not k:
            loan.list_it()
            loan.page(date(loan.drawn.year, loan.drawn.month, loan.drawn.day), fresh=True)
            loan.page(term.due + timedelta(days=12))
    desk.forbid(f"{TWICE} DEBIT-WRONG-SOURCE DEBIT-MISSED POST-MISSING", "three persons, three loans")
    finish(desk, first, term.due + timedelta(days=12))


def returned_without_bank(desk: Desk, variant: int) -> None:
    """A debit that the bank sent back and that was taken again, no statement: by the record; late; by plan; kept."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term, days = loan.plan[3], 2
    day = term.due + timedelta(days=days)
    charge = charge_on(loan, term, days) if variant == 1 else 0
    rows = loan.debit(term.due, term.total, 9) + loan.debit(day, term.total + charge, 9)
    rows.append(loan.post(4, day, (term.principal, term.interest, charge), hour=9))
    term.state = "已结清"
    if variant == 2:
        without_records(desk)
    codes = f"DEBIT-LATE DEBIT-HOLIDAY POST-MISSING {TWICE}"  # the money may have come back, and no paper tells
    desk.want("taken twice, or sent back", codes, (charge, term.total, term.total + charge, 0), rows,
              optional=True)  # fmt: skip
    desk.allow(codes, "info", "warning")
    desk.allow("DEBIT-LATE")
    desk.forbid("DEBIT-MISSED", "it was paid")
    desk.no_bank = True
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


MISSING = {
    "returned-without-bank": returned_without_bank,
    "one-paper": one_paper,
    "record-and-bank": record_and_bank,
    "first-page-alone": first_page_alone,
    "hole-in-wallet": hole_in_wallet,
    "joint-in-bank": joint_in_bank,
    "joined-in-bank": joined_in_bank,
    "retried-at-midnight": retried_at_midnight,
    "own-transfers": own_transfers,
    "rate-in-midst": rate_in_midst,
    "charges-beside": charges_beside,
    "three-persons": three_persons,
}

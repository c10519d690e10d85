"""Kinds about plans that change: prepayment, settlement, deferral, promotions, refunds of instalment purchases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.simulation.kinds.desk import Desk, Line, at, months_on
from tests.simulation.kinds.lender import Loan, Term, copied, equal_instalment, equal_principal, fen, finish, new_loan
from tests.simulation.kinds.steps import (
    CHANGED,
    SETTLED,
    closed,
    interest_to,
    opened,
    paid,
    saved_by,
    settled_early,
    want_deferred,
    want_late,
    without_records,
)


def prepaid(desk: Desk, variant: int) -> None:
    """A part of the principal is prepaid with interest to the day; the rest is cut anew, pages before and after."""
    loan = new_loan(desk, terms=12, method=("等额本息", "等额本金")[variant % 2])
    paid(loan, 4)
    before = copied(loan.plan)
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(5, 20))
    loan.page(loan.plan[3].due + timedelta(days=2), before)
    left = loan.left_after(4)
    part = left // 300_00 * 100_00
    interest = fen(part * loan.rate * (day - loan.plan[3].due).days)
    rows = loan.debit(day, part + interest, hand=True)
    rows.append(loan.post("", day, (part, interest, 0), channel="提前还款"))
    running = loan.plan[4]
    cut = equal_instalment if variant % 2 == 0 else equal_principal
    rest = cut(left - part, 8, loan.rate, running.start)
    loan.plan = [*loan.plan[:4], *(Term(n, t.start, t.due, t.principal, t.interest) for n, t in enumerate(rest, 5))]
    loan.page(day + timedelta(days=1))
    fallen = sum(t.principal for t in before[4:]) - sum(t.principal for t in loan.plan[4:])
    after = sum(t.total for t in loan.plan[4:]) - sum(t.total for t in before[4:])
    lines = [*rows, *(x for t in before[4:] for x in t.rows), *(x for t in loan.plan[4:] for x in t.rows)]
    desk.want("prepaid", "PLAN-REAMORTISED", (after, after + fallen, -fallen, part, -part), lines, optional=True)
    desk.forbid("UNEXPLAINED DEBIT-MISSED PLAN-RATE-CHANGED", "the plan was cut anew by the prepayment")
    if variant >= 2:
        loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=4 if variant >= 2 else -1), pages=variant >= 2)


def settled(desk: Desk, variant: int) -> None:
    """Settled early: record and page; a later page only; the list of loans alone; the bank and a page alone."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(3, 25))
    loan.page(loan.plan[3].due + timedelta(days=1), copied(loan.plan))
    rows, interest = settled_early(loan, 4, day)
    saved = saved_by(loan, 4, interest)
    if variant == 2:
        desk.records.remove(rows[-1])
    elif variant:
        without_records(desk)
    desk.want("settled", SETTLED, saved, [*rows, *loan.plan[4].rows, *loan.plan[-1].rows])
    finish(desk, loan, day + timedelta(days=5), pages=variant != 2, table=False)
    loan.list_it("已结清")


def settled_with_fee(desk: Desk, variant: int) -> None:
    """Settled early with a fee of so many percent of the principal, or with all interest of the running period."""
    loan = new_loan(desk, terms=12)
    paid(loan, 4)
    loan.page(loan.plan[3].due + timedelta(days=1), copied(loan.plan))
    day = loan.plan[3].due + timedelta(days=desk.rng.randrange(3, 20))
    left = loan.left_after(4)
    to_day = interest_to(loan, 4, day)
    fee = (fen(left * Decimal("0.03")), 0, fen(left * Decimal("0.01")), 0)[variant]
    interest = loan.plan[4].interest if variant % 2 else to_day
    rows = loan.debit(day, left + interest + fee, hand=True, text="借呗提前结清")
    rows.append(loan.post("", day, (left, interest, 0), channel="提前结清", total=left + interest + fee))
    closed(loan.plan[4:])
    saved = interest + fee - sum(t.interest for t in loan.plan[4:])
    codes = "SETTLE-INTEREST-TO-DATE DAYCOUNT-CONVENTION SETTLE-FEE-REMAINING UNEXPLAINED SETTLE-AMOUNT-DIFFERS"
    desk.want("settled", codes, (saved, fee, interest - to_day, saved - fee), rows, proved=False)
    desk.allow("UNEXPLAINED DAYCOUNT-CONVENTION SETTLE-FEE-REMAINING")
    finish(desk, loan, day + timedelta(days=5), table=False)
    loan.list_it("已结清")


def deferred(desk: Desk, variant: int) -> None:
    """Principal deferred for some months with interest paid on (延期还本), or the whole plan moved by months."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    before = copied(loan.plan)
    loan.page(loan.plan[2].due + timedelta(days=2), before)
    left, months = loan.left_after(3), desk.rng.choice((2, 3))
    start = loan.plan[2].due
    if variant % 2 == 0:  # interest only for some months, then the periods that were left
        held, since = [], start
        for n in range(months):
            due = months_on(start, n + 1)
            held.append(Term(4 + n, since, due, 0, fen(left * loan.rate * (due - since).days)))
            since = due
        rest = equal_instalment(left, 9, loan.rate, since, 4 + months)
        loan.plan = [*loan.plan[:3], *held, *rest]
    else:
        moved = [Term(t.number, t.start, months_on(t.due, months), t.principal, t.interest) for t in loan.plan[3:]]
        first = moved[0]
        first.interest = fen(left * loan.rate * (first.due - first.start).days)
        loan.plan = [*loan.plan[:3], *moved]
    loan.page(start + timedelta(days=9))
    want_deferred(loan, before, 3)
    desk.forbid("DEBIT-MISSED DEBIT-LATE", "it was put off")
    if variant < 2:
        loan.pay(4)
        finish(desk, loan, loan.plan[3].due + timedelta(days=3))
    else:
        finish(desk, loan, start + timedelta(days=12), pages=False)


def promotion(desk: Desk, variant: int) -> None:
    """The first three periods free of interest or at half the rate, as the plan shows it from the beginning."""
    loan = new_loan(desk, terms=12)
    for term in loan.plan[:3]:
        term.interest = 0 if variant % 2 == 0 else fen(Decimal(term.interest) / 2)
    paid(loan, 3)
    if variant >= 2:
        term, days = loan.plan[3], desk.rng.randrange(1, 9)
        want_late(loan, 4, days)
    else:
        loan.pay(4)
    desk.forbid("UNEXPLAINED DEBIT-DUPLICATE", "as agreed")
    finish(desk, loan, loan.plan[3].due + timedelta(days=12))


def cancelled(desk: Desk, variant: int) -> None:
    """Drawn and given back the same day or the next; nothing ever fell due."""
    loan = new_loan(desk, terms=6)
    opened(loan)
    days = variant % 2
    interest = fen(loan.principal * loan.rate * max(days, 1)) if variant >= 2 else 0
    day = loan.drawn + timedelta(days=days)
    rows = loan.debit(day, loan.principal + interest, 20, hand=True, text="借呗提前结清")
    rows.append(loan.post("", day, (loan.principal, interest, 0), channel="提前结清", hour=20))
    for term in loan.plan:
        term.state = "已结清"
    desk.want("given back", "LOAN-CANCELLED SETTLE-INTEREST-TO-DATE DAYCOUNT-CONVENTION SETTLE-SAME-DAY",
              (interest - sum(t.interest for t in loan.plan), interest, 0), rows, optional=True)  # fmt: skip
    desk.forbid("DEBIT-MISSED UNEXPLAINED", "nothing fell due")
    finish(desk, loan, months_on(loan.drawn, 3), table=False)
    loan.list_it("已结清")


def purchase(desk: Desk, variant: int) -> None:
    """An instalment purchase, whole refund after two terms: fees kept or returned; or two refunds in part."""
    rng = desk.rng
    terms, drawn = 6, date(2024, rng.randrange(1, 10), 9)
    share, fee = rng.randrange(20, 90) * 10_00, rng.randrange(200, 1500)
    plan = [Term(n, months_on(drawn, n - 1), months_on(drawn, n), share, fee) for n in range(1, terms + 1)]
    contract = f"HBFQ{drawn:%Y%m%d}{rng.randrange(10**8)}"
    loan = Loan(
        desk, share * terms, Decimal(0), drawn, plan, party="花呗", text="花呗自动还款", bank_text="支付宝-花呗还款",
        contract=contract,
    )  # fmt: skip
    desk.no_records = True
    order = desk.order(at(drawn))
    desk.entry(
        "alipay",
        at(drawn),
        "某某数码专营店",
        "笔记本电脑",
        share * terms,
        "花呗分期(6期)",
        "交易成功",
        "支出",
        "数码",
        order,
    )
    loan.page(drawn, fresh=True)
    for n in (1, 2):
        loan.pay(n)
    day = plan[1].due + timedelta(days=rng.randrange(4, 15))
    loan.page(plan[1].due + timedelta(days=1), copied(plan))
    whole = variant < 2
    refunds = [share * 4] if whole else [share // 2, share]
    rows: list[Line] = []
    for k, amount in enumerate(refunds):
        moment = at(day + timedelta(days=k), 15)
        rows.append(desk.entry("alipay", moment, "某某数码专营店", "退款-笔记本电脑", amount, "花呗", "退款成功",
                               order=f"{order}_{k}"))  # fmt: skip
    _take_off(plan, sum(refunds), fees=variant % 2 == 1)
    loan.page(day + timedelta(days=2))
    lines = [*rows, *(x for t in plan[2:] for x in t.rows)]
    fees = -sum(fee for t in plan[2:] if t.interest == 0) if variant % 2 else 0
    amounts = (-sum(refunds), -sum(refunds) + fees, fees)
    desk.want("refund", "REFUND-OFFSET REFUND-NEXT-BILL REFUND-FEE-KEPT REFUND-TO-LIMIT", amounts, lines)
    desk.allow("REFUND-OFFSET REFUND-FEE-KEPT", "info", "warning")
    desk.forbid(CHANGED + " DEBIT-MISSED", "the merchant refunded")
    desk.as_of = day + timedelta(days=4)
    desk.everyday(drawn, desk.as_of, loan.card)


def _take_off(plan: list[Term], amount: int, *, fees: bool) -> None:
    """A refund offsets the open terms from the last backwards; emptied ones lose their fee where it is returned."""
    for term in reversed(plan):
        cut = min(amount, term.principal)
        term.principal, amount = term.principal - cut, amount - cut
        if fees and not term.principal:
            term.interest = 0
        if not amount:
            return


def twice_changed(desk: Desk, variant: int) -> None:
    """A plan changed twice between two pages of its own each: due day moved, then a part prepaid."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    loan.page(loan.plan[2].due + timedelta(days=1), copied(loan.plan))
    shift = desk.rng.randrange(3, 9)
    left, since, moved = loan.left_after(3), loan.plan[2].due, []
    for term in loan.plan[3:]:
        due = term.due + timedelta(days=shift)
        interest = fen(left * loan.rate * (due - since).days)
        moved.append(Term(term.number, since, due, term.principal, interest))
        left, since = left - term.principal, due
    first = loan.plan
    loan.plan = [*loan.plan[:3], *moved]
    loan.page(loan.plan[2].due + timedelta(days=6), copied(loan.plan))
    rise = sum(t.interest for t in moved) - sum(t.interest for t in first[3:])
    lines = [x for t in desk.pages for x in [t] if str(loan.plan[2].due + timedelta(days=6)) in str(t.cells[0])]
    desk.want("due day moved", "PLAN-DUE-DAY-CHANGED", (rise, moved[0].interest - first[3].interest, 0), lines)
    desk.allow(CHANGED, "info", "warning")
    loan.pay(4)
    if variant % 2:
        loan.pay(5)
    desk.forbid("DEBIT-LATE DEBIT-EARLY UNEXPLAINED", "paid on the moved day")
    finish(desk, loan, loan.plan[4 if variant % 2 else 3].due + timedelta(days=2))


def purchase_settled(desk: Desk, variant: int) -> None:
    """An instalment purchase settled early: remaining principal with next fee, all fees, none, or one fee more."""
    rng = desk.rng
    drawn, share, fee = date(2024, rng.randrange(1, 7), 9), rng.randrange(20, 90) * 10_00, rng.randrange(200, 1500)
    plan = [Term(n, months_on(drawn, n - 1), months_on(drawn, n), share, fee) for n in range(1, 13)]
    loan = Loan(
        desk, share * 12, Decimal(0), drawn, plan, party="花呗", text="花呗分期自动还款",
        bank_text="支付宝-花呗分期还款", contract=f"HBFQ{drawn:%Y%m%d}{rng.randrange(10**8)}",
    )  # fmt: skip
    desk.no_records = True
    loan.page(drawn, fresh=True)
    for n in range(1, 5):
        loan.pay(n)
    loan.page(plan[3].due + timedelta(days=1), copied(plan))
    day = plan[3].due + timedelta(days=rng.randrange(3, 20))
    fees = (fee, 8 * fee, 0, 2 * fee)[variant]
    rows = loan.debit(day, 8 * share + fees, hand=True, text="花呗分期提前结清")
    for term in plan[4:]:
        term.state = "已结清"
    loan.page(day + timedelta(days=3))
    desk.want("settled", "SETTLE-FEE-REMAINING SETTLE-INTEREST-TO-DATE", (fees, fees - 8 * fee, 0),
              [*rows, *plan[4].rows], optional=variant == 1)  # fmt: skip
    desk.as_of = day + timedelta(days=5)
    desk.everyday(drawn, desk.as_of, loan.card)


def fen_of_rounding(desk: Desk, variant: int) -> None:
    """Another rounding: down to the fen; instalment to the jiao; last period takes all; a plan a fen off its debits."""
    loan = new_loan(desk, terms=12)
    for term in loan.plan:
        if variant == 0:
            term.interest -= 1 if term.interest % 2 else 0
        elif variant == 1 and term.number < 12:
            off = term.total % 10
            term.principal -= off
            loan.plan[-1].principal += off
    opened(loan)
    for n in range(1, 6):
        term = loan.plan[n - 1]
        if variant == 3 and n == 3:
            rows = loan.debit(term.due, term.total + 1)
            rows.append(loan.post(n, term.due, (term.principal, term.interest + 1, 0)))
            term.state = "已结清"
            desk.want("a fen", "ROUND-CENTS UNEXPLAINED", 1, [*rows, *term.rows], optional=True, left_open=True)
            desk.allow("ROUND-CENTS UNEXPLAINED")
        else:
            loan.pay(n)
    desk.forbid("DEBIT-MISSED DEBIT-LATE PLAN-RATE-CHANGED DEBIT-DUPLICATE DEBIT-MANUAL-AUTO-OVERLAP", "fen")
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


CHANGES = {
    "prepaid": prepaid,
    "settled": settled,
    "settled-with-fee": settled_with_fee,
    "deferred": deferred,
    "promotion": promotion,
    "cancelled": cancelled,
    "purchase-refunded": purchase,
    "purchase-settled": purchase_settled,
    "twice-changed": twice_changed,
    "fen-of-rounding": fen_of_rounding,
}

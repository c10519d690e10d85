"""Kinds told by strangers: loans that a plan page and money alone show, without number, record or later page."""

from __future__ import annotations

from datetime import timedelta

from tests.simulation.kinds.desk import Desk, at, bank_method, yuan
from tests.simulation.kinds.lender import Loan, new_loan
from tests.simulation.kinds.pages import own_page
from tests.simulation.kinds.steps import SETTLED, TWICE, closed, interest_to, saved_by, without_records

_COLUMNS = ("期数", "还款日", "应还本金", "应还利息", "应还总额", "状态")


def _shown(desk: Desk, loan: Loan, name: str, head: bool = True) -> None:
    """A page of the loan's plan that names no contract; the terms stand above it where ``head`` says so."""
    own_page(
        desk, loan, name, _COLUMNS,
        lambda _, term, n: (n, f"{term.due}", yuan(term.principal), yuan(term.interest), yuan(term.total), term.state),
    )  # fmt: skip
    lead = [f"查询日期：{desk.as_of}"]
    if head:
        lead.insert(0, f"借款金额：{yuan(loan.principal, True)}元　借款日期：{loan.drawn}")
    desk.papers[f"{name}.csv"] = [((text,), ()) for text in lead] + list(desk.papers[f"{name}.csv"])


def _nameless(desk: Desk, terms: int, text: str) -> Loan:
    """A loan that the bank's words name and that no paper of the lender numbers."""
    loan = new_loan(desk, terms=terms, wallet="", bank_text=text, summary="代扣")
    without_records(desk)
    desk.skipped |= {"借款记录", "还款计划"}
    loan.pay_out()
    return loan


def two_plans_without_number(desk: Desk, variant: int) -> None:
    """Two loans of one lender, each with a page without a number; one debit is taken twice, or none is."""
    one = _nameless(desk, 12, "深圳前海微众银行-微粒贷还款")
    two = new_loan(
        desk, terms=6, drawn=one.drawn + timedelta(days=10), wallet="", bank_text=one.bank_text, summary="代扣",
        card=one.card,
    )  # fmt: skip
    two.pay_out()
    for loan in (one, two):
        for n in (1, 2, 3):
            loan.pay(n)
    desk.as_of = two.plan[2].due + timedelta(days=6)
    if variant % 2:
        hit = two.plan[2]
        desk.want("twice", TWICE, hit.total, two.debit(hit.due, hit.total, 19))
    else:
        desk.forbid(f"{TWICE} DEBIT-MISSED", "each loan was debited once")
    _shown(desk, one, "第一笔", head=variant < 2)
    _shown(desk, two, "第二笔", head=variant < 2)


def settled_without_a_page(desk: Desk, variant: int) -> None:
    """Settled by a debit that nothing names so, with no page of a later day; then perhaps debited again."""
    loan = _nameless(desk, 12, "度小满支付-有钱花还款")
    for n in (1, 2, 3):
        loan.pay(n)
    desk.as_of = loan.plan[2].due + timedelta(days=3)
    _shown(desk, loan, "有钱花", head=variant < 2)
    day = loan.plan[2].due + timedelta(days=desk.rng.randrange(6, 20))
    interest = interest_to(loan, 3, day)
    rows = loan.debit(day, loan.left_after(3) + interest, 15)
    desk.want("settled", SETTLED, saved_by(loan, 3, interest), rows)
    if variant % 2:
        hit = loan.plan[3]
        desk.want("after the end", TWICE, hit.total, loan.debit(hit.due, hit.total, 8))
    else:
        desk.forbid(TWICE, "nothing was debited after the end")
    closed(loan.plan[3:])
    desk.as_of = loan.plan[3].due + timedelta(days=5)


def returned_and_shown_as_paid(desk: Desk, variant: int) -> None:
    """The last debit came back the next day while the page says paid; taken again in time, late, or not at all."""
    loan = _nameless(desk, 12, "招联消费金融-好期贷还款")
    for n in (1, 2, 3):
        loan.pay(n)
    hit = loan.plan[2]
    desk.as_of = hit.due + timedelta(days=14)
    _shown(desk, loan, "好期贷", head=variant < 2)
    back = desk.booked(loan.card, at(hit.due + timedelta(days=1), 10), hit.total, loan.bank_text, "退汇")
    if variant % 2:
        again = loan.debit(hit.due + timedelta(days=6), hit.total, 9)
        desk.want("late after a return", "DEBIT-LATE", 0, [back, *again])
    else:
        desk.want("not paid", "STATUS-SETTLED-PREMATURE", 0, [back])
    desk.forbid(TWICE, "one of the debits came back")


def reduced_without_record(desk: Desk, variant: int) -> None:
    """A red packet that the wallet's method names pays a part of an instalment; no record of the lender tells of it."""
    loan = new_loan(desk, terms=12)
    without_records(desk)
    desk.skipped |= {"借款记录", "还款计划"}
    loan.pay_out()
    for n in (1, 2):
        loan.pay(n)
    hit, less = loan.plan[2], desk.rng.randrange(3, 20) * 100
    if variant == 3:
        loan.pay(3)
        desk.forbid("EXPORT-NET-AMOUNT UNEXPLAINED", "the whole was paid")
    else:
        wording = ("还款红包", "支付宝随机立减", "还款红包")[variant]
        rows = loan.debit(hit.due, hit.total - less, method=f"{bank_method(loan.card)}&{wording}")
        hit.state = "已结清"
        desk.want("reduced", "EXPORT-NET-AMOUNT", -less, rows)
    desk.forbid("DEBIT-MISSED DEBIT-LATE", "it was paid in time")
    desk.as_of = hit.due + timedelta(days=9)
    _shown(desk, loan, "借呗", head=variant < 2)


STRANGERS_TOLD = {
    "two_plans_without_number": two_plans_without_number,
    "settled_without_a_page": settled_without_a_page,
    "returned_and_shown_as_paid": returned_and_shown_as_paid,
    "reduced_without_record": reduced_without_record,
}

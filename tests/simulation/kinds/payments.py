"""Kinds about how money moves: split rows, midnight, returns, wrong loans, two persons, broken files."""

from __future__ import annotations

from datetime import timedelta

from tests.simulation.kinds.desk import Desk, at, bank_method
from tests.simulation.kinds.lender import Loan, finish, new_loan, penalty
from tests.simulation.kinds.steps import TWICE, charge_on, late, opened, paid, want_again, want_late, without_records


def colent_rows(desk: Desk, variant: int) -> None:
    """Two institutions fund a loan: the wallet shows one debit, the bank two rows; one of them may come late."""
    loan = new_loan(desk, terms=12)
    opened(loan)
    share = desk.rng.choice((30, 20, 50))
    for n in range(1, 6):
        term = loan.plan[n - 1]
        rows = loan.debit(term.due, term.total, in_bank=False)
        part = term.total * share // 100
        for amount, company in ((part, "某银行股份有限公司"), (term.total - part, "重庆蚂蚁消费金融有限公司")):
            day = term.due + timedelta(days=1 if variant == 1 and n == 4 and amount == part else 0)
            rows.append(desk.booked(loan.card, at(day, 11, 4), -amount, f"支付宝-借呗还款 {company}"))
        loan.post(n, term.due, (term.principal, term.interest, 0))
        term.state = "已结清"
    if variant == 2:
        without_records(desk)
    desk.forbid(f"{TWICE} DEBIT-MISSED", "one payment, two rows of the bank")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def midnight(desk: Desk, variant: int) -> None:
    """Paid just before or just after midnight of the due day; record and bank date it one day off."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    after = term.due + timedelta(days=1)
    if variant == 0:  # 23:58 on the due day, counted the day after, charged for it
        charge = charge_on(loan, term, 1)
        rows = loan.debit(term.due, term.total, 23, 58, hand=True, booked_on=after)
        extra = loan.debit(after, charge, 9)
        rows += [loan.post(4, term.due, (term.principal, term.interest, 0), counted=after, hour=23, minute=58), *extra]
        rows.append(loan.post(4, after, (0, 0, charge), hour=9))
        desk.want("counted a day late", "DEBIT-CUTOFF-MIDNIGHT POST-LAG", charge, rows)
        desk.allow("DEBIT-LATE")
    elif variant == 1:  # 23:58, counted the day after, free
        rows = loan.debit(term.due, term.total, 23, 58, hand=True, booked_on=after)
        rows.append(loan.post(4, term.due, (term.principal, term.interest, 0), counted=after, hour=23, minute=58))
        desk.want("counted a day late", "DEBIT-CUTOFF-MIDNIGHT POST-LAG", 0, rows)
    elif variant == 2:  # 00:05 of the due day, the bank dates it the day before
        rows = loan.debit(term.due, term.total, 0, 5, booked_on=term.due - timedelta(days=1))
        loan.post(4, term.due, (term.principal, term.interest, 0), hour=0, minute=5)
        desk.forbid("DEBIT-EARLY DEBIT-LATE", "paid on the due day")
    else:  # 00:05 of the day after, the bank dates it the due day
        charge = charge_on(loan, term, 1)
        rows = loan.debit(after, term.total + charge, 0, 5, booked_on=term.due)
        rows.append(loan.post(4, after, (term.principal, term.interest, charge), hour=0, minute=5))
        desk.want("late by minutes", "DEBIT-LATE DEBIT-CUTOFF-MIDNIGHT", charge, rows)
    desk.forbid(TWICE, "one payment")
    term.state = "已结清"
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def overpayment_returned(desk: Desk, variant: int) -> None:
    """Paid by hand and collected again; the surplus comes back days later, whole or in part, or not at all."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    rows = loan.debit(term.due, term.total, 8, hand=True)
    rows.append(loan.post(4, term.due, (term.principal, term.interest, 0), hour=8, channel="主动还款"))
    rows += loan.debit(term.due, term.total, 14)
    term.state = "已结清"
    back = term.due + timedelta(days=desk.rng.randrange(2, 6))
    given = (term.total, term.total // 2, 0, term.total)[variant]
    if given:
        rows.append(desk.booked(loan.card, at(back, 10), given, "支付宝-借呗还款退款", "退款"))
        if variant != 3:
            order = desk.order(at(back, 10))
            method = bank_method(loan.card)
            rows.append(
                desk.entry("alipay", at(back, 10), loan.party, "退款-借呗还款", given, method, "退款成功", order=order)
            )
    desk.want("collected again", TWICE, (term.total, term.total - given), rows)
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def wrong_loan(desk: Desk, variant: int) -> None:
    """Two loans of other amounts; a debit of B's amount is recorded on A as a part, B stays open."""
    a = new_loan(desk, terms=12)
    b = new_loan(desk, terms=6, drawn=a.drawn)
    for loan in (a, b):
        paid(loan, 3)
    one, two = a.plan[3], b.plan[3]
    a.pay(4)
    rows = b.debit(two.due, two.total, 12)
    rows.append(a.post(5, two.due, (two.total, 0, 0), hour=12))
    desk.want("B's money on A", "ALLOC-OTHER-LOAN DEBIT-DUPLICATE UNEXPLAINED POST-MISSING PREPAY-AS-NEXT-TERM",
              (two.total, -two.total), rows)  # fmt: skip
    desk.allow("UNEXPLAINED ALLOC-OTHER-LOAN DEBIT-DUPLICATE PLAN-REAMORTISED DEBIT-EARLY ALLOC-ORDER")
    desk.forbid("DEBIT-MISSED", "a debit of that amount stands there that day")
    b.list_it()
    b.page(one.due + timedelta(days=6))
    finish(desk, a, one.due + timedelta(days=6))


def moved_account(desk: Desk, variant: int) -> None:
    """The account that debits come from is changed for good: no single wrong account."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    other = "中国工商银行 7713"
    for n in range(4, 8 if variant % 2 else 7):
        loan.pay(n, card=other)
    if variant >= 2:
        loan.page(loan.plan[3].due - timedelta(days=10))
    desk.allow("DEBIT-WRONG-SOURCE", "info", "warning")
    desk.forbid(f"{TWICE} DEBIT-MISSED DEBIT-LATE", "every term was paid on its day")
    finish(desk, loan, loan.plan[5].due + timedelta(days=40 if variant % 2 else 6))


def failed_then_paid(desk: Desk, variant: int) -> None:
    """Failed tries on the due day, then success: the same evening, next morning with or without charge, by hand."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    tries = [loan.debit(term.due, term.total, hour, status="还款失败")[0] for hour in (8, 12)]
    days = (0, 1, 1, 2)[variant]
    charge = charge_on(loan, term, days) if variant in (1, 3) else 0
    rows = loan.debit(term.due + timedelta(days=days), term.total + charge, 19 if not days else 9, hand=variant == 3)
    rows.append(loan.post(4, term.due + timedelta(days=days), (term.principal, term.interest, charge), hour=9))
    term.state = "已结清"
    if days:
        desk.want("late", "DEBIT-LATE DEBIT-HOLIDAY", charge, [*rows, *tries])
    desk.forbid(f"{TWICE} DEBIT-FAIL-CHARGED", "the failed tries took nothing")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def failed_but_taken(desk: Desk, variant: int) -> None:
    """The wallet says failed, the bank took the money: returned three days later, or kept; a second debit succeeded."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    tried = loan.debit(term.due, term.total, 8, status="还款失败")
    taken = desk.booked(loan.card, at(term.due, 8, 3), -term.total, loan.bank_text)
    rows = loan.debit(term.due, term.total, 17)
    loan.post(4, term.due, (term.principal, term.interest, 0), hour=17)
    term.state = "已结清"
    if variant % 2 == 0:
        desk.booked(loan.card, at(term.due + timedelta(days=3), 10), term.total, "支付宝-退款", "退款")
    desk.want("failed but taken", "DEBIT-FAIL-CHARGED DEBIT-DUPLICATE", (term.total, 0), [*tried, taken, *rows])
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def not_recorded(desk: Desk, variant: int) -> None:
    """Debited, and the lender's record lacks it, or has it days or weeks later."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    rows = loan.debit(term.due, term.total)
    if variant >= 2:
        counted = term.due + timedelta(days=3 if variant == 2 else 9)
        rows.append(loan.post(4, term.due, (term.principal, term.interest, 0), counted=counted))
        term.state = "已结清"
        desk.want("recorded late", "POST-LAG", 0, rows)
        loan.pay(5)
        finish(desk, loan, loan.plan[4].due + timedelta(days=5))
    else:
        finish(desk, loan, term.due + timedelta(days=6))
        desk.want("not recorded", "POST-MISSING POST-STATUS-STALE", (term.total, -term.total, 0), [*rows, *term.rows])
    desk.forbid(f"DEBIT-MISSED DEBIT-LATE {TWICE}", "the debit was on time")


def two_persons(desk: Desk, variant: int) -> None:
    """Two wallets of two names in one folder; one has a late term; the other's instalments are equal or not."""
    his = new_loan(desk, terms=12)
    paid(his, 3)
    term, days = his.plan[3], desk.rng.randrange(2, 8)
    charge = charge_on(his, term, days) if variant % 2 else 0
    if charge:
        desk.want("late", "DEBIT-LATE", charge, late(his, 4, days, charge))
    else:
        his.pay(4)
    hers = Loan(desk, his.principal, his.rate, his.drawn, his.plan, card="中国工商银行 7713", wallet="alipay-太太")
    amounts = [t.total for t in his.plan[:4]] if variant < 2 else [t.total + 31_50 for t in his.plan[:4]]
    for t, amount in zip(his.plan, amounts, strict=False):
        hers.debit(t.due, amount, 9)
    desk.forbid(f"{TWICE} DEBIT-WRONG-SOURCE", "two persons, two loans")
    finish(desk, his, term.due + timedelta(days=12))


def broken_statement(desk: Desk, variant: int) -> None:
    """The bank's running balance breaks where rows are missing, there a debit: nothing may be called missed there."""
    loan = new_loan(desk, terms=12, wallet="", bank_text="中国邮政储蓄银行 贷款还款", summary="贷款还款")
    desk.no_records = variant % 2 == 0
    paid(loan, 5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))
    gone = next(x for x in desk.banks[loan.card] if x.at.date() == loan.plan[2].due and x.amount == -loan.plan[2].total)
    gone.cells = (*gone.cells, "gone")
    desk.allow("EXPORT-GAP")
    desk.forbid("DEBIT-MISSED DEBIT-LATE", "the statement lacks rows there")


def two_exports(desk: Desk, variant: int) -> None:
    """One wallet in two exports that overlap, under other names, and the plan in two tables with other words."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    days = desk.rng.randrange(1, 6)
    term = loan.plan[3]
    charge = charge_on(loan, term, days)
    rows = late(loan, 4, days, charge)
    desk.want("late", "DEBIT-LATE", charge, rows)
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))
    desk.wallets["alipay-又一份"] = [x for x in desk.wallets["alipay"] if x.at.date() >= loan.plan[2].due]
    desk.forbid(TWICE, "the same rows in two exports")


def no_number(desk: Desk, variant: int) -> None:
    """The tables name no contract; a loan late, twice, or right, known by its plan and debits alone."""
    loan = new_loan(desk, terms=12)
    desk.no_records = True
    loan.contract = ""
    paid(loan, 3)
    term, days = loan.plan[3], desk.rng.randrange(2, 9)
    if variant % 2:
        want_late(loan, 4, days)
    else:
        rows = loan.pay(4)
        if variant == 2:
            want_again(loan, 4, rows, 18)
    finish(desk, loan, term.due + timedelta(days=12))


def refused_and_returned(desk: Desk, variant: int) -> None:
    """Taken on the due day, sent back by the bank the next, collected again with or without a penalty, bank only."""
    loan = new_loan(desk, terms=12, wallet="" if variant % 2 else "alipay")
    paid(loan, 3)
    term = loan.plan[3]
    first = loan.debit(term.due, term.total, 9)
    back = desk.booked(loan.card, at(term.due + timedelta(days=1), 9), term.total, loan.bank_text, "退汇")
    days = 3
    charge = charge_on(loan, term, days) if variant >= 2 else 0
    day = term.due + timedelta(days=days)
    rows = loan.debit(day, term.total + charge, 10)
    rows.append(loan.post(4, day, (term.principal, term.interest, charge), hour=10))
    term.state = "已结清"
    desk.want("returned, then late", "DEBIT-LATE", charge, [*first, back, *rows])
    desk.forbid("DEBIT-MISSED", "it was paid")
    desk.allow(TWICE, "info")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=5))


def early_by_hand(desk: Desk, variant: int) -> None:
    """A term paid days before its due day by hand, and not collected again: nothing wrong."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    day = term.due - timedelta(days=desk.rng.randrange(1, 9))
    loan.debit(day, term.total, hand=True)
    loan.post(4, day, (term.principal, term.interest, 0), channel="主动还款")
    term.state = "已结清"
    if variant % 2:
        without_records(desk)
    else:
        loan.pay(5)
    desk.forbid(f"{TWICE} DEBIT-MISSED PREPAY-AS-NEXT-TERM", "one payment, early")
    finish(desk, loan, (loan.plan[3] if variant % 2 else loan.plan[4]).due + timedelta(days=5))


def missed_term(desk: Desk, variant: int) -> None:
    """Nothing was collected and the plan shows it: with all papers, plan without record, wallet only, failed tries."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    rows = []
    if variant == 1:
        without_records(desk)
    elif variant == 2:
        desk.no_bank = True
    elif variant == 3:
        rows = [loan.debit(term.due, term.total, hour, status="还款失败")[0] for hour in (8, 12, 19)]
    finish(desk, loan, term.due + timedelta(days=desk.rng.randrange(4, 20)))
    desk.want("missed", "DEBIT-MISSED", -term.total, [*rows, *term.rows])


def small_debits(desk: Desk, variant: int) -> None:
    """Overdue, and many small tries take what is there: five on one day; over days; with the penalty; no record."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    term = loan.plan[3]
    days = desk.rng.randrange(2, 7)
    left_p, left_i, rows, charged = term.principal, term.interest, [], 0
    step = 0 if variant in (0, 2) else 1
    charge = penalty(left_p, left_i, loan.rate, days) if variant == 2 else 0
    for k in range(4):
        day = term.due + timedelta(days=days + step * k)
        own = left_p if k == 3 else term.principal // 5
        extra = charge if k == 0 else 0
        rows += loan.debit(day, own + left_i + extra, 9 + k)
        rows.append(loan.post(4, day, (own, left_i, extra), hour=9 + k))
        left_p, left_i, charged = left_p - own, 0, charged + extra
    term.state = "已结清"
    if variant == 3:
        without_records(desk)
    desk.want("late in parts", "DEBIT-LATE DEBIT-HOLIDAY", charged, rows)
    desk.forbid(f"DEBIT-MISSED POST-MISSING UNEXPLAINED {TWICE}", "parts of one period")
    loan.pay(5)
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


PAYMENTS = {
    "colent-rows": colent_rows,
    "midnight": midnight,
    "overpayment-returned": overpayment_returned,
    "wrong-loan": wrong_loan,
    "moved-account": moved_account,
    "failed-then-paid": failed_then_paid,
    "failed-but-taken": failed_but_taken,
    "not-recorded": not_recorded,
    "two-persons": two_persons,
    "broken-statement": broken_statement,
    "two-exports": two_exports,
    "no-number": no_number,
    "refused-and-returned": refused_and_returned,
    "early-by-hand": early_by_hand,
    "missed-term": missed_term,
    "small-debits": small_debits,
}

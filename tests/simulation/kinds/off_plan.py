"""Kinds about debits that are a little off their plan, plans that took over others, and accounts that pay once."""

from __future__ import annotations

from datetime import timedelta

from tests.simulation.kinds.desk import Desk, Line, months_on
from tests.simulation.kinds.lender import Loan, equal_instalment, finish, new_loan
from tests.simulation.kinds.steps import TWICE, opened, paid, without_records

ANOTHER = "中国工商银行 7713"


def a_little_off(desk: Desk, variant: int) -> None:
    """No record, each debit on its day: the last three a little more; one more; one less, settled; all right."""
    loan = new_loan(desk, terms=12)
    opened(loan)
    off, total, beside = desk.rng.randrange(2_00, 12_00), 0, list[Line]()
    for n in range(1, 6):
        term = loan.plan[n - 1]
        more = {0: off if n >= 3 else 0, 1: off if n == 4 else 0, 2: -off if n == 4 else 0}.get(variant, 0)
        rows = loan.debit(term.due, term.total + more)
        term.state = "已结清"
        total += more
        beside += [*rows, *term.rows] if more else []
    if total:
        desk.want("off", "UNEXPLAINED", total, beside, proved=False, left_open=True)
    without_records(desk)
    desk.forbid(f"DEBIT-LATE DEBIT-MISSED {TWICE}", "each was debited on its day")
    finish(desk, loan, loan.plan[4].due + timedelta(days=6))


def taken_over(desk: Desk, variant: int) -> None:
    """The rest of a loan over more periods under another number, no money moving; twice; paid on time each month."""
    loan = new_loan(desk, terms=12)
    paid(loan, 5)
    loan.page(loan.plan[4].due + timedelta(days=2))
    rest = equal_instalment(loan.left_after(5), 12 if variant % 2 else 18, loan.rate, loan.plan[4].due)
    new = Loan(desk, loan.left_after(5), loan.rate, loan.plan[4].due, rest)
    for n in range(1, 3):
        new.debit(rest[n - 1].due, rest[n - 1].total)
        rest[n - 1].state = "已结清"
    without_records(desk)
    last = rest[1].due + timedelta(days=5)
    new.page(last)
    rise = sum(t.interest for t in rest) - sum(t.interest for t in loan.plan[5:])
    lines = [x for t in (*loan.plan[5:], *rest) for x in t.rows]
    desk.want("taken over", "PLAN-DEFERRED PLAN-REAMORTISED", rise, lines, proved=False)
    desk.forbid(f"DEBIT-MISSED DEBIT-LATE UNEXPLAINED {TWICE}", "as agreed anew")
    finish(desk, loan, last, pages=False, table=False)


def one_other_account(desk: Desk, variant: int) -> None:
    """No record: one debit from another account; the account changed for good; by hand from another; all right."""
    loan = new_loan(desk, terms=12)
    opened(loan)
    for n in range(1, 7):
        term = loan.plan[n - 1]
        elsewhere = (n == 4 and variant in (0, 2)) or (n >= 4 and variant == 1)
        rows = loan.debit(term.due, term.total, card=ANOTHER if elsewhere else "", hand=elsewhere and variant == 2)
        term.state = "已结清"
        if elsewhere and variant == 0:
            desk.want("another account", "DEBIT-WRONG-SOURCE", 0, rows)
    without_records(desk)
    desk.forbid(f"DEBIT-MISSED DEBIT-LATE {TWICE}", "every term was paid on its day")
    finish(desk, loan, months_on(loan.plan[5].due, 0) + timedelta(days=6))


def laid_elsewhere(desk: Desk, variant: int) -> None:
    """Recorded for the period after it; half of its interest left out; a part without any record; all right."""
    loan = new_loan(desk, terms=9)
    paid(loan, 4)
    term, after = loan.plan[4], loan.plan[5]
    if variant == 0:
        rows = loan.debit(term.due, term.total)
        rows.append(loan.post(6, term.due, (after.principal, term.total - after.principal, 0)))
        after.state = "已结清"
    elif variant == 1:
        out = term.interest // 2
        rows = loan.debit(term.due, term.total - out)
        rows.append(loan.post(5, term.due, (term.principal, term.interest - out, 0)))
        desk.want("interest left out", "AMOUNT-WAIVED", -out, rows)
    elif variant == 2:
        part = term.total * 2 // 5
        rows = loan.debit(term.due, part)
        without_records(desk)
    else:
        loan.pay(5)
    if variant % 2:
        term.state = "已结清"
    last = term.due + timedelta(days=8)
    loan.page(last)
    if variant == 0:
        desk.want("period after it", "ALLOC-OTHER-LOAN", 0, [*rows, *term.rows], proved=False)
        desk.forbid("DEBIT-MISSED DEBIT-EARLY", "its money was debited on its day, and recorded")
    elif variant == 2:
        desk.want("a part", "DEBIT-MISSED", part - term.total, [*rows, *term.rows], proved=False)
    else:
        desk.forbid(f"DEBIT-MISSED UNEXPLAINED {TWICE}", "it was paid")
    finish(desk, loan, last, pages=False)


OFF_PLAN = {
    "laid-elsewhere": laid_elsewhere,
    "a-little-off": a_little_off,
    "taken-over": taken_over,
    "one-other-account": one_other_account,
}

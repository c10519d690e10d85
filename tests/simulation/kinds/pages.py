"""Kinds of what lenders' pages look like: other columns, sums alone, cut pages, missing rows, lists of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.simulation.kinds.desk import Cell, Desk, Line, at, months_on, yuan
from tests.simulation.kinds.lender import Loan, Term, finish, new_loan, penalty
from tests.simulation.kinds.steps import TWICE, late, paid

LENDERS = (
    ("有钱花", "重庆度小满小额贷款有限公司"),
    ("360借条", "福州三六零网络小额贷款有限公司"),
    ("好期贷", "招联消费金融股份有限公司"),
    ("安逸花", "马上消费金融股份有限公司"),
)

Shown = Callable[[Loan, Term, int], tuple[Cell, ...]]


def own_page(
    desk: Desk, loan: Loan, name: str, header: tuple[str, ...], cells: Shown, count: int | None = None
) -> None:
    """A plan page in a lender's own columns."""
    rows: list[tuple[tuple[Cell, ...], tuple[Line, ...]]] = [(header, ())]
    for number, term in enumerate(loan.plan[:count], 1):
        line = Line(at(term.due), cells(loan, term, number), term.total)
        term.rows.append(line)
        rows.append((line.cells, (line,)))
    desk.papers[f"{name}.csv"] = rows


def stranger(desk: Desk, *, terms: int = 12, method: str = "等额本息") -> Loan:
    """A loan of a lender that is seen by bank and page alone."""
    name, company = desk.rng.choice(LENDERS)
    loan = new_loan(
        desk, terms=terms, method=method, wallet="", bank_text=f"{company} {name}还款", summary="代扣",
        card=desk.rng.choice(("招商银行 2094", "中国工商银行 7713", "中国建设银行 5521")),
    )  # fmt: skip
    desk.no_records = True
    loan.pay_out()
    for n in (1, 2, 3):
        loan.pay(n)
    return loan


def happened(desk: Desk, loan: Loan, variant: int) -> tuple[int, date]:
    """The fourth period: right; late with a charge; taken twice; not taken. The charge and the last day."""
    hit, charge = loan.plan[3], 0
    if variant == 1:
        days = desk.rng.randrange(5, 10)
        charge = penalty(hit.principal, hit.interest, loan.rate, days)
        desk.want("late", "DEBIT-LATE", charge, late(loan, 4, days, charge))
    elif variant != 3:
        rows = loan.pay(4)
        if variant == 2:
            desk.want("twice", TWICE, hit.total, [*rows, *loan.debit(hit.due, hit.total, 19)])
    last = hit.due + timedelta(days=12)
    desk.as_of = last
    desk.everyday(loan.drawn, last, loan.card, "")
    return charge, last


def not_taken(desk: Desk, loan: Loan, variant: int) -> None:
    """What must be said of the period that was not taken, once its page is written."""
    if variant == 3:
        desk.want("missed", "DEBIT-MISSED", -loan.plan[3].total, loan.plan[3].rows)


def state(loan: Loan, term: Term, words: tuple[str, str, str]) -> str:
    """Paid, overdue or to come, in the lender's words."""
    if term.state == "已结清":
        return words[0]
    return words[1] if term.due < loan.desk.as_of else words[2]


def due_and_really_paid(desk: Desk, variant: int) -> None:
    """A page with what was due and what was really paid: principal, interest, penalty, and the day."""
    loan = stranger(desk)
    charge, last = happened(desk, loan, variant)

    def cells(own: Loan, term: Term, number: int) -> tuple[Cell, ...]:
        done = term.state == "已结清"
        extra = charge if number == 4 else 0
        day = next((x.at.date() for x in desk.banks[loan.card] if x.amount == -(term.total + extra)
                    and term.due <= x.at.date()), term.due)  # fmt: skip
        really = (term.principal, term.interest, extra) if done else (0, 0, 0)
        return (
            number, f"{term.due}", yuan(term.principal), yuan(term.interest), yuan(extra), *(yuan(x) for x in really),
            f"{day}" if done else "", state(own, term, ("已结清", "逾期", "待还")),
        )  # fmt: skip

    header = (
        "期数",
        "应还日期",
        "应还本金",
        "应还利息",
        "应还罚息",
        "实还本金",
        "实还利息",
        "实还罚息",
        "实际还款日",
        "状态",
    )
    own_page(desk, loan, f"还款计划_{last:%Y%m%d}", header, cells)
    not_taken(desk, loan, variant)
    desk.forbid("UNEXPLAINED", "as the page shows")


def with_balance(desk: Desk, variant: int) -> None:
    """A page with what is left after each period, amounts with their sign and days in words."""
    loan = stranger(desk, method="等额本金" if variant % 2 else "等额本息")
    _, last = happened(desk, loan, variant)

    def cells(own: Loan, term: Term, number: int) -> tuple[Cell, ...]:
        return (
            f"{last:%Y年%m月%d日}", number, f"{term.due:%Y年%m月%d日}", f"¥{yuan(term.total, True)}",
            f"¥{yuan(term.principal, True)}", f"¥{yuan(term.interest, True)}",
            f"¥{yuan(loan.left_after(number), True)}", state(own, term, ("已还款", "逾期未还", "待还款")),
        )  # fmt: skip

    header = ("查询日期", "期数", "还款日", "月供", "其中本金", "其中利息", "剩余本金", "还款状态")
    own_page(desk, loan, "贷款还款计划表", header, cells)
    not_taken(desk, loan, variant)


def with_services(desk: Desk, variant: int) -> None:
    """A page whose instalment holds a guarantee fee and an insurance, collected in one debit."""
    loan = stranger(desk)
    fee, cover = desk.rng.randrange(20_00, 90_00), desk.rng.randrange(3_00, 12_00)
    for line in desk.banks[loan.card]:
        if line.amount < 0:
            line.amount -= fee + cover
    for term in loan.plan[:3]:
        term.rows.clear()
    hit = loan.plan[3]
    whole = hit.total + fee + cover
    charge = 0
    if variant == 1:
        days = desk.rng.randrange(5, 10)
        charge = penalty(hit.principal, hit.interest, loan.rate, days)
        desk.want(
            "late", "DEBIT-LATE", charge, loan.debit(hit.due + timedelta(days=days), whole + charge), proved=False
        )
    elif variant != 3:
        rows = loan.debit(hit.due, whole)
        if variant == 2:
            desk.want("twice", TWICE, whole, [*rows, *loan.debit(hit.due, whole, 19)])
    if variant != 3:
        hit.state = "已结清"
    desk.as_of = hit.due + timedelta(days=12)
    desk.everyday(loan.drawn, desk.as_of, loan.card, "")

    def cells(own: Loan, term: Term, number: int) -> tuple[Cell, ...]:
        return (
            f"{desk.as_of}", number, f"{term.due}", yuan(term.principal), yuan(term.interest), yuan(fee), yuan(cover),
            yuan(term.total + fee + cover), state(own, term, ("已还", "逾期", "待还")),
        )  # fmt: skip

    header = ("查询日期", "期数", "应还日期", "应还本金", "应还利息", "担保费", "保险费", "应还总额", "状态")
    own_page(desk, loan, "还款计划", header, cells)
    if variant == 3:
        desk.want("missed", "DEBIT-MISSED", -whole, hit.rows)
    desk.forbid("UNEXPLAINED", "the fees are part of the instalment")


def overdue_with_penalty(desk: Desk, variant: int) -> None:
    """A page whose overdue sum holds its penalty to that day; then paid at that sum; more; without a record; not."""
    loan = new_loan(desk, terms=12)
    paid(loan, 3)
    hit, days = loan.plan[3], desk.rng.randrange(6, 15)
    seen = hit.due + timedelta(days=days)
    charge = penalty(hit.principal, hit.interest, loan.rate, days)

    def cells(own: Loan, term: Term, number: int) -> tuple[Cell, ...]:
        extra = charge if number == 4 else 0
        return (
            f"{seen}", loan.contract, number, f"{term.due}", yuan(term.principal), yuan(term.interest), yuan(extra),
            yuan(term.total + extra), "逾期" if number == 4 else "已结清" if number < 4 else "待还",
        )  # fmt: skip

    header = ("查询日期", "借据号", "期数", "应还日期", "应还本金", "应还利息", "罚息", "应还总额", "状态")
    own_page(desk, loan, f"还款计划{seen:%m%d}", header, cells)
    if variant == 3:
        desk.as_of = seen
        desk.want("missed", "DEBIT-MISSED", (-hit.total, -hit.total - charge), hit.rows)
        finish(desk, loan, seen, pages=False)
        return
    more = (0, 2, 0)[variant]
    if variant == 2:
        desk.no_records, desk.records = True, []
    charge = penalty(hit.principal, hit.interest, loan.rate, days + more)
    rows = loan.debit(seen + timedelta(days=more), hit.total + charge, 20, hand=True)
    rows.append(loan.post(4, seen + timedelta(days=more), (hit.principal, hit.interest, charge), hour=20))
    hit.state = "已结清"
    desk.want("late", "DEBIT-LATE", charge, rows)
    desk.forbid("DEBIT-MISSED PLAN-REAMORTISED UNEXPLAINED PLAN-RATE-CHANGED", "paid late, nothing else changed")
    finish(desk, loan, seen + timedelta(days=more + 3))


def cut_page(desk: Desk, variant: int) -> None:
    """A page cut after some rows, without a list of loans: right; late; twice; the missed one at its end."""
    loan = stranger(desk)
    _, last = happened(desk, loan, variant)

    def cells(own: Loan, term: Term, number: int) -> tuple[Cell, ...]:
        return (
            f"{last}", number, f"{term.due}", yuan(term.principal), yuan(term.interest), yuan(term.total),
            state(own, term, ("已还", "逾期", "待还")),
        )  # fmt: skip

    header = ("查询日期", "期数", "应还日期", "应还本金", "应还利息", "应还总额", "状态")
    own_page(desk, loan, "还款计划", header, cells, 5 if variant % 2 else 6)
    not_taken(desk, loan, variant)
    desk.forbid("UNEXPLAINED SETTLE-INTEREST-TO-DATE PLAN-REAMORTISED", "the page is cut")


def rows_absent(desk: Desk, variant: int) -> None:
    """A page that lacks rows in the midst: that of the second period; of the fourth; the paid ones; every other one."""
    loan = stranger(desk)
    last = loan.plan[3].due + timedelta(days=12)
    loan.pay(4)
    desk.as_of = last
    desk.everyday(loan.drawn, last, loan.card, "")
    gone = ({2}, {4}, {1, 2, 3, 4}, {2, 4, 6, 8, 10, 12})[variant]

    def cells(own: Loan, term: Term, number: int) -> tuple[Cell, ...]:
        return (
            f"{last}", number, f"{term.due}", yuan(term.principal), yuan(term.interest), yuan(term.total),
            state(own, term, ("已还", "逾期", "待还")),
        )  # fmt: skip

    header = ("查询日期", "期数", "应还日期", "应还本金", "应还利息", "应还总额", "状态")
    own_page(desk, loan, "还款计划", header, cells)
    rows = desk.papers["还款计划.csv"]
    desk.papers["还款计划.csv"] = [rows[0], *(r for n, r in enumerate(rows[1:], 1) if n not in gone)]
    desk.forbid(f"UNEXPLAINED {TWICE} DEBIT-MISSED DEBIT-LATE", "all was paid on its day")


def closed_months(desk: Desk, variant: int) -> None:
    """The statement covers some months alone; the period not taken lies inside; outside; a late one; one twice."""
    loan = stranger(desk)
    hit = loan.plan[3]
    if variant == 2:
        days = desk.rng.randrange(5, 10)
        charge = penalty(hit.principal, hit.interest, loan.rate, days)
        desk.want("late", "DEBIT-LATE", charge, late(loan, 4, days, charge))
    elif variant == 3:
        desk.want("twice", TWICE, hit.total, [*loan.pay(4), *loan.debit(hit.due, hit.total, 19)])
    last = hit.due + timedelta(days=12)
    desk.as_of = last
    desk.everyday(loan.drawn, last, loan.card, "")
    loan.page(last)
    if variant == 0:
        desk.want("missed", "DEBIT-MISSED", -hit.total, hit.rows)
    if variant == 1:
        until = hit.due - timedelta(days=5)
        desk.banks[loan.card] = [x for x in desk.banks[loan.card] if x.at.date() <= until]
        desk.want("shown as overdue", "DEBIT-MISSED", -hit.total, hit.rows, proved=False)
    else:
        since = loan.plan[0].due + timedelta(days=10)
        desk.banks[loan.card] = [x for x in desk.banks[loan.card] if x.at.date() >= since]


def longer_first(desk: Desk, variant: int) -> None:
    """A due day of the month apart from the day drawn: a longer first period; late in it; settled in it; right."""
    from decimal import Decimal

    from tests.simulation.kinds.lender import fen

    loan = new_loan(desk, terms=12, drawn=date(2024, desk.rng.randrange(1, 9), desk.rng.randrange(2, 6)))
    left, since = loan.principal, loan.drawn
    for n, term in enumerate(loan.plan):
        term.start, term.due = since, months_on(loan.drawn.replace(day=20), n + 1)
        term.interest = fen(Decimal(left) * loan.rate * (term.due - since).days)
        left, since = left - term.principal, term.due
    loan.page(loan.drawn, fresh=True)
    loan.pay_out()
    if variant == 2:
        day = loan.drawn + timedelta(days=30)
        interest = fen(Decimal(loan.principal) * loan.rate * 30)
        saved = interest - sum(t.interest for t in loan.plan)
        rows = loan.debit(day, loan.principal + interest, hand=True, text="借呗提前结清")
        rows.append(loan.post("", day, (loan.principal, interest, 0), channel="提前结清"))
        for term in loan.plan:
            term.state = "已结清"
        desk.want("settled", "SETTLE-INTEREST-TO-DATE", saved, rows)
        finish(desk, loan, day + timedelta(days=30))
        return
    if variant == 1:
        first = loan.plan[0]
        days = desk.rng.randrange(2, 9)
        charge = penalty(first.principal, first.interest, loan.rate, days)
        desk.want("late", "DEBIT-LATE", charge, late(loan, 1, days, charge))
    else:
        loan.pay(1)
    loan.pay(2)
    desk.forbid("PLAN-DUE-DAY-CHANGED DEBIT-MISSED UNEXPLAINED", "as agreed")
    finish(desk, loan, loan.plan[1].due + timedelta(days=9))


PAGES = {
    "due-and-really-paid": due_and_really_paid,
    "with-services": with_services,
    "with-balance": with_balance,
    "overdue-with-penalty": overdue_with_penalty,
    "cut-page": cut_page,
    "rows-absent": rows_absent,
    "closed-months": closed_months,
    "longer-first": longer_first,
}
